using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Plans.Model;

namespace Tongban.Plans.Balancing;

internal sealed record BalanceRow(Guid Id, string Title, string Division, int FirstYear, DateTimeOffset ComputedAt, int Projects, int Placed, int Shifted, int Out, decimal Value, decimal Bound, decimal GapPercent, bool Proven);

/// <param name="Explanation">Why it stands there.</param>
internal sealed record PlaceAnswer(string Code, string Name, decimal Weight, int? Year, int? Shift, decimal Value, decimal Wanted, string Explanation);

/// <summary>Money of a source and year: what there is, what was taken.</summary>
internal sealed record UseAnswer(string Source, int Year, decimal Available, decimal Used);

internal sealed record BalanceAnswerSheet(BalanceRow Run, IReadOnlyList<FundFactor> Factors, IReadOnlyList<UseAnswer> Uses, IReadOnlyList<PlaceAnswer> Places);

/// <summary>A project that stands differently in two runs.</summary>
internal sealed record PlaceDifference(string Code, string Name, int? YearA, int? YearB, string WhyA, string WhyB);

internal sealed record BalanceComparison(BalanceRow A, BalanceRow B, IReadOnlyList<PlaceDifference> Differences);

/// <summary>Reads runs and holds two side by side.</summary>
internal sealed class BalanceQueries(TongbanDb db, Caller caller)
{
    /// <summary>Officers of the city see all runs, those of a county or district their own.</summary>
    public static IQueryable<BalanceRun> VisibleTo(IQueryable<BalanceRun> runs, Actor actor) => PlanLevels.CountyOf(actor) is { } county ? runs.Where(r => r.Division == county) : runs;

    public async Task<IReadOnlyList<BalanceRow>> ListAsync(CancellationToken ct) =>
        [.. (await VisibleTo(db.Set<BalanceRun>().AsNoTracking(), caller.Actor).OrderByDescending(r => r.ComputedAt).Take(30).ToListAsync(ct)).Select(Row)];

    public async Task<BalanceAnswerSheet?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await VisibleTo(db.Set<BalanceRun>().AsNoTracking(), caller.Actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } run)
            return null;
        var projects = run.Problem.Projects.ToDictionary(p => p.Code, StringComparer.Ordinal);
        var used = new Dictionary<(string, int), decimal>();
        foreach (var place in run.Answer.Places.Where(p => p.IsIn))
        {
            foreach (var need in projects[place.Code].Needs.Where(n => n.Offset + place.Shift < run.Problem.Years))
            {
                var key = (need.Source, run.FirstYear + need.Offset + place.Shift!.Value);
                used[key] = used.GetValueOrDefault(key) + need.Yuan;
            }
        }
        var uses = run.Problem.Funds.GroupBy(f => (f.Source, f.Year)).OrderBy(g => g.Key.Source, StringComparer.Ordinal).ThenBy(g => g.Key.Year).Select(g => new UseAnswer(g.Key.Source, g.Key.Year, g.Sum(f => f.Yuan), used.GetValueOrDefault(g.Key))).ToList();
        return new(Row(run), run.Factors, uses, [.. run.Answer.Places.Select(p => new PlaceAnswer(p.Code, projects[p.Code].Name, projects[p.Code].Weight, p.Shift is { } s ? run.FirstYear + s : null, p.Shift, p.Value, projects[p.Code].Needs.Sum(n => n.Yuan), BalanceWords.Explain(p, run.FirstYear).ToString()))
            .OrderByDescending(p => p.Weight).ThenBy(p => p.Code, StringComparer.Ordinal)]);
    }

    public async Task<BalanceComparison?> CompareAsync(Guid a, Guid b, CancellationToken ct)
    {
        if (await FindAsync(a, ct) is not { } first || await FindAsync(b, ct) is not { } second)
            return null;
        var others = second.Places.ToDictionary(p => p.Code, StringComparer.Ordinal);
        var mine = first.Places.ToDictionary(p => p.Code, StringComparer.Ordinal);
        return new(first.Run, second.Run, [.. mine.Keys.Union(others.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(c => (Code: c, A: mine.GetValueOrDefault(c), B: others.GetValueOrDefault(c))).Where(p => p.A?.Year != p.B?.Year)
            .Select(p => new PlaceDifference(p.Code, (p.A ?? p.B)!.Name, p.A?.Year, p.B?.Year, p.A?.Explanation ?? "", p.B?.Explanation ?? ""))]);
    }

    private static BalanceRow Row(BalanceRun r) => new(r.Id, r.Title, r.Division, r.FirstYear, r.ComputedAt, r.Answer.Places.Count, r.Answer.Places.Count(p => p.IsIn), r.Answer.Places.Count(p => p.Shift > 0), r.Answer.Places.Count(p => !p.IsIn), r.Answer.Value, r.Answer.Bound, decimal.Round(r.Answer.Gap * 100, 3), r.Answer.Proven);
}
