using System.CommandLine;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Server.City;
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
            await DemoCity.LoadAsync(options, ct);
            Show(options);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Prints the accounts to try the demonstration with.</summary>
    public static void Show(ServerOptions options)
    {
        Console.WriteLine(T($"演示账户，密码均为 {DemoPeople.Password}", $"Demonstration accounts; the password of all is {DemoPeople.Password}"));
        foreach (var account in CityCatalogue.Read(options.CityFolder).Value is { } city ? DemoPeople.ShownIn(city) : [])
            Console.WriteLine($"  {account.UserName,-12} {account.Who}");
    }
}
