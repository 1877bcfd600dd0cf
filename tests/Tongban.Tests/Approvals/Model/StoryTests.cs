using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Projects.Contracts;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>The main job from end to end by domain objects alone; the same story runs over HTTP and in a browser elsewhere.</summary>
public class StoryTests
{
    [Theory, InlineData(ProjectType.Filing), InlineData(ProjectType.Verification), InlineData(ProjectType.GovernmentApproval)]
    public void Declared_corrected_accepted_decided_by_four_departments_concluded_and_the_next_stage_opens(ProjectType type)
    {
        var c = OfFourDepartments(type).Submitted();
        Accepted(c.Stage.GiveOpinion(Officer(Land), [new(Land, "M10", "缺第 4 点")], c.Setting));
        Accepted(c.Stage.GiveOpinion(Officer(Ecology), [], c.Setting));
        Accepted(c.Stage.RequestCorrection([], c.Setting));
        c.AfterWorkingDays(2);
        Accepted(c.Stage.Provide("M10", File("corrected.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.AnswerCorrection(c.Setting));
        c.Passed();

        var opened = c.Act<ItemsOpened>();
        Assert.Equal(4, opened.Items.Select(i => i.Organ.Split('@')[0]).Distinct().Count());
        Assert.All(opened.Items, i => Assert.Equal(c.Now, c.Item(i.Item).OpenedAt));

        c.AfterWorkingDays(1);
        Accepted(c.Ask("S1-05"));
        Accepted(c.Grant("S1-05"));
        foreach (var item in c.Stage.Items.Where(i => i is { State: ItemState.Open, Role: ItemRole.Parallel }).Select(i => i.Code).ToList())
            Accepted(c.Decide(item));
        c.AfterWorkingDays(6);
        Accepted(c.Stage.Resume("S1-05", c.Setting));
        Accepted(c.Decide("S1-05"));
        Assert.Equal(1, c.Acts<ItemDecided>().Single(a => a.Item == "S1-05").DaysUsed);

        Assert.Equal(ItemState.Open, c.Item(c.Closing).State);
        c.AfterWorkingDays(1);
        Accepted(c.Decide(c.Closing));
        Assert.Equal(StageState.Concluded, c.Stage.State);
        Assert.Equal(8, c.Act<StageConcluded>().DaysUsed);

        var next = c.NextStage();
        Assert.Equal((2, StageState.Preparing), (next.Stage.Stage, next.Stage.State));
        Assert.NotEmpty(next.Stage.Items);
        Assert.Equal(Flow.LeadOrgan(2, "360502"), next.Stage.Lead);
        Assert.Equal(
        [
            "stage-opened", "material-provided", "stage-submitted", "pre-check-opinion-given", "correction-requested", "correction-answered",
            "stage-accepted", "items-opened", "special-procedure-requested", "special-procedure-begun", "special-procedure-ended", "stage-concluded",
        ], c.Stage.Acts.Select(Named).Where(a => a is not "item-decided").Distinct().Except(["commitment-signed"]).ToList());

        static string Named(Tongban.Foundation.IAct act) => Tongban.Foundation.ActNames.Of(act.GetType()).Name["approvals.".Length..];
    }
}
