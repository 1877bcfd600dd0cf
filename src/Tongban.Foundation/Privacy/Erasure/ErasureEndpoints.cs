using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Privacy.Erasure;

internal sealed record NewErasure(Guid Id);

/// <summary>The request's version after the act.</summary>
internal sealed record ErasureVersion(long Version);

internal sealed record DecideErasureBody(bool? Erase, ErasureRefusal? Refusal, string? Answer);

/// <summary>Erasure of personal data in <c>/api/v1</c>.</summary>
internal static class ErasureEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me").WithTags("account");
        mine.MapGet("/data", (ErasureQueries queries, CancellationToken ct) => queries.MineAsync(ct)).Require(FoundationPermissions.SignedIn)
            .WithName("GetMyData").WithSummary("What is held of the caller, what of it can be erased, and the own requests").WithDescription("Each kind with how many records there are, and with the law by which it is kept or in use (个人信息保护法第四十四条、第四十五条、第四十七条).");
        mine.MapPost("/erasures", async (AskForErasure body, ErasureHandlers handlers, CancellationToken ct) => (await handlers.HandleAsync(body, ct)).ToHttp(id => Results.Created($"/api/v1/me/data", new NewErasure(id)))).Require(FoundationPermissions.SignedIn)
            .WithName("AskForErasure").WithSummary("Ask for the erasure of what is held of the caller").WithDescription("`ground` is the item of article 47: purposeOver, timeOver, consentWithdrawn, unlawful, otherLaw. Answered within 15 working days. One request at a time.")
            .Produces<NewErasure>(StatusCodes.Status201Created).WithExample("""{"ground":"purposeOver","reason":"项目已办结，不再使用本账户"}""");
        mine.MapPost("/erasures/{erasure:guid}/withdrawal", async (Guid erasure, ErasureHandlers handlers, CancellationToken ct) => (await handlers.WithdrawAsync(erasure, ct)).ToHttp(v => Results.Ok(new ErasureVersion(v)))).Require(FoundationPermissions.SignedIn)
            .WithName("WithdrawErasure").WithSummary("Take a request back before it is decided").Produces<ErasureVersion>();

        var all = api.MapGroup("/admin/erasures").WithTags("administration");
        all.MapGet("", (Named<ErasureState>? state, string? after, ErasureQueries queries, CancellationToken ct) => queries.ListAsync(state?.Value, after, ct)).Require(FoundationPermissions.Administer)
            .WithName("ListErasures").WithSummary("Requests for erasure, newest first, 30 a page").WithDescription("`state`: open, erased, refused, withdrawn. Names are masked. Pass `next` as `after` to read on.");
        all.MapGet("/{erasure:guid}", async (Guid erasure, ErasureQueries queries, HttpContext http, CancellationToken ct) =>
        {
            if (await queries.FindAsync(erasure, ct) is not { } request)
                return PrivacyErrors.NoSuchRequest().ToHttp();
            http.Response.Headers.ETag = Problems.ETag(request.Version);
            return Results.Ok(request);
        }).Require(FoundationPermissions.Administer).WithName("GetErasure").WithSummary("One request with what is held of the person today").Produces<ErasureDetail>();
        all.MapPost("/{erasure:guid}/decision", async (Guid erasure, DecideErasureBody body, ErasureHandlers handlers, CancellationToken ct) => (await handlers.HandleAsync(new DecideErasure(erasure, body.Erase, body.Refusal, body.Answer), ct)).ToHttp(v => Results.Ok(new ErasureVersion(v)))).Require(FoundationPermissions.Administer)
            .WithName("DecideErasure").WithSummary("Erase what can be erased, or refuse").WithDescription("An erasure names what stays and by which law. A refusal (`refusal`: mustBeKept, inUse, notIdentified) states its reasons in `answer` and is possible only if nothing could be erased, or if the person was not identified.")
            .Produces<ErasureVersion>().WithExample("""{"erase":true,"answer":"可以删除的已删除，归档材料依法保存"}""");
        all.MapGet("/list", (PersonalDataDesk desk, HttpContext http, CancellationToken ct) =>
        {
            http.Response.Headers.ContentDisposition = "attachment; filename=\"erasures.jsonl\"";
            return Results.Stream(output => ErasureList.WriteAsync(desk, output, ct), "application/jsonl");
        }).Require(FoundationPermissions.Administer).WithName("DownloadErasures").WithSummary("Every erasure, as JSON lines: to be kept outside of the backups").WithDescription("After a backup was restored, `tongban privacy reapply FILE` erases again what it names. It holds ids and kinds, no personal data.");
    }
}
