using System.Globalization;
using Tongban.Plans.Balancing;

namespace Tongban.Bench.Plans;

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
