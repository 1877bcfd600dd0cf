using System.CommandLine;
using Tongban.Foundation.Storage;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban migrate</c>: brings the schema up to date without starting the server.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", T("升级数据库结构", "Bring the database schema up to date"));
        command.SetAction(async (parsed, ct) =>
        {
            var options = CommonOptions.Read(parsed);
            using var folder = DataFolder.Hold(options);
            await Migration.RunAsync(options.Storage, Modules.All, ct);
            Console.WriteLine(T("数据库结构已是最新。", "The schema is up to date."));
            return ExitCodes.Done;
        });
        return command;
    }
}
