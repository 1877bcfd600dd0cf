using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;
using Tongban.Supervision.Scores;

namespace Tongban.Supervision.Reports;

/// <summary>The figures of a month, of everything or of one group.</summary>
/// <param name="EarlyRate">Percent of decisions that needed less than the promise.</param>
/// <param name="Corrections">Corrections for every hundred cases accepted.</param>
internal sealed record MonthFigures(
    string Key, string NameZh, string NameEn, int Accepted, int Deemed, int Closed, int InTime, decimal? OnTimeRate, decimal? EarlyRate, decimal? MeanDays, decimal? MeanPromised, decimal? Corrections, int Returned, int Yellow, int Red, int Ratings, decimal? Stars)
{
    public string Name => ((Words)(NameZh, NameEn)).ToString();
}

/// <summary>How often a procedure stopped a clock, and for how many working days.</summary>
internal sealed record PauseFigures(string Type, string NameZh, string NameEn, int Count, int Days)
{
    public string Name => ((Words)(NameZh, NameEn)).ToString();
}

/// <summary>How often a rule fired.</summary>
/// <param name="OpenAtEnd">Of these not over on the last day of the month.</param>
internal sealed record RuleFigures(string Rule, string NameZh, string NameEn, string Basis, Severity Level, int Found, int OpenAtEnd)
{
    public string Name => ((Words)(NameZh, NameEn)).ToString();
}

/// <summary>The report of a month. It is computed from days that lie in the month and from nothing that came later, so it reads the same whenever it is made.</summary>
/// <param name="Digest">SHA-256 of the figures.</param>
/// <param name="Provisional">The month is not over.</param>
internal sealed record MonthlyReport(
    string Month, bool Provisional, string City, string CityEn, MonthFigures All, IReadOnlyList<MonthFigures> Organs, IReadOnlyList<MonthFigures> Stages, IReadOnlyList<MonthFigures> Divisions, IReadOnlyList<RuleFigures> Rules, IReadOnlyList<PauseFigures> Pauses,
    int CardsIssued, int CardsClosed, int CardsOpen, string Digest);

/// <summary>Computes the monthly report (月报).</summary>
internal sealed class MonthlyReports(TongbanDb db, OrganDirectory organs, CityCatalogue city, IFlowFacts flow, CityClock clock)
{
    /// <returns>First day of the month, or <see langword="null"/> when the text is none, or one that has not begun.</returns>
    public DateOnly? MonthOf(string? text)
    {
        var today = clock.Today;
        var current = new DateOnly(today.Year, today.Month, 1);
        if (string.IsNullOrEmpty(text))
            return current.AddMonths(-1);
        return DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var month) && month <= current ? month : null;
    }

    public async Task<MonthlyReport> OfAsync(DateOnly month, CancellationToken ct)
    {
        var (key, last) = ((month.Year * 100) + month.Month, month.AddMonths(1).AddDays(-1));
        var cells = (await db.Set<SupervisionMeasure>().AsNoTracking().Where(m => m.Month == key)
            .GroupBy(m => new { m.Kind, m.Organ, m.Stage, m.Division, m.Days, m.Promised, m.InTime, m.Detail })
            .Select(g => new { g.Key.Kind, g.Key.Organ, g.Key.Stage, g.Key.Division, g.Key.Days, g.Key.Promised, g.Key.InTime, g.Key.Detail, Count = g.Count() }).ToListAsync(ct))
            .ConvertAll(c => new Cell(c.Kind, c.Organ, c.Stage, c.Division, c.Days, c.Promised, c.InTime, c.Detail, c.Count));
        var findings = (await db.Set<Finding>().AsNoTracking().Where(f => f.FoundOn >= month && f.FoundOn <= last)
            .GroupBy(f => new { f.Rule, f.Level, f.Organ, f.Stage, f.Division, Open = f.SettledOn == null || f.SettledOn > last })
            .Select(g => new { g.Key.Rule, g.Key.Level, g.Key.Organ, g.Key.Stage, g.Key.Division, g.Key.Open, Count = g.Count() }).ToListAsync(ct))
            .ConvertAll(f => new Found(f.Rule, f.Level, f.Organ, f.Stage, f.Division, f.Open, f.Count));
        var cards = db.Set<SupervisionCard>().AsNoTracking();
        var issued = await cards.CountAsync(c => c.IssuedOn >= month && c.IssuedOn <= last, ct);
        var closed = await cards.CountAsync(c => c.ClosedOn >= month && c.ClosedOn <= last, ct);
        var open = await cards.CountAsync(c => c.IssuedOn <= last && (c.ClosedOn == null || c.ClosedOn > last), ct);
        var names = flow.Current?.Stages.ToDictionary(s => s.No, s => s.Name) ?? [];
        var report = new MonthlyReport($"{month:yyyy-MM}", last >= clock.Today, city.City.NameZh, city.City.NameEn, Figures("", ("全市", "The city"), cells, findings),
            Groups(cells, findings, c => c.Organ, f => f.Organ, k => organs.NameOf(k)),
            Groups(cells.Where(c => c.Stage > 0), findings.Where(f => f.Stage > 0), c => $"{c.Stage}", f => $"{f.Stage}", k => names.GetValueOrDefault(int.Parse(k, System.Globalization.CultureInfo.InvariantCulture), (k, k))),
            Groups(cells, findings, c => c.Division, f => f.Division, k => city.Division(k)?.Name ?? (k, k)),
            [.. RuleBook.All.Select(r => new RuleFigures(r.Code, r.Name.Zh, r.Name.En, r.Basis, r.Level, findings.Where(f => f.Rule == r.Code).Sum(f => f.Count), findings.Where(f => f.Rule == r.Code && f.Open).Sum(f => f.Count)))],
            [.. cells.Where(c => c.Kind is MeasureKind.Paused).GroupBy(c => c.Detail ?? "").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new PauseFigures(g.Key, PauseTypes.NameOf(g.Key).Zh, PauseTypes.NameOf(g.Key).En, g.Sum(c => c.Count), g.Sum(c => c.Count * c.Days)))],
            issued, closed, open, "");
        return report with { Digest = DigestOf(report) };
    }

    // Figures and keys alone: names are the reader's language, and may change.
    private static string DigestOf(MonthlyReport r)
    {
        return Sha256.Of(System.Text.Json.JsonSerializer.Serialize(new
        {
            r.Month, All = Bare(r.All), Organs = r.Organs.Select(Bare), Stages = r.Stages.Select(Bare), Divisions = r.Divisions.Select(Bare), Rules = r.Rules.Select(x => new { x.Rule, x.Found, x.OpenAtEnd }),
            Pauses = r.Pauses.Select(p => new { p.Type, p.Count, p.Days }), r.CardsIssued, r.CardsClosed, r.CardsOpen,
        }));

        static object Bare(MonthFigures f) => new { f.Key, f.Accepted, f.Deemed, f.Closed, f.InTime, f.OnTimeRate, f.EarlyRate, f.MeanDays, f.MeanPromised, f.Corrections, f.Returned, f.Yellow, f.Red, f.Ratings, f.Stars };
    }

    private static List<MonthFigures> Groups(IEnumerable<Cell> cells, IEnumerable<Found> findings, Func<Cell, string> by, Func<Found, string> of, Func<string, Words> name)
    {
        var (byCell, byFinding) = (cells.ToLookup(by, StringComparer.Ordinal), findings.ToLookup(of, StringComparer.Ordinal));
        return [.. byCell.Select(g => g.Key).Union(byFinding.Select(g => g.Key), StringComparer.Ordinal).Where(k => k.Length > 0).Order(StringComparer.Ordinal).Select(k => Figures(k, name(k), [.. byCell[k]], [.. byFinding[k]]))];
    }

    private static MonthFigures Figures(string key, Words name, IReadOnlyList<Cell> cells, IReadOnlyList<Found> findings)
    {
        int Sum(MeasureKind kind, Func<Cell, bool>? where = null) => cells.Where(c => c.Kind == kind && (where is null || where(c))).Sum(c => c.Count);
        var (accepted, closed, inTime, ratings) = (Sum(MeasureKind.Accepted), Sum(MeasureKind.Closed), Sum(MeasureKind.Closed, c => c.InTime), Sum(MeasureKind.Rated));
        decimal? Mean(MeasureKind kind, Func<Cell, int> value, int count) => count == 0 ? null : decimal.Round((decimal)cells.Where(c => c.Kind == kind).Sum(c => c.Count * value(c)) / count, 2);
        decimal? Percent(int part, int whole) => whole == 0 ? null : decimal.Round(100m * part / whole, 1);
        return new(key, name.Zh, name.En, accepted, Sum(MeasureKind.Accepted, c => !c.InTime), closed, inTime, Percent(inTime, closed), Percent(Sum(MeasureKind.Closed, c => c.Days < c.Promised), closed),
            Mean(MeasureKind.Closed, c => c.Days, closed), Mean(MeasureKind.Closed, c => c.Promised, closed), Percent(Sum(MeasureKind.Corrected), accepted), Sum(MeasureKind.Returned),
            findings.Where(f => f.Level is Severity.Yellow).Sum(f => f.Count), findings.Where(f => f.Level is not Severity.Yellow).Sum(f => f.Count), ratings, Mean(MeasureKind.Rated, c => c.Days, ratings));
    }

    private sealed record Cell(MeasureKind Kind, string Organ, int Stage, string Division, int Days, int Promised, bool InTime, string? Detail, int Count);

    private sealed record Found(string Rule, Severity Level, string Organ, int Stage, string Division, bool Open, int Count);
}
