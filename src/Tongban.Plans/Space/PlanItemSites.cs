using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Plans.Exchange;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.Planning;
using Tongban.Plans.ProjectPool;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Plans.Space;

/// <summary>The projects that plans name, with the boundary that their declaration gave: the rolling plan can be held against the control layers in one run, and again when a layer changes.</summary>
internal sealed class PlanItemSites(TongbanDb db, IProjects projects) : ISiteSource
{
    public const string Of = "plan-item";

    public string Kind => Of;

    public async Task<IReadOnlyList<SubjectSite>> PageAsync(string? after, int count, CancellationToken ct)
    {
        var code = after is null ? null : CodeOf(after);
        List<SubjectSite> sites = [];
        while (sites.Count < count)
        {
            var page = await Named().Where(p => code == null || string.Compare(p.Code, code) > 0).OrderBy(p => p.Code).Take(count).ToListAsync(ct);
            foreach (var p in page)
            {
                if (sites.Count < count && await SiteAsync(p, ct) is { } site)
                    sites.Add(site);
            }
            if (page.Count < count)
                break;
            code = page[^1].Code;
        }
        return sites;
    }

    public async Task<SubjectSite?> FindAsync(string subject, CancellationToken ct)
    {
        var code = CodeOf(subject);
        return await Named().SingleOrDefaultAsync(p => p.Code == code, ct) is { } project ? await SiteAsync(project, ct) : null;
    }

    public static string CodeOf(string subject) => subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..];

    // A project that no open or approved plan names is not asked about.
    private IQueryable<PlanProject> Named()
    {
        var open = db.Set<InvestmentPlan>().Where(p => p.State == PlanState.Drafting || p.State == PlanState.Approved).Select(p => p.Id);
        return db.Set<PlanProject>().AsNoTracking().Where(p => p.ProjectId != null && db.Set<PlanItem>().Any(i => i.Code == p.Code && !i.Removed && open.Contains(i.PlanId)));
    }

    private async Task<SubjectSite?> SiteAsync(PlanProject p, CancellationToken ct) =>
        p.ProjectId is { } id && await projects.FindSiteAsync(id, ct) is { } site ? new($"{Of}:{p.Code}", p.Name, site, p.SectorOrgan, p.Owner) : null;
}

/// <summary>Who may see a project of the pool may read the checks of its site.</summary>
internal sealed class PlanItemAccess(TongbanDb db) : ISubjectAccess
{
    public bool Handles(string subject) => subject.StartsWith(PlanItemSites.Of + ":", StringComparison.Ordinal);

    public Task<bool> MayReadAsync(Actor actor, string subject, CancellationToken ct)
    {
        var code = PlanItemSites.CodeOf(subject);
        return PoolQueries.VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor).AnyAsync(p => p.Code == code, ct);
    }
}

/// <summary>To whom the ledger of plans and pools belongs: officers, and of its own projects the unit.</summary>
internal sealed class PlanMatters(TongbanDb db) : IMatterAccess
{
    private static readonly string[] Kinds = ["plan-project:", "fund-pool:", "budget-indicator:", "investment-plan:", "plan-warning:", "plan-import:", "balance-run:"];

    public bool Handles(string matter) => Kinds.Any(k => matter.StartsWith(k, StringComparison.Ordinal));

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct)
    {
        var code = PlanItemSites.CodeOf(matter);
        if (actor.Is(PlanPermissions.Read.HeldBy))
            return PlanLevels.CountyOf(actor) is null || await LiesWithAsync(actor, matter[..(matter.IndexOf(':', StringComparison.Ordinal) + 1)], code, ct);
        return matter.StartsWith(Kinds[0], StringComparison.Ordinal) && await PoolQueries.VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor).AnyAsync(p => p.Code == code, ct);
    }

    // An officer of a county: what its pages show, its ledger shows too.
    private async Task<bool> LiesWithAsync(Actor actor, string kind, string key, CancellationToken ct)
    {
        if (kind is "plan-project:")
            return await PoolQueries.VisibleTo(db.Set<PlanProject>().AsNoTracking(), actor).AnyAsync(p => p.Code == key, ct);
        var county = PlanLevels.CountyOf(actor);
        return Guid.TryParse(key, out var id) && kind switch
        {
            "fund-pool:" => await FundQueries.VisibleTo(db.Set<FundPool>().AsNoTracking(), actor).AnyAsync(p => p.Id == id, ct),
            "budget-indicator:" => await db.Set<BudgetIndicator>().AsNoTracking().AnyAsync(i => i.Id == id && db.Set<FundPool>().Any(p => p.Id == i.PoolId && p.Division == county), ct),
            "investment-plan:" => await PlanQueries.VisibleTo(db.Set<InvestmentPlan>().AsNoTracking(), actor).AnyAsync(p => p.Id == id, ct),
            "plan-warning:" => await db.Set<PlanWarning>().AsNoTracking().AnyAsync(w => w.Id == id && w.Division == county, ct),
            "plan-import:" => await ImportQueries.VisibleTo(db.Set<ImportBatch>().AsNoTracking(), actor).AnyAsync(b => b.Id == id, ct),
            _ => await db.Set<BalanceRun>().AsNoTracking().AnyAsync(r => r.Id == id && r.Division == county, ct),
        };
    }

    public async Task<Words?> NameAsync(string matter, CancellationToken ct)
    {
        var key = PlanItemSites.CodeOf(matter);
        if (matter.StartsWith(Kinds[0], StringComparison.Ordinal))
            return await db.Set<PlanProject>().Where(p => p.Code == key).Select(p => p.Name).SingleOrDefaultAsync(ct) is { } name ? (name, name) : null;
        if (!Guid.TryParse(key, out var id))
            return null;
        if (matter.StartsWith("fund-pool:", StringComparison.Ordinal))
            return await db.Set<FundPool>().Where(p => p.Id == id).Select(p => p.Name).SingleOrDefaultAsync(ct) is { } pool ? (pool, pool) : null;
        return matter.StartsWith("investment-plan:", StringComparison.Ordinal) && await db.Set<InvestmentPlan>().Where(p => p.Id == id).Select(p => p.Title).SingleOrDefaultAsync(ct) is { } title ? (title, title) : null;
    }
}
