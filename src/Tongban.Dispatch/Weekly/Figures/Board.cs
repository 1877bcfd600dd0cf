using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Figures;

/// <summary>A project as the list had it.</summary>
internal sealed record BoardProject(Guid ProjectId, string Code, string Name, string Owner, string Division, string Sector, KeyClass Class, decimal? Longitude, decimal? Latitude);

/// <summary>One project in one week.</summary>
/// <param name="Revision">0 when nothing was returned.</param>
internal sealed record BoardRow(
    BoardProject Project, int Revision, bool Late, bool Resumed, StopReason? StopReason, int WorkersOnSite, WeekRates Rates, decimal WeekInvestmentWan, decimal YearCumulativeWan, decimal PhysicalPct, decimal PlannedYearWan,
    Attention Attention, IReadOnlyList<Outlier> Outliers)
{
    public bool Reported => Revision > 0;
}

/// <summary>Several projects together.</summary>
internal sealed record BoardGroup(string Key, Words Name, int Projects, int Reported, WeekRates Rates, decimal WeekInvestmentWan, decimal YearCumulativeWan);

/// <summary>One week of the curve.</summary>
internal sealed record BoardPoint(string Week, int Projects, int Reported, WeekRates Rates, decimal WeekInvestmentWan, int WorkersOnSite);

/// <summary>Which projects a board is made of.</summary>
internal sealed record BoardFilter(string? Division = null, string? Sector = null, KeyClass? Class = null)
{
    public bool Takes(MajorEntry e) => (Division is not { Length: > 0 } d || e.Division == d) && (Sector is not { Length: > 0 } s || e.Sector == s) && (Class is not { } c || e.Class == c);
}

/// <summary>The board of a week as it was known at an instant.</summary>
/// <param name="DaysSinceResumption">Days from the first resumption of any of the projects to the end of the week; <see langword="null"/> before.</param>
internal sealed record BoardSheet(
    string Week, DateTimeOffset AsOf, BoardGroup Total, int Late, IReadOnlyList<BoardRow> Rows, IReadOnlyList<BoardGroup> Divisions, IReadOnlyList<BoardGroup> Sectors, IReadOnlyList<BoardGroup> Classes, IReadOnlyList<BoardPoint> Trend,
    int? DaysSinceResumption, IReadOnlyList<Shortage> Shortages);

/// <summary>Makes boards. They follow from lines of the list and revisions of returns that were there at the instant, and from nothing else: whatever is entered later leaves the board of that instant as it was.</summary>
internal static class Board
{
    public const int TrendWeeks = 12;

    /// <param name="entries">Lines of the list; later ones than <paramref name="asOf"/> are passed over.</param>
    /// <param name="returns">Revisions, at least of the weeks of the curve and of the twelve before.</param>
    /// <param name="divisionName">What a division is called.</param>
    public static BoardSheet Of(IEnumerable<MajorEntry> entries, IEnumerable<WeeklyReturn> returns, IsoWeek week, DateTimeOffset asOf, BoardFilter filter, WeeklyRules rules, Func<string, Words> divisionName)
    {
        var lines = entries.Where(e => e.At <= asOf).ToLookup(e => e.ProjectId);
        var known = returns.Where(r => r.SubmittedAt <= asOf && r.Week <= week.Key).GroupBy(r => r.ProjectId)
            .ToDictionary(g => g.Key, g => g.GroupBy(r => r.Week).Select(w => w.MaxBy(r => r.Revision)!).OrderByDescending(r => r.Week).ToList());
        var rows = ListedIn(lines, week).Where(filter.Takes).OrderBy(e => e.Code, StringComparer.Ordinal).Select(e => Row(e, week, known.GetValueOrDefault(e.ProjectId) ?? [], lines[e.ProjectId], rules)).ToList();
        var trend = new List<BoardPoint>();
        for (var back = TrendWeeks - 1; back >= 0; back--)
        {
            var at = week.Plus(-back);
            var then = ListedIn(lines, at).Where(filter.Takes).Select(e => (Entry: e, Return: known.GetValueOrDefault(e.ProjectId)?.Find(r => r.Week == at.Key))).ToList();
            trend.Add(new(at.ToString(), then.Count, then.Count(t => t.Return is not null), Sum(then.Select(t => WeekRates.Of(t.Entry, at, t.Return?.Fields, rules))), then.Sum(t => t.Return?.Fields.WeekInvestmentWan ?? 0), then.Sum(t => t.Return?.Fields.WorkersOnSite ?? 0)));
        }
        var fields = rows.Where(r => r.Reported).Select(r => (r.Project, known[r.Project.ProjectId][0].Fields)).ToList();
        var first = rows.Where(r => r.Reported).Select(r => known[r.Project.ProjectId][0].Fields.ResumedOn).Where(d => d is not null).Min();
        return new(week.ToString(), asOf, Group("", ("合计", "Total"), rows), rows.Count(r => r.Late), rows,
            Groups(rows, r => r.Project.Division, divisionName), Groups(rows, r => r.Project.Sector, WeeklyWords.Sector), Groups(rows, r => WeekFields.Name(r.Project.Class), k => WeeklyWords.Name(Enum.Parse<KeyClass>(k, ignoreCase: true))),
            trend, first is { } day ? week.Sunday.DayNumber - day.DayNumber + 1 : null, Figures.Shortages.Match(fields, rules));
    }

    /// <summary>The lines in force for a week: of each project the newest that holds from this week or before, unless it took the project off.</summary>
    public static IEnumerable<MajorEntry> ListedIn(ILookup<Guid, MajorEntry> lines, IsoWeek week)
    {
        foreach (var project in lines)
        {
            if (InForce(project, week) is { } line)
                yield return line;
        }
    }

    /// <returns>The line in force, or <see langword="null"/> when the project was not on the list.</returns>
    public static MajorEntry? InForce(IEnumerable<MajorEntry> lines, IsoWeek week) => lines.Where(e => e.FromWeek <= week.Key).MaxBy(e => e.No) is { Kind: not MajorEntryKind.Removed } line ? line : null;

    public static BoardProject ProjectOf(MajorEntry e) => new(e.ProjectId, e.Code, e.Name, e.Owner, e.Division, e.Sector, e.Class, e.Longitude, e.Latitude);

    private static BoardRow Row(MajorEntry entry, IsoWeek week, List<WeeklyReturn> weeks, IEnumerable<MajorEntry> lines, WeeklyRules rules)
    {
        var now = weeks is [{ } newest, ..] && newest.Week == week.Key ? newest : null;
        var earlier = weeks.Where(w => w.Week < week.Key).Select(w => (w.IsoWeek, w.Fields)).ToList();
        var outliers = now is null ? [] : Outliers.Of(week, now.Fields, earlier, entry.TotalWan);
        var rates = WeekRates.Of(entry, week, now?.Fields, rules);
        var missed = 0;
        while (missed < TrendWeeks && InForce(lines, week.Plus(-missed)) is not null && !weeks.Exists(w => w.Week == week.Plus(-missed).Key))
            missed++;
        return new(ProjectOf(entry), now?.Revision ?? 0, now?.Late ?? false, now?.Fields.Resumed ?? false, now?.Fields.StopReason, now?.Fields.WorkersOnSite ?? 0, rates, now?.Fields.WeekInvestmentWan ?? 0, now?.Fields.YearCumulativeWan ?? 0,
            now?.Fields.PhysicalPct ?? 0, entry.PlannedYearWan, Attention.Of(rates, now is not null, missed, outliers.Count, rules), outliers);
    }

    private static List<BoardGroup> Groups(List<BoardRow> rows, Func<BoardRow, string> key, Func<string, Words> name) =>
        [.. rows.GroupBy(key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Group(g.Key, name(g.Key), [.. g]))];

    private static BoardGroup Group(string key, Words name, List<BoardRow> rows) => new(key, name, rows.Count, rows.Count(r => r.Reported), Sum(rows.Select(r => r.Rates)), rows.Sum(r => r.WeekInvestmentWan), rows.Sum(r => r.YearCumulativeWan));

    private static WeekRates Sum(IEnumerable<WeekRates> rates) => rates.Aggregate(default(WeekRates), (a, b) => a + b);
}
