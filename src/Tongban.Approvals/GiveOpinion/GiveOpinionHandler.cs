using Tongban.Approvals.Contracts;
using Tongban.Approvals.LaterDemands;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.GiveOpinion;

internal sealed record GiveOpinionCommand(Guid StageCase, IReadOnlyList<MaterialDemand> Demands);

/// <summary>A consulted organ says in the pre-check what it misses, or that everything is there.</summary>
internal sealed class GiveOpinionHandler(CaseDesk desk, LaterDemandGuard guard)
{
    public async Task<Result<long>> HandleAsync(GiveOpinionCommand command, CancellationToken ct) =>
        await guard.WatchAsync(command.StageCase, Demands.Of(desk.Actor.Organ ?? "", command.Demands), await GiveAsync(command, ct), ct);

    private Task<Result<long>> GiveAsync(GiveOpinionCommand command, CancellationToken ct) => desk.ActAsync(command, command.StageCase, whole: true, stage =>
    {
        if (!desk.Actor.Is(Roles.Handler) && !desk.Actor.Is(Roles.Head))
            return Task.FromResult<Error?>(PeopleErrors.RoleMissing(Roles.Handler));
        var demands = Demands.Of(desk.Actor.Organ ?? "", command.Demands);
        if (demands.Select(d => TextRules.Reason(d.Text, d.Material ?? "demands")).FirstOrDefault(e => e is not null) is { } wrong)
            return Task.FromResult<Error?>(wrong);
        if ((desk.Seen(stage) ?? stage.GiveOpinion(desk.Actor, demands, desk.Setting(stage))) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        if (stage.Opinions.All(o => o.IsGiven))
            desk.TellOrgan(stage.Lead, stage, "opinions-complete", ($"预审意见已齐：{stage.ProjectName}", $"All pre-check opinions are in: {stage.ProjectName}"));
        return Task.FromResult<Error?>(null);
    }, ct);
}

/// <summary>Turns what came over the wire into the domain's demands.</summary>
internal static class Demands
{
    public static IReadOnlyList<Demand> Of(string organ, IReadOnlyList<MaterialDemand>? demands) =>
        [.. (demands ?? []).Select(d => new Demand(organ, string.IsNullOrWhiteSpace(d.Material) ? null : d.Material, d.Text ?? ""))];
}
