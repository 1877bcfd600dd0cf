using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Tongban.Drills.Support;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.Storage;
using Tongban.Server;

namespace Tongban.Drills.Mutations;

/// <summary>Takes a ledger that the server wrote, changes it in tens of thousands of ways, and asks the verifiers each time.</summary>
internal sealed class MutationsDrill : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-mutations-").FullName;
    private readonly ConcurrentDictionary<string, (int Tried, int Found)> _table = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _missed = new();
    private int _second, _secondFound;

    private string Data => Path.Combine(_folder, "data");

    /// <param name="count">Mutations in all.</param>
    /// <param name="second">How many of them the second verifier judges too.</param>
    public async Task<bool> RunAsync(int count, int second, int entries, int seed, TextWriter output, CancellationToken ct)
    {
        var ledger = await LedgerAsync(entries, ct);
        using var keys = new LedgerKeyRing(LedgerOptions.In(Data));
        var own = keys.Signer;
        using var stranger = FileLedgerSigner.LoadOrCreate(Path.Combine(_folder, "stranger.pem"));
        using var witness = FileLedgerSigner.LoadOrCreate(Path.Combine(_folder, "witness.pem"));
        var trusted = own.PublicKey;
        await output.WriteLineAsync(FormattableString.Invariant($"seed {seed}: a ledger of {ledger.Entries.Count} entries in {ledger.Heads.Count} matters with {ledger.Checkpoints.Count} checkpoints"));
        if (!await IsSoundAsync(ledger, trusted, [], ct) || !await IsSoundAsync(ledger, trusted, ledger.Checkpoints, ct))
            throw new InvalidOperationException("the ledger is not sound before it is changed");
        await using var database = new DatabaseMutations(Data, [trusted]);
        if (await database.IsFoundAsync(ct))
            throw new InvalidOperationException("the database is not sound before it is changed");

        var leaves = new Leaves(ledger.Entries.Select(e => MerkleTree.LeafHash(e.Hash)).ToList());
        var proofs = await ProofsAsync(ledger, trusted, leaves, ct);
        var consistencies = await ConsistenciesAsync(ledger, leaves, ct);
        List<Witnessed> witnessed = [.. ledger.Checkpoints.SelectMany(c => ((string[])["sjj.example", "jw.example"]).Select(n => new Witnessed(c, WitnessLine.Sign(c, n, witness), witness.PublicKey)))];
        if (!proofs.TrueForAll(p => p.Verify(trusted).Sound) || !witnessed.TrueForAll(w => w.Line.Verify(w.Checkpoint, w.Key)) || !consistencies.TrueForAll(c => c.Verify([trusted])))
            throw new InvalidOperationException("the proofs are not sound before they are changed");
        await SecondSoundAsync(ledger, proofs[0], witnessed[0], trusted, ct);

        var ways = LedgerMutations.All(own, stranger);
        var wheel = ways.SelectMany(w => Enumerable.Repeat(w, w.Weight)).ToList();
        // Of a hundred: 72 of the ledger, 18 of receipts, 4 of witnesses, 2 of continuation, 4 in the tables.
        var (ofTables, ofProofs, ofWitnesses, ofContinuation) = (count * 4 / 100, count * 18 / 100, count * 4 / 100, count * 2 / 100);
        var ofLedger = count - ofTables - ofProofs - ofWitnesses - ofContinuation;
        var inMemory = count - ofTables;
        await Parallel.ForAsync(0, inMemory, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount }, async (number, _) =>
        {
            var random = new Random(HashOf(seed, number));
            var sample = (long)number * second / inMemory != ((long)number + 1) * second / inMemory;
            if (number < ofLedger)
                await OfLedgerAsync(ledger, wheel[random.Next(wheel.Count)], trusted, random, sample, ct);
            else if (number < ofLedger + ofProofs)
                await OfProofAsync(proofs, trusted, random, sample, ct);
            else if (number < ofLedger + ofProofs + ofWitnesses)
                await OfWitnessAsync(witnessed, trusted, random, sample, ct);
            else
                OfContinuation(consistencies, ledger.Checkpoints, trusted, random);
        });
        for (var number = 0; number < ofTables; number++)
        {
            var random = new Random(HashOf(seed, inMemory + number));
            (bool Found, string What)? tried;
            do
                tried = await database.TryAsync(random, ct);
            while (tried is null);
            Count("a value in the tables", tried.Value.Found, () => tried.Value.What);
        }
        if (await database.IsFoundAsync(ct))
            throw new InvalidOperationException("the database was not put back as it was");

        foreach (var (name, (tried, found)) in _table.OrderByDescending(t => t.Value.Tried).ThenBy(t => t.Key, StringComparer.Ordinal))
            await output.WriteLineAsync(FormattableString.Invariant($"{tried,7} {found,7}  {name}"));
        foreach (var missed in _missed.Take(20))
            await output.WriteLineAsync($"NOT FOUND: {missed}");
        var (all, allFound) = (_table.Values.Sum(t => t.Tried), _table.Values.Sum(t => t.Found));
        await output.WriteLineAsync(FormattableString.Invariant($"{all} mutations, {allFound} found; of {_second} given to the second verifier too, {_secondFound} found"));
        return all == count && allFound == all && _second == _secondFound && (second == 0 || _second > 0);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    private static int HashOf(int seed, int number) => unchecked((seed * 486187739) ^ (number * 16777619));

    // Written by the server itself, over its API; each proof that is asked for makes a checkpoint.
    private async Task<LedgerCopy> LedgerAsync(int entries, CancellationToken ct)
    {
        await Town.FoundAsync(Data, null, ct);
        var journals = Directory.CreateDirectory(Path.Combine(_folder, "journals")).FullName;
        using (var server = await ServerProcess.StartAsync(Data, null, ct))
        {
            var tokens = await Client.SignInAllAsync(server.Address, 2, ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var work = Enumerable.Range(0, 2).Select(n => Task.Run(() => new Client(Town.Enterprises[n], $"mutations {n}", journals, tokens, new(Proofs: true)).WorkAsync(server.Address, stop.Token), ct)).ToArray();
            while (Journal.Read(journals).Count(a => a.Answer is { IsAcknowledged: true }) < entries)
            {
                if (Array.Exists(work, w => w.IsCompleted))
                    throw new InvalidOperationException("a client stopped working", work.FirstOrDefault(w => w.IsFaulted)?.Exception);
                await Task.Delay(200, ct);
            }
            await stop.CancelAsync();
            await Task.WhenAll(work);
            await server.StopAsync(ct);
        }
        // An export closes the tree to its end.
        var (code, said) = await ServerProcess.RunAsync(Data, null, ct, "ledger", "export", "--file", Path.Combine(_folder, "ledger.jsonl"), "--lang", "en");
        if (code != 0)
            throw new InvalidOperationException(said);
        await using var stream = File.OpenRead(Path.Combine(_folder, "ledger.jsonl"));
        using var export = await LedgerExportReader.OpenAsync(stream, ct);
        return new LedgerCopy(await export.EntriesAsync(ct).ToListAsync(ct), await export.HeadsAsync(ct).ToListAsync(ct), export.Checkpoints);
    }

    private static async Task<List<LedgerProof>> ProofsAsync(LedgerCopy ledger, LedgerPublicKey key, ILeafSource leaves, CancellationToken ct)
    {
        var proofs = new List<LedgerProof>();
        foreach (var (index, entry) in ledger.Entries.Index())
        {
            var covering = ledger.Checkpoints.Where(c => c.Size >= entry.Position).ToList();
            proofs.Add(await LedgerProof.MakeAsync(entry, covering[index % covering.Count], key, leaves, ct));
        }
        return proofs;
    }

    private static async Task<List<LedgerConsistency>> ConsistenciesAsync(LedgerCopy ledger, ILeafSource leaves, CancellationToken ct)
    {
        var proofs = new List<LedgerConsistency>();
        foreach (var (from, to) in ledger.Checkpoints.SelectMany(f => ledger.Checkpoints.Where(t => t.Size > f.Size).Select(t => (f, t))))
            proofs.Add(new(from, to, await MerkleTree.ConsistencyProofAsync(leaves, from.Size, to.Size, ct)));
        return proofs;
    }

    private static async Task<bool> IsSoundAsync(LedgerCopy ledger, LedgerPublicKey trusted, IReadOnlyCollection<Checkpoint> outside, CancellationToken ct) =>
        (await LedgerReader.JudgeAsync([.. ledger.Checkpoints.Select(c => c.ToString())], ledger.Entries.ToAsyncEnumerable(), ledger.Heads.ToAsyncEnumerable(), [trusted], outside, ct)).Sound;

    private async Task OfLedgerAsync(LedgerCopy ledger, LedgerMutation way, LedgerPublicKey trusted, Random random, bool sample, CancellationToken ct)
    {
        LedgerCopy? changed;
        do
            changed = way.Apply(ledger, random);
        while (changed is null);
        var outside = way.Outside ? ledger.Checkpoints : [];
        Count(way.Name, !await IsSoundAsync(changed, trusted, outside, ct), () => way.Name);
        if (sample && way.Second)
        {
            var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.jsonl");
            await using (var stream = File.Create(file))
                await LedgerExport.WriteAsync(stream, [trusted], changed.Checkpoints, changed.Entries.ToAsyncEnumerable(), changed.Heads.ToAsyncEnumerable(), ct);
            var kept = new List<string>();
            foreach (var checkpoint in outside.TakeLast(1))
            {
                kept.AddRange(["--checkpoint", file + ".txt"]);
                await File.WriteAllTextAsync(file + ".txt", checkpoint.ToString(), ct);
            }
            await SecondAsync(way.Name, ct, ["export", file, "--key", trusted.ToString(), .. kept]);
        }
    }

    private async Task OfProofAsync(List<LedgerProof> proofs, LedgerPublicKey trusted, Random random, bool sample, CancellationToken ct)
    {
        LedgerProof? changed;
        do
            changed = ProofMutations.Change(proofs[random.Next(proofs.Count)], proofs, random);
        while (changed is null);
        Count("a receipt", !changed.Verify(trusted).Sound, () => "receipt " + changed.ToJson());
        if (sample)
        {
            var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.json");
            await File.WriteAllTextAsync(file, changed.ToJson(), ct);
            await SecondAsync("a receipt", ct, "proof", file, "--key", trusted.ToString());
        }
    }

    private async Task OfWitnessAsync(List<Witnessed> witnessed, LedgerPublicKey trusted, Random random, bool sample, CancellationToken ct)
    {
        Witnessed? changed;
        do
            changed = ProofMutations.Change(witnessed[random.Next(witnessed.Count)], witnessed, random);
        while (changed is null);
        Count("a witness's line", !changed.Line.Verify(changed.Checkpoint, changed.Key), () => "line " + changed.Line);
        if (sample)
        {
            var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.txt");
            await File.WriteAllTextAsync(file, changed.Checkpoint.Witnessed([changed.Line.ToString()]).ToString(), ct);
            await SecondAsync("a witness's line", ct, "checkpoint", file, "--key", trusted.ToString(), "--witness", changed.Key.ToString());
        }
    }

    private void OfContinuation(List<LedgerConsistency> proofs, IReadOnlyList<Checkpoint> checkpoints, LedgerPublicKey trusted, Random random)
    {
        LedgerConsistency? changed;
        do
            changed = ProofMutations.Change(proofs[random.Next(proofs.Count)], checkpoints, random);
        while (changed is null);
        Count("a proof of continuation", !changed.Verify([trusted]), () => $"continuation from {changed.From.Size} to {changed.To.Size}");
    }

    // A verifier that refuses everything finds everything, too.
    private async Task SecondSoundAsync(LedgerCopy ledger, LedgerProof proof, Witnessed witnessed, LedgerPublicKey trusted, CancellationToken ct)
    {
        var (json, note, last) = (Path.Combine(_folder, "proof.json"), Path.Combine(_folder, "note.txt"), Path.Combine(_folder, "last.txt"));
        await File.WriteAllTextAsync(json, proof.ToJson(), ct);
        await File.WriteAllTextAsync(note, witnessed.Checkpoint.Witnessed([witnessed.Line.ToString()]).ToString(), ct);
        await File.WriteAllTextAsync(last, ledger.Checkpoints[^1].ToString(), ct);
        if (await SecondVerifier.JudgeAsync(ct, "export", Path.Combine(_folder, "ledger.jsonl"), "--key", trusted.ToString(), "--checkpoint", last) != 0
            || await SecondVerifier.JudgeAsync(ct, "proof", json, "--key", trusted.ToString()) != 0
            || await SecondVerifier.JudgeAsync(ct, "checkpoint", note, "--key", trusted.ToString(), "--witness", witnessed.Key.ToString()) != 0)
        {
            throw new InvalidOperationException("the second verifier does not accept what is sound");
        }
    }

    private async Task SecondAsync(string name, CancellationToken ct, params string[] arguments)
    {
        var found = await SecondVerifier.JudgeAsync(ct, arguments) != 0;
        Interlocked.Increment(ref _second);
        if (found)
            Interlocked.Increment(ref _secondFound);
        else
            _missed.Enqueue($"by the second verifier: {name}");
    }

    private void Count(string name, bool found, Func<string> what)
    {
        _table.AddOrUpdate(name, (1, found ? 1 : 0), (_, t) => (t.Tried + 1, t.Found + (found ? 1 : 0)));
        if (!found)
            _missed.Enqueue(what());
    }
}
