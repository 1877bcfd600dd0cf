using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Server.City;
using Tongban.Tests.Support;

namespace Tongban.Tests.Stories;

/// <summary>The same program with another city's catalogue: a project in Zouping City of Binzhou goes through its first stage.</summary>
public class BinzhouByHttp
{
    private const string Enterprise = "91360502MA0001018B", Division = "371681";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_project_goes_through_its_first_stage_in_another_city(Database database)
    {
        await using var app = await TestApp.StartAsync(database, options: o => o with { City = "binzhou" });
        var refusal = await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default));
        Assert.True(refusal is null, refusal?.Text.En);
        using var applicant = await RegisterAsync(app);

        var declaration = CityByHttp.Declaration(ProjectType.Filing, "邹平高端铝材项目");
        declaration["division"] = Division;
        declaration["location"] = "邹平市会仙五路1号";
        declaration["site"] = """{"type":"Polygon","coordinates":[[[117.7,36.9],[117.705,36.9],[117.705,36.905],[117.7,36.905],[117.7,36.9]]]}""";
        declaration["facts"] = new JsonObject
        {
            ["annualEnergyTce"] = "300", ["annualPowerKWh"] = "1000", ["siteLayers"] = "none", ["siteAreaHa"] = "3", ["earthworkM3"] = "0", ["hazardousChemicals"] = "false",
            ["medicalRadiation"] = "false", ["specialFireProject"] = "false", ["lightningRisk"] = "false", ["spoilM3"] = "0", ["roadOccupation"] = "false",
        };
        var declared = (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", declaration)).Ok();
        var code = (string)declared.Json["code"]!;
        var stage = (string)Assert.Single((await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray())!["stageCase"]!;
        await CityByHttp.SubmitAsync(applicant, stage);

        using var lead = await OfficerAsync(app, "FGW");
        using var land = await OfficerAsync(app, "ZRZY");
        using var ecology = await OfficerAsync(app, "STHJ");
        var at = $"/api/v1/stages/{stage}";
        (await land.SayAsync(HttpMethod.Post, $"{at}/opinion", new { demands = Array.Empty<object>() })).Ok();
        (await ecology.SayAsync(HttpMethod.Post, $"{at}/opinion", new { demands = Array.Empty<object>() })).Ok();
        (await lead.SayAsync(HttpMethod.Post, $"{at}/acceptance", new { })).Ok();

        // 第十六条: the land planning permit waits for the site opinion, the filing is in effect already; the lead hands all out together.
        Assert.Equal(["S1-03"], await OpenAsync(lead, stage));
        await DecideAsync(land, stage, "S1-03");
        Assert.Equal(["S1-07"], await OpenAsync(lead, stage));
        await DecideAsync(land, stage, "S1-07");
        Assert.Equal(["S1-08"], await OpenAsync(lead, stage));
        await DecideAsync(lead, stage, "S1-08");

        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        Assert.Equal([(1, "concluded"), (2, "preparing")], stages.Select(s => ((int)s!["stage"]!, (string?)s["state"])));
        var items = stages[0]!["items"]!.AsArray();
        Assert.Equal($"地字第{Division}202600001号", (string?)items.Single(i => (string?)i!["code"] is "S1-07")!["resultNumber"]);
        Assert.Equal("邹发改办结〔2026〕1号", (string?)items.Single(i => (string?)i!["code"] is "S1-08")!["resultNumber"]);

        using var anyone = app.NewBrowser();
        Assert.Contains("工程建设许可", (await anyone.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    private static async Task<HttpClient> RegisterAsync(TestApp app)
    {
        using (var stranger = app.NewClient())
            (await stranger.SayAsync(HttpMethod.Post, "/api/v1/accounts", new { userName = "wang.lei", displayName = "申报员", phone = "13800000000", password = TestApp.Password })).Ok();
        using (var person = await app.ClientOfAsync("wang.lei"))
        {
            (await person.SayAsync(HttpMethod.Post, "/api/v1/enterprises", new
            {
                creditCode = Enterprise, name = "邹平示范铝业有限公司", kind = "enterprise", representative = "测试代表人", address = "邹平市会仙五路1号", division = Division, phone = "0543-4260001", industry = "C32",
            })).Ok();
        }
        return await app.ClientOfAsync("wang.lei", enterprise: Enterprise);
    }

    private static async Task<HttpClient> OfficerAsync(TestApp app, string department)
    {
        await app.PersonAsync(department.ToLowerInvariant(), "经办员");
        await app.PostAsync(department.ToLowerInvariant(), $"{department}@{Division}", Roles.Handler);
        return await app.ClientOfAsync(department.ToLowerInvariant());
    }

    private static async Task<List<string>> OpenAsync(HttpClient reader, string stage) =>
        [.. (await CityByHttp.StageAsync(reader, stage))["items"]!.AsArray().Where(i => (string?)i!["state"] is "open").Select(i => (string)i!["code"]!)];

    private static async Task DecideAsync(HttpClient officer, string stage, string item) =>
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", new { decision = "approved", opinion = "经审查，同意。" })).Ok();
}
