using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.ProjectPool;

/// <summary>What was paid for a project of the pool and what its monthly returns say was done.</summary>
internal sealed class MoneyFacts(TongbanDb db) : IProjectFactSource
{
    private const string Paid = "fund.paidWan", Done = "plan.yearDoneWan", Physical = "plan.physicalPercent";

    public Words Name => ("投资计划", "the investment plans");

    public async Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(asked);
        if (!(asked.Contains(Paid) || asked.Contains(Done) || asked.Contains(Physical)) || !await db.Set<PlanProject>().AnyAsync(p => p.Code == project.Code, ct))
            return [];
        var (facts, page) = (new List<ProjectFact>(), $"/plans/projects/{project.Code}");
        var paid = await db.Set<Payment>().AsNoTracking().Where(p => p.ProjectCode == project.Code && p.ReversedOn == null).Select(p => p.Yuan).ToListAsync(ct);
        Say(Paid, paid.Sum() / 10_000m);
        var year = today.Year;
        // A correction is a further edition: of each month the newest counts.
        var months = (await db.Set<ProgressReturn>().AsNoTracking().Where(r => r.ProjectCode == project.Code && r.Year >= year - 1).ToListAsync(ct)).GroupBy(r => (r.Year, r.Month)).Select(m => m.MaxBy(r => r.Edition)!).OrderBy(r => (r.Year, r.Month)).ToList();
        if (months.Count > 0)
        {
            Say(Done, months.Where(r => r.Year == year).Sum(r => r.DoneYuan) / 10_000m);
            Say(Physical, months[^1].PhysicalPercent);
        }
        return facts;

        void Say(string name, decimal value)
        {
            if (asked.Contains(name))
                facts.Add(new(name, value.ToString("0.######", CultureInfo.InvariantCulture), page));
        }
    }
}
