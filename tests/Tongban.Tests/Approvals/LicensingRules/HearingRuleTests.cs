using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Tests.Approvals.Model;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.LicensingRules;

/// <summary>Rules T13 to T15: the right to a hearing, the hearing, its notice; and T18, T19: inspection and bars.</summary>
public class HearingRuleTests
{
    private const string Item = "S1-05";

    [Fact]
    public void T13_a_hearing_is_asked_for_within_five_working_days_and_nothing_is_decided_before()
    {
        var (c, hearing) = Announced();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 5), hearing.RequestUntil);
        Assert.Equal("hearings.period-open", hearing.Blocks(c.Today)?.Code);
        Assert.Equal("hearings.period-open", hearing.Blocks(hearing.RequestUntil!.Value)?.Code);
        var late = new CaseSetting(Flow, Calendar, CityClock.StartOf(hearing.RequestUntil.Value.AddDays(1)));
        Refused("hearings.request-too-late", hearing.Request(HearingParty.Applicant, "有异议", late));
        Assert.Null(hearing.Blocks(late.Today));
        Accepted(hearing.PeriodOver(late));
        Assert.Equal(HearingState.NotAskedFor, hearing.State);
    }

    [Fact]
    public void T13_the_applicant_may_waive_but_not_where_others_may_ask()
    {
        var (c, hearing) = Announced();
        Accepted(hearing.Waive(c.Setting));
        Assert.Null(hearing.Blocks(c.Today));
        var (d, touching) = Announced(HearingCause.MajorInterest, "相邻小区业主");
        Refused("hearings.others-may-ask", touching.Waive(d.Setting));
        var e = Small().Passed();
        Refused("hearings.third-parties-missing", Hearing.Announce(e.Stage, e.Item(Item), Flow.Item(Item).Name, HearingCause.MajorInterest, "相邻", null, e.Setting).Error);
    }

    [Fact]
    public void T14_a_hearing_is_held_within_twenty_working_days_of_the_request()
    {
        var (c, hearing) = Requested();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 20), hearing.HoldBy);
        Assert.Equal("hearings.not-held", hearing.Blocks(c.Today)?.Code);
        Refused("hearings.held-too-late", hearing.Schedule(At(hearing.HoldBy!.Value.AddDays(1)), "市政务中心三楼", Guid.CreateVersion7(), null, c.Setting));
        Accepted(hearing.Schedule(At(hearing.HoldBy.Value), "市政务中心三楼", Guid.CreateVersion7(), null, c.Setting));
    }

    [Fact]
    public void T15_time_and_place_are_told_seven_days_before()
    {
        var (c, hearing) = Requested();
        var examiner = Guid.CreateVersion7();
        Refused("hearings.notice-too-short", hearing.Schedule(At(c.Today.AddDays(6)), "市政务中心三楼", Guid.CreateVersion7(), examiner, c.Setting));
        Refused("hearings.place-missing", hearing.Schedule(At(c.Today.AddDays(7)), " ", Guid.CreateVersion7(), examiner, c.Setting));
        Refused("hearings.presider-examines", hearing.Schedule(At(c.Today.AddDays(7)), "市政务中心三楼", examiner, examiner, c.Setting));
        Accepted(hearing.Schedule(At(c.Today.AddDays(7)), "市政务中心三楼", Guid.CreateVersion7(), examiner, c.Setting));

        Refused("hearings.held-day-impossible", hearing.Hold(c.Today, "笔录", c.Setting));
        var day = new CaseSetting(Flow, Calendar, At(c.Today.AddDays(7)));
        Refused("hearings.minutes-missing", hearing.Hold(day.Today, "", day));
        Accepted(hearing.Hold(day.Today, "各方意见……", day));
        Assert.Null(hearing.Blocks(day.Today));
    }

    [Fact]
    public void The_clock_stands_still_from_the_announcement_until_the_hearing_is_over()
    {
        var (c, hearing) = Announced();
        Accepted(c.Stage.PauseForHearing(Item, hearing.RequestUntil!.Value, c.Setting));
        Assert.Equal(ItemState.Paused, c.Item(Item).State);
        c.AfterWorkingDays(3);
        Accepted(hearing.Request(HearingParty.Applicant, "有异议", c.Setting));
        Accepted(c.Stage.PauseForHearing(Item, hearing.HoldBy!.Value, c.Setting));
        c.AfterWorkingDays(10);
        Assert.Equal(0, c.Item(Item).Limit!.Elapsed(c.Today, Calendar));
        c.Stage.ResumeAfterHearing(Item, c.Setting);
        Assert.Equal(ItemState.Open, c.Item(Item).State);
        c.AfterWorkingDays(2);
        Assert.Equal(2, c.Item(Item).Limit!.Elapsed(c.Today, Calendar));
        Assert.All(c.Item(Item).Limit!.Pauses, p => Assert.Equal("行政许可法第四十五条", p.Basis));
    }

    [Fact]
    public void T18_two_or_more_officers_are_appointed_within_five_working_days_of_the_acceptance()
    {
        var c = Small().Passed();
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 5), Inspection.AppointBy(c.Stage.AcceptedOn!.Value, Calendar).DueOn);
        Refused("inspections.too-few", Inspection.Appoint(c.Stage, c.Item(Item), InspectionKind.Testing, [one, one], "GB 3095", c.Setting).Error);
        Refused("inspections.standard-missing", Inspection.Appoint(c.Stage, c.Item(Item), InspectionKind.Testing, [one, two], " ", c.Setting).Error);
        c.AfterWorkingDays(5);
        var inspection = Inspection.Appoint(c.Stage, c.Item(Item), InspectionKind.Testing, [one, two], "GB 3095", c.Setting).Value;
        Assert.False(inspection.Acts.OfType<InspectionAppointed>().Single().Late);
        Refused("inspections.not-appointed", inspection.Report(true, "符合", Guid.CreateVersion7(), c.Today));
        Accepted(inspection.Report(true, "符合", one, c.Today));
        c.AfterWorkingDays(1);
        Assert.True(Inspection.Appoint(c.Stage, c.Item(Item), InspectionKind.Testing, [one, two], "GB 3095", c.Setting).Value.Acts.OfType<InspectionAppointed>().Single().Late);
    }

    [Fact]
    public void T19_a_false_application_bars_for_a_year_and_fraud_for_three()
    {
        var c = Small().Submitted();
        var bar = Restriction.Impose(RestrictionKind.FalseApplication, c.Stage, Item, Ecology, "伪造监测数据", c.Today, c.Now);
        Assert.Equal((c.Today.AddYears(1), "行政许可法第七十八条"), (bar.Until, bar.Kind.Basis()));
        Assert.True(bar.AppliesOn(bar.Until.AddDays(-1)));
        Assert.False(bar.AppliesOn(bar.Until));
        var fraud = Restriction.Impose(RestrictionKind.FraudulentPermit, c.Stage, Item, Ecology, "行贿取得", c.Today, c.Now);
        Assert.Equal((c.Today.AddYears(3), "行政许可法第七十九条"), (fraud.Until, fraud.Kind.Basis()));
        Assert.True(Flow.Item(Item).PublicSafety);
        Assert.False(Flow.Item("S1-03").PublicSafety);
    }

    private static DateTimeOffset At(DateOnly day) => CityClock.StartOf(day).AddHours(9);

    private static (CaseBuilder Case, Hearing Hearing) Announced(HearingCause cause = HearingCause.Refusal, string? others = null)
    {
        var c = Small().Passed();
        return (c, Hearing.Announce(c.Stage, c.Item(Item), Flow.Item(Item).Name, cause, "拟不予批准", others, c.Setting).Value);
    }

    private static (CaseBuilder Case, Hearing Hearing) Requested()
    {
        var (c, hearing) = Announced();
        c.AfterWorkingDays(1);
        Accepted(hearing.Request(HearingParty.Applicant, "有异议", c.Setting));
        return (c, hearing);
    }
}
