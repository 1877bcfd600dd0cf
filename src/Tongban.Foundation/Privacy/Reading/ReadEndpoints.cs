using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Privacy.Reading;

/// <summary>Who has read whose data, and masked data whole, in <c>/api/v1</c>.</summary>
internal static class ReadEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/reads", (string? after, ReadQueries queries, CancellationToken ct) => queries.MineAsync(after, ct)).Require(FoundationPermissions.SignedIn).WithTags("account")
            .WithName("ListMyReads").WithSummary("Who has read the caller's personal data: organ and post, when, what kind, for which case").WithDescription("Newest first, 50 a page: pass `next` as `after`. One line for the same reader, kind, case and hour (个人信息保护法第四十四条、第四十五条).");
        api.MapGet("/audit/reads", (string? reader, string? purpose, bool? unmasked, string? after, ReadQueries queries, CancellationToken ct) => queries.AllAsync(new(reader, purpose, unmasked is true), after, ct)).Require(FoundationPermissions.ReadLedger).WithTags("audit")
            .WithName("ListReads").WithSummary("All readings of personal data, for auditors").WithDescription("`reader` is a user name, `purpose` the number of a case; `unmasked=true` shows only what was shown whole. Newest first, 50 a page: pass `next` as `after`.");
        api.MapPost("/unmasked", async (RevealData body, Unmasking unmasking, HttpContext http, CancellationToken ct) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return (await unmasking.HandleAsync(body, ct)).ToHttp(values => Results.Ok(values));
        }).Require(FoundationPermissions.Unmask).WithTags("audit")
            .WithName("UnmaskData").WithSummary("Masked personal data whole, for a named case").WithDescription("`kind` and `key`: registers.enterprise and a credit code, projects.contact and a project code, people.account and the id of an account (administrators). `purpose` is the number of the case or project, `reason` why it is needed. Recorded in the ledger; the person sees it.")
            .Produces<IReadOnlyList<ClearValue>>().WithExample("""{"kind":"projects.contact","key":"2603-360502-04-01-123453","purpose":"2603-360502-04-01-123453","reason":"电话通知补正"}""");
    }
}
