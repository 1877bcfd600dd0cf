using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.LaterDemands;

/// <summary>A refused act leaves nothing behind; an attempt to demand more after the one correction must. So the attempt is entered in a unit of its own.</summary>
internal sealed record BlockLaterDemandCommand(Guid StageCase, string Organ, IReadOnlyList<string> Texts);

internal sealed class LaterDemandGuard(CaseDesk desk, Caller caller)
{
    /// <returns>The result, or the refusal with the words that name the first demand.</returns>
    public async Task<Result<long>> WatchAsync(Guid stageCase, IReadOnlyList<Demand> demands, Result<long> result, CancellationToken ct)
    {
        if (result.Error is not { Code: "approvals.second-correction" or "approvals.not-in-pre-check" } refusal || demands.Count == 0 || desk.Actor.Organ is not { } organ)
            return result;
        // The refused request keeps its key for a repeat; the record of it has none.
        var (key, version) = (caller.ActId, caller.IfVersion);
        (caller.ActId, caller.IfVersion) = (null, null);
        Error? said = null;
        try
        {
            await desk.ActAsync(new BlockLaterDemandCommand(stageCase, organ, [.. demands.Select(d => d.Text)]), stageCase, whole: true, stage =>
            {
                var takesPart = stage.Lead == organ || stage.Items.Any(i => i.Organ == organ) || stage.Opinions.Any(o => o.Organ == organ);
                // Before the acceptance a first correction is simply not due yet; after it, or after the one correction, the demand comes too late.
                if (!takesPart || (stage.CorrectionAskedAt is null && stage.State is not StageState.InParallel))
                    return Task.FromResult<Error?>(refusal);
                var setting = desk.Setting(stage);
                var first = stage.FirstDemand(setting.Flow);
                said = ApprovalErrors.SecondCorrection() with
                {
                    Text = ($"不得再次要求补正：{first.Zh}。本次要求未发送给申请人，已记录并报送监察。", $"No second demand: {first.En}. This one was not sent to the applicant; it is on record for the supervision."),
                };
                return Task.FromResult(stage.RecordLaterDemand(organ, demands, desk.Actor, setting) ? null : refusal);
            }, ct);
        }
        finally
        {
            (caller.ActId, caller.IfVersion) = (key, version);
        }
        return said ?? refusal;
    }
}
