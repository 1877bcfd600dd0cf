using System.Net;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Space.Map;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space.Map;

/// <summary>The map over HTTP: tiles of what is published for everyone and for ever, of drafts for those who work on them; places and versions in words.</summary>
public class MapHttpTests
{
    private const string Here = "lon=114.8931&lat=27.795";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Drafts_are_seen_by_their_authority_and_what_is_published_by_everyone(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        using var anyone = city.App.NewClient();
        var first = await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100)), ("b", "", LayerFiles.Square(588_300, 3_076_000, 100))), ("epsg", "4547"));
        var (id, content) = ((string)first["id"]!, (string)first["contentHash"]!);
        var address = TileAt(content);

        // A draft: its authority draws it, to be kept by that browser alone; for anyone else it does not exist, and that answer is not kept.
        using (var drawn = await officer.GetAsync(address))
        {
            Assert.Equal((HttpStatusCode.OK, "application/vnd.mapbox-vector-tile"), (drawn.StatusCode, drawn.Content.Headers.ContentType!.MediaType));
            Assert.True(drawn.Headers.CacheControl!.Private);
            Assert.Equal(["a", "b"], ReadTile.Of(await drawn.Content.ReadAsByteArrayAsync())["entities"].Select(f => f.Tags["id"]).Order(StringComparer.Ordinal));
        }
        using (var refused = await anyone.GetAsync(address))
            Assert.Equal((HttpStatusCode.NotFound, true), (refused.StatusCode, refused.Headers.CacheControl!.NoStore));
        Assert.Equal("space.no-such-version", (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layers:identify?{Here}&version={id}")).Code);
        Assert.Equal("hit", (string)(await officer.SayAsync(HttpMethod.Get, $"/api/v1/layers:identify?{Here}&version={id}")).Ok().Json["layers"]![0]!["verdict"]!);

        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication")).Ok();
        using (var open = await anyone.GetAsync(address))
        {
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
            Assert.True(open.Headers.CacheControl!.Public && open.Headers.CacheControl.MaxAge > TimeSpan.FromDays(300));
        }
        using (var elsewhere = await anyone.GetAsync(new Uri($"/space/tiles/{content}/99/0/0.mvt", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);

        // A place: hit, clear, and not checked where nothing is published; the sentence and the law are there.
        var place = (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layers:identify?{Here}")).Ok().Json;
        Assert.Equal(33, place["layers"]!.AsArray().Count);
        var farmland = place["layers"]!.AsArray().Single(l => (string)l!["code"]! == "L01")!;
        Assert.Equal(("hit", true, "a", "forbidden"), ((string)farmland["verdict"]!, (bool)farmland["covered"]!, (string)farmland["entities"]![0]!["id"]!, (string)farmland["level"]!));
        Assert.Contains("土地管理法", (string)farmland["legalBasis"]!, StringComparison.Ordinal);
        var missing = place["layers"]!.AsArray().Single(l => (string)l!["code"]! == "L02")!;
        Assert.Equal(("notChecked", "no-version", false), ((string)missing["verdict"]!, (string)missing["reason"]!, (bool)missing["covered"]!));
        Assert.Equal("clear", (string)(await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers:identify?lon=115.2&lat=27.8&layers=L01")).Ok().Json["layers"]![0]!["verdict"]!);
        Assert.Equal("outside-coverage", (string)(await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers:identify?lon=116.2&lat=27.8&layers=L01")).Ok().Json["layers"]![0]!["reason"]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "space.no-place"), (await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers:identify?lon=27.8&lat=114.9")).Refusal);

        // The next version against this one.
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        var second = await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 120)), ("c", "", LayerFiles.Square(588_900, 3_076_000, 100))), ("epsg", "4547"));
        var differences = $"/api/v1/layers/L01/differences?from={id}&to={second["id"]}";
        Assert.Equal("space.versions-of-different-layers", (await anyone.SayAsync(HttpMethod.Get, differences)).Code);
        var found = (await officer.SayAsync(HttpMethod.Get, differences)).Ok().Json;
        Assert.Equal((1, 1, 1, 0), ((int)found["added"]!, (int)found["removed"]!, (int)found["changed"]!, (int)found["same"]!));
        Assert.Equal(4_400, (double)found["changedM2"]!, 0.01);

        // The same on pages, in words.
        using var browser = city.App.NewBrowser();
        var map = await browser.GetAsync($"/space/map?{Here}");
        Assert.Contains("永久基本农田", map.Text, StringComparison.Ordinal);
        Assert.Contains("未核对 32 个图层", map.Text, StringComparison.Ordinal);
        Assert.Contains("还没有两个可以比较的版本", (await browser.GetAsync("/space/layers/L01/compare")).Text, StringComparison.Ordinal);
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{second["id"]}/publication")).Ok();
        var compare = await browser.GetAsync("/space/layers/L01/compare");
        Assert.Contains("范围改变", compare.Text, StringComparison.Ordinal);
        Assert.Contains("+4,400", compare.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_common_ground_of_a_check_is_drawn_by_level_for_whoever_sees_the_check()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        await LayersByHttp.PublishedAsync(city, "L01", "POLYGON((587900 3075900,588050 3075900,588050 3076200,587900 3076200,587900 3075900))");
        await LayersByHttp.PublishedAsync(city, "L03", "POLYGON((587900 3075900,588050 3075900,588050 3076200,587900 3076200,587900 3075900))");
        var someone = await city.OfficerAsync("FGW@360500");
        var site = """{"type":"Polygon","coordinates":[[[114.8930,27.7946],[114.8940,27.7946],[114.8940,27.7956],[114.8930,27.7956],[114.8930,27.7946]]]}""";
        var check = (await someone.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = site })).Ok().Json;
        var parts = (await someone.SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{check["id"]}/parts.geojson")).Ok().Json["features"]!.AsArray();
        // Of the urban boundary the part beyond it; the strictest on top.
        Assert.Equal([("L03", "warn"), ("L01", "bad")], parts.Select(p => ((string)p!["properties"]!["code"]!, (string)p["properties"]!["tone"]!)));
        Assert.All(parts, p => Assert.NotEmpty(p!["geometry"]!["coordinates"]!.AsArray()));
        var other = await city.OfficerAsync("SLJ@360500");
        Assert.Equal("space.no-such-check", (await other.SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{check["id"]}/parts.geojson")).Code);
        Assert.Equal("[]", (await someone.SayAsync(HttpMethod.Get, "/space/map/ground.json")).Ok().Json.AsArray().Where(g => (string)g!["kind"]! != "settlement").ToJsonArray());
    }

    [Fact]
    public async Task Whoever_handed_a_file_in_is_told_when_it_was_read()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var officer = await city.OfficerAsync(LayersByHttp.Authority);
        var draft = await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100)), ("none", "", "")), ("epsg", "4547"));
        var notices = (await officer.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text;
        Assert.Contains("永久基本农田", notices, StringComparison.Ordinal);
        Assert.Contains("1 个被拒绝", notices, StringComparison.Ordinal);
        Assert.Contains($"/space/versions/{draft["id"]}", notices, StringComparison.Ordinal);
    }

    private static Uri TileAt(string content)
    {
        var world = new TileAddress(0, 0, 0).UnitsOf(114.8931, 27.795);
        return new(LayerTiles.AddressOf(content).Replace("{z}", "12", StringComparison.Ordinal).Replace("{x}", $"{(int)world.X}", StringComparison.Ordinal).Replace("{y}", $"{(int)world.Y}", StringComparison.Ordinal), UriKind.Relative);
    }
}

file static class Nodes
{
    public static string ToJsonArray(this IEnumerable<JsonNode?> nodes) => $"[{string.Join(',', nodes.Select(n => n?.ToJsonString()))}]";
}
