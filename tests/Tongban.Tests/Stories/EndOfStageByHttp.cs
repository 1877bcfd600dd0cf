using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Stories;

/// <summary>What a refusal or a revocation means for what rests on it, through the public API (decision 0018).</summary>
public class EndOfStageByHttp
{
    private const string Lead = "FGW@360502", Land = "ZRZY@360502", Ecology = "STHJ@360502";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nothing_is_granted_on_a_result_that_was_revoked_until_it_was_obtained_anew(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await AcceptedAsync(city, applicant);
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-05/commitment", new { agreed = true })).Ok();
        (await DecideAsync(city, Ecology, stage, "S1-05", "approvedOnCommitment")).Ok();
        foreach (var item in new[] { "S1-03", "S1-04" })
            (await DecideAsync(city, Land, stage, item)).Ok();
        var check = (string)Assert.Single((await (await city.OfficerAsync(Ecology)).SayAsync(HttpMethod.Get, "/api/v1/commitment-checks")).Ok().Json.AsArray())!["id"]!;
        (await (await city.OfficerAsync(Ecology, Roles.Head)).SayAsync(HttpMethod.Post, $"/api/v1/commitment-checks/{check}/report", new { outcome = "false", findings = "现场无任何治理设施" })).Ok();

        var refused = await DecideAsync(city, Lead, stage, "S1-12");
        Assert.Equal((HttpStatusCode.Conflict, "approvals.prerequisite-lapsed"), refused.Refusal);
        Assert.Contains("S1-05", (string)refused.Json["title"]!, StringComparison.Ordinal);
        Assert.Contains("已撤销", (string)refused.Json["title"]!, StringComparison.Ordinal);
        Assert.NotNull((string?)refused.Json["wayOut"]);
        (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-05/return", new { reason = "原结论已撤销，请重新审查" })).Ok();
        (await DecideAsync(city, Ecology, stage, "S1-05")).Ok();
        (await DecideAsync(city, Lead, stage, "S1-12")).Ok();
        Assert.Equal("concluded", (string?)(await CityByHttp.StageAsync(applicant, stage))["state"]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_stage_refused_by_its_last_item_opens_nothing_until_that_item_is_decided_anew(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, first) = await AcceptedAsync(city, applicant);
        await DecideAllAsync(city, applicant, first);
        var stage = await LastStageAsync(applicant, code, 2);
        var asked = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/stages/{stage}/applicability")).Ok().Json["facts"]!.AsArray().Where(f => (bool)f!["isAsked"]! && f["answer"] is null);
        (await applicant.SayAsync(HttpMethod.Put, $"/api/v1/stages/{stage}/facts", new JsonObject { ["facts"] = new JsonObject(asked.Select(f => KeyValuePair.Create((string)f!["name"]!, (JsonNode?)"false"))) })).Ok();
        await CityByHttp.SubmitAsync(applicant, stage);
        await DecideAllAsync(city, applicant, stage, but: "S2-08");
        Assert.Equal("inParallel", (string?)(await CityByHttp.StageAsync(applicant, stage))["state"]);

        var registry = (string)(await CityByHttp.ItemAsync(applicant, stage, "S2-08"))["organ"]!;
        (await DecideAsync(city, registry, stage, "S2-08", "refused", "权属有争议")).Ok();
        var plane = await CityByHttp.StageAsync(applicant, stage);
        Assert.Equal(("refused", "权属有争议"), ((string?)plane["state"], (string?)plane["endReason"]));
        await LastStageAsync(applicant, code, 2);
        foreach (var reader in new[] { applicant, await city.OfficerAsync((string)plane["lead"]!) })
            Assert.Contains((await reader.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Json["items"]!.AsArray(), n => n!.ToJsonString(Plain).Contains("本阶段未获批准", StringComparison.Ordinal));

        var head = await city.OfficerAsync((string)plane["lead"]!, Roles.Head);
        var at = $"/api/v1/stages/{stage}/reopening";
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.refused-item-left"), (await head.SayAsync(HttpMethod.Post, at, new { ground = "decisionWrong", reason = "权属争议已经解决", items = Array.Empty<string>() })).Refusal);
        (await head.SayAsync(HttpMethod.Post, at, new { ground = "decisionWrong", reason = "权属争议已经解决", items = new[] { "S2-08" } })).Ok();
        Assert.Equal("decided", (string?)(await CityByHttp.ItemAsync(applicant, stage, "S2-07"))["state"]);
        (await DecideAsync(city, registry, stage, "S2-08")).Ok();
        await LastStageAsync(applicant, code, 3);
        // The permit was never touched: one paper, in force or waiting to be served.
        var papers = (await applicant.SayAsync(HttpMethod.Get, "/api/v1/certificates/mine")).Ok().Json["items"]!.AsArray().Select(c => (string)c!["id"]!).ToList();
        var items = new List<string?>();
        foreach (var paper in papers)
            items.Add((string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/certificates/{paper}")).Ok().Json["item"]);
        Assert.Single(items, "S2-07");
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<(string Code, string Stage)> AcceptedAsync(CityByHttp city, HttpClient applicant)
    {
        var declaration = CityByHttp.Declaration(ProjectType.Filing);
        declaration["facts"] = new JsonObject { ["annualEnergyTce"] = "100", ["annualPowerKWh"] = "1000", ["siteLayers"] = "none" };
        var code = (string)(await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Ok().Json["code"]!;
        var stage = await LastStageAsync(applicant, code, 1);
        await CityByHttp.SubmitAsync(applicant, stage);
        (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/acceptance", new { })).Ok();
        return (code, stage);
    }

    private static async Task<string> LastStageAsync(HttpClient applicant, string code, int no)
    {
        var last = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray()[^1]!;
        Assert.Equal(no, (int)last["stage"]!);
        return (string)last["stageCase"]!;
    }

    private static async Task DecideAllAsync(CityByHttp city, HttpClient applicant, string stage, string? but = null)
    {
        while ((await CityByHttp.StageAsync(applicant, stage))["items"]!.AsArray().FirstOrDefault(i => (string?)i!["state"] is "open" && (string?)i["code"] != but) is { } open)
            (await DecideAsync(city, (string)open["organ"]!, stage, (string)open["code"]!)).Ok();
    }

    private static async Task<Said> DecideAsync(CityByHttp city, string organ, string stage, string item, string decision = "approved", string opinion = "同意") =>
        await (await city.OfficerAsync(organ)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", new { decision, opinion });
}
