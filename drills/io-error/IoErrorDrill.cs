using Microsoft.Data.Sqlite;
using Tongban.Drills.Support;

namespace Tongban.Drills.IoError;

/// <summary>Lets the disk fail under a working server: writes, syncs, half writes, new files, reads, no room. It must refuse in words, lose nothing, and go on when the disk is well.</summary>
internal sealed class IoErrorDrill : IDisposable
{
    private static readonly DiskShim.Fault[] Kinds = [DiskShim.Fault.Write, DiskShim.Fault.Sync, DiskShim.Fault.Short | DiskShim.Fault.Write, DiskShim.Fault.Full, DiskShim.Fault.Create, DiskShim.Fault.Read, DiskShim.Fault.Write | DiskShim.Fault.Sync];

    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-io-error-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Journals => Path.Combine(_folder, "journals");

    public async Task<bool> RunAsync(int rounds, int clients, int seed, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync(FormattableString.Invariant($"seed {seed}, {clients} clients, {rounds} rounds"));
        var random = new Random(seed);
        Directory.CreateDirectory(Journals);
        await Town.FoundAsync(Data, null, ct);
        SqliteConnection.ClearAllPools();
        using var disk = await DiskShim.BuildAsync(_folder, Data, records: false, ct) ?? throw new InvalidOperationException("this drill needs a C compiler (cc)");
        var (server, tally, deaths) = (await ServerProcess.StartAsync(Data, null, ct, disk.Environment), new Tally(output), 0);
        try
        {
            var tokens = await Client.SignInAllAsync(server.Address, clients, ct);
            for (var round = 1; round <= rounds; round++)
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
                var working = Enumerable.Range(1, clients).Select(n => new Client(Town.Enterprises[n - 1], $"io {round:000} {n:00}", Journals, tokens, new(LargePaper: 100_000, Patience: TimeSpan.FromSeconds(60)))).ToList();
                var work = working.ConvertAll(c => Task.Run(() => c.WorkAsync(server.Address, stop.Token), ct));
                await Task.Delay(random.Next(300, 1500), ct);
                var (kind, pass, fail) = (Kinds[random.Next(Kinds.Length)], random.Next(0, 60), random.Next(2) == 0 ? -1 : random.Next(1, 8));
                var failedBefore = disk.Failed;
                disk.Break(kind, pass, fail);
                await Task.Delay(random.Next(1500, 3000), ct);
                var alive = await LivesAsync(server, ct);
                disk.Heal();
                var (failed, ill) = (disk.Failed - failedBefore, working.Sum(c => c.Acknowledged));
                // It stopped cleanly, or it goes on by itself; in either case clients who ask again get their answers.
                if (!alive)
                {
                    deaths++;
                    await tally.ExpectAsync(!server.IsAlive, "the process is there and does not answer");
                    await server.KillAsync();
                    server.Dispose();
                    await stop.CancelAsync();
                    await Task.WhenAll(work);
                    server = await ServerProcess.StartAsync(Data, null, ct, disk.Environment);
                }
                else
                {
                    var until = DateTimeOffset.UtcNow.AddSeconds(60);
                    while (working.Sum(c => c.Acknowledged) < ill + clients && DateTimeOffset.UtcNow < until)
                        await Task.Delay(100, ct);
                    await tally.ExpectAsync(working.Sum(c => c.Acknowledged) >= ill + clients, "it does not go on when the disk is well again");
                    await stop.CancelAsync();
                    await Task.WhenAll(work);
                }
                await tally.ExpectNoneAsync(working.SelectMany(c => c.Wrong));
                await output.WriteLineAsync(FormattableString.Invariant($"round {round}: {kind} fails ({failed} calls); acknowledged {working.Sum(c => c.Acknowledged)}, refused in words {working.Sum(c => c.Refusals)}{(alive ? "" : ", started again")}"));
            }

            await tally.AskAgainAsync(server.Address, Journals, tokens, ct);
            await tally.ExpectAsync(await server.StopAsync(ct) == 0, "it does not stop in order");
        }
        finally
        {
            server.Dispose();
        }

        var records = new Records(Data, null);
        var broken = new List<string>();
        var (entries, papers) = (await records.LedgerIdsAsync(ct), await records.FilesAsync(broken, ct));
        var acknowledged = Journal.Read(Journals).Where(a => a.Answer is { IsAcknowledged: true }).ToList();
        var lost = acknowledged.Count(a => !entries.Contains(a.Intent.Key) || (Records.PaperOf(a.Intent) is { } paper && !papers.Contains(paper)));
        var doubled = await records.DoubledAsync("io ", ct);
        var (sound, said) = await ServerProcess.VerifyLedgerAsync(Data, null, ct);
        await tally.ExpectAsync(sound, said);
        await tally.ExpectAsync(broken.Count == 0, $"{broken.Count} files are named, but their content is not there");
        await output.WriteLineAsync(FormattableString.Invariant($"{rounds} rounds, {disk.Failed} calls failed, started again {deaths}; acknowledged {acknowledged.Count}, lost {lost}, doubled {doubled}, ledger {(sound ? "verifies" : "DOES NOT VERIFY")}, {tally.Wrong} wrong"));
        return lost == 0 && doubled == 0 && tally.Wrong == 0 && sound && acknowledged.Count > 0 && disk.Failed > 0;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    private static async Task<bool> LivesAsync(ServerProcess server, CancellationToken ct)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(20) };
            using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
