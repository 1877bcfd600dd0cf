using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Space.Layers;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space;

/// <summary>A boundary held against layers over HTTP: never clear where nobody looked.</summary>
public class SiteCheckHttpTests
{
    // 100 m by 100 m; the layers below cover its western half.
    private const string Boundary = """
        [属性描述]
        坐标系=2000国家大地坐标系
        几度分带=3
        投影类型=高斯克吕格
        计量单位=米
        带号=38
        [地块坐标]
        5,1.0000,1,地块一,面,,工业用地,,@
        J1,1,3076000.000,38588000.000
        J2,1,3076000.000,38588100.000
        J3,1,3076100.000,38588100.000
        J4,1,3076100.000,38588000.000
        J1,1,3076000.000,38588000.000
        """;

    private const string WesternHalf = "POLYGON((587900 3075900,588050 3075900,588050 3076200,587900 3076200,587900 3075900))";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Every_layer_is_answered_and_the_answer_can_be_made_again(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await LayersByHttp.PublishedAsync(city, "L01", WesternHalf);
        await LayersByHttp.PublishedAsync(city, "L26", LayerFiles.Square(589_000, 3_076_000, 100));
        await LayersByHttp.PublishedAsync(city, "L03", WesternHalf);
        var someone = await city.OfficerAsync("FGW@360500");
        var check = (await someone.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = Boundary, title = "一期" })).Ok().Json;

        Assert.Equal(33, check["layers"]!.AsArray().Count);
        Assert.Equal(("hit", 5_000.0, 0.5), Of(check, "L01"));
        Assert.Contains("5,000.0", (string)Layer(check, "L01")["explanationZh"]!, StringComparison.Ordinal);
        Assert.Contains("土地管理法", (string)Layer(check, "L01")["explanationEn"]!, StringComparison.Ordinal);
        Assert.Equal(("clear", 0.0, 0.0), Of(check, "L26"));
        Assert.Equal(900, (double)Layer(check, "L26")["nearestMetres"]!, 0.01);
        // Of the urban boundary what lies outside is the conflict.
        Assert.Equal(("hit", 5_000.0, 0.5), Of(check, "L03"));
        Assert.Equal(("notChecked", "no-version"), ((string)Layer(check, "L02")["verdict"]!, (string)Layer(check, "L02")["reason"]!));
        Assert.Equal(("D", false), ((string)check["class"]!, (bool)check["isComplete"]!));

        // A later version changes nothing about it.
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(590_000, 3_076_000, 100));
        someone = await city.OfficerAsync("FGW@360500");
        Assert.True((bool)(await someone.SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{check["id"]}/reproduction")).Ok().Json["same"]!);
        var later = (await someone.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = Boundary })).Ok().Json;
        Assert.Equal("clear", Of(later, "L01").Verdict);
        Assert.NotEqual((string)check["setDigest"]!, (string)later["setDigest"]!);

        var other = await city.OfficerAsync("SLJ@360500");
        Assert.Equal("space.no-such-check", (await other.SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{check["id"]}")).Code);
        (await (await city.OfficerAsync("SZF@360500", Roles.Auditor)).SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{check["id"]}")).Ok();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await someone.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = "" })).Status);
    }

    [Fact]
    public async Task Nothing_is_clear_outside_the_coverage_or_where_the_file_is_gone_or_damaged()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        // The layer covers only the west of the site, and nothing of it lies there.
        const string West = """{"type":"Polygon","coordinates":[[[114.8,27.7],[114.8935,27.7],[114.8935,27.9],[114.8,27.9],[114.8,27.7]]]}""";
        var begun = await LayersByHttp.ImportAsync(officer, "L01", LayerFiles.Csv(("1", "", LayerFiles.Square(586_000, 3_076_000, 100))), ("epsg", "4547"), ("coverage", West));
        var version = (string)begun.Json["id"]!;
        await LayersByHttp.FinishedAsync(officer, version);
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{version}/publication")).Ok();

        var partly = (await officer.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = Boundary })).Ok().Json;
        Assert.Equal("notChecked", Of(partly, "L01").Verdict);
        Assert.EndsWith("outside-coverage", (string)Layer(partly, "L01")["reason"]!, StringComparison.Ordinal);
        Assert.Null(partly["class"]);

        var second = await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(590_000, 3_076_000, 100));
        var hash = (string)(await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{second}")).Ok().Json["contentHash"]!;
        var path = await city.App.InScopeAsync(s => Task.FromResult(s.GetRequiredService<BlobStore>().PathOf(hash)));
        var sound = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        await ReasonAsync("file-missing");
        await File.WriteAllBytesAsync(path, sound[..(sound.Length / 2)]);
        await ReasonAsync("file-damaged");
        var altered = sound.ToArray();
        altered[sound.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, altered);
        await ReasonAsync("file-damaged");
        await File.WriteAllBytesAsync(path, sound);
        Assert.Equal("clear", Of((await officer.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = Boundary })).Ok().Json, "L01").Verdict);

        async Task ReasonAsync(string reason)
        {
            var layer = Layer((await officer.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = Boundary })).Ok().Json, "L01");
            Assert.Equal(("notChecked", reason), ((string)layer["verdict"]!, (string)layer["reason"]!));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_page_measures_a_boundary_and_leads_to_its_check(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await LayersByHttp.PublishedAsync(city, "L01", WesternHalf);
        await city.App.PersonAsync("someone");
        await city.App.PostAsync("someone", "FGW@360500", Roles.Handler);
        using var browser = await city.App.BrowserOfAsync("someone");
        var tool = await browser.GetAsync("/space/site");
        var measured = await browser.SubmitAsync(tool, "form:has([name=text])", ("text", Boundary));
        Assert.Contains("10,000", measured.Text, StringComparison.Ordinal);
        Assert.Contains("15.00", measured.Text, StringComparison.Ordinal);
        var result = await browser.SubmitAsync(measured, "form:has([name=boundary])", ("title", "一期用地"));
        Assert.StartsWith("/space/checks/", result.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("涉及 1 个图层", result.Text, StringComparison.Ordinal);
        Assert.Contains("未核对 32 个", result.Text, StringComparison.Ordinal);
        Assert.Contains("1 layers hit", (await browser.GetAsync($"/culture?c=en&returnUrl={Uri.EscapeDataString(result.Address.AbsolutePath)}")).Text, StringComparison.Ordinal);
        Assert.Equal("space.corridor-width", (await browser.SubmitAsync(tool, "form:has([name=text])", ("text", """{"type":"LineString","coordinates":[[114.9,27.8],[114.91,27.8]]}"""), ("width", "0"))).Refusal);
    }

    private static JsonNode Layer(JsonNode check, string code) => check["layers"]!.AsArray().Single(l => (string)l!["code"]! == code)!;

    private static (string Verdict, double Area, double Share) Of(JsonNode check, string code) =>
        Layer(check, code) is var l ? ((string)l["verdict"]!, Math.Round((double)l["squareMetres"]!, 1), Math.Round((double)l["share"]!, 4)) : default;
}
