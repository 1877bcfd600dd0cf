using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.Register;

/// <inheritdoc cref="IProjects"/>
internal sealed class ProjectRegister(TongbanDb db, NameSearch names) : IProjects
{
    public async Task<ProjectRecord?> FindAsync(Guid id, CancellationToken ct) =>
        (Declaring(id) ?? await db.Set<Project>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct))?.ToRecord();

    public async Task<ProjectRecord?> FindByCodeAsync(string code, CancellationToken ct) =>
        ProjectCode.TryParse(code, out var parsed)
            ? (await db.Set<Project>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == parsed.Value, ct))?.ToRecord() : null;

    public async Task<IReadOnlyList<Guid>?> FindByNameAsync(string part, CancellationToken ct)
    {
        if (await names.RarestAsync(part) is not { Names: < NameSearch.Block } rare)
            return null;
        var candidates = await names.CandidatesAsync(rare.Part, null, ct);
        return candidates.Count == 0 ? [] : await names.Matching(db.Set<Project>().AsNoTracking(), rare.Part, candidates, part).Select(p => p.Id).ToListAsync(ct);
    }

    public Task<string?> FindSiteAsync(Guid id, CancellationToken ct) =>
        db.Set<Project>().Where(p => p.Id == id).Select(p => p.SiteGeoJson).SingleOrDefaultAsync(ct);

    public async Task<Error?> EnterApprovalAsync(Guid id, CancellationToken ct) =>
        (Declaring(id) ?? await db.Set<Project>().SingleOrDefaultAsync(p => p.Id == id, ct)) is { } project
            ? project.EnterApproval() : ProjectErrors.NotFound(id.ToString());

    public async Task<Error?> LapseAsync(Guid id, string reason, CancellationToken ct) =>
        (Declaring(id) ?? await db.Set<Project>().SingleOrDefaultAsync(p => p.Id == id, ct)) is { } project ? project.Lapse(reason) : ProjectErrors.NotFound(id.ToString());

    // Inside the unit of work that declares or changes it, the project is not in the table yet, or not as it is now.
    private Project? Declaring(Guid id) => db.Set<Project>().Local.FindEntry(id)?.Entity;
}
