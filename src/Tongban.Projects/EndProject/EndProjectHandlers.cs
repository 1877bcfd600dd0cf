using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Access;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Projects.EndProject;

/// <summary>The unit takes its project back (项目撤回).</summary>
internal sealed record WithdrawProject(string Code, string? Reason);

/// <summary>The authority takes a wrong code out of use (项目代码作废).</summary>
internal sealed record InvalidateProject(string Code, string? Reason);

/// <summary>Both ways in which a project ends before its time. Modules above learn of it from the ledger and close what they have open.</summary>
internal sealed class EndProjectHandlers(TongbanDb db, Caller caller, ProjectAccess access, DeclarationSetting setting)
{
    /// <summary>发展和改革委员会: gives the codes, and takes them out of use.</summary>
    private const string CodeAuthority = "FGW";

    public Task<Result<long>> WithdrawAsync(WithdrawProject command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await FindAsync(command.Code, ct) is not { } project)
            return (Result<long>)ProjectErrors.NotFound(command.Code);
        return await access.MayActForOwnerAsync(project, ct) is { } forbidden ? forbidden : Ended(project, caller.Expects(project) ?? project.Withdraw(command.Reason ?? ""));
    }, ct);

    public Task<Result<long>> InvalidateAsync(InvalidateProject command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await FindAsync(command.Code, ct) is not { } project)
            return (Result<long>)ProjectErrors.NotFound(command.Code);
        return MayInvalidate(project.Division) ? Ended(project, caller.Expects(project) ?? project.Invalidate(command.Reason ?? "")) : ProjectErrors.NotCodeAuthority;
    }, ct);

    public bool MayInvalidate(string division) => caller.Actor.Is(Roles.Head)
        && (caller.Actor.Organ == Organ.KeyOf(CodeAuthority, setting.City.City.Division) || caller.Actor.Organ == Organ.KeyOf(CodeAuthority, division));

    // The commit raises the version by one.
    private static Result<long> Ended(Project project, Error? refusal) => refusal is null ? project.Version + 1 : refusal;

    private async Task<Project?> FindAsync(string code, CancellationToken ct) =>
        await db.Set<Project>().VisibleTo(access.Scope).SingleOrDefaultAsync(p => p.Code == code, ct);
}
