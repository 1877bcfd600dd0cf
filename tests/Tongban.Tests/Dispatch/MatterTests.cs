using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Models;
using Tongban.Foundation;

namespace Tongban.Tests.Dispatch;

/// <summary>What may be done with a difficulty and when, without a database.</summary>
public class MatterTests
{
    // XT-18: the power company leads with 15 working days, two assist with 8.
    private const string Lead = "DLGS@360502", Land = "ZRZY@360502", Other = "ZJJ@360502";

    private static readonly MatterFile Paper = new("现场.pdf", "00", "application/pdf", 10);

    private static DateOnly Day(int month, int day) => new(2026, month, day);

    [Fact]
    public void What_the_data_support_is_with_its_units_at_once()
    {
        var matter = DispatchBuilder.Report();
        Assert.Equal((MatterState.Dispatched, 2, false), (matter.State, matter.Grade, matter.DataAsked));
        Assert.Equal([(Lead, true, 15), ("FGW@360502", false, 8), (Land, false, 8)], matter.Tasks.OrderByDescending(t => t.IsLead).ThenBy(t => t.Organ, StringComparer.Ordinal).Select(t => (t.Organ, t.IsLead, t.Limit.Length.Value)));
        Assert.Equal((Day(3, 3), Day(3, 23)), (matter.LeadTask!.ReceiveBy, matter.LeadTask.DueOn!.Value));
        Assert.Equal(["MatterReported", "MatterCompared", "MatterDispatched"], matter.Acts.Select(a => a.GetType().Name));
        Assert.Equal("supported", matter.Acts.OfType<MatterCompared>().Single().Outcome);
    }

    [Fact]
    public void What_nobody_knows_is_dispatched_and_asked_for_and_what_is_false_goes_back()
    {
        var unknown = DispatchBuilder.Report(truth: Truth.NoData);
        Assert.Equal((MatterState.Dispatched, true, "x"), (unknown.State, unknown.DataAsked, unknown.Acts.OfType<MatterCompared>().Single().Missing.Single()));
        var back = DispatchBuilder.Report(truth: Truth.False);
        Assert.Equal(MatterState.SentBack, back.State);
        Assert.Empty(back.Tasks);
        Assert.Single(back.Acts.OfType<MatterSentBack>());
        Assert.Equal("not-supported", back.Acts.OfType<MatterCompared>().Single().Outcome);
    }

    [Fact]
    public void Whoever_insists_brings_evidence_and_a_person_decides()
    {
        var matter = DispatchBuilder.Report(truth: Truth.False);
        var at = DispatchBuilder.On(Day(3, 4));
        Assert.Equal("dispatch.evidence-missing", matter.Insist("线路仍在", [], at)?.Code);
        Assert.Null(matter.Insist("线路仍在", [Paper], at));
        Assert.Equal("dispatch.not-now", matter.Insist("线路仍在", [Paper], at)?.Code);
        Assert.Equal("dispatch.text-missing", matter.DecideInsistence(true, " ", DispatchBuilder.Office, at)?.Code);
        Assert.Null(matter.DecideInsistence(true, "现场核实", DispatchBuilder.Office, at));
        Assert.Equal((MatterState.Dispatched, Lead), (matter.State, matter.LeadTask!.Organ));

        var refused = DispatchBuilder.Report(truth: Truth.False);
        Assert.Null(refused.Insist("线路仍在", [Paper], at));
        Assert.Null(refused.DecideInsistence(false, "数据属实", DispatchBuilder.Office, at));
        Assert.Equal((MatterState.Closed, MatterOutcome.NotAcceptedWithReason, false), (refused.State, refused.Outcome, refused.Confirmed));
    }

    [Fact]
    public void Data_that_are_supplied_are_compared_again()
    {
        var matter = DispatchBuilder.Report(truth: Truth.False);
        var at = DispatchBuilder.On(Day(3, 4));
        Assert.Equal("dispatch.text-missing", matter.Supply(new Dictionary<string, string>(), null, [], DispatchBuilder.Compared("XT-18", Truth.NoData), at)?.Code);
        Assert.Null(matter.Supply(new Dictionary<string, string> { ["lengthM"] = "600" }, null, [], DispatchBuilder.Compared("XT-18", Truth.NoData), at));
        Assert.Equal((MatterState.Dispatched, true, 2), (matter.State, matter.DataAsked, matter.Comparisons.Count));
        Assert.Null(matter.Supply(new Dictionary<string, string> { ["lengthM"] = "620" }, "复测", [], DispatchBuilder.Compared("XT-18", Truth.True), at));
        Assert.Equal((false, "620", 3), (matter.DataAsked, matter.Fields["lengthM"], matter.Tasks.Count));
    }

    [Fact]
    public void A_unit_receives_tells_and_answers_and_the_reporter_confirms()
    {
        var matter = DispatchBuilder.Report();
        Assert.Equal("dispatch.not-your-task", matter.Receive(Other, DispatchBuilder.Person, DispatchBuilder.On(Day(3, 3)))?.Code);
        Assert.Null(matter.Receive(Lead, DispatchBuilder.Person, DispatchBuilder.On(Day(3, 3))));
        Assert.Equal("dispatch.task-not-now", matter.Receive(Lead, DispatchBuilder.Person, DispatchBuilder.On(Day(3, 3)))?.Code);
        Assert.Equal(MatterState.Handling, matter.State);
        Assert.False(matter.Acts.OfType<TaskReceived>().Single().Late);
        Assert.Null(matter.Feedback(Lead, "方案已报审", [], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 10))));
        Assert.NotNull(matter.LeadTask!.LastFeedbackAt);
        // An assisting unit answers its own task; the matter goes on.
        Assert.Null(matter.GiveAnswer(Land, null, "用地手续齐全", [], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 11))).Error);
        Assert.Equal(MatterState.Handling, matter.State);
        Assert.Equal(["dispatch.text-missing", "dispatch.outcome-missing"], matter.GiveAnswer(Lead, null, "", [], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 20))).Error!.All.Select(e => e.Code));
        Assert.Null(matter.GiveAnswer(Lead, MatterOutcome.Resolved, "已迁改", [Paper], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 20))).Error);
        Assert.Equal((MatterState.Answered, Day(3, 25)), (matter.State, matter.ConfirmBy!.Value));
        Assert.DoesNotContain(matter.Tasks, t => t.IsOpen);
        var answered = matter.Acts.OfType<TaskAnswered>().Last();
        Assert.Equal((true, "resolved", 14, false), (answered.Lead, answered.Outcome, answered.DaysUsed, answered.Late));
        Assert.Null(matter.Confirm(null, DispatchBuilder.On(Day(3, 24))));
        Assert.Equal((MatterState.Closed, true), (matter.State, matter.Confirmed));
    }

    [Fact]
    public void What_is_not_solved_goes_back_to_the_unit_and_cannot_be_returned()
    {
        var matter = Answered();
        Assert.Equal("dispatch.text-missing", matter.Reopen("", DispatchBuilder.On(Day(3, 6)))?.Code);
        Assert.Null(matter.Reopen("杆塔仍在", DispatchBuilder.On(Day(3, 6))));
        Assert.Equal((MatterState.Dispatched, 1, Day(3, 27)), (matter.State, matter.Reopened, matter.LeadTask!.DueOn!.Value));
        Assert.Equal("dispatch.binding", matter.Return(Lead, ReturnGround.NotOurDuty, "三定方案", "不归我们", null, DispatchBuilder.On(Day(3, 9))).Error?.Code);
        Assert.Null(matter.GiveAnswer(Lead, MatterOutcome.PartlyResolved, "余下部分六月完成", [], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 9))).Error);
        Assert.Equal(MatterState.Answered, matter.State);
    }

    [Fact]
    public void The_first_return_goes_to_the_unit_it_names_and_the_second_is_decided()
    {
        var matter = DispatchBuilder.Report();
        var at = DispatchBuilder.On(Day(3, 3));
        Assert.Equal(["dispatch.text-missing", "dispatch.text-missing", "dispatch.ground-missing", "dispatch.same-organ"], matter.Return(Lead, null, null, null, Lead, at).Error!.All.Select(e => e.Code));
        Assert.True(matter.Return(Lead, ReturnGround.NotOurDuty, "三定方案第三条", "产权不属本公司", Land, at).TryGet(out var none, out _));
        Assert.Null(none);
        // The other unit assisted until now; it has one task, the lead's, with the whole limit.
        Assert.Equal((Land, true, false, 15), (matter.LeadTask!.Organ, matter.LeadTask.IsLead, matter.LeadTask.IsBinding, matter.LeadTask.Limit.Length.Value));
        Assert.Single(matter.Tasks, t => t.Organ == Land && t.IsOpen);
        Assert.True(matter.Return(Land, ReturnGround.OtherLevel, "权责清单", "属市级", Other, at).TryGet(out var escalated, out _));
        Assert.Equal(new Escalation(EscalationRule.ReturnedAgain, Land, 2, 1), escalated);
        Assert.Equal((MatterState.Disputed, 2, 1), (matter.State, matter.Returns, matter.Grade));
        Assert.Equal("dispatch.not-now", Answered().Adjudicate(Other, "由其办理", DispatchBuilder.Office, at)?.Code);
        Assert.Null(matter.Adjudicate(Other, "按职责由其办理", DispatchBuilder.Office, at));
        Assert.Equal((Other, true, MatterState.Dispatched), (matter.LeadTask!.Organ, matter.LeadTask.IsBinding, matter.State));
        Assert.Equal("dispatch.binding", matter.Return(Other, ReturnGround.NotOurDuty, "依据", "理由", null, at).Error?.Code);
    }

    [Fact]
    public void A_return_that_names_nobody_is_decided_without_a_higher_grade()
    {
        var matter = DispatchBuilder.Report();
        Assert.True(matter.Return(Lead, ReturnGround.FactsWrong, "现场记录", "线路已拆除", null, DispatchBuilder.On(Day(3, 3))).TryGet(out var escalated, out _));
        Assert.Null(escalated);
        Assert.Equal((MatterState.Disputed, 2), (matter.State, matter.Grade));
    }

    [Fact]
    public void A_lead_that_cannot_solve_it_puts_it_higher_and_goes_on()
    {
        var matter = DispatchBuilder.Report();
        Assert.True(matter.GiveAnswer(Lead, MatterOutcome.Escalated, "需跨省协调停电计划", [], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 5))).TryGet(out var escalated, out _));
        Assert.Equal(new Escalation(EscalationRule.AskedByLead, Lead, 2, 1), escalated);
        Assert.Equal((MatterState.Handling, 1), (matter.State, matter.Grade));
        Assert.NotNull(matter.LeadTask);
        Assert.Equal("dispatch.highest-already", matter.GiveAnswer(Lead, MatterOutcome.Escalated, "仍需协调", [], DispatchBuilder.Person, DispatchBuilder.On(Day(3, 6))).Error?.Code);
    }

    [Fact]
    public void Duplicates_go_on_under_one_number()
    {
        var (first, second) = (DispatchBuilder.Report(), DispatchBuilder.Report(no: 2));
        var at = DispatchBuilder.On(Day(3, 3));
        Assert.Equal("dispatch.cannot-merge", first.MergeInto(first, DispatchBuilder.Office, at)?.Code);
        Assert.Equal("dispatch.cannot-merge", second.MergeInto(DispatchBuilder.Report("XT-19", no: 3), DispatchBuilder.Office, at)?.Code);
        Assert.Null(second.MergeInto(first, DispatchBuilder.Office, at));
        Assert.Equal((MatterState.Merged, first.Id, 1), (second.State, second.MergedInto, first.Followers));
        Assert.DoesNotContain(second.Tasks, t => t.IsOpen);
        Assert.Equal("dispatch.merged-already", first.MergeInto(DispatchBuilder.Report(no: 4), DispatchBuilder.Office, at)?.Code);
        Assert.Equal("dispatch.not-now", second.Withdraw("不办了", at)?.Code);
    }

    [Fact]
    public void It_ends_with_its_project_and_can_be_taken_back()
    {
        var matter = DispatchBuilder.Report();
        matter.EndWithProject(DispatchBuilder.On(Day(3, 3)));
        matter.EndWithProject(DispatchBuilder.On(Day(3, 4)));
        Assert.True(matter.Acts.OfType<MatterWithdrawn>().Single().WithProject);
        var mine = DispatchBuilder.Report();
        Assert.Null(mine.Withdraw("已自行解决", DispatchBuilder.On(Day(3, 3))));
        Assert.Equal(MatterState.Withdrawn, mine.State);
        Assert.DoesNotContain(mine.Tasks, t => t.IsOpen);
    }

    [Fact]
    public void No_act_carries_a_name_a_number_to_call_or_a_text()
    {
        var matter = Answered();
        Assert.Null(matter.Confirm("谢谢", DispatchBuilder.On(Day(3, 6))));
        var json = string.Join('\n', matter.Acts.Select(a => System.Text.Json.JsonSerializer.Serialize<object>(a)));
        Assert.DoesNotContain("李某", json, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", json, StringComparison.Ordinal);
        Assert.DoesNotContain("已迁改", json, StringComparison.Ordinal);
    }

    private static DispatchMatter Answered()
    {
        var matter = DispatchBuilder.Report();
        Assert.Null(matter.GiveAnswer(Lead, MatterOutcome.Resolved, "已迁改", [], DispatchBuilder.Person, DispatchBuilder.On(new(2026, 3, 5))).Error);
        return matter;
    }
}
