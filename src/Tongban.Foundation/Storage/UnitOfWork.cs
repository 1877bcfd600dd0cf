using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;

namespace Tongban.Foundation.Storage;

/// <summary>Everything one act of office changes: rows, ledger entries, numbers. It is written whole or not at all.</summary>
/// <param name="again">Whether it was tried before and lost.</param>
internal sealed class UnitOfWork(TongbanDb db, IReadOnlyDictionary<IEntityType, RowMap> maps, Caller caller, DateTimeOffset now, bool again = false)
{
    private readonly List<(string Series, Action<long> Use)> _numbers = [];
    // Whose keys it is given when the writer finishes it; nobody's, outside tests and drills.
    private readonly object? _ids = NewId.Current;
    private Func<Answer?>? _answer;

    public DateTimeOffset Now => now;

    /// <summary>Whether it runs again after a lost race. It then shares its transaction with nobody, so that another's failure costs it nothing more.</summary>
    public bool RunsAgain => again;

    /// <summary>Series to take a number from, in an order that cannot deadlock.</summary>
    public IEnumerable<(string Series, Action<long> Use)> Numbers => _numbers.OrderBy(n => n.Series, StringComparer.Ordinal);

    public bool NeedsNumbers => _numbers.Count > 0;

    public IReadOnlyList<RowChange> Rows { get; private set; } = [];

    public IReadOnlyList<PendingEntry> Entries { get; private set; } = [];

    public void TakeNumber(string series, Action<long> use) => _numbers.Add((series, _ids is null ? use : number =>
    {
        using (NewId.Continue(_ids))
            use(number);
    }));

    public void AnswerWith(Func<Answer?> answer) => _answer = answer;

    /// <summary>Turns the tracked changes into rows and the recorded acts into entries. Called once, after the numbers are known.</summary>
    public void Build()
    {
        using var ids = _ids is null ? null : NewId.Continue(_ids);
        var entries = new List<PendingEntry>();
        var rows = new List<RowChange>();
        var tracked = db.ChangeTracker;
        tracked.DetectChanges();
        foreach (var entry in tracked.Entries())
        {
            long? seen = null;
            var state = entry.State;
            if (entry.Entity is Aggregate aggregate)
            {
                seen = aggregate.Version;
                if (state is EntityState.Unchanged && aggregate.Acts.Count > 0)
                    state = EntityState.Modified;
                if (state is EntityState.Added or EntityState.Modified)
                    aggregate.Version++;
                foreach (var act in aggregate.Acts)
                    entries.Add(Entry(aggregate.Matter, act));
            }
            switch (state)
            {
                case EntityState.Added: rows.Add(maps[entry.Metadata].Insert(entry.Entity)); break;
                case EntityState.Modified: rows.Add(maps[entry.Metadata].Update(entry.Entity, seen)); break;
                case EntityState.Deleted: rows.Add(maps[entry.Metadata].Delete(entry.Entity, seen)); break;
            }
        }
        foreach (var (matter, act) in db.LooseActs)
            entries.Add(Entry(matter, act));
        if (_answer?.Invoke() is { } answer)
            rows.Add(maps[db.Model.FindEntityType(typeof(Answer))!].Insert(answer));
        // The caller's own id names the first act: a repeat after an unknown outcome meets the primary key.
        if (caller.ActId is { } id && entries.Count > 0)
            entries[0] = entries[0] with { Id = id };
        rows.Sort(static (a, b) => Rank(a).CompareTo(Rank(b)));
        (Rows, Entries) = (rows, entries);
    }

    /// <summary>Place of a row in the order of writing: inserts and updates follow the foreign keys down, deletes come last and follow them up.</summary>
    public static int Rank(in RowChange row) => row.Kind is RowChangeKind.Delete ? 1_000_000 - row.Map.Order : (2 * row.Map.Order) + (int)row.Kind;

    private PendingEntry Entry(string matter, IAct act) => new(NewId.At(now), matter, caller.Actor, ActNames.Of(act.GetType()).Name, CanonicalJson.Write(act));
}

/// <summary>An act on its way into the ledger; its place in the chain is known only inside the transaction.</summary>
internal sealed record PendingEntry(Guid Id, string Matter, Actor Actor, string Act, string Payload);

/// <summary>The chains that units of work extend. Is told the heads, seals the entries one after another, knows the new heads.</summary>
internal sealed class ChainExtension(params IReadOnlyList<UnitOfWork> units)
{
    private readonly Dictionary<string, LedgerHead> _heads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fresh = new(StringComparer.Ordinal);

    public IEnumerable<string> Matters => units.SelectMany(u => u.Entries).Select(e => e.Matter).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public void Found(LedgerHead? head, string matter)
    {
        if (head is null)
            _fresh.Add(matter);
        _heads[matter] = head ?? new LedgerHead { Matter = matter, Sequence = 0, Hash = new byte[32], RecordedAt = DateTimeOffset.MinValue };
    }

    /// <param name="position">Gives the next place in commit order, where that is known inside the transaction.</param>
    public List<LedgerEntry> Seal(Func<long?> position)
    {
        var sealedEntries = new List<LedgerEntry>();
        foreach (var unit in units)
        {
            foreach (var pending in unit.Entries)
            {
                var head = _heads[pending.Matter];
                // Two machines' clocks may differ by a little; inside one matter time never runs backwards.
                var at = unit.Now > head.RecordedAt ? unit.Now : head.RecordedAt;
                var entry = LedgerEntry.Seal(pending.Id, pending.Matter, head.Sequence + 1, head.Hash, at,
                    pending.Actor.PersonId, pending.Actor.Organ, pending.Actor.Enterprise, pending.Act, pending.Payload);
                entry.Position = position();
                sealedEntries.Add(entry);
                _heads[pending.Matter] = new LedgerHead { Matter = pending.Matter, Sequence = entry.Sequence, Hash = entry.Hash, RecordedAt = entry.RecordedAt };
            }
        }
        return sealedEntries;
    }

    public IEnumerable<(LedgerHead Head, bool IsNew)> NewHeads => _heads.Values.Select(h => (h, _fresh.Contains(h.Matter)));
}
