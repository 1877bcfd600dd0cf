using Tongban.Approvals.Restrictions;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SubmitStage;

internal sealed record SubmitStageCommand(Guid StageCase);

/// <summary>The applicant hands the stage in; the pre-check's clock begins.</summary>
internal sealed class SubmitStageHandler(CaseDesk desk, IProjects projects, RestrictionRules restrictions)
{
    public Task<Result<long>> HandleAsync(SubmitStageCommand command, CancellationToken ct) => desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
    {
        if ((await restrictions.ApplicationAsync(stage, setting.Flow, ct) ?? stage.Submit(desk.Actor, setting)) is { } refusal)
            return refusal;
        var name = setting.Flow.Stage(stage.Stage).Name;
        if (stage.State is not StageState.StartedEarly)
            desk.TellOrgan(stage.Lead, stage, "submitted", ($"待预审：{stage.ProjectName}（{name.Zh}）", $"For pre-check: {stage.ProjectName} ({name.En})"));
        foreach (var opinion in stage.Opinions)
            desk.TellOrgan(opinion.Organ, stage, "consulted", ($"征询预审意见：{stage.ProjectName}，{opinion.DueOn:yyyy-MM-dd} 前反馈", $"Opinion asked for: {stage.ProjectName}, by {opinion.DueOn:yyyy-MM-dd}"));
        desk.TellOpened(stage, setting);
        return await projects.EnterApprovalAsync(stage.ProjectId, ct);
    }, ct);
}
