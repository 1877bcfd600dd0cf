using System.Text;
using Sylvan.Data.Csv;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Import;

/// <summary>The head of a table and its first rows, to choose a mapping by.</summary>
internal sealed record TablePreview(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>Reads an event log from comma-separated text (RFC 4180; semicolons and tabs too), row by row.</summary>
internal static class CsvLogReader
{
    private const int PreviewRows = 12, LongestRow = 1 << 20, MostColumns = 200;

    public static TablePreview Preview(Stream sent, LogLimits limits) => Guarded(() =>
    {
        using var text = Open(sent, limits, out var delimiter);
        using var csv = Csv(text, delimiter);
        if (!csv.Read())
            throw new LogRefusedException(MiningErrors.Empty());
        var head = Head(csv);
        List<IReadOnlyList<string>> rows = [];
        while (rows.Count < PreviewRows && csv.Read())
            rows.Add([.. Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetString(i).Trim())]);
        return new TablePreview(head, rows);
    });

    public static EventLog Read(Stream sent, LogMapping mapping, LogLimits limits, ReportBuilder report, CancellationToken ct) => Guarded(() =>
    {
        using var text = Open(sent, limits, out var delimiter);
        using var csv = Csv(text, delimiter);
        if (!csv.Read())
            throw new LogRefusedException(MiningErrors.Empty());
        report.Rows = 1;
        var head = Head(csv);
        var roles = mapping.Columns.ToDictionary(c => c.Name, c => c.Role, StringComparer.Ordinal);
        if (mapping.Columns.FirstOrDefault(c => c.Role is not ColumnRole.Ignore && !head.Contains(c.Name, StringComparer.Ordinal)) is { } gone)
            throw new LogRefusedException(MiningErrors.NoSuchColumn(gone.Name));
        var zone = LogTime.Zone(mapping.Zone)!;
        var builder = new EventLogBuilder(limits);
        int caseAt = At(ColumnRole.Case), activityAt = At(ColumnRole.Activity), timeAt = At(ColumnRole.Timestamp), startAt = At(ColumnRole.StartTimestamp), whoAt = At(ColumnRole.Resource), phaseAt = At(ColumnRole.Lifecycle);
        var more = head.Select((name, i) => (i, Role: roles.GetValueOrDefault(name), Name: LogMapping.AttributeOf(name)))
            .Where(c => c.Role >= ColumnRole.CaseText)
            .Select(c => (c.i, c.Role, Column: c.Role is ColumnRole.CaseText or ColumnRole.CaseDate
                ? builder.CaseColumn(c.Name, c.Role is ColumnRole.CaseDate ? ColumnKind.Date : ColumnKind.Text)
                : builder.EventColumn(c.Name, c.Role is ColumnRole.EventDate ? ColumnKind.Date : ColumnKind.Text)))
            .ToList();
        if (more.Any(c => c.Column is null))
            throw new LogRefusedException(MiningErrors.TooMany("columns", ("属性列", "attribute columns"), limits.Columns));
        var (conflicts, unreadable) = (0L, 0L);
        while (csv.Read())
        {
            if ((++report.Rows & 0xFFFF) == 0)
                ct.ThrowIfCancellationRequested();
            if (csv.RowFieldCount == 0 || (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsWhiteSpace()))
                continue;
            var ofCase = Field(caseAt);
            var activity = Field(activityAt);
            if (csv.RowFieldCount > head.Count)
            {
                report.Reject(ofCase, "", ($"有 {csv.RowFieldCount} 列，表头只有 {head.Count} 列。", $"The row has {csv.RowFieldCount} cells, the head {head.Count}."));
                continue;
            }
            if (ofCase.IsEmpty || activity.IsEmpty)
            {
                report.Reject(ofCase, activity, ofCase.IsEmpty ? ("没有案例编号。", "It names no case.") : ("没有活动名称。", "It names no activity."));
                continue;
            }
            if (ofCase.Length > limits.TextLength || activity.Length > limits.TextLength || Field(whoAt).Length > limits.TextLength || Field(phaseAt).Length > limits.TextLength)
            {
                report.Reject(ofCase, activity, ($"名称超过 {limits.TextLength} 字。", $"A name is longer than {limits.TextLength} characters."));
                continue;
            }
            if (!LogTime.TryRead(Field(timeAt), zone, mapping.TimeFormat, out var at))
            {
                report.Reject(ofCase, Field(timeAt), Field(timeAt).IsEmpty ? ("没有时间。", "It has no time.") : ("时间无法识别，或不在 1900 至 2199 年之间。", "The time cannot be read, or is not between 1900 and 2199."));
                continue;
            }
            var began = 0L;
            if (startAt >= 0 && !Field(startAt).IsEmpty && (!LogTime.TryRead(Field(startAt), zone, mapping.TimeFormat, out began) || began > at))
            {
                report.Reject(ofCase, Field(startAt), ("开始时间无法识别，或晚于结束时间。", "The time of the beginning cannot be read, or is after that of the end."));
                continue;
            }
            var number = builder.CaseOf(ofCase);
            if (began > 0)
                Say(builder.Add(number, activity, began, Field(whoAt), "start"));
            Say(builder.Add(number, activity, at, Field(whoAt), startAt >= 0 && phaseAt < 0 ? "complete" : Field(phaseAt)));

            void Say(int e)
            {
                foreach (var (i, role, column) in more)
                {
                    var value = Field(i);
                    if (value.IsEmpty)
                        continue;
                    var row = role is ColumnRole.CaseText or ColumnRole.CaseDate ? number : e;
                    if (column!.Kind is not ColumnKind.Date)
                    {
                        // The first row that says something about a case counts.
                        if (!column.Has(row))
                            column.Set(row, value);
                        else if (!column.Says(row, value.Length > limits.TextLength ? value[..limits.TextLength] : value))
                            conflicts++;
                    }
                    else if (!LogTime.TryRead(value, zone, mapping.TimeFormat, out var ticks))
                    {
                        unreadable++;
                    }
                    else if (!column.Has(row))
                    {
                        column.Set(row, ticks);
                    }
                    else if (!column.Says(row, ticks))
                    {
                        conflicts++;
                    }
                }
            }
        }
        if (builder.EventCount == 0)
            throw new LogRefusedException(MiningErrors.NoEvents(report.Build()));
        if (conflicts > 0)
            report.Note(($"同一案例的属性前后不一 {conflicts} 处，以首次出现的为准。", $"{conflicts} cells say something else about their case than the first row of it; the first counts."));
        if (unreadable > 0)
            report.Note(($"日期属性中有 {unreadable} 个值无法识别，按空缺处理。", $"{unreadable} values of date attributes cannot be read and are left out."));
        LogReading.NoteColumns(builder, limits, report);
        return builder.Build();

        int At(ColumnRole role) => head.FindIndex(h => roles.GetValueOrDefault(h) == role);

        ReadOnlySpan<char> Field(int i) => i < 0 || i >= csv.RowFieldCount ? default : Value(csv.GetFieldSpan(i));
    });

    /// <summary>Without blanks around it, and without the apostrophe that keeps a spreadsheet from computing it.</summary>
    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        return cell is ['\'', '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] ? cell[1..] : cell;
    }

    private static List<string> Head(CsvDataReader csv)
    {
        // Before anything else: making thousands of equal names different takes minutes.
        if (csv.RowFieldCount > MostColumns)
            throw new LogRefusedException(MiningErrors.TooMany("columns", ("列", "columns"), MostColumns));
        List<string> head = [];
        for (var i = 0; i < csv.RowFieldCount; i++)
        {
            var name = csv.GetString(i).Trim();
            if (name.Length == 0)
                name = $"#{i + 1}";
            if (name.Length > 100)
                name = name[..100];
            var unique = name;
            for (var n = 2; head.Contains(unique, StringComparer.Ordinal); n++)
                unique = $"{name} ({n})";
            head.Add(unique);
        }
        return head;
    }

    private static CsvDataReader Csv(TextReader text, char delimiter) => CsvDataReader.Create(text, new CsvDataReaderOptions { HasHeaders = false, Delimiter = delimiter, BufferSize = 1 << 16, MaxBufferSize = LongestRow, OwnsReader = false });

    private static StreamReader Open(Stream sent, LogLimits limits, out char delimiter)
    {
        // The first piece is looked at for its encoding and its separator, then the file is read from its beginning.
        var start = sent.Position;
        var first = new byte[1 << 16];
        int n;
        using (var look = BoundedStream.Open(sent, limits, markup: false))
            n = look.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        sent.Position = start;
        var encoding = EncodingOf(first.AsSpan(0, n));
        var line = encoding.GetString(first, 0, n);
        line = line[..(line.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : line.Length)];
        delimiter = new[] { ',', ';', '\t' }.MaxBy(d => line.Count(c => c == d));
        return new StreamReader(BoundedStream.Open(sent, limits, markup: false), encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> first)
    {
        // A character may be cut at the end of the piece; UTF-8 or not shows long before.
        for (var cut = 0; cut < 4 && cut < first.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(first[..^cut]))
                return Encoding.UTF8;
        }
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030");
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvRecordTooLargeException)
        {
            throw new LogRefusedException(MiningErrors.TooLongValue(LongestRow >> 10));
        }
        catch (CsvFormatException e)
        {
            throw new LogRefusedException(MiningErrors.Unreadable(($"第 {e.RowNumber} 行不是有效的 CSV。", $"Row {e.RowNumber} is not valid CSV.")));
        }
    }
}
