using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Files;

namespace Tongban.Foundation.Ledger;

/// <summary>What <c>tongban ledger verify</c> was asked.</summary>
/// <param name="File">An export to verify; <see langword="null"/> verifies the database.</param>
/// <param name="Checkpoints">Files with checkpoints that were kept outside: one note a file, or a proof that holds one.</param>
/// <param name="PublicKeys">Keys as text, or files that hold one. Empty believes the key folder, or for a file the keys it brings along.</param>
internal sealed record LedgerVerifyArguments(string? File = null, IReadOnlyList<string>? Checkpoints = null, IReadOnlyList<string>? PublicKeys = null);

/// <summary>Verifies the ledger of the database or of an export and says in sentences what it found.</summary>
internal static class LedgerVerifyCommand
{
    /// <summary>Everything is sound.</summary>
    public const int Sound = 0;

    /// <summary>Something was changed.</summary>
    public const int Unsound = 1;

    /// <summary>It could not be judged: a file is missing or unreadable, the database is away.</summary>
    public const int NotJudged = 2;

    private const int MostLines = 100;

    /// <param name="services">Scoped services with the database; asked for only when no file is given.</param>
    public static async Task<int> RunAsync(LedgerVerifyArguments arguments, Func<IServiceProvider> services, TextWriter output, CancellationToken ct)
    {
        try
        {
            var earlier = new List<Checkpoint>();
            foreach (var file in arguments.Checkpoints ?? [])
                earlier.Add(await ReadCheckpointAsync(file, ct));
            var trusted = new List<LedgerPublicKey>();
            foreach (var key in arguments.PublicKeys ?? [])
                trusted.Add(await ReadKeyAsync(key, ct));

            if (arguments.File is null)
            {
                var report = await services().GetRequiredService<LedgerReader>().VerifyAsync(earlier, trusted is [] ? null : trusted, ct);
                return await TellAsync(report, keysCompared: true, output);
            }

            await using var stream = File.OpenRead(arguments.File);
            using var export = await LedgerExportReader.OpenAsync(stream, ct);
            var judged = await LedgerReader.JudgeAsync(
                [.. export.Checkpoints.Select(c => c.ToString())], export.EntriesAsync(ct), export.HeadsAsync(ct), trusted is [] ? export.PublicKeys : trusted, earlier, ct);
            if (trusted is [])
            {
                foreach (var key in export.PublicKeys)
                    await output.WriteLineAsync(new Words("文件自带公钥 {0}（编号 {1}）。请与公布的公钥核对。", "The file brings the key {0} (id {1}). Compare it with the published one.").With(key, key.KeyId).ToString());
            }
            return await TellAsync(judged, trusted is not [], output);
        }
        catch (Exception broken) when (Explain(broken) is { } words)
        {
            await output.WriteLineAsync(words.ToString());
            return NotJudged;
        }
    }

    internal static Words? Explain(Exception broken) => broken switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Words("找不到文件：{0}", "No such file: {0}").With((broken as FileNotFoundException)?.FileName ?? broken.Message),
        UnauthorizedAccessException => new Words("无权读写文件：{0}", "The file cannot be accessed: {0}").With(broken.Message),
        FormatException => new Words("文件不可读或不完整：{0}", "The file cannot be read or is not complete: {0}").With(broken.Message),
        System.Text.DecoderFallbackException => new Words("文件不是 UTF-8 文本。", "The file is not UTF-8 text."),
        IOException => new Words("文件读写失败：{0}", "Reading or writing a file failed: {0}").With(broken.Message),
        DbException => new Words("数据库不可读：{0}", "The database cannot be read: {0}").With(broken.Message),
        InvalidCastException => new Words("数据库中有不可读的记录：{0}", "The database holds a row that cannot be read: {0}").With(broken.Message),
        _ => null,
    };

    private static async Task<int> TellAsync(LedgerReport report, bool keysCompared, TextWriter output)
    {
        await output.WriteLineAsync(new Words("共 {0} 条记录、{1} 个事项、{2} 个检查点；检查点证明了前 {3} 条。", "{0} entries of {1} matters and {2} checkpoints; checkpoints vouch for the first {3} entries.")
            .With(report.Entries, report.Matters, report.Checkpoints, report.ProvenSize).ToString());
        await output.WriteLineAsync(new Words("根：{0}", "Root: {0}").With(report.Root).ToString());
        foreach (var finding in report.Findings.Take(MostLines))
            await output.WriteLineAsync($"- {LedgerFindingWords.Where(finding)}{finding.Explanation}");
        if (report.FindingCount > MostLines)
            await output.WriteLineAsync(new Words("……共 {0} 处，以上为前 {1} 处。", "… {0} findings; the first {1} are above.").With(report.FindingCount, MostLines).ToString());
        await output.WriteLineAsync((report.Sound
            ? keysCompared ? new Words("台账完好。", "The ledger is sound.") : new Words("台账自洽，公钥待核对。", "The ledger is sound by the keys it brings along.")
            : new Words("台账有 {0} 处不符。", "The ledger has {0} findings.").With(report.FindingCount)).ToString());
        return report.Sound ? Sound : Unsound;
    }

    private static async Task<Checkpoint> ReadCheckpointAsync(string file, CancellationToken ct)
    {
        var text = await File.ReadAllTextAsync(file, ct);
        if (Checkpoint.TryParse(text, out var checkpoint))
            return checkpoint;
        return text.TrimStart().StartsWith('{') ? LedgerProof.FromJson(text).Checkpoint : throw new FormatException(file);
    }

    private static async Task<LedgerPublicKey> ReadKeyAsync(string key, CancellationToken ct)
    {
        if (LedgerPublicKey.TryParse(key, out var given))
            return given;
        return LedgerPublicKey.TryParse((await File.ReadAllTextAsync(key, ct)).Trim(), out var read) ? read : throw new FormatException(key);
    }
}

/// <summary>Writes the whole ledger to a file that can be verified without the database.</summary>
internal static class LedgerExportCommand
{
    /// <param name="file">Written beside and moved into place, so that a reader never sees half of it; <see langword="null"/> writes to standard output.</param>
    /// <param name="output">Where sentences go; not standard output when the export goes there.</param>
    public static async Task<int> RunAsync(string? file, IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var beside = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            if (file is null)
            {
                await using var console = Console.OpenStandardOutput();
                await WriteAsync(console, services, ct);
                return LedgerVerifyCommand.Sound;
            }

            long entries;
            await using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                entries = await WriteAsync(stream, services, ct);
                stream.Flush(flushToDisk: true);
            }
            Durable.Move(beside, file, overwrite: true);
            await output.WriteLineAsync(new Words("已导出 {0} 条记录到 {1}。核验：tongban ledger verify --file {1}", "{0} entries written to {1}. Verify with: tongban ledger verify --file {1}").With(entries, file).ToString());
            return LedgerVerifyCommand.Sound;
        }
        catch (Exception broken) when (LedgerVerifyCommand.Explain(broken) is { } words)
        {
            await output.WriteLineAsync(words.ToString());
            return LedgerVerifyCommand.NotJudged;
        }
        finally
        {
            if (File.Exists(beside))
                File.Delete(beside);
        }
    }

    // A checkpoint is made first, so that the file can be judged to its end.
    private static async Task<long> WriteAsync(Stream to, IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<CheckpointService>().CloseAsync(ct);
        return await services.GetRequiredService<LedgerReader>().ExportAsync(to, ct);
    }
}

/// <summary>Findings in words.</summary>
internal static class LedgerFindingWords
{
    /// <summary>Where it is: place or range, matter and step; ends with a colon.</summary>
    public static string Where(LedgerFinding finding)
    {
        var place = finding.Position is null ? "" : finding.Position == finding.Until || finding.Until is null
            ? new Words("第 {0} 条", "Entry {0}").With(finding.Position).ToString()
            : new Words("第 {0} 至 {1} 条", "Entries {0} to {1}").With(finding.Position, finding.Until).ToString();
        var matter = finding.Matter is null ? "" : new Words("（{0} 第 {1} 步）", " ({0} step {1})").With(finding.Matter, finding.Sequence).ToString();
        return place.Length + matter.Length == 0 ? "" : $"{place}{matter}{Words.T("：", ": ")}";
    }
}
