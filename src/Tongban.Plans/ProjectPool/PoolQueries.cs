using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Plans.Contracts;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.ProjectPool;

internal sealed record PoolFilter(string? Text, PoolState? State, string? Sector, string? Division);

internal sealed record PlanProjectRow(string Code, string Name, string Owner, string Division, string Sector, string SectorOrgan, PoolState State, decimal TotalInvestment, int Priority, DateOnly From, DateOnly To)
{
    public string SectorName => PlanSectors.Name(Sector).ToString();
}

internal sealed record ReturnAnswer(int Year, int Month, int Edition, decimal DoneYuan, decimal PhysicalPercent, string? Milestone, string? Problems, bool AdvanceFunding, DateTimeOffset RecordedAt);

internal sealed record PaymentAnswer(string VoucherNo, DateOnly Day, string IndicatorNo, string Source, decimal Yuan, string? Purpose, DateOnly? ReversedOn);

internal sealed record PlanProjectAnswer(PlanProjectRow Project, long Version, string Content, FundingMode Mode, Guid? ProjectId, PoolState? SuspendedFrom, string? Reason, IReadOnlyList<FundShare> Sources, IReadOnlyList<Milestone> Milestones,
    decimal? Estimate, decimal Done, IReadOnlyList<ReturnAnswer> Returns, IReadOnlyList<IndicatorLine> Indicators, IReadOnlyList<PaymentAnswer> Payments, decimal Paid);

/// <summary>Reads the project pool; the one place that says who sees which project.</summary>
internal sealed class PoolQueries(TongbanDb db, FundQueries funds)
{
    private const int PageSize = 50;

    /// <summary>Officers of the city see all, those of a county or district what lies in it; an applicant the projects of the enterprise he stands for, and of these only those his mandate names.</summary>
    public static IQueryable<PlanProject> VisibleTo(IQueryable<PlanProject> projects, Actor actor)
    {
        if (actor.Is(PlanPermissions.Read.HeldBy))
            return PlanLevels.CountyOf(actor) is { } county ? projects.Where(p => p.Division == county) : projects;
        if (actor.Enterprise is not { } enterprise)
            return projects.Where(p => false);
        if (actor.Projects is null)
            return projects.Where(p => p.Owner == enterprise);
        List<Guid> named = [.. actor.Projects.Ids];
        return projects.Where(p => p.Owner == enterprise && p.ProjectId != null && named.Contains(p.ProjectId.Value));
    }

    public async Task<KeyPage<PlanProjectRow>> ListAsync(PoolFilter filter, Actor actor, string? after, CancellationToken ct)
    {
        var query = VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor);
        if (filter.State is { } state)
            query = query.Where(p => p.State == state);
        if (filter.Sector is { Length: > 0 } sector)
            query = query.Where(p => p.Sector == sector);
        if (filter.Division is { Length: > 0 } division)
            query = query.Where(p => p.Division == division);
        if (filter.Text?.Trim() is { Length: > 0 } text)
            query = query.Where(p => p.Code.Contains(text) || p.Name.Contains(text));
        if (PageKey.Read<string>(after) is { } last)
            query = query.Where(p => string.Compare(p.Code, last) > 0);
        var rows = await query.OrderBy(p => p.Code).Take(PageSize + 1).Select(p => new PlanProjectRow(p.Code, p.Name, p.Owner, p.Division, p.Sector, p.SectorOrgan, p.State, p.TotalInvestment, p.Priority, p.From, p.To)).ToListAsync(ct);
        return new(rows.Count > PageSize ? rows[..PageSize] : rows, rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Code) : null);
    }

    public async Task<IReadOnlyDictionary<PoolState, int>> CountsAsync(Actor actor, CancellationToken ct) =>
        (await VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor).GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Count);

    public async Task<PlanProjectAnswer?> FindAsync(string code, Actor actor, CancellationToken ct)
    {
        if (await VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor).SingleOrDefaultAsync(p => p.Code == code, ct) is not { } p)
            return null;
        var returns = await db.Set<ProgressReturn>().AsNoTracking().Where(r => r.ProjectCode == code).OrderByDescending(r => r.Year).ThenByDescending(r => r.Month).ThenByDescending(r => r.Edition)
            .Select(r => new ReturnAnswer(r.Year, r.Month, r.Edition, r.DoneYuan, r.PhysicalPercent, r.Milestone, r.Problems, r.AdvanceFunding, r.RecordedAt)).Take(200).ToListAsync(ct);
        var payments = await db.Set<Payment>().AsNoTracking().Where(x => x.ProjectCode == code).OrderByDescending(x => x.Day).ThenBy(x => x.VoucherNo).Take(100).Select(x => new PaymentAnswer(x.VoucherNo, x.Day, x.IndicatorNo, x.Source, x.Yuan, x.Purpose, x.ReversedOn)).ToListAsync(ct);
        var paid = await db.Set<Payment>().AsNoTracking().Where(x => x.ProjectCode == code && x.ReversedOn == null).SumAsync(x => x.Yuan, ct);
        return new(new(p.Code, p.Name, p.Owner, p.Division, p.Sector, p.SectorOrgan, p.State, p.TotalInvestment, p.Priority, p.From, p.To), p.Version, p.Content, p.Mode, p.ProjectId, p.SuspendedFrom, p.Reason, p.Sources, p.Milestones, p.Estimate,
            returns.GroupBy(r => (r.Year, r.Month)).Sum(m => m.First().DoneYuan), returns, await funds.IndicatorsOfAsync(code, ct), payments, paid);
    }
}
