using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Plans.Contracts;
using Tongban.Plans.Model;

namespace Tongban.Plans.FundPools;

internal sealed record PoolRow(Guid Id, string Pool, string Name, string Division, string Source, int Year, FundLevel Level, string? Sector, DateOnly WindowFrom, DateOnly WindowTo, decimal Yuan, decimal Arrived, decimal Allocated, decimal Paid, decimal Free, decimal Cash)
{
    public Words SourceName => PlanErrors.NameOf(Source);

    public string? SectorName => Sector is null ? null : PlanSectors.Name(Sector).ToString();
}

internal sealed record IndicatorLine(string IndicatorNo, string ProjectCode, string Unit, decimal Yuan, decimal Adjustments, decimal Used, decimal Balance, DateOnly IssuedOn);

internal sealed record PostingLine(string Voucher, int Line, Account Account, string? IndicatorNo, string? ProjectCode, decimal Yuan, DateOnly Day, DateTimeOffset RecordedAt);

internal sealed record PoolAnswer(PoolRow Pool, IReadOnlyList<IndicatorLine> Indicators, IReadOnlyList<PostingLine> Journal);

/// <summary>A pool that says something else of itself than its entries.</summary>
internal sealed record JournalFault(string Pool, IReadOnlyList<string> Differs);

/// <summary>All balances made anew from the entries alone.</summary>
internal sealed record JournalCheck(int Pools, long Entries, IReadOnlyList<JournalFault> Faults, IReadOnlyList<string> Negative);

/// <summary>Reads the fund pool and its books.</summary>
internal sealed class FundQueries(TongbanDb db, Caller caller)
{
    private const int JournalLines = 200, MostFaults = 200;

    /// <summary>Officers of the city see all pools, those of a county or district their own.</summary>
    public static IQueryable<FundPool> VisibleTo(IQueryable<FundPool> pools, Actor actor) => PlanLevels.CountyOf(actor) is { } county ? pools.Where(p => p.Division == county) : pools;

    public async Task<IReadOnlyList<PoolRow>> PoolsAsync(int? year, CancellationToken ct)
    {
        var pools = await VisibleTo(db.Set<FundPool>().AsNoTracking(), caller.Actor).Where(p => year == null || p.Year == year).OrderByDescending(p => p.Year).ThenBy(p => p.Source).ThenBy(p => p.Pool).Take(1000).ToListAsync(ct);
        return [.. pools.Select(Row)];
    }

    /// <summary>Years of the pools the reader sees, the newest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken ct) => await VisibleTo(db.Set<FundPool>().AsNoTracking(), caller.Actor).Select(p => p.Year).Distinct().OrderByDescending(y => y).ToListAsync(ct);

    public async Task<PoolAnswer?> FindAsync(string number, CancellationToken ct)
    {
        if (await VisibleTo(db.Set<FundPool>().AsNoTracking(), caller.Actor).SingleOrDefaultAsync(p => p.Pool == number, ct) is not { } pool)
            return null;
        var indicators = await db.Set<BudgetIndicator>().AsNoTracking().Where(i => i.PoolId == pool.Id).OrderBy(i => i.IndicatorNo).Take(500).ToListAsync(ct);
        var journal = await db.Set<Posting>().AsNoTracking().Where(p => p.PoolId == pool.Id).OrderByDescending(p => p.RecordedAt).ThenBy(p => p.Voucher).ThenBy(p => p.Line).Take(JournalLines)
            .Select(p => new PostingLine(p.Voucher, p.Line, p.Account, p.IndicatorNo, p.ProjectCode, p.Yuan, p.Day, p.RecordedAt)).ToListAsync(ct);
        return new(Row(pool), [.. indicators.Select(Line)], journal);
    }

    public async Task<IReadOnlyList<IndicatorLine>> IndicatorsOfAsync(string project, CancellationToken ct) =>
        [.. (await db.Set<BudgetIndicator>().AsNoTracking().Where(i => i.ProjectCode == project).OrderBy(i => i.IndicatorNo).Take(200).ToListAsync(ct)).Select(Line)];

    /// <summary>Adds every entry up again and compares with what pools and indicators say. The database adds; what comes back are sums by pool and the indicators that differ.</summary>
    public async Task<JournalCheck> CheckAsync(CancellationToken ct)
    {
        var pools = await VisibleTo(db.Set<FundPool>().AsNoTracking(), caller.Actor).ToListAsync(ct);
        var numbers = pools.ToDictionary(p => p.Id, p => p.Pool);
        var lines = PlanLevels.CountyOf(caller.Actor) is { } county ? db.Set<Posting>().AsNoTracking().Where(l => db.Set<FundPool>().Any(p => p.Id == l.PoolId && p.Division == county)) : db.Set<Posting>().AsNoTracking();
        var sums = await lines.GroupBy(p => new { p.PoolId, p.Account }).Select(g => new { g.Key.PoolId, g.Key.Account, Yuan = g.Sum(p => p.Yuan), Lines = g.Count() }).ToListAsync(ct);
        var balances = new Balances();
        foreach (var s in sums)
            balances.Add(s.PoolId, s.Account, null, s.Yuan);
        var told = lines.Where(p => p.IndicatorNo != null).GroupBy(p => p.IndicatorNo).Select(g => new
        {
            No = g.Key, Allotted = g.Sum(p => p.Account == Account.Allotted ? p.Yuan : 0m), Used = g.Sum(p => p.Account == Account.Used ? p.Yuan : 0m), Spent = g.Sum(p => p.Account == Account.Spent ? p.Yuan : 0m),
        });
        var indicators = PlanLevels.CountyOf(caller.Actor) is { } own ? db.Set<BudgetIndicator>().Where(i => db.Set<FundPool>().Any(p => p.Id == i.PoolId && p.Division == own)) : db.Set<BudgetIndicator>();
        var wrong = await indicators.AsNoTracking().GroupJoin(told, i => i.IndicatorNo, t => t.No, (i, ts) => new { i, ts }).SelectMany(x => x.ts.DefaultIfEmpty(), (x, t) => new { x.i.PoolId, x.i.IndicatorNo, x.i.Yuan, x.i.Adjustments, x.i.Used, Allotted = (decimal?)t!.Allotted, Entered = (decimal?)t!.Used, Spent = (decimal?)t!.Spent })
            .Where(x => x.Allotted == null || x.Allotted != x.Yuan + x.Adjustments - x.Used || x.Entered != x.Used || x.Spent != x.Used || x.Allotted < 0 || x.Entered < 0).OrderBy(x => x.IndicatorNo).Take(MostFaults).ToListAsync(ct);
        var faulty = wrong.ToLookup(w => w.PoolId, w => w.IndicatorNo);
        var faults = pools.Select(p => new JournalFault(p.Pool, [.. balances.Differences(p), .. faulty[p.Id]])).Where(f => f.Differs.Count > 0).ToList();
        return new(pools.Count, sums.Sum(s => (long)s.Lines), faults, [.. balances.Negative.Select(n => $"{numbers.GetValueOrDefault(n.Pool)} {n.Account} {n.Yuan:0.00}")]);
    }

    /// <summary>What there is for a level by source, year and earmark.</summary>
    public async Task<IReadOnlyList<PoolCapacity>> CapacitiesAsync(string level, IReadOnlyList<int> years, CancellationToken ct) =>
        [.. (await db.Set<FundPool>().AsNoTracking().Where(p => p.Division == level && years.Contains(p.Year)).Select(p => new { p.Source, p.Year, p.Sector, p.Yuan }).ToListAsync(ct)).Select(p => new PoolCapacity(p.Source, p.Year, p.Sector, p.Yuan))];

    private static PoolRow Row(FundPool p) => new(p.Id, p.Pool, p.Name, p.Division, p.Source, p.Year, p.Level, p.Sector, p.WindowFrom, p.WindowTo, p.Yuan, p.Arrived, p.Allocated, p.Paid, p.Free, p.Cash);

    private static IndicatorLine Line(BudgetIndicator i) => new(i.IndicatorNo, i.ProjectCode, i.Unit, i.Yuan, i.Adjustments, i.Used, i.Balance, i.IssuedOn);
}
