using System.CommandLine;
using Tongban.Bench;
using Tongban.Drills.Hostile;

var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 100_000, Description = "requests generated from the server's description of its API" };
var clients = new Option<int>("--clients") { DefaultValueFactory = _ => 4, Description = "clients that ask at the same time" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => Random.Shared.Next(), Description = "decides what is asked" };
var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 60, Description = "gives up after so long" };
var postgres = new Option<bool>("--postgres") { Description = "on a PostgreSQL of its own instead of the embedded database" };
var only = new Option<string[]>("--only") { AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], Description = "these parts: api, uploads, geometry, pages, wire" };
var root = new RootCommand("Sends hostile requests to the running server and looks whether anything breaks, hangs or tells too much") { requests, clients, seed, minutes, postgres, only };
root.SetAction(async (parsed, ct) =>
{
    System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
    await using var server = parsed.GetValue(postgres) ? await PgServer.StartAsync() : null;
    if (server is null && parsed.GetValue(postgres))
    {
        Console.Error.WriteLine("PostgreSQL is not installed under /usr/lib/postgresql.");
        return 1;
    }
    using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
    limit.CancelAfter(TimeSpan.FromMinutes(parsed.GetValue(minutes)));
    await using var drill = new HostileDrill(parsed.GetValue(seed), parsed.GetValue(clients), server is null ? null : await server.NewDatabaseAsync(), Console.Out);
    return await drill.RunAsync(parsed.GetValue(requests), [.. parsed.GetValue(only)!], limit.Token) ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
