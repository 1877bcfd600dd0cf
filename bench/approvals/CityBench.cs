using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tongban.Approvals.AnswerFacts;
using Tongban.Approvals.Model;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;
using Tongban.Server.City;

namespace Tongban.Bench.Approvals;

/// <summary>A whole city on PostgreSQL: what an officer, an enterprise and the public open, with few and with very many projects over all five stages.</summary>
internal static class CityBench
{
    // How many stages the twenty projects that are copied have behind them. The first five are with the departments in their next one, of the others the enterprise prepares it.
    private static readonly int[] Concluded = [0, 1, 2, 3, 4, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 5];
    private const int UnderWay = 5;
    private const int Visited = 200;

    public static async Task RunAsync(PgServer server, TimeSpan length, IReadOnlyList<int> sizes, bool plans)
    {
        Console.WriteLine($"\ncity on PostgreSQL, 8 connections, {length.TotalSeconds:0.#} s each, first views");
        var clock = new PagesBench.PastClock();
        await using var city = await BenchCity.StartAsync(await server.NewDatabaseAsync(), clock);
        await city.SignableOfficerAsync();
        var originals = new List<Guid>();
        for (var i = 0; i < Concluded.Length; i++)
            originals.Add(await TellAsync(city, clock, i));
        clock.Back = TimeSpan.Zero;
        await city.Services.GetRequiredService<ActDelivery>().DrainAsync(default);
        await using var filling = await CityFilling.ReadAsync(city.Options.Storage, originals);
        Console.WriteLine($"the twenty copied projects: {filling.Mix}");

        var pages = Pages(filling);
        var table = new Dictionary<string, List<Served>>(StringComparer.Ordinal);
        foreach (var size in sizes.Order())
        {
            var began = Stopwatch.GetTimestamp();
            await filling.FillAsync(size);
            var cookie = await PagesBench.SignInAsync(city.Address); // filling may take longer than a session may be idle
            var (items, desk, decided) = await city.ReadAsync(async s =>
            {
                var all = s.GetRequiredService<TongbanDb>().Set<ItemCase>();
                var mine = all.Where(i => i.Organ == $"FGW@{BenchCity.Division}");
                return (await all.CountAsync(), await mine.CountAsync(i => i.State == ItemState.Open), await mine.CountAsync(i => i.State == ItemState.Decided));
            });
            Console.WriteLine($"{size} projects, {items} items, {await filling.CountAsync("approvals_efficiency_cells")} efficiency cells; this officer's organ has {desk} open items on its desk and {decided} decided ones ({Stopwatch.GetElapsedTime(began).TotalSeconds:0} s to fill)");
            Console.WriteLine($"{"page",-44} {"pages/s",9} {"CPU µs",8} {"DB CPU",8} {"p50 ms",8} {"p99 ms",8} {"bytes",8} {"commands",9}");
            foreach (var (name, paths) in pages)
            {
                var commands = await Commands.OfAsync(city.Address, paths[0], cookie, city.Options.Storage, plans);
                var served = await PageClient.MeasureAsync(city.Address, paths, cookie, length, fresh: true, database: server.ProcessId, warm: table.Count == 0 ? 4000 : 400);
                Console.WriteLine($"{name,-44} {served.PagesPerSecond,9:0} {served.Cpu,8:0} {served.DatabaseCpu,8:0} {served.P50,8:0.00} {served.P99,8:0.00} {served.Bytes,8} {commands,9}");
                (table.TryGetValue(name, out var list) ? list : table[name] = []).Add(served);
            }
        }
        Console.WriteLine($"\n{"page",-44} {"p99 ms at " + sizes.Min(),16} {"at " + sizes.Max(),12} {"growth",8} {"CPU µs",8} {"",8} {"growth",8}   (target 1.50)");
        foreach (var (name, _) in pages)
        {
            var (small, big) = (table[name][0], table[name][^1]);
            var (before, after) = (small.Cpu + small.DatabaseCpu, big.Cpu + big.DatabaseCpu);
            Console.WriteLine($"{name,-44} {small.P99,16:0.00} {big.P99,12:0.00} {big.P99 / small.P99,8:0.00} {before,8:0} {after,8:0} {after / before,8:0.00}");
        }
    }

    private static (string Name, string[] Paths)[] Pages(CityFilling filling)
    {
        static string Find(string text) => "/search?q=" + Uri.EscapeDataString(text);
        static string Desk(string text, string tab = "open") => $"/approvals/worklist?tab={tab}&q={Uri.EscapeDataString(text)}";
        var codes = Enumerable.Range(0, Visited).Select(n => filling.CodeOf(n)).ToList();
        return
        [
            ("worklist", ["/approvals/worklist"]),
            ("worklist, decided", ["/approvals/worklist?tab=decided"]),
            ("worklist, search by code", [.. codes.Select(c => Desk(c))]),
            ("worklist, search by a common word", [.. CityFilling.Products.Select(p => Desk(p))]),
            ("worklist, search, common pairs, no such name", [Desk("锂电子"), Desk("生物流")]),
            ("worklist, search that finds nothing", [Desk("航天发射场"), Desk("极地科考站")]),
            ("project page", [.. codes.Select(c => $"/projects/{c}")]),
            ("search by code", [.. codes.Select(Find)]),
            ("search by a common word", [.. CityFilling.Products.Select(Find)]),
            ("search by a whole name", [.. Enumerable.Range(0, Visited).Select(n => Find(CityFilling.NameOf(n)))]),
            ("search, common pairs, no such name", [Find("锂电子"), Find("生物流")]),
            ("search that finds nothing", [Find("航天发射场"), Find("极地科考站")]),
            ("efficiency", ["/approvals/efficiency"]),
        ];
    }

    // One project from its declaration to where it stands, every step through the real use cases.
    private static async Task<Guid> TellAsync(BenchCity city, PagesBench.PastClock clock, int number)
    {
        var acts = new DemoActs(city.Services);
        var applicant = city.Applicants[number % city.Applicants.Count];
        var answers = DemoCity.EverythingAnswered.ToDictionary(a => a.Item1, a => a.Item2, StringComparer.Ordinal);
        answers["annualEnergyTce"] = number % 2 == 0 ? "5200" : "420";
        answers["annualPowerKWh"] = "900000";
        answers["siteLayers"] = number % 3 == 0 ? "L23" : "none";
        var days = 45 + number;
        void On(int passed) => clock.Back = TimeSpan.FromDays(days = Math.Max(1, days - passed));
        On(0);
        var type = (number % 4) switch { 2 => ProjectType.Verification, 3 => ProjectType.GovernmentApproval, _ => ProjectType.Filing };
        var stage = await acts.DeclareAsync(applicant, new ProjectDeclaration
        {
            Name = $"城市样本工程（{number}）",
            Owner = applicant.Enterprise,
            Type = type,
            Division = BenchCity.Division,
            Industry = "C13",
            Location = "新余市示范大道以北、规划一路以东",
            Scale = "总建筑面积 4,200 平方米",
            Content = "建设生产用房、配套设施及厂区管网。",
            TotalInvestment = 120_000_000m,
            Sources = type is ProjectType.GovernmentApproval ? [new("05", 48_000_000m), new("09", 72_000_000m)] : [new("13", 36_000_000m), new("12", 84_000_000m)],
            LandArea = 3_900m,
            PlannedStart = new DateOnly(2027, 3, 1),
            PlannedFinish = new DateOnly(2029, 3, 1),
            PolicyDeclared = true,
            Site = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.9006,27.8],[114.9006,27.8005],[114.9,27.8005],[114.9,27.8]]]}""",
            ContactName = "联系人",
            ContactPhone = "0790-6440001",
            Facts = answers,
        });
        var first = stage;
        var stages = Concluded[number] + (number < UnderWay ? 1 : 0);
        for (var no = 1; no <= stages; no++)
        {
            var here = stage;
            if (await acts.AskedAsync(here, answers) is { Count: > 0 } asked)
                await acts.AsAsync(applicant, s => s.GetRequiredService<AnswerFactsHandler>().HandleAsync(new(here, asked), default));
            await acts.SubmitAsync(applicant, here);
            // The last stage of a project under way stays where its departments have just begun.
            var most = no > Concluded[number] ? 1 : int.MaxValue;
            for (var (round, state) = (0, await StateAsync(city, here)); round < most && state is StageState.PreCheck or StageState.InParallel; round++, state = await StateAsync(city, here))
            {
                On(1 + ((number + round) % 3));
                if (state is StageState.PreCheck)
                {
                    await acts.PassAsync(city.Officer(await LeadAsync(city, here)), here);
                    continue;
                }
                foreach (var (code, organ) in await acts.OpenItemsAsync(here))
                    await acts.DecideAsync(city.Officer(organ), here, code, ItemDecision.Approved, "经审查，符合要求，同意。");
            }
            if (no < stages)
                stage = (await acts.StageOfAsync(first)).Id;
        }
        return await city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<StageCase>().Where(c => c.Id == first).Select(c => c.ProjectId).SingleAsync());
    }

    private static Task<StageState> StateAsync(BenchCity city, Guid stage) => city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<StageCase>().Where(c => c.Id == stage).Select(c => c.State).SingleAsync());

    private static Task<string> LeadAsync(BenchCity city, Guid stage) => city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<StageCase>().Where(c => c.Id == stage).Select(c => c.Lead).SingleAsync());
}
