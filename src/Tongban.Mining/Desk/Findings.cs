using System.Globalization;
using Tongban.Foundation;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Desk;

/// <summary>Which cases are looked at: those that began in a period, and of these those with a value of an attribute.</summary>
internal sealed record LogFilter(DateOnly? From = null, DateOnly? To = null, string? Attribute = null, string? Value = null)
{
    public static Result<LogFilter> Read(string? from, string? to, string? attribute, string? value)
    {
        if (!Day(from, out var first) || !Day(to, out var last) || first > last)
            return MiningErrors.Period();
        return new LogFilter(first, last, attribute is { Length: > 0 } && value is { Length: > 0 } ? attribute : null, value is { Length: > 0 } ? value : null);
    }

    public Result<EventLog> Of(OpenLog open, EventLog log)
    {
        if (From is null && To is null && Attribute is null)
            return log;
        var (from, to) = (From is { } f ? LogTime.ToUtc(f.ToDateTime(TimeOnly.MinValue), open.Zone) : long.MinValue, To is { } t ? LogTime.ToUtc(t.AddDays(1).ToDateTime(TimeOnly.MinValue), open.Zone) : long.MaxValue);
        LogColumn? column = null;
        if (Attribute is not null && (column = log.CaseColumn(Attribute)) is null)
            return MiningErrors.NoSuchAttribute(Attribute);
        var code = column is null || column.IsDate ? -2 : Array.IndexOf(column.Words, Value);
        var part = log.Where(c => log.FirstAt(c) >= from && log.FirstAt(c) < to && (column is null || (column.IsDate ? column.TextAt(c) == Value : column.Codes[c] == code && code >= 0)), null);
        return part.CaseCount == 0 ? MiningErrors.NothingLeft() : part;
    }

    public string Query(string prefix = "") => string.Concat(
        new[] { ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("attribute", Attribute), ("value", Value) }
            .Where(p => p.Item2 is not null).Select(p => $"&{prefix}{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));

    private static bool Day(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given);
        day = read ? given : null;
        return read;
    }
}

/// <summary>A part of a log that is being looked at.</summary>
/// <param name="Whole">With all its life cycle.</param>
/// <param name="Done">Completions only: what variants, graph and conformance are made of.</param>
internal sealed record LogPart(OpenLog Open, LogFilter Filter, EventLog Whole, EventLog Done)
{
    public static Result<LogPart> Of(OpenLog open, LogFilter filter) => filter.Of(open, open.Log).Then(part => (Result<LogPart>)new LogPart(open, filter, part, part.Completed()));

    public string NameOf(int activity) => Open.NameOf(activity);

    public Durations Throughput() => Durations.Of([.. Enumerable.Range(0, Whole.CaseCount).Select(Whole.ThroughputOf)]);

    public int OnWeekends() => Whole.At.Count(t => LogTime.DayOf(t, Open.Zone).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Deadlines by the named dates of the case, or by those that look like it.</summary>
    public Result<DeadlineTable> Deadlines(string? deadline, string? end, string? by)
    {
        var due = Whole.CaseColumn(deadline is { Length: > 0 } ? deadline : Open.Deadline);
        if (due is not { IsDate: true })
            return deadline is { Length: > 0 } ? MiningErrors.NoSuchAttribute(deadline) : MiningErrors.NoDeadline();
        var ended = end is "-" ? null : Whole.CaseColumn(end is { Length: > 0 } ? end : Open.End);
        if (end is { Length: > 0 } and not "-" && ended is not { IsDate: true })
            return MiningErrors.NoSuchAttribute(end);
        if (by is { Length: > 0 } && Whole.CaseColumn(by) is null)
            return MiningErrors.NoSuchAttribute(by);
        return DeadlineTable.Of(Whole, due, ended, Whole.CaseColumn(by is { Length: > 0 } ? by : Open.By) is { IsDate: false } column ? column.TextAt : null);
    }

    public Result<ConformanceTable> Conform() => Open.Models is { } models ? Conformance.Of(Done, models(Done)) : MiningErrors.NoModel();

    public WhatIf WhatIf() => new(Whole, Open.Models?.Invoke(Whole) ?? (_ => null));

    /// <summary>The cases by a text of theirs, or by the quarter in which they began: each group's own figures, the most cases first, quarters in their order.</summary>
    /// <param name="by">Name of an attribute, or <see cref="ByQuarter"/>.</param>
    /// <returns>At most <see cref="MostGroups"/> groups; none when the log has no such text.</returns>
    public IReadOnlyList<ComparedGroup> Groups(string? by)
    {
        var column = Whole.CaseColumn(by);
        if (by != ByQuarter && column is not { IsDate: false })
            return [];
        string? NameOf(int c) => by == ByQuarter ? Quarter(LogTime.DayOf(Whole.FirstAt(c), Open.Zone)) : column!.TextAt(c);
        var names = Enumerable.Range(0, Whole.CaseCount).GroupBy(c => NameOf(c) ?? "", StringComparer.Ordinal).Where(g => g.Key.Length > 0).Select(g => (Name: g.Key, Count: g.Count()));
        List<ComparedGroup> groups = [];
        foreach (var (name, _) in (by == ByQuarter ? names.OrderByDescending(g => g.Name, StringComparer.Ordinal).Take(MostGroups).OrderBy(g => g.Name, StringComparer.Ordinal) : names.OrderByDescending(g => g.Count).ThenBy(g => g.Name, StringComparer.Ordinal).Take(MostGroups)))
        {
            var whole = Whole.Where(c => NameOf(c) == name, null);
            var part = this with { Whole = whole, Done = whole.Completed() };
            groups.Add(new(name, by == ByQuarter ? Filter with { From = DayOf(name, 0), To = DayOf(name, 3).AddDays(-1) } : Filter with { Attribute = by, Value = name },
                ComparisonTable.Figures(part.Done, _ => part.Deadlines(null, null, null).TryGet(out var table, out Tongban.Foundation.Error? _) ? table.All : null)));
        }
        return groups;

        static string Quarter(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-Q{((day.Month - 1) / 3) + 1}");
        static DateOnly DayOf(string quarter, int months) => new DateOnly(int.Parse(quarter.AsSpan(0, 4), CultureInfo.InvariantCulture), ((quarter[^1] - '1') * 3) + 1, 1).AddMonths(months);
    }

    public const string ByQuarter = "quarter";

    public const int MostGroups = 12;

    public static Result<ComparisonTable> Compare(LogPart left, LogPart right) => ComparisonTable.Of(left.Done, right.Done, part =>
    {
        var whole = part == left.Done ? left : right;
        return whole.Deadlines(null, null, null).TryGet(out var table, out _) ? table.All : null;
    });
}

/// <summary>Cases that have something in common, beside the others.</summary>
/// <param name="Name">The value they share; of a period 2026-Q1.</param>
/// <param name="Filter">What chooses them.</param>
internal sealed record ComparedGroup(string Name, LogFilter Filter, ComparedPart Figures);
