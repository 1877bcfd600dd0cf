using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.ChangeRequests;

/// <summary>Every night: yellow and red lights of requests, to the authority, once a colour.</summary>
internal sealed class ChangeRequestLights(NoticeSweep notices, CityClock clock) : IScheduledJob
{
    public string Name => "projects.change-request-lights";

    public string Cron => "0 50 0 * * ?";

    public Task RunAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync(
            (db, after) => db.Set<ChangeRequest>().AsNoTracking().Where(r => r.State == ChangeRequestState.Open && r.YellowFrom <= today && r.Id > after).OrderBy(r => r.Id),
            r => r.Id,
            r => [Notice.To(Notice.Organ(r.Organ), $"change-request.{(r.DueOn < today ? "red" : "yellow")}:{r.Id:N}", r.DueOn < today
                ? ($"红灯：{r.ProjectName}，变更申请应于 {r.DueOn:yyyy-MM-dd} 前作出决定", $"Red light: {r.ProjectName}, the request for a change was to be decided by {r.DueOn:yyyy-MM-dd}")
                : ($"黄灯：{r.ProjectName}，变更申请请于 {r.DueOn:yyyy-MM-dd} 前作出决定", $"Yellow light: {r.ProjectName}, the request for a change is to be decided by {r.DueOn:yyyy-MM-dd}"), $"/change-requests/{r.Id}", clock.Now, r.ProjectId)],
            ct);
    }
}

/// <summary>A republished calendar: the open requests follow it. They are few, so one unit carries them.</summary>
internal sealed class RecomputeChangeRequests(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var result = await db.ActAsync((calendar.Version, "change-requests"), new Caller { Actor = Actor.System }, async () =>
            (Result<int>)(await db.Set<ChangeRequest>().Where(r => r.State == ChangeRequestState.Open).ToListAsync(ct)).Count(r => r.Recompute(calendar)), ct);
        return result.Error is null ? result.Value : 0;
    }
}

/// <summary>A project that was withdrawn, invalidated or has lapsed is changed no more.</summary>
internal sealed class EndChangeRequests(TongbanDb db, Caller caller, Calendars calendars, CityClock clock) : IActHandler
{
    public string Name => "projects.end-change-requests";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(ProjectWithdrawn)).Name, ActNames.Of(typeof(ProjectInvalidated)).Name, ActNames.Of(typeof(ProjectLapsed)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (ProjectRecord.IdOf(entry.Matter) is not { } id || !await db.Set<ChangeRequest>().AnyAsync(r => r.ProjectId == id && r.State == ChangeRequestState.Open, ct))
            return;
        caller.Actor = Actor.System;
        var ended = await db.ActAsync(entry.Id, caller, async () =>
        {
            foreach (var request in await db.Set<ChangeRequest>().Where(r => r.ProjectId == id && r.State == ChangeRequestState.Open).ToListAsync(ct))
                request.End(clock.Now, calendars.Current);
            return (Result<bool>)true;
        }, ct);
        if (ended.Error is { } refusal)
            throw new InvalidOperationException($"the requests of project {id} did not end: {refusal.Code}");
    }
}
