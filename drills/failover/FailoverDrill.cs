using System.Diagnostics;
using Npgsql;
using Tongban.Drills.Support;

namespace Tongban.Drills.Failover;

/// <summary>What happens to the primary in one round.</summary>
internal enum Blow
{
    /// <summary>The machine is gone.</summary>
    Killed,

    /// <summary>The machine stands still, is given up, and wakes as if nothing had been.</summary>
    Halted,

    /// <summary>First the followers fall behind for longer than any time-out, then the machine is gone: only what a second machine had may have been acknowledged.</summary>
    Alone,
}

/// <summary>Clients work through the proxy on a PostgreSQL cluster; its primary is lost again and again, and the clients compare what they were told with what the next primary holds.</summary>
internal sealed class FailoverDrill : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-failover-clients-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Journals => Path.Combine(_folder, "journals");

    public async Task<bool> RunAsync(string deploy, int rounds, int clients, int seed, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync(FormattableString.Invariant($"seed {seed}, {clients} clients, {rounds} rounds"));
        var random = new Random(seed);
        Directory.CreateDirectory(Journals);
        await using var cluster = await Cluster.StartAsync(deploy, ct);
        await Town.FoundAsync(Data, Cluster.ConnectionString, ct);
        NpgsqlConnection.ClearAllPools();
        var records = new Records(Data, Cluster.ConnectionString);
        var (tally, lost, refusals, longest) = (new Tally(output), 0, 0, TimeSpan.Zero);
        using var server = await ServerProcess.StartAsync(Data, Cluster.ConnectionString, ct);
        var tokens = await Client.SignInAllAsync(server.Address, clients, ct);
        // Every kind of blow falls, however few the rounds.
        var blows = Enumerable.Range(0, rounds).Select(n => n % 5 == 1 ? Blow.Halted : n % 5 == 3 ? Blow.Alone : Blow.Killed).OrderBy(_ => random.Next()).ToList();
        for (var round = 1; round <= rounds; round++)
        {
            await cluster.WholeAsync(ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var working = Enumerable.Range(1, clients).Select(n => new Client(Town.Enterprises[n - 1], $"failover {round:000} {n:00}", Journals, tokens, new(Patience: TimeSpan.FromMinutes(4)))).ToList();
            var work = working.ConvertAll(c => Task.Run(() => c.WorkAsync(server.Address, stop.Token), ct));
            await Task.Delay(random.Next(1000, 4000), ct);
            var (primary, blow) = (await cluster.PrimaryAsync(ct), blows[round - 1]);
            var alone = "";
            if (blow is Blow.Alone)
            {
                var receivers = await cluster.CutOffFollowersAsync(primary, ct);
                await Task.Delay(500, ct);
                var told = working.Sum(c => c.Acknowledged);
                await Task.Delay(TimeSpan.FromSeconds(40), ct);
                alone = FormattableString.Invariant($", alone for 40 s with {working.Sum(c => c.Acknowledged) - told} acknowledged");
                await cluster.KillAsync(primary, ct);
                Cluster.End(receivers);
            }
            else if (blow is Blow.Halted)
            {
                cluster.Halt(primary);
            }
            else
            {
                await cluster.KillAsync(primary, ct);
            }

            // Until the first act after the blow is acknowledged.
            var (began, before) = (Stopwatch.GetTimestamp(), working.Sum(c => c.Acknowledged));
            while (working.Sum(c => c.Acknowledged) <= before + clients && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(3))
                await Task.Delay(50, ct);
            var silence = Stopwatch.GetElapsedTime(began);
            if (silence >= TimeSpan.FromMinutes(3))
                await tally.ExpectAsync(false, "it does not go on");
            longest = silence > longest ? silence : longest;
            var next = await cluster.PrimaryAsync(ct);
            if (blow is Blow.Halted)
                cluster.GoOn(primary);
            else
                cluster.Start(primary);
            // A primary that wakes up may for one turn of Patroni's loop (10 s) take itself for the primary: nobody may read there.
            await Task.Delay(blow is Blow.Halted ? 15_000 : random.Next(500, 2000), ct);
            await stop.CancelAsync();
            await Task.WhenAll(work);
            await tally.ExpectNoneAsync(working.SelectMany(c => c.Wrong));
            refusals += working.Sum(c => c.Refusals);

            await cluster.WholeAsync(ct);
            NpgsqlConnection.ClearAllPools();
            var entries = await records.LedgerIdsAsync(ct);
            var gone = Journal.Read(Journals).Count(a => a.Answer is { IsAcknowledged: true } && !entries.Contains(a.Intent.Key));
            lost = gone;
            await output.WriteLineAsync(FormattableString.Invariant($"round {round}: db{primary + 1} {blow.ToString().ToLowerInvariant()}{alone}, db{next + 1} took over, acts went on after {silence.TotalSeconds:0.0} s; acknowledged {working.Sum(c => c.Acknowledged)}, refused in words {working.Sum(c => c.Refusals)}; lost {gone}"));
        }

        await tally.AskAgainAsync(server.Address, Journals, tokens, ct);
        await server.StopAsync(ct);
        var ids = await records.LedgerIdsAsync(ct);
        var acknowledged = Journal.Read(Journals).Where(a => a.Answer is { IsAcknowledged: true }).ToList();
        lost = Math.Max(lost, acknowledged.Count(a => !ids.Contains(a.Intent.Key)));
        var doubled = await records.DoubledAsync("failover ", ct);
        var (sound, said) = await ServerProcess.VerifyLedgerAsync(Data, Cluster.ConnectionString, ct);
        await tally.ExpectAsync(sound, said);
        await output.WriteLineAsync(FormattableString.Invariant($"{rounds} rounds, longest silence {longest.TotalSeconds:0.0} s, refused in words {refusals}; acknowledged {acknowledged.Count}, lost {lost}, doubled {doubled}, ledger {(sound ? "verifies" : "DOES NOT VERIFY")}, {tally.Wrong} wrong"));
        return lost == 0 && doubled == 0 && tally.Wrong == 0 && sound && acknowledged.Count > 0;
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }
}
