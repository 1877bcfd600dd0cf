using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Ledger;

/// <summary>Shows that the tree of one checkpoint is the beginning of the tree of another (RFC 9162, 2.1.4).</summary>
internal sealed record LedgerConsistency(Checkpoint From, Checkpoint To, IReadOnlyList<byte[]> Path)
{
    /// <summary>Whether the path proves it and known keys signed both.</summary>
    public bool Verify(IReadOnlyCollection<LedgerPublicKey> keys) => keys.Any(From.Verify) && keys.Any(To.Verify)
        && MerkleTree.VerifyConsistency(From.Size, To.Size, From.RootHash, To.RootHash, Path);
}

/// <summary>Reads the ledger: entries, checkpoints, proofs, verification, export.</summary>
internal sealed class LedgerReader(TongbanDb db, CheckpointService checkpoints, LedgerKeyRing keys, WitnessDesk witnesses)
{
    private IQueryable<LedgerEntry> Entries => db.Set<LedgerEntry>().AsNoTracking();

    public Task<LedgerEntry?> FindAsync(Guid id, CancellationToken ct) => Entries.SingleOrDefaultAsync(e => e.Id == id, ct);

    /// <summary>Entries of one matter in their order.</summary>
    /// <param name="after">The sequence where the page before ended.</param>
    public async Task<KeyPage<LedgerEntry>> OfMatterAsync(string matter, long after, int take, CancellationToken ct)
    {
        var rows = await Entries.Where(e => e.Matter == matter && e.Sequence > after).OrderBy(e => e.Sequence).Take(take + 1).ToListAsync(ct);
        return Page(rows, take, e => e.Sequence);
    }

    /// <summary>Entries of all matters in the order of commits; those without a place yet come later.</summary>
    public async Task<KeyPage<LedgerEntry>> FeedAsync(long after, int take, CancellationToken ct)
    {
        var rows = await Entries.Where(e => e.Position > after).OrderBy(e => e.Position).Take(take + 1).ToListAsync(ct);
        return Page(rows, take, e => e.Position!.Value);
    }

    /// <summary>The last entries that have a place, newest first.</summary>
    public Task<List<LedgerEntry>> NewestAsync(int take, CancellationToken ct) => Entries.Where(e => e.Position != null).OrderByDescending(e => e.Position).Take(take).ToListAsync(ct);

    /// <summary>Checkpoints, newest first.</summary>
    /// <param name="below">Only smaller ones; <see langword="null"/> begins with the newest.</param>
    public async Task<KeyPage<Checkpoint>> CheckpointsAsync(long? below, int take, CancellationToken ct)
    {
        var notes = await db.Set<StoredCheckpoint>().AsNoTracking().Where(c => below == null || c.Size < below).OrderByDescending(c => c.Size).Take(take + 1).ToListAsync(ct);
        var page = notes.Take(take).ToList();
        return new(await witnesses.WithLinesAsync([.. page.Select(c => Checkpoint.TryParse(c.Note, out var checkpoint) ? checkpoint : null).OfType<Checkpoint>()], ct),
            notes.Count > take ? PageKey.Write(page[^1].Size) : null);
    }

    public async Task<Checkpoint?> LatestAsync(CancellationToken ct) =>
        Checkpoint.TryParse(await db.Set<StoredCheckpoint>().AsNoTracking().OrderByDescending(c => c.Size).Select(c => c.Note).FirstOrDefaultAsync(ct), out var checkpoint) ? checkpoint : null;

    public async Task<Result<Checkpoint>> CheckpointAsync(long size, CancellationToken ct) =>
        Checkpoint.TryParse(await db.Set<StoredCheckpoint>().AsNoTracking().Where(c => c.Size == size).Select(c => c.Note).SingleOrDefaultAsync(ct), out var checkpoint)
            ? (await witnesses.WithLinesAsync([checkpoint], ct))[0] : LedgerErrors.CheckpointNotFound(size);

    /// <summary>The proof of an entry against the newest checkpoint that a witness signed, if one covers it, otherwise against the newest of all; one is made first when the entry is newer than that.</summary>
    public async Task<Result<LedgerProof>> ProveAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } entry)
            return LedgerErrors.EntryNotFound(id);
        var checkpoint = await LatestAsync(ct);
        for (var attempt = 0; checkpoint is null || entry.Position is null || entry.Position > checkpoint.Size; attempt++)
        {
            // Another process may be giving places at this moment; it needs milliseconds.
            if (attempt == 20)
                return LedgerErrors.NotClosedYet();
            if (attempt > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(25 * attempt), ct);
            await checkpoints.CloseAsync(ct);
            if (await FindAsync(id, ct) is not { } again)
                return LedgerErrors.EntryNotFound(id);
            (entry, checkpoint) = (again, await LatestAsync(ct));
        }

        if (await db.Set<Countersignature>().MaxAsync(c => (long?)c.Size, ct) is { } witnessed && witnessed >= entry.Position && (await CheckpointAsync(witnessed, ct)).TryGet(out var seen, out _))
            checkpoint = seen;
        if (keys.Find(checkpoint.KeyId) is not { } key)
            return LedgerErrors.Disagrees();
        LedgerProof proof;
        try
        {
            proof = await LedgerProof.MakeAsync(entry, checkpoint, key, new StoredTree(db), ct);
        }
        catch (InvalidOperationException)
        {
            return LedgerErrors.Disagrees();   // leaves or subtrees are missing
        }
        return proof.Verify(key).Sound ? proof : LedgerErrors.Disagrees();
    }

    /// <summary>Proofs of all entries of a matter against one checkpoint, in their order.</summary>
    public async Task<Result<IReadOnlyList<LedgerProof>>> ProveMatterAsync(string matter, CancellationToken ct)
    {
        await checkpoints.CloseAsync(ct);
        var checkpoint = await LatestAsync(ct);
        var entries = await Entries.Where(e => e.Matter == matter).OrderBy(e => e.Sequence).ToListAsync(ct);
        if (entries.Count == 0)
            return LedgerErrors.MatterNotFound();
        // What came after the closing is left to the next time; the chain stays whole to its last proven entry.
        var covered = entries.TakeWhile(e => e.Position <= checkpoint?.Size).ToList();
        if (checkpoint is null || covered.Count == 0)
            return LedgerErrors.NotClosedYet();
        if (keys.Find(checkpoint.KeyId) is not { } key)
            return LedgerErrors.Disagrees();
        var proofs = new List<LedgerProof>(covered.Count);
        try
        {
            foreach (var entry in covered)
                proofs.Add(await LedgerProof.MakeAsync(entry, checkpoint, key, new StoredTree(db), ct));
        }
        catch (InvalidOperationException)
        {
            return LedgerErrors.Disagrees();   // leaves or subtrees are missing
        }
        return proofs.TrueForAll(p => p.Verify(key).Sound) ? proofs : LedgerErrors.Disagrees();
    }

    /// <summary>That the tree of <paramref name="from"/> entries is the beginning of the tree of <paramref name="to"/>; both must be sizes of checkpoints.</summary>
    public async Task<Result<LedgerConsistency>> ProveConsistencyAsync(long from, long to, CancellationToken ct)
    {
        if (from > to)
            return LedgerErrors.WrongOrder(from, to);
        if (!(await CheckpointAsync(from, ct)).TryGet(out var first, out var refusal) || !(await CheckpointAsync(to, ct)).TryGet(out var second, out refusal))
            return refusal;
        try
        {
            return new LedgerConsistency(first, second, await MerkleTree.ConsistencyProofAsync(new StoredTree(db), from, to, ct));
        }
        catch (InvalidOperationException)
        {
            return LedgerErrors.Disagrees();
        }
    }

    /// <summary>Reads the whole ledger and judges it, while others go on writing.</summary>
    /// <param name="earlier">Checkpoints that were given out and kept outside.</param>
    /// <param name="trusted">Keys published outside; <see langword="null"/> believes those of this machine's key folder.</param>
    public async Task<LedgerReport> VerifyAsync(IReadOnlyCollection<Checkpoint>? earlier = null, IReadOnlyCollection<LedgerPublicKey>? trusted = null, CancellationToken ct = default)
    {
        await using var snapshot = await LedgerSnapshot.OpenAsync(db, ct);
        return await JudgeAsync(snapshot.Notes, snapshot.EntriesAsync(), snapshot.HeadsAsync(), trusted ?? keys.PublicKeys, earlier, ct);
    }

    /// <summary>Writes the whole ledger as <c>tongban-ledger-export-1</c>.</summary>
    /// <returns>How many entries were written.</returns>
    public async Task<long> ExportAsync(Stream to, CancellationToken ct)
    {
        await using var snapshot = await LedgerSnapshot.OpenAsync(db, ct);
        var sound = snapshot.Notes.Select(n => Checkpoint.TryParse(n, out var checkpoint) ? checkpoint : null).OfType<Checkpoint>().ToList();
        return await LedgerExport.WriteAsync(to, keys.PublicKeys, sound, snapshot.EntriesAsync(), snapshot.HeadsAsync(), ct);
    }

    internal static async Task<LedgerReport> JudgeAsync(
        IReadOnlyList<string> notes, IAsyncEnumerable<LedgerEntry> entries, IAsyncEnumerable<MatterHead> heads, IReadOnlyCollection<LedgerPublicKey> trusted, IReadOnlyCollection<Checkpoint>? earlier, CancellationToken ct)
    {
        var (findings, count) = (new List<LedgerFinding>(), 0);
        void Found(LedgerFinding finding)
        {
            if (++count <= LedgerReport.MostFindings)
                findings.Add(finding);
        }

        var checkpoints = new List<Checkpoint>(notes.Count);
        foreach (var note in notes)
        {
            if (Checkpoint.TryParse(note, out var checkpoint))
                checkpoints.Add(checkpoint);
            else
                Found(new(LedgerFindingKind.CheckpointSignatureInvalid, null, null, null, null, ("有一个检查点不可读。", "A checkpoint cannot be read.")));
        }

        var verifier = new LedgerVerifier(trusted, earlier);
        await foreach (var finding in verifier.VerifyAsync(entries, heads, checkpoints, ct))
            Found(finding);
        return new(verifier.Entries, verifier.Unplaced, verifier.Matters, checkpoints.Count, verifier.ProvenSize, Convert.ToHexStringLower(verifier.Root), count, findings);
    }

    private static KeyPage<LedgerEntry> Page(List<LedgerEntry> rows, int take, Func<LedgerEntry, long> key) => rows.Count <= take
        ? new(rows, null) : new(rows[..take], PageKey.Write(key(rows[take - 1])));

    // The tree as proofs read it: leaves from the entries, complete subtrees from their table.
    private sealed class StoredTree(TongbanDb db) : ILeafSource
    {
        public async ValueTask<IReadOnlyList<byte[]>> ReadAsync(int level, long first, int count, CancellationToken ct)
        {
            if (level > 0)
                return await db.Set<LedgerNode>().AsNoTracking().Where(n => n.Level == level && n.Index >= first && n.Index < first + count).OrderBy(n => n.Index).Select(n => n.Hash).ToListAsync(ct);
            var hashes = await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position > first && e.Position <= first + count).OrderBy(e => e.Position).Select(e => e.Hash).ToListAsync(ct);
            return [.. hashes.Select(h => MerkleTree.LeafHash(h))];
        }
    }
}
