using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Api;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Terms;

internal sealed record RecordStartCommand(string Code, DateOnly? On);

internal sealed record AskTermExtensionCommand(string Code, string? Reason);

internal sealed record AnswerTermExtensionCommand(string Code, bool Grant, DateOnly? Until, string? Reason);

internal sealed record LapseTermCommand(Guid Term);

internal sealed record TermView(string ProjectCode, string ProjectName, TermState State, string Organ, Words OrganName, string Basis, DateOnly Since, DateOnly StartBy, int DaysLeft, DateOnly AskBy, DateOnly? StartedOn, bool IsExtended, string? RequestReason, DateOnly? RequestDueOn, ProjectType Type);

/// <summary>Begin in two years, or ask once for more, or lapse.</summary>
internal sealed class TermHandlers(TongbanDb db, Caller caller, Authority authority, FlowLibrary flows, Calendars calendars, CityClock clock, ILegalPersons legalPersons, IProjects projects, OrganDirectory organs)
{
    private CaseSetting Setting => new(flows.Current, calendars.Current, clock.Now);

    public async Task<TermView?> FindAsync(string code, CancellationToken ct)
    {
        if (await db.Set<ProjectTerm>().AsNoTracking().Where(t => t.ProjectCode == code).VisibleTo(caller.Actor).SingleOrDefaultAsync(ct) is not { } t)
            return null;
        return new(t.ProjectCode, t.ProjectName, t.State, t.Organ, organs.NameOf(t.Organ), t.Basis, t.Limit.StartedOn, t.StartBy, t.StartBy.DayNumber - clock.Today.DayNumber, t.AskBy(calendars.Current), t.StartedOn, t.IsExtended, t.Request?.Reason, t.RequestDueOn, t.Type);
    }

    /// <summary>Whether the project has a term that the caller may look at: it begins with the first decision.</summary>
    public Task<bool> HasAsync(Guid project, CancellationToken ct) => db.Set<ProjectTerm>().AsNoTracking().Where(t => t.ProjectId == project).VisibleTo(caller.Actor).AnyAsync(ct);

    public Task<Result<long>> StartAsync(RecordStartCommand command, CancellationToken ct) => AsUnitAsync(command, command.Code, async (term, setting) =>
    {
        if (term.RecordStart(command.On ?? setting.Today, setting) is { } refusal)
            return refusal;
        // What had to be used by a start has been used.
        foreach (var result in await db.Set<IssuedResult>().Where(r => r.ProjectId == term.ProjectId && r.IsUntilStart).ToListAsync(ct))
            result.StartRecorded(term.StartedOn!.Value);
        return null;
    }, ct);

    public Task<Result<long>> AskAsync(AskTermExtensionCommand command, CancellationToken ct) => AsUnitAsync(command, command.Code, (term, setting) =>
    {
        if ((TextRules.Reason(command.Reason) ?? term.AskExtension(command.Reason!, caller.Actor, setting)) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        if (term.Request is not null)
            Tell(Notice.Organ(term.Organ), term, "term.asked", ($"延期开工申请：{term.ProjectName}，{term.RequestDueOn:yyyy-MM-dd} 前答复", $"More time to begin asked for: {term.ProjectName}, answer by {term.RequestDueOn:yyyy-MM-dd}"));
        return Task.FromResult<Error?>(null);
    }, ct);

    public Task<Result<long>> AnswerAsync(AnswerTermExtensionCommand command, CancellationToken ct) => ActAsync(command, t => t.ProjectCode == command.Code, (term, setting) =>
    {
        if (!authority.Check(caller.Actor, Roles.Handler, term.Organ, term.Item).TryGet(out _, out var forbidden))
            return Task.FromResult<Error?>(forbidden);
        if (term.AnswerExtension(command.Grant, command.Until, command.Reason) is { } refusal)
            return Task.FromResult<Error?>(refusal);
        Tell(Notice.Enterprise(term.Owner), term, "term.answered", command.Grant ? ($"{term.ProjectName}：同意延期至 {term.StartBy:yyyy-MM-dd} 前开工", $"{term.ProjectName}: begin by {term.StartBy:yyyy-MM-dd}") : ($"{term.ProjectName}：不同意延期开工", $"{term.ProjectName}: no more time to begin"));
        return Task.FromResult<Error?>(null);
    }, ct);

    /// <summary>The platform: the term is over, the project and its code lapse; what is open in its approval closes with it (EndWithProject).</summary>
    public Task<Result<long>> LapseAsync(LapseTermCommand command, CancellationToken ct) => ActAsync(command, t => t.Id == command.Term, async (term, setting) =>
    {
        if (term.Lapse(setting) is { } refusal)
            return refusal;
        if (await projects.FindAsync(term.ProjectId, ct) is not { HasEnded: false })
            return null; // it ended otherwise before; nobody is told twice
        var reason = $"至 {term.StartBy:yyyy-MM-dd} 未开工（{term.Basis}）";
        Tell(Notice.Enterprise(term.Owner), term, "term.lapsed", ($"{term.ProjectName}：{term.StartBy:yyyy-MM-dd} 前未开工，项目及代码失效", $"{term.ProjectName}: not begun by {term.StartBy:yyyy-MM-dd}; the project and its code have lapsed"));
        Tell(Notice.Organ(term.Organ), term, "term.lapsed", ($"项目逾期未开工失效：{term.ProjectName}", $"Lapsed without a start: {term.ProjectName}"));
        return await projects.LapseAsync(term.ProjectId, reason, ct);
    }, ct);

    private Task<Result<long>> AsUnitAsync<TCommand>(TCommand command, string code, Func<ProjectTerm, CaseSetting, Task<Error?>> act, CancellationToken ct) where TCommand : notnull =>
        ActAsync(command, t => t.ProjectCode == code, async (term, setting) => await legalPersons.StandsForAsync(caller.Actor, term.Owner, term.ProjectId, clock.Today, ct)
            ? await act(term, setting) : ApprovalErrors.NotYourProject(), ct);

    private Task<Result<long>> ActAsync<TCommand>(TCommand command, System.Linq.Expressions.Expression<Func<ProjectTerm, bool>> which, Func<ProjectTerm, CaseSetting, Task<Error?>> act, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<ProjectTerm>().VisibleTo(caller.Actor).SingleOrDefaultAsync(which, ct) is not { } term)
            return (Result<long>)TermErrors.NotFound();
        return await act(term, Setting) is { } refusal ? refusal : term.Version + 1;
    }, ct);

    private void Tell(string whom, ProjectTerm term, string occasion, Words text) => db.Notify(Notice.To(whom, $"{occasion}:{term.Id:N}", text, $"/projects/{term.ProjectCode}/term", clock.Now, term.ProjectId));
}

internal static class TermVisibility
{
    public static IQueryable<ProjectTerm> VisibleTo(this IQueryable<ProjectTerm> terms, Actor actor)
    {
        if (actor.Is(Roles.Auditor) || actor == Actor.System)
            return terms;
        if (actor.Organ is { } organ)
            return terms.Where(t => t.Organ == organ);
        return terms.WithinReachOf(actor);
    }
}

internal static class TermEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{code}/term", async (string code, TermHandlers terms, CancellationToken ct) => await terms.FindAsync(code, ct) is { } view ? Results.Ok(view) : TermErrors.NotFound().ToHttp())
            .Require(ApprovalPermissions.Read).WithTags("Approvals").WithName("GetProjectTerm").Produces<TermView>().WithSummary("By when construction has to begin, and what happens otherwise").WithDescription("企业投资项目核准和备案管理条例第十二条.");
        api.MapPost("/projects/{code}/start", async (string code, StartBody body, TermHandlers terms, CancellationToken ct) => Version(await terms.StartAsync(new(code, body.On), ct)))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("RecordStart").Produces<NewVersion>().WithSummary("The unit reports that construction has begun").WithDescription("Body: `{ \"on\": \"2026-09-01\" }`.");
        api.MapPost("/projects/{code}/term-extension", async (string code, ReasonBody body, TermHandlers terms, CancellationToken ct) => Version(await terms.AskAsync(new(code, body.Reason), ct)))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("AskTermExtension").Produces<NewVersion>().WithSummary("Ask once for more time to begin; for a filing, state that the project goes on");
        api.MapPost("/projects/{code}/term-answer", async (string code, TermAnswerBody body, TermHandlers terms, CancellationToken ct) => Version(await terms.AnswerAsync(new(code, body.Grant, body.Until, body.Reason), ct)))
            .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("AnswerTermExtension").Produces<NewVersion>().WithSummary("The verifying organ answers within twenty working days").WithDescription("Body: `{ \"grant\": true, \"until\": \"2029-03-01\", \"reason\": null }`.");
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewVersion(version)));
}

internal sealed record StartBody(DateOnly? On);

internal sealed record TermAnswerBody(bool Grant, DateOnly? Until, string? Reason);
