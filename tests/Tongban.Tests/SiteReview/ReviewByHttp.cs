using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Projects.Contracts;
using Tongban.Space.Layers;
using Tongban.Tests.Space;
using Tongban.Tests.Support;

namespace Tongban.Tests.SiteReview;

/// <summary>A project is declared with a site that meets two layers; the departments review it, and what they settled reaches the approval item.</summary>
public class ReviewByHttp
{
    private const string Lead = "ZRZY@360500", Water = "SLJ@360500", Culture = "WGL@360500";

    // The declared site is 588690 to 589183 by 3076603 to 3077161 in EPSG:4547.
    private const string WesternStrip = "POLYGON((588600 3076500,588800 3076500,588800 3077300,588600 3077300,588600 3076500))";
    private const string EasternStrip = "POLYGON((589150 3076500,589400 3076500,589400 3077300,589150 3077300,589150 3076500))";

    // The same parcel without its east.
    private const string Smaller = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.904,27.8],[114.904,27.805],[114.9,27.805],[114.9,27.8]]]}""";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task From_the_hit_to_the_condition_of_the_approval_item(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await PublishedAsync(city, Water, "L23", WesternStrip);
        await PublishedAsync(city, Culture, "L28", EasternStrip);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);

        // Before filing, the draft tells what the site meets.
        var declaration = CityByHttp.Declaration(ProjectType.Filing);
        declaration["facts"] = new JsonObject { ["annualEnergyTce"] = "100", ["annualPowerKWh"] = "1000", ["siteLayers"] = "none" };
        var draft = (string)(await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { site = CityByHttp.Site } })).Ok().Json["id"]!;
        var look = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/drafts/{draft}/site-check")).Ok().Json;
        Assert.Equal(("D", "hit", "hit", "notChecked"), ((string?)look["class"], Verdict(look, "L28"), Verdict(look, "L23"), Verdict(look, "L02")));

        var declared = (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Ok().Json;
        var code = (string)declared["code"]!;
        Assert.Equal("L23 L28", string.Join(' ', declared["site"]!["hits"]!.AsArray().Select(h => (string?)h)));
        // The unit said "none"; about what was looked at the map answers.
        var stage = (string)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray().Single()!["stageCase"]!;
        Assert.Equal("L23,L28", (string?)(await CityByHttp.StageAsync(applicant, stage))["facts"]!["siteLayers"]);
        Assert.Contains("S1-07", (await CityByHttp.StageAsync(applicant, stage))["items"]!.AsArray().Select(i => (string?)i!["code"]));
        var answered = await applicant.SayAsync(HttpMethod.Put, $"/api/v1/stages/{stage}/facts", new { facts = new { siteLayers = "none" } });
        Assert.True(answered.Status is HttpStatusCode.OK, answered.Text);
        Assert.Equal("L23,L28", (string?)(await CityByHttp.StageAsync(applicant, stage))["facts"]!["siteLayers"]);

        // The review opened by itself.
        await city.App.DrainAsync();
        var (lead, water, culture) = (await city.OfficerAsync(Lead), await city.OfficerAsync(Water), await city.OfficerAsync(Culture));
        var review = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/site-review")).Ok().Json;
        var at = $"/api/v1/site-reviews/{review["id"]}";
        Assert.Equal("L23 L28", string.Join(' ', review["findings"]!.AsArray().Select(f => (string?)f!["layer"]).Order()));
        Assert.Contains((await water.SayAsync(HttpMethod.Get, "/api/v1/site-reviews/work")).Ok().Json.AsArray(), w => (string?)w!["projectCode"] == code && (string?)w["dueOn"] == "2026-03-09");
        Assert.Contains("\"layer\":\"L23\"", (await applicant.SayAsync(HttpMethod.Get, $"{at}/map")).Ok().Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await city.RegisterAsync("wang.wu", CityByHttp.OtherEnterprise, "新余另一家有限公司")).SayAsync(HttpMethod.Get, at)).Status);

        var opinion = new { findings = new[] { new { layer = "L23", stance = "condition", text = "施工前编制防洪评价报告", legalBasis = "防洪法第三十三条", items = new[] { "S1-07" } } } };
        Assert.Equal("reviews.not-asked", (await (await city.OfficerAsync("STHJ@360500")).SayAsync(HttpMethod.Post, $"{at}/opinion", opinion)).Code);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "reviews.no-such-item"), (await water.SayAsync(HttpMethod.Post, $"{at}/opinion", new { findings = new[] { new { layer = "L23", stance = "condition", text = "条件", items = new[] { "S9-99" } } } })).Refusal);
        (await water.SayAsync(HttpMethod.Post, $"{at}/opinion", opinion)).Ok();
        var unchecked_ = review["notChecked"]!.AsArray().Select(l => (string)l!["code"]!).ToList();
        var noConflict = new { conclusion = "noConflict", text = "经会审，可以按条件办理。", notChecked = unchecked_ };
        Assert.Equal("reviews.not-the-lead", (await water.SayAsync(HttpMethod.Post, $"{at}/conclusion", noConflict)).Code);
        Assert.Equal((HttpStatusCode.Conflict, "reviews.not-all-heard"), (await lead.SayAsync(HttpMethod.Post, $"{at}/conclusion", noConflict)).Refusal);
        (await culture.SayAsync(HttpMethod.Post, $"{at}/opinion", new { findings = new[] { new { layer = "L28", stance = "object", text = "位于文物保护范围", ground = "prohibited", legalBasis = "文物保护法第二十八条" } } })).Ok();
        (await lead.SayAsync(HttpMethod.Post, $"{at}/conclusion", new { conclusion = "adjustSite", text = "请避让东侧文物保护范围。", notChecked = unchecked_ })).Ok();

        // The enterprise draws its site anew: it is checked at once, and the same review goes on.
        city.App.Clock.Advance(TimeSpan.FromMinutes(5));
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/changes", new { site = Smaller, landArea = 218_440.7m, reason = "按会审结论调整用地" })).Ok();
        await city.App.DrainAsync();
        var second = (await applicant.SayAsync(HttpMethod.Get, at)).Ok().Json;
        Assert.Equal((2, "open"), ((int)second["round"]!, (string?)second["state"]));
        Assert.Equal(["L23"], second["findings"]!.AsArray().Where(f => (int)f!["round"]! == 2).Select(f => (string?)f!["layer"]));
        await city.App.DrainAsync();
        Assert.Equal("L23", (string?)(await CityByHttp.StageAsync(applicant, stage))["facts"]!["siteLayers"]);

        // It disputes what is left; the water department decides that the hit stands, and sets its condition again.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await applicant.SayAsync(HttpMethod.Post, $"{at}/disputes/L23", new { ground = "layerWrong" })).Status);
        (await applicant.SayAsync(HttpMethod.Post, $"{at}/disputes/L23", new { ground = "layerWrong", reason = "河道管理线已经调整", files = new[] { new { name = "批复.pdf", content = Convert.ToBase64String(Tongban.Server.City.DemoPaper.Pdf("reply")) } } })).Ok();
        (await water.SayAsync(HttpMethod.Post, $"{at}/opinion", opinion)).Ok();
        Assert.Equal("reviews.dispute-undecided", (await lead.SayAsync(HttpMethod.Post, $"{at}/conclusion", noConflict)).Code);
        Assert.Equal("reviews.not-the-authority", (await lead.SayAsync(HttpMethod.Post, $"{at}/disputes/L23/decision", new { dismissed = false, reason = "属实", basis = "河道管理条例" })).Code);
        (await water.SayAsync(HttpMethod.Post, $"{at}/disputes/L23/decision", new { dismissed = false, reason = "管理线未调整", basis = "河道管理条例第二十条" })).Ok();
        var file = (string)(await applicant.SayAsync(HttpMethod.Get, at)).Json["findings"]!.AsArray().Single(f => (int)f!["round"]! == 2)!["dispute"]!["files"]![0]!["digest"]!;
        Assert.Equal("application/pdf", (await water.SayAsync(HttpMethod.Get, $"{at}/files/{file}")).Ok().MediaType);
        (await lead.SayAsync(HttpMethod.Post, $"{at}/conclusion", noConflict)).Ok();

        // The item carries the condition and asks for it no more.
        var item = await CityByHttp.ItemAsync(applicant, stage, "S1-07");
        Assert.Equal(("施工前编制防洪评价报告", Water), ((string?)item["conditions"]!.AsArray().Single()!["text"], (string?)item["conditions"]![0]!["organ"]));
        Assert.Contains("会审结论为“无冲突”", (await applicant.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);
        var acts = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/timeline")).Ok().Json.AsArray().Select(e => (string?)e!["act"]).ToList();
        Assert.Equal(2, acts.Count(a => a is "projects.site-checked"));
        foreach (var act in new[] { "reviews.opened", "reviews.round-begun", "reviews.hit-disputed", "reviews.dispute-decided" })
            Assert.Single(acts, a => a == act);
        Assert.Equal(2, acts.Count(a => a is "reviews.concluded"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Clocks_are_told_once_a_colour_and_the_lead_sees_who_is_late(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await PublishedAsync(city, Water, "L23", WesternStrip);
        await PublishedAsync(city, Culture, "L28", EasternStrip);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await city.App.DrainAsync();
        var at = $"/api/v1/site-reviews/{(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/site-review")).Ok().Json["id"]}";
        var (water, culture, lead) = (await city.OfficerAsync(Water), await city.OfficerAsync(Culture), await city.OfficerAsync(Lead));
        var layers = (await lead.SayAsync(HttpMethod.Get, at)).Ok().Json["notChecked"]!.AsArray().Select(l => (string)l!["code"]!).ToList();

        // More is asked about while the others have not answered; only who is new is told.
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/site-review", new { layers = new[] { "L26" }, reason = "地质灾害情况尚未核对" })).Ok();
        Assert.Single(await ToldAsync(water, "前提出意见"));

        // Culture answers; yellow comes on the last day but one, red after the last.
        (await culture.SayAsync(HttpMethod.Post, $"{at}/opinion", new { findings = new[] { new { layer = "L28", stance = "agree" } } })).Ok();
        city.App.Clock.Advance(TimeSpan.FromDays(4));
        await SweepAsync(city);
        await SweepAsync(city);
        (water, culture, lead) = (await city.OfficerAsync(Water), await city.OfficerAsync(Culture), await city.OfficerAsync(Lead));
        Assert.Single(await ToldAsync(water, "黄灯"));
        Assert.Empty(await ToldAsync(culture, "黄灯"));
        Assert.Empty((await lead.SayAsync(HttpMethod.Get, "/api/v1/site-reviews/late")).Ok().Json.AsArray());
        city.App.Clock.Advance(TimeSpan.FromDays(4));
        await SweepAsync(city);
        await SweepAsync(city);
        (water, lead) = (await city.OfficerAsync(Water), await city.OfficerAsync(Lead));
        Assert.Equal((1, 1), ((await ToldAsync(water, "黄灯")).Count, (await ToldAsync(water, "红灯")).Count));
        Assert.Single(await ToldAsync(lead, "水利局应于"));
        Assert.Single(await ToldAsync(lead, "意见期限已满"));
        var late = (await lead.SayAsync(HttpMethod.Get, "/api/v1/site-reviews/late")).Ok().Json.AsArray();
        Assert.Contains(late, r => (string?)r!["organ"] == Water && (string?)r["light"] == "red" && (int)r["daysOver"]! == 1);
        var work = (await lead.SayAsync(HttpMethod.Get, "/api/v1/site-reviews/work")).Ok().Json.AsArray().Single(w => (string?)w!["work"] == "conclusion")!;
        Assert.Equal(("2026-03-16", "green", 4), ((string?)work["dueOn"], (string?)work["light"], (int)work["daysLeft"]!));

        // A late opinion is still an opinion; the lead's clock runs on, and is late after its own day.
        (await water.SayAsync(HttpMethod.Post, $"{at}/opinion", new { findings = new[] { new { layer = "L23", stance = "agree" } } })).Ok();
        Assert.Equal("2026-03-16", (string?)(await lead.SayAsync(HttpMethod.Get, at)).Json["conclude"]!["dueOn"]);
        city.App.Clock.Advance(TimeSpan.FromDays(7));
        await SweepAsync(city);
        lead = await city.OfficerAsync(Lead);
        Assert.Single(await ToldAsync(lead, "红灯"), t => t.Contains("作出会审结论", StringComparison.Ordinal));
        (await lead.SayAsync(HttpMethod.Post, $"{at}/conclusion", new { conclusion = "adjustPlan", text = "先调整保护规划", notChecked = layers })).Ok();
        var concluded = (await lead.SayAsync(HttpMethod.Get, at)).Ok().Json;
        Assert.Equal((6, true), ((int)concluded["conclusions"]![0]!["daysUsed"]!, (bool)concluded["conclusions"]![0]!["late"]!));
        var clocks = (await lead.SayAsync(HttpMethod.Get, $"{at}/clocks")).Ok().Json.AsArray();
        Assert.Contains(clocks, c => (string?)c!["work"] == "conclusion" && c["clock"]!["days"]!.AsArray().Count > 5);
        using var unit = await city.App.BrowserOfAsync("li.ming");
        Assert.Contains("起算日不计", (await unit.GetAsync($"{at["/api/v1".Length..]}/clocks")).Text, StringComparison.Ordinal);

        // Asked and concluded once more about the same check.
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/site-review", new { layers = new[] { "L22" }, reason = "生态红线尚未核对" })).Ok();
        foreach (var organ in (await lead.SayAsync(HttpMethod.Get, at)).Json["tasks"]!.AsArray().Where(t => (string?)t!["state"] == "open"))
        {
            var officer = await city.OfficerAsync((string)organ!["organ"]!);
            (await officer.SayAsync(HttpMethod.Post, $"{at}/opinion", new { findings = organ["layers"]!.AsArray().Select(l => new { layer = (string?)l, stance = "agree" }) })).Ok();
        }
        (await lead.SayAsync(HttpMethod.Post, $"{at}/conclusion", new { conclusion = "adjustPlan", text = "结论不变", notChecked = layers })).Ok();
    }

    [Fact]
    public async Task Pages_say_the_same_and_take_the_acts()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        await PublishedAsync(city, Water, "L23", WesternStrip);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await city.App.DrainAsync();
        var id = (string)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/site-review")).Ok().Json["id"]!;

        using var unit = await city.App.BrowserOfAsync("li.ming");
        var project = await unit.GetAsync($"/projects/{code}");
        Assert.Contains("涉及 1", project.Text, StringComparison.Ordinal);
        Assert.Contains("未核对 32", project.Text, StringComparison.Ordinal);
        var page = await unit.GetAsync($"/site-reviews/{id}");
        Assert.Contains("河湖管理范围", page.Text, StringComparison.Ordinal);
        var refused = await unit.SubmitAsync(page, "form:has([name='dispute-L23.reason'])", ("dispute-L23.ground", "Exemption"));
        Assert.Equal("reviews.approval-number-missing", refused.Refusal);
        var disputed = await unit.SubmitAsync(refused, "form:has([name='dispute-L23.reason'])", ("dispute-L23.ground", "LayerWrong"), ("dispute-L23.reason", "河道管理线已经调整"));
        Assert.EndsWith("done=dispute", disputed.Address.Query, StringComparison.Ordinal);

        await city.App.PersonAsync("water");
        await city.App.PostAsync("water", Water, Roles.Handler);
        using var water = await city.App.BrowserOfAsync("water");
        var work = await water.GetAsync("/site-reviews");
        Assert.Contains("认定异议 · L23", work.Text, StringComparison.Ordinal);
        var review = await water.GetAsync($"/site-reviews/{id}");
        var decided = await water.SubmitAsync(review, "form:has([name='decide-L23.reason'])", ("decide-L23.dismissed", "true"), ("decide-L23.ground", "LayerWrong"), ("decide-L23.reason", "管理线已经调整，图层待更新"), ("decide-L23.basis", "河道管理条例第二十条"));
        Assert.EndsWith("done=decide", decided.Address.Query, StringComparison.Ordinal);
        var given = await water.SubmitAsync(decided, "form:has([name='opinion.L23.stance'])", ("opinion.L23.stance", "Agree"));
        Assert.EndsWith("done=opinion", given.Address.Query, StringComparison.Ordinal);

        await city.App.PersonAsync("land");
        await city.App.PostAsync("land", Lead, Roles.Handler);
        using var land = await city.App.BrowserOfAsync("land");
        var lead = await land.GetAsync($"/site-reviews/{id}");
        Assert.Contains("经认定不成立", lead.Text, StringComparison.Ordinal);
        Assert.Equal("reviews.not-checked-unnamed", (await land.SubmitAsync(lead, "form:has([name='conclude.text'])", ("conclude.conclusion", "NoConflict"), ("conclude.text", "可以办理"))).Refusal);
        var concluded = await land.SubmitAsync(lead, "form:has([name='conclude.text'])", ("conclude.conclusion", "NoConflict"), ("conclude.text", "可以办理"), ("conclude.notChecked", "true"));
        Assert.Contains("无冲突", concluded.Text, StringComparison.Ordinal);
        Assert.Contains("Joint review of the site", (await land.GetAsync($"/culture?c=en&returnUrl=/site-reviews/{id}")).Text, StringComparison.Ordinal);

        // Near and unchecked layers are reviewed when an officer asks.
        var ask = await land.GetAsync($"/site-reviews/new?project={code}");
        var more = await land.SubmitAsync(ask, "form:has([name=layers])", ("layers", "L26"), ("reason", "地质灾害情况尚未核对"));
        Assert.Contains("L26", more.Text, StringComparison.Ordinal);
        Assert.Equal(("open", 1), ((string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/site-reviews/{id}")).Json["state"], (int)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/site-reviews/{id}")).Json["round"]!));
        Assert.Contains("为什么适用", (await unit.GetAsync($"/approvals/stages/{stage}/why")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forbidden_site_is_told_before_filing_and_a_layer_that_cannot_be_read_is_never_clear()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        await PublishedAsync(city, Lead, "L01", EasternStrip);
        await PublishedAsync(city, Lead, "L26", WesternStrip);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var draft = (string)(await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { site = CityByHttp.Site, type = "FILE" } })).Ok().Json["id"]!;
        using (var unit = await city.App.BrowserOfAsync("li.ming"))
            Assert.Contains("用地涉及禁止类管控图层", (await unit.GetAsync($"/my/projects/drafts/{draft}")).Text, StringComparison.Ordinal);

        // The unit says that its site touches nothing; the negative list is compared with what the map says.
        var declaration = CityByHttp.Declaration(ProjectType.Filing);
        declaration["facts"] = new JsonObject { ["annualEnergyTce"] = "100", ["annualPowerKWh"] = "1000", ["siteLayers"] = "none" };
        Assert.Equal("projects.prohibited", (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Code);

        // Files that are gone block nothing and clear nothing.
        foreach (var file in Directory.EnumerateFiles(city.App.Services.GetRequiredService<BlobFolder>().Path, "*", SearchOption.AllDirectories))
            File.Delete(file);
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await PublishedAsync(city, Lead, "L26", LayerFiles.Square(600_000, 3_076_000, 100));
        declaration["facts"]!.AsObject().Remove("siteLayers");
        var declared = (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Ok().Json;
        Assert.Empty(declared["site"]!["hits"]!.AsArray());
        Assert.Equal(["L26"], declared["site"]!["clear"]!.AsArray().Select(l => (string?)l));
        Assert.Equal(32, declared["site"]!["notChecked"]!.AsArray().Count);
        Assert.Null(declared["site"]!["class"]);
        var stage = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{declared["code"]}/stages")).Ok().Json[0]!;
        Assert.Contains("?L01", (string?)stage["facts"]!["siteLayers"], StringComparison.Ordinal);
        Assert.DoesNotContain("L26", (string?)stage["facts"]!["siteLayers"], StringComparison.Ordinal);
        Assert.Contains(stage["items"]!.AsArray(), i => (string?)i!["code"] is "S1-07" && !(bool)i["isCertain"]!);
    }

    private static Task<bool> SweepAsync(CityByHttp city) => city.App.InScopeAsync(async s =>
    {
        await s.GetServices<IScheduledJob>().Single(j => j.Name == "reviews.limit-sweep").RunAsync(default);
        return true;
    });

    /// <summary>Notices of the reader that contain a text.</summary>
    private static async Task<IReadOnlyList<string>> ToldAsync(HttpClient reader, string text) =>
        [.. (await reader.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Json["items"]!.AsArray().Select(n => n!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })).Where(n => n.Contains(text, StringComparison.Ordinal))];

    private static async Task PublishedAsync(CityByHttp city, string authority, string layer, string wkt)
    {
        var officer = await city.OfficerAsync(authority, Roles.Handler | Roles.Head);
        var version = (string)(await LayersByHttp.ReadAsync(officer, layer, LayerFiles.Csv(("1", "", wkt)), ("epsg", "4547")))["id"]!;
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{version}/publication")).Ok();
    }

    private static string? Verdict(JsonNode look, string code) => (string?)look["layers"]!.AsArray().Single(l => (string?)l!["code"] == code)!["verdict"];
}
