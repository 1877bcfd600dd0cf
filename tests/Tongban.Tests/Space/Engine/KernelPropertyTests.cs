using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Operation.Distance;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.Valid;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Tests.Space.Engine;

/// <summary>What must hold of any two areas, on polygons at random, many of which share edges, corners and holes.</summary>
public class KernelPropertyTests
{
    private const double X = 500_000, Y = 3_400_000;

    [Fact]
    public void The_integral_is_the_area_of_the_librarys_intersection() => ForAll(150, random =>
    {
        var (one, other) = (Any(random), Any(random));
        var expected = EngineData.Overlay(one, other).Area;
        var integral = EngineData.Integral(SiteGeometry.Of(one), SiteGeometry.Of(other));
        return Math.Abs(integral - expected) <= EngineData.Tolerance(expected);
    });

    [Fact]
    public void The_integral_does_not_depend_on_which_comes_first_or_where_they_lie() => ForAll(200, random =>
    {
        var (one, other) = (Any(random), Any(random));
        var integral = EngineData.Integral(SiteGeometry.Of(one), SiteGeometry.Of(other));
        var swapped = EngineData.Integral(SiteGeometry.Of(other), SiteGeometry.Of(one));
        var (dx, dy) = (random.Next(-40_000, 40_000), random.Next(-200_000, 200_000));
        var moved = EngineData.Integral(SiteGeometry.Of(Moved(one, dx, dy)), SiteGeometry.Of(Moved(other, dx, dy)));
        return Math.Abs(integral - swapped) <= EngineData.Tolerance(integral) && Math.Abs(integral - moved) <= EngineData.Tolerance(integral) * 10;
    });

    [Fact]
    public void Cut_in_two_the_parts_have_what_the_whole_has() => ForAll(100, random =>
    {
        var (one, other) = (Any(random), Any(random));
        var cut = Y + random.Next(-300, 300);
        var south = LibraryGeometry.Polygons(EngineData.Overlay(one, [PlanarPolygon.Rectangle(X - 5000, Y - 5000, X + 5000, cut)]));
        var north = LibraryGeometry.Polygons(EngineData.Overlay(one, [PlanarPolygon.Rectangle(X - 5000, cut, X + 5000, Y + 5000)]));
        var whole = EngineData.Integral(SiteGeometry.Of(one), SiteGeometry.Of(other));
        var parts = new[] { south, north }.Where(p => p.Count > 0).Sum(p => EngineData.Integral(SiteGeometry.Of(p), SiteGeometry.Of(other)));
        return Math.Abs(whole - parts) <= 10 * EngineData.Tolerance(whole);
    });

    [Fact]
    public void The_clippers_rings_are_valid_and_have_the_integrals_area() => ForAll(250, random =>
    {
        var (one, other) = (SiteGeometry.Of(Any(random)), SiteGeometry.Of(Any(random)));
        var integral = EngineData.Integral(one, other);
        if (integral <= 1e-3)
            return true;
        var clipper = new Clipper();
        if (clipper.Clip(one.Edges, other.Edges, one.Bounds.And(other.Bounds), integral) is not ClipOutcome.Done)
            return clipper.IsDelicate; // a hole that touches its shell along an edge, and the like: left to the library
        var whole = clipper.LeftOverIsOfSite ? one.Area : other.Area;
        var polygons = clipper.Rings.Polygons();
        return Math.Abs(polygons.Sum(p => p.Area) - integral) <= EngineData.Tolerance(integral)
            && Math.Abs(clipper.Rings.Area + clipper.LeftOver - whole) <= EngineData.Tolerance(whole)
            && (clipper.IsDelicate || polygons.TrueForAll(p => new IsValidOp(LibraryGeometry.Of(p)).IsValid));
    });

    [Fact]
    public void The_nearest_feature_is_the_librarys()
    {
        using var data = new EngineData();
        ForAll(25, random =>
        {
            var polygons = Enumerable.Range(0, 60).Select(_ => EngineData.Star(random, X + random.Next(-9000, 9000), Y + random.Next(-9000, 9000), 20 + random.Next(400), 3 + random.Next(90))).ToArray();
            var site = EngineData.Star(random, X, Y, 50 + random.Next(800), 3 + random.Next(200));
            using var set = LayerSet.Open(EngineData.Epsg, [data.Layer("L01", EngineData.Features(polygons))]);
            var found = data.Engine.Check(set, SiteGeometry.Of([site]), new() { Distances = true })[0];
            var expected = polygons.Min(p => DistanceOp.Distance(LibraryGeometry.Of(p), LibraryGeometry.Of(site)));
            return found.Nearest is { } nearest && (found.SquareMetres > 0 ? nearest.Metres == 0 && expected == 0 : Math.Abs(nearest.Metres - expected) <= 1e-7);
        });
    }

    [Fact]
    public void Where_features_cover_common_ground_it_counts_once()
    {
        using var data = new EngineData();
        ForAll(20, random =>
        {
            var polygons = Enumerable.Range(0, 30).Select(_ => EngineData.Star(random, X + random.Next(-600, 600), Y + random.Next(-600, 600), 50 + random.Next(300), 8 + random.Next(60), random.Next(2) == 0)).ToArray();
            var site = EngineData.Star(random, X, Y, 700, 3 + random.Next(100));
            using var set = LayerSet.Open(EngineData.Epsg, [data.Layer("L01", EngineData.Features(polygons))]);
            var found = data.Engine.Check(set, SiteGeometry.Of([site]), new() { Geometry = true })[0];
            var union = NetTopologySuite.Operation.OverlayNG.OverlayNGRobust.Union(polygons.Select(p => (NetTopologySuite.Geometries.Geometry)LibraryGeometry.Of(p)).ToList());
            var expected = NetTopologySuite.Operation.OverlayNG.OverlayNGRobust.Overlay(LibraryGeometry.Of(site), union, SpatialFunction.Intersection).Area;
            return Math.Abs(found.SquareMetres - expected) <= 10 * EngineData.Tolerance(expected) && found.SelfCheck is SelfCheck.Passed
                && Math.Abs(found.Parts.Sum(p => p.Polygon.Area) - expected) <= 10 * EngineData.Tolerance(expected)
                && found.Features.All(f => Math.Abs(f.SquareMetres - EngineData.Overlay([site], [polygons[f.Feature]]).Area) <= EngineData.Tolerance(expected));
        });
    }

    /// <summary>Two districts of a square kilometre, one of which reaches over the other by four square centimetres in one place. As in Cambridge's neighbourhoods.</summary>
    [Fact]
    public void Large_neighbours_that_overlap_by_a_hair_count_once()
    {
        using var data = new EngineData();
        var west = EngineData.Square(X - 1000, Y - 500, 1000);
        PlanarPolygon east = new([X, Y - 500, X + 1000, Y - 500, X + 1000, Y + 500, X, Y + 500, X, Y + 0.4, X - 0.002, Y + 0.2, X, Y]);
        using var set = LayerSet.Open(EngineData.Epsg, [data.Layer("L01", EngineData.Features(west, east))]);
        var found = data.Engine.Check(set, SiteGeometry.Of([EngineData.Square(X - 10, Y - 10, 20)]), new() { Geometry = true })[0];
        Assert.Equal(400, found.SquareMetres, 1e-6);
        Assert.Equal(SelfCheck.Passed, found.SelfCheck);
    }

    [Fact]
    public void Ground_in_common_belongs_to_the_layer_it_was_found_in()
    {
        using var data = new EngineData();
        var (near, far) = (EngineData.Features(EngineData.Square(X, Y, 50), EngineData.Square(X - 80, Y - 80, 60)), EngineData.Features(EngineData.Square(X + 5000, Y, 50)));
        using var set = LayerSet.Open(EngineData.Epsg, [data.Layer("L01", far), data.Layer("L02", far), data.Layer("L03", near), data.Layer("L04", far), data.Layer("L05", near.Take(1)), data.Layer("L06", far)]);
        foreach (var found in data.Engine.Check(set, SiteGeometry.Of([EngineData.Square(X - 100, Y - 100, 200)]), new() { Geometry = true }))
        {
            Assert.Equal((found.LayerCode, found.LayerCode switch { "L03" => 2, "L05" => 1, _ => 0 }), (found.LayerCode, found.Parts.Count));
            Assert.Equal(found.SquareMetres, found.Parts.Sum(p => p.Polygon.Area), 1e-6);
        }
    }

    [Fact]
    public void The_library_is_told_to_use_its_newer_overlay() =>
        Assert.Same(NetTopologySuite.Geometries.GeometryOverlay.NG, LibraryGeometry.Services.GeometryOverlay);

    private static List<PlanarPolygon> Any(Random random) => random.Next(4) switch
    {
        0 => EngineData.Blocks(random, X + (100 * random.Next(-3, 3)), Y + (100 * random.Next(-3, 3)), 100, 2 + random.Next(5), 0.6),
        1 => [EngineData.Star(random, X + random.Next(-300, 300), Y + random.Next(-300, 300), 400, 3 + random.Next(12))],
        2 => [EngineData.Star(random, X + random.Next(-300, 300), Y + random.Next(-300, 300), 700, 20 + random.Next(900), hole: true)],
        _ => [PlanarPolygon.Rectangle(X - (50 * random.Next(1, 9)), Y - (50 * random.Next(1, 9)), X + (50 * random.Next(1, 9)), Y + (50 * random.Next(1, 9)))],
    };

    private static List<PlanarPolygon> Moved(List<PlanarPolygon> polygons, double dx, double dy)
    {
        return [.. polygons.Select(p => new PlanarPolygon(Ring(p.Shell), [.. p.Holes.Select(Ring)]))];

        double[] Ring(double[] ring) => [.. ring.Select((v, i) => v + (i % 2 == 0 ? dx : dy))];
    }

    private static void ForAll(int times, Func<Random, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times).WithReplay(20_251_122, 4711), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new Random(seed))));
}
