using System.CommandLine;
using Tongban.Approvals.ArchivePackage;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban archive</c>: verification of a project's archive package, on any machine and without a database.</summary>
internal static class ArchiveCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = T("档案包（ZIP）", "An archive package (ZIP)") };
        var keys = new Option<string[]>("--public-key") { HelpName = "KEY|FILE", Description = T("公布的公钥或公钥文件，可多个", "Published keys, or files with them, one or more"), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var verify = new Command("verify", T("核验档案包：文件、索引签名、账本记录和证明", "Verify an archive package: files, signature of the index, ledger entries and proofs")) { file, keys };
        verify.SetAction((parsed, ct) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(keys)!, Console.Out, ct));
        return new Command("archive", T("项目档案", "Archives of projects")) { verify };
    }

    internal static async Task<int> RunAsync(string file, IReadOnlyList<string> keys, TextWriter output, CancellationToken ct)
    {
        try
        {
            List<LedgerPublicKey> trusted = [];
            foreach (var text in keys)
                trusted.Add(LedgerPublicKey.TryParse(text, out var given) || LedgerPublicKey.TryParse((await File.ReadAllTextAsync(text, ct)).Trim(), out given) ? given : throw new FormatException(text));
            await using var stream = File.OpenRead(file);
            var report = await PackageVerifier.VerifyAsync(stream, trusted, ct);
            foreach (var finding in report.Findings)
                await output.WriteLineAsync($"- {finding.File}{T("：", ": ")}{finding.Text}");
            if (!report.Sound)
            {
                await output.WriteLineAsync(new Words("档案包有 {0} 处不符。", "The package has {0} findings.").With(report.Findings.Count).ToString());
                return LedgerVerifyCommand.Unsound;
            }
            await output.WriteLineAsync(new Words("项目 {0}：{1} 份文件，{2} 条账本记录，检查点 {3}。", "Project {0}: {1} documents, {2} ledger entries, checkpoint {3}.")
                .With(report.Index!.ProjectCode, report.Index.Documents.Count, report.Index.Entries, report.Index.CheckpointSize).ToString());
            if (report.Index.Withheld.Count > 0)
                await output.WriteLineAsync(new Words("另有 {0} 份文件不对该读者开放，未收入。", "{0} more documents were not for the reader it was made for.").With(report.Index.Withheld.Count).ToString());
            await output.WriteLineAsync((trusted.Count > 0 ? new Words("档案包完好。", "The package is sound.")
                : new Words("档案包自洽。请核对公钥 {0}（编号 {1}）与公布的一致。", "The package is sound by the key it brings along: compare {0} (id {1}) with the published one.").With(report.SignedBy, report.SignedBy!.KeyId)).ToString());
            return LedgerVerifyCommand.Sound;
        }
        catch (InvalidDataException)
        {
            await output.WriteLineAsync(T("这不是档案包，或者文件不完整。", "This is no archive package, or the file is not complete."));
            return LedgerVerifyCommand.Unsound;
        }
        catch (Exception broken) when (LedgerVerifyCommand.Explain(broken) is { } words)
        {
            await output.WriteLineAsync(words.ToString());
            return LedgerVerifyCommand.NotJudged;
        }
    }
}
