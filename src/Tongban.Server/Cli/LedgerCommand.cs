using System.CommandLine;
using Tongban.Foundation.Ledger;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban ledger</c>: export for the archive, verification by anyone.</summary>
internal static class LedgerCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo?>("--file") { HelpName = "FILE", Description = T("导出的台账文件；不给则核验数据库中的台账", "An exported ledger; without it the ledger of the database is verified") };
        var key = new Option<FileInfo[]>("--public-key") { HelpName = "FILE", Description = T("可信公钥，可多次给出", "A trusted public key; may be given more than once"), DefaultValueFactory = _ => [] };
        var checkpoint = new Option<FileInfo[]>("--checkpoint") { HelpName = "FILE", Description = T("另行保存的检查点；据此可发现整链重写", "A checkpoint kept elsewhere; it shows even a ledger rewritten as a whole"), DefaultValueFactory = _ => [] };
        var verify = new Command("verify", T("核验台账：散列链、默克尔树、检查点签名", "Verify the ledger: hash chains, Merkle tree, signatures of checkpoints")) { file, checkpoint, key };
        verify.SetAction(async (parsed, ct) =>
        {
            var arguments = new LedgerVerifyArguments(parsed.GetValue(file)?.FullName, Paths(parsed.GetValue(checkpoint)), Paths(parsed.GetValue(key)));
            if (arguments.File is not null)
                return await LedgerVerifyCommand.RunAsync(arguments, () => throw new InvalidOperationException("a file needs no database"), Console.Out, ct);
            return await WithServicesAsync(parsed, services => LedgerVerifyCommand.RunAsync(arguments, () => services, Console.Out, ct));
        });

        var target = new Option<FileInfo>("--file") { HelpName = "FILE", Description = T("写入的文件", "File to write"), Required = true };
        var export = new Command("export", T("导出台账供离线核验", "Export the ledger for verification elsewhere")) { target };
        export.SetAction((parsed, ct) => WithServicesAsync(parsed, services => LedgerExportCommand.RunAsync(parsed.GetValue(target)!.FullName, services, Console.Out, ct)));
        return new Command("ledger", T("台账", "The ledger")) { verify, export };
    }

    private static IReadOnlyList<string> Paths(FileInfo[]? files) => [.. (files ?? []).Select(f => f.FullName)];

    private static async Task<int> WithServicesAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> work)
    {
        var options = CommonOptions.Read(parsed) with { RunsSchedule = false };
        using var folder = DataFolder.Hold(options);
        await using var app = Hosting.Build(options);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
