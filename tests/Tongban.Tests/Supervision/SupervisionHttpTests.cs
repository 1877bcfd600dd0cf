using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Supervision.Board;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Reports;
using Tongban.Tests.Support;

namespace Tongban.Tests.Supervision;

/// <summary>The supervision over HTTP, on both databases: findings come by themselves, cards go their way, and a reading from zero says the same.</summary>
public class SupervisionHttpTests
{
    private const string Office = "SZF@360500", Land = "ZRZY@360502", Environment = "STHJ@360502";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Findings_come_by_themselves_and_cards_follow(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var owner = await city.RegisterAsync("owner", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(owner);
        // Decided in the same breath in which it arrived.
        (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-03/decision", new { decision = "approved", opinion = "同意" })).Ok();
        Assert.Equal("supervision.no-such-project", (await (await city.RegisterAsync("other", CityByHttp.OtherEnterprise)).SayAsync(HttpMethod.Post, "/api/v1/supervision/fees", Fee(code))).Code);
        (await owner.SayAsync(HttpMethod.Post, "/api/v1/supervision/fees", Fee(code))).Ok();
        await city.App.DrainAsync();
        Assert.Equal(["JC-09", "JC-12"], await RulesAsync(await city.OfficerAsync(Land)));

        // A fortnight later what nobody looked after is red, whoever notices.
        city.App.Clock.Advance(TimeSpan.FromDays(21));
        var office = await city.OfficerAsync(Office);
        await SweepAsync(city);
        Assert.Contains("JC-01", await RulesAsync(await city.OfficerAsync(Environment)));
        Assert.DoesNotContain("JC-01", await RulesAsync(await city.OfficerAsync("QXJ@360500")));
        var board = (await city.App.NewClient().SayAsync(HttpMethod.Get, "/api/v1/supervision/board")).Ok().Json;
        Assert.True((int)board["all"]!["red"]! + (int)board["all"]!["doubleRed"]! > 0);
        Assert.DoesNotContain(code, board.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await city.AsAsync("owner", CityByHttp.Enterprise)).SayAsync(HttpMethod.Get, "/api/v1/supervision/findings")).Status);
        Assert.NotEmpty((await office.SayAsync(HttpMethod.Get, "/api/v1/supervision/clocks?light=red")).Ok().Json["items"]!.AsArray());

        await CardAsync(city, office);

        // From zero the same is said, also after more happened and a sweep ran twice.
        await SweepAsync(city);
        await city.App.DrainAsync();
        await city.App.PersonAsync("root");
        await city.App.PostAsync("root", Office, Roles.Administrator);
        var again = (await (await city.AsAsync("root")).SayAsync(HttpMethod.Post, "/api/v1/admin/supervision/recompute")).Ok().Json;
        Assert.Empty(again["differences"]!.AsArray());
        Assert.Equal((string)again["digest"]!, (string)again["storedDigest"]!);
        Assert.True((int)again["findings"]! >= 4 && (int)again["measures"]! >= 2);

        await FiguresAsync(city, office);
    }

    private static async Task CardAsync(CityByHttp city, HttpClient office)
    {
        var organ = await city.OfficerAsync(Environment);
        var finding = (string)(await organ.SayAsync(HttpMethod.Get, "/api/v1/supervision/findings?rule=JC-01")).Ok().Json["items"]![0]!["id"]!;
        Assert.Contains("第四十二条", (string)(await organ.SayAsync(HttpMethod.Get, $"/api/v1/supervision/findings/{finding}")).Ok().Json["basis"]!, StringComparison.Ordinal);
        Assert.Equal("supervision.not-the-office", (await organ.SayAsync(HttpMethod.Post, $"/api/v1/supervision/findings/{finding}/card", new { text = "请说明" })).Code);
        var issued = (await office.SayAsync(HttpMethod.Post, $"/api/v1/supervision/findings/{finding}/card", new { text = "请说明超期原因" })).Ok().Json;
        Assert.Equal("监督〔2026〕1号", (string)issued["number"]!);
        Assert.Equal("supervision.card-exists", (await office.SayAsync(HttpMethod.Post, $"/api/v1/supervision/findings/{finding}/card", new { text = "请再次说明" })).Code);
        var card = $"/api/v1/supervision/cards/{issued["card"]}";
        Assert.Equal(HttpStatusCode.NotFound, (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Get, card)).Status);
        (await organ.SayAsync(HttpMethod.Post, $"{card}/statement", new { text = "停表系依法评审，不应计入", yes = false })).Ok();
        (await office.SayAsync(HttpMethod.Post, $"{card}/decision", new { text = "超期属实，责令整改", yes = true, days = 3 })).Ok();
        (await organ.SayAsync(HttpMethod.Post, $"{card}/appeal", new { text = "评审时间应当扣除" })).Ok();
        var head = await city.OfficerAsync(Office, Roles.Head);
        (await head.SayAsync(HttpMethod.Post, $"{card}/appeal-decision", new { text = "维持原决定", yes = true })).Ok();
        (await organ.SayAsync(HttpMethod.Post, $"{card}/correction", new { text = "已完善提醒制度" })).Ok();
        var closed = (await office.SayAsync(HttpMethod.Post, $"{card}/follow-up", new { text = "整改到位", yes = true })).Ok().Json;
        Assert.Equal("closed", (string)closed["state"]!);
        Assert.Equal(6, (await organ.SayAsync(HttpMethod.Get, card)).Ok().Json["clocks"]!.AsArray().Count);
        var told = Notice.Organ(Environment);
        Assert.True(await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().CountAsync(n => n.Recipient == told && n.Occasion.StartsWith("supervision-card:"))) >= 4);

        // Another finding does not stand: it is shown and no longer counted.
        var land = await city.OfficerAsync(Land);
        var other = (string)(await land.SayAsync(HttpMethod.Get, "/api/v1/supervision/findings?rule=JC-12")).Ok().Json["items"]![0]!["id"]!;
        var second = $"/api/v1/supervision/cards/{(await office.SayAsync(HttpMethod.Post, $"/api/v1/supervision/findings/{other}/card", new { text = "请说明情况" })).Ok().Json["card"]}";
        (await land.SayAsync(HttpMethod.Post, $"{second}/statement", new { text = "材料已在咨询时审阅" })).Ok();
        (await office.SayAsync(HttpMethod.Post, $"{second}/decision", new { text = "情况属实，不成立", yes = false })).Ok();
        Assert.True((bool)(await land.SayAsync(HttpMethod.Get, $"/api/v1/supervision/findings/{other}")).Ok().Json["finding"]!["dismissed"]!);
    }

    private static async Task FiguresAsync(CityByHttp city, HttpClient office)
    {
        var first = (await office.SayAsync(HttpMethod.Get, "/api/v1/supervision/reports/2026-03")).Ok().Json;
        Assert.Equal((1, 1), ((int)first["all"]!["accepted"]!, (int)first["all"]!["closed"]!));
        Assert.Equal(2, (int)first["cardsClosed"]!);
        var scores = (await office.SayAsync(HttpMethod.Get, "/api/v1/supervision/scores?from=2026-03&to=2026-03")).Ok().Json.AsArray();
        Assert.Contains("35 × 1 in time ÷ 1 decided", scores.Single(s => (string)s!["organ"]! == Land)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Single((await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Get, "/api/v1/supervision/scores/officers?from=2026-03&to=2026-03")).Ok().Json.AsArray());
        (await office.SayAsync(HttpMethod.Put, "/api/v1/supervision/subscription", new { wanted = true })).Ok();

        city.App.Clock.Now = new DateTimeOffset(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, await city.App.InScopeAsync(s => s.GetRequiredService<Subscriptions>().TellAsync(default)));
        Assert.Equal(0, await city.App.InScopeAsync(s => s.GetRequiredService<Subscriptions>().TellAsync(default)));
        await BoardAsync(city);
        await SweepAsync(city);
        // Once the month is over, nothing that April finds changes March.
        var over = await DigestAsync();
        city.App.Clock.Now = new DateTimeOffset(2026, 4, 20, 1, 0, 0, TimeSpan.Zero);
        Assert.True(await SweepAsync(city) > 0);
        Assert.Equal(over, await DigestAsync());

        using var browser = await city.App.BrowserOfAsync("szf.360500.handler");
        foreach (var page in new[] { "/supervision", "/supervision/findings", "/supervision/cards", "/supervision/clocks", "/supervision/scores?from=2026-03&to=2026-03", "/supervision/reports?month=2026-03", "/supervision/rules", "/supervision/reports/2026-03.html", "/supervision/reports/2026-03.xlsx", "/supervision/reports/2026-03.pdf" })
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).Status);

        async Task<string> DigestAsync() => (string)(await (await city.OfficerAsync(Office)).SayAsync(HttpMethod.Get, "/api/v1/supervision/reports/2026-03")).Ok().Json["digest"]!;
    }

    private static async Task BoardAsync(CityByHttp city)
    {
        var land = await city.OfficerAsync(Environment);
        Assert.Equal("supervision.no-signs", (await land.SayAsync(HttpMethod.Put, "/api/v1/supervision/board/subscription", new { rhythm = "daily", signs = Array.Empty<string>() })).Code);
        var mine = (await land.SayAsync(HttpMethod.Put, "/api/v1/supervision/board/subscription", new { rhythm = "weekly", signs = new[] { "red", "doubleRed" }, byEmail = true })).Ok().Json;
        Assert.Equal(("weekly", 2, false), ((string)mine["rhythm"]!, mine["signs"]!.AsArray().Count, (bool)mine["mayEmail"]!));
        (await (await city.OfficerAsync("QXJ@360500")).SayAsync(HttpMethod.Put, "/api/v1/supervision/board/subscription", new { rhythm = "daily", signs = new[] { "red", "found" } })).Ok();
        // Thursday: nothing red at the weather bureau, and nothing weekly is due. Monday: once, however often it is asked.
        city.App.Clock.Now = new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await TellAsync());
        city.App.Clock.Now = new DateTimeOffset(2026, 4, 7, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));
        var told = await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().SingleAsync(n => n.Occasion == "supervision-board:20260407"));
        Assert.Matches("红灯 [1-9]", told.TextZh);
        Assert.Null((string?)(await (await city.OfficerAsync(Environment)).SayAsync(HttpMethod.Put, "/api/v1/supervision/board/subscription", new { rhythm = (string?)null })).Ok().Json["rhythm"]);
        city.App.Clock.Now = new DateTimeOffset(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);

        Task<int> TellAsync() => city.App.InScopeAsync(s => s.GetRequiredService<BoardSubscriptions>().TellAsync(default));
    }

    private static async Task<List<string>> RulesAsync(HttpClient officer) =>
        [.. (await officer.SayAsync(HttpMethod.Get, "/api/v1/supervision/findings")).Ok().Json["items"]!.AsArray().Select(f => (string)f!["rule"]!).Distinct().Order(StringComparer.Ordinal)];

    private static Task<int> SweepAsync(CityByHttp city) => city.App.InScopeAsync(s => s.GetRequiredService<FindingBook>().SweepAsync(default));

    private static object Fee(string code) => new { project = code, organ = Land, fee = "图件加急费", yuan = 500m, chargedOn = "2026-03-02" };
}
