using System.CommandLine;
using Tongban.Drills.Support;

namespace Tongban.Drills.IoError;

internal static class IoErrorCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 20, Description = "how often the disk fails" };
        var minutes = Rounds.Minutes(20);
        var command = new Command("io-error", "Lets the disk fail under a working server and looks whether it refuses, loses nothing and goes on") { rounds, Rounds.Clients, Rounds.Seed, minutes };
        command.SetAction((parsed, ct) => Rounds.RunAsync(parsed.GetValue(minutes), async limit =>
        {
            using var drill = new IoErrorDrill();
            return await drill.RunAsync(parsed.GetValue(rounds), parsed.GetValue(Rounds.Clients), parsed.GetValue(Rounds.Seed), Console.Out, limit);
        }, ct));
        return command;
    }
}
