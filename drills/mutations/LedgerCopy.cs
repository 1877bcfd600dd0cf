using Tongban.Foundation.Ledger;

namespace Tongban.Drills.Mutations;

/// <summary>A whole ledger in memory, closed to its end: what an export holds.</summary>
internal sealed record LedgerCopy(IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<MatterHead> Heads, IReadOnlyList<Checkpoint> Checkpoints)
{
    /// <summary>The entries by position, as a database hands them out.</summary>
    public LedgerCopy With(IEnumerable<LedgerEntry> entries) => this with { Entries = [.. entries.OrderBy(e => e.Position ?? long.MaxValue)] };

    /// <summary>One entry in another's stead.</summary>
    public LedgerCopy With(int index, LedgerEntry entry) => With(Entries.Select((e, i) => i == index ? entry : e));

    public LedgerCopy With(MatterHead head) => this with { Heads = [.. Heads.Select(h => h.Matter == head.Matter ? head : h)] };

    /// <summary>Places from 1 without gaps again.</summary>
    public LedgerCopy Renumbered() => this with { Entries = [.. Entries.Select((e, i) => new Draft(e) { Position = i + 1 }.Done())] };

    /// <summary>The chain of a matter sealed anew from its beginning to its end, and the head with it: what a forger does who knows the format.</summary>
    public LedgerCopy Rechained(string matter)
    {
        var (sequence, previous) = (0L, LedgerEntry.Nothing);
        var entries = new List<LedgerEntry>(Entries.Count);
        foreach (var entry in Entries)
        {
            if (entry.Matter != matter)
            {
                entries.Add(entry);
                continue;
            }
            var renewed = new Draft(entry) { Sequence = ++sequence, Previous = previous }.Sealed();
            previous = renewed.Hash;
            entries.Add(renewed);
        }
        return this with { Entries = entries, Heads = [.. Heads.Where(h => h.Matter != matter), .. sequence == 0 ? Enumerable.Empty<MatterHead>() : [new MatterHead(matter, sequence, previous)]] };
    }

    /// <summary>Every checkpoint made anew for the entries as they are, and signed.</summary>
    public LedgerCopy Resigned(ILedgerSigner signer)
    {
        var tree = new MerkleFrontier();
        var sizes = Checkpoints.ToDictionary(c => c.Size);
        var signed = new List<Checkpoint>();
        foreach (var entry in Entries)
        {
            tree.Append(MerkleTree.LeafHash(entry.Hash));
            if (sizes.TryGetValue(tree.Size, out var before))
                signed.Add(Checkpoint.Sign(before.Origin, tree.Size, tree.Root(), before.SignedAt, signer));
        }
        return this with { Checkpoints = signed };
    }
}

/// <summary>The leaves of a ledger, for proofs.</summary>
internal sealed class Leaves(IReadOnlyList<byte[]> leaves) : ILeafSource
{
    public ValueTask<IReadOnlyList<byte[]>> ReadAsync(int level, long first, int count, CancellationToken ct)
    {
        var size = 1 << (8 * level);
        return ValueTask.FromResult<IReadOnlyList<byte[]>>([.. Enumerable.Range((int)first, count).Select(i => level == 0 ? leaves[i] : Root(leaves.Skip(i * size).Take(size)))]);
    }

    private static byte[] Root(IEnumerable<byte[]> some)
    {
        var tree = new MerkleFrontier();
        foreach (var leaf in some)
            tree.Append(leaf);
        return tree.Root();
    }
}
