using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Model;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.SupervisionDuties;

/// <summary>Duties of supervision over the API.</summary>
internal static class SupervisionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var duties = api.MapGroup("/supervision-duties").WithTags("supervision-duties");
        duties.MapGet("/", async (DutyQueries queries, CancellationToken ct, string? state = null, string? q = null, string? after = null) => Results.Json(await queries.ListAsync(state is not "checked", q, after, ct)))
            .Require(ApprovalPermissions.Read).WithName("ListSupervisionDuties").WithSummary("Duties of supervision by due day, 50 a page")
            .WithDescription("An organ's own, for an enterprise those of its projects, for auditors all. `state` is open (left out) or checked; `q` part of project or duty. Pass `next` as `after`.").Produces<KeyPage<DutyAnswer>>();
        duties.MapGet("/{id:guid}", (Guid id, DutyQueries queries, HttpContext http, CancellationToken ct) => OneAsync(id, queries, http, ct))
            .Require(ApprovalPermissions.Read).WithName("GetSupervisionDuty").WithSummary("One duty").WithDescription("The ETag is the version to name in If-Match.").Produces<DutyAnswer>();
        duties.MapPost("/{id:guid}/check", async (Guid id, CheckBody body, RecordCheckHandler handler, DutyQueries queries, HttpContext http, CancellationToken ct) =>
                (await handler.HandleAsync(new(id, body.Result, body.Findings, body.Fee, body.FeeYuan), ct)).Error is { } refusal ? refusal.ToHttp() : await OneAsync(id, queries, http, ct))
            .Require(ApprovalPermissions.Handle).WithName("RecordSupervisionCheck").WithSummary("Record what a check found")
            .WithDescription("By the responsible organ. `result` is passed, toCorrect (looked at again in 15 working days) or violation. A fee may be charged only if the duty names it (优化营商环境条例第二十五条).")
            .WithExample("""{"result":"passed","findings":"污染防治设施已与主体工程同时建成。","fee":null,"feeYuan":null}""").Produces<DutyAnswer>();
    }

    private static async Task<IResult> OneAsync(Guid id, DutyQueries queries, HttpContext http, CancellationToken ct)
    {
        if (await queries.FindAsync(id, ct) is not { } duty)
            return ApprovalErrors.NoSuchDuty().ToHttp();
        http.Response.Headers.ETag = Problems.ETag(duty.Version);
        return Results.Json(duty);
    }

    internal sealed record CheckBody(DutyResult Result, string? Findings, string? Fee, decimal? FeeYuan);
}
