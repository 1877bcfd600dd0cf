using System.Net;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Bench.Approvals;

/// <summary>The officer's worklist and the plane view over HTTP, with few and with many cases in the database.</summary>
internal static class PagesBench
{
    // Of twenty cases one is not handed in, one waits for acceptance, two are with the departments, the rest is decided.
    private static readonly CaseStep[] Mix = [CaseStep.Declared, CaseStep.Submitted, CaseStep.Accepted, CaseStep.Accepted, .. Enumerable.Repeat(CaseStep.Concluded, 16)];

    public static async Task RunAsync(PgServer? server, TimeSpan length, IReadOnlyList<int> sizes, bool plans)
    {
        Console.WriteLine($"\npages on {(server is null ? "SQLite" : "PostgreSQL")}, 8 connections, {length.TotalSeconds:0.#} s each");
        var clock = new PastClock();
        await using var city = await BenchCity.StartAsync(server is null ? null : await server.NewDatabaseAsync(), clock);
        await city.SignableOfficerAsync();
        await city.RunCaseAsync(0);
        var templates = new List<CaseTemplate>();
        for (var i = 0; i < Mix.Length; i++)
        {
            // Handed in on different days, so that there are green, yellow and red ones.
            clock.Back = TimeSpan.FromDays(i * 13 / Mix.Length);
            city.Writer.Keep = [];
            await city.RunCaseAsync(i, until: Mix[i]);
            var units = city.Writer.Keep;
            templates.Add(await city.ReadAsync(s => Task.FromResult(CaseTemplate.Of(units, s.GetRequiredService<TongbanDb>(), server is not null).Folded("INTO projects_", "INTO approvals_", "UPDATE projects_", "UPDATE approvals_"))));
        }
        city.Writer.Keep = null;
        clock.Back = TimeSpan.Zero;

        Console.WriteLine($"{"page",-10} {"cases",8} {"what",-32} {"pages/s",9} {"CPU µs",8} {"DB CPU",8} {"p50 ms",8} {"p99 ms",8} {"bytes",8}");
        var (loaded, growth) = (0, new Dictionary<string, List<Served>>());
        foreach (var size in sizes.Order())
        {
            await Filling.FillAsync(city.Options.Storage, templates, loaded, size);
            loaded = size;
            var cookie = await SignInAsync(city.Address); // filling may take longer than a session may be idle
            var stages = await city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<StageCase>().Where(c => c.State == StageState.InParallel).OrderBy(c => c.Id).Select(c => c.Id).Take(200).ToListAsync());
            var desk = await city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<ItemCase>().CountAsync(i => i.Organ == $"FGW@{BenchCity.Division}" && i.State == ItemState.Open));
            Console.WriteLine($"{size} cases: {await city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<ItemCase>().CountAsync())} items, {desk} open ones on this officer's desk; commands of a first view: worklist {await Commands.OfAsync(city.Address, "/approvals/worklist", cookie, city.Options.Storage, plans)}, plane {await Commands.OfAsync(city.Address, $"/approvals/stages/{stages[0]}", cookie, city.Options.Storage, plans)}");
            foreach (var (name, text) in new[] { ("search", "锂电材料"), ("search, -", "航天发射场") })
            {
                var found = await PageClient.MeasureAsync(city.Address, ["/search?q=" + Uri.EscapeDataString(text)], cookie, length, fresh: true, database: server?.ProcessId, warm: 1000);
                Console.WriteLine($"{name,-10} {size,8} {(name is "search" ? "first view, every project has it" : "first view, no project has it"),-32} {found.PagesPerSecond,9:0} {found.Cpu,8:0} {(server is null ? "-" : $"{found.DatabaseCpu:0}"),8} {found.P50,8:0.00} {found.P99,8:0.00} {found.Bytes,8}");
                (growth.TryGetValue($"{name} first view", out var list) ? list : growth[$"{name} first view"] = []).Add(found);
            }
            await using var memory = await MemoryPeer.StartAsync(city, stages);
            foreach (var (name, paths) in new (string, string[])[] { ("worklist", ["/approvals/worklist"]), ("plane", [.. stages.Select(s => $"/approvals/stages/{s}")]) })
            {
                Served Print(string what, Served served)
                {
                    Console.WriteLine($"{name,-10} {size,8} {what,-32} {served.PagesPerSecond,9:0} {served.Cpu,8:0} {(server is null ? "-" : $"{served.DatabaseCpu:0}"),8} {served.P50,8:0.00} {served.P99,8:0.00} {served.Bytes,8}");
                    return served;
                }
                var first = Print("first view", await PageClient.MeasureAsync(city.Address, paths, cookie, length, fresh: true, database: server?.ProcessId));
                var again = Print("unchanged view", await PageClient.MeasureAsync(city.Address, paths, cookie, length, database: server?.ProcessId));
                var parts = Print("peer: same parts, rows in memory", await PageClient.MeasureAsync(memory.Address, paths, cookie, length, fresh: true));
                var constant = Print("peer: constant markup", await StaticPeer.MeasureAsync(again.Bytes, length));
                foreach (var (what, served) in new[] { ("first view", first), ("unchanged view", again) })
                {
                    Console.WriteLine($"{name,-10} {size,8} {what} is {served.PagesPerSecond / constant.PagesPerSecond:0.00} of constant markup by pages/s, {constant.Cpu / served.Cpu:0.00} by CPU; {served.PagesPerSecond / parts.PagesPerSecond:0.00} of the same parts by pages/s, {parts.Cpu / served.Cpu:0.00} by CPU");
                    (growth.TryGetValue($"{name} {what}", out var list) ? list : growth[$"{name} {what}"] = []).Add(served);
                }
            }
        }
        Console.WriteLine($"target: at least 0.30 of constant markup; p99 grows at most 1.50×. From {sizes.Min()} to {sizes.Max()} cases: {string.Join("; ", growth.Select(g => $"{g.Key} p99 {g.Value[^1].P99 / g.Value[0].P99:0.00}×, CPU {(g.Value[^1].Cpu + g.Value[^1].DatabaseCpu) / (g.Value[0].Cpu + g.Value[0].DatabaseCpu):0.00}×"))}");
    }

    public static async Task<string> SignInAsync(Uri server)
    {
        var cookies = await PageSession.SignInAsync(server, BenchCity.UserName, BenchCity.Password);
        return cookies.GetCookieHeader(server);
    }

    /// <summary>The real time, or so long before it.</summary>
    internal sealed class PastClock : TimeProvider
    {
        public TimeSpan Back { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - Back;
    }
}
