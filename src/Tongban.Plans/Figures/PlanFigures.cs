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

/// <summary>Sums of one year's plan, item by item: by division, sector and source.</summary>
internal sealed class FigureSums
{
    private readonly Dictionary<string, (decimal Plan, decimal Done)> _divisions = new(StringComparer.Ordinal), _sectors = new(StringComparer.Ordinal), _sources = new(StringComparer.Ordinal);

    public int Items { get; private set; }

    public decimal Plan { get; private set; }

    public decimal Done { get; private set; }

    public IReadOnlyDictionary<string, (decimal Plan, decimal Done)> Divisions => _divisions;

    public IReadOnlyDictionary<string, (decimal Plan, decimal Done)> Sectors => _sectors;

    public IReadOnlyDictionary<string, (decimal Plan, decimal Done)> Sources => _sources;

    /// <param name="shares">Planned in the year by source.</param>
    public void Add(string division, string sector, IReadOnlyList<FundShare> shares, decimal done)
    {
        var plan = shares.Sum(s => s.Yuan);
        (Items, Plan, Done) = (Items + 1, Plan + plan, Done + done);
        To(_divisions, division, plan, done);
        To(_sectors, sector, plan, done);
        // What was done is not told by source: it counts for the sources in the proportion in which the plan names them, to the fen; the last one takes what rounding left.
        var split = Fen.Split(done, [.. shares.Select(s => s.Yuan)]);
        for (var i = 0; i < shares.Count; i++)
            To(_sources, shares[i].Source, shares[i].Yuan, split[i]);
    }

    private static void To(Dictionary<string, (decimal Plan, decimal Done)> sums, string key, decimal plan, decimal done)
    {
        var sum = sums.GetValueOrDefault(key);
        sums[key] = (sum.Plan + plan, sum.Done + done);
    }
}

/// <summary>Computes the figures from sums; it asks nothing.</summary>
internal static class FigureArithmetic
{
    /// <param name="byMonth">Done by projects of the plan in each month of the year.</param>
    /// <param name="lastByMonth">The same of the year before, against its own plan.</param>
    public static FigureSheet Of(int year, int month, DateTimeOffset asOf, FigureSums now, FigureSums then, IReadOnlyDictionary<int, decimal> byMonth, IReadOnlyDictionary<int, decimal> lastByMonth, decimal outside, Func<string, string> division)
    {
        var (rate, lastRate) = (Rate(now.Done, now.Plan), Rate(then.Done, then.Plan));
        var months = new List<MonthFigure>();
        var (run, lastRun) = (0m, 0m);
        foreach (var m in Enumerable.Range(1, month))
        {
            run += byMonth.GetValueOrDefault(m);
            lastRun += lastByMonth.GetValueOrDefault(m);
            months.Add(new(m, byMonth.GetValueOrDefault(m), run, Rate(run, now.Plan), Rate(lastRun, then.Plan), Points(Rate(run, now.Plan), Rate(lastRun, then.Plan))));
        }
        var time = month / 12m * 100;
        return new(year, month, asOf, now.Items, now.Plan, now.Done, rate, lastRate, Points(rate, lastRate), time, rate - time, outside, months,
            Rows(now.Divisions, then.Divisions, division), Rows(now.Sectors, then.Sectors, k => PlanSectors.Name(k).ToString()), Rows(now.Sources, then.Sources, k => PlanErrors.NameOf(k).ToString()));
    }

    /// <summary>The same from all rows in memory: what the sums of the database are held against.</summary>
    public static FigureSheet Of(int year, int month, DateTimeOffset asOf, IReadOnlyList<FigureItem> plan, IReadOnlyList<FigureItem> last, IReadOnlyList<FigureDone> done)
    {
        var (now, byMonth) = Year(year, plan);
        var (then, lastByMonth) = Year(year - 1, last);
        var codes = plan.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        return Of(year, month, asOf, now, then, byMonth, lastByMonth, done.Where(d => d.Year == year && d.Month <= month && !codes.Contains(d.Code)).Sum(d => d.Yuan), k => k);

        (FigureSums, Dictionary<int, decimal>) Year(int of, IReadOnlyList<FigureItem> items)
        {
            var sums = new FigureSums();
            var mine = done.Where(d => d.Year == of && d.Month <= month).ToLookup(d => d.Code, StringComparer.Ordinal);
            foreach (var item in items)
                sums.Add(item.Division, item.Sector, item.Shares, mine[item.Code].Sum(d => d.Yuan));
            return (sums, items.SelectMany(i => mine[i.Code]).GroupBy(d => d.Month).ToDictionary(g => g.Key, g => g.Sum(d => d.Yuan)));
        }
    }

    public static decimal? Rate(decimal done, decimal plan) => plan == 0 ? null : done / plan * 100;

    private static decimal? Points(decimal? now, decimal? then) => now - then;

    private static IReadOnlyList<FigureRow> Rows(IReadOnlyDictionary<string, (decimal Plan, decimal Done)> now, IReadOnlyDictionary<string, (decimal Plan, decimal Done)> then, Func<string, string> name) =>
        [.. now.OrderByDescending(g => g.Value.Plan).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var (mine, before) = (Rate(g.Value.Done, g.Value.Plan), then.TryGetValue(g.Key, out var t) ? Rate(t.Done, t.Plan) : null);
            return new FigureRow(g.Key, name(g.Key), g.Value.Plan, g.Value.Done, mine, before, Points(mine, before));
        })];
}

/// <summary>Reads what the figures are made of, as it was known at an instant. The database adds up what was done; plans are read item by item and not kept.</summary>
internal sealed class PlanFigures(TongbanDb db, PlanOrgans organs)
{
    /// <param name="asOf">Plans approved and returns recorded up to this instant count, nothing later: a past sheet comes out as it came out then.</param>
    /// <param name="division">Only projects that lie there; <see langword="null"/> for the whole city: its own plan and those of its counties.</param>
    public async Task<FigureSheet> SheetAsync(int year, int month, DateTimeOffset asOf, string? division, CancellationToken ct)
    {
        var (now, byMonth) = await YearAsync(year, month, asOf, division, ct);
        var (then, lastByMonth) = await YearAsync(year - 1, month, asOf, division, ct);
        var all = await Known(year, month, asOf, division).SumAsync(r => r.DoneYuan, ct);
        return FigureArithmetic.Of(year, month, asOf, now, then, byMonth, lastByMonth, all - byMonth.Values.Sum(), k => organs.NameOf(k).ToString());
    }

    /// <summary>Years with an approved annual plan, newest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken ct) => await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == PlanKind.Annual && p.ApprovedAt != null).Select(p => p.FirstYear).Distinct().OrderByDescending(y => y).ToListAsync(ct);

    private async Task<(FigureSums, IReadOnlyDictionary<int, decimal>)> YearAsync(int year, int month, DateTimeOffset asOf, string? division, CancellationToken ct)
    {
        var sums = new FigureSums();
        // Of each level the version in force at that instant: the last one approved by then.
        var plans = (await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == PlanKind.Annual && p.FirstYear == year && p.ApprovedAt != null && p.ApprovedAt <= asOf).Select(p => new { p.Id, p.Division, p.Edition }).ToListAsync(ct))
            .GroupBy(p => p.Division, StringComparer.Ordinal).Select(g => g.MaxBy(p => p.Edition)!.Id).ToList();
        if (plans.Count == 0)
            return (sums, new Dictionary<int, decimal>());
        var items = db.Set<PlanItem>().AsNoTracking().Where(i => plans.Contains(i.PlanId) && !i.Removed);
        if (division is not null)
            items = items.Where(i => i.Division == division);
        var known = Known(year, month, asOf, null);
        var done = known.GroupBy(r => r.ProjectCode).Select(g => new { Code = g.Key, Yuan = g.Sum(r => r.DoneYuan) });
        var rows = items.GroupJoin(done, i => i.Code, d => d.Code, (i, ds) => new { i.Division, i.Sector, i.Shares, Done = ds }).SelectMany(x => x.Done.DefaultIfEmpty(), (x, d) => new { x.Division, x.Sector, x.Shares, Done = (decimal?)d!.Yuan });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
            sums.Add(row.Division, row.Sector, [.. row.Shares.Where(s => s.Year == year).Select(s => new FundShare(s.Source, s.Yuan))], row.Done ?? 0);
        var byMonth = await known.Join(items, r => r.ProjectCode, i => i.Code, (r, i) => new { r.Month, r.DoneYuan }).GroupBy(r => r.Month).Select(g => new { Month = g.Key, Yuan = g.Sum(r => r.DoneYuan) }).ToListAsync(ct);
        return (sums, byMonth.ToDictionary(m => m.Month, m => m.Yuan));
    }

    // Of each month the edition that counted at that instant.
    private IQueryable<ProgressReturn> Known(int year, int month, DateTimeOffset asOf, string? division)
    {
        var returns = db.Set<ProgressReturn>().AsNoTracking().Where(r => r.Year == year && r.Month <= month && r.RecordedAt <= asOf && (r.SupersededAt == null || r.SupersededAt > asOf));
        return division is null ? returns : returns.Where(r => db.Set<PlanProject>().Any(p => p.Code == r.ProjectCode && p.Division == division));
    }
}
