using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>One erasure as a restored backup needs it.</summary>
internal sealed record ErasureLine(Guid Request, Guid Person, IReadOnlyList<string> Kinds, DateTimeOffset At);

/// <summary>Asks every room what it holds of a person, and has them erase.</summary>
internal sealed class PersonalDataDesk(TongbanDb db, IEnumerable<IPersonalData> rooms, CityClock clock)
{
    private const int Batch = 500;

    /// <summary>Everything held, by kind. While another room needs the person, the account stays too: nobody acts for a case without a name.</summary>
    public async Task<IReadOnlyList<Holding>> HoldingsAsync(Guid person, CancellationToken ct)
    {
        List<Holding> held = [];
        foreach (var room in rooms)
            held.AddRange(await room.OfAsync(person, ct));
        if (held.FirstOrDefault(h => h.State is HoldingState.InUse && h.Kind is not AccountData.Account) is { } needed)
        {
            for (var i = 0; i < held.Count; i++)
            {
                if (held[i] is { Kind: AccountData.Account or AccountData.Phone, State: HoldingState.Erasable } own)
                    held[i] = own with { State = HoldingState.InUse, Basis = needed.Basis, Reason = needed.Reason };
            }
        }
        return [.. held.OrderBy(h => h.State).ThenBy(h => h.Kind, StringComparer.Ordinal)];
    }

    /// <summary>Erases the kinds in the unit of work that runs and notes it for the next restore.</summary>
    public async Task EraseAsync(Guid request, Guid person, IReadOnlyList<string> kinds, bool reapplied, DateTimeOffset at, CancellationToken ct)
    {
        var set = kinds.ToHashSet(StringComparer.Ordinal);
        foreach (var room in rooms)
            await room.EraseAsync(person, set, ct);
        db.Add(new ErasureRecord(request, person, kinds, at, reapplied));
    }

    /// <summary>All erasures in order, oldest first: the list that is kept outside of every backup.</summary>
    public async IAsyncEnumerable<ErasureLine> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var (at, id) = (DateTimeOffset.MinValue, Guid.Empty);
        while (true)
        {
            var some = await db.Set<ErasureRecord>().AsNoTracking().Where(r => r.ErasedAt > at || (r.ErasedAt == at && r.Id > id)).OrderBy(r => r.ErasedAt).ThenBy(r => r.Id).Take(Batch).ToListAsync(ct);
            foreach (var r in some)
                yield return new(r.Id, r.PersonId, r.Kinds, r.ErasedAt);
            if (some.Count < Batch)
                yield break;
            (at, id) = (some[^1].ErasedAt, some[^1].Id);
        }
    }

    /// <summary>Does an erasure again that the database does not know: it was restored from before.</summary>
    /// <returns>Whether there was anything to do. Known erasures, and persons that came later than the backup, are left alone.</returns>
    public async Task<bool> ReapplyAsync(ErasureLine line, CancellationToken ct) => (await db.ActAsync(("reapply", line.Request), new Caller { Actor = Actor.System }, async () =>
    {
        if (await db.Set<ErasureRecord>().AnyAsync(r => r.Id == line.Request, ct) || !await db.Set<Person>().AnyAsync(p => p.Id == line.Person, ct))
            return (Result<bool>)false;
        await EraseAsync(line.Request, line.Person, line.Kinds, reapplied: true, line.At, ct);
        if (await db.Set<ErasureRequest>().SingleOrDefaultAsync(r => r.Id == line.Request, ct) is { } request)
            request.Reapplied(line.Kinds, clock.Now);
        db.Record($"person:{line.Person}", new ErasureReapplied(line.Person, line.Request, line.Kinds));
        return true;
    }, ct)) is { Error: null, Value: true };
}
