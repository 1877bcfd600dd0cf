using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Certificates;

/// <summary><c>/api/v1/certificates</c>: the public register, and what holders and organs do with a result.</summary>
internal static class CertificateEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var certificates = api.MapGroup("/certificates").WithTags("Certificates");
        certificates.MapGet("/public", async (string? q, bool? inForce, string? after, CertificateQueries queries, CancellationToken ct) => Results.Ok(await queries.PublicAsync(q, inForce ?? false, after, ct)))
            .Public().WithName("SearchPublicCertificates").Produces<KeyPage<PublicCertificate>>().WithSummary("The public register of permits: does it hold, whose is it, until when")
            .WithDescription("`q` is a number, a credit code or a project code, whole. Example: `GET /api/v1/certificates/public?q=余自然资预〔2026〕1号`.");
        certificates.MapGet("/mine", async (string? after, CertificateQueries queries, Caller caller, CancellationToken ct) => Results.Ok(await queries.OfHolderAsync(caller.Actor, after, ct)))
            .Require(ApprovalPermissions.Apply).WithName("GetMyCertificates").Produces<KeyPage<CertificateRow>>().WithSummary("Results of the enterprise one acts for");
        certificates.MapGet("", async (string? tab, string? after, CertificateQueries queries, Caller caller, CancellationToken ct) => Results.Ok(await queries.OfOrganAsync(caller.Actor, Enum.TryParse<CertificateTab>(tab, true, out var wanted) && Enum.IsDefined(wanted) ? wanted : CertificateTab.All, after, ct)))
            .Require(ApprovalPermissions.Handle).WithName("GetOrganCertificates").Produces<KeyPage<CertificateRow>>().WithSummary("Results of one's organ").WithDescription("`tab`: toServe, requests, expiring, all.");
        certificates.MapGet("/{id:guid}", async (Guid id, CertificateQueries queries, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(id, caller.Actor, ct) is not { } view)
                    return CertificateErrors.NotFound().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(view.Version);
                return Results.Ok(view);
            })
            .Require(ApprovalPermissions.Read).WithName("GetCertificate").Produces<CertificateView>().WithSummary("One result with the clock of its service, its term and its history");
        certificates.MapPost("/{id:guid}/acknowledgement", async (Guid id, ServeCertificateHandler serve, CancellationToken ct) => Version(await serve.AcknowledgeAsync(new(id), ct)))
            .Require(ApprovalPermissions.Apply).WithName("AcknowledgeCertificate").Produces<NewVersion>().WithSummary("The holder acknowledges a result: served electronically");
        certificates.MapPost("/{id:guid}/hand-over", async (Guid id, HandOverBody body, ServeCertificateHandler serve, CancellationToken ct) => Version(await serve.HandOverAsync(new(id, body.On, body.Receipt), ct)))
            .Require(ApprovalPermissions.Handle).WithName("HandOverCertificate").Produces<NewVersion>().WithSummary("Handed over at the counter against a receipt").WithDescription("Body: `{ \"on\": \"2026-03-12\", \"receipt\": \"回证 2026-0031\" }`.");
        certificates.MapPost("/{id:guid}/requests", async (Guid id, HolderRequestBody body, HolderRequestHandler holder, CancellationToken ct) => Version(await holder.AskAsync(new(id, body.Kind, body.Reason), ct)))
            .Require(ApprovalPermissions.Apply).WithName("AskForCertificate").Produces<NewVersion>().WithSummary("The holder asks for renewal, change or cancellation").WithDescription("Body: `{ \"kind\": \"renewal\", \"reason\": \"...\" }`. A renewal is asked for at least thirty days before the expiry (行政许可法第五十条).");
        certificates.MapPost("/{id:guid}/request-answer", async (Guid id, HolderAnswerBody body, HolderRequestHandler holder, CancellationToken ct) => Version(await holder.AnswerAsync(new(id, body.Grant, body.Reason), ct)))
            .Require(ApprovalPermissions.Handle).WithName("AnswerHolder").Produces<NewVersion>().WithSummary("The organ answers the holder's request").WithDescription("Body: `{ \"grant\": true, \"reason\": null }`.");
        certificates.MapPost("/{id:guid}/end", async (Guid id, EndCertificateBody body, EndCertificateHandler end, CancellationToken ct) => Version(await end.HandleAsync(new(id, body.Ground, body.Reason), ct)))
            .Require(ApprovalPermissions.Handle).WithName("EndCertificate").Produces<NewVersion>().WithSummary("Revoke, withdraw or cancel on a ground of the law").WithDescription("Body: `{ \"ground\": \"obtainedByFraud\", \"reason\": \"...\" }`. The head revokes and withdraws.");
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewVersion(version)));
}

internal sealed record HandOverBody(DateOnly? On, string? Receipt);

internal sealed record HolderRequestBody(HolderRequestKind? Kind, string? Reason);

internal sealed record HolderAnswerBody(bool Grant, string? Reason);

internal sealed record EndCertificateBody(EndGround? Ground, string? Reason);
