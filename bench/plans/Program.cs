using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Tongban.Plans.Balancing;

// The balance of a city: projects × sources × years of money that does not reach, the time it takes and how far from its own bound it ends.
Option<int> projects = new("--projects") { DefaultValueFactory = _ => 560 }, sources = new("--sources") { DefaultValueFactory = _ => 8 }, years = new("--years") { DefaultValueFactory = _ => 3 }, seeds = new("--seeds") { DefaultValueFactory = _ => 5 };
var command = new RootCommand("Balance of projects and funds") { projects, sources, years, seeds };
command.SetAction(parsed =>
{
    var (n, m, y) = (parsed.GetValue(projects), parsed.GetValue(sources), parsed.GetValue(years));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, .NET {Environment.Version}; {n} projects x {m} sources x {y} years"));
    for (var seed = 1; seed <= parsed.GetValue(seeds); seed++)
    {
        var problem = City.Problem(seed, n, m, y);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var answer = BalanceSolver.Solve(problem);
        var used = Environment.CpuUsage.TotalTime - cpu;
        var over = City.Overdrawn(problem, answer);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {clock.Elapsed.TotalSeconds:0.0} s ({used.TotalSeconds:0.0} s CPU), value {answer.Value:0.00} of at most {answer.Bound:0.00}: gap {answer.Gap * 100:0.000} %{(answer.Proven ? ", proven" : "")}; in {answer.Places.Count(p => p.IsIn)}, put off {answer.Places.Count(p => p.Shift > 0)}, out {answer.Places.Count(p => !p.IsIn)}; overdrawn {over}"));
        if (over > 0)
            return 1;
    }
    return 0;
});
return await command.Parse(args).InvokeAsync();

/// <summary>Cities of projects, the same for the same seed.</summary>
internal static class City
{
    private static readonly string[] Sectors = ["transport", "water", "municipal", "housing", "environment"];

    public static BalanceProblem Problem(int seed, int projects, int sources, int years)
    {
        var random = new Random(seed);
        var codes = Enumerable.Range(1, sources).Select(i => i.ToString("00", CultureInfo.InvariantCulture)).ToArray();
        var all = new List<BalanceProject>();
        for (var i = 0; i < projects; i++)
        {
            // One to three sources, one to three years, sizes over three orders of magnitude.
            var size = (decimal)Math.Exp(random.NextDouble() * 6) * 1_000_000m;
            var needs = new List<Need>();
            foreach (var source in codes.OrderBy(_ => random.Next()).Take(random.Next(1, 4)))
            {
                for (var year = random.Next(1, 4) - 1; year >= 0; year--)
                    needs.Add(new(source, year, decimal.Round(size * random.Next(10, 60) / 100, 2)));
            }
            var building = random.Next(5) == 0;
            all.Add(new($"p{i:000}", $"p{i}", Sectors[random.Next(Sectors.Length)], random.Next(1, 101) * (building ? 10 : 1), building ? 0 : random.Next(4) == 0 ? 1 : 0, building ? 0 : years - 1, random.Next(1, 13), needs));
        }
        var funds = new List<BalanceFund>();
        foreach (var source in codes)
        {
            var need = all.Sum(p => p.Needs.Where(x => x.Source == source).Sum(x => x.Yuan)) / years;
            for (var year = 0; year < years; year++)
            {
                funds.Add(new(source, 2026 + year, null, 12, decimal.Round(need * 0.45m, 2)));
                funds.Add(new(source, 2026 + year, Sectors[random.Next(Sectors.Length)], 12, decimal.Round(need * 0.1m, 2)));
                if (random.Next(3) == 0)
                    funds.Add(new(source, 2026 + year, null, 6, decimal.Round(need * 0.05m, 2)));
            }
        }
        return new(2026, years, all, funds, []);
    }

    public static int Overdrawn(BalanceProblem problem, BalanceAnswer answer)
    {
        var rows = BalanceRows.Of(problem);
        var choice = answer.Places.Select((p, i) => p.Shift is { } shift ? Array.FindIndex(rows.Options[i], o => o.Shift == shift) : -1).ToArray();
        return rows.Left(choice).Count(l => l < 0);
    }
}
