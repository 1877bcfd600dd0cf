using Tongban.Foundation.Ledger;

namespace Tongban.Drills.Mutations;

/// <summary>One way to change a ledger.</summary>
/// <param name="Weight">How often of all it is tried.</param>
/// <param name="Outside">Found only by what is kept outside (docs/ledger-format.md, section 6); all others are found with the published key alone.</param>
/// <param name="Second">Whether the second verifier judges it too.</param>
internal sealed record LedgerMutation(string Name, int Weight, Func<LedgerCopy, Random, LedgerCopy?> Apply, bool Outside = false, bool Second = true);

/// <summary>The ways in which a ledger is changed. Each changes what the ledger says: values, not their spelling.</summary>
internal static class LedgerMutations
{
    /// <param name="own">The ledger's real key.</param>
    /// <param name="stranger">Another key.</param>
    public static IReadOnlyList<LedgerMutation> All(ILedgerSigner own, ILedgerSigner stranger) =>
    [
        new("a bit of an entry", 24, (l, r) => Edit(l, r, d => d.Turn(r.Next(Draft.Fields), r), seal: false)),
        new("a bit of an entry, sealed anew", 10, (l, r) => Edit(l, r, d => d.Turn(r.Next(11), r), seal: true)),
        new("a bit of a last entry, sealed anew with its head", 5, (l, r) =>
        {
            var head = l.Heads[r.Next(l.Heads.Count)];
            var at = Last(l, head.Matter);
            var draft = new Draft(l.Entries[at]);
            draft.Turn(r.Next(6) switch { 0 => 0, 1 => 5, 2 => 6, 3 => 9, _ => 10 }, r);
            draft.Ticks -= draft.Ticks % TimeSpan.TicksPerMicrosecond;
            return draft.Ticks == l.Entries[at].RecordedAt.UtcTicks && draft.Sealed().Hash.AsSpan().SequenceEqual(l.Entries[at].Hash) ? null
                : l.With(at, draft.Sealed()).With(head with { Hash = draft.Hash });
        }),
        new("a chain rewritten to its end with its head", 6, PickRewritten),
        new("payloads of two entries exchanged", 4, (l, r) =>
        {
            var (a, b) = Two(l, r);
            return l.Entries[a].Payload == l.Entries[b].Payload ? null
                : l.With(a, new Draft(l.Entries[a]) { Payload = l.Entries[b].Payload }.Done()).With(b, new Draft(l.Entries[b]) { Payload = l.Entries[a].Payload }.Done());
        }),
        new("places of two entries exchanged", 5, (l, r) =>
        {
            var (a, b) = Two(l, r);
            var (first, second) = (l.Entries[a], l.Entries[b]);
            return l.With(l.Entries.Select((e, i) => i == a ? new Draft(e) { Position = second.Position }.Done() : i == b ? new Draft(e) { Position = first.Position }.Done() : e));
        }),
        new("an entry removed", 4, (l, r) => Without(l, r)),
        new("an entry removed, places closed up", 3, (l, r) => Without(l, r)?.Renumbered()),
        new("an entry removed, its chain sealed anew, places closed up", 3, (l, r) =>
        {
            var at = r.Next(l.Entries.Count);
            return l.With(l.Entries.Where((_, i) => i != at)).Renumbered().Rechained(l.Entries[at].Matter);
        }),
        new("an entry doubled", 3, (l, r) =>
        {
            var at = r.Next(l.Entries.Count);
            return r.Next(2) == 0 ? l with { Entries = [.. l.Entries.Take(at + 1), l.Entries[at], .. l.Entries.Skip(at + 1)] }
                : l with { Entries = [.. l.Entries, new Draft(l.Entries[at]) { Position = l.Entries.Count + 1 }.Done()] };
        }),
        new("an entry inserted, its chain sealed anew, places moved on", 3, (l, r) =>
        {
            var at = r.Next(l.Entries.Count);
            var forged = new Draft(l.Entries[at]) { Id = new Guid(Draft.Turned(l.Entries[at].Id.ToByteArray(), r)) }.Done();
            return (l with { Entries = [.. l.Entries.Take(at), forged, .. l.Entries.Skip(at)] }).Renumbered().Rechained(forged.Matter);
        }),
        new("an entry moved into another matter, both chains sealed anew", 2, (l, r) =>
        {
            var (a, b) = Two(l, r);
            return l.Entries[a].Matter == l.Entries[b].Matter ? null
                : l.With(a, new Draft(l.Entries[a]) { Matter = l.Entries[b].Matter }.Done()).Rechained(l.Entries[a].Matter).Rechained(l.Entries[b].Matter);
        }),
        new("a head", 8, (l, r) =>
        {
            var at = r.Next(l.Heads.Count);
            var head = l.Heads[at];
            return r.Next(5) switch
            {
                0 => l with { Heads = [.. l.Heads.Where((_, i) => i != at)] },
                1 => l.With(head with { Sequence = head.Sequence ^ (1L << r.Next(12)) }),
                2 => l with { Heads = [.. l.Heads.Select((h, i) => i == at ? h with { Matter = Draft.Turned(h.Matter, r) } : h)] },
                3 => l with { Heads = [.. l.Heads, new MatterHead(Draft.Turned(head.Matter, r), head.Sequence, head.Hash)] },
                _ => l.With(head with { Hash = Draft.Turned(head.Hash, r) }),
            };
        }),
        new("a bit of a checkpoint", 10, (l, r) =>
        {
            var at = r.Next(l.Checkpoints.Count);
            var c = l.Checkpoints[at];
            return Checkpoints(l, at, r.Next(6) switch
            {
                0 => Checkpoint.Restore(Draft.Turned(c.Origin, r).Replace(' ', '_').Replace('\n', '_').Replace('\r', '_'), c.Size, c.RootHash, c.SignedAt, c.KeyId, c.Signature),
                1 => Checkpoint.Restore(c.Origin, c.Size ^ (1L << r.Next(12)), c.RootHash, c.SignedAt, c.KeyId, c.Signature),
                2 => Checkpoint.Restore(c.Origin, c.Size, Draft.Turned(c.RootHash, r), c.SignedAt, c.KeyId, c.Signature),
                3 => Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt.AddMicroseconds(r.Next(1, 1_000_000)), c.KeyId, c.Signature),
                4 => Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt, Convert.ToHexStringLower(Draft.Turned(Convert.FromHexString(c.KeyId), r)), c.Signature),
                _ => Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt, c.KeyId, Draft.Turned(c.Signature, r)),
            });
        }),
        new("a checkpoint of a stranger's key", 2, (l, r) => At(l, r, (at, c) => Checkpoints(l, at, Checkpoint.Sign(c.Origin, c.Size, c.RootHash, c.SignedAt, stranger)))),
        new("a checkpoint over another root, signed with the real key", 2, (l, r) => At(l, r, (at, c) => Checkpoints(l, at, Checkpoint.Sign(c.Origin, c.Size, Draft.Turned(c.RootHash, r), c.SignedAt, own)))),
        new("a checkpoint's signature under another", 2, (l, r) =>
        {
            var (a, b) = (r.Next(l.Checkpoints.Count), r.Next(l.Checkpoints.Count));
            var c = l.Checkpoints[a];
            return a == b ? null : Checkpoints(l, a, Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt, c.KeyId, l.Checkpoints[b].Signature));
        }),
        new("everything rewritten and signed by a stranger", 1, (l, r) => PickRewritten(l, r).Resigned(stranger)),
        new("a checkpoint removed", 1, (l, r) => At(l, r, (at, _) => l with { Checkpoints = [.. l.Checkpoints.Where((_, i) => i != at)] }), Outside: true, Second: false),
        new("the end cut off with heads and checkpoints", 1, (l, r) =>
        {
            var kept = l.With(l.Entries.Take(r.Next(1, l.Entries.Count)));
            var heads = kept.Entries.GroupBy(e => e.Matter, StringComparer.Ordinal).Select(g => new MatterHead(g.Key, g.Last().Sequence, g.Last().Hash));
            return kept with { Heads = [.. heads], Checkpoints = [.. l.Checkpoints.Where(c => c.Size <= kept.Entries.Count)] };
        }, Outside: true),
        new("everything rewritten and signed with the real key", 1, (l, r) => PickRewritten(l, r).Resigned(own), Outside: true),
    ];

    private static LedgerCopy? Edit(LedgerCopy ledger, Random random, Action<Draft> change, bool seal)
    {
        var at = random.Next(ledger.Entries.Count);
        var draft = new Draft(ledger.Entries[at]);
        var sealedHash = draft.Hash;
        change(draft);
        if (!seal)
            return ledger.With(at, draft.Done());
        // What is sealed is whole microseconds; a bit below that, or of the hash itself, is gone with the new seal.
        draft.Ticks -= draft.Ticks % TimeSpan.TicksPerMicrosecond;
        var renewed = draft.Sealed();
        return renewed.Hash.AsSpan().SequenceEqual(sealedHash) && renewed.Position == ledger.Entries[at].Position ? null : ledger.With(at, renewed);
    }

    private static LedgerCopy PickRewritten(LedgerCopy ledger, Random random)
    {
        var at = random.Next(ledger.Entries.Count);
        var entry = ledger.Entries[at];
        return ledger.With(at, new Draft(entry) { Payload = Draft.Turned(entry.Payload, random) }.Done()).Rechained(entry.Matter);
    }

    private static LedgerCopy? Without(LedgerCopy ledger, Random random)
    {
        var at = random.Next(ledger.Entries.Count);
        return ledger.With(ledger.Entries.Where((_, i) => i != at));
    }

    private static (int A, int B) Two(LedgerCopy ledger, Random random)
    {
        var a = random.Next(ledger.Entries.Count);
        return (a, (a + 1 + random.Next(ledger.Entries.Count - 1)) % ledger.Entries.Count);
    }

    private static int Last(LedgerCopy ledger, string matter)
    {
        for (var i = ledger.Entries.Count - 1; ; i--)
        {
            if (ledger.Entries[i].Matter == matter)
                return i;
        }
    }

    private static LedgerCopy At(LedgerCopy ledger, Random random, Func<int, Checkpoint, LedgerCopy> change)
    {
        var at = random.Next(ledger.Checkpoints.Count);
        return change(at, ledger.Checkpoints[at]);
    }

    private static LedgerCopy Checkpoints(LedgerCopy ledger, int at, Checkpoint checkpoint) => ledger with { Checkpoints = [.. ledger.Checkpoints.Select((c, i) => i == at ? checkpoint : c)] };
}
