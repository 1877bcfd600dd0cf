using System.CommandLine;
using Tongban.Drills.Support;

namespace Tongban.Drills.Power;

internal static class PowerCommand
{
    public static Command Create()
    {
        var images = new Option<int>("--images") { DefaultValueFactory = _ => 500, Description = "moments at which the power is cut" };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 25, Description = "how long clients work" };
        var served = new Option<int>("--served") { DefaultValueFactory = _ => 25, Description = "every so manieth image is also started as a server" };
        var minutes = Rounds.Minutes(20);
        var command = new Command("power", "Cuts the power of the embedded database's disk at many moments and looks what is lost") { images, seconds, served, Rounds.Clients, Rounds.Seed, minutes };
        command.SetAction((parsed, ct) => Rounds.RunAsync(parsed.GetValue(minutes), async limit =>
        {
            using var drill = new PowerDrill();
            return await drill.RunAsync(parsed.GetValue(images), parsed.GetValue(seconds), parsed.GetValue(Rounds.Clients), parsed.GetValue(Rounds.Seed), parsed.GetValue(served), Console.Out, limit);
        }, ct));
        return command;
    }
}
