using System.CommandLine;
using Tongban.Bench;
using Tongban.Drills.Support;

namespace Tongban.Drills.Restore;

internal static class RestoreCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "backups" };
        var postgres = new Option<bool>("--postgres") { Description = "on a PostgreSQL of its own instead of the embedded database" };
        var minutes = Rounds.Minutes(30);
        var command = new Command("restore", "Backs up under load, restores, and looks whether everything acknowledged before is there") { rounds, Rounds.Clients, Rounds.Seed, postgres, minutes };
        command.SetAction((parsed, ct) => Rounds.RunAsync(parsed.GetValue(minutes), async limit =>
        {
            await using var server = !parsed.GetValue(postgres) ? null : await PgServer.StartAsync() ?? throw new InvalidOperationException("PostgreSQL is not installed under /usr/lib/postgresql.");
            using var drill = new RestoreDrill();
            return await drill.RunAsync(parsed.GetValue(rounds), parsed.GetValue(Rounds.Clients), parsed.GetValue(Rounds.Seed), server is null ? null : server.NewDatabaseAsync, Console.Out, limit);
        }, ct));
        return command;
    }
}
