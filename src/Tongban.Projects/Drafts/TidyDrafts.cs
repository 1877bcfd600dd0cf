using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Model;

namespace Tongban.Projects.Drafts;

/// <summary>Drafts that nobody has saved for ninety days go; who filled one in is told seven days before, and saving it once keeps it.</summary>
internal sealed class TidyDrafts(TongbanDb db, CityClock clock) : IHousekeeping
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static readonly TimeSpan ToldBefore = TimeSpan.FromDays(7);

    private const int Batch = 200;

    public string Name => "projects.drafts";

    public async Task<int> TidyAsync(CancellationToken ct)
    {
        var (removed, after, old) = (0, Guid.Empty, clock.Now - Kept + ToldBefore);
        while (true)
        {
            var ids = await db.Set<ProjectDraft>().AsNoTracking().Where(d => d.SavedAt <= old && d.Id > after).OrderBy(d => d.Id).Select(d => d.Id).Take(Batch).ToListAsync(ct);
            if (ids.Count == 0)
                return removed;
            after = ids[^1];
            var result = await db.ActAsync(Name, new Caller { Actor = Actor.System }, async () => (Result<int>)await TidyAsync(ids, old, ct), ct);
            removed += result.Error is null ? result.Value : 0;
        }
    }

    private async Task<int> TidyAsync(List<Guid> ids, DateTimeOffset old, CancellationToken ct)
    {
        var (now, removed) = (clock.Now, 0);
        // Saved again meanwhile: no longer old.
        var drafts = await db.Set<ProjectDraft>().Where(d => ids.Contains(d.Id) && d.SavedAt <= old).ToListAsync(ct);
        var occasions = drafts.ConvertAll(OccasionOf);
        var told = await db.Set<Notice>().AsNoTracking().Where(n => occasions.Contains(n.Occasion)).ToDictionaryAsync(n => n.Occasion, n => n.CreatedAt, ct);
        foreach (var draft in drafts)
        {
            if (!told.TryGetValue(OccasionOf(draft), out var at))
            {
                db.Notify(Notice.To(Notice.Person(draft.PersonId), OccasionOf(draft), Text(draft, now), $"/my/projects/drafts/{draft.Id}", now));
            }
            else if (draft.SavedAt <= now - Kept && at <= now - ToldBefore)
            {
                // Nobody loses what he was not told of, even when the machine was off for weeks.
                db.Remove(draft);
                removed++;
            }
        }
        return removed;
    }

    private static string OccasionOf(ProjectDraft draft) => $"draft-ends:{draft.Id:N}:{draft.Revision}";

    private static Words Text(ProjectDraft draft, DateTimeOffset now)
    {
        var last = draft.SavedAt + Kept > now + ToldBefore ? draft.SavedAt + Kept : now + ToldBefore;
        var name = draft.Fields.FirstOrDefault(f => f.Key is "name").Value is { Length: > 0 } written ? written.Length > 60 ? written[..60] : written : "—";
        return ($"草稿“{name}”将于 {CityClock.DateOf(last):yyyy-MM-dd} 删除；再保存一次即可继续保留", $"The draft “{name}” will be removed on {CityClock.DateOf(last):yyyy-MM-dd}; save it once to keep it");
    }
}
