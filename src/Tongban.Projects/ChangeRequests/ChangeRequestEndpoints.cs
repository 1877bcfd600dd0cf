using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Projects.ChangeProject;
using Tongban.Projects.Model;

namespace Tongban.Projects.ChangeRequests;

/// <summary>Requests for changes of what was approved, in <c>/api/v1</c>.</summary>
internal static class ChangeRequestEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{code}/change-requests", AskAsync).Require(ProjectPermissions.Declare).WithTags("projects").WithName("RequestProjectChange").WithSummary("Ask for a change of what was verified or approved")
            .WithDescription("By the unit: `location`, `scale`, `content`, `totalInvestment`, `sources`; what is left out stays. The authority decides within 20 working days (企业投资项目核准和备案管理条例11; 政府投资条例21). One request of a project at a time. A filed project is changed by its unit itself.")
            .Produces<NewChangeRequest>(StatusCodes.Status201Created).WithExample("""{"scale":"年产3万吨","content":"新建厂房4栋及配套设施","reason":"市场需求增加，扩大规模"}""");
        var requests = api.MapGroup("/change-requests").WithTags("projects");
        requests.MapGet("/", async (Named<ChangeRequestState>? state, string? after, ChangeRequestQueries queries, CancellationToken ct) => Results.Ok(await queries.ListAsync(state?.Value, after, ct)))
            .Require(ProjectPermissions.Read).WithName("ListChangeRequests").WithSummary("Requests for changes that the caller may see, newest first").WithDescription("`state`: open, agreed, refused, withdrawn, ended. Pass `next` as `after` to read on.").Produces<KeyPage<ChangeRequestRow>>();
        requests.MapGet("/{id:guid}", async (Guid id, ChangeRequestQueries queries, HttpContext http, CancellationToken ct) =>
        {
            if (await queries.FindAsync(id, ct) is not { } request)
                return ProjectErrors.NoSuchRequest.ToHttp();
            http.Response.Headers.ETag = Problems.ETag(request.Version);
            return Results.Ok(request);
        }).Require(ProjectPermissions.Read).WithName("GetChangeRequest").WithSummary("One request: what was approved, what is asked for, the clock day by day, the answer").Produces<ChangeRequestDetail>();
        requests.MapPost("/{id:guid}/decision", async (Guid id, AnswerBody body, ChangeRequestHandlers handlers, CancellationToken ct) => Version(await handlers.HandleAsync(new DecideChangeRequestCommand(id, body.Agreed, body.Opinion), ct)))
            .Require(ProjectPermissions.Search).WithName("DecideChangeRequest").WithSummary("Agree to a change, which is then in effect, or refuse it").WithDescription("By the development and reform commission of the project's division or of the city. A refusal states its reasons. The decision is numbered, joins the archive and the unit is told.")
            .Produces<NewRequestVersion>().WithExample("""{"agreed":true,"opinion":"同意扩大规模"}""");
        requests.MapPost("/{id:guid}/withdrawal", async (Guid id, ChangeRequestHandlers handlers, CancellationToken ct) => Version(await handlers.HandleAsync(new WithdrawChangeRequestCommand(id), ct)))
            .Require(ProjectPermissions.Declare).WithName("WithdrawChangeRequest").WithSummary("Take a request back before it is decided").Produces<NewRequestVersion>();
    }

    private static async Task<IResult> AskAsync(string code, ChangeBody body, ChangeRequestHandlers handlers, CancellationToken ct) =>
        body.Read().TryGet(out var changes, out var unreadable)
            ? (await handlers.HandleAsync(new AskForChangeCommand(code, changes, body.Reason), ct)).ToHttp(id => Results.Created($"/api/v1/change-requests/{id}", new NewChangeRequest(id)))
            : unreadable.ToHttp();

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewRequestVersion(version)));
}

internal sealed record NewChangeRequest(Guid Id);

/// <summary>The request's version after the act.</summary>
internal sealed record NewRequestVersion(long Version);

internal sealed record AnswerBody(bool? Agreed, string? Opinion);
