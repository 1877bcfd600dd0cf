using System.CommandLine;
using Tongban.Bench;
using System.Globalization;
using Tongban.Bench.Approvals;

var what = new Argument<string>("what") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "all", Description = "acts, pages, city or all" };
var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 15, Description = "length of each measurement" };
var database = new Option<string>("--database") { DefaultValueFactory = _ => "both", Description = "sqlite, postgres or both" };
var callers = new Option<int[]>("--callers") { DefaultValueFactory = _ => [1, 8, 16], AllowMultipleArgumentsPerToken = true, Description = "numbers of concurrent callers (acts)" };
var cases = new Option<int[]>("--cases") { DefaultValueFactory = _ => [1_000, 100_000], AllowMultipleArgumentsPerToken = true, Description = "numbers of cases in the database (pages)" };
var projects = new Option<int[]>("--projects") { DefaultValueFactory = _ => [1_000, 100_000], AllowMultipleArgumentsPerToken = true, Description = "numbers of projects in the database (city)" };
var plans = new Option<bool>("--plans") { Description = "print every command of a first view with the database's plan (pages, city)" };
what.AcceptOnlyFromAmong("acts", "pages", "city", "all");
database.AcceptOnlyFromAmong("sqlite", "postgres", "both");
var root = new RootCommand("Acts and pages of the approvals, beside what the machine could do at most") { what, seconds, database, callers, cases, projects, plans };
root.SetAction(async (parsed, ct) =>
{
    CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
    Console.WriteLine(Machine.Describe());
    var length = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    var chosen = parsed.GetValue(database)!;
    await using var postgres = chosen is "sqlite" ? null : await PgServer.StartAsync();
    if (chosen is not "sqlite" && postgres is null)
        Console.WriteLine("PostgreSQL is not installed under /usr/lib/postgresql: left out");
    List<PgServer?> servers = [];
    if (chosen is not "postgres")
        servers.Add(null); // the embedded database needs no server
    if (postgres is not null)
        servers.Add(postgres);
    foreach (var server in servers)
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
