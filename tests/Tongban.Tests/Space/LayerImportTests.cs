using System.IO.Compression;
using System.Text;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Space.Contracts;
using Tongban.Space.Engine.Files;
using Tongban.Space.Import;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Space;

/// <summary>Files of every kind, sound and hostile, read into the engine's layer file.</summary>
public class LayerImportTests
{
    private static readonly LayerCatalogue Catalogue = LayerCatalogue.Read(Path.Combine(Repository.Root, "catalog", "xinyu"), CityCatalogue.Read(Path.Combine(Repository.Root, "catalog", "xinyu")).Value!).Value!;

    private static readonly ImportOptions Plane = new("EPSG:4547");

    [Fact]
    public async Task The_same_square_comes_out_of_every_format()
    {
        var square = LayerFiles.Square(588_000, 3_076_000, 100);
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        foreach (var (name, file, options) in new (string, byte[], ImportOptions)[]
        {
            ("csv", LayerFiles.Csv(("1", "", square)), Plane),
            ("gpkg", LayerFiles.GeoPackage(4547, ("农田", square)), new()),
            ("shp, GBK", LayerFiles.Shapefile(gbk, "GBK", LayerFiles.Prj, "名称", ("农田", square)), new()),
            ("shp, UTF-8", LayerFiles.Shapefile(Encoding.UTF8, "UTF-8", LayerFiles.Prj, "名称", ("农田", square)), new()),
            ("shp without code page", LayerFiles.Shapefile(gbk, null, LayerFiles.Prj, "名称", ("农田", square)), new()),
        })
        {
            await using var built = await BuildAsync("L01", file, options);
            Assert.True(built.Result.Error is null, $"{name}: {built.Result.Error?.Text.En}");
            Assert.Equal((1, 10_000), (built.Value.Summary.Features, Math.Round(built.Value.Summary.Area, 6)));
            using var layer = LayerFile.Open(built.Value.LayerFile, built.Value.Summary.Hash);
            Assert.Equal(("L01", 4547), (layer.Code, layer.Epsg));
            if (name is not "csv")
                Assert.Contains("农田", Encoding.UTF8.GetString(layer.Attributes(0)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_file_gives_the_same_hash()
    {
        var file = LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100)), ("b", "", LayerFiles.Square(589_000, 3_076_000, 50)));
        await using var once = await BuildAsync("L01", file, Plane);
        await using var again = await BuildAsync("L01", file, Plane);
        Assert.Equal(once.Value.Summary.Hash, again.Value.Summary.Hash);
    }

    [Fact]
    public async Task Degrees_are_transformed_and_wgs84_is_said_to_be_taken_for_cgcs2000()
    {
        const string Json = """{"type":"FeatureCollection","features":[{"type":"Feature","id":"x1","properties":{"名称":"甲"},"geometry":{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}}]}""";
        await using var built = await BuildAsync("L01", Encoding.UTF8.GetBytes(Json), new());
        Assert.Equal(273_050.9, built.Value.Summary.Area, 0.5);
        Assert.Contains(built.Value.Findings, f => f.Code == "datum-taken-as-cgcs2000");
        using var layer = LayerFile.Open(built.Value.LayerFile);
        Assert.Equal("x1", layer.FeatureId(0));
        // Declared to be CGCS2000, nothing has to be said.
        await using var declared = await BuildAsync("L01", Encoding.UTF8.GetBytes(Json), new("EPSG:4490"));
        Assert.DoesNotContain(declared.Value.Findings, f => f.Code == "datum-taken-as-cgcs2000");
    }

    [Fact]
    public async Task Every_feature_that_cannot_be_used_is_named_with_its_reason()
    {
        await using var built = await BuildAsync("L01", LayerFiles.Csv(
            ("good", "", LayerFiles.Square(588_000, 3_076_000, 100)), ("empty", "", ""), ("swapped", "", LayerFiles.Square(3_076_000, 588_000, 100)), ("prefixed", "", LayerFiles.Square(38_588_000, 3_076_000, 100)),
            ("line", "", "LINESTRING(588000 3076000,588100 3076000)"), ("text", "", "POLYGON((1 2"), ("degrees", "", "POLYGON((114.9 27.8,114.91 27.8,114.91 27.81,114.9 27.8))")), Plane);

        Assert.Equal((1, 6), (built.Value.Summary.Features, built.Value.Rejected));
        Assert.Equal(["no-geometry", "axes-swapped", "zone-prefix", "wrong-type", "broken-geometry", "degrees-not-metres"], built.Value.Findings.Where(f => f.Kind is FindingKind.Rejected).OrderBy(f => f.Row).Select(f => f.Code));
        Assert.Equal(["empty", "swapped", "prefixed", "line", "text", "degrees"], built.Value.Findings.Where(f => f.Kind is FindingKind.Rejected).OrderBy(f => f.Row).Select(f => f.Id));
        // Where something was rejected the layer is not complete: its place is cut out of the coverage.
        using var layer = LayerFile.Open(built.Value.LayerFile);
        Assert.Contains(layer.CoverageGeometry(), p => p.Holes.Count == 1);
    }

    [Fact]
    public async Task A_bow_tie_is_repaired_and_its_areas_before_and_after_are_told()
    {
        await using var built = await BuildAsync("L01", LayerFiles.Csv(
            ("bow", "", "POLYGON((588000 3076000,588100 3076100,588100 3076000,588000 3076050,588000 3076000))"),
            ("spike", "", "POLYGON((589000 3076000,589100 3076000,589100 3076100,589100 3076200,589100 3076100,589000 3076100,589000 3076000))")), Plane);

        var bow = Assert.Single(built.Value.Findings, f => f.Kind is FindingKind.RepairedChanged);
        Assert.Equal("bow", bow.Id);
        Assert.True(bow.After > bow.Before);
        Assert.NotNull(bow.Place);
        var spike = Assert.Single(built.Value.Findings, f => f.Kind is FindingKind.Repaired);
        Assert.Equal((10_000.0, 10_000.0), (Math.Round(spike.Before!.Value, 3), Math.Round(spike.After!.Value, 3)));
        Assert.Equal((2, 1), (built.Value.Repaired, built.Value.AreaChanged));
    }

    [Fact]
    public async Task Overlaps_are_found_and_ground_counts_once()
    {
        await using var built = await BuildAsync("L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100)), ("b", "", LayerFiles.Square(588_050, 3_076_000, 100)), ("c", "", LayerFiles.Square(588_150, 3_076_000, 100))), Plane);

        Assert.Equal((1, 5_000.0, 25_000.0), (built.Value.Overlaps, Math.Round(built.Value.OverlapM2, 6), Math.Round(built.Value.Summary.Area, 6)));
        Assert.Contains(built.Value.Findings, f => f.Kind is FindingKind.Overlap && f.Id == "a" && f.Text.En.Contains("'b'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Zones_are_recognised_and_an_unknown_one_is_never_milder()
    {
        await using var built = await BuildAsync("L22", LayerFiles.Csv(("a", "二级保护区", LayerFiles.Square(588_000, 3_076_000, 100)), ("b", "g1", LayerFiles.Square(589_000, 3_076_000, 100)), ("c", "?", LayerFiles.Square(590_000, 3_076_000, 100))), Plane);

        using var layer = LayerFile.Open(built.Value.LayerFile);
        Assert.Equal(["g2", "g1", null], Enumerable.Range(0, 3).Select(i => (string?)global::System.Text.Json.Nodes.JsonNode.Parse(Encoding.UTF8.GetString(layer.Attributes(i)))!["zone"]));
        Assert.Equal("c", Assert.Single(built.Value.Findings, f => f.Code == "zone-unknown").Id);
    }

    [Fact]
    public async Task Lines_become_areas_by_the_distance_of_their_class()
    {
        const string Line = "LINESTRING(588000 3076000,589000 3076000)";
        await using var built = await BuildAsync("L32", LayerFiles.Csv(("p", "油气管道", Line), ("e", "power-10", "LINESTRING(588000 3078000,589000 3078000)"), ("u", "其他", "LINESTRING(588000 3080000,589000 3080000)")), Plane);

        using var layer = LayerFile.Open(built.Value.LayerFile);
        Assert.Equal(["p/pipeline-5", "p/pipeline-50", "e", "u"], Enumerable.Range(0, 4).Select(layer.FeatureId));
        Assert.Equal(10_000 + (Math.PI * 25), layer.FeatureArea(0), 1.0);
        Assert.Equal(100_000 + (Math.PI * 2_500), layer.FeatureArea(1), 30.0);
        // A class nobody knows gets the greatest distance.
        Assert.Equal(layer.FeatureArea(1), layer.FeatureArea(3), 1e-3);
        Assert.Equal("u", Assert.Single(built.Value.Findings, f => f.Code == "class-unknown").Id);
    }

    [Fact]
    public async Task Hostile_and_broken_files_are_refused_in_words()
    {
        var shape = LayerFiles.Shapefile(Encoding.UTF8, "UTF-8", LayerFiles.Prj, "名称", ("农田", LayerFiles.Square(588_000, 3_076_000, 100)));
        var gpkg = LayerFiles.GeoPackage(4547, ("农田", LayerFiles.Square(588_000, 3_076_000, 100)));
        foreach (var (name, file, options, code) in new (string, byte[], ImportOptions, string)[]
        {
            ("nothing known", [1, 2, 3, 4], Plane, "space.import-format"),
            ("markup", "<kml/>"u8.ToArray(), Plane, "space.import-format"),
            ("text without geometry", "a,b\n1,2\n"u8.ToArray(), Plane, "space.import-format"),
            ("zip of a zip", LayerFiles.Zip(("a.shp", [1]), ("inner.zip", shape)), Plane, "space.import-zip"),
            ("path out of the zip", LayerFiles.Zip(("../../a.shp", [1])), Plane, "space.import-zip"),
            ("two layers", LayerFiles.Zip(("a.shp", [1]), ("b.shp", [1])), Plane, "space.import-zip"),
            ("no shapes", LayerFiles.Zip(("a.dbf", [1])), Plane, "space.import-zip"),
            ("bomb", LayerFiles.Zip(("a.shp", new byte[40 << 20])), Plane, "space.import-zip"),
            ("short shapes", LayerFiles.Zip(("a.shp", [1, 2, 3])), Plane, "space.import-damaged"),
            ("cut off zip", shape[..^40], Plane, "space.import-damaged"),
            ("cut off gpkg", gpkg[..^4096], new(), "space.import-damaged"),
            ("gpkg header only", gpkg[..60], new(), "space.import-damaged"),
            ("deep json", Encoding.UTF8.GetBytes("{\"type\":\"FeatureCollection\",\"features\":" + new string('[', 500) + new string(']', 500) + "}"), new(), "space.import-limit"),
            ("broken json", "{\"type\":\"FeatureCollection\",\"features\":[{]}"u8.ToArray(), new(), "space.import-damaged"),
            ("no features", "{\"type\":\"FeatureCollection\",\"features\":[]}"u8.ToArray(), new(), "space.import-empty"),
            ("no system", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), new(), "space.system-missing"),
            ("no prj", LayerFiles.Shapefile(Encoding.UTF8, null, null, "n", ("a", LayerFiles.Square(588_000, 3_076_000, 100))), new(), "space.system-missing"),
            ("contradiction", gpkg, new("EPSG:4526"), "space.system-contradiction"),
            ("web map", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), new("GCJ-02"), "space.system-shifted"),
            ("missing field", gpkg, new(ZoneField: "XYZ"), "space.import-field"),
            ("missing table", gpkg, new(Table: "XYZ"), "space.import-tables"),
            ("all swapped", LayerFiles.Csv(("a", "", LayerFiles.Square(3_076_000, 588_000, 100))), Plane, "space.import-nothing-usable"),
        })
        {
            await using var built = await BuildAsync("L01", file, options);
            Assert.True(built.Result.Error?.Code == code, $"{name}: {built.Result.Error?.Code ?? "accepted"} instead of {code}");
        }
    }

    [Fact]
    public async Task A_view_in_a_geopackage_is_not_followed()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, LayerFiles.GeoPackage(4547, ("a", LayerFiles.Square(588_000, 3_076_000, 100))));
            using (var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
            {
                db.Open();
                using var command = db.CreateCommand();
                command.CommandText = """ALTER TABLE "land use" RENAME TO hidden; CREATE VIEW "land use" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS fid, '' AS "名称", NULL AS geom FROM n;""";
                command.ExecuteNonQuery();
                command.CommandText = "UPDATE gpkg_contents SET table_name='land use'; UPDATE gpkg_geometry_columns SET table_name='land use'";
                command.ExecuteNonQuery();
            }
            await using var built = await BuildAsync("L01", File.ReadAllBytes(path), new());
            Assert.Equal("space.import-tables", built.Result.Error?.Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Every_geopackage_of_the_conformance_suite_is_answered()
    {
        var files = Directory.GetFiles(Shared("gpkg-samples"), "*.gpkg.gz");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            await using var built = await BuildAsync("L01", Unzip(file), new());
            // They lie in America, Africa and Britain: none of them is land of the city, and each is told why.
            Assert.True(built.Result.Error is { Code.Length: > 0, WayOut: not null }, Path.GetFileName(file));
        }
    }

    [Fact]
    public async Task Every_invalid_collection_is_answered_and_the_process_lives()
    {
        var files = Directory.GetFiles(Path.Combine(Shared("geometry-invalid"), "chrieke"), "*.geojson", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var usable = 0;
        foreach (var file in files)
        {
            // Drawn in Berlin: moved by 101.5 degrees east and 24.7 south, beyond the globe stays beyond the globe.
            var moved = System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), @"\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)", m => FormattableString.Invariant(
                $"[{double.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 101.5:0.##########},{double.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) - 24.7:0.##########}"));
            await using var built = await BuildAsync("L01", Encoding.UTF8.GetBytes(moved), new());
            if (built.Result.Error is { } error)
                Assert.True(error.Text.Zh.Length > 0, file);
            else
                usable++;
        }
        Assert.True(usable > 10, $"only {usable} usable");
    }

    [Theory]
    [InlineData("BASEMAP_Driveways", 8_381, 160, 0), InlineData("RECREATION_SportsAreas", 262, 3, 3), InlineData("FEMA_FloodPlains500Year", 39, 0, 0), InlineData("BASEMAP_Roads", 205, 14, 2)]
    public async Task A_real_layer_is_taken_in_with_every_fault_reported(string layer, int features, int invalid, int unusable)
    {
        // Moved from Cambridge, Massachusetts, into the city by 186.03 degrees east and 14.6 south.
        var text = Encoding.UTF8.GetString(Unzip(Path.Combine(Shared("spatial-layers-cambridge"), "layers", layer + ".geojson.gz")));
        var moved = System.Text.RegularExpressions.Regex.Replace(text, @"\[\s*(-7[\d.]+)\s*,\s*(4[\d.]+)", m => FormattableString.Invariant(
            $"[{double.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 186.03:0.##########},{double.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) - 14.6:0.##########}"));
        await using var built = await BuildAsync("L01", Encoding.UTF8.GetBytes(moved), new("EPSG:4490"));

        Assert.True(built.Result.Error is null, built.Result.Error?.Text.En);
        Assert.Equal(features, built.Value.Summary.Features + built.Value.Rejected);
        Assert.InRange(built.Value.Rejected, unusable, unusable + 4);
        // The counts of the collection are in degrees; a crossing of a nanometre may vanish in the plane.
        Assert.InRange(built.Value.Repaired, (invalid * 4 / 5) - 1, invalid + 4);
        using var opened = LayerFile.Open(built.Value.LayerFile, built.Value.Summary.Hash);
        Assert.Equal(built.Value.Summary.Area, opened.Area);
    }

    private static byte[] Unzip(string file)
    {
        using var from = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private static string Shared(string folder)
    {
        for (var at = new DirectoryInfo(Repository.Root); at is not null; at = at.Parent)
        {
            foreach (var root in (string[])[Path.Combine(at.FullName, "shared"), Path.Combine(at.FullName, "..", "shared")])
            {
                if (Directory.Exists(Path.Combine(root, "data", folder)))
                    return Path.Combine(root, "data", folder);
            }
        }
        Assert.Skip($"the collection shared/data/{folder} is not on this machine");
        return "";
    }

    private static async Task<Built> BuildAsync(string layer, byte[] file, ImportOptions options)
    {
        var scratch = Directory.CreateTempSubdirectory("tongban-test-").FullName;
        var path = Path.Combine(scratch, "upload");
        await File.WriteAllBytesAsync(path, file);
        var coverage = Site.FromGeoJson(LayerFiles.Coverage, "coverage").Value.Site;
        var plane = ReferenceSystem.OfEpsg(Catalogue.Epsg, "epsg").Value;
        return new(scratch, await new LayerBuilder(Catalogue.Find(layer)!, plane).BuildAsync(path, options, coverage, scratch, (_, _, _) => Task.FromResult(true), default));
    }

    private sealed record Built(string Folder, Result<BuiltLayer> Result) : IAsyncDisposable
    {
        public BuiltLayer Value => Result.Value;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
