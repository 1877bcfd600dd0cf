using System.CommandLine;
using Tongban.Foundation.Storage;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban demo</c>: loads the demonstration city into an empty database.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", T("向空数据库装入演示城市", "Load the demonstration city into an empty database"));
        command.SetAction(async (parsed, ct) =>
        {
            var options = CommonOptions.Read(parsed) with { RunsSchedule = false };
            using var folder = DataFolder.Hold(options);
            await Migration.RunAsync(options.Storage, Modules.All, ct);
            await using var app = Hosting.Build(options);
            foreach (var account in await Wiring.LoadDemoCityAsync(app.Services, ct))
                Console.WriteLine($"  {account.UserName,-16} {account.Password,-20} {account.Who}");
            return ExitCodes.Done;
        });
        return command;
    }
}
