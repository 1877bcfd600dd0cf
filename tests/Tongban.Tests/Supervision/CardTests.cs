using Tongban.Foundation.People;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;
using Tongban.Supervision.Scores;

namespace Tongban.Tests.Supervision;

/// <summary>A card goes from hand to hand, each step by the one whose turn it is, and nobody decides about himself.</summary>
public class CardTests
{
    private const string Office = "SZF@360500", Organ = "ZRZY@360500";
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero);
    private static readonly Guid Concerned = Guid.CreateVersion7();
    private static readonly Actor Supervisor = new(Guid.CreateVersion7(), "监察", Roles.Handler, Office), SupervisorHead = new(Guid.CreateVersion7(), "监察负责人", Roles.Head, Office), Officer = new(Guid.CreateVersion7(), "经办", Roles.Handler, Organ);

    [Fact]
    public void From_a_finding_to_the_end_with_a_clock_for_every_step()
    {
        var card = Issued();
        Assert.Equal((CardState.Issued, Organ, new DateOnly(2026, 3, 5)), (card.State, card.Turn, card.DueOn));
        Assert.Equal("supervision.statement-awaited", card.Decide(true, "超期属实", null, Supervisor, CaseStory.Calendar, Monday)!.Code);
        Assert.Equal("supervision.not-the-organ", card.Answer(true, "说明", Supervisor, CaseStory.Calendar, Monday)!.Code);
        Assert.Null(card.Answer(true, "工作交接不及时", Officer, CaseStory.Calendar, new(2026, 3, 6)));
        Assert.Equal((Office, true), (card.Turn, card.Clocks[0].Limit.EndedOn > card.Clocks[0].Limit.DueOn));
        Assert.Equal("supervision.correction-days", card.Decide(true, "超期属实", 16, Supervisor, CaseStory.Calendar, new(2026, 3, 9))!.Code);
        Assert.Null(card.Decide(true, "超期属实", 5, Supervisor, CaseStory.Calendar, new(2026, 3, 9)));
        Assert.Equal((CardState.Ordered, new DateOnly(2026, 3, 16)), (card.State, card.DueOn));
        Assert.Null(card.ReportCorrection("已经办结并整改", Officer, CaseStory.Calendar, new(2026, 3, 10)));
        Assert.Null(card.Follow(false, "制度仍未完善", Supervisor, CaseStory.Calendar, new(2026, 3, 11)));
        Assert.Equal((CardState.Ordered, 1), (card.State, card.SentBack));
        Assert.Null(card.ReportCorrection("已经完善制度", Officer, CaseStory.Calendar, new(2026, 3, 12)));
        Assert.Null(card.Follow(true, "整改到位", Supervisor, CaseStory.Calendar, new(2026, 3, 13)));
        Assert.Equal((CardState.Closed, "", 6), (card.State, card.Turn, card.Clocks.Count));
        Assert.All(card.Clocks, c => Assert.True(c.Limit.IsEnded));
        Assert.Equal("supervision.card-state", card.Answer(true, "还有话说", Officer, CaseStory.Calendar, new(2026, 3, 13))!.Code);
    }

    [Fact]
    public void Silence_does_not_stop_the_decision()
    {
        var card = Issued();
        Assert.NotNull(card.Decide(true, "逾期未说明", null, Supervisor, CaseStory.Calendar, new(2026, 3, 5)));
        Assert.Null(card.Decide(true, "逾期未说明", null, Supervisor, CaseStory.Calendar, new(2026, 3, 6)));
    }

    [Fact]
    public void An_appeal_comes_once_in_time_and_is_decided_by_another()
    {
        SupervisionCard Ordered(Actor by)
        {
            var card = Issued();
            Assert.Null(card.Answer(false, "停表系依法听证", Officer, CaseStory.Calendar, Monday));
            Assert.Null(card.Decide(true, "超期属实", null, by, CaseStory.Calendar, Monday));
            return card;
        }
        Assert.Equal("supervision.appeal-too-late", Ordered(Supervisor).AppealAgainst("听证不计入", Officer, CaseStory.Calendar, new(2026, 3, 10))!.Code);
        var own = Ordered(SupervisorHead);
        Assert.Null(own.AppealAgainst("听证不计入", Officer, CaseStory.Calendar, new(2026, 3, 9)));
        Assert.Equal("supervision.own-case", own.DecideAppeal(true, "维持原决定", SupervisorHead, CaseStory.Calendar, new(2026, 3, 10))!.Code);
        Assert.Equal("supervision.head-only", own.DecideAppeal(true, "维持原决定", Supervisor, CaseStory.Calendar, new(2026, 3, 10))!.Code);
        var reversed = Ordered(Supervisor);
        Assert.Null(reversed.AppealAgainst("听证不计入", Officer, CaseStory.Calendar, Monday));
        Assert.Null(reversed.DecideAppeal(false, "听证时间不计算在内", SupervisorHead, CaseStory.Calendar, new(2026, 3, 3)));
        Assert.Equal((CardState.Closed, false), (reversed.State, reversed.Upheld));
        var stands = Ordered(Supervisor);
        Assert.Null(stands.AppealAgainst("听证不计入", Officer, CaseStory.Calendar, Monday));
        Assert.Null(stands.DecideAppeal(true, "维持原决定", SupervisorHead, CaseStory.Calendar, new(2026, 3, 3)));
        Assert.Equal("supervision.appealed-once", stands.AppealAgainst("仍然不服", Officer, CaseStory.Calendar, new(2026, 3, 3))!.Code);
    }

    [Fact]
    public void Nobody_supervises_himself()
    {
        Assert.Equal("supervision.own-case", SupervisionCard.Issue(Found(Office), Office, "请说明情况", Supervisor, CaseStory.Calendar, Now).Error!.Code);
        Assert.Equal("supervision.own-case", SupervisionCard.Issue(Found(Organ), Office, "请说明情况", Supervisor with { PersonId = Concerned }, CaseStory.Calendar, Now).Error!.Code);
        var card = Issued();
        Assert.Null(card.Answer(true, "工作交接不及时", Officer, CaseStory.Calendar, Monday));
        Assert.Equal("supervision.own-case", card.Decide(true, "超期属实", null, Supervisor with { PersonId = Officer.PersonId }, CaseStory.Calendar, Monday)!.Code);
        Assert.Equal("supervision.own-case", card.Decide(true, "超期属实", null, Supervisor with { PersonId = Concerned }, CaseStory.Calendar, Monday)!.Code);
    }

    [Fact]
    public void The_audit_bureau_takes_up_what_is_found_about_the_government()
    {
        const string audit = "SJJ@360500";
        var city = Tongban.Foundation.Catalogue.CityCatalogue.Read(Path.Combine(Foundation.Repository.Root, "catalog", "xinyu")).Value!;
        var office = new Tongban.Supervision.SupervisionOffice(city);
        var (auditor, land) = (new Actor(Guid.CreateVersion7(), "审计", Roles.Handler, audit), Supervisor with { Organ = Organ });
        Assert.Equal((audit, Office), (office.Of(Office), office.Of(Organ)));
        Assert.True(office.IsFor(Office, auditor) && office.IsFor(Organ, Supervisor));
        Assert.False(office.IsFor(Office, Supervisor) || office.IsFor(Organ, auditor) || office.IsFor(Organ, land) || office.ReadsAll(auditor));
        Assert.Equal((Office, null, null), (office.AlsoReads(auditor), office.AlsoReads(Supervisor), office.AlsoReads(land)));
        var card = SupervisionCard.Issue(Found(Office), audit, "请说明情况", auditor, CaseStory.Calendar, Now).Value;
        Assert.Equal("supervision.not-the-organ", card.Answer(true, "说明", auditor, CaseStory.Calendar, Monday)!.Code);
        Assert.Null(card.Answer(true, "说明情况如下", Supervisor, CaseStory.Calendar, Monday));
        Assert.Equal("supervision.not-the-office", card.Decide(true, "情况属实", null, SupervisorHead, CaseStory.Calendar, Monday)!.Code);
        Assert.Null(card.Decide(true, "情况属实", null, auditor, CaseStory.Calendar, Monday));
        // A city without an audit bureau has nobody for it.
        Assert.Null(new Tongban.Supervision.SupervisionOffice(Tongban.Foundation.Catalogue.CityCatalogue.Read(Path.Combine(Foundation.Repository.Root, "catalog", "binzhou")).Value!).Of("SZF@371600"));
    }

    [Fact]
    public void The_score_shows_every_term_and_leaves_out_what_was_not_measured()
    {
        // 10 decided, 9 in time, on average a quarter of the promise saved; one yellow, one red; 4 accepted; no ratings.
        var score = Scoring.Of(new(10, 9, 2.5m, 1, 1, 4, 1, 0, 0, 0));
        Assert.Equal([31.5m, 7.5m, 0m, 7.5m, null, 10m], score.Terms.Select(t => t.Points));
        // 56.5 of 85 points that could be measured.
        Assert.Equal((66.5m, Grade.Qualified), (score.Points, score.Grade));
        Assert.Equal((100m, Grade.Excellent), (Scoring.Of(new(4, 4, 2m, 0, 0, 4, 0, 2, 10, 0)).Points, Scoring.Of(new(4, 4, 2m, 0, 0, 4, 0, 2, 10, 0)).Grade));
        Assert.Equal((null, Grade.None), (Scoring.Of(new(0, 0, 0, 1, 1, 0, 0, 0, 0, 0)).Points, Scoring.Of(new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).Grade));
    }

    private static SupervisionCard Issued()
    {
        var card = SupervisionCard.Issue(Found(Organ), Office, "请说明超期原因", Supervisor, CaseStory.Calendar, Now).Value;
        card.Numbered("监督〔2026〕1号");
        return card;
    }

    private static Finding Found(string organ) => new() { Id = Guid.CreateVersion7(), Rule = RuleBook.Overdue, Level = Severity.Red, Organ = organ, Officer = Concerned, TextZh = "超期", TextEn = "late" };
}
