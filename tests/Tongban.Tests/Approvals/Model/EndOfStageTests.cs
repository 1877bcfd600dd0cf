using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>What a refusal means for what rests on it: for the next item, for the stage (decision 0018), for what began early.</summary>
public class EndOfStageTests
{
    // Planning conditions → supply plan → contract → planning permit (closing); beside the permit the first registration.
    private const string Conditions = "S2-01", SupplyPlan = "S2-05", Contract = "S2-06", Permit = "S2-07", Registration = "S2-08";

    [Fact]
    public void Nothing_is_granted_on_a_refused_prerequisite()
    {
        var c = LandUse();
        Accepted(c.Decide(Conditions, ItemDecision.Refused, "不符合控规"));
        while (c.Item(SupplyPlan).State is ItemState.Waiting)
            Accepted(c.Decide(c.Stage.Items.First(i => i.State is ItemState.Open).Code));
        Refused("approvals.prerequisite-refused", c.Decide(SupplyPlan));
        Assert.Contains(Conditions, c.Decide(SupplyPlan)!.Text.Zh, StringComparison.Ordinal);
        Assert.NotNull(c.Decide(SupplyPlan)!.WayOut);
        Assert.Equal(ItemState.Open, c.Item(SupplyPlan).State);

        // The way out: the lead returns it, its department thinks better of it.
        Accepted(c.Stage.Return(Conditions, "请复核", c.Setting));
        Assert.Equal(ItemState.Waiting, c.Item(SupplyPlan).State);
        Accepted(c.Decide(Conditions));
        Accepted(c.Decide(SupplyPlan));
    }

    [Fact]
    public void A_refusal_goes_on_to_all_that_rests_on_it()
    {
        var c = LandUse();
        Accepted(c.Decide(Conditions, ItemDecision.Refused, "不符合控规"));
        while (c.Item(SupplyPlan).State is ItemState.Waiting)
            Accepted(c.Decide(c.Stage.Items.First(i => i.State is ItemState.Open).Code));
        Accepted(c.Decide(SupplyPlan, ItemDecision.Refused, "前置未获同意"));
        Refused("approvals.prerequisite-refused", c.Decide(Contract));
        Accepted(c.Decide(Contract, ItemDecision.Refused, "前置未获同意"));
        Refused("approvals.prerequisite-refused", c.Decide(Registration));
        Refused("approvals.stage-has-refusal", c.Decide(Permit));

        // What was refused only because of it goes back with it.
        Accepted(c.Stage.Return(Conditions, "请复核", c.Setting));
        Assert.Equal([Conditions, SupplyPlan, Contract], c.Acts<ItemReturned>().Select(r => r.Item));
        Assert.Equal((ItemState.Waiting, null, ItemState.Waiting), (c.Item(SupplyPlan).State, c.Item(SupplyPlan).Decision, c.Item(Contract).State));
        foreach (var item in new[] { Conditions, SupplyPlan, Contract, Permit, Registration })
            Accepted(c.Decide(item));
        Assert.Equal(StageState.Concluded, c.Stage.State);
    }

    [Fact]
    public void The_closing_item_does_not_wait_for_the_registration_but_the_stage_does()
    {
        var c = UpToThePermit();
        Accepted(c.Decide(Permit));
        Assert.Equal((StageState.InParallel, ItemState.Open), (c.Stage.State, c.Item(Registration).State));
        Accepted(c.Decide(Registration));
        Assert.Equal(StageState.Concluded, c.Stage.State);
    }

    [Fact]
    public void A_mandatory_item_refused_after_the_closing_one_refuses_the_stage()
    {
        var c = UpToThePermit();
        Accepted(c.Decide(Permit));
        Accepted(c.Decide(Registration, ItemDecision.Refused, "权属有争议"));
        Assert.Equal((StageState.Refused, "权属有争议"), (c.Stage.State, c.Stage.EndReason));
        Assert.Equal(ItemDecision.Refused, c.Act<StageConcluded>().Decision);
        Assert.True(c.Item(Permit).IsGranted); // what was granted stays granted
    }

    [Fact]
    public void Taken_up_again_it_decides_the_refused_item_anew_and_leaves_the_permit_alone()
    {
        var c = UpToThePermit();
        Accepted(c.Decide(Permit));
        Accepted(c.Decide(Registration, ItemDecision.Refused, "权属有争议"));
        Refused("approvals.refused-item-left", Reopen(c));
        Accepted(Reopen(c, Registration));
        Assert.Equal((StageState.InParallel, ItemState.Open, ItemState.Decided), (c.Stage.State, c.Item(Registration).State, c.Item(Permit).State));
        Accepted(c.Decide(Registration));
        Assert.Equal(StageState.Concluded, c.Stage.State);

        // When what the permit rests on is decided anew, so is the permit.
        var other = UpToThePermit();
        Accepted(other.Decide(Permit));
        Accepted(other.Decide(Registration, ItemDecision.Refused, "权属有争议"));
        Accepted(Reopen(other, Registration, Contract));
        Assert.Equal((ItemState.Open, ItemState.Waiting, ItemState.Waiting), (other.Item(Contract).State, other.Item(Permit).State, other.Item(Registration).State));
    }

    [Fact]
    public void A_joint_opinion_waits_for_promised_papers_and_decides_all_or_none()
    {
        var c = Small();
        Accepted(c.Stage.PromisePaper("M11", 2, "承诺", Applicant, c.Setting));
        c.Passed();
        JointDecision[] opinion = [new("S1-05", true, "同意", Officer(Ecology).PersonId, "P"), new("S1-03", true, "同意", Officer(Land).PersonId, "P")];
        Refused("tolerance.paper-awaited", c.Stage.DecideJointly(Guid.CreateVersion7(), opinion, c.Setting));
        Assert.Equal((ItemState.Open, ItemState.Open), (c.Item("S1-05").State, c.Item("S1-03").State));
        Accepted(c.Stage.ProvidePromised("M11", File("late.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.DecideJointly(Guid.CreateVersion7(), opinion, c.Setting));
        Assert.Equal((ItemState.Decided, ItemState.Decided), (c.Item("S1-05").State, c.Item("S1-03").State));
    }

    [Fact]
    public void A_joint_opinion_grants_nothing_on_what_it_refuses_itself()
    {
        var c = LandUse();
        var contract = Officer(Land).PersonId;
        JointDecision[] opinion = [new(Conditions, false, "不符合控规", contract, "P")];
        Accepted(c.Stage.DecideJointly(Guid.CreateVersion7(), opinion, c.Setting));
        while (c.Item(SupplyPlan).State is ItemState.Waiting)
            Accepted(c.Decide(c.Stage.Items.First(i => i.State is ItemState.Open).Code));
        Refused("approvals.prerequisite-refused", c.Stage.DecideJointly(Guid.CreateVersion7(), [new(SupplyPlan, true, "同意", contract, "P")], c.Setting));
    }

    [Fact]
    public void What_began_early_ends_with_its_ground_and_may_begin_anew_with_it()
    {
        var ground = Small().Passed();
        Accepted(ground.Decide("S1-03"));
        var early = Flow.Linkage.EarlyStart("S2-02")!;
        var stage = StageCase.OpenEarly(ground.Project, 2, ground.Stage.FactsUnder(Flow), ground.Setting);
        Accepted(stage.StartEarly(early, [], ground.Setting));
        foreach (var paper in stage.MissingMaterials(Flow))
            Accepted(stage.Provide(paper.Id, File(paper.Id + ".pdf"), Applicant, ground.Setting));
        Accepted(stage.Submit(Applicant, ground.Setting));
        Assert.Equal(ItemState.Open, stage.Find("S2-02")!.State);

        ground.AfterWorkingDays(1);
        stage.LoseGround(1, Flow.Stage(1).Name, StageState.Refused, ground.Setting);
        Assert.Equal((StageState.GroundLost, true, ItemState.Dropped, true), (stage.State, stage.IsClosed, stage.Find("S2-02")!.State, stage.Find("S2-02")!.Limit!.IsEnded));
        Assert.Equal(["S2-02"], stage.Acts.OfType<EarlyStartEnded>().Single().Stopped);
        Refused("approvals.stage-closed", stage.Decide("S2-02", ItemDecision.Approved, "同意", Officer(Land), Power("S2-02"), ground.Setting));

        // The earlier stage was taken up again: it may begin early once more, or simply with its stage.
        Accepted(stage.StartEarly(early, [], ground.Setting));
        Assert.Equal((StageState.StartedEarly, ItemState.Waiting), (stage.State, stage.Find("S2-02")!.State));
        stage.LoseGround(1, Flow.Stage(1).Name, StageState.Withdrawn, ground.Setting);
        stage.Join(ground.Stage.FactsUnder(Flow), ground.Setting);
        Assert.Equal((StageState.Preparing, ItemState.Waiting), (stage.State, stage.Find("S2-02")!.State));
    }

    [Fact]
    public void What_began_early_and_was_taken_back_is_part_of_its_stage_all_the_same()
    {
        var ground = Small().Passed();
        Accepted(ground.Decide("S1-03"));
        var stage = StageCase.OpenEarly(ground.Project, 2, ground.Stage.FactsUnder(Flow), ground.Setting);
        Accepted(stage.StartEarly(Flow.Linkage.EarlyStart("S2-02")!, [], ground.Setting));
        foreach (var paper in stage.MissingMaterials(Flow))
            Accepted(stage.Provide(paper.Id, File(paper.Id + ".pdf"), Applicant, ground.Setting));
        Accepted(stage.Submit(Applicant, ground.Setting));
        Accepted(stage.Withdraw("暂缓", ground.Setting));
        stage.Join(ground.Stage.FactsUnder(Flow), ground.Setting);
        Assert.Equal(ItemState.Waiting, stage.Find("S2-02")!.State);
    }

    private static CaseBuilder LandUse()
    {
        var c = Small().Passed().AllApproved();
        Accepted(c.Decide(c.Closing));
        c = c.NextStage();
        Accepted(c.Stage.AnswerFacts(new Dictionary<string, string?> { ["areaAssessment"] = "false", ["agriculturalOrCollectiveLand"] = "false" }, c.Setting));
        return c.Submitted();
    }

    private static CaseBuilder UpToThePermit()
    {
        var c = LandUse();
        while (c.Stage.Items.FirstOrDefault(i => i.State is ItemState.Open && i.Role is ItemRole.Parallel && i.Code != Registration) is { } item)
            Accepted(c.Decide(item.Code));
        Assert.Equal((ItemState.Open, ItemState.Open), (c.Item(Permit).State, c.Item(Registration).State));
        return c;
    }

    private static Error? Reopen(CaseBuilder c, params string[] items) =>
        c.Stage.Reopen(ReopenGround.DecisionWrong, "行政许可法第六十九条", "登记机关复核后同意", items, [], Power("S1-02"), c.Setting);
}
