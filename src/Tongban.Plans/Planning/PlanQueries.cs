using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.ProjectPool;
using Tongban.Plans.Space;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Plans.Planning;

internal sealed record PlanRow(Guid Id, PlanKind Kind, string Division, int FirstYear, int Edition, PlanState State, string Title, string? Reason, string? Document, DateTimeOffset DraftedAt, DateTimeOffset? ApprovedAt, int Items);

/// <param name="SpaceClass">空间分类 of the newest check of its site: A to D, or <c>?</c> where not everything was looked at; <see langword="null"/> without a check.</param>
internal sealed record PlanItemAnswer(
    string Code, string Name, string Owner, string Division, string Sector, string SectorOrgan, PlanNature Nature, string Content, DateOnly From, DateOnly To, decimal Total, decimal DoneBefore, IReadOnlyList<YearShare> Shares, string? Goal, string? Indicators,
    string? Targets, string? Responsibility, IReadOnlyList<FundShare> Budget, string? ChangeReason, bool Removed, bool DevelopmentConfirmed, bool SectorConfirmed, bool FinanceConfirmed, decimal Planned, string? SpaceClass, Guid? SpaceCheck)
{
    public bool IsConfirmed(PlanPart part) => part switch { PlanPart.Development => DevelopmentConfirmed, PlanPart.Sector => SectorConfirmed, _ => FinanceConfirmed };
}

internal sealed record DifferenceAnswer(string Code, string? Source, decimal? Plan, decimal? Budget, string What);

internal sealed record DeficitAnswer(string Source, int Year, decimal Short);

internal sealed record PlanAnswer(PlanRow Plan, long Version, IReadOnlyList<int> Years, IReadOnlyList<PlanItemAnswer> Items, IReadOnlyList<DifferenceAnswer> Differences, IReadOnlyList<DeficitAnswer> Deficits, IReadOnlyList<PlanMoney> Money);

/// <summary>A project that may be entered into a plan.</summary>
/// <param name="Wish">What is left of it, spread over the plan's years.</param>
internal sealed record PlanCandidate(string Code, string Name, string SectorOrgan, DateOnly From, DateOnly To, decimal Total, decimal Done, IReadOnlyList<FundShare> Sources, IReadOnlyList<YearShare> Wish);

/// <summary>What the plan takes from a source in a year, and what the pools of its level have.</summary>
internal sealed record PlanMoney(string Source, int Year, decimal Planned, decimal? Pool);

internal sealed record ChangeAnswer(string Code, string Name, PlanChangeKind Kind, decimal Before, decimal After, string? Reason, IReadOnlyList<YearShare> SharesBefore, IReadOnlyList<YearShare> SharesAfter);

/// <summary>Reads plans.</summary>
internal sealed class PlanQueries(TongbanDb db, Caller caller, FundQueries funds, PlanHandlers plans, ISiteCheckRegister checks)
{
    /// <summary>Officers of the city see all plans, those of a county or district their own.</summary>
    public static IQueryable<InvestmentPlan> VisibleTo(IQueryable<InvestmentPlan> plans, Actor actor) => PlanLevels.CountyOf(actor) is { } county ? plans.Where(p => p.Division == county) : plans;

    public async Task<IReadOnlyList<PlanRow>> ListAsync(CancellationToken ct) => await VisibleTo(db.Set<InvestmentPlan>().AsNoTracking(), caller.Actor).OrderByDescending(p => p.FirstYear).ThenBy(p => p.Kind).ThenByDescending(p => p.Edition).ThenBy(p => p.Division).Take(200)
        .Select(p => new PlanRow(p.Id, p.Kind, p.Division, p.FirstYear, p.Edition, p.State, p.Title, p.Reason, p.Document, p.DraftedAt, p.ApprovedAt, p.Items.Count)).ToListAsync(ct);

    public async Task<PlanAnswer?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is not { } plan)
            return null;
        var subjects = plan.Items.SelectMany(i => new[] { $"{PlanItemSites.Of}:{i.Code}", $"project:{i.Code}" }).ToList();
        var seen = subjects.Count == 0 ? new Dictionary<string, CheckLine>() : await checks.LatestLinesAsync(subjects, ct);
        var (capacities, planned) = (await funds.CapacitiesAsync(plan.Division, plan.Years, ct), plan.BySource());
        var pools = capacities.GroupBy(c => (c.Source, c.Year)).ToDictionary(g => g.Key, g => g.Sum(c => c.Yuan));
        var money = planned.Keys.Union(pools.Keys).OrderBy(k => k.Year).ThenBy(k => k.Source, StringComparer.Ordinal).Select(k => new PlanMoney(k.Source, k.Year, planned.GetValueOrDefault(k), FundSources.IsFiscal(k.Source) || pools.ContainsKey(k) ? pools.GetValueOrDefault(k) : null)).ToList();
        return new(new(plan.Id, plan.Kind, plan.Division, plan.FirstYear, plan.Edition, plan.State, plan.Title, plan.Reason, plan.Document, plan.DraftedAt, plan.ApprovedAt, plan.Items.Count), plan.Version, plan.Years,
            [.. plan.Items.OrderBy(i => i.Code, StringComparer.Ordinal).Select(i => Answer(i, seen.GetValueOrDefault($"{PlanItemSites.Of}:{i.Code}") ?? seen.GetValueOrDefault($"project:{i.Code}")))], [.. plan.Differences().Select(d => new DifferenceAnswer(d.Code, d.Source, d.Plan, d.Budget, d.What.ToString()))],
            [.. plan.Deficits(capacities).Select(d => new DeficitAnswer(d.Source, d.Year, d.Short))], money);
    }

    /// <summary>Projects of the plan's level that it does not name yet and that are not over, the most urgent first.</summary>
    public async Task<IReadOnlyList<PlanProjectRow>> CandidatesAsync(PlanAnswer plan, string? text, CancellationToken ct)
    {
        var (id, level, like) = (plan.Plan.Id, "@" + plan.Plan.Division, text?.Trim() ?? "");
        return await Candidates(id, level).Where(p => p.Code.Contains(like) || p.Name.Contains(like)).OrderByDescending(p => p.Priority).ThenBy(p => p.Code).Take(100)
            .Select(p => new PlanProjectRow(p.Code, p.Name, p.Owner, p.Division, p.Sector, p.SectorOrgan, p.State, p.TotalInvestment, p.Priority, p.From, p.To)).ToListAsync(ct);
    }

    /// <returns><see langword="null"/> when the plan cannot take it.</returns>
    public async Task<PlanCandidate?> CandidateAsync(PlanAnswer plan, string code, CancellationToken ct)
    {
        if (await Candidates(plan.Plan.Id, "@" + plan.Plan.Division).SingleOrDefaultAsync(p => p.Code == code, ct) is not { } p)
            return null;
        var done = (await plans.DoneBeforeAsync([code], plan.Years[0], ct)).GetValueOrDefault(code);
        var wish = Balancing.BalanceHandlers.Wish(p, done, plan.Years[0])?.Needs.Select(n => new YearShare(plan.Years[0] + n.Offset, n.Source, n.Yuan)).Where(s => plan.Years.Contains(s.Year)).ToList() ?? [];
        return new(p.Code, p.Name, p.SectorOrgan, p.From, p.To, p.TotalInvestment, done, p.Sources, wish);
    }

    private IQueryable<PlanProject> Candidates(Guid plan, string level) => db.Set<PlanProject>().AsNoTracking().Where(p => p.SectorOrgan.EndsWith(level) && p.State != PoolState.Completed && p.State != PoolState.Closed && p.State != PoolState.Suspended
        && !db.Set<PlanItem>().Any(i => i.PlanId == plan && i.Code == p.Code && !i.Removed));

    public async Task<IReadOnlyList<ChangeAnswer>?> ChangesAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) is not { } plan ? null :
        [.. InvestmentPlan.Changes(await plans.BaseOfAsync(plan, ct), plan).OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new ChangeAnswer(c.Code, c.Name, c.Kind, c.Before.Sum(s => s.Yuan), c.After.Sum(s => s.Yuan), c.Reason, c.Before, c.After))];

    private Task<InvestmentPlan?> LoadAsync(Guid id, CancellationToken ct) => VisibleTo(db.Set<InvestmentPlan>().AsNoTracking(), caller.Actor).Include(p => p.Items).SingleOrDefaultAsync(p => p.Id == id, ct);

    private static PlanItemAnswer Answer(PlanItem i, CheckLine? check) => new(i.Code, i.Name, i.Owner, i.Division, i.Sector, i.SectorOrgan, i.Nature, i.Content, i.From, i.To, i.Total, i.DoneBefore, i.Shares, i.Goal, i.Indicators, i.Targets, i.Responsibility, i.Budget,
        i.ChangeReason, i.Removed, i.IsConfirmed(PlanPart.Development), i.IsConfirmed(PlanPart.Sector), i.IsConfirmed(PlanPart.Finance), i.Planned, check is null ? null : check.Class ?? "?", check?.Id);
}
