using System.CommandLine;
using System.Globalization;
using Tongban.Bench;
using Tongban.Bench.Space;

var what = new Argument<string>("what") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "all", Description = "cambridge, city, http or all" };
var parcels = new Option<int>("--parcels") { DefaultValueFactory = _ => 1_000_000, Description = "polygons of farmland in the city" };
var projects = new Option<int>("--projects") { DefaultValueFactory = _ => 560, Description = "projects held beside PostGIS" };
var many = new Option<int>("--many") { DefaultValueFactory = _ => 100_000, Description = "projects of the long run without PostGIS; 0: none" };
var every = new Option<int>("--every") { DefaultValueFactory = _ => 1, Description = "every so many-th parcel of Cambridge" };
var alone = new Option<bool>("--alone") { Description = "without PostGIS" };
var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 500, Description = "checks over HTTP" };
what.AcceptOnlyFromAmong("cambridge", "city", "http", "all");
var root = new RootCommand("The overlay engine beside PostGIS, on the same machine in the same run") { what, parcels, projects, many, every, alone, requests };
root.SetAction(async (parsed, ct) =>
{
    CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
    Console.WriteLine(Machine.Describe());
    var folder = Directory.CreateTempSubdirectory("tongban-bench-space-").FullName;
    try
    {
        if (parsed.GetValue(what) is "http" or "all")
            await HttpBench.RunAsync(folder, parsed.GetValue(parcels), parsed.GetValue(requests));
        if (parsed.GetValue(what) is "http")
            return 0;
        await using var server = parsed.GetValue(alone) ? null : await PgServer.StartAsync("2GB");
        if (server is null)
            Console.WriteLine("without PostGIS");
        if (parsed.GetValue(what) is not "city")
            await CambridgeBench.RunAsync(server, folder, parsed.GetValue(every));
        if (parsed.GetValue(what) is not "cambridge")
            await CityBench.RunAsync(server, folder, parsed.GetValue(parcels), parsed.GetValue(projects), parsed.GetValue(many));
    }
    finally
    {
        Directory.Delete(folder, true);
    }

    return 0;
});
return await root.Parse(args).InvokeAsync();
