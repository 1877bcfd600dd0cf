using System.CommandLine;
using System.Globalization;
using Tongban.Bench;
using Tongban.Bench.Load;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is [LoadHost.Command, var folder, .. var rest])
    return await LoadHost.RunAsync(folder, rest is [var connection, ..] ? connection : null);

var users = new Option<int>("--users") { DefaultValueFactory = _ => 300, Description = "virtual users" };
var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 60, Description = "length of the load with think time; the other measurements take a quarter of it each" };
var think = new Option<double>("--think") { DefaultValueFactory = _ => 15, Description = "seconds a reader looks at a page, on average" };
var faster = new Option<double>("--faster") { DefaultValueFactory = _ => 15, Description = "think times are shortened by this" };
var times = new Option<int>("--times") { DefaultValueFactory = _ => 10, Description = "projects in the database, as a multiple of the demonstration city's" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "decides who opens what" };
var root = new RootCommand("Readers of mixed roles on a database of ten times the seed's size, beside an empty page of the same host under the same client") { users, seconds, think, faster, times, seed, Databases.Option };
root.SetAction(async (parsed, ct) =>
{
    Console.WriteLine(Machine.Describe());
    var good = true;
    await foreach (var server in Databases.OfAsync(parsed.GetValue(Databases.Option)!))
        good &= await LoadBench.RunAsync(server, parsed.GetValue(users), TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(think) / parsed.GetValue(faster)), parsed.GetValue(times), parsed.GetValue(seed), FormattableString.Invariant($"{parsed.GetValue(think)} s on average, {parsed.GetValue(faster)} times faster"), ct);
    return good ? 0 : 1;
});
return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
