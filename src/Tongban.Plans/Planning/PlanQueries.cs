using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.Space;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Plans.Planning;

internal sealed record PlanRow(Guid Id, PlanKind Kind, int FirstYear, int Edition, PlanState State, string Title, string? Reason, string? Document, DateTimeOffset DraftedAt, DateTimeOffset? ApprovedAt, int Items);

/// <param name="SpaceClass">空间分类 of the newest check of its site: A to D, or <c>?</c> where not everything was looked at; <see langword="null"/> without a check.</param>
internal sealed record PlanItemAnswer(
    string Code, string Name, string Owner, string Division, string Sector, string SectorOrgan, PlanNature Nature, string Content, DateOnly From, DateOnly To, decimal Total, decimal DoneBefore, IReadOnlyList<YearShare> Shares, string? Goal, string? Indicators,
    string? Targets, string? Responsibility, IReadOnlyList<FundShare> Budget, string? ChangeReason, bool Removed, bool DevelopmentConfirmed, bool SectorConfirmed, bool FinanceConfirmed, decimal Planned, string? SpaceClass, Guid? SpaceCheck)
{
    public bool IsConfirmed(PlanPart part) => part switch { PlanPart.Development => DevelopmentConfirmed, PlanPart.Sector => SectorConfirmed, _ => FinanceConfirmed };
}

internal sealed record DifferenceAnswer(string Code, string? Source, decimal? Plan, decimal? Budget, string What);

internal sealed record DeficitAnswer(string Source, int Year, decimal Short);

internal sealed record PlanAnswer(PlanRow Plan, long Version, IReadOnlyList<int> Years, IReadOnlyList<PlanItemAnswer> Items, IReadOnlyList<DifferenceAnswer> Differences, IReadOnlyList<DeficitAnswer> Deficits);

internal sealed record ChangeAnswer(string Code, string Name, PlanChangeKind Kind, decimal Before, decimal After, string? Reason, IReadOnlyList<YearShare> SharesBefore, IReadOnlyList<YearShare> SharesAfter);

/// <summary>Reads plans.</summary>
internal sealed class PlanQueries(TongbanDb db, FundQueries funds, PlanHandlers plans, ISiteCheckRegister checks)
{
    public async Task<IReadOnlyList<PlanRow>> ListAsync(CancellationToken ct) => await db.Set<InvestmentPlan>().AsNoTracking().OrderByDescending(p => p.FirstYear).ThenBy(p => p.Kind).ThenByDescending(p => p.Edition).Take(200)
        .Select(p => new PlanRow(p.Id, p.Kind, p.FirstYear, p.Edition, p.State, p.Title, p.Reason, p.Document, p.DraftedAt, p.ApprovedAt, p.Items.Count)).ToListAsync(ct);

    public async Task<PlanAnswer?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is not { } plan)
            return null;
        var subjects = plan.Items.SelectMany(i => new[] { $"{PlanItemSites.Of}:{i.Code}", $"project:{i.Code}" }).ToList();
        var seen = subjects.Count == 0 ? new Dictionary<string, CheckSummary>() : await checks.LatestAsync(subjects, ct);
        return new(new(plan.Id, plan.Kind, plan.FirstYear, plan.Edition, plan.State, plan.Title, plan.Reason, plan.Document, plan.DraftedAt, plan.ApprovedAt, plan.Items.Count), plan.Version, plan.Years,
            [.. plan.Items.OrderBy(i => i.Code, StringComparer.Ordinal).Select(i => Answer(i, seen.GetValueOrDefault($"{PlanItemSites.Of}:{i.Code}") ?? seen.GetValueOrDefault($"project:{i.Code}")))], [.. plan.Differences().Select(d => new DifferenceAnswer(d.Code, d.Source, d.Plan, d.Budget, d.What.ToString()))],
            [.. plan.Deficits(await funds.CapacitiesAsync(plan.Years, ct)).Select(d => new DeficitAnswer(d.Source, d.Year, d.Short))]);
    }

    public async Task<IReadOnlyList<ChangeAnswer>?> ChangesAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) is not { } plan ? null :
        [.. InvestmentPlan.Changes(await plans.BaseOfAsync(plan, ct), plan).OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new ChangeAnswer(c.Code, c.Name, c.Kind, c.Before.Sum(s => s.Yuan), c.After.Sum(s => s.Yuan), c.Reason, c.Before, c.After))];

    private Task<InvestmentPlan?> LoadAsync(Guid id, CancellationToken ct) => db.Set<InvestmentPlan>().AsNoTracking().Include(p => p.Items).SingleOrDefaultAsync(p => p.Id == id, ct);

    private static PlanItemAnswer Answer(PlanItem i, CheckSummary? check) => new(i.Code, i.Name, i.Owner, i.Division, i.Sector, i.SectorOrgan, i.Nature, i.Content, i.From, i.To, i.Total, i.DoneBefore, i.Shares, i.Goal, i.Indicators, i.Targets, i.Responsibility, i.Budget,
        i.ChangeReason, i.Removed, i.IsConfirmed(PlanPart.Development), i.IsConfirmed(PlanPart.Sector), i.IsConfirmed(PlanPart.Finance), i.Planned, check is null ? null : check.Class ?? "?", check?.Id);
}
