using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Stories;

/// <summary>What ties levels, stages and people together, through the public API: county and city in one item, early start, reopening, area assessment, consultation.</summary>
public class LinkageByHttp
{
    private const string Lead = "FGW@360502", County = "ZRZY@360502", City = "ZRZY@360500";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_county_checks_first_and_the_city_decides_in_one_item(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var declaration = CityByHttp.Declaration(ProjectType.Filing);
        declaration["totalInvestment"] = 600_000_000m;
        declaration["sources"] = new JsonArray(new JsonObject { ["source"] = "13", ["yuan"] = 600_000_000m });
        var (_, stage) = await AcceptedAsync(city, applicant, declaration);
        var at = $"/api/v1/stages/{stage}/items/S1-03";
        var (county, cityOfficer) = (await city.OfficerAsync(County), await city.OfficerAsync(City));

        // Both see the same plane from the beginning; the item lies with the county.
        foreach (var officer in new[] { county, cityOfficer })
        {
            var item = await CityByHttp.ItemAsync(officer, stage, "S1-03");
            Assert.Equal((County, true, "countyChecksCityDecides"), ((string?)item["organ"], (bool)item["linkage"]!["isInFirstStep"]!, (string?)item["linkage"]!["mode"]));
        }
        Assert.Equal((HttpStatusCode.Conflict, "approvals.first-step-open"), (await county.SayAsync(HttpMethod.Post, $"{at}/decision", new { decision = "approved", opinion = "同意" })).Refusal);
        Assert.Equal(HttpStatusCode.Forbidden, (await cityOfficer.SayAsync(HttpMethod.Post, $"{at}/forwarding", new { agrees = true, opinion = "同意" })).Status);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.first-opinion-missing"), (await county.SayAsync(HttpMethod.Post, $"{at}/forwarding", new { agrees = true })).Refusal);
        (await county.SayAsync(HttpMethod.Post, $"{at}/forwarding", new { agrees = true, opinion = "经初审，符合规划。" })).Ok();

        Assert.Contains((await cityOfficer.SayAsync(HttpMethod.Get, "/api/v1/worklist")).Ok().Json["items"]!.AsArray(), r => (string?)r!["item"] is "S1-03");
        (await cityOfficer.SayAsync(HttpMethod.Post, $"{at}/decision", new { decision = "approved", opinion = "同意" })).Ok();
        var decided = await CityByHttp.ItemAsync(county, stage, "S1-03");
        Assert.Equal((City, "decided", "经初审，符合规划。"), ((string?)decided["organ"], (string?)decided["state"], (string?)decided["linkage"]!["opinion"]));
        Assert.StartsWith("余", (string?)decided["resultNumber"], StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_item_begins_early_its_stage_joins_it_and_an_ended_stage_is_taken_up_again(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var declaration = CityByHttp.Declaration(ProjectType.Filing);
        declaration["facts"] = new JsonObject { ["annualEnergyTce"] = "100", ["annualPowerKWh"] = "1000", ["siteLayers"] = "none" };
        var (code, stage) = await AcceptedAsync(city, applicant, declaration);

        var offers = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/early-starts")).Ok().Json.AsArray();
        Assert.Equal(["S1-03"], offers.Single(o => (string?)o!["item"] is "S2-02")!["missing"]!.AsArray().Select(m => (string?)m!["item"]));
        var refused = await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/early-starts", new { item = "S2-02" });
        Assert.Equal((HttpStatusCode.Conflict, "approvals.early-prerequisite-missing"), refused.Refusal);
        Assert.Contains("S1-03", refused.Text, StringComparison.Ordinal);
        Assert.Equal("approvals.not-for-early-start", (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/early-starts", new { item = "S2-05" })).Code);

        await DecideAsync(city, stage, "S1-03");
        var early = (string)(await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/early-starts", new { item = "S2-02" })).Ok().Json["stageCase"]!;
        Assert.Equal((HttpStatusCode.Conflict, "approvals.started-early-already"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/early-starts", new { item = "S2-02" })).Refusal);
        await CityByHttp.SubmitAsync(applicant, early);
        var begun = await CityByHttp.StageAsync(applicant, early);
        Assert.Equal(("startedEarly", "S2-02", "open"), ((string?)begun["state"], (string?)Assert.Single(begun["items"]!.AsArray())!["code"], (string?)begun["items"]![0]!["state"]));
        await DecideAsync(city, early, "S2-02");

        foreach (var item in new[] { "S1-04", "S1-05", "S1-12" })
            await DecideAsync(city, stage, item);
        var joined = await CityByHttp.StageAsync(applicant, early);
        Assert.Equal("preparing", (string?)joined["state"]);
        Assert.Equal("decided", (string?)joined["items"]!.AsArray().Single(i => (string?)i!["code"] is "S2-02")!["state"]);
        Assert.Contains(joined["items"]!.AsArray(), i => (string?)i!["code"] is "S2-07");

        // The head of the lead takes the first stage up again; the second waits with its end, and there is only one of it.
        var head = await city.OfficerAsync(Lead, Roles.Head);
        var reopening = new { ground = "decisionWrong", reason = "环评结论依据有误", items = new[] { "S1-05" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/reopening", reopening)).Status);
        Assert.Equal("approvals.not-ended", (await (await city.OfficerAsync(County, Roles.Head)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{early}/reopening", reopening)).Code);
        (await head.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/reopening", reopening)).Ok();
        var again = await CityByHttp.StageAsync(applicant, stage);
        Assert.Equal("inParallel", (string?)again["state"]);
        Assert.Equal(("open", "waiting", "decided"), (StateOf(again, "S1-05"), StateOf(again, "S1-12"), StateOf(again, "S1-03")));
        await DecideAsync(city, stage, "S1-05");
        await DecideAsync(city, stage, "S1-12");
        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        Assert.Equal([(1, "concluded"), (2, "preparing")], stages.Select(s => ((int)s!["stage"]!, (string?)s["state"])));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_began_early_ends_with_its_ground_and_begins_again_with_it(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (withdrawn, first) = await BegunEarlyAsync(city, applicant, "撤回的项目");
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{withdrawn.Stage}/withdrawal", new { reason = "方案调整" })).Ok();
        await EndedAsync(withdrawn.Code, first, "“立项审批”阶段已撤回");

        var (refused, early) = await BegunEarlyAsync(city, applicant, "未获批准的项目");
        foreach (var item in new[] { "S1-04", "S1-05" })
            await DecideAsync(city, refused.Stage, item);
        (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{refused.Stage}/items/S1-12/decision", new { decision = "refused", opinion = "不符合产业政策" })).Ok();
        await EndedAsync(refused.Code, early, "“立项审批”阶段不予批准");

        // The head takes the refused stage up again; its end opens the next one, in which the item is due as if it had never begun.
        (await (await city.OfficerAsync(Lead, Roles.Head)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{refused.Stage}/reopening", new { ground = "decisionWrong", reason = "经复核符合产业政策", items = Array.Empty<string>() })).Ok();
        await DecideAsync(city, refused.Stage, "S1-12");
        var joined = await CityByHttp.StageAsync(applicant, early);
        Assert.Equal(("preparing", "waiting"), ((string?)joined["state"], StateOf(joined, "S2-02")));

        async Task EndedAsync(string code, string stage, string why)
        {
            var plane = await CityByHttp.StageAsync(applicant, stage);
            Assert.Equal(("groundLost", "dropped", why), ((string?)plane["state"], StateOf(plane, "S2-02"), (string?)plane["endReason"]));
            Assert.Equal("approvals.stage-closed", (await (await city.OfficerAsync(County)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S2-02/decision", new { decision = "approved", opinion = "同意" })).Code);
            Assert.Empty((await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/early-starts")).Ok().Json.AsArray());
            Assert.Equal((HttpStatusCode.Conflict, "approvals.early-ground-lost"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/early-starts", new { item = "S2-02" })).Refusal);
            foreach (var reader in new[] { applicant, await city.OfficerAsync(County) })
                Assert.Contains((await reader.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Json["items"]!.AsArray(), n => n!.ToJsonString(Plain).Contains(why[..8], StringComparison.Ordinal));
            Assert.Contains("approvals.early-start-ended", (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/timeline")).Ok().Text, StringComparison.Ordinal);
            using var browser = await city.App.BrowserOfAsync("li.ming");
            Assert.Contains("提前办理终止", (await browser.GetAsync($"/my/stages/{stage}")).Text, StringComparison.Ordinal);
            await browser.GetAsync("/culture?c=en&returnUrl=/");
            Assert.Contains("Early start ended", (await browser.GetAsync($"/my/stages/{stage}")).Text, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_assessment_of_a_zone_stands_in_for_the_item(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var water = await city.OfficerAsync("SLJ@360500");
        var body = new { zone = "高新区", items = new[] { "S1-07" }, conclusion = "区域内项目无须单独编制洪水影响评价。", validTo = "2027-12-31", site = CityByHttp.Site };
        Assert.Equal(HttpStatusCode.Forbidden, (await (await city.OfficerAsync(City)).SayAsync(HttpMethod.Post, "/api/v1/area-assessments", body)).Status);
        Assert.Equal("approvals.not-assessable", (await water.SayAsync(HttpMethod.Post, "/api/v1/area-assessments", new { body.zone, items = new[] { "S1-05" }, body.conclusion, body.validTo })).Code);
        var inside = (string)(await water.SayAsync(HttpMethod.Post, "/api/v1/area-assessments", body)).Ok().Json["id"]!;
        var elsewhere = (string)(await water.SayAsync(HttpMethod.Post, "/api/v1/area-assessments", new { zone = "仙女湖", body.items, body.conclusion, body.validTo, site = CityByHttp.Site.Replace("114.9", "114.7", StringComparison.Ordinal) })).Ok().Json["id"]!;

        var (_, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var at = $"/api/v1/stages/{stage}/items/S1-07/area-assessment";
        Assert.Equal("approvals.assessment-other-place", (await applicant.SayAsync(HttpMethod.Post, at, new { assessment = elsewhere })).Code);
        (await applicant.SayAsync(HttpMethod.Post, at, new { assessment = inside })).Ok();
        var plane = await CityByHttp.StageAsync(applicant, stage);
        var item = plane["items"]!.AsArray().Single(i => (string?)i!["code"] is "S1-07")!;
        Assert.Equal(("decided", "余区评〔2026〕1号"), ((string?)item["state"], (string?)item["satisfiedBy"]));
        Assert.DoesNotContain(plane["materials"]!.AsArray(), m => (string?)m!["code"] is "M14");
        await CityByHttp.SubmitAsync(applicant, stage);
        using var anyone = city.App.NewClient();
        Assert.Equal(2, (await anyone.SayAsync(HttpMethod.Get, "/api/v1/area-assessments")).Ok().Json.AsArray().Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_question_is_routed_answered_followed_up_once_and_published_without_names(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise, "新余测试锂电材料有限公司");
        var asked = (string)(await applicant.SayAsync(HttpMethod.Post, "/api/v1/consultations", new { topic = "环评类别", question = "新余测试锂电材料有限公司年产两万吨正极材料，编制报告书还是报告表？", item = "S1-05", division = "360502" })).Ok().Json["id"]!;
        var at = $"/api/v1/consultations/{asked}";
        var ecology = await city.OfficerAsync("STHJ@360502");
        var seen = (await ecology.SayAsync(HttpMethod.Get, at)).Ok().Json;
        Assert.Equal(("asked", "2026-03-05", "咨〔2026〕1号"), ((string?)seen["state"], (string?)seen["dueOn"], (string?)seen["number"]));
        Assert.Equal(HttpStatusCode.NotFound, (await (await city.OfficerAsync(County)).SayAsync(HttpMethod.Get, at)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await city.OfficerAsync(County)).SayAsync(HttpMethod.Post, $"{at}/answer", new { answer = "报告表" })).Status);
        Assert.Equal("approvals.not-answered-yet", (await applicant.SayAsync(HttpMethod.Post, $"{at}/follow-up", new { question = "?" })).Code);

        (await ecology.SayAsync(HttpMethod.Post, $"{at}/answer", new { answer = "应编制环境影响报告书。" })).Ok();
        (await applicant.SayAsync(HttpMethod.Post, $"{at}/follow-up", new { question = "能否分期编制？" })).Ok();
        (await ecology.SayAsync(HttpMethod.Post, $"{at}/answer", new { answer = "不可以，应当整体编制。" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "approvals.follow-up-once"), (await applicant.SayAsync(HttpMethod.Post, $"{at}/follow-up", new { question = "再问" })).Refusal);

        Assert.Equal("approvals.consultation-names", (await ecology.SayAsync(HttpMethod.Post, $"{at}/publication", new { topic = "环评类别", question = "新余测试锂电材料有限公司问", answer = "报告书" })).Code);
        (await ecology.SayAsync(HttpMethod.Post, $"{at}/publication", new { topic = "环评类别", question = "年产两万吨正极材料编制报告书还是报告表？", answer = "应编制报告书，并整体编制。" })).Ok();
        using var anyone = city.App.NewClient();
        Assert.Single((await anyone.SayAsync(HttpMethod.Get, "/api/v1/consultations/published?q=%E6%AD%A3%E6%9E%81")).Ok().Json["items"]!.AsArray());
        Assert.Empty((await anyone.SayAsync(HttpMethod.Get, "/api/v1/consultations/published?q=%E9%94%82%E7%94%B5")).Ok().Json["items"]!.AsArray());
        using var browser = city.App.NewBrowser();
        Assert.Contains("应编制报告书", (await browser.GetAsync("/consultations")).Text, StringComparison.Ordinal);
    }

    private static async Task<(string Code, string Stage)> AcceptedAsync(CityByHttp city, HttpClient applicant, JsonObject declaration)
    {
        var code = (string)(await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Ok().Json["code"]!;
        var stage = (string)Assert.Single((await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray())!["stageCase"]!;
        await CityByHttp.SubmitAsync(applicant, stage);
        (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/acceptance", new { })).Ok();
        return (code, stage);
    }

    private static async Task DecideAsync(CityByHttp city, string stage, string item)
    {
        var organ = item is "S1-12" ? Lead : item is "S1-05" ? "STHJ@360502" : County;
        (await (await city.OfficerAsync(organ)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", new { decision = "approved", opinion = "同意" })).Ok();
    }

    // A project whose land survey of the second stage was begun while the first one runs.
    private static async Task<((string Code, string Stage) Project, string Early)> BegunEarlyAsync(CityByHttp city, HttpClient applicant, string name)
    {
        var declaration = CityByHttp.Declaration(ProjectType.Filing, name);
        declaration["facts"] = new JsonObject { ["annualEnergyTce"] = "100", ["annualPowerKWh"] = "1000", ["siteLayers"] = "none" };
        var project = await AcceptedAsync(city, applicant, declaration);
        await DecideAsync(city, project.Stage, "S1-03");
        var early = (string)(await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{project.Code}/early-starts", new { item = "S2-02" })).Ok().Json["stageCase"]!;
        await CityByHttp.SubmitAsync(applicant, early);
        return (project, early);
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string? StateOf(JsonNode stage, string item) => (string?)stage["items"]!.AsArray().Single(i => (string?)i!["code"] == item)!["state"];
}
