using Tongban.Plans.Balancing;

namespace Tongban.Tests.Plans;

/// <summary>The schedule against every schedule there is, and against its own bound.</summary>
public class BalanceTests
{
    [Fact]
    public void Two_hundred_small_cases_are_within_one_percent_of_the_best_there_is()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = Random(seed, projects: 3 + (seed % 5), sources: 1 + (seed % 3), years: 1 + (seed % 3));
            var answer = BalanceSolver.Solve(problem, TestContext.Current.CancellationToken);
            var best = BruteForce(problem);
            Assert.True(answer.Value >= best * 0.99m, $"case {seed}: {answer.Value} of {best}");
            Assert.True(answer.Bound >= best - 0.000001m, $"case {seed}: the bound {answer.Bound} is below {best}");
            AssertPaidFor(problem, answer);
            AssertRowsAreTheMoney(problem, seed);
        }
    }

    /// <summary>The rows that the search does not overdraw forbid exactly what the money cannot pay: any choice is possible by the rows when, and only when, a flow through the funds pays for it.</summary>
    private static void AssertRowsAreTheMoney(BalanceProblem problem, int seed)
    {
        var (rows, random) = (BalanceRows.Of(problem), new Random(seed));
        for (var n = 0; n < 12; n++)
        {
            var choice = rows.Options.Select(o => random.Next(-1, o.Length)).ToArray();
            var paid = problem.Funds.GroupBy(f => (f.Source, f.Year)).All(group =>
            {
                var demands = choice.Select((c, i) => (Project: i, Choice: c)).Where(c => c.Choice >= 0).Select(c => (c.Project, rows.Options[c.Project][c.Choice].Shift,
                    Yuan: problem.Projects[c.Project].Needs.Where(x => x.Source == group.Key.Source && problem.FirstYear + x.Offset + rows.Options[c.Project][c.Choice].Shift == group.Key.Year).Sum(x => x.Yuan))).Where(d => d.Yuan > 0).ToList();
                return Flow(problem, [.. demands], [.. group]) == demands.Sum(d => d.Yuan);
            });
            Assert.True(rows.IsPossible(choice) == paid, $"case {seed}, choice {string.Join(' ', choice)}: the rows say {!paid}");
        }
    }

    [Fact]
    public void A_city_of_sixty_projects_is_near_its_bound_and_overdraws_nothing()
    {
        var problem = Random(7, projects: 60, sources: 4, years: 3);
        var answer = BalanceSolver.Solve(problem, TestContext.Current.CancellationToken);
        Assert.True(answer.Gap <= 0.02m, $"{answer.Gap:P2}");
        AssertPaidFor(problem, answer);
        Assert.Equal(answer.Value, BalanceSolver.Solve(problem, TestContext.Current.CancellationToken).Value);
    }

    [Fact]
    public void Earmarks_and_windows_decide_whose_money_it_is()
    {
        BalanceProject Of(string code, string sector, int begins, decimal weight) => new(code, code, sector, weight, 0, 0, begins, [new("09", 0, 60)]);
        // Eighty for transport, forty for anyone, and that forty only until June.
        BalanceProblem problem = new(2026, 1, [Of("a", "transport", 1, 10), Of("b", "water", 3, 9), Of("c", "transport", 9, 8)], [new("09", 2026, "transport", 12, 80), new("09", 2026, null, 6, 60)], []);
        var answer = BalanceSolver.Solve(problem, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], answer.Places.Where(p => p.IsIn).Select(p => p.Code));
        Assert.True(answer.Proven);
        var third = answer.Places.Single(p => p.Code == "c");
        Assert.Equal(("09-2026", 40m), (third.Because, third.Short));
        Assert.Equal("a", third.Instead);
    }

    [Fact]
    public void What_must_wait_waits_and_what_is_under_way_goes_on()
    {
        BalanceProblem problem = new(2026, 3,
            [new("new", "new", "water", 50, 1, 2, 1, [new("05", 0, 100)]), new("going-on", "going-on", "water", 500, 0, 0, 1, [new("05", 0, 80)]), new("late", "late", "water", 5, 0, 2, 1, [new("05", 0, 60)])],
            [new("05", 2026, null, 12, 100), new("05", 2027, null, 12, 110), new("05", 2028, null, 12, 60)], []);
        var answer = BalanceSolver.Solve(problem, TestContext.Current.CancellationToken);
        Assert.Equal(["1", "0", "2"], answer.Places.Select(p => $"{p.Shift}"));
        Assert.Null(answer.Places[0].Because);
        Assert.Equal("05-2026", answer.Places[2].Because);
    }

    private static void AssertPaidFor(BalanceProblem problem, BalanceAnswer answer)
    {
        // The money is handed out anew, project by project, from a flow through the funds: nothing of the solver is believed.
        foreach (var group in problem.Funds.GroupBy(f => (f.Source, f.Year)))
        {
            var demands = new List<(int Project, int Shift, decimal Yuan)>();
            for (var i = 0; i < problem.Projects.Count; i++)
            {
                if (answer.Places[i].Shift is { } shift)
                    demands.Add((i, shift, problem.Projects[i].Needs.Where(n => n.Source == group.Key.Source && problem.FirstYear + n.Offset + shift == group.Key.Year).Sum(n => n.Yuan)));
            }
            Assert.Equal(demands.Sum(d => d.Yuan), Flow(problem, [.. demands.Where(d => d.Yuan > 0)], [.. group]));
        }
    }

    // Augmenting paths between projects and funds.
    private static decimal Flow(BalanceProblem problem, List<(int Project, int Shift, decimal Yuan)> demands, List<BalanceFund> funds)
    {
        var (n, m) = (demands.Count, funds.Count);
        var room = new decimal[n + m + 2, n + m + 2];
        for (var i = 0; i < n; i++)
        {
            room[0, i + 1] = demands[i].Yuan;
            for (var j = 0; j < m; j++)
                room[i + 1, n + 1 + j] = problem.Fits(funds[j], problem.Projects[demands[i].Project], demands[i].Shift) ? decimal.MaxValue / 4 : 0;
        }
        for (var j = 0; j < m; j++)
            room[n + 1 + j, n + m + 1] = funds[j].Yuan;
        var flow = 0m;
        while (true)
        {
            var from = Enumerable.Repeat(-1, n + m + 2).ToArray();
            var queue = new Queue<int>([0]);
            while (queue.Count > 0 && from[n + m + 1] < 0)
            {
                var u = queue.Dequeue();
                for (var v = 1; v < n + m + 2; v++)
                {
                    if (from[v] < 0 && room[u, v] > 0)
                    {
                        from[v] = u;
                        queue.Enqueue(v);
                    }
                }
            }
            if (from[n + m + 1] < 0)
                return flow;
            var least = decimal.MaxValue;
            for (var v = n + m + 1; v != 0; v = from[v])
                least = Math.Min(least, room[from[v], v]);
            for (var v = n + m + 1; v != 0; v = from[v])
            {
                room[from[v], v] -= least;
                room[v, from[v]] += least;
            }
            flow += least;
        }
    }

    private static decimal BruteForce(BalanceProblem problem)
    {
        var rows = BalanceRows.Of(problem);
        var choice = Enumerable.Repeat(-1, problem.Projects.Count).ToArray();
        var best = 0m;
        Try(0, 0);
        return best;

        void Try(int i, decimal value)
        {
            if (i == choice.Length)
            {
                if (value > best && rows.IsPossible(choice))
                    best = value;
                return;
            }
            for (var o = -1; o < rows.Options[i].Length; o++)
            {
                choice[i] = o;
                Try(i + 1, value + (o < 0 ? 0 : problem.Worth(problem.Projects[i], rows.Options[i][o].Shift)));
            }
            choice[i] = -1;
        }
    }

    internal static BalanceProblem Random(int seed, int projects, int sources, int years)
    {
        var random = new Random(seed);
        string[] sectors = ["transport", "water", "housing"];
        var codes = Enumerable.Range(0, sources).Select(i => $"{i + 1:00}").ToArray();
        var all = Enumerable.Range(0, projects).Select(i => new BalanceProject($"p{i:000}", $"p{i}", sectors[random.Next(3)], random.Next(1, 100), random.Next(10) == 0 ? 1 : 0, random.Next(3), random.Next(1, 13),
            [.. codes.Where(_ => random.Next(3) > 0).DefaultIfEmpty(codes[0]).SelectMany(s => Enumerable.Range(0, random.Next(1, 4)).Select(y => new Need(s, y, random.Next(100, 5_000_000) / 100m)))])).ToList();
        var need = all.Sum(p => p.Needs.Sum(n => n.Yuan)) / sources / Math.Max(1, years);
        List<BalanceFund> funds = [];
        foreach (var source in codes)
        {
            for (var y = 0; y < years; y++)
            {
                funds.Add(new(source, 2026 + y, null, random.Next(3) == 0 ? 6 : 12, decimal.Round(need * random.Next(10, 60) / 100, 2)));
                if (random.Next(2) == 0)
                    funds.Add(new(source, 2026 + y, sectors[random.Next(3)], 12, decimal.Round(need * random.Next(5, 40) / 100, 2)));
            }
        }
        return new(2026, years, all, funds, []);
    }
}
