using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.AgentService;

/// <summary>The agency service's entry in the module's table of contents.</summary>
internal static class AgencyServices
{
    /// <summary>Enterprises, the officers of the centre, auditors; which service one may touch is asked of the service itself.</summary>
    public const string ReadName = "approvals.agency-read", AskName = "approvals.agency-ask", ServeName = "approvals.agency-serve", TakePartName = "approvals.agency-take-part";

    public static readonly Permission Read = new(ReadName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Auditor);

    public static readonly Permission Ask = new(AskName, Roles.Applicant);

    public static readonly Permission Serve = new(ServeName, Roles.Handler | Roles.Head);

    public static readonly Permission TakePart = new(TakePartName, Roles.Applicant | Roles.Handler | Roles.Head);

    public static IReadOnlyList<Permission> Permissions => [Read, Ask, Serve, TakePart];

    public static void AddAgencyService(this IServiceCollection services)
    {
        services.AddScoped<AgencyHandlers>();
        services.AddScoped<AgencyQueries>();
        services.AddSingleton<INavigationSource, AgencyNavigation>();
        services.AddSingleton<IProjectPanel, AgencyPanel>();
    }

    public static void ConfigureModel(ModelBuilder model) => model.ApplyConfiguration(new AgencyCaseTable());

    public static void Map(IEndpointRouteBuilder api)
    {
        var agencies = api.MapGroup("/agency-services").WithTags("AgencyServices");
        agencies.MapGet("/", async (Named<AgencyState>? state, string? after, AgencyQueries queries, CancellationToken ct) => Results.Ok(await queries.ListAsync(state?.Value, after, ct)))
            .Require(Read).WithName("ListAgencyServices").Produces<KeyPage<AgencyRow>>().WithSummary("Agency services the caller is party to").WithDescription("Newest first, paged by key.");

        agencies.MapGet("/{id:guid}", async (Guid id, AgencyQueries queries, HttpContext http, CancellationToken ct) => await AnswerAsync(id, queries, http, ct))
            .Require(Read).WithName("GetAgencyService").Produces<AgencyAnswer>().WithSummary("One agency service with its record").WithDescription("The fee is always 0: the service is free.");

        api.MapPost("/projects/{code}/agency-services", async (string code, RequestBody body, AgencyHandlers agency, AgencyQueries queries, HttpContext http, CancellationToken ct) =>
                (await agency.HandleAsync(new RequestAgencyCommand(code, body.Scope, body.From, body.To), ct)).TryGet(out var id, out var refusal) ? await AnswerAsync(id, queries, http, ct) : refusal.ToHttp())
            .Require(Ask).WithTags("AgencyServices").WithName("RequestAgencyService").Produces<AgencyAnswer>().WithSummary("Entrust the service centre with a project's approvals")
            .WithDescription("Only the representative account of the enterprise may. The mandate reaches this project alone and begins when the centre names the agent.")
            .WithExample("""{"scope":"代为提交用地审批阶段材料","from":"2026-03-02","to":"2026-12-31"}""");

        agencies.MapPost("/{id:guid}/acceptance", async (Guid id, AgentBody body, AgencyHandlers agency, CancellationToken ct) => Version(await agency.HandleAsync(new AcceptAgencyCommand(id, body.Agent), ct)))
            .Require(Serve).WithName("AcceptAgencyService").Produces<AgencyVersion>().WithSummary("The centre takes the service on and names the agent").WithExample("""{"agent":"zsj"}""");

        agencies.MapPost("/{id:guid}/decline", async (Guid id, TextBody body, AgencyHandlers agency, CancellationToken ct) => Version(await agency.HandleAsync(new DeclineAgencyCommand(id, body.Text), ct)))
            .Require(Serve).WithName("DeclineAgencyService").Produces<AgencyVersion>().WithSummary("The centre declines, with the reason").WithExample("""{"text":"项目不在本区"}""");

        agencies.MapPost("/{id:guid}/entries", async (Guid id, EntryBody body, AgencyHandlers agency, CancellationToken ct) => Version(await agency.HandleAsync(new NoteAgencyCommand(id, body.Kind, body.Text), ct)))
            .Require(TakePart).WithName("NoteAgencyService").Produces<AgencyVersion>().WithSummary("Write a contact, a hand-over of papers or progress into the record").WithExample("""{"kind":"handOver","text":"收到规划设计方案纸质件一份"}""");

        agencies.MapPost("/{id:guid}/completion", async (Guid id, TextBody body, AgencyHandlers agency, CancellationToken ct) => Version(await agency.HandleAsync(new CompleteAgencyCommand(id, body.Text), ct)))
            .Require(TakePart).WithName("CompleteAgencyService").Produces<AgencyVersion>().WithSummary("The agent completes the service; the mandate ends").WithExample("""{"text":"五个阶段均已办结"}""");

        agencies.MapPost("/{id:guid}/termination", async (Guid id, TextBody body, AgencyHandlers agency, CancellationToken ct) => Version(await agency.HandleAsync(new TerminateAgencyCommand(id, body.Text), ct)))
            .Require(TakePart).WithName("TerminateAgencyService").Produces<AgencyVersion>().WithSummary("End the service early; the mandate ends at once").WithDescription("The enterprise's representative, the agent or the centre may.").WithExample("""{"text":"改由本单位自行办理"}""");
    }

    private static async Task<IResult> AnswerAsync(Guid id, AgencyQueries queries, HttpContext http, CancellationToken ct)
    {
        if (await queries.FindAsync(id, ct) is not { } answer)
            return AgencyErrors.NoSuchService().ToHttp();
        http.Response.Headers.ETag = Problems.ETag(answer.Version);
        return Results.Ok(answer);
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new AgencyVersion(version)));

    /// <summary>The version of the service after the act.</summary>
    internal sealed record AgencyVersion(long Version);

    internal sealed record RequestBody(string? Scope, DateOnly? From, DateOnly? To);

    internal sealed record AgentBody(string? Agent);

    internal sealed record TextBody(string? Text);

    internal sealed record EntryBody(AgencyEntryKind Kind, string? Text);
}

/// <summary>The service's lines of the side bar.</summary>
internal sealed class AgencyNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("帮办代办", "Agency service"), "/agency", "users", AgencyServices.ReadName, 60,
            (db, me) => db.Set<AgencyCase>().Where(a => a.Centre == me.Organ && a.State == AgencyState.Requested).Take(NavItem.MostCounted).Count()),
    ];
}

/// <summary>The service's section of the project page.</summary>
internal sealed class AgencyPanel : IProjectPanel
{
    public int Order => 40;

    public Words Title => ("帮办代办", "Agency service");

    public Type Component => typeof(AgencyPanelView);
}
