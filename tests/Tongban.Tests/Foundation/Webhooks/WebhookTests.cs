using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Webhooks;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Webhooks;

/// <summary>From an act to another system, on both databases: within reach, at least once, dead letters and replays.</summary>
public class WebhookTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Acts_within_reach_arrive_once_and_what_fails_climbs_the_ladder(Database database)
    {
        await using var receiver = new Receiver();
        await using var city = await CityByHttp.StartAsync(database, o => o with { Webhooks = WebhookSenderTests.Local() });
        var admin = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        async Task<Said> SubscribeAsync(string organ, string act = "approvals.*") => await admin.SayAsync(HttpMethod.Post, "/api/v1/admin/webhooks", new { name = organ, address = $"http://127.0.0.1:{receiver.Port}/{organ}", organ, acts = new[] { act } });
        Assert.Equal("webhooks.no-such-act", (await SubscribeAsync("ZRZY@360502", "approvals.nonsense")).Code);
        Assert.Equal("webhooks.no-such-owner", (await SubscribeAsync("NONE@360502")).Code);
        var made = (await SubscribeAsync("ZRZY@360502")).Ok().Json;
        var id = (string)made["id"]!;
        (await SubscribeAsync("QXJ@360500")).Ok();
        Assert.StartsWith("whsec_", (string?)made["secret"], StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", (await admin.SayAsync(HttpMethod.Get, $"/api/v1/admin/webhooks/{id}")).Ok().Text, StringComparison.Ordinal);

        // Land takes part in the project, the weather office does not.
        var owner = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        await city.AcceptedAsync(owner);
        await RunAsync(city);
        var events = receiver.Got.Select(g => (g.Head, Json: JsonNode.Parse(g.Body)!)).ToList();
        Assert.True(events.Count > 0, (await admin.SayAsync(HttpMethod.Get, $"/api/v1/admin/webhooks/{id}/deliveries")).Text);
        Assert.All(events, e => Assert.StartsWith("POST /ZRZY@360502 ", e.Head, StringComparison.Ordinal));
        Assert.Contains(events, e => (string?)e.Json["type"] is "cn.tongban.approvals.stage-accepted");
        Assert.All(events, e => Assert.Equal(("1.0", "application/json", true), ((string?)e.Json["specversion"], (string?)e.Json["datacontenttype"], ((string?)e.Json["subject"])!.StartsWith("project:", StringComparison.Ordinal))));
        Assert.DoesNotContain("13800000000", string.Join(' ', events.Select(e => e.Json.ToJsonString())), StringComparison.Ordinal);
        // What followed from these acts may come now; nothing comes twice.
        await RunAsync(city);
        Assert.Distinct(receiver.Got.Select(g => g.Header("webhook-id")));

        // A receiver that is down: five attempts, then a dead letter; sent again by hand it has the same id.
        receiver.Got.Clear();
        receiver.Answer = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/webhooks/{id}/test")).Ok();
        foreach (var minutes in new[] { 0, 1, 5, 30, 120 })
        {
            city.App.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await RunAsync(city);
        }
        admin = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        var dead = Assert.Single((await admin.SayAsync(HttpMethod.Get, $"/api/v1/admin/webhooks/{id}/deliveries?state=dead")).Ok().Json["items"]!.AsArray())!;
        Assert.Equal((5, 503), ((int)dead["attempts"]!, (int)dead["lastStatus"]!));
        receiver.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        using (var browser = await city.App.BrowserOfAsync("szf.360500.administrator"))
        {
            var page = await browser.GetAsync($"/admin/webhooks/{id}?state=Dead");
            Assert.Contains("503", page.Text, StringComparison.Ordinal);
            page = await browser.SubmitAsync(page, "#deliveries form[method=post]", ("delivery", (string)dead["id"]!));
            Assert.Contains("已处理", page.Text, StringComparison.Ordinal);
        }
        await RunAsync(city);
        Assert.Single(receiver.Got.Select(g => g.Header("webhook-id")).Distinct());
        Assert.Equal(6, receiver.Got.Count);

        // A replay brings the same events with the same ids; the replaced secret signs along with the former one.
        receiver.Got.Clear();
        admin = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        Assert.StartsWith("whsec_", (string?)(await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/webhooks/{id}/secret")).Ok().Json["secret"], StringComparison.Ordinal);
        (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/webhooks/{id}/replay", new { since = "2026-03-01T00:00:00Z" })).Ok();
        await RunAsync(city);
        Assert.Superset(events.Select(e => (string)e.Json["id"]!).ToHashSet(StringComparer.Ordinal), receiver.Got.Select(g => g.Header("webhook-id")).ToHashSet(StringComparer.Ordinal));
        Assert.All(receiver.Got, g => Assert.Equal(2, g.Header("webhook-signature").Split(' ').Length));

        // Wanted no more: it stops by itself.
        receiver.Answer = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/webhooks/{id}/test")).Ok();
        await RunAsync(city);
        Assert.Equal("gone", (string?)(await admin.SayAsync(HttpMethod.Get, $"/api/v1/admin/webhooks/{id}")).Ok().Json["state"]);
        Assert.Equal((HttpStatusCode.Conflict, "webhooks.not-possible"), (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/webhooks/{id}/test")).Refusal);
        Assert.True(await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<WebhookSubscription>().AllAsync(w => !w.Secret.StartsWith("whsec_"), Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_secret_is_shown_once_on_the_page(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await city.OfficerAsync("SZF@360500", Roles.Administrator);
        using var browser = await city.App.BrowserOfAsync("szf.360500.administrator");
        var form = await browser.GetAsync("/admin/webhooks/new");
        Assert.Equal("webhooks.not-public", (await browser.SubmitAsync(form, "form.tb-form", ("name", "登记系统"), ("address", "https://10.0.0.1/"), ("organ", "ZRZY@360502"))).Refusal);
        var made = await browser.SubmitAsync(form, "form.tb-form", ("name", "登记系统"), ("address", "https://hooks.example.org/x"), ("organ", "ZRZY@360502"), ("acts", "approvals.*"));
        var secret = made.Html.QuerySelector("#secret")!.TextContent;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var page = await browser.GetAsync(made.Html.QuerySelector("a.btn[href^='/admin/webhooks/']")!.GetAttribute("href")!);
        Assert.DoesNotContain(secret, page.Text, StringComparison.Ordinal);
        Assert.Contains("hooks.example.org", (await browser.GetAsync("/admin/webhooks")).Text, StringComparison.Ordinal);
        var replaced = await browser.SubmitAsync(page, "#acts form", ("what", "secret"));
        Assert.NotEqual(secret, replaced.Html.QuerySelector("#secret")!.TextContent);
        page = await browser.SubmitAsync(page, "#acts form", ("what", "pause"));
        Assert.Contains("暂停", page.Text, StringComparison.Ordinal);
    }

    private static async Task RunAsync(CityByHttp city)
    {
        await city.App.DrainAsync();   // gives entries their places
        await city.App.Services.GetRequiredService<WebhookFeed>().RunOnceAsync(Ct);
    }
}
