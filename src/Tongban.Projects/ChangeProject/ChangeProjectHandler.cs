using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Access;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Projects.ChangeProject;

/// <summary>Changes a project's own data (项目信息变更).</summary>
internal sealed record ChangeProjectCommand(string Code, ProjectChanges Changes, string? Reason);

/// <summary>The unit tells a change; what was approved is entered by the authority that approved it. Modules above learn of it from the ledger.</summary>
internal sealed class ChangeProjectHandler(TongbanDb db, Caller caller, ProjectAccess access, DeclarationSetting setting, DeclarationScreen screen, CityClock clock)
{
    /// <summary>发展和改革委员会: files, verifies and approves projects.</summary>
    private const string ProjectAuthority = "FGW";

    public Task<Result<long>> HandleAsync(ChangeProjectCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Project>().VisibleTo(access.Scope).SingleOrDefaultAsync(p => p.Code == command.Code, ct) is not { } project)
            return (Result<long>)ProjectErrors.NotFound(command.Code);
        var byAuthority = IsAuthority(project.Division);
        if (!byAuthority && await access.MayActForOwnerAsync(project, ct) is { } forbidden)
            return caller.Actor.IsOfficer ? ProjectErrors.NotTheAuthority : forbidden;
        return (caller.Expects(project) ?? project.Change(command.Changes, byAuthority, command.Reason, setting.Rules, clock.Today, screen.Of)) is { } refusal
            ? refusal : project.Version + 1; // the commit raises the version by one
    }, ct);

    /// <summary>Whether the caller enters what the authority of that division has decided.</summary>
    public bool IsAuthority(string division) => caller.Actor.Is(Roles.Handler | Roles.Head)
        && (caller.Actor.Organ == Organ.KeyOf(ProjectAuthority, setting.City.City.Division) || caller.Actor.Organ == Organ.KeyOf(ProjectAuthority, division));
}
