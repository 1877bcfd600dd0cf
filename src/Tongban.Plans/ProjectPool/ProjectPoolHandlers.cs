using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.ProjectPool;

/// <summary>Take a project into the pool.</summary>
internal sealed record AdmitProjectCommand(PlanProjectData Data);

/// <summary>Put a milestone on record.</summary>
internal sealed record RecordMilestoneCommand(string Code, MilestoneKind Kind, DateOnly On, string? Document, decimal? Yuan);

/// <summary>Move a project to another state of the pool.</summary>
internal sealed record MovePlanProjectCommand(string Code, PoolState To, string? Reason);

/// <summary>The project pool's acts: by the development commission, the sector department for its own projects.</summary>
internal sealed class ProjectPoolHandlers(TongbanDb db, Caller caller, IProjects projects, CityClock clock)
{
    public Task<Result<string>> AdmitAsync(AdmitProjectCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var data = command.Data;
        if (!PlanOrgans.MayKeep(caller.Actor, data.SectorOrgan?.Trim() ?? ""))
            return (Result<string>)PlanErrors.NotYourPart(PlanPart.Development);
        var declared = await projects.FindByCodeAsync(data.Code ?? "", ct);
        if (!PlanProject.Admit(data, declared?.Id, clock.Now).TryGet(out var project, out var refusal))
            return refusal;
        if (await db.Set<PlanProject>().AnyAsync(p => p.Code == project.Code, ct))
            return PlanErrors.CodeTaken(project.Code);
        db.Add(project);
        return project.Code;
    }, ct);

    public Task<Result<long>> RecordAsync(RecordMilestoneCommand command, CancellationToken ct) =>
        OnAsync(command, command.Code, p => p.RecordMilestone(command.Kind, command.On, command.Document, command.Yuan, clock.Today), ct);

    public Task<Result<long>> MoveAsync(MovePlanProjectCommand command, CancellationToken ct) => OnAsync(command, command.Code, p => p.Move(command.To, command.Reason), ct);

    private Task<Result<long>> OnAsync<TCommand>(TCommand command, string code, Func<PlanProject, Error?> change, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<PlanProject>().SingleOrDefaultAsync(p => p.Code == code, ct) is not { } project)
            return (Result<long>)PlanErrors.NoSuchProject(code);
        if (!PlanOrgans.MayKeep(caller.Actor, project.SectorOrgan))
            return PlanErrors.NotYourPart(PlanPart.Sector);
        return (caller.Expects(project) ?? change(project)) is { } refusal ? refusal : project.Version + 1;
    }, ct);
}
