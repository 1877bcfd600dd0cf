using Tongban.Approvals.Contracts;
using Tongban.Approvals.GiveOpinion;
using Tongban.Approvals.LaterDemands;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.RequestCorrection;

internal sealed record RequestCorrectionCommand(Guid StageCase, IReadOnlyList<MaterialDemand> Demands);

/// <summary>The lead tells the applicant everything that is missing, once, merged over all organs (一次性告知).</summary>
internal sealed class RequestCorrectionHandler(CaseDesk desk, LaterDemandGuard guard)
{
    public async Task<Result<long>> HandleAsync(RequestCorrectionCommand command, CancellationToken ct) =>
        await guard.WatchAsync(command.StageCase, Demands.Of(desk.Actor.Organ ?? "", command.Demands), await desk.AsLeadAsync(command, command.StageCase, Roles.Handler, PassPreCheck.PassPreCheckHandler.PreCheckItem, (stage, _, setting) =>
        {
            var demands = Demands.Of(stage.Lead, command.Demands);
            if (demands.Select(d => TextRules.Reason(d.Text, d.Material ?? "demands")).FirstOrDefault(e => e is not null) is { } wrong)
                return wrong;
            if (stage.RequestCorrection(demands, setting) is { } refusal)
                return refusal;
            desk.TellApplicant(stage, "correction", ($"{stage.ProjectName}：请补正 {stage.Demands.Count} 项材料（只要求一次）", $"{stage.ProjectName}: please correct {stage.Demands.Count} papers (asked for once only)"));
            return null;
        }, ct), ct);
}
