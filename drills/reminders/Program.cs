using System.CommandLine;
using Tongban.Bench;
using Tongban.Drills.Reminders;

var months = new Option<int>("--months") { DefaultValueFactory = _ => 24, Description = "how many 25ths" };
var units = new Option<int>("--units") { DefaultValueFactory = _ => 40, Description = "responsible units" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => Random.Shared.Next(), Description = "decides who is killed or paused when, who has something open, and what the gateway does" };
var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 15, Description = "gives up after so long" };
var root = new RootCommand("Three processes remind the units of the 25ths and are killed and paused meanwhile: is any unit missed or reminded twice?") { months, units, seed, minutes };
root.SetAction(async (parsed, ct) =>
{
    await using var server = await PgServer.StartAsync("64MB");
    if (server is null)
    {
        Console.Error.WriteLine("PostgreSQL is not installed under /usr/lib/postgresql.");
        return 1;
    }
    using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
    limit.CancelAfter(TimeSpan.FromMinutes(parsed.GetValue(minutes)));
    await using var drill = await ReminderDrill.PrepareAsync(await server.NewDatabaseAsync(), parsed.GetValue(seed), parsed.GetValue(units), Console.Out, limit.Token);
    return await drill.RunAsync(parsed.GetValue(months), limit.Token) ? 0 : 1;
});
var task = new Argument<string[]>("task") { Arity = ArgumentArity.OneOrMore };
var worker = new Command("worker", "One of the three processes; the drill starts it") { task };
worker.SetAction((parsed, ct) => Worker.RunAsync(WorkerTask.Read(parsed.GetValue(task)!), ct));
root.Subcommands.Add(worker);
return await root.Parse(args).InvokeAsync();
