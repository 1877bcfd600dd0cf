using System.CommandLine;
using Tongban.Bench;
using Tongban.Drills.Kill;

var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 50, Description = "how often the server is killed" };
var clients = new Option<int>("--clients") { DefaultValueFactory = _ => 4, Description = "clients that work at the same time, 1 to 12" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => Random.Shared.Next(), Description = "decides when it is killed" };
var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 30, Description = "gives up after so long" };
var postgres = new Option<bool>("--postgres") { Description = "on a PostgreSQL of its own instead of the embedded database" };
var processes = new Option<int>("--processes") { DefaultValueFactory = _ => 1, Description = "server processes on one PostgreSQL; with more than one, another is halted while one is killed" };
var root = new RootCommand("Kills the server under load and looks whether an acknowledged act was lost or done twice") { rounds, clients, seed, minutes, postgres, processes };
root.SetAction(async (parsed, ct) =>
{
    await using var server = parsed.GetValue(postgres) || parsed.GetValue(processes) > 1 ? await PgServer.StartAsync() : null;
    if (server is null && (parsed.GetValue(postgres) || parsed.GetValue(processes) > 1))
    {
        Console.Error.WriteLine("PostgreSQL is not installed under /usr/lib/postgresql.");
        return 1;
    }
    using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
    limit.CancelAfter(TimeSpan.FromMinutes(parsed.GetValue(minutes)));
    await using var drill = new KillDrill(parsed.GetValue(seed), parsed.GetValue(clients), server is null ? null : await server.NewDatabaseAsync(), Console.Out, parsed.GetValue(processes));
    var outcome = await drill.RunAsync(parsed.GetValue(rounds), limit.Token);
    return outcome.IsGood ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
