using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Notices;

/// <summary>A notice in the inbox.</summary>
/// <param name="Recipient"><c>person:…</c>, <c>organ:…</c> or <c>enterprise:…</c>.</param>
public sealed record NoticeRow(Guid Id, string Recipient, string TextZh, string TextEn, string Link, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt)
{
    public Words Text => (TextZh, TextEn);
}

/// <summary>Reads the inbox (消息): what is sent to the person, to the organ of the current post, or to the enterprise acted for.</summary>
public static class NoticeQueries
{
    /// <summary>The notices this actor may see; every list, count and mark goes through here.</summary>
    public static IQueryable<Notice> VisibleTo(this IQueryable<Notice> notices, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var mine = RecipientsOf(actor);
        var visible = notices.Where(n => mine.Contains(n.Recipient));
        if (actor is not { Enterprise: { } enterprise, Projects: { } named })
            return visible;
        var (ofEnterprise, projects) = (Notice.Enterprise(enterprise), named.Ids.ToList());
        return visible.Where(n => n.Recipient != ofEnterprise || (n.ProjectId != null && projects.Contains(n.ProjectId.Value)));
    }

    /// <summary>How many unread notices the bell shows.</summary>
    public static Task<int> UnreadAsync(TongbanDb db, Actor actor, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.IsStranger ? Task.FromResult(0) : db.Set<Notice>().AsNoTracking().VisibleTo(actor).CountAsync(n => n.ReadAt == null, ct);
    }

    /// <summary>One page: unread first, then read, each newest first.</summary>
    public static async Task<KeyPage<NoticeRow>> PageAsync(TongbanDb db, Actor actor, string? after, int size, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        var key = PageKey.Read<NoticeKey>(after);
        var rows = new List<NoticeRow>();
        if (key is not { Read: true })
            rows.AddRange(await TakeAsync(read: false, key?.Id, size + 1));
        if (rows.Count <= size)
            rows.AddRange(await TakeAsync(read: true, key is { Read: true } ? key.Id : null, size + 1 - rows.Count));
        if (rows.Count <= size)
            return new(rows, null);
        var last = rows[size - 1];
        return new(rows[..size], PageKey.Write(new NoticeKey(last.ReadAt is not null, last.Id)));

        // Keys are made in the order of time, so they are the order of the list.
        Task<List<NoticeRow>> TakeAsync(bool read, Guid? before, int count)
        {
            var notices = db.Set<Notice>().AsNoTracking().VisibleTo(actor).Where(n => read ? n.ReadAt != null : n.ReadAt == null);
            if (before is { } id)
                notices = notices.Where(n => n.Id < id);
            return notices.OrderByDescending(n => n.Id).Take(count).Select(n => new NoticeRow(n.Id, n.Recipient, n.TextZh, n.TextEn, n.Link, n.CreatedAt, n.ReadAt)).ToListAsync(ct);
        }
    }

    private static List<string> RecipientsOf(Actor actor)
    {
        if (actor.IsStranger)
            return [];
        List<string> mine = [Notice.Person(actor.PersonId)];
        if (actor.Organ is { } organ)
            mine.Add(Notice.Organ(organ));
        if (actor.Enterprise is { } enterprise)
            mine.Add(Notice.Enterprise(enterprise));
        return mine;
    }

    internal sealed record NoticeKey(bool Read, Guid Id);
}
