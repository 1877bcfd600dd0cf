using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>Every morning: units that have not received are urged, overdue matters go up a grade, what nobody answers is closed. Each matter in a unit of its own; run again, it does nothing.</summary>
internal sealed class DispatchSweep(IServiceScopeFactory scopes, CityClock clock) : IScheduledJob
{
    public string Name => "dispatch.limit-sweep";

    public string Cron => "0 20 6 * * ?";

    public async Task RunAsync(CancellationToken ct) => await SweepAsync(ct);

    /// <returns>How many matters something was done to.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var today = clock.Today;
        List<Guid> due;
        using (var reading = scopes.CreateScope())
        {
            due = await reading.ServiceProvider.GetRequiredService<TongbanDb>().Set<DispatchMatter>().AsNoTracking()
                .Where(m => (m.State == MatterState.Answered && m.ConfirmBy < today)
                    || ((m.State == MatterState.Dispatched || m.State == MatterState.Handling || m.State == MatterState.Disputed)
                        && (m.Grade == 2 || (m.KeyProject && m.Grade > 1) || m.Tasks.Any(t => (t.State == DispatchTaskState.Given && t.ReceiveBy < today && !t.UrgedToReceive)
                            || ((t.State == DispatchTaskState.Given || t.State == DispatchTaskState.Received) && t.DueOn < today && !t.OverdueSeen)))))
                .OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(ct);
        }
        var done = 0;
        foreach (var id in due)
        {
            using var scope = scopes.CreateScope();
            var caller = scope.ServiceProvider.GetRequiredService<Caller>();
            caller.Actor = Actor.System;
            var desk = scope.ServiceProvider.GetRequiredService<MatterDesk>();
            var swept = await scope.ServiceProvider.GetRequiredService<TongbanDb>().ActAsync((today, id), caller, async () =>
            {
                if (await desk.LoadAsync(id, ct) is not { } matter)
                    return (Result<int>)0;
                var happened = matter.Sweep(desk.Setting);
                foreach (var escalation in happened)
                    desk.TellEscalated(matter, escalation);
                return happened.Count;
            }, ct);
            done += swept.Error is null && swept.Value > 0 ? 1 : 0;
        }
        return done;
    }
}

/// <summary>A project that ended takes its open difficulties with it.</summary>
internal sealed class EndWithProject(TongbanDb db, Caller caller, MatterDesk desk) : IActHandler
{
    public string Name => "dispatch.end-with-project";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(ProjectWithdrawn)).Name, ActNames.Of(typeof(ProjectInvalidated)).Name, ActNames.Of(typeof(ProjectLapsed)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (ProjectRecord.IdOf(entry.Matter) is not { } project)
            return;
        var open = await db.Set<DispatchMatter>().AsNoTracking().Where(m => m.ProjectId == project && m.State != MatterState.Closed && m.State != MatterState.Merged && m.State != MatterState.Withdrawn).Select(m => m.Id).ToListAsync(ct);
        caller.Actor = Actor.System;
        foreach (var id in open)
        {
            var ended = await db.ActAsync((entry.Id, id), caller, async () =>
            {
                if (await desk.LoadAsync(id, ct) is { IsOver: false } matter)
                {
                    foreach (var organ in matter.Tasks.Where(t => t.IsOpen).Select(t => t.Organ).ToList())
                        desk.TellOrgan(organ, matter, $"ended.{organ}", ($"{matter.Number} 随项目终止", $"{matter.Number} ended with its project"));
                    matter.EndWithProject(desk.Setting);
                }
                return (Result<bool>)true;
            }, ct);
            if (ended.Error is { } refusal)
                throw new InvalidOperationException($"matter {id} did not end with its project: {refusal.Code}");
        }
    }
}

/// <summary>A republished calendar: open tasks follow it, each matter in a unit of its own.</summary>
internal sealed class RecomputeMatters(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        List<Guid> open;
        using (var reading = scopes.CreateScope())
        {
            open = await reading.ServiceProvider.GetRequiredService<TongbanDb>().Set<DispatchTask>().AsNoTracking()
                .Where(t => t.State == DispatchTaskState.Given || t.State == DispatchTaskState.Received).Select(t => t.MatterId).Distinct().OrderBy(m => m).ToListAsync(ct);
        }
        var moved = 0;
        foreach (var id in open)
        {
            using var scope = scopes.CreateScope();
            var caller = scope.ServiceProvider.GetRequiredService<Caller>();
            caller.Actor = Actor.System;
            var desk = scope.ServiceProvider.GetRequiredService<MatterDesk>();
            var result = await scope.ServiceProvider.GetRequiredService<TongbanDb>().ActAsync((calendar.Version, id), caller, async () => (Result<int>)(await desk.LoadAsync(id, ct) is { } matter ? matter.Recompute(calendar) : 0), ct);
            moved += result.Error is null ? result.Value : 0;
        }
        return moved;
    }
}
