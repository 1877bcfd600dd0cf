using Tongban.Approvals.EarlyStarts;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.NotAccept;

/// <param name="Entry">For a filing called prohibited: the entry of the negative list that forbids it.</param>
internal sealed record NotAcceptCommand(Guid StageCase, NotAcceptedGround Ground, string Reason, string? Entry = null);

/// <summary>The lead does not accept the case, on one of the law's grounds (不予受理).</summary>
internal sealed class NotAcceptHandler(CaseDesk desk, EndEarlyStarts early, IProjects projects, IListRegister lists)
{
    public async Task<Result<long>> HandleAsync(NotAcceptCommand command, CancellationToken ct)
    {
        // What the declaration was compared with is fixed since; it may be read before the act begins.
        var screening = await desk.ProjectOfAsync(command.StageCase, ct) is { } id ? (await projects.FindAsync(id, ct))?.Screening : null;
        return await desk.AsLeadAsync(command, command.StageCase, Roles.Handler, PassPreCheckHandler.PreCheckItem, async (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? Unlisted(stage, command, screening) ?? stage.NotAccept(command.Ground, command.Reason, setting)) is { } refusal)
                return refusal;
            if (stage.IsFiling)
                stage.StateFilingNotAccepted(command.Ground, command.Entry, screening?.EditionOf("negative"));
            desk.IssueResult(stage, stage.PreCheck!, setting);
            await early.WithAsync(stage, setting, ct);
            desk.TellApplicant(stage, "not-accepted", ($"{stage.ProjectName}：不予受理（{command.Ground.Name().Zh}）", $"{stage.ProjectName}: not accepted ({command.Ground.Name().En})"));
            return null;
        }, ct);
    }

    /// <summary>法无禁止即可为: a filing may be called prohibited only by an entry of the negative list, as it stood when the project was declared.</summary>
    private Error? Unlisted(StageCase stage, NotAcceptCommand command, Screening? screening) =>
        stage.IsFiling && command.Ground is NotAcceptedGround.Prohibited && screening is not null
        && !lists.InForce(ListKind.Negative, screening.On, screening.EditionOf("negative")).Any(e => e.Code == command.Entry?.Trim() && e.Content.Negative!.Kind is NegativeKind.Prohibited)
            ? ApprovalErrors.NothingForbidsIt(screening.EditionOf("negative")) : null;
}
