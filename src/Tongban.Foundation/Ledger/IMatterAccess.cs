using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;

namespace Tongban.Foundation.Ledger;

/// <summary>Says to whom the ledger of a module's matters belongs, besides the auditors. A module registers one as a scoped service.</summary>
public interface IMatterAccess
{
    /// <summary>Whether matters of this name are the module's: <c>project:…</c>.</summary>
    bool Handles(string matter);

    /// <summary>Whether this actor may read the entries of the matter and take proofs of them.</summary>
    Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct);

    /// <summary>What the matter is called, for those who may read it; <see langword="null"/> when it has no name.</summary>
    Task<Words?> NameAsync(string matter, CancellationToken ct) => Task.FromResult<Words?>(null);

    /// <summary>Who acted for an enterprise in this matter, in words: the enterprise, or a person for it; <see langword="null"/> when the module does not know.</summary>
    Task<Words?> ActorAsync(string matter, Guid person, string enterprise, CancellationToken ct) => Task.FromResult<Words?>(null);
}

/// <summary>Everyone may read what was entered about their own account.</summary>
internal sealed class OwnPersonAccess : IMatterAccess
{
    public bool Handles(string matter) => matter.StartsWith("person:", StringComparison.Ordinal);

    public Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) => Task.FromResult(!actor.IsStranger && matter == $"person:{actor.PersonId}");

    public Task<Words?> NameAsync(string matter, CancellationToken ct) => Task.FromResult<Words?>(("账户的登录与变更", "An account: sign-ins and changes"));
}

/// <summary>Who may read which matter's entries; the one place that decides it, and that notes an auditor's look at somebody's account.</summary>
internal sealed class MatterReading(IEnumerable<IMatterAccess> accesses, ReadLog reads)
{
    public static bool ReadsAll(Actor actor) => actor.Is(FoundationPermissions.ReadLedger.HeldBy);

    /// <summary>What the matter is called; its own key when no module has a name for it. Ask only for those who may read it.</summary>
    public async Task<Words> NameAsync(string matter, CancellationToken ct)
    {
        foreach (var access in accesses.Where(a => a.Handles(matter)))
        {
            if (await access.NameAsync(matter, ct) is { } name)
                return name;
        }
        return (matter, matter);
    }

    /// <summary>Who acted for which enterprise in these entries of one matter. Ask only for those who may read it.</summary>
    public async Task<IReadOnlyDictionary<(Guid Person, string Enterprise), Words>> ActorsAsync(string matter, IEnumerable<LedgerEntry> entries, CancellationToken ct)
    {
        Dictionary<(Guid, string), Words> actors = [];
        foreach (var (person, enterprise) in entries.Where(e => e.Organ is null && e.Enterprise is not null).Select(e => (e.ActorId, e.Enterprise!)).Distinct().ToList())
        {
            foreach (var access in accesses.Where(a => a.Handles(matter)))
            {
                if (await access.ActorAsync(matter, person, enterprise, ct) is { } words)
                    actors[(person, enterprise)] = words;
            }
        }
        return actors;
    }

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct)
    {
        if (ReadsAll(actor))
        {
            if (matter.StartsWith("person:", StringComparison.Ordinal) && Guid.TryParse(matter.AsSpan("person:".Length), out var person))
                await reads.NoteAsync(person, ReadKinds.Entries, null, ct, unmasked: true);
            return true;
        }
        foreach (var access in accesses.Where(a => a.Handles(matter)))
        {
            if (await access.MayReadAsync(actor, matter, ct))
                return true;
        }
        return false;
    }
}
