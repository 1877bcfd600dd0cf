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
internal sealed record ProjectScope(bool All, string? Owner, ProjectReach? Only)
{
    public static ProjectScope Of(Actor actor) => new(actor.IsOfficer || actor.Is(Roles.Auditor), actor.Enterprise, actor.Projects);

    /// <summary>What of the archive such a caller may read.</summary>
    public ArchiveAudience Audience => All ? ArchiveAudience.Organs : ArchiveAudience.Applicant;

    /// <summary>The unit sees its contact person whole; an officer names a purpose first.</summary>
    public bool SeesContact => !All;

    /// <summary>Whether the caller may do for the unit whatever the unit may do.</summary>
    public bool IsWholeUnit => Owner is not null && Only is null;
}

internal static class ProjectVisibility
{
    public static IQueryable<Project> VisibleTo(this IQueryable<Project> projects, ProjectScope scope)
    {
        if (scope.All)
            return projects;
        if (scope.Owner is not { } owner)
            return projects.Where(p => false);
        if (scope.Only is null)
            return projects.Where(p => p.Owner == owner);
        List<Guid> named = [.. scope.Only.Ids];
        return projects.Where(p => p.Owner == owner && named.Contains(p.Id));
    }
}

/// <summary>What the present caller may see and do with projects.</summary>
internal sealed class ProjectAccess(TongbanDb db, Caller caller, ILegalPersons legalPersons, CityClock clock)
{
    public ProjectScope Scope => ProjectScope.Of(caller.Actor);

    /// <summary>Whether the caller may declare a project of this unit.</summary>
    public async Task<Error?> MayDeclareAsync(string? owner, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (!actor.Is(Roles.Applicant) || actor.Enterprise is null || (!string.IsNullOrWhiteSpace(owner) && owner != actor.Enterprise))
            return ProjectErrors.OwnerNotActedFor;
        if (await legalPersons.FindAsync(actor.Enterprise, ct) is null)
            return ProjectErrors.OwnerUnregistered;
        return await legalPersons.StandsForAllOfAsync(actor, actor.Enterprise, clock.Today, ct) ? null : ProjectErrors.NoMandate;
    }

    /// <summary>Whether the caller acts for the project's unit in this project.</summary>
    public async Task<Error?> MayActForOwnerAsync(Project project, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (!actor.Is(Roles.Applicant) || actor.Enterprise != project.Owner)
            return ProjectErrors.NotOwner;
        return await legalPersons.StandsForAsync(actor, project.Owner, project.Id, clock.Today, ct) ? null : ProjectErrors.NoMandate;
    }

    /// <summary>Drafts of the unit for those who act for all of it, otherwise only one's own.</summary>
    public IQueryable<ProjectDraft> Drafts()
    {
        var scope = Scope;
        var person = caller.Actor.PersonId;
        if (!caller.Actor.Is(Roles.Applicant) || scope.Owner is not { } owner)
            return db.Set<ProjectDraft>().Where(d => false);
        return scope.IsWholeUnit ? db.Set<ProjectDraft>().Where(d => d.Owner == owner) : db.Set<ProjectDraft>().Where(d => d.Owner == owner && d.PersonId == person);
    }
}
