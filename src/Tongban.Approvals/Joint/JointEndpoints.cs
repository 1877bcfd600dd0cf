using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Joint;

/// <summary>Joint handling in <c>/api/v1</c>: everything its pages can do.</summary>
internal static class JointEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var joint = api.MapGroup("/joint").WithTags("Approvals");
        api.MapGet("/stages/{stageCase:guid}/joint", async (Guid stageCase, JointQuery joints, Caller caller, CancellationToken ct) => await joints.OfVisibleStageAsync(stageCase, caller.Actor, ct) is { } found ? Results.Ok(found) : ApprovalErrors.NoSuchCase().ToHttp())
            .Require(ApprovalPermissions.Read).WithTags("Approvals").WithName("GetJointHandlings").Produces<IReadOnlyList<JointView>>().WithSummary("Joint handlings of a stage").WithDescription("Joint drawing review, joint acceptance, combined survey. Empty when there is none, or when the stage is not for the caller to see.");

        api.MapPost("/stages/{stageCase:guid}/joint/{group}", async (Guid stageCase, string group, JointApplicationBody body, ApplyJointlyHandler apply, CancellationToken ct) =>
                Version(await apply.HandleAsync(new(stageCase, group, body.Institution, body.CreditCode, body.SurveyedOn), ct)))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("ApplyJointly").Produces<NewVersion>().WithSummary("Ask once for all members of a group")
            .WithDescription("`group`: `joint-review`, `joint-acceptance`, `combined-survey` as the flow names them. A combined survey names institution and day: `{ \"institution\": \"新余测绘院\", \"surveyedOn\": \"2026-10-12\" }`; the others send `{}`.");

        joint.MapGet("/{id:guid}", async (Guid id, JointQuery joints, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await joints.FindAsync(id, caller.Actor, ct) is not { } found)
                    return JointErrors.NoSuchJoint().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(found.Version);
                return Results.Ok(found);
            })
            .Require(ApprovalPermissions.Read).WithName("GetJointHandling").Produces<JointView>().WithSummary("One joint handling with the findings of its departments");

        joint.MapPost("/{id:guid}/visit", async (Guid id, VisitBody body, ArrangeVisitHandler arrange, CancellationToken ct) => Version(await arrange.HandleAsync(new(id, body.VisitOn, body.Place), ct)))
            .Require(ApprovalPermissions.Handle).WithName("ArrangeVisit").Produces<NewVersion>().WithSummary("The lead sets day and place for all departments").WithDescription("A later visit has what was found wrong looked at again. Body: `{ \"visitOn\": \"2026-10-15\", \"place\": \"项目现场\" }`.");

        joint.MapPost("/{id:guid}/findings", async (Guid id, FindingBody body, GiveFindingHandler give, CancellationToken ct) => Version(await give.HandleAsync(new(id, body.Item, body.Agrees, body.Text), ct)))
            .Require(ApprovalPermissions.Handle).WithName("GiveFinding").Produces<NewVersion>().WithSummary("A department states what it found").WithDescription("Body: `{ \"item\": \"S5-04\", \"agrees\": true, \"text\": \"消防设施符合设计\" }`; without `item` for a department that takes part without one.");

        joint.MapPost("/{id:guid}/opinion", async (Guid id, OpinionBody body, ConcludeJointlyHandler conclude, CancellationToken ct) => Version(await conclude.HandleAsync(new(id, body.Opinion), ct)))
            .Require(ApprovalPermissions.Handle).WithName("ConcludeJointly").Produces<NewVersion>().WithSummary("The lead issues the one opinion; all member items are decided at once");
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewVersion(version)));
}

internal sealed record JointApplicationBody(string? Institution, string? CreditCode, DateOnly? SurveyedOn);

internal sealed record VisitBody(DateOnly? VisitOn, string? Place);

internal sealed record FindingBody(string? Item, bool? Agrees, string? Text);

internal sealed record OpinionBody(string? Opinion);
