using Tongban.Foundation;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Import;

/// <summary>Formats a log can come in.</summary>
internal enum LogFormat { Csv, Xes }

/// <summary>A log that was read, with the report on its rows.</summary>
internal sealed record ReadLog(EventLog Log, ImportReport Report);

/// <summary>What the person who sent a file chooses from: columns with a guess, or classifiers.</summary>
internal sealed record LogPreview(LogFormat Format, LogMapping Guess, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Classifiers);

/// <summary>Reads files of logs, whatever they come in.</summary>
internal static class LogReading
{
    /// <summary>Looks at the first rows.</summary>
    /// <param name="sent">Can be moved in; it is read from its beginning and left open.</param>
    public static Result<LogPreview> Preview(Stream sent, LogLimits limits) => Refusing(() =>
    {
        if (FormatOf(sent, limits) is LogFormat.Xes)
            return new LogPreview(LogFormat.Xes, new([], LogMapping.DefaultZone, null, null), [], [.. XesReader.Classifiers(sent, limits).Select(c => c.Name)]);
        var preview = CsvLogReader.Preview(sent, limits);
        return new(LogFormat.Csv, LogMapping.Guess(preview.Head, preview.Rows), preview.Rows, []);
    });

    public static Result<ReadLog> Read(Stream sent, LogMapping mapping, LogLimits limits, CancellationToken ct) => Refusing(() =>
    {
        var format = FormatOf(sent, limits);
        if (mapping.Check(format is LogFormat.Csv) is { } wrong)
            throw new LogRefusedException(wrong);
        var report = new ReportBuilder(limits.ListedRejections);
        var log = format is LogFormat.Xes ? XesReader.Read(sent, mapping, limits, report, ct) : CsvLogReader.Read(sent, mapping, limits, report, ct);
        return new ReadLog(log, report.Build());
    });

    internal static void NoteColumns(EventLogBuilder builder, LogLimits limits, ReportBuilder report)
    {
        foreach (var column in builder.Columns)
        {
            if (column.Dropped)
                report.Note(($"属性“{column.Name}”有超过 {limits.DistinctValues} 个不同的值，未导入。", $"The attribute {column.Name} has more than {limits.DistinctValues} different values and was left out."));
            if (column.Cut > 0)
                report.Note(($"属性“{column.Name}”有 {column.Cut} 个值超过 {limits.TextLength} 字，已截短。", $"{column.Cut} values of the attribute {column.Name} were longer than {limits.TextLength} characters and are cut."));
        }
    }

    private static LogFormat FormatOf(Stream sent, LogLimits limits)
    {
        if (sent.Length > limits.FileBytes)
            throw new LogRefusedException(MiningErrors.TooLarge(limits.FileBytes >> 20));
        sent.Position = 0;
        Span<byte> first = stackalloc byte[256];
        int n;
        using (var look = BoundedStream.Open(sent, limits, markup: false))
            n = look.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        sent.Position = 0;
        var text = first[..n].TrimStart("\uFEFF \t\r\n"u8);
        if (text.IsEmpty)
            throw new LogRefusedException(MiningErrors.Empty());
        return text[0] == (byte)'<' || first[..Math.Min(n, 4)].Contains((byte)0) || (n >= 2 && first[0] >= 0xFE && first[1] >= 0xFE) ? LogFormat.Xes : LogFormat.Csv;
    }

    private static Result<T> Refusing<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LogRefusedException refused)
        {
            return refused.Refusal;
        }
    }
}
