using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tongban.Foundation.Ledger;

/// <summary>Reads a whole ledger once and reports everything that is wrong with it. One verifier per run.</summary>
/// <remarks>
/// Memory grows with the matters and checkpoints, not with the entries. A ledger and its signing key in one hand can be rewritten in full:
/// only a checkpoint kept outside (<paramref name="earlier"/>) and a key published outside (<paramref name="trustedKeys"/>) show that.
/// </remarks>
/// <param name="trustedKeys">Keys that may have signed checkpoints, the retired ones included.</param>
/// <param name="earlier">Checkpoints that were given out and kept outside.</param>
public sealed class LedgerVerifier(IReadOnlyCollection<LedgerPublicKey> trustedKeys, IReadOnlyCollection<Checkpoint>? earlier = null)
{
    private readonly Dictionary<string, Chain> _chains = new(StringComparer.Ordinal);
    private readonly MerkleFrontier _tree = new();
    private readonly Witness _kept = new();
    private readonly Witness _outside = new();
    private bool _holes;

    /// <summary>Entries read so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Entries read that have no place yet; no checkpoint covers them.</summary>
    public long Unplaced { get; private set; }

    public int Matters => _chains.Count;

    /// <summary>How many entries are vouched for by a sound checkpoint.</summary>
    public long ProvenSize => _kept.ProvenSize;

    /// <summary>Root of the tree as read; compare it with a published one.</summary>
    public byte[] Root => _tree.Root();

    /// <summary>Verifies everything, finding by finding, while reading.</summary>
    /// <param name="entries">In the order of their position; those without a position at the end, in the order of their matters.</param>
    /// <param name="heads">Read after the entries.</param>
    /// <param name="checkpoints">All that are kept, in the order they were made.</param>
    public async IAsyncEnumerable<LedgerFinding> VerifyAsync(
        IAsyncEnumerable<LedgerEntry> entries, IAsyncEnumerable<MatterHead> heads, IReadOnlyList<Checkpoint> checkpoints, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var found = new List<LedgerFinding>();
        var ahead = new Queue<Checkpoint>(JudgeCheckpoints(checkpoints, found));
        var last = 0L;

        await foreach (var entry in entries.WithCancellation(ct))
        {
            Entries++;
            if (entry.Position is { } position)
                last = Place(entry, position, last, ahead, found);
            else
                Unplaced++;
            JudgeEntry(entry, found);

            foreach (var finding in found)
                yield return finding;
            found.Clear();
        }

        Reach(last, ahead, found);
        foreach (var checkpoint in ahead)
        {
            found.Add(new(LedgerFindingKind.TreeTruncated, null, null, last + 1, checkpoint.Size, new Words(
                "检查点（{0}）签有 {1} 条记录，台账到第 {2} 条为止。", "The checkpoint of {0} signs {1} entries; the ledger ends at {2}.").With(At(checkpoint), checkpoint.Size, last)));
        }

        // One change spoils the root of every later checkpoint; they add nothing, so the first names the range.
        if (_kept.Disputed is [var first, ..])
        {
            found.Add(new(LedgerFindingKind.CheckpointRootMismatch, null, null, Math.Min(_kept.ProvenSize + 1, first.Size), first.Size, new Words(
                "第 {0} 至 {1} 条记录与检查点（{2}）所签的根不符；其后另有 {3} 个检查点因此也不符。",
                "Entries {0} to {1} do not make the root signed at {2}; {3} later checkpoints disagree for the same reason.").With(
                    _kept.ProvenSize + 1, first.Size, At(first), _kept.Disputed.Count - 1)));
        }

        if (_outside.Disputed is [var given, ..])
        {
            found.Add(new(LedgerFindingKind.CheckpointRootMismatch, null, null, Math.Min(_outside.ProvenSize + 1, given.Size), given.Size, new Words(
                "第 {0} 至 {1} 条记录与曾经发出的检查点（{2}）不符：此后被改写。",
                "Entries {0} to {1} do not make the root of the checkpoint given out at {2}: they were rewritten since.").With(
                    _outside.ProvenSize + 1, given.Size, At(given))));
        }

        await foreach (var head in heads.WithCancellation(ct))
            JudgeHead(head, found);
        foreach (var (matter, chain) in _chains)
        {
            if (!chain.HeadSeen)
                found.Add(new(LedgerFindingKind.HeadMissing, matter, chain.Sequence, chain.Position, chain.Position, ("该事项有记录而没有链头。", "The matter has entries but no head.")));
        }

        foreach (var finding in found)
            yield return finding;
    }

    private static string At(Checkpoint checkpoint) => checkpoint.SignedAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture);

    private List<Checkpoint> JudgeCheckpoints(IReadOnlyList<Checkpoint> kept, List<LedgerFinding> found)
    {
        for (var i = 1; i < kept.Count; i++)
        {
            if (kept[i].Size < kept[i - 1].Size || kept[i].SignedAt < kept[i - 1].SignedAt)
            {
                found.Add(new(LedgerFindingKind.CheckpointShrunk, null, null, kept[i].Size, kept[i - 1].Size, new Words(
                    "检查点（{0}）签 {1} 条，而在它之前的（{2}）已签 {3} 条。", "The checkpoint of {0} signs {1} entries; the one before it ({2}) already signs {3}.").With(
                        At(kept[i]), kept[i].Size, At(kept[i - 1]), kept[i - 1].Size)));
            }
        }

        foreach (var given in earlier ?? [])
        {
            if (!kept.Any(k => k.Size == given.Size && k.RootHash.AsSpan().SequenceEqual(given.RootHash)))
            {
                found.Add(new(LedgerFindingKind.CheckpointMissing, null, null, given.Size, given.Size, new Words(
                    "曾经发出的检查点（{0}，{1} 条）已不在台账中。", "The checkpoint given out at {0} over {1} entries is not kept any more.").With(At(given), given.Size)));
            }
        }

        return [.. kept.Where(k => !(earlier?.Contains(k) ?? false)).Concat(earlier ?? []).OrderBy(c => c.Size)];
    }

    // Gives the entry its leaf and returns the last place taken.
    private long Place(LedgerEntry entry, long position, long last, Queue<Checkpoint> ahead, List<LedgerFinding> found)
    {
        if (position <= last)
        {
            found.Add(new(LedgerFindingKind.PositionDuplicate, entry.Matter, entry.Sequence, position, position, new Words(
                "第 {0} 号位置已有记录。", "Place {0} is taken already.").With(position)));
            return last;
        }

        Reach(last, ahead, found);
        if (position > last + 1)
        {
            found.Add(new(LedgerFindingKind.PositionGap, null, null, last + 1, position - 1, new Words(
                "第 {0} 至 {1} 号位置没有记录。", "No entry stands at {0} to {1}.").With(last + 1, position - 1)));
            _holes = true;
            Reach(position - 1, ahead, found);
        }

        if (entry.Hash.Length == 32)
            _tree.Append(MerkleTree.LeafHash(entry.Hash));
        else
            _holes = true;
        return position;
    }

    // Compares every checkpoint up to this size with the tree as read.
    private void Reach(long size, Queue<Checkpoint> ahead, List<LedgerFinding> found)
    {
        while (ahead.TryPeek(out var checkpoint) && checkpoint.Size <= size)
        {
            ahead.Dequeue();
            var given = earlier?.Contains(checkpoint) ?? false;
            var matches = !_holes && _tree.Size == checkpoint.Size && _tree.Root().AsSpan().SequenceEqual(checkpoint.RootHash);
            if (!trustedKeys.Any(checkpoint.Verify))
            {
                // It proves nothing about the entries, so its root is not held against them.
                found.Add(new(LedgerFindingKind.CheckpointSignatureInvalid, null, null, checkpoint.Size, checkpoint.Size, new Words(
                    "检查点（{0}，{1} 条）的签名无效或不是已知公钥 {2} 所签。", "The checkpoint of {0} over {1} entries is not signed by a known key (it names {2}).").With(
                        At(checkpoint), checkpoint.Size, checkpoint.KeyId)));
                if (!matches && _kept.Disputed is [])
                    found.Add(Forged(checkpoint));
            }
            else if (matches)
            {
                // A later signed root covers everything before it: what disagreed earlier was the checkpoint, not the entries.
                // But what was given out is not answered by what is kept here: whoever holds the key can sign the latter anew.
                found.AddRange(_kept.Vouched(checkpoint.Size).Select(Forged));
                if (given)
                    found.AddRange(_outside.Vouched(checkpoint.Size).Select(Forged));
            }
            else
            {
                (given ? _outside : _kept).Disputed.Add(checkpoint);
            }
        }
    }

    private static LedgerFinding Forged(Checkpoint checkpoint) => new(LedgerFindingKind.CheckpointRootMismatch, null, null, checkpoint.Size, checkpoint.Size, new Words(
        "检查点（{0}，{1} 条）的根与记录不符。", "The root in the checkpoint of {0} over {1} entries is not that of the entries.").With(At(checkpoint), checkpoint.Size));

    private void JudgeEntry(LedgerEntry entry, List<LedgerFinding> found)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, entry.Matter, out _);
        if (!entry.Verify())
            found.Add(On(entry, LedgerFindingKind.EntryHashWrong, ("记录内容与其摘要不符：封存之后被改动过。", "The entry does not match its hash: it was changed after it was sealed.")));

        if (entry.Sequence <= chain.Sequence)
        {
            found.Add(On(entry, LedgerFindingKind.SequenceDuplicate, new Words(
                "事项的第 {0} 步重复或次序颠倒，此前已到第 {1} 步。", "Step {0} of the matter stands twice or out of order; step {1} came before it.").With(entry.Sequence, chain.Sequence)));
            return;
        }

        if (entry.Sequence > chain.Sequence + 1)
        {
            found.Add(On(entry, LedgerFindingKind.SequenceGap, new Words(
                "事项缺第 {0} 至 {1} 步。", "Steps {0} to {1} of the matter are missing.").With(chain.Sequence + 1, entry.Sequence - 1)));
        }
        else if (!entry.PreviousHash.AsSpan().SequenceEqual(chain.Hash ?? LedgerEntry.Nothing))
        {
            // Either the entry before was rewritten, or this one: the range holds both.
            found.Add(new(LedgerFindingKind.ChainBroken, entry.Matter, entry.Sequence, chain.Position ?? entry.Position, entry.Position, new Words(
                "第 {0} 步没有接在现有的第 {1} 步上：两者之一被改写。", "Step {0} is not sealed to step {1} as it stands: one of the two was rewritten.").With(entry.Sequence, chain.Sequence)));
        }

        if (entry.RecordedAt.UtcTicks < chain.Ticks)
            found.Add(On(entry, LedgerFindingKind.TimeWentBack, ("记录的时间早于事项的上一步。", "The entry is dated before the step before it.")));

        (chain.Sequence, chain.Hash, chain.Ticks, chain.Position) = (entry.Sequence, entry.Hash, entry.RecordedAt.UtcTicks, entry.Position);
    }

    private void JudgeHead(MatterHead head, List<LedgerFinding> found)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, head.Matter);
        if (Unsafe.IsNullRef(ref chain))
        {
            found.Add(new(LedgerFindingKind.HeadWithoutEntry, head.Matter, 1, null, null, new Words(
                "链头指向第 {0} 步，而该事项没有任何记录。", "The head names step {0}, but the matter has no entry.").With(head.Sequence)));
            return;
        }

        chain.HeadSeen = true;
        if (head.Sequence > chain.Sequence)
        {
            found.Add(new(LedgerFindingKind.HeadWithoutEntry, head.Matter, chain.Sequence + 1, null, null, new Words(
                "链头指向第 {0} 步，记录只到第 {1} 步。", "The head names step {0}; the entries end at step {1}.").With(head.Sequence, chain.Sequence)));
        }
        else if (head.Sequence < chain.Sequence)
        {
            found.Add(new(LedgerFindingKind.EntryWithoutHead, head.Matter, head.Sequence + 1, chain.Position, chain.Position, new Words(
                "链头停在第 {0} 步，记录却到第 {1} 步。", "The head stands at step {0}, but the entries go on to step {1}.").With(head.Sequence, chain.Sequence)));
        }
        else if (!head.Hash.AsSpan().SequenceEqual(chain.Hash))
        {
            found.Add(new(LedgerFindingKind.HeadMismatch, head.Matter, head.Sequence, chain.Position, chain.Position, new Words(
                "链头的摘要与第 {0} 步不符：记录或链头被改写。", "The head's hash is not that of step {0}: the entry or the head was rewritten.").With(head.Sequence)));
        }
    }

    private static LedgerFinding On(LedgerEntry entry, LedgerFindingKind kind, Words explanation) =>
        new(kind, entry.Matter, entry.Sequence, entry.Position, entry.Position, explanation);

    // How far a line of checkpoints agrees with the entries, and which of them do not.
    private sealed class Witness
    {
        public long ProvenSize { get; private set; }

        public List<Checkpoint> Disputed { get; } = [];

        public List<Checkpoint> Vouched(long size)
        {
            List<Checkpoint> answered = [.. Disputed];
            Disputed.Clear();
            ProvenSize = size;
            return answered;
        }
    }

    private struct Chain
    {
        public long Sequence;
        public byte[]? Hash;
        public long Ticks;
        public long? Position;
        public bool HeadSeen;
    }
}
