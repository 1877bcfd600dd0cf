using System.CommandLine;
using Tongban.Bench;
using Tongban.Drills.Support;

namespace Tongban.Drills.Kill;

internal static class KillCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 50, Description = "how often the server is killed" };
        var minutes = Rounds.Minutes(30);
        var postgres = new Option<bool>("--postgres") { Description = "on a PostgreSQL of its own instead of the embedded database" };
        var processes = new Option<int>("--processes") { DefaultValueFactory = _ => 1, Description = "server processes on one PostgreSQL; with more than one, another is halted while one is killed" };
        var command = new Command("kill", "Kills the server under load and looks whether an acknowledged act was lost or done twice") { rounds, Rounds.Clients, Rounds.Seed, minutes, postgres, processes };
        command.SetAction((parsed, ct) => Rounds.RunAsync(parsed.GetValue(minutes), async limit =>
        {
            var shared = parsed.GetValue(postgres) || parsed.GetValue(processes) > 1;
            await using var server = shared ? await PgServer.StartAsync() ?? throw new InvalidOperationException("PostgreSQL is not installed under /usr/lib/postgresql.") : null;
            await using var drill = new KillDrill(parsed.GetValue(Rounds.Seed), parsed.GetValue(Rounds.Clients), server is null ? null : await server.NewDatabaseAsync(), Console.Out, parsed.GetValue(processes));
            return (await drill.RunAsync(parsed.GetValue(rounds), limit)).IsGood;
        }, ct));
        return command;
    }
}
