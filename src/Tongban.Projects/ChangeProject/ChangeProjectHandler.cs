using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Access;
using Tongban.Projects.Declare;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Space.Contracts;

namespace Tongban.Projects.ChangeProject;

/// <summary>Changes a project's own data (项目信息变更).</summary>
internal sealed record ChangeProjectCommand(string Code, ProjectChanges Changes, string? Reason);

/// <summary>The unit tells a change; what was approved is entered by the authority that approved it. Modules above learn of it from the ledger.</summary>
internal sealed class ChangeProjectHandler(TongbanDb db, Caller caller, ProjectAccess access, ProjectAuthority authority, DeclarationSetting setting, DeclarationScreen screen, SiteLooking looking, CityClock clock)
{
    public async Task<Result<long>> HandleAsync(ChangeProjectCommand command, CancellationToken ct)
    {
        var look = await looking.LookAsync(command.Changes.Site, ct);
        return await db.ActAsync(command, caller, () => ChangeAsync(command, look, ct), ct);
    }

    private async Task<Result<long>> ChangeAsync(ChangeProjectCommand command, SiteLook? look, CancellationToken ct)
    {
        if (await db.Set<Project>().VisibleTo(access.Scope).SingleOrDefaultAsync(p => p.Code == command.Code, ct) is not { } project)
            return (Result<long>)ProjectErrors.NotFound(command.Code);
        var byAuthority = IsAuthority(project.Division);
        if (!byAuthority && await access.MayActForOwnerAsync(project, ct) is { } forbidden)
            return caller.Actor.IsOfficer ? ProjectErrors.NotTheAuthority : forbidden;
        var findings = look is null ? project.SiteFindings : SiteFindings.Of(default, look);
        if ((caller.Expects(project) ?? project.Change(command.Changes, byAuthority, command.Reason, setting.Rules, clock.Today, d => screen.Of(looking.Known(d, findings)))) is { } refusal)
            return refusal;
        looking.Keep(look, project, caller.Actor);
        return project.Version + 1; // the commit raises the version by one
    }

    /// <summary>Whether the caller enters what the authority of that division has decided.</summary>
    public bool IsAuthority(string division) => authority.IsOf(caller.Actor, division);
}
