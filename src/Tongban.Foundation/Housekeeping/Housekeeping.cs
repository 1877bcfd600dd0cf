using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Housekeeping;

/// <summary>Something a module keeps for a time only. A module registers one as a scoped service; the nightly job calls it.</summary>
public interface IHousekeeping
{
    /// <summary>Stable name for the log: <c>foundation.answers</c>.</summary>
    string Name { get; }

    /// <summary>Removes what has had its time. It may be called twice, and stopped half way.</summary>
    /// <returns>How many records it removed.</returns>
    Task<int> TidyAsync(CancellationToken ct);
}

/// <summary>A quarter past three, when nobody works: what was kept for a time only is removed, module by module.</summary>
internal sealed partial class HousekeepingJob(IServiceScopeFactory scopes, ILogger<HousekeepingJob> log) : IScheduledJob
{
    public string Name => "foundation.housekeeping";

    public string Cron => "0 15 3 * * ?";

    public async Task RunAsync(CancellationToken ct)
    {
        List<string> names;
        using (var scope = scopes.CreateScope())
        {
            names = [.. scope.ServiceProvider.GetServices<IHousekeeping>().Select(h => h.Name)];
        }
        foreach (var name in names)
        {
            using var scope = scopes.CreateScope();
            var removed = await scope.ServiceProvider.GetServices<IHousekeeping>().Single(h => h.Name == name).TidyAsync(ct);
            Tidied(name, removed);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Housekeeping of {Name} removed {Removed} records")]
    private partial void Tidied(string name, int removed);
}

/// <summary>First answers to requests with an <c>Idempotency-Key</c>: a repeat gets the same for thirty days, then the key is free again.</summary>
internal sealed class TidyAnswers(TongbanDb db, CityClock clock) : IHousekeeping
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Name => "foundation.answers";

    public Task<int> TidyAsync(CancellationToken ct)
    {
        var before = clock.Now - Kept;
        return db.RemoveInBatchesAsync(Name, d => d.Set<Answer>().Where(a => a.RecordedAt < before).OrderBy(a => a.RecordedAt), ct);
    }
}

/// <summary>Bearer tokens that have ended. Sessions of pages live in their cookies and end by themselves.</summary>
internal sealed class TidyTokens(TongbanDb db, CityClock clock) : IHousekeeping
{
    public string Name => "foundation.access-tokens";

    public Task<int> TidyAsync(CancellationToken ct)
    {
        var now = clock.Now;
        return db.RemoveInBatchesAsync(Name, d => d.Set<AccessToken>().Where(t => t.ExpiresAt <= now || t.RevokedAt != null).OrderBy(t => t.ExpiresAt), ct);
    }
}

/// <summary>Removes rows some hundred at a time, so that nobody else waits long for the writer.</summary>
internal static class RemovingInBatches
{
    private const int Batch = 500;

    public static async Task<int> RemoveInBatchesAsync<T>(this TongbanDb db, string name, Func<TongbanDb, IQueryable<T>> rows, CancellationToken ct) where T : class
    {
        for (var all = 0; ;)
        {
            var removed = await db.ActAsync(name, new Caller { Actor = Actor.System }, async () =>
            {
                var some = await rows(db).Take(Batch).ToListAsync(ct);
                db.RemoveRange(some);
                return (Result<int>)some.Count;
            }, ct);
            if (!removed.TryGet(out var count, out _))
                return all;
            all += count;
            if (count < Batch)
                return all;
        }
    }
}

/// <summary>Sessions that were ended: after a day no cookie of theirs can live.</summary>
internal sealed class TidyEndedSessions(TongbanDb db, CityClock clock) : IHousekeeping
{
    public string Name => "foundation.ended-sessions";

    public Task<int> TidyAsync(CancellationToken ct)
    {
        var before = clock.Now - EndedSession.Kept;
        return db.RemoveInBatchesAsync(Name, d => d.Set<EndedSession>().Where(s => s.EndedAt < before).OrderBy(s => s.EndedAt), ct);
    }
}
