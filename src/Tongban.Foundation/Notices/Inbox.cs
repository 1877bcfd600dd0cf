using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Notices;

/// <summary>Marks notices as read. A notice to an organ is read for all its officers.</summary>
internal sealed class Inbox(TongbanDb db, CityClock clock)
{
    private const int Batch = 500;

    /// <returns>The page the notice leads to.</returns>
    public Task<Result<string>> ReadAsync(Guid id, Caller caller, CancellationToken ct) => db.ActAsync($"read-notice {id}", Repeatable(caller), async () =>
    {
        var notice = await db.Set<Notice>().VisibleTo(caller.Actor).SingleOrDefaultAsync(n => n.Id == id, ct);
        if (notice is null)
            return (Result<string>)new Error("notices.not-found", ("没有这条消息。", "There is no such notice."), ErrorKind.NotFound);
        notice.Read(clock.Now);
        return notice.Link;
    }, ct);

    /// <returns>How many were unread.</returns>
    public async Task<Result<int>> ReadAllAsync(Caller caller, CancellationToken ct)
    {
        for (var all = 0; ;)
        {
            var some = await db.ActAsync("read-all-notices", Repeatable(caller), async () =>
            {
                var unread = await db.Set<Notice>().VisibleTo(caller.Actor).Where(n => n.ReadAt == null).OrderBy(n => n.Id).Take(Batch).ToListAsync(ct);
                foreach (var notice in unread)
                    notice.Read(clock.Now);
                return (Result<int>)unread.Count;
            }, ct);
            if (!some.TryGet(out var count, out var error))
                return error;
            all += count;
            if (count < Batch)
                return all;
        }
    }

    // Reading twice is reading once: a key would only refuse the second notice opened from one and the same page.
    private static Caller Repeatable(Caller caller) => new() { Actor = caller.Actor };
}
