using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.DecideItem;

/// <summary>What stands around a decision and is kept outside the stage: a hearing that must be over, results it rests on that must still hold, a check that follows a commitment.</summary>
internal sealed class DecisionRules(TongbanDb db)
{
    /// <returns>Why nothing may be decided yet.</returns>
    public async Task<Error?> BeforeAsync(StageCase stage, string code, ItemDecision decision, CaseSetting setting, CancellationToken ct)
    {
        if (stage.Find(code) is not { IsClosed: false } item || setting.Flow.FindItem(code) is not { } flow)
            return null;
        if (decision is not ItemDecision.Refused && await LapsedAsync(stage, item, setting, ct) is { } lapsed)
            return lapsed;
        var mayNeed = decision is ItemDecision.Refused && flow.ClockStops.Any(s => s.Id == PauseTypes.Hearing);
        // Every hearing leaves its stop on the item's clock: without one there is nothing to look up.
        var had = item.Limit?.Pauses.Any(p => p.Type == PauseTypes.Hearing) ?? false;
        if (!mayNeed && !had)
            return null;
        var hearings = await db.Set<Hearing>().AsNoTracking().Where(h => h.StageCaseId == stage.Id && h.Item == code).ToListAsync(ct);
        return hearings.Select(h => h.Blocks(setting.Today)).FirstOrDefault(e => e is not null)
            ?? (mayNeed && hearings.Count == 0 ? HearingErrors.RightNotAnnounced() : null);
    }

    /// <returns>Why the item cannot be granted: a result on which it rests was revoked, has expired or, for what began early, was refused since.</returns>
    public async Task<Error?> LapsedAsync(StageCase stage, ItemCase item, CaseSetting setting, CancellationToken ct)
    {
        var early = item.IsEarly && stage.State is StageState.StartedEarly ? setting.Flow.Linkage.EarlyStart(item.Code) : null;
        List<string> needed =
        [
            .. setting.Flow.Item(item.Code).DependsOn.Where(d => stage.Find(d) is { IsGranted: true, ResultNumber: not null }),
            .. early?.After.Select(a => a.Code) ?? [],
        ];
        if (needed.Count == 0)
            return null;
        if (needed.Select(stage.Find).OfType<ItemCase>().Where(i => i.OutsidePermit is not null).ToList() is { Count: > 0 } resting)
        {
            var permits = resting.ConvertAll(i => i.OutsidePermit!.Value);
            var today = setting.Today;
            if (await db.Set<OutsidePermits.OutsidePermit>().AsNoTracking().FirstOrDefaultAsync(p => permits.Contains(p.Id) && p.ValidTo < today, ct) is { UsedForItem: { } expired } permit)
                return ApprovalErrors.PrerequisiteLapsed(setting.Flow.Item(expired), permit.Number, ResultState.Expired.Name(ResultKind.Approval));
        }
        var results = await db.Set<IssuedResult>().AsNoTracking().Where(r => r.ProjectId == stage.ProjectId && needed.Contains(r.Item) && r.State != ResultState.Voided).OrderByDescending(r => r.Id).ToListAsync(ct);
        foreach (var issued in results.GroupBy(r => r.Item, StringComparer.Ordinal))
        {
            var last = issued.First();
            if (last.Kind is ResultKind.Refusal)
                return ApprovalErrors.PrerequisiteRefused(setting.Flow.Item(last.Item));
            if (!issued.Any(r => r.HoldsOn(setting.Today)))
                return ApprovalErrors.PrerequisiteLapsed(setting.Flow.Item(last.Item), last.Number, (last.State is ResultState.InForce or ResultState.AwaitingService ? ResultState.Expired : last.State).Name(last.Kind));
        }
        return null;
    }

    public void After(StageCase stage, ItemCase item, CaseSetting setting)
    {
        if (item.Decision is ItemDecision.ApprovedOnCommitment)
            db.Add(CommitmentCheck.Open(stage, item, setting.Flow.Item(item.Code).Name, setting));
        // The verification is what the two years to begin are counted from (条例第十二条).
        if (item is { Role: ItemRole.Conclusion, IsGranted: true } && stage is { Stage: 1, Type: ProjectType.Verification })
            db.Add(ProjectTerm.Begin(stage, item, setting));
    }
}
