using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Contracts;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Matters;

/// <inheritdoc cref="IOpenTasks"/>
internal sealed class OpenTasks(TongbanDb db, Calendars calendars) : IOpenTasks
{
    public Task<IReadOnlyList<OpenTask>> OpenAsync(DateTimeOffset at, CancellationToken ct) => ReadAsync(db.Set<DispatchTask>(), at, ct);

    public Task<IReadOnlyList<OpenTask>> OpenAsync(string organ, DateTimeOffset at, CancellationToken ct) => ReadAsync(db.Set<DispatchTask>().Where(t => t.Organ == organ), at, ct);

    private async Task<IReadOnlyList<OpenTask>> ReadAsync(IQueryable<DispatchTask> tasks, DateTimeOffset at, CancellationToken ct)
    {
        var (day, calendar) = (CityClock.DateOf(at), calendars.Current);
        var rows = await (from t in tasks.AsNoTracking()
                          join m in db.Set<DispatchMatter>() on t.MatterId equals m.Id
                          where t.GivenAt <= at && (t.EndedAt == null || t.EndedAt > at) && (t.EndedAt != null || t.State == DispatchTaskState.Given || t.State == DispatchTaskState.Received)
                          orderby t.Organ, m.Id
                          select new { t.Organ, m.Id, m.Number, m.ProjectId, m.ProjectCode, m.ProjectName, t.GivenAt, t.Limit, t.ReceiveBy, t.LastFeedbackAt }).ToListAsync(ct);
        return [.. rows.Select(r => new OpenTask(r.Organ, r.Id, r.Number, r.ProjectId, r.ProjectCode, r.ProjectName, r.GivenAt, r.Limit.Elapsed(day, calendar), r.Limit.DueOn ?? r.ReceiveBy, r.LastFeedbackAt <= at ? r.LastFeedbackAt : null))];
    }
}
