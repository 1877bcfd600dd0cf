using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tongban.Bench.Load;

/// <summary>Seeds a database, makes it so many times as large, starts the server on it and lets the readers in.</summary>
internal static partial class LoadBench
{
    private const string Password = "Tongban-Demo-2026";

    public static async Task<bool> RunAsync(PgServer? server, int users, TimeSpan length, TimeSpan think, int times, int seed, string told, CancellationToken ct)
    {
        Console.WriteLine($"\nload on {(server is null ? "SQLite" : "PostgreSQL")}, {users} virtual users, think time {told}, seed {seed}");
        var folder = Directory.CreateTempSubdirectory("tongban-load-").FullName;
        try
        {
            var connection = server is null ? null : await server.NewDatabaseAsync();
            var began = Stopwatch.GetTimestamp();
            await DemoAsync(folder, connection, ct);
            var seeded = Stopwatch.GetElapsedTime(began);
            var (projects, now, rows, rowsNow) = await Copies.MakeAsync(Path.Combine(folder, "tongban.db"), connection, times, ct);
            Console.WriteLine($"{projects} projects of the demonstration city ({seeded.TotalSeconds:0} s), {rows} rows; with copies {now} projects, {rowsNow} rows ({(Stopwatch.GetElapsedTime(began) - seeded).TotalSeconds:0} s)");
            using var host = Launch(connection is null ? [LoadHost.Command, folder] : [LoadHost.Command, folder, connection]);
            try
            {
                var address = new Uri(await ReadyAsync(host, ct));
                var crowd = new Crowd(address, await VisitorsAsync(address, users, ct), seed);
                Console.WriteLine(crowd.Mix);
                Console.WriteLine($"{"what",-44} {"pages/s",9} {"p50 ms",8} {"p95 ms",8} {"p99 ms",8} {"longest",9} {"errors",7} {"server µs",10} {"client µs",10} {"DB µs",8} {"client's share",15}");
                // The just-in-time compiler needs some thousand pages before it is done.
                await crowd.RunAsync(TimeSpan.FromSeconds(Math.Min(20, length.TotalSeconds)), TimeSpan.Zero, null, host.Id, server?.ProcessId, ct);
                var reading = Print("mixed roles, with think time", await crowd.RunAsync(length, think, null, host.Id, server?.ProcessId, ct));
                var full = Print("mixed roles, as fast as answered", await crowd.RunAsync(length / 4, TimeSpan.Zero, null, host.Id, server?.ProcessId, ct));
                await crowd.RunAsync(TimeSpan.FromSeconds(3), TimeSpan.Zero, CeilingPage.Address, host.Id, server?.ProcessId, ct);
                var page = Print("ceiling: empty page of the same host", await crowd.RunAsync(length / 4, TimeSpan.Zero, CeilingPage.Address, host.Id, server?.ProcessId, ct));
                await crowd.RunAsync(TimeSpan.FromSeconds(2), TimeSpan.Zero, "/api/v1/ceiling", host.Id, server?.ProcessId, ct);
                var endpoint = Print("ceiling: empty endpoint of the same host", await crowd.RunAsync(length / 4, TimeSpan.Zero, "/api/v1/ceiling", host.Id, server?.ProcessId, ct));
                Console.WriteLine($"a page of the mix takes the server {full.Server / page.Server:0.0} times the processor time of the empty page and {full.Server / endpoint.Server:0.0} times that of the empty endpoint; in pages/s {full.PagesPerSecond / page.PagesPerSecond:0.00} and {full.PagesPerSecond / endpoint.PagesPerSecond:0.00} of them");
                foreach (var (kind, what) in crowd.Slowest.Take(8))
                    Console.WriteLine($"  {kind,-60} {what}");
                foreach (var error in crowd.Errors.Take(12))
                    Console.WriteLine($"  error: {error}");
                return reading.Errors == 0 && full.Errors == 0;
            }
            finally
            {
                if (!host.HasExited)
                    host.Kill();
                await host.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static Served Print(string what, Served s)
    {
        Console.WriteLine($"{what,-44} {s.PagesPerSecond,9:0} {s.P50,8:0.0} {s.P95,8:0.0} {s.P99,8:0.0} {s.Longest,9:0} {s.Errors,7} {s.Server,10:0} {s.Client,10:0} {s.Database,8:0} {s.Client / (s.Client + s.Server + s.Database),14:0%}");
        return s;
    }

    // Who comes, in hundredths: the public, enterprises, clerks, heads, supervision, those who look after the house.
    private static async Task<List<Visitor>> VisitorsAsync(Uri address, int users, CancellationToken ct)
    {
        (string Role, int Share, string[] Accounts, string[] Starts)[] roles =
        [
            ("public", 35, [], ["/", "/progress", "/lists/power", "/lists/negative", "/approvals/efficiency", "/service-requests", "/consultations", "/hearings", "/certificates", "/ledger"]),
            ("applicants", 30, [.. Enumerable.Range(1, 12).Select(n => $"ent{n:00}")], ["/work", "/my/projects", "/inbox", "/my/certificates", "/my/difficulties"]),
            ("clerks", 22, ["fgw", "zrzy", "sthj", "slj", "czj", "fgw.360502", "fgw.360521"], ["/work", "/approvals/worklist", "/approvals/worklist?tab=decided", "/search?q=项目", "/site-reviews", "/dispatch/work"]),
            ("heads", 7, ["fgw.head", "zrzy.head", "sthj.head"], ["/work", "/approvals/worklist", "/approvals/efficiency", "/dispatch/board", "/plans"]),
            ("supervisors", 4, ["jcs", "jcs.head"], ["/work", "/supervision", "/supervision/findings", "/supervision/cards"]),
            ("auditors", 2, ["auditor"], ["/ledger", "/audit/reads", "/supervision"]),
        ];
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var account in roles.SelectMany(r => r.Accounts))
            cookies[account] = (await PageSession.SignInAsync(address, account, Password, ct)).GetCookieHeader(address);
        var all = roles.SelectMany(r => Enumerable.Range(0, (int)Math.Round(users * r.Share / 100.0)).Select(n => new Visitor(r.Role, r.Accounts.Length == 0 ? null : cookies[r.Accounts[n % r.Accounts.Length]], r.Starts))).ToList();
        while (all.Count < users)
            all.Add(all[0]);
        return all[..users];
    }

    private static async Task DemoAsync(string folder, string? connection, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tongban.dll"), "demo", "--data", folder, "--catalog", Path.Combine(Machine.Root, "catalog")]) { RedirectStandardOutput = true, UseShellExecute = false };
        if (connection is not null)
            start.Environment["TONGBAN_DATABASE"] = connection;
        using var demo = Process.Start(start)!;
        var said = await demo.StandardOutput.ReadToEndAsync(ct);
        await demo.WaitForExitAsync(ct);
        if (demo.ExitCode != 0)
            throw new InvalidOperationException("the demonstration city could not be loaded: " + said);
    }

    private static Process Launch(string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Tongban.Bench.Load.dll"), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;

    private static async Task<string> ReadyAsync(Process host, CancellationToken ct)
    {
        while (await host.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (Ready().Match(line) is { Success: true } ready)
            {
                _ = host.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return ready.Groups["address"].Value;
            }
        }
        throw new InvalidOperationException("the server did not start");
    }

    [GeneratedRegex(@"^Ready: (?<address>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
