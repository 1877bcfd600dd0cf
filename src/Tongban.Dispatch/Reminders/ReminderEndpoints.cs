using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Reminders;

/// <summary>An answer to a reminder.</summary>
/// <param name="Matter">The difficulty it is about; may be left out where only one is open.</param>
internal sealed record ReminderAnswerBody(Guid? Matter, string Text);

/// <summary>How many difficulties of the reminder still wait for an answer.</summary>
internal sealed record ReminderAnswerTaken(int Open);

/// <summary>The 25th in the API.</summary>
internal static class ReminderEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var reminders = api.MapGroup("/dispatch/reminders").WithTags("dispatch");
        reminders.MapGet("", (int? month, ReminderQueries queries, CancellationToken ct) => queries.OfMonthAsync(month ?? queries.LatestMonth(), ct)).Require(DispatchPermissions.Read)
            .WithName("ListReminders").WithSummary("The reminders of a month, one a unit").WithDescription("`month` is year and month, 202603; left out, that of the newest 25th. `delivery` tells where the message stands.");
        reminders.MapGet("/preview", (ReminderQueries queries, CancellationToken ct) => queries.PreviewAsync(ct)).Require(DispatchPermissions.Read)
            .WithName("PreviewReminders").WithSummary("Whom the coming 25th would remind, with what text, if it came now");
        reminders.MapGet("/rounds", (ReminderQueries queries, CancellationToken ct) => queries.RoundsAsync(ct)).Require(DispatchPermissions.Read)
            .WithName("ListReminderRounds").WithSummary("The months that have had their round, newest first").WithDescription("`leftOut` says that nothing ran until it was too late to make the day up.");
        reminders.MapGet("/{reminder:guid}", async (Guid reminder, ReminderQueries queries, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(reminder, ct) is not { } found)
                    return ReminderErrors.NotFound().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(found.Version);
                return Results.Json(found);
            }).Require(DispatchPermissions.Read)
            .WithName("GetReminder").WithSummary("One reminder with its difficulties and answers").Produces<ReminderDetail>();
        reminders.MapPost("/{reminder:guid}/answers", async (Guid reminder, ReminderAnswerBody body, AnswerReminderHandler handler, CancellationToken ct) => (await handler.HandleAsync(new(reminder, body.Matter, body.Text), ct)).ToHttp(left => Results.Json(new ReminderAnswerTaken(left)))).Require(DispatchPermissions.Work)
            .WithName("AnswerReminder").WithSummary("Say how a difficulty of a reminder goes").WithDescription("By the unit that was reminded, 2 to 500 characters. A late answer is taken too; the light stays.").WithExample("""{"text":"已完成清表，月底前交地。"}""").Produces<ReminderAnswerTaken>();
        api.MapGet("/dispatch/bulletins/{month:int}", (int month, ReminderQueries queries, CancellationToken ct) => queries.BulletinAsync(month, ct)).Require(DispatchPermissions.Read).WithTags("dispatch")
            .WithName("GetBulletin").WithSummary("The bulletin of a month: who answered the reminder in time, who did not, who twice running");
    }
}
