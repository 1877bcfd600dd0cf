using Tongban.Foundation;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>Parallel handling, decisions, clocks that stop, and the end of a stage.</summary>
public class ParallelTests
{
    private const string Review = "S1-03", Site = "S1-04", Assessment = "S1-05", EnergyReview = "S1-06", Flood = "S1-07";

    [Fact]
    public void All_departments_begin_at_one_moment()
    {
        var c = OfFourDepartments().Passed();
        var open = c.Stage.Items.Where(i => i.State is ItemState.Open).ToList();
        Assert.Equal([Review, Site, Assessment, EnergyReview, Flood], open.Select(i => i.Code).Order(StringComparer.Ordinal));
        Assert.Equal([Energy, Water, Ecology, Land], open.Select(i => i.Organ).Distinct().OrderBy(o => Array.IndexOf([Energy, Water, Ecology, Land], o)));
        Assert.All(open, i => Assert.Equal(c.Now, i.OpenedAt));
        var act = c.Act<ItemsOpened>();
        Assert.Equal((c.Now, 5), (act.At, act.Items.Count));
    }

    [Theory, InlineData(ProjectType.Filing), InlineData(ProjectType.Verification), InlineData(ProjectType.GovernmentApproval)]
    public void The_closing_item_waits_for_all_others(ProjectType type)
    {
        var c = OfFourDepartments(type).Passed();
        Refused("approvals.item-waiting", c.Decide(c.Closing));
        // One of several decided opens nothing that waits for the others, too.
        Accepted(c.Decide(Review));
        Refused("approvals.item-waiting", c.Decide(c.Closing));
        c.AllApproved();
        Assert.Equal(ItemState.Open, c.Item(c.Closing).State);
        Accepted(c.Decide(c.Closing));
        Assert.Equal(StageState.Concluded, c.Stage.State);
    }

    [Fact]
    public void A_record_filing_is_in_effect_the_moment_it_is_declared()
    {
        var filing = Small().Stage.Items.Single(i => i.Role is ItemRole.FilingOnReceipt);
        Assert.Equal((ItemState.Decided, ItemDecision.Approved), (filing.State, filing.Decision!.Value));
        Assert.DoesNotContain(Small(ProjectType.Verification).Stage.Items, i => i.Role is ItemRole.FilingOnReceipt);
    }

    [Fact]
    public void Nothing_is_decided_before_acceptance_or_twice()
    {
        var c = Small().Submitted();
        Refused("approvals.not-in-parallel", c.Decide(Review));
        c.Passed();
        Accepted(c.Decide(Review));
        Refused("approvals.item-closed", c.Decide(Review));
        Refused("approvals.no-such-item", c.Decide("S9-99"));
    }

    [Fact]
    public void An_item_is_taken_on_by_one_officer()
    {
        var c = Small().Passed();
        Accepted(c.Stage.Take(Review, Officer(Land)));
        Refused("approvals.already-yours", c.Stage.Take(Review, Officer(Land)));
        Assert.Equal(Officer(Land).PersonId, c.Item(Review).Handler);
    }

    [Fact]
    public void A_refusal_states_its_reasons_and_stops_the_approval()
    {
        var c = Small().Passed();
        Refused("approvals.refusal-needs-reasons", c.Decide(Review, ItemDecision.Refused, " "));
        Accepted(c.Decide(Review, ItemDecision.Refused, "占用永久基本农田"));
        c.AllApproved();
        Refused("approvals.stage-has-refusal", c.Decide(c.Closing));
        Accepted(c.Decide(c.Closing, ItemDecision.Refused, "用地未通过"));
        Assert.Equal((StageState.Refused, "用地未通过"), (c.Stage.State, c.Stage.EndReason));
    }

    [Fact]
    public void A_commitment_must_be_allowed_and_signed()
    {
        var c = OfFourDepartments().Passed();
        Refused("approvals.commitment-not-allowed", c.Stage.SignCommitment(Review, "承诺", c.Setting));
        Refused("approvals.commitment-not-allowed", c.Decide(Review, ItemDecision.ApprovedOnCommitment));
        Refused("approvals.commitment-not-signed", c.Decide(Assessment, ItemDecision.ApprovedOnCommitment));
        Accepted(c.Stage.SignCommitment(Assessment, "承诺", c.Setting));
        Assert.Equal(Sha256.Of("承诺"), c.Act<CommitmentSigned>().TextDigest);
        Refused("approvals.commitment-already-signed", c.Stage.SignCommitment(Assessment, "承诺", c.Setting));
        Accepted(c.Decide(Assessment, ItemDecision.ApprovedOnCommitment));
        Refused("approvals.item-closed", c.Stage.SignCommitment(Assessment, "承诺", c.Setting));
    }

    [Fact]
    public void A_clock_stops_only_for_what_the_flow_names_with_an_end_and_a_reason()
    {
        var c = Small().Passed();
        Refused("approvals.clock-stop-not-allowed", c.Ask(Site, "hearing"));
        Refused("approvals.reason-missing", c.Ask(Site, reason: ""));
        Refused("approvals.planned-end-missing", c.Stage.RequestSpecialProcedure(Site, "expert-review", null, "评审", Officer(Land), c.Setting));
        Refused("approvals.planned-end-missing", c.Ask(Site, days: -1));
        Accepted(c.Ask(Site));
        Refused("approvals.request-pending", c.Ask(Site));
    }

    [Fact]
    public void Nobody_grants_his_own_request()
    {
        var c = Small().Passed();
        Accepted(c.Stage.RequestSpecialProcedure(Site, "expert-review", c.Today.AddDays(7), "评审", Head(Land), c.Setting));
        Refused("approvals.own-request", c.Stage.Grant(Site, Head(Land), c.Setting));
        Refused("approvals.own-request", c.Stage.Reject(Site, "不必", Head(Land)));
        Refused("approvals.no-request", c.Grant(Review));
    }

    [Fact]
    public void The_clock_stands_still_from_the_grant_to_the_result()
    {
        var c = Small().Passed().AfterWorkingDays(1);
        Accepted(c.Ask(Site));
        Assert.Equal(ItemState.Open, c.Item(Site).State);
        Accepted(c.Grant(Site));
        Assert.Equal((ItemState.Paused, 1), (c.Item(Site).State, c.Item(Site).Limit!.Elapsed(c.Today, Calendar)));
        Refused("approvals.already-paused", c.Ask(Site));
        c.AfterWorkingDays(10);
        Accepted(c.Stage.Resume(Site, c.Setting));
        Refused("approvals.not-paused", c.Stage.Resume(Site, c.Setting));
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 3), c.Item(Site).DueOn);
        Assert.Equal(Calendar.AddWorkingDays(new DateOnly(2026, 3, 2), 4), c.Item(Review).DueOn);
    }

    [Fact]
    public void The_head_says_no_with_a_reason_and_the_clock_runs_on()
    {
        var c = Small().Passed();
        Accepted(c.Ask(Site));
        Refused("approvals.reason-missing", c.Stage.Reject(Site, "", Head(Land)));
        Accepted(c.Stage.Reject(Site, "无需评审", Head(Land)));
        Assert.Equal((ItemState.Open, false), (c.Item(Site).State, c.Item(Site).HasRequest));
    }

    [Fact]
    public void An_item_is_extended_once_and_only_where_a_law_provides_for_it()
    {
        var provided = Flow.Stage(1).Items.FirstOrDefault(i => i.Statutory?.Extension is not null && i.Role is ItemRole.Parallel && i.Code is Review or Site or Assessment);
        var c = Small().Passed();
        var without = new[] { Review, Site, Assessment }.First(i => Flow.Item(i).Statutory?.Extension is null);
        Refused("approvals.no-extension-provided", c.Stage.RequestExtension(without, "情况复杂", Officer(Land), c.Setting));
        Assert.SkipWhen(provided is null, "no parallel item of the first stage has an extension in this city's flow");
        var code = provided!.Code;
        var before = c.Item(code).DueOn!.Value;
        Refused("approvals.reason-missing", c.Stage.RequestExtension(code, " ", Officer(provided.Department.Id), c.Setting));
        Accepted(c.Stage.RequestExtension(code, "情况复杂", Officer(c.Item(code).Organ), c.Setting));
        Accepted(c.Grant(code));
        Assert.True(c.Item(code).DueOn > before);
        Refused("approvals.already-extended", c.Stage.RequestExtension(code, "再延", Officer(c.Item(code).Organ), c.Setting));
    }

    [Fact]
    public void The_stage_is_extended_once_by_fifteen_working_days_and_not_by_who_asked()
    {
        var c = Small().Passed();
        var before = c.Stage.DueOn!.Value;
        Refused("approvals.no-request", c.Stage.AnswerStageExtension(true, null, Head(Lead), c.Setting));
        Refused("approvals.reason-missing", c.Stage.RequestStageExtension("", Officer(Lead), c.Setting));
        Accepted(c.Stage.RequestStageExtension("涉及多部门会商", Officer(Lead), c.Setting));
        Refused("approvals.request-pending", c.Stage.RequestStageExtension("再次", Officer(Lead), c.Setting));
        Refused("approvals.own-request", c.Stage.AnswerStageExtension(true, null, Officer(Lead), c.Setting));
        Refused("approvals.reason-missing", c.Stage.AnswerStageExtension(false, null, Head(Lead), c.Setting));
        Accepted(c.Stage.AnswerStageExtension(true, null, Head(Lead), c.Setting));
        Assert.Equal(Calendar.AddWorkingDays(before, 15), c.Stage.DueOn);
        Refused("approvals.already-extended", c.Stage.RequestStageExtension("再次", Officer(Lead), c.Setting));
    }

    [Fact]
    public void The_lead_returns_a_decision_and_its_clock_goes_on_where_it_stood()
    {
        var c = Small().Passed();
        Refused("approvals.nothing-to-return", c.Stage.Return(Site, "补充论证", c.Setting));
        c.AfterWorkingDays(2).AllApproved();
        Assert.Equal(ItemState.Open, c.Item(c.Closing).State);
        var used = c.Item(Site).Limit!.Elapsed(c.Today, Calendar);
        c.AfterWorkingDays(3);
        Refused("approvals.reason-missing", c.Stage.Return(Site, "", c.Setting));
        Accepted(c.Stage.Return(Site, "选址论证不足", c.Setting));
        Assert.Equal((ItemState.Open, used, 1), (c.Item(Site).State, c.Item(Site).Limit!.Elapsed(c.Today, Calendar), c.Item(Site).Returned));
        Assert.Null(c.Item(Site).Decision);
        Assert.Equal(ItemState.Waiting, c.Item(c.Closing).State);
        Accepted(c.Decide(Site));
        Accepted(c.Decide(c.Closing));
    }

    [Fact]
    public void The_closing_item_waits_again_also_for_a_return_that_lies_behind_decided_items()
    {
        var c = Small().Passed().AllApproved();
        Accepted(c.Decide(c.Closing));
        c = c.NextStage();
        Accepted(c.Stage.AnswerFacts(new Dictionary<string, string?> { ["areaAssessment"] = "false", ["agriculturalOrCollectiveLand"] = "false" }, c.Setting));
        c.Submitted().AllApproved();
        Assert.Equal(ItemState.Open, c.Item(c.Closing).State);
        // It depends on the land transfer contract, which depends on the supply plan, which rests on what is sent back.
        Accepted(c.Stage.Return("S2-01", "论证不足", c.Setting));
        Assert.Equal((ItemState.Waiting, ItemState.Decided), (c.Item(c.Closing).State, c.Item("S2-06").State));
        Refused("approvals.item-waiting", c.Decide(c.Closing));
        Accepted(c.Decide("S2-01"));
        Assert.Equal(ItemState.Open, c.Item(c.Closing).State);
    }

    [Fact]
    public void A_closing_item_that_waits_again_takes_its_request_back()
    {
        var c = Small(ProjectType.Verification).Passed().AllApproved();
        Accepted(c.Ask(c.Closing, "evaluation"));
        Accepted(c.Stage.Return(Site, "选址论证不足", c.Setting));
        Assert.Equal((ItemState.Waiting, false), (c.Item(c.Closing).State, c.Item(c.Closing).HasRequest));
        Accepted(c.Decide(Site));
        Assert.Equal((ItemState.Open, false), (c.Item(c.Closing).State, c.Item(c.Closing).HasRequest));
    }

    [Fact]
    public void The_applicant_takes_the_stage_back_with_a_reason_and_everything_stops()
    {
        var c = OfFourDepartments().Passed();
        Accepted(c.Decide(Review));
        Accepted(c.Ask(Site));
        Refused("approvals.reason-missing", c.Stage.Withdraw(" ", c.Setting));
        Accepted(c.Stage.Withdraw("项目调整", c.Setting));
        Assert.Equal((StageState.Withdrawn, null), (c.Stage.State, c.Stage.DueOn));
        Assert.Equal(ItemDecision.Approved, c.Item(Review).Decision);
        Assert.All(c.Stage.Items, i => Assert.True(i.IsClosed && !i.HasRequest));
        Refused("approvals.stage-closed", c.Decide(Flood));
        Refused("approvals.stage-closed", c.Stage.Withdraw("再次", c.Setting));
    }

    [Fact]
    public void A_concluded_stage_says_how_many_days_it_took()
    {
        var c = Small().Passed().AfterWorkingDays(3).AllApproved().AfterWorkingDays(2);
        Accepted(c.Decide(c.Closing));
        var act = c.Act<StageConcluded>();
        Assert.Equal((5, ItemDecision.Approved, c.Today), (act.DaysUsed, act.Decision, act.On));
        Assert.True(c.Stage.Limit!.IsEnded);
    }
}
