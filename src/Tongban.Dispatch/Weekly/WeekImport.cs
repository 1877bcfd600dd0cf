using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Weekly;

/// <summary>A line of a file that was not taken, with the reasons.</summary>
internal sealed record RejectedLine(int Line, string? Code, IReadOnlyList<string> Reasons);

/// <summary>A line that was taken.</summary>
/// <param name="Unchanged">The week already said the same.</param>
/// <param name="Flags">Values to be looked at again; the line counts all the same.</param>
internal sealed record TakenLine(int Line, string Code, int Revision, bool Late, bool Unchanged, IReadOnlyList<string> Flags);

/// <summary>What became of a file, line by line.</summary>
internal sealed record TakenWeek(int Accepted, int Unchanged, IReadOnlyList<RejectedLine> Rejected, IReadOnlyList<TakenLine> Taken);

/// <summary>Takes returns of one week as a table, CSV or XLSX. Each line goes through the same use case as the form; sound lines count even when others are rejected.</summary>
internal sealed class WeekImport(SubmitReturnHandler submit, WeekQueries weeks, Caller caller)
{
    /// <summary>Lines, and bytes, of one file.</summary>
    public const int MostLines = 2000, MostBytes = 4_000_000;

    private static IEnumerable<WeekColumn> Columns => FieldReading.Columns.Prepend(FieldReading.Code);

    /// <summary>The head of the file, as the template has it.</summary>
    public static byte[] Template() => Csv.Write([.. Columns.Select(c => c.Name.Zh)], []);

    /// <summary>The same as a workbook.</summary>
    public static byte[] WorkbookTemplate()
    {
        using var buffer = new MemoryStream();
        using (var book = new Workbook(buffer))
        {
            book.Sheet("周报送", [.. Columns.Select(c => c.Name.Zh)], []);
            book.Finish();
        }
        return buffer.ToArray();
    }

    /// <param name="mapping">What other heads and values mean, as <see cref="ColumnMapping"/> reads it.</param>
    /// <param name="reason">Why weeks that were returned before are corrected.</param>
    public async Task<Result<TakenWeek>> TakeAsync(string week, byte[] file, string? mapping, string? reason, CancellationToken ct)
    {
        if (!IsoWeek.Parse(week).TryGet(out var of, out var form))
            return form;
        List<IReadOnlyList<string>>? lines;
        try
        {
            lines = TableFile.Read(file, MostLines);
        }
        catch (FormatException broken)
        {
            return WeeklyErrors.Unreadable(broken.Message);
        }
        if (lines is null)
            return WeeklyErrors.TooManyLines(MostLines);
        if (lines.Count < 2)
            return WeeklyErrors.NoLines();
        var said = ColumnMapping.Parse(mapping);
        var (places, heads) = Places(lines[0], said);
        if (Error.Combine([.. Columns.Where(c => c.Required && !places.ContainsKey(c.Key) && !said.Makes(c.Key)).Select(c => WeeklyErrors.ColumnMissing($"{c.Name.Zh} ({c.Key})"))]) is { } missing)
            return missing;

        var (rejected, accepted) = (new List<RejectedLine>(), new List<TakenLine>());
        // Each line is an act of its own; a file that comes again finds its lines as they are.
        caller.ActId = null;
        var before = await weeks.CumulatedBeforeAsync([.. lines.Skip(1).Select(l => Cell(l, FieldReading.Code.Key)).OfType<string>().Distinct(StringComparer.Ordinal)], of, ct);
        for (var i = 1; i < lines.Count; i++)
        {
            var line = lines[i];
            string? Read(string key) => Cell(line, key);
            var code = Cell(line, FieldReading.Code.Key) ?? "";
            var result = FieldReading.Read(Read, before.TryGetValue(code, out var cumulated) ? cumulated : null).TryGet(out var fields, out var refusal) ? await submit.HandleAsync(new(code, week, fields, null, reason), ct) : refusal;
            if (result.TryGet(out var taken, out var no))
                accepted.Add(new(i + 1, code, taken.Revision, taken.Late, taken.Unchanged, [.. taken.Flags.Select(f => f.Why)]));
            else
                rejected.Add(new(i + 1, code, [.. no.All.Select(Reason)]));
        }
        return new TakenWeek(accepted.Count(l => !l.Unchanged), accepted.Count(l => l.Unchanged), rejected, accepted);

        static string? At(IReadOnlyList<string> line, Dictionary<string, int> where, string name) => where.TryGetValue(name, out var at) && at < line.Count && line[at].Trim() is { Length: > 0 } text ? text : null;
        string? Cell(IReadOnlyList<string> line, string key) => (said.Makes(key) ? said.Make(key, head => At(line, heads, head)) : At(line, places, key)) is { } text ? said.Translate(key, text) : null;
    }

    private static (Dictionary<string, int> Fields, Dictionary<string, int> Heads) Places(IReadOnlyList<string> line, ColumnMapping said)
    {
        var (fields, heads) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        foreach (var (head, at) in line.Select((h, i) => (h.Trim(), i)))
        {
            heads.TryAdd(head, at);
            var name = said.FieldOf(head) ?? head;
            if (Columns.FirstOrDefault(c => c.Key.Equals(name, StringComparison.OrdinalIgnoreCase) || c.Name.Zh == name || c.Name.En.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } column)
                fields.TryAdd(column.Key, at);
        }
        return (fields, heads);
    }

    // The column is named as the file names it, not as the API does; what names it already says it once.
    private static string Reason(Error e) => e.Field is { } field && field != FieldReading.Code.Key && FieldReading.NameOf(field) is var name && name.Zh != field && !e.Text.Zh.Contains(name.Zh, StringComparison.Ordinal) ? Words.T($"{name.Zh}：{e.Text.Zh}", $"{name.En}: {e.Text.En}") : e.Text.ToString();
}
