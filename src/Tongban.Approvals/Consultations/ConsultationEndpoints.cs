using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Approvals.PlaneView;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Consultations;

/// <summary>Consultation before filing in <c>/api/v1</c>, and the download of what was attached.</summary>
internal static class ConsultationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/consultations").WithTags("Approvals");
        group.MapGet("/published", async (string? q, string? after, ConsultationQuery query, CancellationToken ct) => Results.Ok(await query.PublishedAsync(q, after, ct)))
            .AllowAnonymous().WithName("ListPublishedConsultations").Produces<KeyPage<PublicAnswer>>().WithSummary("Published questions and answers, newest first").WithDescription("`q` looks in topic, question and answer. Paged by key.");
        group.MapGet("", async (bool? open, string? after, ConsultationQuery query, Caller caller, CancellationToken ct) => Results.Ok(await query.PageAsync(caller.Actor, open ?? false, after, ct)))
            .Require(ApprovalPermissions.Read).WithName("ListConsultations").Produces<KeyPage<ConsultationRow>>().WithSummary("Consultations of the enterprise, or those the organ is asked").WithDescription("`open=true` leaves out what is answered.");
        group.MapGet("/{id:guid}", async (Guid id, ConsultationQuery query, Caller caller, CancellationToken ct) => await query.FindAsync(id, caller.Actor, ct) is { } found ? Results.Ok(found) : ConsultationErrors.NoSuch().ToHttp())
            .Require(ApprovalPermissions.Read).WithName("GetConsultation").Produces<ConsultationView>().WithSummary("One consultation");
        group.MapPost("", async (ConsultationBody body, AskConsultationHandler ask, CancellationToken ct) =>
                (await ask.HandleAsync(new(body.Topic, body.Question, body.Item, body.Department, body.Division, body.Project), null, ct)).ToHttp(id => Results.Created($"/api/v1/consultations/{id}", new NewConsultation(id))))
            .Require(ApprovalPermissions.Apply).WithName("AskConsultation").Produces<NewConsultation>(StatusCodes.Status201Created).WithSummary("Ask before filing; routed to the organ that would handle the item")
            .WithDescription("Answered within three working days. Body: `{ \"topic\": \"环评类别\", \"question\": \"…\", \"item\": \"S1-05\", \"division\": \"360502\", \"project\": null }`, or `department` in place of `item`.");
        group.MapPost("/{id:guid}/answer", async (Guid id, AnswerConsultationBody body, AnswerConsultationHandler answer, CancellationToken ct) => Version(await answer.HandleAsync(new(id, body.Answer), ct)))
            .Require(ApprovalPermissions.Handle).WithName("AnswerConsultation").Produces<NewVersion>().WithSummary("Answer the open question");
        group.MapPost("/{id:guid}/follow-up", async (Guid id, FollowUpBody body, AskAgainHandler ask, CancellationToken ct) => Version(await ask.HandleAsync(new(id, body.Question), ct)))
            .Require(ApprovalPermissions.Apply).WithName("AskAgain").Produces<NewVersion>().WithSummary("Ask one follow-up question");
        group.MapPost("/{id:guid}/publication", async (Guid id, PublicationBody body, PublishConsultationHandler publish, CancellationToken ct) => Version(await publish.HandleAsync(new(id, body.Topic, body.Question, body.Answer), ct)))
            .Require(ApprovalPermissions.Handle).WithName("PublishConsultation").Produces<NewVersion>().WithSummary("Publish question and answer with the names removed").WithDescription("Refused while name or code of the enterprise or its project is in the text.");
    }

    public static void MapPages(IEndpointRouteBuilder site) =>
        site.MapGet("/approvals/consultations/{id:guid}/files/{index:int}", async (Guid id, int index, HttpContext http, ConsultationQuery query, Caller caller, FileStore files, CancellationToken ct) =>
        {
            if (await query.FindAsync(id, caller.Actor, ct) is not { } found || index < 0 || index >= found.Files.Count || await files.ReadAsync(found.Files[index].Digest, ct) is not ({ } file, { } content))
                return Results.NotFound();
            return http.Hand(found.Files[index].Name, file, content);
        }).Require(ApprovalPermissions.Read).ExcludeFromDescription();

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewVersion(version)));
}

internal sealed record ConsultationBody(string? Topic, string? Question, string? Item, string? Department, string? Division, string? Project);

internal sealed record NewConsultation(Guid Id);

internal sealed record AnswerConsultationBody(string? Answer);

internal sealed record FollowUpBody(string? Question);

internal sealed record PublicationBody(string? Topic, string? Question, string? Answer);
