using System.CommandLine;
using Tongban.Bench;
using System.Globalization;
using Tongban.Bench.Approvals;

var what = new Argument<string>("what") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "all", Description = "acts, pages, city or all" };
var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 15, Description = "length of each measurement" };
var callers = new Option<int[]>("--callers") { DefaultValueFactory = _ => [1, 8, 16], AllowMultipleArgumentsPerToken = true, Description = "numbers of concurrent callers (acts)" };
var cases = new Option<int[]>("--cases") { DefaultValueFactory = _ => [1_000, 100_000], AllowMultipleArgumentsPerToken = true, Description = "numbers of cases in the database (pages)" };
var projects = new Option<int[]>("--projects") { DefaultValueFactory = _ => [1_000, 100_000], AllowMultipleArgumentsPerToken = true, Description = "numbers of projects in the database (city)" };
var plans = new Option<bool>("--plans") { Description = "print every command of a first view with the database's plan (pages, city)" };
what.AcceptOnlyFromAmong("acts", "pages", "city", "all");
var root = new RootCommand("Acts and pages of the approvals, beside what the machine could do at most") { what, seconds, Databases.Option, callers, cases, projects, plans };
root.SetAction(async (parsed, ct) =>
{
    CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
    Console.WriteLine(Machine.Describe());
    var length = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    await foreach (var server in Databases.OfAsync(parsed.GetValue(Databases.Option)!))
    {
        if (parsed.GetValue(what) is "acts" or "all")
            await ActsBench.RunAsync(server, length, parsed.GetValue(callers)!);
        if (parsed.GetValue(what) is "pages" or "all")
            await PagesBench.RunAsync(server, length, parsed.GetValue(cases)!, parsed.GetValue(plans));
        if (parsed.GetValue(what) is "city" or "all" && server is not null)
            await CityBench.RunAsync(server, length, parsed.GetValue(projects)!, parsed.GetValue(plans));
    }
    return 0;
});
return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
