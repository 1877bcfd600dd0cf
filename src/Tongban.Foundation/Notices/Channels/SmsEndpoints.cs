using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Notices.Channels;

/// <summary>What the gateway calls: reports of our messages and messages that came in. No session opens these doors; the gateway proves itself by the secret it shares with us, and where it stands.</summary>
internal static class SmsEndpoints
{
    private const int MostText = 1000;
    private const int MostWord = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var sms = api.MapGroup("/channels/sms").WithTags("channels");
        sms.MapGet("/reports", (Guid message, string proof, int status, string? said, HttpContext http, ChannelOptions options, TongbanDb db, CityClock clock, CancellationToken ct) => ReportAsync(message, proof, status, said, http, options.Sms, db, clock, ct)).Public()
            .WithName("ReportText").WithSummary("The gateway reports what became of a text message")
            .WithDescription("The address is given to the gateway with every message (Kannel's `dlr-url`); `proof` belongs to that message alone. `status` is Kannel's: 1 arrived, 2 failed, 4 and 8 on its way, 16 rejected. Without the gateway's proof, or when this installation sends no text messages, the answer is 404.")
            .Produces(StatusCodes.Status204NoContent);
        sms.MapGet("/incoming", (string from, string text, string secret, string? id, HttpContext http, ChannelOptions options, IServiceProvider services, CityClock clock, CancellationToken ct) => TakeInAsync(new(from, text, secret, id), http, options.Sms, services, clock, ct)).Public()
            .WithName("TakeInText").WithSummary("The gateway hands over a text message that came in")
            .WithDescription("Kannel's `get-url` of an `sms-service`: `…/incoming?secret=…&id=%I&from=%p&text=%b`. The answer is plain text, which the gateway sends back to the sender; it is empty when there is nothing to say. The same message handed over twice is taken in once.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static async Task<IResult> ReportAsync(Guid message, string proof, int status, string? said, HttpContext http, SmsOptions? options, TongbanDb db, CityClock clock, CancellationToken ct)
    {
        if (options is null || !ComesFromGateway(http, options) || !Same(proof, SmsChannel.ProofOf(message, options)))
            return OutboxErrors.NoSuchMessage().ToHttp();
        DeliveryReport? report = status switch { 1 => DeliveryReport.Arrived, 2 or 16 => DeliveryReport.Failed, 4 or 8 => DeliveryReport.OnItsWay, _ => null };
        if (report is not { } kind)
            return Results.NoContent();
        var reason = $"the gateway reports {(status == 16 ? "that the carrier refused it" : "that it did not arrive")}{(string.IsNullOrEmpty(said) ? "" : $": {said[..Math.Min(said.Length, MostWord)]}")}";
        var noted = await db.ActAsync($"report-text {message} {status}", new Caller { Actor = Actor.System }, async () =>
        {
            if (await db.Set<OutgoingNotice>().SingleOrDefaultAsync(n => n.Id == message && n.Channel == SmsChannel.ChannelName, ct) is not { } outgoing)
                return (Result<bool>)OutboxErrors.NoSuchMessage();
            outgoing.Report(kind, reason, clock.Now);
            return true;
        }, ct);
        return noted.ToHttp(_ => Results.NoContent());
    }

    private static async Task<IResult> TakeInAsync(HandedOver message, HttpContext http, SmsOptions? options, IServiceProvider services, CityClock clock, CancellationToken ct)
    {
        if (options is null || !ComesFromGateway(http, options) || !Same(message.Secret, options.Secret))
            return OutboxErrors.NoSuchMessage().ToHttp();
        if (message.Text.Length > MostText || message.From.Length > MostWord || message.Id?.Length > MostWord)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        // Whoever is no subscriber of the mainland is no registered number either; there is nobody to answer.
        if (ContactDetails.Mobile(message.From) is not { } mobile)
            return Results.Text("", "text/plain", Encoding.UTF8);
        var key = Sha256.Key($"text:{mobile}:{message.Id ?? clock.Today.DayNumber.ToString(CultureInfo.InvariantCulture)}:{message.Text}");
        foreach (var taker in services.GetServices<IIncomingText>())
        {
            if (await taker.TakeInAsync(new(key, mobile, message.Text, clock.Now), ct) is not { } reply)
                continue;
            // Without this Kannel would send the answer in the seven bits of Latin phones.
            http.Response.Headers["X-Kannel-Coding"] = "2";
            return Results.Text(reply, "text/plain", Encoding.UTF8);
        }
        return Results.Text("", "text/plain", Encoding.UTF8);
    }

    private static bool ComesFromGateway(HttpContext http, SmsOptions options) =>
        options.Sources.Count == 0 || (http.Connection.RemoteIpAddress is { } from && options.Sources.Any(n => n.Contains(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from)));

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private sealed record HandedOver(string From, string Text, string Secret, string? Id);
}
