using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Access;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Register;

/// <summary>The sites of the projects that go on, for checking them again; and who reads the checks: whoever sees the project.</summary>
internal sealed class ProjectSites(TongbanDb db) : ISiteSource, ISubjectAccess
{
    /// <summary>发展和改革委员会 of the project's division: it leads the project.</summary>
    private const string Lead = "FGW";

    private static readonly Expression<Func<Project, bool>> Asked = p => p.SiteGeoJson != null && (p.Status == ProjectStatus.Declared || p.Status == ProjectStatus.InApproval);

    public string Kind => "project";

    public async Task<IReadOnlyList<SubjectSite>> PageAsync(string? after, int count, CancellationToken ct)
    {
        var last = SiteSubject.CodeOf(after ?? "") ?? "";
        var rows = await db.Set<Project>().AsNoTracking().Where(Asked).Where(p => string.Compare(p.Code, last) > 0).OrderBy(p => p.Code).Take(count)
            .Select(p => new { p.Code, p.Name, p.SiteGeoJson, p.Division, p.Owner }).ToListAsync(ct);
        return [.. rows.Select(p => Of(p.Code, p.Name, p.SiteGeoJson!, p.Division, p.Owner))];
    }

    public async Task<SubjectSite?> FindAsync(string subject, CancellationToken ct) =>
        SiteSubject.CodeOf(subject) is { } code
        && await db.Set<Project>().AsNoTracking().Where(Asked).Where(p => p.Code == code).Select(p => new { p.Code, p.Name, p.SiteGeoJson, p.Division, p.Owner }).SingleOrDefaultAsync(ct) is { } p
            ? Of(p.Code, p.Name, p.SiteGeoJson!, p.Division, p.Owner) : null;

    public bool Handles(string subject) => SiteSubject.CodeOf(subject) is not null;

    public async Task<bool> MayReadAsync(Actor actor, string subject, CancellationToken ct) =>
        SiteSubject.CodeOf(subject) is { } code && await db.Set<Project>().AsNoTracking().VisibleTo(ProjectScope.Of(actor)).AnyAsync(p => p.Code == code, ct);

    private static SubjectSite Of(string code, string name, string site, string division, string owner) => new(SiteSubject.Of(code), name, site, Organ.KeyOf(Lead, division), owner);
}
