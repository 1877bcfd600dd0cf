using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;

namespace Tongban.Projects.Access;

/// <summary>Which projects a caller sees. The one place that decides it for pages, API, lists and downloads.</summary>
/// <param name="All">Every project of the city: officers and auditors.</param>
/// <param name="Owner">Projects of this unit.</param>
/// <param name="Only">When given, only these projects of the unit: the caller's mandate names them.</param>
internal sealed record ProjectScope(bool All, string? Owner, IReadOnlyList<Guid>? Only)
{
    public static readonly ProjectScope Nothing = new(false, null, []);

    /// <summary>What of the archive such a caller may read.</summary>
    public ArchiveAudience Audience => All ? ArchiveAudience.Organs : ArchiveAudience.Applicant;

    /// <summary>Whether the caller may do for the unit whatever the unit may do.</summary>
    public bool IsWholeUnit => Owner is not null && Only is null;
}

internal static class ProjectVisibility
{
    public static IQueryable<Project> VisibleTo(this IQueryable<Project> projects, ProjectScope scope)
    {
        if (scope.All)
            return projects;
        var owner = scope.Owner ?? "";
        if (scope.Only is not { } only)
            return projects.Where(p => p.Owner == owner);
        return only.Count == 0 ? projects.Where(p => false) : projects.Where(p => p.Owner == owner && only.Contains(p.Id));
    }
}

/// <summary>What the present caller may see and do with projects.</summary>
internal sealed class ProjectAccess(TongbanDb db, Caller caller, ILegalPersons legalPersons, CityClock clock)
{
    public async Task<ProjectScope> ScopeAsync(CancellationToken ct)
    {
        var actor = caller.Actor;
        if (actor.IsOfficer || actor.Is(Roles.Auditor))
            return new ProjectScope(true, null, null);
        if (actor.IsStranger || actor.Enterprise is not { } enterprise)
            return ProjectScope.Nothing;
        if (await legalPersons.MayActForAsync(actor.PersonId, enterprise, clock.Today, null, ct))
            return new ProjectScope(false, enterprise, null);
        // A mandate for single projects is rare, and a unit has few projects: asking for each is cheaper than a second kind of list.
        List<Guid> named = [];
        foreach (var id in await db.Set<Project>().AsNoTracking().Where(p => p.Owner == enterprise).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct))
        {
            if (await legalPersons.MayActForAsync(actor.PersonId, enterprise, clock.Today, id, ct))
                named.Add(id);
        }
        return new ProjectScope(false, enterprise, named);
    }

    /// <summary>Whether the caller may declare a project of this unit.</summary>
    public async Task<Error?> MayDeclareAsync(string? owner, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (!actor.Is(Roles.Applicant) || actor.Enterprise is null || (!string.IsNullOrWhiteSpace(owner) && owner != actor.Enterprise))
            return ProjectErrors.OwnerNotActedFor;
        if (await legalPersons.FindAsync(actor.Enterprise, ct) is null)
            return ProjectErrors.OwnerUnregistered;
        return await legalPersons.MayActForAsync(actor.PersonId, actor.Enterprise, clock.Today, null, ct) ? null : ProjectErrors.NoMandate;
    }

    /// <summary>Whether the caller acts for the project's unit in this project.</summary>
    public async Task<Error?> MayActForOwnerAsync(Project project, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (!actor.Is(Roles.Applicant) || actor.Enterprise != project.Owner)
            return ProjectErrors.NotOwner;
        return await legalPersons.MayActForAsync(actor.PersonId, project.Owner, clock.Today, project.Id, ct) ? null : ProjectErrors.NoMandate;
    }

    /// <summary>Drafts of the unit for those who act for all of it, otherwise only one's own.</summary>
    public async Task<IQueryable<ProjectDraft>> DraftsAsync(CancellationToken ct)
    {
        var scope = await ScopeAsync(ct);
        var person = caller.Actor.PersonId;
        if (!caller.Actor.Is(Roles.Applicant) || scope.Owner is not { } owner)
            return db.Set<ProjectDraft>().Where(d => false);
        return scope.IsWholeUnit ? db.Set<ProjectDraft>().Where(d => d.Owner == owner) : db.Set<ProjectDraft>().Where(d => d.Owner == owner && d.PersonId == person);
    }
}
