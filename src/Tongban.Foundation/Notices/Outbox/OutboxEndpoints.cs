using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Notices.Outbox;

/// <summary>The outbox in the API.</summary>
internal static class OutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var outbox = api.MapGroup("/admin/outbox").WithTags("administration");
        outbox.MapGet("", (string? channel, Named<OutgoingState>? state, string? after, OutboxQueries queries, CancellationToken ct) => queries.ListAsync(new(channel, state?.Value), after, ct)).Require(FoundationPermissions.Administer)
            .WithName("ListOutbox").WithSummary("Messages on their way out, newest first, 50 a page").WithDescription("`state` is one of waiting, sending, sent, delivered, unknown, dead, suppressed. Addresses are masked. Pass `next` as `after` to read on.");
        outbox.MapGet("/counts", (OutboxQueries queries, CancellationToken ct) => queries.CountsAsync(ct)).Require(FoundationPermissions.Administer)
            .WithName("CountOutbox").WithSummary("How many messages of which channel stand where");
        outbox.MapPost("/{message:guid}/send-again", async (Guid message, OutboxAdministration administration, Caller caller, CancellationToken ct) => (await administration.SendAgainAsync(message, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("SendMessageAgain").WithSummary("Send a dead letter or a message of unknown outcome again").WithDescription("It may then arrive twice: the platform does not do this by itself.").Produces(StatusCodes.Status204NoContent);
        outbox.MapPost("/{message:guid}/confirmation", async (Guid message, OutboxAdministration administration, Caller caller, CancellationToken ct) => (await administration.ConfirmAsync(message, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("ConfirmMessage").WithSummary("Settle a message as arrived").WithDescription("After asking the recipient.").Produces(StatusCodes.Status204NoContent);
    }
}
