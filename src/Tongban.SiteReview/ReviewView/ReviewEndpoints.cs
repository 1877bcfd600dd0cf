using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Files;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.SiteReview.Conclude;
using Tongban.SiteReview.DisputeHit;
using Tongban.SiteReview.GiveOpinion;
using Tongban.SiteReview.Model;
using Tongban.SiteReview.Open;
using Tongban.SiteReview.Worklist;

namespace Tongban.SiteReview.ReviewView;

/// <summary>Joint review of sites in <c>/api/v1</c>: everything its pages can do.</summary>
internal static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        MapReading(api);
        MapActs(api);
    }

    /// <summary>Files open outside <c>/api/v1</c> too, from the page.</summary>
    public static void MapPages(IEndpointRouteBuilder site) =>
        site.MapGet("/site-reviews/{id:guid}/files/{digest}", FileAsync).Require(SiteReviewPermissions.Read).ExcludeFromDescription();

    private static void MapReading(IEndpointRouteBuilder api)
    {
        var reviews = api.MapGroup("/site-reviews").WithTags("site review");
        reviews.MapGet("/", async (Named<ReviewState>? state, string? after, ReviewWorklist worklist, Caller caller, CancellationToken ct) => Results.Ok(await worklist.PageAsync(caller.Actor, state?.Value, after, ct)))
            .Require(SiteReviewPermissions.Read).WithName("ListSiteReviews").WithSummary("Joint reviews of sites, newest first").WithDescription("`state`: open, awaitingSite, concluded, ended. Pass `next` as `after` to read on.").Produces<KeyPage<ReviewRow>>();
        reviews.MapGet("/work", async (ReviewWorklist worklist, Caller caller, CancellationToken ct) => Results.Ok(await worklist.WorkOfAsync(caller.Actor, ct)))
            .Require(SiteReviewPermissions.Handle).WithName("GetSiteReviewWork").WithSummary("What waits for the organ in joint reviews, by due day").Produces<IReadOnlyList<ReviewWorkRow>>();
        reviews.MapGet("/late", async (ReviewWorklist worklist, Caller caller, CancellationToken ct) => Results.Ok(await worklist.LateOfAsync(caller.Actor, ct)))
            .Require(SiteReviewPermissions.Handle).WithName("GetLateSiteReviews").WithSummary("Opinions and decisions that are overdue in the reviews the organ leads, the longest first").Produces<IReadOnlyList<ReviewLateRow>>();
        reviews.MapGet("/{id:guid}/clocks", async (Guid id, ReviewQuery query, Caller caller, CancellationToken ct) => await query.ClocksAsync(id, caller.Actor, ct) is { } clocks ? Results.Ok(clocks) : ReviewErrors.NoSuchReview().ToHttp())
            .Require(SiteReviewPermissions.Read).WithName("ExplainSiteReviewClocks").WithSummary("The clocks of a joint review, day by day").WithDescription("Of every department that was asked, of every disputed hit, of the lead: which days counted and why.").Produces<IReadOnlyList<ReviewClock>>();
        reviews.MapGet("/{id:guid}", async (Guid id, ReviewQuery query, Caller caller, HttpContext http, CancellationToken ct) => Shown(await query.FindAsync(id, caller.Actor, ct), http))
            .Require(SiteReviewPermissions.Read).WithName("GetSiteReview").WithSummary("One joint review: findings, opinions side by side, disputes, conclusions").WithDescription("The ETag is the version for `If-Match`.").Produces<ReviewDetail>();
        reviews.MapGet("/{id:guid}/map", async (Guid id, ReviewQuery query, Caller caller, CancellationToken ct) =>
                await query.OnMapAsync(id, caller.Actor, ct) is { } map ? Results.Text(map, "application/geo+json") : ReviewErrors.NoSuchReview().ToHttp())
            .Require(SiteReviewPermissions.Read).WithName("GetSiteReviewMap").WithSummary("The site and its common ground with the layers under review, as GeoJSON").Produces<string>(StatusCodes.Status200OK, "application/geo+json");
        reviews.MapGet("/{id:guid}/files/{digest}", FileAsync).Require(SiteReviewPermissions.Read).WithName("GetSiteReviewFile").WithSummary("A file handed in with an opinion or a dispute").Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
        api.MapGet("/projects/{code}/site-review", async (string code, ReviewQuery query, Caller caller, HttpContext http, CancellationToken ct) => Shown(await query.OfProjectAsync(code, caller.Actor, ct), http))
            .Require(SiteReviewPermissions.Read).WithTags("site review").WithName("GetProjectSiteReview").WithSummary("The joint review of a project's site").Produces<ReviewDetail>();
    }

    private static void MapActs(IEndpointRouteBuilder api)
    {
        var reviews = api.MapGroup("/site-reviews").WithTags("site review");
        api.MapPost("/projects/{code}/site-review", async (string code, AskBody body, AskReviewHandler ask, CancellationToken ct) =>
                (await ask.HandleAsync(new(code, body.Layers ?? [], body.Reason), ct)).ToHttp(id => Results.Created($"/api/v1/site-reviews/{id}", new AskedBody(id))))
            .Require(SiteReviewPermissions.Handle).WithTags("site review").WithName("AskForSiteReview").WithSummary("Ask for a review of layers that are near or were not checked")
            .WithDescription("By the lead or by an organ that answers for one of the layers. A conflict opens a review by itself.").Produces<AskedBody>(StatusCodes.Status201Created).WithExample("""{"layers":["L26"],"reason":"邻近地质灾害隐患点，建议会审"}""");
        reviews.MapPost("/{id:guid}/opinion", async (Guid id, OpinionBody body, GiveOpinionHandler give, CancellationToken ct) =>
                Version(await give.HandleAsync(new(id, [.. (body.Findings ?? []).Select(f => new GivenOpinion(f.Layer, f.Stance, f.Text, f.Ground, f.LegalBasis, f.Items ?? []))]), Incoming(body.Files), ct)))
            .Require(SiteReviewPermissions.Handle).WithName("GiveSiteReviewOpinion").WithSummary("A department's opinion, finding by finding").WithDescription("Every layer the organ is asked about, at once. `stance`: agree, condition (with `text` and the approval `items` that carry it), object (with `ground`, `legalBasis`, `text`). Until the round is concluded it may be stated again.")
            .Produces<NewReviewVersion>().WithExample("""{"findings":[{"layer":"L23","stance":"condition","text":"施工前编制防洪评价报告并经审查","legalBasis":"防洪法第三十三条","items":["S1-07"]}]}""");
        reviews.MapPost("/{id:guid}/disputes/{layer}", async (Guid id, string layer, DisputeBody body, DisputeHitHandler dispute, CancellationToken ct) => Version(await dispute.HandleAsync(new(id, layer, body.Ground, body.Reason, body.ApprovalNumber), Incoming(body.Files), ct)))
            .Require(SiteReviewPermissions.Read).WithName("DisputeSiteHit").WithSummary("Say why a hit does not stand").WithDescription("By the project's unit or the lead. `ground`: layerWrong, exemption (with `approvalNumber`), boundaryAccuracy. The layer's authority decides within five working days.")
            .Produces<NewReviewVersion>().WithExample("""{"ground":"boundaryAccuracy","reason":"勘测定界成果显示用地边线在红线之外0.3米"}""");
        reviews.MapPost("/{id:guid}/disputes/{layer}/decision", async (Guid id, string layer, DisputeDecisionBody body, DecideDisputeHandler decide, CancellationToken ct) => Version(await decide.HandleAsync(new(id, layer, body.Dismissed, body.Ground, body.Reason, body.Basis, body.ApprovalNumber), ct)))
            .Require(SiteReviewPermissions.Handle).WithName("DecideSiteDispute").WithSummary("The layer's authority decides whether a disputed hit stands").WithDescription("A dismissed hit stays visible and counts in the class with a note.")
            .Produces<NewReviewVersion>().WithExample("""{"dismissed":true,"ground":"boundaryAccuracy","reason":"经复核，重叠在界址点允许误差之内","basis":"永久基本农田划定成果精度要求"}""");
        reviews.MapPost("/{id:guid}/conclusion", async (Guid id, ConclusionBody body, ConcludeReviewHandler conclude, CancellationToken ct) => Version(await conclude.HandleAsync(new(id, body.Conclusion, body.Text, body.NotChecked ?? []), ct)))
            .Require(SiteReviewPermissions.Handle).WithName("ConcludeSiteReview").WithSummary("The lead concludes the round").WithDescription("`conclusion`: noConflict, adjustSite, adjustPlan, notFeasible. Not while an opinion may still come; layers nobody looked at are named in `notChecked`; no conflict is not possible where a forbidden hit or an objection stands.")
            .Produces<NewReviewVersion>().WithExample("""{"conclusion":"noConflict","text":"经会审，用地可行，按条件办理。","notChecked":["L02"]}""");
    }

    private static IResult Shown(ReviewDetail? review, HttpContext http)
    {
        if (review is null)
            return ReviewErrors.NoSuchReview().ToHttp();
        http.Response.Headers.ETag = Problems.ETag(review.Version);
        return Results.Ok(review);
    }

    private static async Task<IResult> FileAsync(Guid id, string digest, HttpContext http, ReviewQuery query, Caller caller, FileStore files, CancellationToken ct)
    {
        if (await query.FileAsync(id, digest, caller.Actor, ct) is not { } file || await files.ReadAsync(file.Digest, ct) is not ({ } stored, { } content))
            return ReviewErrors.NoSuchReview().ToHttp();
        return http.Hand(file.Name, stored, content);
    }

    private static IReadOnlyList<IncomingFile> Incoming(IReadOnlyList<FileBody>? files) => [.. (files ?? []).Select(f => new IncomingFile(f.Name ?? "", f.Content ?? []))];

    private static IResult Version(Foundation.Result<long> result) => result.ToHttp(version => Results.Ok(new NewReviewVersion(version)));
}

/// <summary>The review's version after the act.</summary>
internal sealed record NewReviewVersion(long Version);

internal sealed record AskBody(IReadOnlyList<string>? Layers, string? Reason);

internal sealed record AskedBody(Guid Id);

/// <summary>A file that comes with an act.</summary>
/// <param name="Content">Base64.</param>
internal sealed record FileBody(string? Name, byte[]? Content);

internal sealed record OpinionBody(IReadOnlyList<FindingOpinionBody>? Findings, IReadOnlyList<FileBody>? Files);

internal sealed record FindingOpinionBody(string? Layer, Stance? Stance, string? Text, ObjectionGround? Ground, string? LegalBasis, IReadOnlyList<string>? Items);

internal sealed record DisputeBody(DisputeGround? Ground, string? Reason, string? ApprovalNumber, IReadOnlyList<FileBody>? Files);

internal sealed record DisputeDecisionBody(bool? Dismissed, DisputeGround? Ground, string? Reason, string? Basis, string? ApprovalNumber);

internal sealed record ConclusionBody(ReviewClass? Conclusion, string? Text, IReadOnlyList<string>? NotChecked);
