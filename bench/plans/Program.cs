using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Tongban.Bench;
using Tongban.Bench.Plans;
using Tongban.Plans.Balancing;

// The balance of a city: projects × sources × years of money that does not reach, the time it takes and how far from its own bound it ends.
Option<int> projects = new("--projects") { DefaultValueFactory = _ => 560 }, sources = new("--sources") { DefaultValueFactory = _ => 8 }, years = new("--years") { DefaultValueFactory = _ => 3 }, seeds = new("--seeds") { DefaultValueFactory = _ => 5 };
var command = new RootCommand("Balance of projects and funds") { projects, sources, years, seeds };
command.SetAction(parsed =>
{
    var (n, m, y) = (parsed.GetValue(projects), parsed.GetValue(sources), parsed.GetValue(years));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Describe()}; {n} projects x {m} sources x {y} years"));
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

// The books of a big city on PostgreSQL: the yearly statistics, the sweep of the warnings, reconciliation and the check of the books, each beside the same in plain SQL.
Option<int> many = new("--projects") { DefaultValueFactory = _ => 100_000 }, payments = new("--payments") { DefaultValueFactory = _ => 5_000_000 };
Option<bool> journal = new("--journal") { Description = "write the entries of every payment too (four a payment) and check the books" };
var ledger = new Command("ledger", "Statistics, warnings and reconciliation of a big city, on PostgreSQL") { many, payments, journal };
ledger.SetAction((parsed, ct) => LedgerBench.RunAsync(parsed.GetValue(many), parsed.GetValue(payments), parsed.GetValue(journal), ct));
command.Subcommands.Add(ledger);
return await command.Parse(args).InvokeAsync();
