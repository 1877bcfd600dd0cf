using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.ProjectPool;

/// <summary>What the plan and its money know of a project: the year's share and fiscal part, indicators, money paid to it, estimates, its sector department.</summary>
internal sealed class PlanFacts(TongbanDb db) : IProjectFactSource
{
    private static readonly HashSet<string> Known = new(["plan.fiscalWan", "fund.planWan", "budgetIndicator.amountWan", "fund.arrivedWan", "design.estimate", "feasibility.estimate", "plan.sectorOrgan"], StringComparer.Ordinal);

    public Words Name => ("投资计划", "the investment plan");

    public async Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(asked);
        if (!asked.Overlaps(Known))
            return [];
        var (code, year) = (project.Code, today.Year);
        List<ProjectFact> facts = [];
        var link = $"/plans/projects/{code}";
        if (await db.Set<PlanProject>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct) is not { } pooled)
            return [];
        facts.Add(new("plan.sectorOrgan", pooled.SectorOrgan, link));
        if (pooled.Find(MilestoneKind.Estimate)?.Yuan is { } estimate)
            facts.Add(new("design.estimate", Write(estimate), link));
        if (pooled.Find(MilestoneKind.Feasibility)?.Yuan is { } feasibility)
            facts.Add(new("feasibility.estimate", Write(feasibility), link));
        if (asked.Contains("plan.fiscalWan") || asked.Contains("fund.planWan"))
        {
            // The frozen plan in force; a project that is not in it has no planned money, which is known too.
            var plan = await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == PlanKind.Annual && p.FirstYear == year && p.State == PlanState.Approved).OrderByDescending(p => p.Edition).Select(p => new { p.Id }).FirstOrDefaultAsync(ct);
            if (plan is not null)
            {
                var item = await db.Set<PlanItem>().AsNoTracking().SingleOrDefaultAsync(i => i.PlanId == plan.Id && i.Code == code, ct);
                facts.Add(new("plan.fiscalWan", Wan(item?.Fiscal(year) ?? 0), $"/plans/versions/{plan.Id}"));
                facts.Add(new("fund.planWan", Wan(item?.In(year) ?? 0), $"/plans/versions/{plan.Id}"));
            }
        }
        if (asked.Contains("budgetIndicator.amountWan"))
            facts.Add(new("budgetIndicator.amountWan", Wan((await db.Set<BudgetIndicator>().AsNoTracking().Where(i => i.ProjectCode == code && i.Year == year).Select(i => i.Yuan + i.Adjustments).ToListAsync(ct)).Sum()), link));
        if (asked.Contains("fund.arrivedWan"))
        {
            // Money has arrived with a project when it was paid to it: pools receive money for many.
            var (from, to) = (new DateOnly(year, 1, 1), today);
            facts.Add(new("fund.arrivedWan", Wan((await db.Set<Payment>().AsNoTracking().Where(p => p.ProjectCode == code && p.Day >= from && p.Day <= to && p.ReversedOn == null).Select(p => p.Yuan).ToListAsync(ct)).Sum()), link));
        }
        return [.. facts.Where(f => asked.Contains(f.Name))];
    }

    private static string Wan(decimal yuan) => Write(yuan / 10_000);

    private static string Write(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
