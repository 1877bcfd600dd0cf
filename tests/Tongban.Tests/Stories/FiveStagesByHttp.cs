using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Stories;

/// <summary>One project of each type through all five stages over the public API: every department uses its promise to the last day, and the whole takes 36 working days.</summary>
public class FiveStagesByHttp
{
    private static readonly WorkCalendar Calendar = WorkCalendar.FromJsonFiles(Path.Combine(Repository.Root, "catalog", "cn", "calendar"));

    public static TheoryData<Database, ProjectType> Stories =>
    [
        (Database.Sqlite, ProjectType.Filing), (Database.Sqlite, ProjectType.Verification), (Database.Sqlite, ProjectType.GovernmentApproval),
        (Database.Postgres, ProjectType.Filing), (Database.Postgres, ProjectType.Verification), (Database.Postgres, ProjectType.GovernmentApproval),
    ];

    [Theory, MemberData(nameof(Stories))]
    public async Task From_declaration_to_completion_acceptance_in_36_working_days(Database database, ProjectType type)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var declaration = CityByHttp.Declaration(type);
        declaration["facts"] = new JsonObject { ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000", ["siteLayers"] = "none" };
        var code = (string)(await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Ok().Json["code"]!;
        var begun = Today(city);

        for (var stage = 1; stage <= 5; stage++)
            await ThroughAsync(city, code, stage);

        Assert.Equal(36, Calendar.WorkingDaysBetween(begun, Today(city)));
        await CompleteAsync(city, code, type);
    }

    private static async Task ThroughAsync(CityByHttp city, string code, int no)
    {
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        Assert.Equal((no, "preparing"), ((int)stages[^1]!["stage"]!, (string?)stages[^1]!["state"]));
        var stage = (string)stages[^1]!["stageCase"]!;
        var at = $"/api/v1/stages/{stage}";

        var asked = (await applicant.SayAsync(HttpMethod.Get, $"{at}/applicability")).Ok().Json["facts"]!.AsArray().Where(f => (bool)f!["isAsked"]! && f["answer"] is null).ToList();
        if (asked.Count > 0)
        {
            if (no is 2 or 3 or 4)
                Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.fact-missing"), (await applicant.SayAsync(HttpMethod.Post, $"{at}/submission")).Refusal);
            var answers = new JsonObject(asked.Select(f => KeyValuePair.Create((string)f!["name"]!, (JsonNode?)Least(f!))));
            (await applicant.SayAsync(HttpMethod.Put, $"{at}/facts", new JsonObject { ["facts"] = answers })).Ok();
        }
        Assert.DoesNotContain((await applicant.SayAsync(HttpMethod.Get, $"{at}/applicability")).Ok().Json["items"]!.AsArray(), i => (string?)i!["applies"] is "unknown");
        await CityByHttp.SubmitAsync(applicant, stage);
        Assert.Equal((HttpStatusCode.Conflict, "approvals.facts-frozen"), (await applicant.SayAsync(HttpMethod.Put, $"{at}/facts", new JsonObject { ["facts"] = new JsonObject() })).Refusal);

        for (var days = 0; days < 20; days++)
        {
            var plane = await CityByHttp.StageAsync(await city.AsAsync("li.ming", CityByHttp.Enterprise), stage);
            if ((string?)plane["state"] is "concluded")
                return;
            // The drawings are reviewed by three departments together, and all come to the site once.
            if (no is 4 or 5 && plane["items"]!.AsArray().Any(i => (string?)i!["role"] is "parallel" && (string?)i["state"] is "open" && (string?)i["dueOn"] == Written(Today(city)) && (string?)i["code"] is "S4-01" or "S5-02"))
            {
                await JointlyAsync(city, stage, no is 4 ? "joint-review" : "joint-acceptance", no is 4 ? ["QXJ", "RFB", "ZJJ"] : ["DAG", "RFB", "ZJJ", "ZRZY"]);
                plane = await CityByHttp.StageAsync(await city.AsAsync("li.ming", CityByHttp.Enterprise), stage);
            }
            foreach (var item in plane["items"]!.AsArray().Where(i => (string?)i!["state"] is "open" && (string?)i["dueOn"] == Written(Today(city))))
            {
                var officer = await city.OfficerAsync((string)item!["organ"]!);
                (await ((string?)item["role"] is "preCheck" ? officer.SayAsync(HttpMethod.Post, $"{at}/acceptance", new { }) : officer.SayAsync(HttpMethod.Post, $"{at}/items/{(string)item["code"]!}/decision", new { decision = "approved", opinion = "经审查，同意。" }))).Ok();
            }
            if ((string?)(await CityByHttp.StageAsync(await city.AsAsync("li.ming", CityByHttp.Enterprise), stage))["state"] is "concluded")
                return;
            city.App.Clock.Now = CityClock.StartOf(Calendar.AddWorkingDays(Today(city), 1)).AddHours(9.5);
        }
        Assert.Fail($"stage {no} was not concluded in twenty days");
    }

    private static async Task JointlyAsync(CityByHttp city, string stage, string group, string[] departments)
    {
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        if (group is "joint-acceptance")
        {
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.survey-missing"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/joint/combined-survey", new { })).Refusal);
            (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/joint/combined-survey", new { institution = "新余测绘院", surveyedOn = Written(Today(city)) })).Ok();
            await HeardAsync(city, stage, "combined-survey");
        }
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/joint/{group}", new { })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "approvals.joint-already-applied"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/joint/{group}", new { })).Refusal);
        var plane = await CityByHttp.StageAsync(applicant, stage);
        var bound = plane["items"]!.AsArray().Where(i => i!["joint"] is not null).ToList();
        var one = bound[0]!;
        Assert.Equal((HttpStatusCode.Conflict, "approvals.decided-jointly"), (await (await city.OfficerAsync((string)one["organ"]!)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{(string)one["code"]!}/decision", new { decision = "approved" })).Refusal);

        var lead = await city.OfficerAsync("ZJJ@360502");
        var joint = (string)one["joint"]!;
        Assert.Equal((HttpStatusCode.Conflict, "approvals.before-the-visit"), (await lead.SayAsync(HttpMethod.Post, $"/api/v1/joint/{joint}/findings", new { item = group is "joint-review" ? "S4-01" : "S5-04", agrees = true })).Refusal);
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/joint/{joint}/visit", new { visitOn = Written(Today(city)), place = "项目现场" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "approvals.not-all-heard"), (await lead.SayAsync(HttpMethod.Post, $"/api/v1/joint/{joint}/opinion", new { opinion = "通过" })).Refusal);
        var heard = await HeardAsync(city, stage, group);
        Assert.Equal(departments, heard);
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/joint/{joint}/opinion", new { opinion = "各部门均符合要求，同意。" })).Ok();
        var after = await CityByHttp.StageAsync(lead, stage);
        var decided = after["items"]!.AsArray().Where(i => bound.Any(b => (string?)b!["code"] == (string?)i!["code"])).ToList();
        Assert.All(decided, i => Assert.Equal("decided", (string?)i!["state"]));
        Assert.Single(decided.Select(i => (string?)i!["decidedAt"]).Distinct());
    }

    // Every participant says that all is in order.
    private static async Task<string[]> HeardAsync(CityByHttp city, string stage, string group)
    {
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var joint = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/stages/{stage}/joint")).Ok().Json.AsArray().Single(j => (string?)j!["group"] == group)!;
        foreach (var finding in joint["findings"]!.AsArray())
        {
            var officer = await city.OfficerAsync((string)finding!["organ"]!);
            (await officer.SayAsync(HttpMethod.Get, $"/api/v1/joint/{(string)joint["id"]!}")).Ok();
            (await officer.SayAsync(HttpMethod.Post, $"/api/v1/joint/{(string)joint["id"]!}/findings", new { item = (string?)finding["item"], agrees = true, text = "符合" })).Ok();
        }
        return [.. joint["findings"]!.AsArray().Select(f => ((string)f!["organ"]!).Split('@')[0]).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task CompleteAsync(CityByHttp city, string code, ProjectType type)
    {
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        Assert.Equal([1, 2, 3, 4, 5], stages.Select(s => (int)s!["stage"]!));
        Assert.All(stages, s => Assert.Equal("concluded", (string?)s!["state"]));
        var items = stages.SelectMany(s => s!["items"]!.AsArray()).ToList();
        Assert.All(items, i => Assert.Contains((string?)i!["state"], new[] { "decided", "dropped" }));
        // The archive holds the paper of every decision that carries a number.
        var documents = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Json.AsArray().Select(d => (string?)d!["number"]).ToHashSet();
        Assert.Contains(items, i => i!["resultNumber"] is not null);
        Assert.All(items.Select(i => (string?)i!["resultNumber"]).OfType<string>(), n => Assert.Contains(n, documents));
        Assert.Equal(type is ProjectType.Filing ? 1 : 0, items.Count(i => (string?)i!["code"] is "S1-08"));
        Assert.True((await city.App.InScopeAsync(s => s.GetRequiredService<LedgerReader>().VerifyAsync())).Sound);
    }

    // The answer with which nothing conditional applies.
    private static string Least(JsonNode fact) => (string?)fact["type"] switch
    {
        "number" => "0",
        "bool" => "false",
        "choice" => (string)fact["values"]!.AsArray()[^1]!,
        _ => "none",
    };

    private static DateOnly Today(CityByHttp city) => CityClock.DateOf(city.App.Clock.Now);
}
