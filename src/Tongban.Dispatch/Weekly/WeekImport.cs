using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Weekly;

/// <summary>A line of a file that was not taken, with the reasons.</summary>
internal sealed record RejectedLine(int Line, string? Code, IReadOnlyList<string> Reasons);

/// <summary>What became of a file.</summary>
internal sealed record TakenWeek(int Accepted, int Unchanged, IReadOnlyList<RejectedLine> Rejected);

/// <summary>Takes returns of one week as a table. Each line goes through the same use case as the form; sound lines count even when others are rejected.</summary>
internal sealed class WeekImport(SubmitReturnHandler submit, Caller caller)
{
    private const int MostLines = 2000;

    /// <summary>The head of the file, as the template has it.</summary>
    public static byte[] Template() => Csv.Write([.. FieldReading.Columns.Prepend(FieldReading.Code).Select(c => c.Name.Zh)], []);

    /// <param name="mapping">Names other heads: <c>现场人数=workersOnSite; …</c>.</param>
    /// <param name="reason">Why weeks that were returned before are corrected.</param>
    public async Task<Result<TakenWeek>> TakeAsync(string week, byte[] file, string? mapping, string? reason, CancellationToken ct)
    {
        if (!IsoWeek.Parse(week).TryGet(out _, out var form))
            return form;
        IReadOnlyList<IReadOnlyList<string>> lines;
        try
        {
            lines = Csv.Read(file);
        }
        catch (FormatException broken)
        {
            return WeeklyErrors.Unreadable(broken.Message);
        }
        if (lines.Count == 0 || lines.Count > MostLines + 1)
            return WeeklyErrors.Unreadable(Words.T($"应有 1 至 {MostLines} 行", $"1 to {MostLines} lines are expected"));
        var said = (mapping ?? "").Split([';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(m => m.Split(['=', '＝'], 2, StringSplitOptions.TrimEntries)).Where(m => m.Length == 2)
            .GroupBy(m => m[0], StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.OrdinalIgnoreCase);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (head, at) in lines[0].Select((h, i) => (h.Trim(), i)))
        {
            var name = said.GetValueOrDefault(head, head);
            if (FieldReading.Columns.Prepend(FieldReading.Code).FirstOrDefault(c => c.Key.Equals(name, StringComparison.OrdinalIgnoreCase) || c.Name.Zh == name || c.Name.En.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } column)
                places.TryAdd(column.Key, at);
        }
        if (Error.Combine([.. FieldReading.Columns.Prepend(FieldReading.Code).Where(c => c.Required && !places.ContainsKey(c.Key)).Select(c => WeeklyErrors.ColumnMissing($"{c.Name.Zh} ({c.Key})"))]) is { } missing)
            return missing;

        var (accepted, unchanged, rejected) = (0, 0, new List<RejectedLine>());
        // Each line is an act of its own; a file that comes again finds its lines as they are.
        caller.ActId = null;
        for (var i = 1; i < lines.Count; i++)
        {
            var line = lines[i];
            string? Cell(string key) => places.TryGetValue(key, out var at) && at < line.Count ? line[at] : null;
            var code = Cell(FieldReading.Code.Key)?.Trim() ?? "";
            var result = FieldReading.Read(Cell, null).TryGet(out var fields, out var refusal) ? await submit.HandleAsync(new(code, week, fields, null, reason), ct) : refusal;
            if (!result.TryGet(out var taken, out var no))
                rejected.Add(new(i + 1, code, [.. no.All.Select(e => e.Field is { } field ? $"{field}: {e.Text}" : e.Text.ToString())]));
            else if (taken.Unchanged)
                unchanged++;
            else
                accepted++;
        }
        return new TakenWeek(accepted, unchanged, rejected);
    }
}
