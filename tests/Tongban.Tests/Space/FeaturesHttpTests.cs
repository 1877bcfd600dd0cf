using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Export;
using Tongban.Space.Import;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space;

/// <summary>Layers and sites by OGC API Features, and as GeoPackages.</summary>
public class FeaturesHttpTests
{
    private const string Code = "L01", At = "/ogc/collections/L01/items";

    [Fact]
    public async Task Published_layers_are_collections_that_can_be_asked_by_place_time_and_property()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        await PublishAsync(city, Code, LayerFiles.Csv([.. Enumerable.Range(0, 7).Select(i => ($"p{i}", "", LayerFiles.Square(588_000 + (200 * i), 3_076_000, 100)))]));
        var between = city.App.Clock.Now;
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        using var anyone = city.App.NewClient();
        async Task<JsonNode> GetAsync(string address) => (await anyone.SayAsync(HttpMethod.Get, address)).Ok().Json;

        // Landing page and the way down, every link of ours leads somewhere.
        var landing = await GetAsync("/ogc");
        foreach (var rel in new[] { "self", "service-desc", "service-doc", "conformance", "data" })
            Assert.Contains(landing["links"]!.AsArray(), l => (string)l!["rel"]! == rel);
        Assert.Contains((await GetAsync("/ogc/conformance"))["conformsTo"]!.AsArray(), c => (string)c! == "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
        var collection = Assert.Single((await GetAsync("/ogc/collections"))["collections"]!.AsArray(), c => (string)c!["id"]! == Code)!;
        foreach (var link in landing["links"]!.AsArray().Concat(collection["links"]!.AsArray()).Where(l => (string)l!["rel"]! is not "enclosure"))
            (await anyone.SayAsync(HttpMethod.Get, new Uri((string)link!["href"]!).PathAndQuery)).Ok();
        Assert.Contains("\"squareMetres\"", (await anyone.SayAsync(HttpMethod.Get, $"/ogc/collections/{Code}/queryables")).Ok().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("source.", (await anyone.SayAsync(HttpMethod.Get, $"/ogc/collections/{Code}/queryables")).Ok().Text, StringComparison.Ordinal);

        // All of it, three at a time; the same links go on in the same version when another is published between two pages.
        var first = await GetAsync($"{At}?limit=3");
        await PublishAsync(city, Code, LayerFiles.Csv(("new", "", LayerFiles.Square(590_000, 3_076_000, 100))));
        List<string> seen = [.. Ids(first)];
        for (var next = Next(first); next is not null;)
        {
            var page = await GetAsync(next);
            seen.AddRange(Ids(page));
            next = Next(page);
        }
        Assert.Equal(["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"], seen);
        Assert.Equal(["2.1"], Ids(await GetAsync(At)));
        Assert.Equal(7, Ids(await GetAsync($"{At}?datetime={Uri.EscapeDataString(between.UtcDateTime.ToString("O"))}")).Count);
        Assert.Equal(["2.1"], Ids(await GetAsync($"{At}?datetime={Uri.EscapeDataString(between.UtcDateTime.ToString("O"))}%2F..")));
        Assert.Empty(Ids(await GetAsync($"{At}?datetime=2020-01-01T00:00:00Z")));

        // In degrees, in the order of the authority, and in the plane: the square of 100 m around its own corner.
        var one = await anyone.SayAsync(HttpMethod.Get, $"{At}/2.1");
        Assert.Equal(("application/geo+json", "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"), (one.MediaType, one.Headers.GetValues("Content-Crs").Single()));
        Assert.InRange((double)Corner(one.Json)[0]!, 114.9, 114.92);
        Assert.InRange((double)Corner((await anyone.SayAsync(HttpMethod.Get, $"{At}/2.1?crs=http://www.opengis.net/def/crs/EPSG/0/4490")).Json)[0]!, 27.7, 27.9);
        Assert.InRange((double)Corner((await anyone.SayAsync(HttpMethod.Get, $"{At}/2.1?crs=http://www.opengis.net/def/crs/EPSG/0/4547")).Json)[0]!, 3_076_000, 3_076_100);
        Assert.Equal(["2.1"], Ids(await GetAsync($"{At}?bbox=3076050,590050,3076060,590060&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4547")));
        Assert.Empty(Ids(await GetAsync($"{At}?bbox=3076101,590101,3076200,590200&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4547")));
        Assert.Equal(["2.1"], Ids(await GetAsync($"{At}?bbox=114,27,116,29")));
        Assert.Equal(["2.1"], Ids(await GetAsync($"{At}?entity=new&level=forbidden")));
        Assert.Empty(Ids(await GetAsync($"{At}?entity=old")));
        Assert.Equal(["2.1"], Ids(await GetAsync($"{At}?filter={Uri.EscapeDataString("entity LIKE 'n%' AND squareMetres BETWEEN 9999 AND 10001 AND S_INTERSECTS(geometry, BBOX(114,27,116,29))")}")));
        Assert.Contains("<table>", (await anyone.SayAsync(HttpMethod.Get, $"{At}?f=html")).Ok().Text, StringComparison.Ordinal);

        foreach (var (query, code) in new[]
        {
            ("limit=0", "space.bad-parameter"), ("limit=x", "space.bad-parameter"), ("bbox=1,2,3", "space.bad-parameter"), ("bbox=1,2,3,nan", "space.bad-parameter"), ("bbox=4,4,3,3", "space.bad-parameter"), ("bbox=1,1,2,2&bbox=1,1,2,2", "space.bad-parameter"),
            ("datetime=x", "space.bad-parameter"), ("crs=x", "space.unknown-crs"), ("nothing=1", "space.unknown-parameter"), ("filter=x", "space.bad-filter"), ("filter-lang=cql2-json&filter=x", "space.bad-parameter"), ("squareMetres=x", "space.bad-parameter"), ("f=xml", "space.bad-parameter"),
            ("source.BSM=p1", "space.unknown-parameter"),
        })
            Assert.Equal((HttpStatusCode.BadRequest, code), (await anyone.SayAsync(HttpMethod.Get, $"{At}?{query}")).Refusal);
        Assert.Equal((HttpStatusCode.NotFound, "space.no-such-collection"), (await anyone.SayAsync(HttpMethod.Get, "/ogc/collections/L02/items")).Refusal);
        Assert.Equal((HttpStatusCode.NotFound, "space.no-such-feature"), (await anyone.SayAsync(HttpMethod.Get, $"{At}/3.1")).Refusal);
        // More than the greatest limit is answered with that.
        Assert.Single(Ids(await GetAsync($"{At}?limit=1000000")));

        // Attributes of the source are for officers.
        var officer = await city.OfficerAsync("FGW@360500");
        Assert.Equal(["2.1"], Ids((await officer.SayAsync(HttpMethod.Get, $"{At}?source.BSM=new")).Ok().Json));
        Assert.Equal("new", (string)(await officer.SayAsync(HttpMethod.Get, $"{At}/2.1")).Ok().Json["properties"]!["source.BSM"]!);
    }

    [Fact]
    public async Task Sites_are_shown_to_those_who_may_see_them()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var owner = await city.RegisterAsync("owner", CityByHttp.Enterprise);
        var other = await city.RegisterAsync("other", CityByHttp.OtherEnterprise, "新余示范光伏科技有限公司");
        var (code, _) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing);
        using var anyone = city.App.NewClient();
        const string Sites = "/ogc/collections/sites/items";
        foreach (var (reader, sees) in new[] { (anyone, false), (other, false), (owner, true), (await city.OfficerAsync("SLJ@360500"), true) })
        {
            Assert.Equal(sees ? [$"project:{code}"] : [], Ids((await reader.SayAsync(HttpMethod.Get, Sites)).Ok().Json));
            Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await reader.SayAsync(HttpMethod.Get, $"{Sites}/project:{code}")).Status);
        }
        Assert.Single(Ids((await owner.SayAsync(HttpMethod.Get, $"{Sites}?bbox=114,27,116,29&kind=project")).Ok().Json));
        Assert.Empty(Ids((await owner.SayAsync(HttpMethod.Get, $"{Sites}?bbox=114,28,116,29")).Ok().Json));
    }

    [Fact]
    public async Task A_layer_and_a_check_go_out_as_GeoPackages_and_come_back_the_same()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        // A hole, two parts, and an overlap that the layer's own area counts once.
        const string Holed = "POLYGON((588000.123 3076000.456,588100.789 3076000.1,588100.2 3076100.3,588000.4 3076100.5,588000.123 3076000.456),(588020 3076020,588020 3076040,588040 3076040,588040 3076020,588020 3076020))";
        const string Parts = "MULTIPOLYGON(((588050 3076050,588150 3076050,588150 3076150,588050 3076150,588050 3076050)),((589000 3076000,589010 3076000,589000 3076010,589000 3076000)))";
        var version = await PublishAsync(city, Code, LayerFiles.Csv(("a", "", Holed), ("b", "", Parts)));
        var officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        var before = (await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{version}")).Ok().Json["outcome"]!;
        using var anyone = city.App.NewClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{version}/layer.gpkg")).Status);
        var exported = await officer.GetByteArrayAsync($"/api/v1/layer-versions/{version}/layer.gpkg");
        GeoPackageTests.AssertSound(exported, 4547, "L01_v1", "coverage");

        var again = (await LayersByHttp.ReadAsync(officer, Code, exported, ("table", "L01_v1"), ("idField", "entity")))["outcome"]!;
        Assert.Equal(((double)before["areaM2"]!, (int)before["features"]!, (double)before["overlapM2"]!, 0, 0), ((double)again["areaM2"]!, (int)again["features"]!, (double)again["overlapM2"]!, (int)again["rejected"]!, (int)again["repaired"]!));

        var check = (await officer.SayAsync(HttpMethod.Post, "/api/v1/site-checks", new { text = """{"type":"Polygon","coordinates":[[[114.89,27.79],[114.9,27.79],[114.9,27.8],[114.89,27.8],[114.89,27.79]]]}""", title = "=1+1" })).Ok().Json;
        var layer = check["layers"]!.AsArray().Single(l => (string)l!["code"]! == Code)!;
        Assert.Equal("hit", (string)layer["verdict"]!);
        var result = await officer.GetByteArrayAsync($"/api/v1/site-checks/{check["id"]}/result.gpkg");
        GeoPackageTests.AssertSound(result, 4547, "site", "common_ground");
        using var db = GeoPackageTests.Open(result);
        Assert.Equal((double)layer["squareMetres"]!, (double)GeoPackageTests.Value(db, "SELECT sum(square_metres) FROM common_ground WHERE code = 'L01'")!, 1e-6);
        Assert.Equal(33L, GeoPackageTests.Value(db, "SELECT count(*) FROM layers"));
        if (Gdal.IsInstalled)
        {
            var (layerFile, checkFile) = (GeoPackageTests.Open(exported), GeoPackageTests.Open(result));
            Assert.Equal([("L01_v1", (2, 4547)), ("coverage", (1, 4547))], Gdal.Describe(layerFile.DataSource).Select(t => (t.Key, (t.Value.Count, t.Value.Epsg!.Value))).OrderBy(t => t.Key, StringComparer.Ordinal));
            var described = Gdal.Describe(checkFile.DataSource);
            Assert.Equal((1, 33), (described["site"].Count, described["layers"].Count));
            Assert.Equal((4547, (int?)null), (described["common_ground"].Epsg!.Value, described["layers"].Epsg));
            layerFile.Dispose();
            checkFile.Dispose();
        }
        Assert.Equal(HttpStatusCode.NotFound, (await (await city.OfficerAsync("SLJ@360500")).SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{check["id"]}/result.gpkg")).Status);
    }

    private static async Task<string> PublishAsync(CityByHttp city, string layer, byte[] file)
    {
        var officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        var version = (string)(await LayersByHttp.ReadAsync(officer, layer, file, ("epsg", "4547")))["id"]!;
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{version}/publication")).Ok();
        return version;
    }

    private static List<string> Ids(JsonNode page) => [.. page["features"]!.AsArray().Select(f => (string)f!["id"]!)];

    private static string? Next(JsonNode page) => page["links"]!.AsArray().FirstOrDefault(l => (string)l!["rel"]! == "next") is { } next ? new Uri((string)next["href"]!).PathAndQuery : null;

    private static JsonArray Corner(JsonNode feature) => feature["geometry"]!["coordinates"]![0]![0]!.AsArray();
}

/// <summary>The GeoPackages we write, held against the standard.</summary>
public class GeoPackageTests
{
    [Fact]
    public void What_is_written_has_the_tables_of_the_standard_and_reads_back_to_the_last_bit()
    {
        var folder = Directory.CreateTempSubdirectory("tongban-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "a.gpkg");
            var plane = ReferenceSystem.OfEpsg(4547, "epsg").Value;
            PlanarPolygon[] shape = [new([588_000.1, 3_076_000.2, 588_100.3, 3_076_000.4, 588_100.5, 3_076_100.6], [[588_050, 3_076_010, 588_060, 3_076_010, 588_060, 3_076_020]]), PlanarPolygon.Rectangle(589_000, 3_076_000, 589_100, 3_076_100)];
            using (var package = new GeoPackageWriter(path, plane, new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero)))
            {
                var areas = package.Areas("图层 \"x\"", "一个图层", ("名称", "TEXT"), ("面积", "REAL"));
                areas.Add(shape, "=HYPERLINK(1)", 1.5);
                areas.Add([], null, null);
                package.Rows("rows", "", ("n", "INTEGER")).Add(5);
                package.Finish();
            }
            AssertSound(File.ReadAllBytes(path), 4547, "图层 \"x\"");
            using var source = LayerSource.Open(path, new ImportOptions(), "file", folder).Value;
            var read = source.Read(default).ToList();
            Assert.Equal((4547, 2), (source.System.Epsg, read.Count));
            Assert.Equal(["no-geometry"], read.Select(r => r.Fault?.Code).OfType<string>());
            Assert.Equal("=HYPERLINK(1)", read[0].Attribute("名称"));
            var back = LibraryGeometry.Polygons(read[0].Geometry!);
            Assert.Equal(shape.Sum(p => p.Area), back.Sum(p => p.Area));
            Assert.Equal([588_000.1, 3_076_000.2, 588_100.3, 3_076_000.4, 588_100.5, 3_076_100.6, 588_000.1, 3_076_000.2], back[0].Shell);
            Assert.Single(back[0].Holes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void GDAL_opens_what_is_written_with_the_same_shapes_to_the_last_bit()
    {
        Assert.SkipUnless(Gdal.IsInstalled, "GDAL is not installed on this machine (package gdal-bin)");
        var folder = Directory.CreateTempSubdirectory("tongban-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "a.gpkg");
            PlanarPolygon[] shape = [new([588_000.123, 3_076_000.2, 588_100.3, 3_076_000.4, 588_100.5, 3_076_100.6], [[588_050, 3_076_010, 588_060, 3_076_010, 588_060, 3_076_020.7]]), PlanarPolygon.Rectangle(589_000, 3_076_000, 589_100, 3_076_100)];
            using (var package = new GeoPackageWriter(path, ReferenceSystem.OfEpsg(4547, "epsg").Value, new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero)))
            {
                var areas = package.Areas("农田_v1", "永久基本农田", ("名称", "TEXT"), ("面积", "REAL"));
                areas.Add(shape, "一号", 1.5);
                areas.Add([shape[1]], "二号", 2.5);
                areas.Add([], "三号", null);
                package.Rows("rows", "", ("n", "INTEGER")).Add(5);
                package.Finish();
            }
            var seen = Gdal.Describe(path);
            Assert.Equal([("rows", (1, (int?)null)), ("农田_v1", (3, 4547))], seen.Select(t => (t.Key, t.Value)).OrderBy(t => t.Key, StringComparer.Ordinal));
            var features = Gdal.Features(path, "农田_v1");
            Assert.Equal(["一号", "二号", "三号"], features.Select(f => (string?)f!["properties"]!["名称"]));
            Assert.Equal([1.5, 2.5, null], features.Select(f => (double?)f!["properties"]!["面积"]));
            Assert.Null(features[2]!["geometry"]);
            double[][][] rings = [.. shape.Select(p => (double[][])[p.Shell, .. p.Holes])];
            foreach (var (polygon, i) in features[0]!["geometry"]!["coordinates"]!.AsArray().Select((p, i) => (p!.AsArray(), i)))
            {
                Assert.Equal(rings[i].Length, polygon.Count);
                foreach (var (ring, j) in polygon.Select((r, j) => (r!.AsArray(), j)))
                    Assert.Equal(Closed(rings[i][j]), ring.SelectMany(c => c!.AsArray().Select(v => (double)v!)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double[] Closed(double[] ring) => ring[0] == ring[^2] && ring[1] == ring[^1] ? ring : [.. ring, ring[0], ring[1]];

    internal static SqliteConnection Open(byte[] file)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("tongban-gpkg-").FullName, "a.gpkg");
        File.WriteAllBytes(path, file);
        var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        db.Open();
        return db;
    }

    internal static object? Value(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>OGC 12-128r17: requirements 2 to 19 (header, integrity, systems, contents, geometry columns) and the index of annex F.3.</summary>
    internal static void AssertSound(byte[] file, int epsg, params string[] areas)
    {
        using var db = Open(file);
        Assert.Equal((0x47504B47L, 10_300L), (Value(db, "PRAGMA application_id"), Value(db, "PRAGMA user_version")));
        Assert.Equal("ok", Value(db, "PRAGMA integrity_check"));
        using (var foreign = db.CreateCommand())
        {
            foreign.CommandText = "PRAGMA foreign_key_check";
            Assert.Null(foreign.ExecuteScalar());
        }
        Assert.Equal(3L, Value(db, "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)"));
        Assert.Equal(2L, Value(db, $"SELECT count(*) FROM gpkg_spatial_ref_sys WHERE organization = 'EPSG' AND organization_coordsys_id = srs_id AND srs_id IN (4490, {epsg}) AND length(definition) > 50"));
        foreach (var area in areas)
        {
            var (text, name) = (area.Replace("'", "''", StringComparison.Ordinal), area.Replace("\"", "\"\"", StringComparison.Ordinal));
            Assert.Equal(1L, Value(db, $"SELECT count(*) FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name, srs_id) WHERE table_name = '{text}' AND data_type = 'features' AND geometry_type_name = 'MULTIPOLYGON' AND z = 0 AND m = 0 AND srs_id = {epsg}"));
            Assert.Equal(1L, Value(db, $"SELECT count(*) FROM gpkg_extensions WHERE table_name = '{text}' AND column_name = 'geom' AND extension_name = 'gpkg_rtree_index' AND scope = 'write-only'"));
            Assert.Equal(6L, Value(db, $"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{text}'"));
            var shapes = (long)Value(db, $"SELECT count(*) FROM \"{name}\" WHERE geom IS NOT NULL")!;
            Assert.Equal(shapes, Value(db, $"SELECT count(*) FROM \"rtree_{name}_geom\""));
            Assert.Equal(shapes, Value(db, $"SELECT count(*) FROM \"{name}\" WHERE substr(geom, 1, 4) = x'47500003'"));
            if (shapes > 0)
                Assert.Equal(1L, Value(db, $"SELECT abs(min_x - (SELECT min(minx) FROM \"rtree_{name}_geom\")) < 1 AND abs(max_y - (SELECT max(maxy) FROM \"rtree_{name}_geom\")) < 1 FROM gpkg_contents WHERE table_name = '{text}'"));
        }
    }
}
