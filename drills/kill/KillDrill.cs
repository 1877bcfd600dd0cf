using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Tongban.Drills.Support;

namespace Tongban.Drills.Kill;

/// <summary>What a whole drill found.</summary>
/// <param name="Acknowledged">Acts the clients were told are done.</param>
/// <param name="Lost">Of these, acts that are not in the ledger.</param>
/// <param name="Doubled">Acts that were done more than once.</param>
internal sealed record Outcome(int Rounds, int Acknowledged, int Lost, int Doubled, int Faults, bool LedgerVerifies)
{
    public bool IsGood => Lost == 0 && Doubled == 0 && Faults == 0 && LedgerVerifies && Acknowledged > 0;
}

/// <summary>Clients work, the server is killed at some moment, starts again, and the clients compare what they were told with what is in the ledger.</summary>
internal sealed class KillDrill : IAsyncDisposable
{
    private static readonly TimeSpan OneStep = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-kill-").FullName;
    private readonly int _seed, _clients, _processes;
    private readonly string? _database;
    private readonly TextWriter _out;
    private readonly string _name = $"kill {DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}";
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly Records _records;

    /// <param name="database">Connection string of an empty PostgreSQL database; <see langword="null"/> for the embedded one.</param>
    /// <param name="processes">Server processes on the one database; with more than one, another is halted while one is killed.</param>
    public KillDrill(int seed, int clients, string? database, TextWriter output, int processes = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processes, 1);
        if (processes > 1 && database is null)
            throw new ArgumentException("Only PostgreSQL is shared by several processes.", nameof(processes));
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clients, 12);
        (_seed, _clients, _database, _out, _processes) = (seed, clients, database, output, processes);
        _records = new(Data, database);
        Directory.CreateDirectory(Journals);
    }

    private string Journals => Path.Combine(_folder, "journals");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Kills the server so many times.</summary>
    /// <param name="longest">The longest time the server works between two kills.</param>
    public async Task<Outcome> RunAsync(int rounds, CancellationToken ct, TimeSpan? longest = null)
    {
        var random = new Random(_seed);
        await _out.WriteLineAsync(FormattableString.Invariant($"seed {_seed}, {_clients} clients, {rounds} rounds, {(_database is null ? "SQLite" : "PostgreSQL")}{(_processes > 1 ? $", {_processes} processes" : "")}"));
        var (outcome, tally) = (new Outcome(0, 0, 0, 0, 0, false), new Tally(_out));
        await Town.FoundAsync(Data, _database, ct);
        SqliteConnection.ClearAllPools();
        var servers = new List<ServerProcess>();
        try
        {
            while (servers.Count < _processes)
                servers.Add(await WithinAsync(t => ServerProcess.StartAsync(Data, _database, t), ct));
            foreach (var (user, token) in await Client.SignInAllAsync(servers[0].Address, _clients, ct))
                _tokens[user] = token;
            for (var round = 1; round <= rounds; round++)
            {
                var lives = TimeSpan.FromMilliseconds(random.Next(100, (int)(longest ?? TimeSpan.FromSeconds(3)).TotalMilliseconds));
                using var stop = new CancellationTokenSource();
                var working = Enumerable.Range(1, _clients).Select(n => Task.Run(() => new Client(Town.Enterprises[n - 1], $"{_name} {round:000} {n:00}", Journals, _tokens).WorkAsync(servers[n % _processes].Address, stop.Token), ct)).ToArray();
                await Task.Delay(lives, ct);
                var victim = random.Next(_processes);
                var halted = _processes > 1 ? servers[(victim + 1 + random.Next(_processes - 1)) % _processes] : null;
                // The halted one may hold locks and open transactions; the others go on, and it goes on after them with what it knew.
                halted?.Halt();
                await servers[victim].KillAsync();
                if (halted is not null)
                {
                    await Task.Delay(random.Next(200, 2000), ct);
                    halted.GoOn();
                    await Task.Delay(random.Next(0, 300), ct);
                }
                await stop.CancelAsync();
                await WithinAsync(async _ => { await Task.WhenAll(working); return true; }, ct);
                servers[victim].Dispose();
                var began = Stopwatch.GetTimestamp();
                servers[victim] = await WithinAsync(t => ServerProcess.StartAsync(Data, _database, t), ct);
                var back = Stopwatch.GetElapsedTime(began);
                outcome = await CompareAsync(servers[random.Next(_processes)].Address, tally, outcome with { Rounds = round }, FormattableString.Invariant($"round {round}: killed after {lives.TotalMilliseconds:0} ms, back in {back.TotalSeconds:0.0} s"), ct);
            }
            foreach (var server in servers)
                await server.KillAsync();
            var (sound, said) = await WithinAsync(t => ServerProcess.VerifyLedgerAsync(Data, _database, t), ct);
            outcome = outcome with { LedgerVerifies = sound };
            if (!sound)
                await _out.WriteLineAsync(said);
        }
        finally
        {
            foreach (var server in servers)
                server.Dispose();
        }
        await _out.WriteLineAsync(FormattableString.Invariant($"acknowledged {outcome.Acknowledged}, lost {outcome.Lost}, doubled {outcome.Doubled}{(outcome.Faults == 0 ? "" : $", other faults {outcome.Faults}")}, ledger {(outcome.LedgerVerifies ? "verifies" : "DOES NOT VERIFY")}"));
        return outcome;
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
        return ValueTask.CompletedTask;
    }

    private async Task<Outcome> CompareAsync(Uri server, Tally tally, Outcome before, string headline, CancellationToken ct)
    {
        var ledger = await _records.LedgerIdsAsync(ct);
        var open = await tally.AskAgainAsync(server, Journals, _tokens, ct);
        var happened = open.Count(i => ledger.Contains(i.Key));
        ledger = await _records.LedgerIdsAsync(ct);
        var all = Journal.Read(Journals);
        var acknowledged = all.Where(a => a.Answer is { IsAcknowledged: true }).Select(a => a.Intent.Key).ToList();
        var lost = acknowledged.Count(k => !ledger.Contains(k));
        var doubled = await _records.DoubledAsync(_name, ct);
        var refused = all.Count(a => a.Answer is { Status: >= 400 and < 500 });
        await _out.WriteLineAsync(FormattableString.Invariant($"{headline}; acknowledged {acknowledged.Count - before.Acknowledged}, of {open.Count} unanswered {happened} had happened; lost {lost}, doubled {doubled}"));
        await tally.ExpectAsync(refused == 0, FormattableString.Invariant($"{refused} acts were refused"));
        return before with { Acknowledged = acknowledged.Count, Lost = lost, Doubled = doubled, Faults = tally.Wrong };
    }

    private static async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(OneStep);
        return await step(limit.Token).WaitAsync(limit.Token);
    }
}
