using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Plans.Contracts;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Figures;

/// <summary>Figures of one group, cumulated from January to the month.</summary>
/// <param name="Rate">完成率: done over the annual plan, percent; <see langword="null"/> without a plan.</param>
/// <param name="YoyPoints">Rate less the rate of the same month a year before, in percentage points — not a growth rate.</param>
internal sealed record FigureRow(string Key, string Name, decimal Plan, decimal Done, decimal? Rate, decimal? LastRate, decimal? YoyPoints);

/// <summary>One month of the year.</summary>
/// <param name="Done">Done in that month alone.</param>
internal sealed record MonthFigure(int Month, decimal Done, decimal Cumulative, decimal? Rate, decimal? LastRate, decimal? YoyPoints);

/// <summary>The figures of a year up to a month, as they were known on a day (domain 02 § 2.4).</summary>
/// <param name="TimeProgress">Ended months over twelve, percent.</param>
/// <param name="Lead">Rate less time progress, percentage points.</param>
/// <param name="Outside">Done by projects that the year's plan does not name.</param>
internal sealed record FigureSheet(
    int Year, int Month, DateTimeOffset AsOf, int Projects, decimal Plan, decimal Done, decimal? Rate, decimal? LastRate, decimal? YoyPoints, decimal TimeProgress, decimal? Lead, decimal Outside,
    IReadOnlyList<MonthFigure> Months, IReadOnlyList<FigureRow> Divisions, IReadOnlyList<FigureRow> Sectors, IReadOnlyList<FigureRow> Sources);

/// <summary>A plan's item as the figures need it.</summary>
internal sealed record FigureItem(string Code, string Division, string Sector, decimal Plan, IReadOnlyList<FundShare> Shares);

/// <summary>Done in a month.</summary>
internal sealed record FigureDone(string Code, int Year, int Month, decimal Yuan);

/// <summary>Computes the figures from items and returns; it asks nothing.</summary>
internal static class FigureArithmetic
{
    public static FigureSheet Of(int year, int month, DateTimeOffset asOf, IReadOnlyList<FigureItem> plan, IReadOnlyList<FigureItem> last, IReadOnlyList<FigureDone> done)
    {
        var codes = plan.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        var mine = done.Where(d => d.Year == year && d.Month <= month).GroupBy(d => d.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(d => d.Yuan), StringComparer.Ordinal);
        var lasts = done.Where(d => d.Year == year - 1 && d.Month <= month).GroupBy(d => d.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(d => d.Yuan), StringComparer.Ordinal);
        var (planned, before) = (plan.Sum(i => i.Plan), last.Sum(i => i.Plan));
        var lastCodes = last.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        var total = plan.Sum(i => mine.GetValueOrDefault(i.Code));
        var rate = Rate(total, planned);
        var lastRate = Rate(last.Sum(i => lasts.GetValueOrDefault(i.Code)), before);
        var months = new List<MonthFigure>();
        var (run, lastRun) = (0m, 0m);
        foreach (var m in Enumerable.Range(1, month))
        {
            var inMonth = done.Where(d => d.Year == year && d.Month == m && codes.Contains(d.Code)).Sum(d => d.Yuan);
            run += inMonth;
            lastRun += done.Where(d => d.Year == year - 1 && d.Month == m && lastCodes.Contains(d.Code)).Sum(d => d.Yuan);
            months.Add(new(m, inMonth, run, Rate(run, planned), Rate(lastRun, before), Points(Rate(run, planned), Rate(lastRun, before))));
        }
        var time = month / 12m * 100;
        return new(year, month, asOf, plan.Count, planned, total, rate, lastRate, Points(rate, lastRate), time, rate - time, mine.Where(d => !codes.Contains(d.Key)).Sum(d => d.Value), months,
            Groups(i => [(i.Division, i.Plan, 1m)], k => k), Groups(i => [(i.Sector, i.Plan, 1m)], k => PlanSectors.Name(k).ToString()), Groups(BySource, k => PlanErrors.NameOf(k).ToString()));

        // What was done is not told by source: it counts for the sources in the proportion in which the plan names them.
        IEnumerable<(string, decimal, decimal)> BySource(FigureItem i) => i.Shares.Select(s => (s.Source, s.Yuan, i.Plan == 0 ? 0 : s.Yuan / i.Plan));

        IReadOnlyList<FigureRow> Groups(Func<FigureItem, IEnumerable<(string Key, decimal Plan, decimal Share)>> of, Func<string, string> name)
        {
            var now = Sums(plan, mine);
            var then = Sums(last, lasts);
            return [.. now.OrderByDescending(g => g.Value.Plan).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            {
                var (mineRate, thenRate) = (Rate(g.Value.Done, g.Value.Plan), then.TryGetValue(g.Key, out var t) ? Rate(t.Done, t.Plan) : null);
                return new FigureRow(g.Key, name(g.Key), g.Value.Plan, g.Value.Done, mineRate, thenRate, Points(mineRate, thenRate));
            })];

            Dictionary<string, (decimal Plan, decimal Done)> Sums(IReadOnlyList<FigureItem> items, Dictionary<string, decimal> doneOf)
            {
                var sums = new Dictionary<string, (decimal Plan, decimal Done)>(StringComparer.Ordinal);
                foreach (var item in items)
                {
                    var parts = of(item).ToList();
                    // To the fen: the last part takes what rounding left.
                    var split = Fen.Split(doneOf.GetValueOrDefault(item.Code), [.. parts.Select(p => p.Share)]);
                    for (var i = 0; i < parts.Count; i++)
                    {
                        var sum = sums.GetValueOrDefault(parts[i].Key);
                        sums[parts[i].Key] = (sum.Plan + parts[i].Plan, sum.Done + split[i]);
                    }
                }
                return sums;
            }
        }
    }

    public static decimal? Rate(decimal done, decimal plan) => plan == 0 ? null : done / plan * 100;

    private static decimal? Points(decimal? now, decimal? then) => now - then;
}

/// <summary>Reads what the figures are made of, as it was known at an instant.</summary>
internal sealed class PlanFigures(TongbanDb db)
{
    /// <param name="asOf">Plans approved and returns recorded up to this instant count, nothing later: a past sheet comes out as it came out then.</param>
    public async Task<FigureSheet> SheetAsync(int year, int month, DateTimeOffset asOf, CancellationToken ct)
    {
        var returns = await db.Set<ProgressReturn>().AsNoTracking().Where(r => (r.Year == year || r.Year == year - 1) && r.Month <= month && r.RecordedAt <= asOf)
            .Select(r => new { r.ProjectCode, r.Year, r.Month, r.Edition, r.DoneYuan }).ToListAsync(ct);
        var done = returns.GroupBy(r => (r.ProjectCode, r.Year, r.Month)).Select(g => new FigureDone(g.Key.ProjectCode, g.Key.Year, g.Key.Month, g.MaxBy(r => r.Edition)!.DoneYuan)).ToList();
        return FigureArithmetic.Of(year, month, asOf, await ItemsAsync(year, asOf, ct), await ItemsAsync(year - 1, asOf, ct), done);
    }

    /// <summary>Years with an approved annual plan, newest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken ct) => await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == PlanKind.Annual && p.ApprovedAt != null).Select(p => p.FirstYear).Distinct().OrderByDescending(y => y).ToListAsync(ct);

    // The version in force at that instant: the last one approved by then.
    private async Task<IReadOnlyList<FigureItem>> ItemsAsync(int year, DateTimeOffset asOf, CancellationToken ct)
    {
        var plan = await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == PlanKind.Annual && p.FirstYear == year && p.ApprovedAt != null && p.ApprovedAt <= asOf).OrderByDescending(p => p.Edition).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct);
        if (plan is not { } id)
            return [];
        var items = await db.Set<PlanItem>().AsNoTracking().Where(i => i.PlanId == id && !i.Removed).ToListAsync(ct);
        return [.. items.OrderBy(i => i.Code, StringComparer.Ordinal).Select(i => new FigureItem(i.Code, i.Division, i.Sector, i.In(year), [.. i.Shares.Where(s => s.Year == year).Select(s => new FundShare(s.Source, s.Yuan))]))];
    }
}
