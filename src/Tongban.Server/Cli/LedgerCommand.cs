using System.CommandLine;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban ledger</c>: export for the archive, verification by anyone.</summary>
internal static class LedgerCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo?>("--file") { HelpName = "FILE", Description = T("导出的台账文件；不给则核验数据库中的台账", "An exported ledger; without it the ledger of the database is verified") };
        var key = new Option<FileInfo?>("--public-key") { HelpName = "FILE", Description = T("签名公钥", "Public key of the signatures") };
        var verify = new Command("verify", T("核验台账：散列链、默克尔树、检查点签名", "Verify the ledger: hash chains, Merkle tree, signatures of checkpoints")) { file, key };
        verify.SetAction((parsed, ct) => Wiring.VerifyLedgerAsync(CommonOptions.Read(parsed), parsed.GetValue(file), parsed.GetValue(key), ct));

        var target = new Option<FileInfo?>("--file") { HelpName = "FILE", Description = T("写入的文件；不给则写到标准输出", "File to write; without it standard output") };
        var export = new Command("export", T("导出台账供离线核验", "Export the ledger for verification elsewhere")) { target };
        export.SetAction((parsed, ct) => Wiring.ExportLedgerAsync(CommonOptions.Read(parsed), parsed.GetValue(target), ct));
        return new Command("ledger", T("台账", "The ledger")) { verify, export };
    }
}
