using Tongban.Approvals.Model;
using Tongban.Foundation.Time;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>The pre-check: complete, corrected once, or not accepted (行政许可法第三十二条).</summary>
public class PreCheckTests
{
    [Fact]
    public void A_stage_without_its_required_papers_is_refused_and_each_one_is_named()
    {
        var c = Small();
        var refusal = c.Stage.Submit(Applicant, c.Setting)!;
        var missing = c.Stage.MissingMaterials(Flow).Select(m => m.Id).ToList();
        Assert.NotEmpty(missing);
        Assert.Equal(missing, refusal.All.Select(e => e.Field));
        Assert.All(refusal.All, e => Assert.Equal("approvals.material-missing", e.Code));
        Assert.Equal(StageState.Preparing, c.Stage.State);
    }

    [Fact]
    public void Only_papers_of_the_published_list_are_taken()
    {
        var c = Small();
        Refused("approvals.material-not-on-list", c.Stage.Provide("M99", File("x.pdf"), Applicant, c.Setting));
    }

    [Fact]
    public void A_newer_edition_replaces_the_older_which_stays()
    {
        var c = Small();
        Accepted(c.Stage.Provide("M10", File("first.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.Provide("M10", File("second.pdf"), Applicant, c.Setting));
        Assert.Equal((2, "second.pdf"), (c.Stage.Current("M10")!.Edition, c.Stage.Current("M10")!.FileName));
        Assert.Equal(2, c.Stage.Materials.Count(m => m.Material == "M10"));
    }

    [Fact]
    public void Submitted_papers_stay_as_they_are()
    {
        var c = Small().Submitted();
        Refused("approvals.materials-closed", c.Stage.Provide("M10", File("late.pdf"), Applicant, c.Setting));
        Refused("approvals.already-submitted", c.Stage.Submit(Applicant, c.Setting));
    }

    [Fact]
    public void The_consulted_organs_are_asked_and_answer_once()
    {
        var c = Small().Submitted();
        Assert.Equal([Land, Ecology], c.Stage.Opinions.Select(o => o.Organ).Order(StringComparer.Ordinal).Reverse());
        Accepted(c.Stage.GiveOpinion(Officer(Land), [], c.Setting));
        Refused("approvals.opinion-already-given", c.Stage.GiveOpinion(Officer(Land), [], c.Setting));
        Refused("approvals.not-consulted", c.Stage.GiveOpinion(Officer(Water), [], c.Setting));
    }

    [Fact]
    public void What_all_organs_miss_becomes_one_list_with_every_paper_once()
    {
        var c = Small().Submitted();
        Accepted(c.Stage.GiveOpinion(Officer(Land), [new(Land, "M10", "缺第 4 点")], c.Setting));
        Accepted(c.Stage.GiveOpinion(Officer(Ecology), [new(Ecology, "M10", "未注明坐标系"), new(Ecology, "M12", "缺附图")], c.Setting));
        Accepted(c.Stage.RequestCorrection([new(Lead, "M12", "与面积不一致"), new(Lead, null, "联系人有误")], c.Setting));
        Assert.Equal(["M10", "M12", null], c.Stage.Demands.Select(d => d.Material).OrderBy(m => m ?? "~", StringComparer.Ordinal));
        var site = c.Stage.Demands.Single(d => d.Material == "M10");
        Assert.Equal(($"{Land}、{Ecology}", "缺第 4 点；未注明坐标系"), (site.Organ, site.Text));
        Assert.Equal((StageState.AwaitingCorrection, null), (c.Stage.State, c.Stage.DueOn));
    }

    [Fact]
    public void A_correction_asks_for_something_and_says_what()
    {
        var c = Small().Submitted();
        Refused("approvals.nothing-to-correct", c.Stage.RequestCorrection([], c.Setting));
        Refused("approvals.demand-without-text", c.Stage.RequestCorrection([new(Lead, "M10", " ")], c.Setting));
        Refused("approvals.material-not-on-list", c.Stage.RequestCorrection([new(Lead, "M99", "补充")], c.Setting));
        // What an authority issued is fetched, not asked for (优化营商环境条例第四十四条).
        Refused("approvals.material-is-fetched", c.Stage.RequestCorrection([new(Lead, "M04", "补充")], c.Setting));
    }

    [Fact]
    public void A_correction_is_asked_for_only_once()
    {
        var c = Small().AskedToCorrect(("M10", "缺第 4 点")).After(TimeSpan.FromHours(3));
        Accepted(c.Stage.Provide("M10", File("new.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.AnswerCorrection(c.Setting));
        Refused("approvals.second-correction", c.Stage.RequestCorrection([new(Lead, "M12", "再补")], c.Setting));
        Refused("approvals.second-correction", c.Stage.GiveOpinion(Officer(Land), [new(Land, "M10", "再补")], c.Setting));
        Accepted(c.Stage.GiveOpinion(Officer(Land), [], c.Setting));
    }

    [Fact]
    public void Only_what_was_asked_for_may_change_and_all_of_it_must()
    {
        var c = Small().AskedToCorrect(("M10", "缺第 4 点"), ("M12", "不一致")).After(TimeSpan.FromHours(3));
        Refused("approvals.material-not-asked-for", c.Stage.Provide("M11", File("other.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.Provide("M10", File("new.pdf"), Applicant, c.Setting));
        var refusal = c.Stage.AnswerCorrection(c.Setting)!;
        Assert.Equal(["M12"], refusal.All.Select(e => e.Field));
        Refused("approvals.correction-unanswered", refusal);
        Accepted(c.Stage.Provide("M12", File("new4.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.AnswerCorrection(c.Setting));
        Refused("approvals.no-correction-open", c.Stage.AnswerCorrection(c.Setting));
    }

    [Fact]
    public void The_applicants_time_is_not_charged_to_the_department()
    {
        var c = Small().AskedToCorrect(("M10", "缺第 4 点"));
        var before = c.Stage.PreCheck!.Limit!.Elapsed(c.Today, Calendar);
        c.AfterWorkingDays(20);
        Assert.Equal(before, c.Stage.PreCheck!.Limit!.Elapsed(c.Today, Calendar));
        Assert.Equal(Light.Blue, c.Stage.PreCheck!.Limit!.LightOn(c.Today, Calendar));
        Refused("approvals.not-in-pre-check", c.Stage.DeemAccepted(c.Setting));
    }

    [Fact]
    public void After_five_working_days_without_a_word_the_case_counts_as_accepted_from_its_receipt()
    {
        var c = Small().Submitted();
        var received = c.Today;
        c.AfterWorkingDays(Days());
        Refused("approvals.not-in-pre-check", c.Stage.DeemAccepted(c.Setting));
        c.AfterWorkingDays(1);
        Accepted(c.Stage.DeemAccepted(c.Setting));
        Assert.Equal((StageState.InParallel, true, received), (c.Stage.State, c.Stage.IsDeemedAccepted, c.Stage.AcceptedOn!.Value));
        Assert.Equal(Calendar.AddWorkingDays(received, 45), c.Stage.DueOn);
        Assert.NotEmpty(c.Act<ItemsOpened>().Items);
        Refused("approvals.not-in-pre-check", c.Stage.DeemAccepted(c.Setting));

        int Days() => Calendar.WorkingDaysBetween(received, c.Stage.DueOn!.Value);
    }

    [Fact]
    public void The_last_day_of_the_pre_check_is_the_fifth_working_day()
    {
        var c = Small().Submitted();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 5), c.Stage.DueOn);
    }

    [Fact]
    public void Papers_are_called_incomplete_for_good_only_after_one_correction()
    {
        var c = Small().Submitted();
        Refused("approvals.correction-first", c.Stage.NotAccept(NotAcceptedGround.StillIncomplete, "仍不全", c.Setting));
        Refused("approvals.reason-missing", c.Stage.NotAccept(NotAcceptedGround.OtherAuthority, " ", c.Setting));
        Accepted(c.Stage.RequestCorrection([new(Lead, "M10", "缺第 4 点")], c.Setting));
        c.After(TimeSpan.FromHours(1));
        Accepted(c.Stage.Provide("M10", File("new.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.AnswerCorrection(c.Setting));
        Accepted(c.Stage.NotAccept(NotAcceptedGround.StillIncomplete, "仍缺界址点", c.Setting));
        Assert.Equal((StageState.NotAccepted, "仍缺界址点"), (c.Stage.State, c.Stage.EndReason));
        Assert.All(c.Stage.Items, i => Assert.True(i.IsClosed));
    }

    [Fact]
    public void What_surely_applies_cannot_be_dropped_and_what_is_unknown_can()
    {
        var c = Declared().Submitted();
        Assert.False(c.Item("S1-07").IsCertain);
        Refused("approvals.item-certain", c.Stage.Pass(Officer(Lead), Power("S1-02"), ["S1-03"], null, c.Setting));
        Refused("approvals.no-such-item", c.Stage.Pass(Officer(Lead), Power("S1-02"), ["S9-01"], null, c.Setting));
        Assert.Equal(StageState.PreCheck, c.Stage.State);
        c.Passed("S1-07");
        Assert.Equal((ItemState.Dropped, ItemState.Open), (c.Item("S1-07").State, c.Item("S1-06").State));
    }
}
