using Tongban.Approvals.Model;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>Papers that may follow, and decisions on a commitment (domain 03 § 3.3).</summary>
public class ToleranceTests
{
    [Fact]
    public void Only_papers_marked_so_may_follow_and_within_half_of_the_promised_time()
    {
        var c = Small();
        Assert.Equal(2, c.Stage.MostDaysToFollow("M11", Flow));
        Assert.Equal(0, c.Stage.MostDaysToFollow("M10", Flow));
        Refused("tolerance.not-tolerable", c.Stage.PromisePaper("M10", 1, "承诺", Applicant, c.Setting));
        Refused("tolerance.too-long", c.Stage.PromisePaper("M11", 3, "承诺", Applicant, c.Setting));
        Refused("tolerance.too-long", c.Stage.PromisePaper("M11", 0, "承诺", Applicant, c.Setting));
        Refused("approvals.material-not-on-list", c.Stage.PromisePaper("M99", 1, "承诺", Applicant, c.Setting));
        Accepted(c.Stage.PromisePaper("M11", 2, "承诺", Applicant, c.Setting));
        c.Passed();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 2), Assert.Single(c.Stage.Promises).DueOn);
        Assert.Equal(c.Stage.Promises[0].DueOn, c.Stage.NextPromiseDueOn);
    }

    [Fact]
    public void Nothing_is_decided_before_the_promised_paper_is_there()
    {
        var c = Promised();
        Refused("tolerance.paper-awaited", c.Decide("S1-03"));
        Refused("tolerance.paper-awaited", c.Decide("S1-03", ItemDecision.Refused, "不全"));
        Accepted(c.Decide("S1-05")); // it does not need the paper
        Refused("approvals.materials-closed", c.Stage.ProvidePromised("M10", File("x.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.ProvidePromised("M11", File("late.pdf"), Applicant, c.Setting));
        Assert.False(c.Act<PromisedPaperArrived>().Late);
        Accepted(c.Decide("S1-03"));
        Assert.Null(c.Stage.NextPromiseDueOn);
    }

    [Fact]
    public void A_missed_day_breaks_the_promise_and_lets_a_refusal_rest_on_it()
    {
        var c = Promised().AfterWorkingDays(2);
        Assert.Empty(c.Stage.BreakPromises(c.Setting));
        c.AfterWorkingDays(1);
        Assert.Single(c.Stage.BreakPromises(c.Setting));
        Assert.Empty(c.Stage.BreakPromises(c.Setting));
        Assert.Equal((1, null), (c.Stage.BrokenPromises, c.Stage.NextPromiseDueOn));
        Refused("tolerance.paper-awaited", c.Decide("S1-03"));
        Accepted(c.Decide("S1-03", ItemDecision.Refused, "容缺材料逾期未补"));
        // It may still come, late, for the others.
        Accepted(c.Stage.ProvidePromised("M11", File("late.pdf"), Applicant, c.Setting));
        Assert.True(c.Act<PromisedPaperArrived>().Late);
        Accepted(c.Decide("S1-04"));
    }

    [Fact]
    public void A_paper_that_came_before_the_acceptance_keeps_its_promise()
    {
        var c = Small();
        Accepted(c.Stage.PromisePaper("M11", 2, "承诺", Applicant, c.Setting));
        Accepted(c.Stage.Provide("M11", File("early.pdf"), Applicant, c.Setting));
        Refused("tolerance.already-there", c.Stage.PromisePaper("M11", 2, "承诺", Applicant, c.Setting));
        c.Passed();
        Assert.NotNull(Assert.Single(c.Stage.Promises).ArrivedOn);
        Accepted(c.Decide("S1-03"));
    }

    [Fact]
    public void What_was_decided_on_a_commitment_is_checked_within_two_months()
    {
        var (c, check) = Check();
        Assert.Equal(c.Today.AddMonths(2), check.Limit.StartedOn.AddDays(check.Limit.Length.Value));
        Refused("approvals.reason-missing", check.Report(CheckOutcome.Kept, " ", null, Officer(Ecology), c.Setting));
        Accepted(check.Report(CheckOutcome.Kept, "现场核查属实", null, Officer(Ecology), c.Setting));
        Assert.Equal(CheckState.Kept, check.State);
        Refused("commitments.already-checked", check.Report(CheckOutcome.False, "再查", null, Officer(Ecology), c.Setting));
    }

    [Fact]
    public void A_partly_kept_commitment_is_made_good_once_within_thirty_days()
    {
        var (c, check) = Check();
        Refused("commitments.rectification-day", check.Report(CheckOutcome.Partly, "缺监测点", c.Today.AddDays(31), Officer(Ecology), c.Setting));
        Accepted(check.Report(CheckOutcome.Partly, "缺监测点", c.Today.AddDays(20), Officer(Ecology), c.Setting));
        Assert.True(check.Limit.IsPaused);
        c.AfterWorkingDays(5);
        Refused("commitments.rectified-once", check.Report(CheckOutcome.Partly, "仍缺", c.Today.AddDays(5), Officer(Ecology), c.Setting));
        Accepted(check.Report(CheckOutcome.False, "未整改", null, Head(Ecology), c.Setting));
        Assert.Equal(CheckState.False, check.State);
    }

    private static CaseBuilder Promised()
    {
        var c = Small();
        Accepted(c.Stage.PromisePaper("M11", 2, "承诺", Applicant, c.Setting));
        return c.Passed();
    }

    private static (CaseBuilder Case, CommitmentCheck Check) Check()
    {
        var c = Small();
        Accepted(c.Stage.SignCommitment("S1-05", "承诺", c.Setting));
        c.Passed();
        Accepted(c.Decide("S1-05", ItemDecision.ApprovedOnCommitment));
        return (c, CommitmentCheck.Open(c.Stage, c.Item("S1-05"), Flow.Item("S1-05").Name, c.Setting));
    }
}
