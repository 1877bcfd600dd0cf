using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.SweepLimits;

/// <summary>A republished calendar: the open stages follow it one by one, each in a unit of its own, so that nobody waits long and a stop half way loses nothing.</summary>
internal sealed class RecomputeLimits(IServiceScopeFactory scopes) : IOpenLimits
{
    private const int Batch = 500;

    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        var (moved, after) = (0, Guid.Empty);
        while (true)
        {
            List<Guid> stages;
            using (var reading = scopes.CreateScope())
            {
                stages = await reading.ServiceProvider.GetRequiredService<TongbanDb>().Set<StageCase>().AsNoTracking()
                    .Where(s => (s.State == StageState.PreCheck || s.State == StageState.AwaitingCorrection || s.State == StageState.InParallel || s.State == StageState.StartedEarly || (s.State == StageState.Preparing && s.EarlySince != null)) && s.Id > after)
                    .OrderBy(s => s.Id).Select(s => s.Id).Take(Batch).ToListAsync(ct);
            }
            if (stages.Count == 0)
                return moved;
            after = stages[^1];
            foreach (var id in stages)
                moved += await RecomputeAsync(id, calendar, ct);
        }
    }

    private async Task<int> RecomputeAsync(Guid id, WorkCalendar calendar, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = Actor.System;
        var (desk, moved) = (scope.ServiceProvider.GetRequiredService<CaseDesk>(), 0);
        var result = await desk.ActAsync(id, id, whole: false, stage =>
        {
            var before = DueDays(stage);
            stage.Recompute(desk.Setting(stage) with { Calendar = calendar });
            moved = DueDays(stage).Zip(before).Count(d => d.First != d.Second);
            return Task.FromResult<Error?>(null);
        }, ct);
        return result.Error is null ? moved : 0;
    }

    private static List<DateOnly?> DueDays(StageCase stage) => [.. stage.Items.Select(i => i.DueOn), stage.DueOn];
}
