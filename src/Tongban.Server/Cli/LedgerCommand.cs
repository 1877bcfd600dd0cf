using System.CommandLine;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ledger.Witnesses;
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
        return new Command("ledger", T("台账", "The ledger")) { verify, export, Witness() };
    }

    private static Command Witness()
    {
        var server = new Option<Uri?>("--server") { HelpName = "URL", Description = T("平台地址", "Address of the platform"), CustomParser = CommonOptions.Address };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = T("本机构登记的名称", "The name this organ is registered under") };
        var key = new Option<string>("--key") { HelpName = "FILE", Description = T("本机构私钥文件，首次使用时生成", "This organ's private key; made at first use"), Required = true };
        var state = new Option<string?>("--state") { HelpName = "FILE", Description = T("上次副署的检查点", "The checkpoint signed last") };
        var ledgerKeys = new Option<string[]>("--public-key") { HelpName = "KEY|FILE", Description = T("台账公布的公钥，可多个", "Published keys of the ledger, one or more"), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var show = new Option<bool>("--show-key") { Description = T("只显示本机构公钥", "Only show this organ's public key") };
        var witness = new Command("witness", T("见证：核对新的检查点接续上次所见，然后副署", "Witness: verify that the newest checkpoint continues the last one seen, and sign it")) { server, name, key, state, ledgerKeys, show };
        witness.Validators.Add(result =>
        {
            if (!result.GetValue(show) && (result.GetResult(server) is null || result.GetValue(name) is null || result.GetValue(state) is null || result.GetValue(ledgerKeys) is not { Length: > 0 }))
                result.AddError(T("请给出 --server、--name、--state 和 --public-key，或只用 --show-key。", "Give --server, --name, --state and --public-key, or only --show-key."));
        });
        witness.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(show))
            {
                using var signer = FileLedgerSigner.LoadOrCreate(parsed.GetValue(key)!);
                Console.WriteLine(signer.PublicKey);
                return ExitCodes.Done;
            }
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(1), MaxResponseContentBufferSize = 1 << 20 };
            return await WitnessCommand.RunAsync(new(parsed.GetValue(server)!, parsed.GetValue(name)!, parsed.GetValue(key)!, parsed.GetValue(state)!, parsed.GetValue(ledgerKeys)!), http, Console.Out, ct);
        });
        return witness;
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
