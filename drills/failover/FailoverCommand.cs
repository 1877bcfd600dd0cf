using System.CommandLine;
using Tongban.Bench;
using Tongban.Drills.Support;

namespace Tongban.Drills.Failover;

internal static class FailoverCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 20, Description = "how often the primary is lost" };
        var minutes = Rounds.Minutes(40);
        var command = new Command("failover", "Loses the primary of a PostgreSQL cluster under load and looks whether an acknowledged act was lost") { rounds, Rounds.Clients, Rounds.Seed, minutes };
        command.SetAction((parsed, ct) => Rounds.RunAsync(parsed.GetValue(minutes), async limit =>
        {
            if (Cluster.Missing.Count > 0 || Environment.UserName != "root")
            {
                await Console.Error.WriteLineAsync($"needs root, PostgreSQL, and the packages {string.Join(' ', Cluster.Missing)}");
                return false;
            }
            using var drill = new FailoverDrill();
            return await drill.RunAsync(Path.Combine(Machine.Root, "deploy"), parsed.GetValue(rounds), parsed.GetValue(Rounds.Clients), parsed.GetValue(Rounds.Seed), Console.Out, limit);
        }, ct));
        return command;
    }
}
