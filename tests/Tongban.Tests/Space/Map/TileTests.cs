using System.Text;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Import;
using Tongban.Space.Map;

namespace Tongban.Tests.Space.Map;

/// <summary>Tiles say where things are, to the unit, and stay small whatever lies behind them.</summary>
public sealed class TileTests : IDisposable
{
    private const int Epsg = 4547;
    private const double X = 588_000, Y = 3_076_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-tiles-").FullName;
    private readonly List<LayerFile> _open = [];

    public void Dispose()
    {
        _open.ForEach(f => f.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_entity_lies_in_its_tile_where_it_lies_on_the_ground()
    {
        var file = File(("a", null, Square(X, Y, 100)), ("b", null, new PlanarPolygon([X + 110, Y, X + 190, Y, X + 190, Y + 200, X + 110, Y + 200], [[X + 130, Y + 50, X + 130, Y + 150, X + 170, Y + 150, X + 170, Y + 50]])));
        var (tile, features) = DrawAt(file, X + 50, Y + 50, 15);

        Assert.Equal(["a", "b"], features.Select(f => f.Tags["id"]).Order(StringComparer.Ordinal));
        var a = features.Single(f => f.Tags["id"] == "a");
        Assert.Equal(3, a.Type);
        // 10,000 m² in units of the map's scale there; the hole of the other is cut out and turns the other way.
        var metre = Metre(tile);
        Assert.Equal(10_000 * metre * metre, a.Area, 10_000 * metre * metre * 0.01);
        var b = features.Single(f => f.Tags["id"] == "b");
        Assert.Equal(2, b.Paths.Count);
        Assert.Equal(12_000 * metre * metre, b.Area, 12_000 * metre * metre * 0.01);
        var corner = Units(tile, X, Y);
        Assert.Contains(a.Paths[0], p => Math.Abs(p.X - corner.X) <= 1 && Math.Abs(p.Y - corner.Y) <= 1);
    }

    [Fact]
    public void What_lies_elsewhere_is_not_in_the_tile_and_nothing_reaches_far_beyond_its_edge()
    {
        var file = File(("here", null, Square(X, Y, 20_000)), ("far", null, Square(X + 40_000, Y, 100)));
        var (_, features) = DrawAt(file, X + 10_000, Y + 10_000, 15);
        var here = Assert.Single(features);
        Assert.Equal("here", here.Tags["id"]);
        Assert.All(here.Paths.SelectMany(p => p), p => Assert.True(p.X is >= -64 and <= 4160 && p.Y is >= -64 and <= 4160, $"{p}"));
        Assert.True(here.Area >= 4096.0 * 4096, "the tile is not filled");
        Assert.Empty(new TileBuilder(file, zones: false).Build(new(15, 0, 0)));
        Assert.Empty(DrawAt(file, X - 5_000, Y - 5_000, 16).Features);
    }

    [Fact]
    public void The_area_covered_and_the_zone_of_an_entity_are_told()
    {
        var file = File(("core", "core", Square(X, Y, 500)));
        var layers = ReadTile.Of(new TileBuilder(file, zones: true).Build(At(X, Y, 14)));
        Assert.Equal(["coverage", "entities"], layers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("core", "core name"), (layers["entities"][0].Tags["zone"], layers["entities"][0].Tags["name"]));
    }

    [Fact]
    public void A_road_is_a_line_from_afar_and_parcels_are_where_they_are()
    {
        var file = File([("road", null, PlanarPolygon.Rectangle(X, Y, X + 20_000, Y + 40)), .. Enumerable.Range(0, 3_000).Select(i => ($"p{i}", (string?)null, Square(X + (i % 60 * 60), Y + 5_000 + (i / 60 * 60), 50)))]);
        var (tile, features) = DrawAt(file, X + 2_000, Y + 5_000, 9);
        Assert.Equal(2, features.Single(f => f.Tags.GetValueOrDefault("id") == "road").Type);
        // None of the parcels is as large as a pixel; together they still colour the ground they lie on.
        var dense = features.Single(f => f.Tags.ContainsKey("dense"));
        var (west, south) = Units(tile, X, Y + 5_000);
        Assert.All(dense.Paths.SelectMany(p => p), p => Assert.True(p.X >= west - 32 && p.Y <= south + 32, $"{p}"));
        Assert.True(dense.Area > 3_000 * 50 * 50 * Metre(tile) * Metre(tile) * 0.8, $"{dense.Area}");
    }

    [Fact]
    public void A_tile_stays_small_whatever_lies_in_it()
    {
        var random = new Random(7);
        List<(string, string?, PlanarPolygon)> all = [.. Enumerable.Range(0, 40_000).Select(i => ($"p{i}", (string?)null, Square(X + (i % 200 * 55), Y + (i / 200 * 55), 50)))];
        for (var i = 0; i < 20; i++)
            all.Add(($"star{i}", null, Star(random, X + 5_000, Y + 5_000, 4_000, 20_000)));
        var file = File([.. all]);
        foreach (var zoom in new[] { 8, 11, 12, 13, 14 })
        {
            var tile = At(X + 5_000, Y + 5_000, zoom);
            var bytes = new TileBuilder(file, zones: false).Build(tile);
            var features = ReadTile.Of(bytes)["entities"];
            Assert.True(features.Count <= TileBuilder.MaxFeatures + 20 && bytes.Length < 1_500_000, $"zoom {zoom}: {features.Count} features, {bytes.Length} bytes");
            Assert.Equal(bytes, new TileBuilder(file, zones: false).Build(tile));
        }
    }

    [Fact]
    public void A_place_is_asked_about_and_the_coverage_is_known()
    {
        var file = File(("a", null, new PlanarPolygon([X, Y, X + 100, Y, X + 100, Y + 100, X, Y + 100], [[X + 40, Y + 40, X + 40, Y + 60, X + 60, Y + 60, X + 60, Y + 40]])), ("b", null, Square(X + 80, Y, 100)));
        Assert.Equal(["a"], Ids(X + 10, Y + 10));
        Assert.Equal(["a", "b"], Ids(X + 90, Y + 50));
        Assert.Empty(Ids(X + 50, Y + 50));
        Assert.Empty(Ids(X - 1, Y + 10));
        Assert.True(LayerSearch.IsCovered(file, X, Y));
        Assert.False(LayerSearch.IsCovered(file, X - 200_000, Y));

        string[] Ids(double x, double y) => [.. LayerSearch.FeaturesAt(file, x, y).Select(file.FeatureId).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Versions_are_compared_entity_by_entity()
    {
        var before = File(("same", null, Square(X, Y, 100)), ("gone", null, Square(X + 200, Y, 100)), ("moved", null, Square(X + 400, Y, 100)), ("words", "x", Square(X + 600, Y, 100)));
        var after = File(("new", null, Square(X + 800, Y, 50)), ("moved", null, Square(X + 400, Y, 120)), ("same", null, Square(X, Y, 100)), ("words", "y", Square(X + 600, Y, 100)));
        ComparedVersion Side(int n) => new(Guid.Empty, n, "", null, 0, 0);
        var d = VersionComparison.Compare("L01", Side(1), Side(2), before, after);
        Assert.Equal((1, 1, 1, 1, 1), (d.Added, d.Removed, d.Changed, d.Renamed, d.Same));
        Assert.Equal((2_500, 10_000, 4_400), (d.AddedM2, d.RemovedM2, d.ChangedM2));
        Assert.Equal(["gone", "moved", "new", "words"], d.Entities.Select(e => e.Id));
        Assert.Empty(VersionComparison.Compare("L01", Side(1), Side(1), before, before).Entities);
    }

    private LayerFile File(params (string Id, string? Zone, PlanarPolygon Polygon)[] features)
    {
        var path = Path.Combine(_folder, $"{_open.Count}.layer");
        var writer = new LayerFileWriter("L01", Epsg, [PlanarPolygon.Rectangle(X - 100_000, Y - 50_000, X + 100_000, Y + 50_000)]) { FindOverlaps = false };
        foreach (var (id, zone, polygon) in features)
            writer.Add(new LayerFeature(id, [polygon], Encoding.UTF8.GetBytes(zone is null ? "{}" : $$$"""{"zone":"{{{zone}}}","name":"{{{zone}}} name","source":{}}""")));
        writer.Write(path);
        _open.Add(LayerFile.Open(path));
        return _open[^1];
    }

    private static (TileAddress Tile, List<ReadFeature> Features) DrawAt(LayerFile file, double x, double y, int zoom)
    {
        var tile = At(x, y, zoom);
        return (tile, ReadTile.Of(new TileBuilder(file, zones: false).Build(tile)).GetValueOrDefault("entities") ?? []);
    }

    private static TileAddress At(double x, double y, int zoom)
    {
        var (longitude, latitude) = Degrees(x, y);
        var (u, v) = new TileAddress(0, 0, 0).UnitsOf(longitude, latitude);
        var scale = (double)(1 << zoom) / TileAddress.Extent;
        return new(zoom, (int)(u * scale), (int)(v * scale));
    }

    private static (double X, double Y) Units(TileAddress tile, double x, double y) => tile.UnitsOf(Degrees(x, y).Longitude, Degrees(x, y).Latitude);

    private static (double Longitude, double Latitude) Degrees(double x, double y) => ReferenceSystem.OfEpsg(Epsg, "").Value!.ToDegrees()(x, y);

    /// <summary>Units a metre has in the tile.</summary>
    private static double Metre(TileAddress tile) => Units(tile, X + 100, Y).X / 100 - (Units(tile, X, Y).X / 100);

    private static PlanarPolygon Square(double x, double y, double side) => PlanarPolygon.Rectangle(x, y, x + side, y + side);

    private static PlanarPolygon Star(Random random, double x, double y, double radius, int corners)
    {
        var ring = new double[2 * corners];
        for (var i = 0; i < corners; i++)
        {
            var r = radius * (0.5 + (0.5 * random.NextDouble()));
            (ring[2 * i], ring[(2 * i) + 1]) = (x + (r * Math.Cos(i * Math.Tau / corners)), y + (r * Math.Sin(i * Math.Tau / corners)));
        }
        return new(ring);
    }
}
