using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Approvals.WhyApplies;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.AnswerFacts;

/// <summary>The facts of a stage and what follows from them, as <c>/api/v1</c> offers them.</summary>
internal static class FactEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var stages = api.MapGroup("/stages").WithTags("Approvals");
        stages.MapGet("/{stageCase:guid}/applicability", async (Guid stageCase, PlaneQuery planes, FlowLibrary flows, IPowerRegister powers, OrganDirectory organs, IProjects projects, CityClock clock, Caller caller, CancellationToken ct) =>
                await planes.FindAsync(stageCase, caller.Actor, ct) is { } plane
                    ? Results.Ok(StageApplicability.Of(plane, flows.Of(plane.Flow), powers, organs, clock.Today) with { Site = (await projects.FindAsync(plane.ProjectId, ct))?.Site }) : ApprovalErrors.NoSuchCase().ToHttp())
            .Require(ApprovalPermissions.Read).WithName("ExplainApplicability").Produces<StageApplicability>()
            .WithSummary("Why every item of a stage applies, does not, or is not known to").WithDescription("With the questions of the stage and their answers, the rule in words, the project's own values and the legal basis.");

        stages.MapPut("/{stageCase:guid}/facts", async (Guid stageCase, FactsBody body, AnswerFactsHandler answer, CancellationToken ct) =>
                (await answer.HandleAsync(new(stageCase, body.Facts ?? new Dictionary<string, string?>()), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Apply).WithName("AnswerFacts").Produces<NewVersion>().WithSummary("Answer the questions of a stage while it is prepared")
            .WithDescription("A fact that is not named keeps its answer, an empty one takes it back. Body: `{ \"facts\": { \"siteAreaHa\": \"2.4\", \"buildingType\": \"industrial\" } }`.");

        stages.MapPost("/{stageCase:guid}/facts/{fact}/correction", async (Guid stageCase, string fact, FactCorrectionBody body, CorrectFactHandler correct, CancellationToken ct) =>
                (await correct.HandleAsync(new(stageCase, fact, body.Value, body.Reason ?? ""), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Handle).WithName("CorrectFact").Produces<NewVersion>().WithSummary("The lead puts a declared fact right, with the reason")
            .WithDescription("In the pre-check, or in a stage without one before anything was decided. Body: `{ \"value\": \"6.2\", \"reason\": \"按勘测定界成果更正\" }`.");
    }
}

internal sealed record FactsBody(IReadOnlyDictionary<string, string?>? Facts);

internal sealed record FactCorrectionBody(string? Value, string? Reason);
