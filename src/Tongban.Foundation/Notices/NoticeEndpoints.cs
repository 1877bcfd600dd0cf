using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Notices;

/// <summary>How many notices were marked.</summary>
internal sealed record MarkedNotices(int Marked);

/// <summary>The inbox in the API.</summary>
internal static class NoticeEndpoints
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("notices");
        notices.MapGet("", (string? after, TongbanDb db, Caller caller, CancellationToken ct) => NoticeQueries.PageAsync(db, caller.Actor, after, PageSize, ct)).Require(FoundationPermissions.SignedIn)
            .WithName("ListNotices").WithSummary("The caller's inbox: unread first, newest first")
            .WithDescription("Notices to the person, to the organ of the current post, or to the enterprise acted for; 50 a page. Pass `next` as `after` to read on.");
        notices.MapPost("/{id:guid}/read", async (Guid id, Inbox inbox, Caller caller, CancellationToken ct) => (await inbox.ReadAsync(id, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.SignedIn)
            .WithName("ReadNotice").WithSummary("Mark a notice as read").WithDescription("Marking twice changes nothing. A notice to an organ is then read for all its officers.")
            .Produces(StatusCodes.Status204NoContent);
        notices.MapPost("/read", async (Inbox inbox, Caller caller, CancellationToken ct) => (await inbox.ReadAllAsync(caller, ct)).ToHttp(n => Results.Json(new MarkedNotices(n)))).Require(FoundationPermissions.SignedIn)
            .WithName("ReadAllNotices").WithSummary("Mark everything in the inbox as read").WithDescription("Answers how many notices were unread: `{\"marked\": 3}`.")
            .Produces<MarkedNotices>();
    }
}
