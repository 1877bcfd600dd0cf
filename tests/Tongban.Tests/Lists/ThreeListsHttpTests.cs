using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Lists.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Lists;

/// <summary>The three lists over HTTP: read by everyone, changed by draft, review and publication.</summary>
public class ThreeListsHttpTests
{
    private const string Draft = "360500-Q-CGJ-01-0901-00", Item = "360500-Q-CGJ-01-0002-00";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Anyone_reads_searches_and_downloads_the_lists(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        using var anyone = city.App.NewBrowser();
        var start = await anyone.GetAsync("/lists");
        Assert.Contains("530 条", start.Text, StringComparison.Ordinal);
        Assert.Contains("783 条", start.Text, StringComparison.Ordinal);
        Assert.Contains("158 条", start.Text, StringComparison.Ordinal);

        var list = await anyone.GetAsync("/lists/negative?class=N5&q=采矿");
        Assert.Contains("共 40 条", list.Text, StringComparison.Ordinal);
        var page = await anyone.GetAsync("/lists/power?department=ZJJ");
        var next = await anyone.GetAsync(page.Html.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.NotEqual(page.Html.QuerySelector("tbody tr")!.TextContent, next.Html.QuerySelector("tbody tr")!.TextContent);
        var entry = await anyone.GetAsync(list.Html.QuerySelector("tbody a")!.GetAttribute("href")!);
        Assert.Contains("基本农田保护条例第十七条", entry.Text, StringComparison.Ordinal);
        Assert.Contains("示范", entry.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync("/lists/power/none")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync("/lists/nonsense")).Status);
        Assert.Equal("/login", (await anyone.GetAsync("/lists/power/new")).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync("/lists/changes")).Status);

        using var client = city.App.NewClient();
        var summaries = (await client.SayAsync(HttpMethod.Get, "/api/v1/lists")).Ok().Json.AsArray();
        Assert.Equal([530, 783, 158], summaries.Select(s => (int)s!["entries"]!));
        var csv = (await client.SayAsync(HttpMethod.Get, "/api/v1/lists/supervision/export.csv")).Ok();
        Assert.Equal(159, csv.Text.TrimEnd().Split("\r\n").Length);
        Assert.Equal(783, (await client.SayAsync(HttpMethod.Get, "/api/v1/lists/power/export.json")).Ok().Json["entries"]!.AsArray().Count);
        var hits = (await client.SayAsync(HttpMethod.Post, "/api/v1/lists/negative/check", new { industry = "C2521", text = "土法炼焦" })).Ok().Json.AsArray();
        Assert.Equal("prohibited", (string?)Assert.Single(hits)!["content"]!["negative"]!["kind"]);
        Assert.Empty((await client.SayAsync(HttpMethod.Post, "/api/v1/lists/negative/check", new { industry = "C3841", text = "锂离子电池" })).Ok().Json.AsArray());
        Assert.Equal((HttpStatusCode.NotFound, "lists.no-such-list"), (await client.SayAsync(HttpMethod.Get, "/api/v1/lists/nonsense")).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_entry_is_drafted_reviewed_published_compared_and_ended(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var (drafter, reviewer, administrator) = (await city.OfficerAsync("CGJ@360500"), await city.OfficerAsync("SZF@360500", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator));
        using var anyone = city.App.NewClient();
        var content = Content(Draft);
        Assert.Equal(HttpStatusCode.Forbidden, (await drafter.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/publication", new { document = "余府发〔2026〕8号" })).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "lists.not-your-organs-entry"), (await (await city.OfficerAsync("ZJJ@360500")).SayAsync(HttpMethod.Post, "/api/v1/lists/power/entries", new JsonObject { ["code"] = Draft, ["content"] = content.DeepClone() })).Refusal);
        (await drafter.SayAsync(HttpMethod.Post, "/api/v1/lists/power/entries", new JsonObject { ["code"] = Draft, ["content"] = content.DeepClone(), ["note"] = "依条例增列" })).Ok();
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Draft}")).Status);
        await PublishAsync("余府发〔2026〕8号");
        Assert.True((bool)(await anyone.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Draft}")).Ok().Json["inForce"]!);

        city.App.Clock.Advance(TimeSpan.FromDays(5));
        (drafter, reviewer, administrator) = (await city.OfficerAsync("CGJ@360500"), await city.OfficerAsync("SZF@360500", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator));
        content["limitDays"] = 5;
        content["validFrom"] = "2026-03-10";
        (await drafter.SayAsync(HttpMethod.Put, $"/api/v1/lists/power/entries/{Draft}/draft", new JsonObject { ["content"] = content.DeepClone(), ["reason"] = "improved", ["ends"] = false })).Ok();
        await PublishAsync("余府发〔2026〕9号");
        var fields = (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Draft}/comparison?from=1&to=2")).Ok().Json.AsArray();
        Assert.Equal(["validFrom", "limitDays"], fields.Where(f => (bool)f!["changed"]!).Select(f => (string)f!["field"]!));
        var differences = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/power/differences?from=2026-03-03&to=2026-03-10")).Ok().Json.AsArray();
        Assert.Equal(("limitChanged", Draft), ((string)Assert.Single(differences)!["kind"]!, (string)differences[0]!["code"]!));
        Assert.Equal("added", (string)Assert.Single((await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/power/differences?from=2026-03-01&to=2026-03-03")).Ok().Json.AsArray())!["kind"]!);

        content["validFrom"] = "2026-04-01";
        (await drafter.SayAsync(HttpMethod.Put, $"/api/v1/lists/power/entries/{Draft}/draft", new JsonObject { ["content"] = content.DeepClone(), ["reason"] = "cancelled", ["ends"] = true, ["note"] = "条例废止" })).Ok();
        await PublishAsync("余府发〔2026〕10号");
        var entry = (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Draft}")).Ok().Json;
        Assert.Equal((true, "2026-03-31"), ((bool)entry["isEnded"]!, (string)entry["lastDay"]!));

        var changes = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/changes")).Ok().Json["items"]!.AsArray();
        Assert.Equal([3, 2, 1], changes.Select(c => (int)c!["number"]!));
        var feed = XDocument.Parse((await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/changes.atom?list=power")).Ok().Text);
        XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.Equal(3, feed.Root!.Elements(atom + "entry").Count());
        Assert.All(feed.Root.Elements(atom + "entry"), e => Assert.NotNull(e.Element(atom + "link")?.Attribute("href")));
        using var browser = city.App.NewBrowser();
        Assert.Contains("余府发〔2026〕9号", (await browser.GetAsync($"/lists/power/{Draft}?from=1&to=2")).Text, StringComparison.Ordinal);
        Assert.Equal(3, (await browser.GetAsync("/lists/changes")).Html.QuerySelectorAll("tbody tr").Length);

        async Task PublishAsync(string document)
        {
            (await drafter.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/submission")).Ok();
            (await reviewer.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/review", new { lawful = true })).Ok();
            (await administrator.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/publication", new { document })).Ok();
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_decided_on_a_power_stands_on_the_list_and_in_its_feed_at_once(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var administrator = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        using var anyone = city.App.NewClient();
        var edition = await EditionAsync();
        var power = $"/api/v1/powers/{Item}";

        (await administrator.SayAsync(HttpMethod.Post, $"{power}/suspension", new { reason = "法规修订期间暂停" })).Ok();
        await AgreeAsync(inForce: false, suspended: true, ended: false, edition + 1, "suspended");
        Assert.Equal("suspended", (string)Assert.Single((await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/power/differences?from=2026-03-01&to=2026-03-02")).Ok().Json.AsArray())!["kind"]!);
        using var browser = city.App.NewBrowser();
        Assert.Contains("已暂停", (await browser.GetAsync($"/lists/power/{Item}")).Text, StringComparison.Ordinal);
        Assert.Contains("暂停", (await browser.GetAsync("/lists/changes")).Html.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);

        (await administrator.SayAsync(HttpMethod.Post, $"{power}/reinstatement", new { reason = "修订后的条例已施行" })).Ok();
        await AgreeAsync(inForce: true, suspended: false, ended: false, edition + 2, "reinstated");
        // The words of the entry are those they were, and so is its export.
        Assert.Equal(783, (await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/power/export.json")).Ok().Json["entries"]!.AsArray().Count);
        Assert.Empty((await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/power/differences?from=2026-03-01&to=2026-03-02")).Ok().Json.AsArray());

        (await administrator.SayAsync(HttpMethod.Post, $"{power}/end", new { lastDay = "2026-03-01", reason = "国务院决定取消该项许可" })).Ok();
        await AgreeAsync(inForce: false, suspended: false, ended: true, edition + 3, "cancelled");
        Assert.Equal("cancelled", (string)Assert.Single((await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/power/differences?from=2026-03-01&to=2026-03-02")).Ok().Json.AsArray())!["kind"]!);
        Assert.Equal("2026-03-01", (string?)(await anyone.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Item}")).Ok().Json["lastDay"]);

        async Task AgreeAsync(bool inForce, bool suspended, bool ended, int now, string reason)
        {
            var entry = (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Item}")).Ok().Json;
            Assert.Equal((inForce, suspended, ended), ((bool)entry["inForce"]!, (bool)entry["suspended"]!, (bool)entry["isEnded"]!));
            Assert.Equal(inForce, (bool)(await anyone.SayAsync(HttpMethod.Get, power)).Ok().Json["inForce"]!);
            Assert.Equal(now, await EditionAsync());
            var newest = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/changes?list=power")).Ok().Json["items"]![0]!;
            Assert.Equal((Item, reason, now), ((string?)newest["code"], (string?)newest["reason"], (int)newest["edition"]!));
            Assert.Contains(Item, (await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists/changes.atom?list=power")).Ok().Text, StringComparison.Ordinal);
        }

        async Task<int> EditionAsync() => (int)(await anyone.SayAsync(HttpMethod.Get, "/api/v1/lists")).Ok().Json.AsArray().Single(l => (string?)l!["list"] is "power")!["edition"]!;
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task On_the_pages_a_draft_goes_its_way(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        foreach (var (name, organ, role) in new[] { ("cheng.guan", "CGJ@360500", Roles.Handler), ("fa.zhi", "SZF@360500", Roles.Head), ("guan.li", "SZF@360500", Roles.Administrator) })
        {
            await city.App.PersonAsync(name, "经办员");
            await city.App.PostAsync(name, organ, role);
        }
        using var drafter = await city.App.BrowserOfAsync("cheng.guan");
        using var reviewer = await city.App.BrowserOfAsync("fa.zhi");
        using var administrator = await city.App.BrowserOfAsync("guan.li");
        var form = await drafter.GetAsync($"/lists/power/{Item}/amend");
        Assert.Equal("lists.change-reason", (await drafter.SubmitAsync(form, "form.tb-form", ("limitDays", "2"))).Refusal);
        var page = await drafter.SubmitAsync(form, "form.tb-form", ("limitDays", "2"), ("reason", "Improved"), ("note", "压缩承诺时限"), ("act", Guid.CreateVersion7().ToString()));
        Assert.Equal($"/lists/power/{Item}", page.Address.AbsolutePath);
        page = await drafter.SubmitAsync(page, "form[data-once]");
        Assert.Contains("审核中", page.Text, StringComparison.Ordinal);
        Assert.Contains(Item, (await reviewer.GetAsync("/lists/work")).Text, StringComparison.Ordinal);
        page = await reviewer.GetAsync($"/lists/power/{Item}");
        Assert.Equal("lists.verdict-missing", (await reviewer.SubmitAsync(page, "form[data-once]")).Refusal);
        page = await reviewer.SubmitAsync(page, "form[data-once]", ("lawful", "true"), ("act", Guid.CreateVersion7().ToString()));
        Assert.Contains("待公布", page.Text, StringComparison.Ordinal);
        page = await administrator.SubmitAsync(await administrator.GetAsync($"/lists/power/{Item}"), "form[data-once]", ("document", "余府发〔2026〕8号"));
        Assert.Contains("逐项比较", page.Text, StringComparison.Ordinal);
        Assert.Contains("有变化", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_table_goes_out_and_comes_back_and_bad_rows_are_reported(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var administrator = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        var csv = (await administrator.SayAsync(HttpMethod.Get, "/api/v1/lists/supervision/export.csv")).Ok().Text;
        Assert.Equal((0, 158, 0), await ImportAsync(csv));

        var lines = csv.TrimEnd().Split("\r\n");
        var changed = lines[1].Replace("双随机、一公开", "=专项", StringComparison.Ordinal);
        Assert.NotEqual(lines[1], changed);
        var unknownPower = lines[2].Replace("-Q-", "-Q-X", StringComparison.Ordinal).Replace(lines[2].Split(',')[0], "360500-J-FGW-01-0901-00", StringComparison.Ordinal);
        var noName = "360500-J-FGW-01-0902-00,J1,,,FGW@360500,city,法,来源,true,national,不是日期";
        var answer = (await administrator.SayAsync(HttpMethod.Post, "/api/v1/lists/supervision/import", Csv(string.Join("\r\n", [lines[0], changed, unknownPower, noName])))).Ok().Json;
        Assert.Equal((1, 0), ((int)answer["drafted"]!, (int)answer["unchanged"]!));
        Assert.Equal([3, 4], answer["rejected"]!.AsArray().Select(r => (int)r!["row"]!));
        Assert.Contains("validFrom", answer["rejected"]![1]!["reasons"]![0]!.ToString(), StringComparison.Ordinal);

        var json = (await administrator.SayAsync(HttpMethod.Get, "/api/v1/lists/negative/export.json")).Ok().Text;
        var back = (await administrator.SayAsync(HttpMethod.Post, "/api/v1/lists/negative/import", new StringContent(json, Encoding.UTF8, "application/json"))).Ok().Json;
        Assert.Equal((0, 530), ((int)back["drafted"]!, (int)back["unchanged"]!));
        Assert.Equal("lists.file-unreadable", (await administrator.SayAsync(HttpMethod.Post, "/api/v1/lists/negative/import", Csv("x,y\r\n1,2"))).Code);

        async Task<(int, int, int)> ImportAsync(string file)
        {
            var report = (await administrator.SayAsync(HttpMethod.Post, "/api/v1/lists/supervision/import", Csv(file))).Ok().Json;
            return ((int)report["drafted"]!, (int)report["unchanged"]!, report["rejected"]!.AsArray().Count);
        }

        static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_new_edition_leaves_the_older_one_as_it_was(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var (drafter, reviewer, administrator) = (await city.OfficerAsync("CGJ@360500"), await city.OfficerAsync("SZF@360500", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator));
        var lists = city.App.Services.GetRequiredService<IListRegister>();
        Assert.Equal((1, 783), (lists.EditionOf(ListKind.Power), lists.InForce(ListKind.Power, new(2026, 3, 2)).Count));
        (await drafter.SayAsync(HttpMethod.Post, "/api/v1/lists/power/entries", new JsonObject { ["code"] = Draft, ["content"] = Content(Draft) })).Ok();
        (await drafter.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/submission")).Ok();
        (await reviewer.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/review", new { lawful = true })).Ok();
        (await administrator.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Draft}/publication", new { document = "余府发〔2026〕8号" })).Ok();
        Assert.Equal((2, 784, 783), (lists.EditionOf(ListKind.Power), lists.InForce(ListKind.Power, new(2026, 3, 2)).Count, lists.InForce(ListKind.Power, new(2026, 3, 2), edition: 1).Count));
    }

    private static JsonObject Content(string code) => new()
    {
        ["class"] = "01", ["nameZh"] = "临时占用绿地审批", ["nameEn"] = "Temporary occupation of green space", ["organ"] = $"{code.Split('-')[2]}@360500", ["level"] = "city", ["legalBasis"] = "城市绿化条例第十九条",
        ["source"] = "城市绿化条例", ["demonstration"] = false, ["origin"] = "national", ["validFrom"] = "2026-03-02", ["validTo"] = null, ["flow"] = "申请、受理、审查、决定、送达", ["limitDays"] = 10, ["limitText"] = null,
        ["fees"] = new JsonArray(), ["power"] = new JsonObject { ["itemCode"] = null, ["subject"] = "公民、法人和其他组织" },
    };
}
