using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Foundation;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.AreaAssessments;

/// <summary>Area assessments in <c>/api/v1</c>.</summary>
internal static class AssessmentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/area-assessments").WithTags("Approvals");
        group.MapGet("", async (string? q, AssessmentQuery query, CancellationToken ct) => Results.Ok(await query.ListAsync(q, ct)))
            .AllowAnonymous().WithName("ListAreaAssessments").Produces<IReadOnlyList<AssessmentView>>().WithSummary("Published area assessments, newest first").WithDescription("`q` looks in the zone's name; at most 200.");
        group.MapGet("/{id:guid}", async (Guid id, AssessmentQuery query, CancellationToken ct) => await query.FindAsync(id, ct) is { } found ? Results.Ok(found) : AssessmentErrors.NoSuch().ToHttp())
            .AllowAnonymous().WithName("GetAreaAssessment").Produces<AssessmentView>().WithSummary("One area assessment");
        group.MapPost("", async (AssessmentBody body, PublishAssessmentHandler publish, CancellationToken ct) =>
                (await publish.HandleAsync(new(body.Zone, body.Items, body.Site, body.Conclusion, body.ValidTo), ct)).ToHttp(id => Results.Created($"/api/v1/area-assessments/{id}", new NewAssessment(id))))
            .Require(ApprovalPermissions.Handle).WithName("PublishAreaAssessment").Produces<NewAssessment>(StatusCodes.Status201Created).WithSummary("Publish the assessment of a zone")
            .WithDescription("By an organ that holds the power for every item named. Body: `{ \"zone\": \"高新区电子信息产业园\", \"items\": [\"S2-03\"], \"conclusion\": \"…\", \"validTo\": \"2029-12-31\", \"site\": null }`.");
        group.MapPost("/{id:guid}/withdrawal", async (Guid id, ReasonBody body, WithdrawAssessmentHandler withdraw, CancellationToken ct) => (await withdraw.HandleAsync(new(id, body.Reason ?? ""), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Handle).WithName("WithdrawAreaAssessment").Produces<NewVersion>().WithSummary("Stop the use of an area assessment");
        api.MapPost("/stages/{stageCase:guid}/items/{item}/area-assessment", async (Guid stageCase, string item, UseAssessmentBody body, UseAssessmentHandler use, CancellationToken ct) =>
                (await use.HandleAsync(new(stageCase, item, body.Assessment), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("UseAreaAssessment").Produces<NewVersion>().WithSummary("Have an item satisfied by the assessment of the zone in which the project lies").WithDescription("优化营商环境条例第四十二条. Body: `{ \"assessment\": \"…\" }`.");
    }
}

internal sealed record AssessmentBody(string? Zone, IReadOnlyList<string>? Items, string? Site, string? Conclusion, DateOnly? ValidTo);

internal sealed record NewAssessment(Guid Id);

internal sealed record UseAssessmentBody(Guid Assessment);
