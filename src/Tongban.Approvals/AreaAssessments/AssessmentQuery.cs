using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.AreaAssessments;

/// <summary>A published area assessment, as anyone may read it.</summary>
internal sealed record AssessmentView(
    Guid Id, string Number, string Zone, string Division, Words DivisionName, IReadOnlyList<AssessedItem> Items, string? Site, string Conclusion, string Organ, Words OrganName, DateTimeOffset PublishedAt, DateOnly ValidTo, bool InForce, string? WithdrawnBecause);

internal sealed record AssessedItem(string Code, Words Name);

/// <summary>An assessment that could stand in for an item of a stage.</summary>
/// <param name="Inside">The project's site lies inside the zone; otherwise the zone is known by name only and the applicant states that it lies there.</param>
internal sealed record AssessmentOffer(string Item, Words ItemName, Guid Assessment, string Number, string Zone, DateOnly ValidTo, bool Inside);

internal sealed class AssessmentQuery(TongbanDb db, FlowLibrary flows, CityCatalogue city, OrganDirectory organs, CityClock clock, IProjects projects)
{
    public const int Most = 200;

    public async Task<IReadOnlyList<AssessmentView>> ListAsync(string? search, CancellationToken ct)
    {
        var all = db.Set<AreaAssessment>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
            all = all.Where(a => a.Zone.Contains(search.Trim()) || a.Number == search.Trim());
        return [.. (await all.OrderByDescending(a => a.Id).Take(Most).ToListAsync(ct)).Select(Show)];
    }

    public async Task<AssessmentView?> FindAsync(Guid id, CancellationToken ct) => await db.Set<AreaAssessment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is { } found ? Show(found) : null;

    /// <summary>What stands in for open items of a stage.</summary>
    public async Task<IReadOnlyList<AssessmentOffer>> OffersAsync(Plane plane, CancellationToken ct)
    {
        var flow = flows.Of(plane.Flow);
        var items = plane.Items.Where(i => i.State is ItemState.Waiting or ItemState.Open or ItemState.Paused && flow.Linkage.IsAssessable(i.Code)).ToList();
        if (items.Count == 0 || plane.State.IsOver())
            return [];
        var (today, cityDivision) = (clock.Today, city.City.Division);
        var known = await db.Set<AreaAssessment>().AsNoTracking().Where(a => (a.Division == plane.Division || a.Division == cityDivision) && a.ValidTo >= today && a.WithdrawnAt == null).OrderBy(a => a.Id).Take(Most).ToListAsync(ct);
        if (known.Count == 0)
            return [];
        var site = await projects.FindSiteAsync(plane.ProjectId, ct);
        return [.. from i in items from a in known where a.Refuses(i.Code, plane.Division, cityDivision, site, today) is null
                   select new AssessmentOffer(i.Code, i.Name, a.Id, a.Number, a.Zone, a.ValidTo, a.Site is not null && site is not null)];
    }

    private AssessmentView Show(AreaAssessment a) => new(
        a.Id, a.Number, a.Zone, a.Division, city.Division(a.Division)?.Name ?? (a.Division, a.Division), [.. a.Items.Select(i => new AssessedItem(i, flows.Current.FindItem(i)?.Name ?? (i, i)))],
        a.Site, a.Conclusion, a.Organ, organs.NameOf(a.Organ), a.PublishedAt, a.ValidTo, a.WithdrawnAt is null && clock.Today <= a.ValidTo, a.WithdrawnBecause);
}
