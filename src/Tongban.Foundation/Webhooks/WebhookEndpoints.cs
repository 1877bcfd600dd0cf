using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Webhooks;

internal sealed record ReplayBody(DateTimeOffset? Since);

/// <summary>The subscription's version after the act.</summary>
internal sealed record WebhookVersion(long Version);

/// <summary>Subscriptions of other systems in <c>/api/v1</c>.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/admin/webhooks").WithTags("webhooks");
        webhooks.MapGet("", (WebhookQueries queries, CancellationToken ct) => queries.ListAsync(ct)).Require(FoundationPermissions.Administer).WithName("ListWebhooks").WithSummary("Subscriptions of other systems, with what waits and what is dead");
        webhooks.MapPost("", async (NewWebhook body, WebhookHandlers handlers, HttpContext http, CancellationToken ct) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return (await handlers.SubscribeAsync(body, ct)).ToHttp(made => Results.Created($"/api/v1/admin/webhooks/{made.Id}", made));
        }).Require(FoundationPermissions.Administer).WithName("CreateWebhook").WithSummary("Subscribe another system to acts").WithDescription("CloudEvents 1.0 by HTTPS, signed by Standard Webhooks, at least once. Only acts of matters that the named organ or enterprise may read. `acts`: names or beginnings such as `approvals.*`; none is all. The secret is shown this once. Format: docs/webhooks.md.")
            .Produces<WebhookSecret>(StatusCodes.Status201Created).WithExample("""{"name":"市不动产登记系统","address":"https://bdc.example.org/hooks/tongban","organ":"ZRZY@360500","acts":["approvals.*"]}""");
        webhooks.MapGet("/{webhook:guid}", async (Guid webhook, WebhookQueries queries, HttpContext http, CancellationToken ct) =>
        {
            if (await queries.FindAsync(webhook, ct) is not { } found)
                return WebhookErrors.NoSuchWebhook().ToHttp();
            http.Response.Headers.ETag = Problems.ETag(found.Version);
            return Results.Ok(found);
        }).Require(FoundationPermissions.Administer).WithName("GetWebhook").WithSummary("One subscription").Produces<WebhookDetail>();
        webhooks.MapGet("/{webhook:guid}/deliveries", (Guid webhook, Named<WebhookDeliveryState>? state, string? after, WebhookQueries queries, CancellationToken ct) => queries.DeliveriesAsync(webhook, state?.Value, after, ct)).Require(FoundationPermissions.Administer)
            .WithName("ListWebhookDeliveries").WithSummary("Deliveries of a subscription, newest first").WithDescription("`state`: waiting, sending, delivered, dead, dropped. Pass `next` as `after` to read on.");
        webhooks.MapPost("/{webhook:guid}/secret", async (Guid webhook, WebhookHandlers handlers, HttpContext http, CancellationToken ct) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return (await handlers.RotateAsync(webhook, ct)).ToHttp(made => Results.Ok(made));
        }).Require(FoundationPermissions.Administer).WithName("ReplaceWebhookSecret").WithSummary("Replace the secret; the one before signs too for 24 hours").Produces<WebhookSecret>();
        Act("test", "TestWebhook", "Send a message without an event", (h, id, ct) => h.TestAsync(id, ct));
        Act("pause", "PauseWebhook", "Hold events back; none is lost", (h, id, ct) => h.PauseAsync(id, ct));
        Act("resume", "ResumeWebhook", "Go on sending", (h, id, ct) => h.ResumeAsync(id, ct));
        Act("end", "EndWebhook", "End the subscription for good", (h, id, ct) => h.EndAsync(id, ct));
        webhooks.MapPost("/{webhook:guid}/replay", async (Guid webhook, ReplayBody body, WebhookHandlers handlers, CancellationToken ct) => Version(await handlers.ReplayAsync(webhook, body.Since, ct))).Require(FoundationPermissions.Administer)
            .WithName("ReplayWebhook").WithSummary("Send everything since an instant again, with the same ids").Produces<WebhookVersion>().WithExample("""{"since":"2026-03-02T01:00:00Z"}""");
        webhooks.MapPost("/deliveries/{delivery:guid}/send-again", async (Guid delivery, WebhookHandlers handlers, CancellationToken ct) => Version(await handlers.SendAgainAsync(delivery, ct))).Require(FoundationPermissions.Administer)
            .WithName("SendWebhookAgain").WithSummary("Send a dead letter again").Produces<WebhookVersion>();

        void Act(string path, string name, string summary, Func<WebhookHandlers, Guid, CancellationToken, Task<Result<long>>> act) => webhooks
            .MapPost($"/{{webhook:guid}}/{path}", async (Guid webhook, WebhookHandlers handlers, CancellationToken ct) => Version(await act(handlers, webhook, ct))).Require(FoundationPermissions.Administer).WithName(name).WithSummary(summary).Produces<WebhookVersion>();
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new WebhookVersion(version)));
}
