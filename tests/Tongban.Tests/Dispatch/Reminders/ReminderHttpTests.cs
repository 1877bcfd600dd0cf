using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Server.City;
using Tongban.Tests.Foundation.Notices;
using Tongban.Tests.Support;

namespace Tongban.Tests.Dispatch.Reminders;

/// <summary>The 25th and the outbox over HTTP, before a gateway of our own.</summary>
public class ReminderHttpTests
{
    private const string Zrzy = "ZRZY@360500", Phone = "13900000021";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_gateway_that_takes_the_message_and_times_out_gets_it_once(Database database)
    {
        await using var gateway = await Gateway.StartAsync();
        var sms = gateway.Options(TimeSpan.FromMilliseconds(300));
        var tasks = new TasksOnDemand();
        await using var app = await StartAsync(database, sms, tasks);
        app.Clock.Now = ReminderRoom.At(2026, 3, 25, 8, 50);
        var (admin, officer) = (await ClientAsync(app, "admin1", "SZF@360500", Roles.Administrator), await ClientAsync(app, "officer1", Zrzy, Roles.Handler));
        await ReachAsync(admin);
        tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 9, 9), 12);
        var preview = (await officer.SayAsync(HttpMethod.Get, "/api/v1/dispatch/reminders/preview")).Ok().Json;
        Assert.Equal((202603, "2026-03-25", "sms"), ((int)preview["month"]!, (string)preview["day"]!, (string)preview["units"]![0]!["way"]!));
        app.Clock.Now = ReminderRoom.At(2026, 3, 25, 9, 1);
        await app.InScopeAsync(s => s.GetRequiredService<ReminderRun>().RunAsync(default));

        gateway.Answers = http => Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await SendAsync(app);
        var message = (await OutboxAsync(admin))[0]!;
        Assert.Equal(("unknown", "139****0021"), ((string)message["state"]!, (string)message["address"]!));
        gateway.Answers = http => Gateway.SayAsync(http, 202, "0: Accepted for delivery");
        app.Clock.Advance(TimeSpan.FromHours(5));
        await SendAsync(app);
        Assert.Single(gateway.Taken);

        // The gateway reports; nobody else can.
        var report = gateway.Taken.First()["dlr-url"];
        report = report[report.IndexOf("/api/", StringComparison.Ordinal)..];
        using var stranger = app.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SayAsync(HttpMethod.Get, report.Replace("%d", "1", StringComparison.Ordinal).Replace("proof=", "proof=0", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.SayAsync(HttpMethod.Get, report.Replace("%d", "8", StringComparison.Ordinal))).Status);
        Assert.Equal("sent", (string)(await OutboxAsync(admin))[0]!["state"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.SayAsync(HttpMethod.Get, report.Replace("%d", "1", StringComparison.Ordinal))).Status);
        Assert.Equal("delivered", (string)(await OutboxAsync(admin))[0]!["state"]!);
        Assert.Equal((HttpStatusCode.Conflict, "outbox.not-waiting-for-a-person"), (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/outbox/{message["id"]}/send-again")).Refusal);

        // The unit answers by text message; without the secret nobody is listened to.
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SayAsync(HttpMethod.Get, Incoming("another-secret", "反馈 12 已完成"))).Status);
        Assert.Equal("", (await stranger.SayAsync(HttpMethod.Get, Incoming(sms.Secret, "收到"))).Ok().Text);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await stranger.SayAsync(HttpMethod.Get, Incoming(sms.Secret, new string('长', 1001)))).Status);
        Assert.Equal("已记录XT-2026-000012的反馈。本月提醒已全部反馈。", (await stranger.SayAsync(HttpMethod.Get, Incoming(sms.Secret, "反馈 12 月底前交地"))).Ok().Text);
        var listed = Assert.Single((await officer.SayAsync(HttpMethod.Get, "/api/v1/dispatch/reminders?month=202603")).Ok().Json.AsArray())!;
        Assert.Equal(("answered", "delivered"), ((string)listed["state"]!, (string)listed["delivery"]!));
        var detail = (await officer.SayAsync(HttpMethod.Get, $"/api/v1/dispatch/reminders/{listed["id"]}")).Ok();
        Assert.Equal("月底前交地", (string)detail.Json["answers"]![0]!["text"]!);
        Assert.DoesNotContain(Phone, detail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_show_whom_it_concerns_take_answers_and_send_dead_letters_again()
    {
        await using var gateway = await Gateway.StartAsync();
        var tasks = new TasksOnDemand();
        await using var app = await StartAsync(Database.Sqlite, gateway.Options(), tasks);
        app.Clock.Now = ReminderRoom.At(2026, 3, 25, 8, 50);
        using var admin = await BrowserAsync(app, "admin1", "SZF@360500", Roles.Administrator);
        using var officer = await BrowserAsync(app, "officer1", Zrzy, Roles.Handler);
        var organ = await admin.GetAsync($"/admin/organs/{Zrzy}");
        Assert.Equal("people.not-a-mobile-number", (await admin.SubmitAsync(organ, "form:has([name='Contact.Phone'])", ("Contact.Phone", "0790-6440001"))).Refusal);
        organ = await admin.SubmitAsync(organ, "form:has([name='Contact.Phone'])", ("Contact.Phone", "139 0000 0021"), ("Contact.Email", "zrzy@example.org"));
        Assert.Null(organ.Refusal);
        Assert.Equal(Phone, organ.Html.QuerySelector("[name='Contact.Phone']")!.GetAttribute("value"));
        var organs = await admin.GetAsync("/admin/organs");
        Assert.Contains("139****0021", organs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, organs.Text, StringComparison.Ordinal);

        app.Clock.Now = ReminderRoom.At(2026, 3, 25, 9, 1);
        tasks.Open(Zrzy, ReminderRoom.At(2026, 3, 9, 9), 12);
        await app.InScopeAsync(s => s.GetRequiredService<ReminderRun>().RunAsync(default));
        gateway.Answers = http => Gateway.SayAsync(http, 400, "no such number");
        await SendAsync(app);
        var outbox = await admin.GetAsync("/admin/outbox?state=Dead");
        Assert.Contains("400 no such number", outbox.Text, StringComparison.Ordinal);
        gateway.Answers = http => Gateway.SayAsync(http, 202, "0: Accepted for delivery");
        await admin.SubmitAsync(outbox, "form:has([name=again])", ("again", outbox.Html.QuerySelector("[name=again]")!.GetAttribute("value")));
        await SendAsync(app);
        Assert.Equal(2, gateway.Taken.Count);

        // The link of the text message leads to the unit's own reminder.
        var page = await officer.GetAsync("/r/202603");
        Assert.Contains("/dispatch/reminders/", page.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("dispatch.reminder-answer-length", (await officer.SubmitAsync(page, "form:has([name=text])", ("text", ""))).Refusal);
        page = await officer.SubmitAsync(page, "form:has([name=text])", ("text", "清表完成，月底前交地"));
        Assert.Contains("清表完成，月底前交地", page.Text, StringComparison.Ordinal);
        Assert.Contains("已反馈", (await officer.GetAsync("/dispatch/reminders?month=202603")).Text, StringComparison.Ordinal);
        Assert.Contains("按期反馈", (await officer.GetAsync("/dispatch/bulletin?month=202603")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync($"/dispatch/reminders/{Guid.CreateVersion7()}")).Status);
    }

    private static async Task<TestApp> StartAsync(Database database, SmsOptions sms, TasksOnDemand tasks)
    {
        var app = await TestApp.StartAsync(database, options: o => o with { Channels = new ChannelOptions { Sms = sms } }, services: s => s.AddSingleton<IOpenTasks>(tasks));
        Assert.Null(await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default)));
        return app;
    }

    private static async Task ReachAsync(HttpClient admin)
    {
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "people.not-an-email-address"), (await admin.SayAsync(HttpMethod.Put, $"/api/v1/admin/organs/{Zrzy}/contact", new { email = "zrzy" })).Refusal);
        (await admin.SayAsync(HttpMethod.Put, $"/api/v1/admin/organs/{Zrzy}/contact", new { phone = "+86 " + Phone })).Ok();
        Assert.Equal(Phone, (string)(await admin.SayAsync(HttpMethod.Get, $"/api/v1/admin/organs/{Zrzy}")).Ok().Json["phone"]!);
        Assert.DoesNotContain(Phone, (await admin.SayAsync(HttpMethod.Get, "/api/v1/admin/organs")).Ok().Text, StringComparison.Ordinal);
    }

    private static async Task<HttpClient> ClientAsync(TestApp app, string who, string organ, Roles roles)
    {
        await app.PersonAsync(who);
        await app.PostAsync(who, organ, roles);
        return await app.ClientOfAsync(who);
    }

    private static async Task<Browser> BrowserAsync(TestApp app, string who, string organ, Roles roles)
    {
        await app.PersonAsync(who);
        await app.PostAsync(who, organ, roles);
        return await app.BrowserOfAsync(who);
    }

    private static Task<int> SendAsync(TestApp app) => app.Services.GetRequiredService<OutboxDelivery>().SendDueAsync(default);

    private static async Task<System.Text.Json.Nodes.JsonArray> OutboxAsync(HttpClient admin) => (await admin.SayAsync(HttpMethod.Get, "/api/v1/admin/outbox")).Ok().Json["items"]!.AsArray();

    private static string Incoming(string secret, string text) => $"/api/v1/channels/sms/incoming?secret={secret}&id=1&from=%2B86{Phone}&text={Uri.EscapeDataString(text)}";
}
