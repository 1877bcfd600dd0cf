using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.AnswerCorrection;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.ExtendLimit;
using Tongban.Approvals.GiveOpinion;
using Tongban.Approvals.ItemView;
using Tongban.Approvals.Model;
using Tongban.Approvals.NotAccept;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.PlaneView;
using Tongban.Approvals.ProvideMaterial;
using Tongban.Approvals.RequestCorrection;
using Tongban.Approvals.ReturnItem;
using Tongban.Approvals.SignCommitment;
using Tongban.Approvals.SiteOfProject;
using Tongban.Approvals.SpecialProcedure;
using Tongban.Approvals.SubmitStage;
using Tongban.Approvals.TakeItem;
using Tongban.Approvals.WithdrawStage;
using Tongban.Approvals.Worklist;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Api;

/// <summary>The approvals' part of <c>/api/v1</c>: everything the pages can do.</summary>
internal static class ApprovalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var stages = api.MapGroup("/stages").WithTags("Approvals");
        MapReading(api, stages);
        MapApplicant(stages);
        MapPreCheck(stages);
        MapItems(stages);
    }

    private static void MapReading(IEndpointRouteBuilder api, RouteGroupBuilder stages)
    {
        api.MapGet("/projects/{code}/stages", async (string code, IProjects projects, PlaneQuery planes, Caller caller, CancellationToken ct) =>
                await projects.FindByCodeAsync(code, ct) is { } project && await planes.OfProjectAsync(project.Id, caller.Actor, ct) is { Count: > 0 } found
                    ? Results.Ok(found) : ApprovalErrors.NoSuchCase().ToHttp())
            .Require(ApprovalPermissions.Read).WithTags("Approvals").WithName("GetProjectStages").Produces<IReadOnlyList<Plane>>()
            .WithSummary("The plane of every stage of a project").WithDescription("Departments × items with state, clock, requirements and officer, as the caller may see them. Example: `GET /api/v1/projects/2611-360502-04-01-123456/stages`.");

        stages.MapGet("/{stageCase:guid}", async (Guid stageCase, PlaneQuery planes, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await planes.FindAsync(stageCase, caller.Actor, ct) is not { } plane)
                    return ApprovalErrors.NoSuchCase().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(plane.Version);
                return Results.Ok(plane);
            })
            .Require(ApprovalPermissions.Read).WithName("GetStage").Produces<Plane>()
            .WithSummary("One stage case as a plane").WithDescription("The ETag is the version of the stage; items carry a `revision` of their own for `If-Match`.");

        stages.MapGet("/{stageCase:guid}/items/{item}", async (Guid stageCase, string item, PlaneQuery planes, SettledConditions settled, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await planes.FindAsync(stageCase, caller.Actor, ct) is not { } plane || plane.Items.SingleOrDefault(i => i.Code == item) is not { } found)
                    return ApprovalErrors.NoSuchItem(item).ToHttp();
                http.Response.Headers.ETag = Problems.ETag(found.Revision);
                return Results.Ok(found with { Conditions = await settled.OfItemAsync(plane.ProjectId, item, ct) });
            })
            .Require(ApprovalPermissions.Read).WithName("GetItem").Produces<PlaneItem>()
            .WithSummary("One item of a stage").WithDescription("Its ETag is what `If-Match` of a decision refers to. `conditions` were settled in the joint review of the site and are carried by the item.");

        stages.MapGet("/{stageCase:guid}/clock", async (Guid stageCase, string? item, ClockQuery clocks, Caller caller, CancellationToken ct) =>
                await clocks.ExplainAsync(stageCase, item, caller.Actor, ct) is { } clock ? Results.Ok(clock) : ApprovalErrors.NoSuchCase().ToHttp())
            .Require(ApprovalPermissions.Read).WithName("ExplainClock").Produces<ClockExplanation>()
            .WithSummary("Explain a clock day by day").WithDescription("Without `item` the stage's own clock. Example: `?item=S1-03`.");

        api.MapGet("/worklist", async (Named<WorklistTab>? tab, string? after, string? q, bool? mine, WorklistQuery worklist, Caller caller, CancellationToken ct) =>
                Results.Ok(await worklist.PageAsync(caller.Actor, tab?.Value ?? WorklistTab.Open, after, ct, q, mine ?? false)))
            .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("GetWorklist").Produces<KeyPage<WorkRow>>()
            .WithSummary("The organ's items by due day").WithDescription("Paged by key: pass `next` of a page as `after` of the following one.");

        api.MapGet("/worklist/counts", async (WorklistQuery worklist, Caller caller, CancellationToken ct) => Results.Ok(await worklist.CountsAsync(caller.Actor, ct)))
            .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("GetWorklistCounts").Produces<WorkCounts>().WithSummary("How much waits in each part of the worklist");

        api.MapGet("/worklist/opinions", async (WorklistQuery worklist, Caller caller, CancellationToken ct) => Results.Ok(await worklist.OpinionsAsync(caller.Actor, ct)))
            .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("GetAskedOpinions").Produces<IReadOnlyList<OpinionRow>>().WithSummary("Pre-check opinions that other leads ask the organ for");
    }

    private static void MapApplicant(RouteGroupBuilder stages)
    {
        stages.MapPut("/{stageCase:guid}/materials/{material}", async (Guid stageCase, string material, string fileName, HttpRequest request, ProvideMaterialHandler provide, CancellationToken ct) =>
            {
                if (request.ContentLength > FileStore.LargestFile)
                    return FileStore.TooLarge(material).ToHttp();
                using var content = new MemoryStream();
                await request.Body.CopyToAsync(content, ct);
                return Version(await provide.HandleAsync(stageCase, material, fileName, content.ToArray(), ct));
            })
            .Require(ApprovalPermissions.Apply).WithName("ProvideMaterial").Accepts<byte[]>("application/octet-stream").Produces<NewVersion>()
            .WithSummary("Put a paper in, or a newer edition of it").WithDescription("The body is the file itself. Example: `PUT /api/v1/stages/{id}/materials/M10?fileName=site.pdf`.");

        stages.MapPost("/{stageCase:guid}/submission", async (Guid stageCase, SubmitStageHandler submit, CancellationToken ct) => Version(await submit.HandleAsync(new(stageCase), ct)))
            .Require(ApprovalPermissions.Apply).WithName("SubmitStage").Produces<NewVersion>().WithSummary("Hand the stage in").WithDescription("Refused with every missing material named; issued papers are fetched and not asked for.");

        stages.MapPost("/{stageCase:guid}/correction-answer", async (Guid stageCase, AnswerCorrectionHandler answer, CancellationToken ct) => Version(await answer.HandleAsync(new(stageCase), ct)))
            .Require(ApprovalPermissions.Apply).WithName("AnswerCorrection").Produces<NewVersion>().WithSummary("Hand in the corrected papers");

        stages.MapPost("/{stageCase:guid}/items/{item}/commitment", async (Guid stageCase, string item, CommitmentBody body, SignCommitmentHandler sign, CancellationToken ct) => Version(await sign.HandleAsync(new(stageCase, item, body.Agreed), ct)))
            .Require(ApprovalPermissions.Apply).WithName("SignCommitment").Produces<NewVersion>().WithSummary("Sign the standard commitment of an item").WithDescription("Body: `{ \"agreed\": true }`.");

        stages.MapPost("/{stageCase:guid}/withdrawal", async (Guid stageCase, ReasonBody body, WithdrawStageHandler withdraw, CancellationToken ct) => Version(await withdraw.HandleAsync(new(stageCase, body.Reason ?? ""), ct)))
            .Require(ApprovalPermissions.Apply).WithName("WithdrawStage").Produces<NewVersion>().WithSummary("Take the stage back").WithDescription("Body: `{ \"reason\": \"...\" }`.");
    }

    private static void MapPreCheck(RouteGroupBuilder stages)
    {
        stages.MapPost("/{stageCase:guid}/opinion", async (Guid stageCase, DemandsBody body, GiveOpinionHandler give, CancellationToken ct) => Version(await give.HandleAsync(new(stageCase, body.Demands ?? []), ct)))
            .Require(ApprovalPermissions.Handle).WithName("GiveOpinion").Produces<NewVersion>().WithSummary("A consulted organ's opinion in the pre-check")
            .WithDescription("An empty list says that everything is there. Body: `{ \"demands\": [ { \"material\": \"M10\", \"text\": \"界址点缺第 4 点\" } ] }`.");

        stages.MapPost("/{stageCase:guid}/correction", async (Guid stageCase, DemandsBody body, RequestCorrectionHandler request, CancellationToken ct) => Version(await request.HandleAsync(new(stageCase, body.Demands ?? []), ct)))
            .Require(ApprovalPermissions.Handle).WithName("RequestCorrection").Produces<NewVersion>().WithSummary("Ask for the one correction, merged over all organs").WithDescription("行政许可法第三十二条第一款第四项. A second one is refused with `approvals.second-correction`.");

        stages.MapPost("/{stageCase:guid}/acceptance", async (Guid stageCase, AcceptanceBody body, PassPreCheckHandler pass, CancellationToken ct) => Version(await pass.HandleAsync(new(stageCase, body.Dropped, body.Remark), ct)))
            .Require(ApprovalPermissions.Handle).WithName("PassPreCheck").Produces<NewVersion>().WithSummary("Accept the case: all departments begin at one moment").WithDescription("Body: `{ \"dropped\": [], \"remark\": null }`.");

        stages.MapPost("/{stageCase:guid}/non-acceptance", async (Guid stageCase, NonAcceptanceBody body, NotAcceptHandler refuse, CancellationToken ct) => Version(await refuse.HandleAsync(new(stageCase, body.Ground, body.Reason ?? "", body.Entry), ct)))
            .Require(ApprovalPermissions.Handle).WithName("NotAccept").Produces<NewVersion>().WithSummary("Do not accept the case, on one of the law's grounds").WithDescription("Body: `{ \"ground\": \"otherAuthority\", \"reason\": \"...\" }`.");
    }

    private static void MapItems(RouteGroupBuilder stages)
    {
        stages.MapPost("/{stageCase:guid}/items/{item}/handler", async (Guid stageCase, string item, TakeItemHandler take, CancellationToken ct) => Version(await take.HandleAsync(new(stageCase, item), ct)))
            .Require(ApprovalPermissions.Handle).WithName("TakeItem").Produces<NewVersion>().WithSummary("Take an item on as one's own");

        stages.MapPost("/{stageCase:guid}/items/{item}/decision", async (Guid stageCase, string item, DecisionBody body, DecideItemHandler decide, CancellationToken ct) => Version(await decide.HandleAsync(new(stageCase, item, body.Decision, body.Opinion), ct)))
            .Require(ApprovalPermissions.Handle).WithName("DecideItem").Produces<NewVersion>().WithSummary("Decide an item; on the closing item, conclude the stage")
            .WithDescription("With `If-Match: \"{revision}\"` a decision on an older revision is refused with 412. Body: `{ \"decision\": \"approved\", \"opinion\": \"符合规划\" }`; a refusal needs its reasons as the opinion.");

        stages.MapPost("/{stageCase:guid}/items/{item}/special-procedure", async (Guid stageCase, string item, SpecialProcedureBody body, RequestSpecialProcedureHandler request, CancellationToken ct) => Version(await request.HandleAsync(new(stageCase, item, body.Type ?? "", body.PlannedTo, body.Reason ?? ""), ct)))
            .Require(ApprovalPermissions.Handle).WithName("RequestSpecialProcedure").Produces<NewVersion>().WithSummary("Ask the head to stop an item's clock").WithDescription("Body: `{ \"type\": \"expert-review\", \"plannedTo\": \"2026-12-01\", \"reason\": \"...\" }`.");

        stages.MapPost("/{stageCase:guid}/items/{item}/resumption", async (Guid stageCase, string item, ResumeItemHandler resume, CancellationToken ct) => Version(await resume.HandleAsync(new(stageCase, item), ct)))
            .Require(ApprovalPermissions.Handle).WithName("ResumeItem").Produces<NewVersion>().WithSummary("End a special procedure; the clock goes on").WithDescription("By an officer who handles items of the organ, or by its head.");

        stages.MapPost("/{stageCase:guid}/items/{item}/extension", async (Guid stageCase, string item, ReasonBody body, RequestExtensionHandler request, CancellationToken ct) => Version(await request.HandleAsync(new(stageCase, item, body.Reason ?? ""), ct)))
            .Require(ApprovalPermissions.Handle).WithName("RequestExtension").Produces<NewVersion>().WithSummary("Ask the head to extend an item's limit, once");

        stages.MapPost("/{stageCase:guid}/extension", async (Guid stageCase, ReasonBody body, RequestExtensionHandler request, CancellationToken ct) => Version(await request.HandleAsync(new(stageCase, null, body.Reason ?? ""), ct)))
            .Require(ApprovalPermissions.Handle).WithName("RequestStageExtension").Produces<NewVersion>().WithSummary("The lead asks to extend the stage's limit, once by 15 working days");

        stages.MapPost("/{stageCase:guid}/items/{item}/request-answer", async (Guid stageCase, string item, AnswerBody body, AnswerRequestHandler answer, CancellationToken ct) => Version(await answer.HandleAsync(new(stageCase, item, body.Grant, body.Reason), ct)))
            .Require(ApprovalPermissions.Head).WithName("AnswerRequest").Produces<NewVersion>().WithSummary("The head grants or rejects what an officer asked for").WithDescription("Body: `{ \"grant\": true, \"reason\": null }`; a rejection needs its reason.");

        stages.MapPost("/{stageCase:guid}/request-answer", async (Guid stageCase, AnswerBody body, AnswerRequestHandler answer, CancellationToken ct) => Version(await answer.HandleAsync(new(stageCase, null, body.Grant, body.Reason), ct)))
            .Require(ApprovalPermissions.Head).WithName("AnswerStageRequest").Produces<NewVersion>().WithSummary("The head answers the lead's request for the stage's limit");

        stages.MapPost("/{stageCase:guid}/items/{item}/return", async (Guid stageCase, string item, ReasonBody body, ReturnItemHandler back, CancellationToken ct) => Version(await back.HandleAsync(new(stageCase, item, body.Reason ?? ""), ct)))
            .Require(ApprovalPermissions.Handle).WithName("ReturnItem").Produces<NewVersion>().WithSummary("The lead sends a department's opinion back before concluding");
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewVersion(version)));
}

/// <summary>The version of the stage after the act.</summary>
internal sealed record NewVersion(long Version);

internal sealed record CommitmentBody(bool Agreed);

internal sealed record ReasonBody(string? Reason);

internal sealed record DemandsBody(IReadOnlyList<MaterialDemand>? Demands);

internal sealed record AcceptanceBody(IReadOnlyList<string>? Dropped, string? Remark);

internal sealed record NonAcceptanceBody(NotAcceptedGround Ground, string? Reason, string? Entry = null);

internal sealed record DecisionBody(ItemDecision Decision, string? Opinion);

internal sealed record SpecialProcedureBody(string? Type, DateOnly? PlannedTo, string? Reason);

internal sealed record AnswerBody(bool Grant, string? Reason);
