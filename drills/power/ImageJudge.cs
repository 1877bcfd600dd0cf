using Microsoft.Data.Sqlite;
using Tongban.Drills.Support;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Server;

namespace Tongban.Drills.Power;

/// <summary>What was acknowledged, and where in the disk's log.</summary>
/// <param name="Paper">Digest of the paper that was handed in, if it was that.</param>
internal sealed record Acknowledged(Guid Key, string? Paper, long Mark);

/// <summary>What one image came to.</summary>
/// <param name="Lost">Acknowledged acts, papers and proofs that are not there.</param>
/// <param name="Corrupt">What is wrong with what is there.</param>
internal sealed record ImageVerdict(int Lost, IReadOnlyList<string> Corrupt);

/// <summary>Opens the database of an image as the server does, which recovers it, and compares it with what was acknowledged before the cut.</summary>
internal sealed class ImageJudge(IReadOnlyList<Acknowledged> acts, IReadOnlyList<(LedgerProof Proof, long Mark)> proofs)
{
    public async Task<ImageVerdict> JudgeAsync(string folder, long cut, CancellationToken ct)
    {
        var corrupt = new List<string>();
        var storage = StorageOptions.SqliteAt(Path.Combine(folder, "tongban.db"));
        HashSet<Guid> entries;
        HashSet<string> papers;
        try
        {
            await using var connection = new SqliteConnection(storage.WriterConnectionString);
            await connection.OpenAsync(ct);
            foreach (var check in (string[])["PRAGMA integrity_check", "PRAGMA foreign_key_check"])
            {
                foreach (var line in await ReadAsync(connection, check, ct))
                {
                    if (line != "ok")
                        corrupt.Add($"{check}: {line}");
                }
            }
            entries = await new Records(folder, null).LedgerIdsAsync(ct);
            var broken = new List<string>();
            papers = await new Records(folder, null).FilesAsync(broken, ct);
            corrupt.AddRange(broken.Select(d => $"file {d} is named, but its content is not there"));
            await JudgeLedgerAsync(folder, storage, cut, corrupt, ct);
        }
        catch (SqliteException broken)
        {
            return new(acts.Count(a => a.Mark <= cut), [$"does not open: {broken.Message}"]);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
        }
        return new(acts.Count(a => a.Mark <= cut && (!entries.Contains(a.Key) || (a.Paper is not null && !papers.Contains(a.Paper)))), corrupt);
    }

    // The product's own verifier on the product's own reading, with every checkpoint that had been handed out by then.
    private async Task JudgeLedgerAsync(string folder, StorageOptions storage, long cut, List<string> corrupt, CancellationToken ct)
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddStorage(storage, Modules.All).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        using var keys = new LedgerKeyRing(LedgerOptions.In(folder));
        var given = proofs.Where(p => p.Mark <= cut).ToList();
        await using (var snapshot = await LedgerSnapshot.OpenAsync(db, ct))
        {
            var report = await LedgerReader.JudgeAsync(snapshot.Notes, snapshot.EntriesAsync(), snapshot.HeadsAsync(), keys.PublicKeys, [.. given.Select(g => g.Proof.Checkpoint).DistinctBy(c => c.Size)], ct);
            foreach (var finding in report.Findings)
                corrupt.Add($"ledger: {finding.Kind} {finding.Explanation.En}");
        }
        // The key that signed what was handed out is still the ledger's own.
        if (given.Count > 0)
        {
            var key = Path.Combine(folder, "keys", "ledger.pem");
            using var signer = File.Exists(key) ? FileLedgerSigner.LoadOrCreate(key) : null;
            if (signer?.PublicKey.ToString() is not { } own || given.Any(g => g.Proof.PublicKey.ToString() != own))
                corrupt.Add("the ledger's private key is gone");
        }
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // the drill's own statements
        await using var command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<string>();
        while (await rows.ReadAsync(ct))
            found.Add(rows.GetValue(0).ToString()!);
        return found;
    }
}
