using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.DecideItem;

/// <summary>What stands around a decision and is kept outside the stage: a hearing that must be over, a check that follows a commitment.</summary>
internal sealed class DecisionRules(TongbanDb db)
{
    /// <returns>Why nothing may be decided yet.</returns>
    public async Task<Error?> BeforeAsync(StageCase stage, string code, ItemDecision decision, CaseSetting setting, CancellationToken ct)
    {
        if (stage.Find(code) is not { IsClosed: false } item || setting.Flow.FindItem(code) is not { } flow)
            return null;
        var mayNeed = decision is ItemDecision.Refused && flow.ClockStops.Any(s => s.Id == PauseTypes.Hearing);
        // Every hearing leaves its stop on the item's clock: without one there is nothing to look up.
        var had = item.Limit?.Pauses.Any(p => p.Type == PauseTypes.Hearing) ?? false;
        if (!mayNeed && !had)
            return null;
        var hearings = await db.Set<Hearing>().AsNoTracking().Where(h => h.StageCaseId == stage.Id && h.Item == code).ToListAsync(ct);
        return hearings.Select(h => h.Blocks(setting.Today)).FirstOrDefault(e => e is not null)
            ?? (mayNeed && hearings.Count == 0 ? HearingErrors.RightNotAnnounced() : null);
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
