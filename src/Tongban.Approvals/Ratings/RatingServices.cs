using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Ratings;

/// <summary>The ratings' entry in the module's table of contents.</summary>
internal static class RatingServices
{
    public const string ReadName = "approvals.ratings-read", RateName = "approvals.ratings-rate", AnswerName = "approvals.ratings-answer", ReviewName = "approvals.ratings-review";

    public static readonly Permission Read = new(ReadName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Auditor);

    public static readonly Permission Rate = new(RateName, Roles.Applicant);

    public static readonly Permission Answer = new(AnswerName, Roles.Handler | Roles.Head);

    public static readonly Permission Review = new(ReviewName, Roles.Auditor);

    public static IReadOnlyList<Permission> Permissions => [Read, Rate, Answer, Review];

    public static void AddRatings(this IServiceCollection services)
    {
        services.AddScoped<RatingHandlers>();
        services.AddScoped<RatingQueries>();
        services.AddSingleton<INavigationSource, RatingNavigation>();
    }

    public static void ConfigureModel(ModelBuilder model) => model.ApplyConfiguration(new RatingTable());

    public static void Map(IEndpointRouteBuilder api)
    {
        var ratings = api.MapGroup("/ratings").WithTags("Ratings");
        ratings.MapGet("/", async (Named<RatingState>? state, string? after, RatingQueries queries, CancellationToken ct) => Results.Ok(await queries.ListAsync(state?.Value, after, ct)))
            .Require(Read).WithName("ListRatings").Produces<KeyPage<RatingAnswer>>().WithSummary("Ratings the caller is party to").WithDescription("Newest first, paged by key.");

        ratings.MapGet("/{id:guid}", async (Guid id, RatingQueries queries, HttpContext http, CancellationToken ct) => await AnswerAsync(id, queries, http, ct))
            .Require(Read).WithName("GetRating").Produces<RatingAnswer>().WithSummary("One rating with what followed");

        api.MapGet("/satisfaction", async (RatingQueries queries, CancellationToken ct) => Results.Ok(await queries.SatisfactionAsync(ct)))
            .Public().WithTags("Ratings").WithName("GetSatisfaction").Produces<IReadOnlyList<OrganSatisfaction>>().WithSummary("What applicants say of each organ").WithDescription("Excluded ratings are not counted; comments are not published.");

        ratings.MapPost("/", async (RatingBody body, RatingHandlers rate, RatingQueries queries, HttpContext http, CancellationToken ct) =>
                (await rate.HandleAsync(new RateCommand(body.Subject, body.SubjectId, new(body.Overall, body.Efficiency, body.Guidance, body.Convenience, body.Platform), body.Comment), ct)).TryGet(out var id, out var refusal)
                    ? await AnswerAsync(id, queries, http, ct) : refusal.ToHttp())
            .Require(Rate).WithName("RateCase").Produces<RatingAnswer>().WithSummary("Rate a stage or an agency service that is over, once")
            .WithDescription("Five levels, 5 is best. Level 2 and below needs a comment and is put right within 15 working days.")
            .WithExample("""{"subject":"stage","subjectId":"0198c0de-0000-7000-8000-000000000001","overall":5,"efficiency":5,"comment":null}""");

        ratings.MapPost("/{id:guid}/answer", async (Guid id, TextBody body, RatingHandlers rate, CancellationToken ct) => Version(await rate.HandleAsync(new AnswerRatingCommand(id, body.Text), ct)))
            .Require(Answer).WithName("AnswerRating").Produces<RatingVersion>().WithSummary("The organ says what it has put right").WithExample("""{"text":"已更新办事指南并致歉"}""");

        ratings.MapPost("/{id:guid}/revisit", async (Guid id, RevisitBody body, RatingHandlers rate, CancellationToken ct) => Version(await rate.HandleAsync(new RevisitRatingCommand(id, body.Satisfied), ct)))
            .Require(Rate).WithName("RevisitRating").Produces<RatingVersion>().WithSummary("The rater says whether it helped").WithExample("""{"satisfied":true}""");

        ratings.MapPost("/{id:guid}/dispute", async (Guid id, TextBody body, RatingHandlers rate, CancellationToken ct) => Version(await rate.HandleAsync(new DisputeRatingCommand(id, body.Text), ct)))
            .Require(Answer).WithName("DisputeRating").Produces<RatingVersion>().WithSummary("The organ holds the rating to be false or malicious").WithExample("""{"text":"评价内容与本办件无关"}""");

        ratings.MapPost("/{id:guid}/dispute-decision", async (Guid id, DisputeBody body, RatingHandlers rate, CancellationToken ct) => Version(await rate.HandleAsync(new DecideDisputeCommand(id, body.Exclude, body.Reason), ct)))
            .Require(Review).WithName("DecideRatingDispute").Produces<RatingVersion>().WithSummary("The auditors decide whether the rating counts").WithExample("""{"exclude":false,"reason":"评价属实"}""");
    }

    private static async Task<IResult> AnswerAsync(Guid id, RatingQueries queries, HttpContext http, CancellationToken ct)
    {
        if (await queries.FindAsync(id, ct) is not { } answer)
            return RatingErrors.NoSuchRating().ToHttp();
        http.Response.Headers.ETag = Problems.ETag(answer.Version);
        return Results.Ok(answer);
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new RatingVersion(version)));

    /// <summary>The version of the rating after the act.</summary>
    internal sealed record RatingVersion(long Version);

    internal sealed record RatingBody(RatingSubject Subject, Guid SubjectId, int Overall, int? Efficiency = null, int? Guidance = null, int? Convenience = null, int? Platform = null, string? Comment = null);

    internal sealed record TextBody(string? Text);

    internal sealed record RevisitBody(bool Satisfied);

    internal sealed record DisputeBody(bool Exclude, string? Reason);
}

/// <summary>The ratings' lines of the side bar.</summary>
internal sealed class RatingNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("好差评", "Ratings"), "/ratings", "star", RatingServices.ReadName, 70, 
            (db, me) => me.Is(Roles.Auditor) ? 0 : db.Set<Rating>().Where(r => r.Organ == me.Organ && r.State == RatingState.CorrectionDue).Take(NavItem.MostCounted).Count()) { Section = NavSection.Oversight },
    ];
}
