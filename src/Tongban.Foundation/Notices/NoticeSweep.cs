using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Notices;

/// <summary>What a nightly sweep has to tell: lights that changed, terms that end. A notice that exists is not written again, however often the sweep runs.</summary>
public sealed class NoticeSweep(IServiceScopeFactory scopes)
{
    private const int Batch = 200;

    /// <summary>Writes the notices that do not exist yet, a batch at a time, each batch in a unit of its own.</summary>
    /// <param name="after">What is to be told about, behind the given key and in the order of it.</param>
    /// <param name="key">The key it is ordered by.</param>
    /// <param name="say">The notices of one of them; the occasion decides whether it was told before.</param>
    /// <returns>How many were written.</returns>
    public async Task<int> TellAsync<T>(Func<TongbanDb, Guid, IQueryable<T>> after, Func<T, Guid> key, Func<T, IReadOnlyList<Notice>> say, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(say);
        var (told, last) = (0, Guid.Empty);
        while (true)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var found = await after(db, last).Take(Batch).ToListAsync(ct);
            if (found.Count == 0)
                return told;
            last = key(found[^1]);
            var notices = found.SelectMany(say).ToList();
            var occasions = notices.Select(n => n.Occasion).Distinct(StringComparer.Ordinal).ToList();
            var result = await db.ActAsync(last, new Caller { Actor = Actor.System }, async () =>
            {
                var known = (await db.Set<Notice>().Where(n => occasions.Contains(n.Occasion)).Select(n => new { n.Occasion, n.Recipient }).ToListAsync(ct)).Select(n => (n.Occasion, n.Recipient)).ToHashSet();
                var fresh = notices.Where(n => !known.Contains((n.Occasion, n.Recipient))).ToList();
                foreach (var notice in fresh)
                    db.Notify(notice);
                return (Result<int>)fresh.Count;
            }, ct);
            told += result.Error is null ? result.Value : 0;
        }
    }
}
