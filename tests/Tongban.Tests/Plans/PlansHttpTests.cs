using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Plans.Exchange;
using Tongban.Tests.Support;

namespace Tongban.Tests.Plans;

/// <summary>Plans and money over HTTP, on both databases.</summary>
public class PlansHttpTests
{
    private const string Code = "2601-360500-04-01-200011", Pool = "2026-09-01", Indicator = "IND-1";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Sixty_four_payments_at_once_and_a_file_that_comes_twice_leave_the_books_right(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var (development, finance) = (await city.OfficerAsync("FGW@360500"), await city.OfficerAsync("CZJ@360500"));
        await AdmitAsync(development);
        Assert.Equal((HttpStatusCode.Forbidden, "plans.not-your-part"), (await development.SayAsync(HttpMethod.Post, "/api/v1/plans/pools", PoolBody())).Refusal);
        (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/pools", PoolBody())).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "plans.pool-known"), (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/pools", PoolBody())).Refusal);
        (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/arrivals", new { rows = new[] { new { voucherNo = "DK-1", pool = Pool, day = "2026-03-02", yuan = 50_000_000m } } })).Ok();
        (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/indicators", new { rows = new[] { new { indicatorNo = Indicator, pool = Pool, projectCode = Code, day = "2026-03-02", yuan = 60_000_000m } } })).Ok();

        // A million each: there is cash for fifty.
        var answers = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => finance.SayAsync(HttpMethod.Post, "/api/v1/plans/payments", new { rows = new[] { Row($"ZF-{i:000}", 1_000_000m) } })));
        Assert.Equal(50, answers.Sum(a => (int)a.Ok().Json["accepted"]!));
        var pool = (await finance.SayAsync(HttpMethod.Get, $"/api/v1/plans/pools/{Pool}")).Ok().Json;
        Assert.Equal((50_000_000m, 0m, 10_000_000m), ((decimal)pool["pool"]!["paid"]!, (decimal)pool["pool"]!["cash"]!, (decimal)pool["indicators"]![0]!["balance"]!));
        var refused = answers.Select(a => a.Json).First(a => (int)a["accepted"]! == 0)["rejected"]![0]!;
        Assert.Contains("已到位未支付", (string)refused["reasonsZh"]![0]!, StringComparison.Ordinal);

        // The same rows as a workbook: what is there stays, what is wrong says why, and the second time nothing happens at all.
        var paid = answers.Select((a, i) => (Accepted: (int)a.Json["accepted"]!, Voucher: $"ZF-{i + 1:000}")).Where(a => a.Accepted == 1).Select(a => a.Voucher).ToList();
        (await finance.SayAsync(HttpMethod.Post, $"/api/v1/plans/payments/{paid[0]}/reversal", new { day = "2026-03-02" })).Ok();
        Assert.Equal("plans.already-reversed", (await finance.SayAsync(HttpMethod.Post, $"/api/v1/plans/payments/{paid[0]}/reversal", new { day = "2026-03-02" })).Code);
        var file = Sheets.Write(("支付", ["支付号", "支付日期", "指标编号", "项目代码", "金额"],
        [
            [paid[1], "2026-03-02", Indicator, Code, 1_000_000m], [paid[2], "2026-03-02", Indicator, Code, 2_000_000m], ["ZF-900", "2026-03-02", "IND-9", Code, 1m], ["ZF-901", "2026-03-02", Indicator, "2601-360500-04-01-999999", 1m], ["ZF-902", "x", Indicator, Code, 1m],
        ]));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            var report = (await finance.SayAsync(HttpMethod.Post, $"/api/v1/plans/imports/payments?name=a.xlsx&mapping={Uri.EscapeDataString("支付号=voucherNo")}", content)).Ok().Json;
            Assert.Equal((0, 1, 4), ((int)report["accepted"]!, (int)report["unchanged"]!, report["rejected"]!.AsArray().Count));
        }
        var check = (await finance.SayAsync(HttpMethod.Get, "/api/v1/plans/journal-check")).Ok().Json;
        Assert.Empty(check["faults"]!.AsArray());
        Assert.Empty(check["negative"]!.AsArray());

        var statement = "凭证编号,支付日期,项目代码,金额\r\n" + string.Concat(paid.Skip(1).Select(v => $"{v},2026-03-02,{Code},1000000\r\n"));
        using var theirs = new StringContent(statement, Encoding.UTF8, "text/csv");
        var reconciled = (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/reconciliation?from=2026-03-01&to=2026-03-31", theirs)).Ok().Json;
        Assert.Equal(49, (int)reconciled["agree"]!);
        var alone = Assert.Single(reconciled["differences"]!.AsArray())!;
        Assert.Equal(("onlyHere", paid[0]), ((string)alone["kind"]!, (string)alone["voucherNo"]!));
        Assert.NotNull(alone["ours"]!["reversedOn"]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Three_departments_agree_on_a_plan_and_it_is_published(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var (development, finance, sector, head) = (await city.OfficerAsync("FGW@360500"), await city.OfficerAsync("CZJ@360500"), await city.OfficerAsync("JTJ@360500"), await city.OfficerAsync("FGW@360500", Roles.Head));
        await AdmitAsync(development);
        (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/pools", PoolBody())).Ok();
        foreach (var (kind, yuan) in new[] { ("proposal", (decimal?)null), ("feasibility", 90_000_000m) })
            (await sector.SayAsync(HttpMethod.Post, $"/api/v1/plans/projects/{Code}/milestones", new { kind, on = "2026-03-02", document = "余发改审1号", yuan })).Ok();
        var rolling = await DraftAsync("rolling");
        (await development.SayAsync(HttpMethod.Put, $"/api/v1/plans/versions/{rolling}/items/{Code}/development", Fields(30_000_000m, 20_000_000m))).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, (await development.SayAsync(HttpMethod.Post, $"/api/v1/plans/versions/{rolling}/approval", new { document = "余府字1号" })).Status);
        Assert.Equal("plans.fund-deficit", (await head.SayAsync(HttpMethod.Post, $"/api/v1/plans/versions/{rolling}/approval", new { document = "余府字1号" })).Code);
        var later = PoolBody();
        (later["pool"], later["year"], later["windowFrom"], later["windowTo"]) = ("2027-09-01", 2027, "2027-01-01", "2027-12-31");
        (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/pools", later)).Ok();
        (await head.SayAsync(HttpMethod.Post, $"/api/v1/plans/versions/{rolling}/approval", new { document = "余府字1号" })).Ok();
        var rolled = (await development.SayAsync(HttpMethod.Post, $"/api/v1/plans/versions/{rolling}/roll-over")).Ok().Json;
        var annual = (string)rolled["annual"]!;

        Assert.Equal("plans.not-your-part", (await finance.SayAsync(HttpMethod.Put, $"/api/v1/plans/versions/{annual}/items/{Code}/sector", new { indicators = "六车道", targets = "桩基" })).Code);
        (await sector.SayAsync(HttpMethod.Put, $"/api/v1/plans/versions/{annual}/items/{Code}/sector", new { indicators = "六车道", targets = "桩基完成" })).Ok();
        (await finance.SayAsync(HttpMethod.Put, $"/api/v1/plans/versions/{annual}/items/{Code}/finance", new { responsibility = "市级财政", budget = new[] { new { source = "09", yuan = 25_000_000m } } })).Ok();
        var differences = (await development.SayAsync(HttpMethod.Get, $"/api/v1/plans/versions/{annual}")).Ok().Json["differences"]!.AsArray();
        Assert.Contains(differences, d => (decimal?)d!["budget"] == 25_000_000m);
        (await development.SayAsync(HttpMethod.Put, $"/api/v1/plans/versions/{annual}/items/{Code}/development", Fields(25_000_000m, null, "额度未足额下达"))).Ok();
        foreach (var (who, part) in new[] { (development, "development"), (sector, "sector"), (finance, "finance") })
            (await who.SayAsync(HttpMethod.Post, $"/api/v1/plans/versions/{annual}/confirmation", new { part })).Ok();
        (await head.SayAsync(HttpMethod.Post, $"/api/v1/plans/versions/{annual}/approval", new { document = "余府字2号" })).Ok();
        Assert.Equal("cut", (string)Assert.Single((await head.SayAsync(HttpMethod.Get, $"/api/v1/plans/versions/{annual}/changes")).Ok().Json.AsArray())!["kind"]!);
        Assert.Equal("planned", (string)(await head.SayAsync(HttpMethod.Get, $"/api/v1/plans/projects/{Code}")).Ok().Json["project"]!["state"]!);

        // The unit returns its month, the rules look at it, and the project is published.
        var owner = await city.RegisterAsync("unit", CityByHttp.Enterprise);
        Assert.Equal(0, (int)(await owner.SayAsync(HttpMethod.Post, "/api/v1/plans/returns", Return(8_000_000m))).Ok().Json["unchanged"]!);
        Assert.Equal(1, (int)(await owner.SayAsync(HttpMethod.Post, "/api/v1/plans/returns", Return(8_000_000m))).Ok().Json["unchanged"]!);
        Assert.Equal(1, (int)(await owner.SayAsync(HttpMethod.Post, "/api/v1/plans/returns", Return(9_000_000m))).Ok().Json["accepted"]!);
        var sheet = (await finance.SayAsync(HttpMethod.Get, "/api/v1/plans/statistics?year=2026&month=2&division=")).Ok().Json;
        Assert.Equal((25_000_000m, 9_000_000m, 36m), ((decimal)sheet["plan"]!, (decimal)sheet["done"]!, (decimal)sheet["rate"]!));
        (await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/warnings/sweep")).Ok();
        var warnings = (await owner.SayAsync(HttpMethod.Get, "/api/v1/plans/warnings")).Ok().Json["items"]!.AsArray();
        Assert.Equal(["W01", "W10", "W15"], warnings.Select(w => (string)w!["rule"]!).Order());
        var warning = (string)warnings[0]!["id"]!;
        (await finance.SayAsync(HttpMethod.Post, $"/api/v1/plans/warnings/{warning}/order", new { text = "请说明情况", dueOn = "2026-03-20" })).Ok();
        (await owner.SayAsync(HttpMethod.Post, $"/api/v1/plans/warnings/{warning}/answer", new { text = "正在办理" })).Ok();
        (await finance.SayAsync(HttpMethod.Post, $"/api/v1/plans/warnings/{warning}/acceptance")).Ok();
        Assert.Equal(0, (int)(await finance.SayAsync(HttpMethod.Post, "/api/v1/plans/warnings/sweep")).Ok().Json["raised"]!);
        var run = (string)(await development.SayAsync(HttpMethod.Post, "/api/v1/plans/balances", new { firstYear = 2026 })).Ok().Json["id"]!;
        Assert.True((bool)(await finance.SayAsync(HttpMethod.Get, $"/api/v1/plans/balances/{run}")).Ok().Json["run"]!["proven"]!);

        using var anyone = city.App.NewClient();
        var package = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/plans/oc4ids")).Ok().Json;
        var project = Assert.Single(package["projects"]!.AsArray())!;
        Assert.Equal(Code, (string)project["id"]!);
        if (Oc4idsSchema.Find() is { } schema)
            Assert.Empty(schema.Faults(project));
        using var browser = city.App.NewBrowser();
        await browser.SignInAsync("fgw.360500.handler", TestApp.Password);
        foreach (var page in new[] { "/plans?year=2026&month=2", "/plans/projects", $"/plans/projects/{Code}", "/plans/funds", $"/plans/funds/{Pool}", "/plans/versions", $"/plans/versions/{annual}", $"/plans/versions/{annual}/items/{Code}", $"/plans/versions/{annual}/changes", "/plans/balance", $"/plans/balance/{run}", "/plans/imports", "/plans/reconciliation", "/plans/warnings", $"/plans/warnings/{warning}", "/plans/projects/new", "/plans/funds/new" })
        {
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).Status));
        }

        async Task<string> DraftAsync(string kind) => (string)(await development.SayAsync(HttpMethod.Post, "/api/v1/plans/versions", new { kind, firstYear = 2026 })).Ok().Json["id"]!;
    }

    private static JsonObject Fields(decimal first, decimal? second, string? reason = null)
    {
        var shares = new JsonArray(new JsonObject { ["year"] = 2026, ["source"] = "09", ["yuan"] = first });
        if (second is not null)
            shares.Add(new JsonObject { ["year"] = 2027, ["source"] = "09", ["yuan"] = second });
        return new JsonObject { ["nature"] = "new", ["goal"] = "年内开工", ["shares"] = shares, ["changeReason"] = reason };
    }

    private static object Return(decimal yuan) => new { rows = new[] { new { projectCode = Code, year = 2026, month = 2, doneYuan = yuan, physicalPercent = 9m } } };

    private static object Row(string voucher, decimal yuan) => new { voucherNo = voucher, day = "2026-03-02", indicatorNo = Indicator, projectCode = Code, yuan };

    private static JsonObject PoolBody() => new()
    {
        ["pool"] = Pool, ["name"] = "交通专项债券", ["source"] = "09", ["year"] = 2026, ["level"] = "municipal", ["sector"] = "transport", ["windowFrom"] = "2026-01-01", ["windowTo"] = "2026-12-31", ["yuan"] = 80_000_000m,
    };

    private static async Task AdmitAsync(HttpClient development) => (await development.SayAsync(HttpMethod.Post, "/api/v1/plans/projects", new
    {
        code = Code, name = "袁河大桥", owner = CityByHttp.Enterprise, division = "360500", sector = "transport", sectorOrgan = "JTJ@360500", mode = "direct", content = "新建跨河大桥一座", from = "2026-01-01", to = "2027-12-31", totalInvestment = 90_000_000m, priority = 80,
        sources = new[] { new { source = "09", yuan = 90_000_000m } },
    })).Ok();
}
