using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Tongban.Drills.Support;

namespace Tongban.Drills.Restore;

/// <summary>Backs a working server up again and again, restores each backup elsewhere, and compares what was acknowledged before the backup began with what came back.</summary>
internal sealed class RestoreDrill : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-restore-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Journals => Path.Combine(_folder, "journals");

    /// <param name="newDatabase">Makes an empty PostgreSQL database and gives its connection string; <see langword="null"/> for the embedded one.</param>
    public async Task<bool> RunAsync(int rounds, int clients, int seed, Func<Task<string>>? newDatabase, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync(FormattableString.Invariant($"seed {seed}, {clients} clients, {rounds} rounds, {(newDatabase is null ? "SQLite" : "PostgreSQL")}"));
        var random = new Random(seed);
        var database = newDatabase is null ? null : await newDatabase();
        Directory.CreateDirectory(Journals);
        await Town.FoundAsync(Data, database, ct);
        SqliteConnection.ClearAllPools();
        var (tally, lost, compared) = (new Tally(output), 0, 0);
        using (var server = await ServerProcess.StartAsync(Data, database, ct))
        {
            var tokens = await Client.SignInAllAsync(server.Address, clients, ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var work = Enumerable.Range(1, clients).Select(n => Task.Run(() => new Client(Town.Enterprises[n - 1], $"restore {n:00}", Journals, tokens, new(LargePaper: 100_000)).WorkAsync(server.Address, stop.Token), ct)).ToArray();
            for (var round = 1; round <= rounds; round++)
            {
                await Task.Delay(random.Next(500, 3000), ct);
                var acknowledged = Journal.Read(Journals).Where(a => a.Answer is { IsAcknowledged: true }).ToList();
                var (file, restored) = (Path.Combine(_folder, $"{round}.tar.gz"), Path.Combine(_folder, $"restored-{round}"));
                var began = Stopwatch.GetTimestamp();
                var (code, said) = await ServerProcess.RunAsync(Data, database, ct, "backup", file, "--lang", "en");
                var backed = Stopwatch.GetElapsedTime(began);
                var meanwhile = Journal.Read(Journals).Count(a => a.Answer is { IsAcknowledged: true }) - acknowledged.Count;
                await tally.ExpectAsync(code == 0, $"backup: {said}");
                await DamagedAsync(file, random, tally, ct);

                began = Stopwatch.GetTimestamp();
                var target = newDatabase is null ? null : await newDatabase();
                (code, said) = await ServerProcess.RunAsync(restored, target, ct, "restore", file, "--lang", "en");
                var back = Stopwatch.GetElapsedTime(began);
                await tally.ExpectAsync(code == 0, $"restore: {said}");
                var (sound, judged) = await ServerProcess.VerifyLedgerAsync(restored, target, ct);
                await tally.ExpectAsync(sound, $"ledger verify: {judged}");

                var records = new Records(restored, target);
                var broken = new List<string>();
                var (entries, papers) = (await records.LedgerIdsAsync(ct), await records.FilesAsync(broken, ct));
                var gone = acknowledged.Count(a => !entries.Contains(a.Intent.Key) || (Records.PaperOf(a.Intent) is { } paper && !papers.Contains(paper)));
                await tally.ExpectAsync(broken.Count == 0, $"{broken.Count} files are named, but their content is not there");
                if (round == rounds)
                    await ServeAsync(restored, target, acknowledged.TakeLast(10), tokens, tally, ct);
                (lost, compared) = (lost + gone, compared + acknowledged.Count);
                await output.WriteLineAsync(FormattableString.Invariant($"round {round}: {new FileInfo(file).Length >> 10} KB in {backed.TotalSeconds:0.0} s while {meanwhile} acts went on, restored and verified in {back.TotalSeconds:0.0} s; of {acknowledged.Count} acknowledged before, lost {gone}"));
                File.Delete(file);
                SqliteConnection.ClearAllPools();
                Directory.Delete(restored, true);
            }
            await stop.CancelAsync();
            await Task.WhenAll(work);
        }
        await output.WriteLineAsync(FormattableString.Invariant($"{rounds} backups restored, {compared} acts compared, lost {lost}, {tally.Wrong} wrong"));
        return lost == 0 && tally.Wrong == 0 && compared > 0;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    // One byte somewhere: it must be refused, and nothing be restored.
    private async Task DamagedAsync(string file, Random random, Tally tally, CancellationToken ct)
    {
        var (damaged, target) = (file + ".damaged", Path.Combine(_folder, "nowhere"));
        var bytes = await File.ReadAllBytesAsync(file, ct);
        var at = random.Next(64, bytes.Length - 64);
        bytes[at] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(damaged, bytes, ct);
        var (code, said) = await ServerProcess.RunAsync(target, null, ct, "restore", damaged, "--lang", "en");
        var left = Directory.Exists(target) && Directory.EnumerateFiles(target, "tongban.db*", SearchOption.AllDirectories).Any();
        File.Delete(damaged);
        if (Directory.Exists(target))
            Directory.Delete(target, true);
        await tally.ExpectAsync(code == 1 && !left, $"a backup with a bit turned over at {at} of {bytes.Length} was answered {code}: {said}");
    }

    private static async Task ServeAsync(string data, string? database, IEnumerable<(Intent Intent, Answer? Answer, long Mark)> told, Dictionary<string, string> tokens, Tally tally, CancellationToken ct)
    {
        using var server = await ServerProcess.StartAsync(data, database, ct);
        foreach (var (intent, answer, _) in told)
        {
            var again = await Client.AskAgainAsync(server.Address, intent, tokens, ct);
            await tally.ExpectAsync(again == answer, $"{intent.Method} {intent.Path} was answered {answer!.Status}, and by what was restored {again.Status} {again.Body}");
        }
        await server.StopAsync(ct);
    }
}
