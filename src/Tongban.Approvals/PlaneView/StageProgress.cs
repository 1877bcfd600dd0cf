using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.PlaneView;

/// <summary>Where the stages of a project stand, as anyone may know it: states, days and the organ that leads; no opinions, no persons, no files.</summary>
internal sealed class StageProgress(TongbanDb db, FlowLibrary flows, OrganDirectory organs) : IProjectProgress
{
    public async Task<IReadOnlyList<ProgressRow>> OfAsync(Guid projectId, CancellationToken ct)
    {
        var stages = await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == projectId).OrderBy(s => s.Stage)
            .Select(s => new { s.Stage, s.Flow, s.Lead, s.State, s.OpenedAt, s.DueOn, s.ClosedAt, s.Type }).ToListAsync(ct);
        if (stages.Count == 0)
            return [];
        var flow = flows.Of(stages[^1].Flow);
        return [.. flow.Stages.Select(stage =>
        {
            if (stages.SingleOrDefault(s => s.Stage == stage.No) is not { } at)
                return new ProgressRow(stage.Name, ProgressState.Ahead, null, null, null, null);
            var (lead, promised) = (organs.NameOf(at.Lead), flow.CriticalPath(at.Type, FactSheet.Empty).Stages[stage.No - 1].Days);
            return new ProgressRow(stage.Name, StateOf(at.State),
                ($"{at.State.Name().Zh}；牵头：{lead.Zh}；承诺 {promised} 个工作日", $"{at.State.Name().En}; lead: {lead.En}; promised: {promised} working days"),
                CityClock.DateOf(at.OpenedAt), at.DueOn, at.ClosedAt is { } closed ? CityClock.DateOf(closed) : null);
        })];
    }

    private static ProgressState StateOf(StageState state) => state switch
    {
        StageState.Concluded => ProgressState.Done,
        _ when state.HasFailed() => ProgressState.Failed,
        StageState.AwaitingCorrection => ProgressState.Paused,
        _ => ProgressState.Current,
    };
}
