using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Weekly;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Dispatch;

/// <summary>The weekly dispatch over HTTP, on both databases.</summary>
public class WeeklyHttpTests
{
    private const string Week = "2026-W10";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_unit_returns_its_week_is_reminded_once_and_the_past_board_stays(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var unit = await city.RegisterAsync("unit", CityByHttp.Enterprise);
        var other = await city.RegisterAsync("other", CityByHttp.OtherEnterprise, "新余示范光伏科技有限公司");
        var (office, county, land) = (await city.OfficerAsync("FGW@360500"), await city.OfficerAsync("FGW@360502"), await city.OfficerAsync("ZRZY@360500"));
        var (code, _) = await CityByHttp.DeclareAsync(unit, ProjectType.Filing);
        var (second, _) = await CityByHttp.DeclareAsync(unit, ProjectType.Filing, "年产1万吨电解液项目");
        var major = $"/api/v1/dispatch/major-projects/{code}";
        var sheet = $"/api/v1/dispatch/weeks/{Week}/returns/{code}";

        // Who may put what on the list.
        Assert.Equal(HttpStatusCode.Forbidden, (await unit.SayAsync(HttpMethod.Put, major, Terms("municipal"))).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "weekly.not-your-list"), (await land.SayAsync(HttpMethod.Put, major, Terms("municipal"))).Refusal);
        Assert.Equal((HttpStatusCode.Forbidden, "weekly.not-your-list"), (await county.SayAsync(HttpMethod.Put, major, Terms("municipal"))).Refusal);
        Assert.Equal((HttpStatusCode.NotFound, "weekly.no-such-project"), (await unit.SayAsync(HttpMethod.Put, sheet, Return(650))).Refusal);
        (await county.SayAsync(HttpMethod.Put, major, Terms("county"))).Ok();
        (await office.SayAsync(HttpMethod.Put, major, Terms("municipal"))).Ok();
        (await office.SayAsync(HttpMethod.Put, $"/api/v1/dispatch/major-projects/{second}", Terms("county"))).Ok();
        Assert.Equal(["changed", "listed"], (await unit.SayAsync(HttpMethod.Get, major)).Ok().Json["history"]!.AsArray().Select(h => (string)h!["kind"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await other.SayAsync(HttpMethod.Get, major)).Status);

        // Nobody but the unit and the commission returns; nobody else's week is seen.
        Assert.Equal("weekly.not-yours", (await land.SayAsync(HttpMethod.Put, sheet, Return(650))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SayAsync(HttpMethod.Put, sheet, Return(650))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SayAsync(HttpMethod.Get, sheet)).Status);
        Assert.Equal("weekly.future-week", (await unit.SayAsync(HttpMethod.Put, $"/api/v1/dispatch/weeks/2026-W11/returns/{code}", Return(650))).Code);
        Assert.Equal("weekly.not-listed", (await unit.SayAsync(HttpMethod.Put, $"/api/v1/dispatch/weeks/2026-W09/returns/{code}", Return(650))).Code);

        // The first return, the same again, a correction, and one that did not see it.
        var first = (await unit.SayAsync(HttpMethod.Put, sheet, Return(650, seen: 0))).Ok().Json;
        Assert.Equal((1, false, false), ((int)first["revision"]!, (bool)first["late"]!, (bool)first["unchanged"]!));
        Assert.True((bool)(await unit.SayAsync(HttpMethod.Put, sheet, Return(650, seen: 0))).Ok().Json["unchanged"]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "weekly.correction-reason"), (await unit.SayAsync(HttpMethod.Put, sheet, Return(700))).Refusal);
        var before = city.App.Clock.Now;
        var board = $"/api/v1/dispatch/weeks/{Week}/board?asOf={Uri.EscapeDataString(before.ToString("O"))}";
        var known = (await land.SayAsync(HttpMethod.Get, board)).Ok().Text;
        city.App.Clock.Advance(TimeSpan.FromHours(1));
        (await unit.SayAsync(HttpMethod.Put, sheet, Return(700, seen: 1, "漏报一笔"))).Ok();
        Assert.Equal((HttpStatusCode.PreconditionFailed, "weekly.revision-stale"), (await office.SayAsync(HttpMethod.Put, sheet, Return(800, seen: 1, "核对"))).Refusal);
        (await office.SayAsync(HttpMethod.Post, $"/api/v1/dispatch/major-projects/{second}/removal", new { reason = "已竣工" })).Ok();
        Assert.Equal(known, (await land.SayAsync(HttpMethod.Get, board)).Ok().Text);
        var now = (await land.SayAsync(HttpMethod.Get, $"/api/v1/dispatch/weeks/{Week}/board")).Ok().Json;
        Assert.Equal((700m, 1, 1), ((decimal)now["total"]!["weekInvestmentWan"]!, (int)now["total"]!["projects"]!, (int)now["total"]!["reported"]!));
        Assert.Equal((650m, 2), ((decimal)JsonNode.Parse(known)!["total"]!["weekInvestmentWan"]!, (int)JsonNode.Parse(known)!["total"]!["projects"]!));
        Assert.Equal(2, (await unit.SayAsync(HttpMethod.Get, sheet)).Ok().Json["revisions"]!.AsArray().Count);
        Assert.Single((await land.SayAsync(HttpMethod.Get, $"/api/v1/dispatch/weeks/{Week}/shortages")).Ok().Json.AsArray());

        // A file goes the same way, line by line.
        (await office.SayAsync(HttpMethod.Put, $"/api/v1/dispatch/major-projects/{second}", Terms("county"))).Ok();
        var file = "项目代码,是否复工,复工日期,现场人数,需求工人,到岗管理人员,本周完成投资（万元）,本年累计完成投资（万元）,形象进度（%）\r\n"
            + $"{second},是,2026-02-24,90,100,8,120.5,900,12\r\n{code},是,2026-02-24,90,100,8,1,1,12\r\n2601-360502-04-01-999999,是,2026-02-24,90,100,8,1,1,12\r\n";
        foreach (var (accepted, unchanged) in new[] { (1, 0), (0, 1) })
        {
            using var content = new StringContent(file, Encoding.UTF8, "text/csv");
            var taken = (await office.SayAsync(HttpMethod.Post, $"/api/v1/dispatch/weeks/{Week}/import?mapping={Uri.EscapeDataString("现场人数=workersOnSite")}", content)).Ok().Json;
            Assert.Equal((accepted, unchanged, 2), ((int)taken["accepted"]!, (int)taken["unchanged"]!, taken["rejected"]!.AsArray().Count));
        }

        // A workbook with heads and words of its own is read by the mapping; every line says what became of it.
        using (var book = new MemoryStream())
        {
            using (var sheets = new Workbook(book))
            {
                sheets.Sheet("周报", ["尾号", "状态", "复工", "现场", "需求工人", "到岗管理人员", "本周完成投资（万元）", "累计", "形象进度（%）"],
                    [[second[^1..], "在建", "2026-02-24", 90m, 100m, 8m, 121.5m, 901m, 12m], [second[^1..], "不详", null, 90m, 100m, 8m, 1m, 901m, "十二"], [null, "在建", null, 90m, 100m, 8m, 1m, 901m, 12m]]);
                sheets.Finish();
            }
            using var content = new ByteArrayContent(book.ToArray());
            var mapping = $"code:={second[..^1]}{{尾号}}; 状态=resumed; resumed?在建=是; 复工=resumedOn; 现场=到岗工人; 累计=yearCumulativeWan";
            var taken = (await office.SayAsync(HttpMethod.Post, $"/api/v1/dispatch/weeks/{Week}/import?mapping={Uri.EscapeDataString(mapping)}&reason={Uri.EscapeDataString("补报一笔投资")}", content)).Ok().Json;
            var line = Assert.Single(taken["taken"]!.AsArray())!;
            Assert.Equal((2, second, 2), ((int)line["line"]!, (string)line["code"]!, (int)line["revision"]!));
            Assert.Equal([3, 4], taken["rejected"]!.AsArray().Select(r => (int)r!["line"]!));
            // In the words of the file, not of the API.
            var reasons = string.Join(';', taken["rejected"]![0]!["reasons"]!.AsArray().Select(r => (string)r!));
            Assert.Contains("形象进度（%）“十二”", reasons, StringComparison.Ordinal);
            Assert.DoesNotContain("physicalPct", reasons, StringComparison.Ordinal);
            using var broken = new ByteArrayContent([0x50, 0x4B, 3, 4, 5]);
            Assert.Equal("weekly.unreadable", (await office.SayAsync(HttpMethod.Post, $"/api/v1/dispatch/weeks/{Week}/import", broken)).Code);
        }

        // Next week nobody returns: one reminder a project, however often the job runs, and one list of the missing.
        city.App.Clock.Now = new DateTimeOffset(2026, 3, 13, 7, 30, 0, TimeSpan.Zero);
        Assert.Equal(2, await RemindAsync());
        Assert.Equal(0, await RemindAsync());
        city.App.Clock.Now = new DateTimeOffset(2026, 3, 13, 11, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await RemindAsync());
        Assert.Equal(0, await RemindAsync());
        var notices = await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().Where(n => n.Occasion.Contains("2026-W11")).Select(n => n.Recipient).ToListAsync());
        Assert.Equal([Notice.Enterprise(CityByHttp.Enterprise), Notice.Enterprise(CityByHttp.Enterprise), Notice.Organ("FGW@360500")], notices.Order());

        // The form begins with last week's values; what was typed comes back with what is wrong.
        using var browser = city.App.NewBrowser();
        await browser.SignInAsync("unit", TestApp.Password);
        var mine = await browser.GetAsync("/my/weeks");
        Assert.Contains(code, mine.Text, StringComparison.Ordinal);
        var form = await browser.GetAsync($"/dispatch/weeks/2026-W11/projects/{code}");
        Assert.Equal(("112", ""), (form.Html.QuerySelector("[name=workersOnSite]")!.GetAttribute("value"), form.Html.QuerySelector("[name=weekInvestmentWan]")!.GetAttribute("value")));
        var refused = await browser.SubmitAsync(form, "form[method=post]:has([name=seen])", ("weekInvestmentWan", "many"));
        Assert.Equal("weekly.cell", refused.Refusal);
        Assert.Equal("many", refused.Html.QuerySelector("[name=weekInvestmentWan]")!.GetAttribute("value"));
        var saved = await browser.SubmitAsync(refused, "form[method=post]:has([name=seen])", ("weekInvestmentWan", "50"), ("physicalPct", "17"));
        Assert.EndsWith("saved=1", saved.Address.Query, StringComparison.Ordinal);
        Assert.Contains("形象进度由", saved.Text, StringComparison.Ordinal);
        Assert.Equal(3_750.5m, (decimal)(await (await city.AsAsync("unit", CityByHttp.Enterprise)).SayAsync(HttpMethod.Get, $"/api/v1/dispatch/weeks/2026-W11/returns/{code}")).Ok().Json["fields"]!["yearCumulativeWan"]!);

        using var officer = city.App.NewBrowser();
        await officer.SignInAsync("fgw.360500.handler", TestApp.Password);
        foreach (var page in new[] { "/dispatch/board", $"/dispatch/board?week={Week}&asOf=2026-03-02T10:00&division=360502&class=Municipal&sector=C", "/dispatch/weeks", "/dispatch/missing", "/dispatch/shortages", "/dispatch/major-projects", $"/dispatch/major-projects/{code}", "/dispatch/import", $"/dispatch/weeks/{Week}/projects/{code}", $"/dispatch/weeks/{Week}/projects/{code}/revisions/1" })
            Assert.Equal((page, HttpStatusCode.OK), (page, (await officer.GetAsync(page)).Status));

        Task<int> RemindAsync() => city.App.InScopeAsync(async s => (await s.GetRequiredService<WeeklyReminder>().RunAsync(new Caller { Actor = Actor.System }, default)).Value);
    }

    private static JsonObject Terms(string key) => new() { ["class"] = key, ["shouldResumeOn"] = "2026-02-24", ["planYear"] = 2026, ["plannedYearWan"] = 8_000, ["reason"] = "2026年重点项目" };

    private static JsonObject Return(decimal week, int? seen = null, string? reason = null) => new()
    {
        ["fields"] = new JsonObject
        {
            ["resumed"] = true, ["resumedOn"] = "2026-02-24", ["workersNeeded"] = 120, ["workersOnSite"] = 112, ["outOfProvince"] = 18, ["inQuarantine"] = 0, ["managersOnSite"] = 14,
            ["materials"] = new JsonArray(new JsonObject { ["kind"] = "steel", ["need"] = 80, ["stock"] = 60, ["stockDays"] = 5.3, ["gap"] = 20 }), ["equipment"] = new JsonArray(), ["supplies"] = new JsonArray(),
            ["weekInvestmentWan"] = week, ["yearCumulativeWan"] = 3_000.5m + week, ["physicalPct"] = 18.5,
        },
        ["seen"] = seen, ["reason"] = reason,
    };
}
