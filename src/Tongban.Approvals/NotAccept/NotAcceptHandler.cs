using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.NotAccept;

internal sealed record NotAcceptCommand(Guid StageCase, NotAcceptedGround Ground, string Reason);

/// <summary>The lead does not accept the case, on one of the law's grounds (不予受理).</summary>
internal sealed class NotAcceptHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(NotAcceptCommand command, CancellationToken ct) =>
        desk.AsLeadAsync(command, command.StageCase, Roles.Handler, PassPreCheckHandler.PreCheckItem, (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? stage.NotAccept(command.Ground, command.Reason, setting)) is { } refusal)
                return refusal;
            desk.IssueResult(stage, stage.PreCheck!, setting);
            desk.TellApplicant(stage, "not-accepted", ($"{stage.ProjectName}：不予受理（{command.Ground.Name().Zh}）", $"{stage.ProjectName}: not accepted ({command.Ground.Name().En})"));
            return null;
        }, ct);
}
