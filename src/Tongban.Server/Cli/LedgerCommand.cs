using System.CommandLine;
using Tongban.Foundation.Ledger;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban ledger</c>: export for the archive, verification by anyone.</summary>
internal static class LedgerCommand
{
    public static Command Create()
    {
        var file = new Option<string?>("--file") { HelpName = "FILE", Description = T("导出的台账文件；不给则核验数据库中的台账", "An exported ledger; without it the ledger of the database is verified") };
        var checkpoints = new Option<string[]>("--checkpoint") { HelpName = "FILE", Description = T("另行保存的检查点或证明，可多个", "Checkpoints or proofs that were kept elsewhere, one or more"), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var keys = new Option<string[]>("--public-key") { HelpName = "KEY|FILE", Description = T("签名公钥或公钥文件，可多个", "Public keys of the signatures, or files with them, one or more"), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var verify = new Command("verify", T("核验台账：散列链、默克尔树、检查点签名", "Verify the ledger: hash chains, Merkle tree, signatures of checkpoints")) { file, checkpoints, keys };
        verify.SetAction(async (parsed, ct) =>
        {
            var arguments = new LedgerVerifyArguments(parsed.GetValue(file), parsed.GetValue(checkpoints), parsed.GetValue(keys));
            return arguments.File is null
                ? await WithServicesAsync(parsed, writes: false, services => LedgerVerifyCommand.RunAsync(arguments, () => services, Console.Out, ct))
                : await LedgerVerifyCommand.RunAsync(arguments, () => throw new InvalidOperationException("a file needs no database"), Console.Out, ct);
        });

        var target = new Option<string>("--file") { HelpName = "FILE", Description = T("写入的文件", "File to write"), Required = true };
        var export = new Command("export", T("导出台账供离线核验", "Export the ledger for verification elsewhere")) { target };
        export.SetAction((parsed, ct) => WithServicesAsync(parsed, writes: true, services => LedgerExportCommand.RunAsync(parsed.GetValue(target)!, services, Console.Out, ct)));
        return new Command("ledger", T("台账", "The ledger")) { verify, export };
    }

    /// <param name="writes">An export closes the tree first; a verification only reads, beside a running server too.</param>
    private static async Task<int> WithServicesAsync(ParseResult parsed, bool writes, Func<IServiceProvider, Task<int>> work)
    {
        var options = CommonOptions.Read(parsed) with { RunsSchedule = false };
        using var folder = writes ? DataFolder.Hold(options) : null;
        await using var app = Hosting.Build(options);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
