using System.Diagnostics;
using System.Runtime;
using Tongban.Foundation.Storage;

namespace Tongban.Bench.Approvals;

/// <summary>Whole stage-1 cases through the real application layer, beside the same rows written by hand.</summary>
internal static class ActsBench
{
    private static readonly TimeSpan WarmAtMost = TimeSpan.FromSeconds(120), WarmRound = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(PgServer? server, TimeSpan length, IReadOnlyList<int> callers)
    {
        var name = server is null ? "SQLite (WAL, synchronous=FULL)" : "PostgreSQL (fsync on, synchronous_commit on)";
        Console.WriteLine($"\nacts on {name}, {length.TotalSeconds:0.#} s each");
        await using var city = await BenchCity.StartAsync(server is null ? null : await server.NewDatabaseAsync());
        await city.RunCaseAsync(0); // learns which papers and items a case has
        city.Writer.Keep = [];
        await city.RunCaseAsync(1);
        var units = city.Writer.Keep;
        city.Writer.Keep = null;
        var template = await city.ReadAsync(s => Task.FromResult(CaseTemplate.Of(units, s.GetRequiredService<TongbanDb>(), server is not null)));
        Console.WriteLine($"one case: {template.Units} units, {template.Entries} ledger entries, {template.Rows} rows: {template.Mix}");

        // The just-in-time compiler makes every method twice or three times; what is measured is the process as it runs all day.
        var (warm, compiling) = (Stopwatch.GetTimestamp(), TimeSpan.MaxValue);
        while (compiling > WarmRound / 50 && Stopwatch.GetElapsedTime(warm) < WarmAtMost)
        {
            var before = JitInfo.GetCompilationTime();
            await MeasureAsync(city, server, 16, WarmRound);
            compiling = JitInfo.GetCompilationTime() - before;
        }
        Console.WriteLine($"{"callers",8} {"units/s",9} {"entries/s",10} {"cases/s",8} {"CPU µs/unit",12} {"server CPU µs",14} {"p50 ms",8} {"p99 ms",8} {"lost races",11}");
        var most = 0.0;
        foreach (var count in callers)
        {
            var m = await MeasureAsync(city, server, count, length);
            Console.WriteLine($"{count,8} {m.Units,9:0} {m.Entries,10:0} {m.Cases,8:0.0} {m.OwnCpu,12:0} {(server is null ? "-" : m.ServerCpu.ToString("0")),14} {m.P50,8:0.00} {m.P99,8:0.00} {m.LostRaces,11}");
            most = m.Units;
        }
        var single = await ByHand.RunAsync(template, server, grouped: false, length);
        var grouped = await ByHand.RunAsync(template, server, grouped: true, length);
        Console.WriteLine($"by hand (a) one transaction a unit{(server is null ? "" : ", 16 connections")}: {single}; (b) 256 units a transaction{(server is null ? "" : ", 1 connection")}: {grouped}");
        Console.WriteLine($"application with {callers[^1]} callers / (a) = {most / single.Units:0.00} (target 0.50), / (b) = {most / grouped.Units:0.00}");
    }

    private static async Task<Measured> MeasureAsync(BenchCity city, PgServer? server, int callers, TimeSpan length)
    {
        var latencies = Enumerable.Range(0, callers).Select(_ => new List<long>(100_000)).ToArray();
        var before = (city.Writer.Counted, Own: Machine.OwnCpu(), Server: Machine.CpuOf(server?.ProcessId));
        var (began, cases) = (Stopwatch.GetTimestamp(), 0L);
        using var stop = new CancellationTokenSource(length);
        await Task.WhenAll(latencies.Select((mine, caller) => Task.Run(async () =>
        {
            for (var number = caller; !stop.IsCancellationRequested; number += callers)
            {
                await city.RunCaseAsync(number, mine.Add);
                Interlocked.Increment(ref cases);
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var after = (city.Writer.Counted, Own: Machine.OwnCpu(), Server: Machine.CpuOf(server?.ProcessId));
        var units = after.Counted.Units - before.Counted.Units;
        var sorted = latencies.SelectMany(l => l).Order().ToArray();
        return new Measured(units / seconds, (after.Counted.Entries - before.Counted.Entries) / seconds, cases / seconds,
            (after.Own - before.Own).TotalMicroseconds / units, (after.Server - before.Server).TotalMicroseconds / units,
            Milliseconds(sorted[sorted.Length / 2]), Milliseconds(sorted[(int)(sorted.Length * 0.99)]), after.Counted.LostRaces - before.Counted.LostRaces);
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    private sealed record Measured(double Units, double Entries, double Cases, double OwnCpu, double ServerCpu, double P50, double P99, long LostRaces);
}
