using System.Globalization;
using System.Text;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Valid;
using Tongban.Foundation;
using Tongban.Space.Contracts;

namespace Tongban.Space.Model;

/// <summary>Checks areas and makes a <see cref="Site"/> of them. All measuring is done in metres, in the site's own zone.</summary>
internal static class SiteBuilder
{
    private const double DuplicateWithin = 0.01;
    private const double SliverWidth = 0.1;
    private const double SmallestArea = 1;
    private const double OverlapTolerance = 1;
    private const int MaxTouchingPairs = 5_000;
    private static readonly GeometryFactory Plane = new(new PrecisionModel());

    public static bool InRange(SitePoint p) => p is { Longitude: >= 73 and <= 136, Latitude: >= 3 and <= 54 };

    public static Result<SiteReading> Build(IReadOnlyList<RawPart> parts, string field, List<SiteWarning> warnings)
    {
        foreach (var point in parts.SelectMany(p => p.Rings).SelectMany(r => r))
        {
            if (!InRange(point))
                return SpaceErrors.OutsideChina(field, point);
        }

        if (parts.SelectMany(p => p.Rings).FirstOrDefault(r => r.Count < 3) is { } poor)
            return SpaceErrors.TooFewPoints(field, poor.Count > 0 ? poor[0] : null);

        var bounds = BoundsOf(parts);
        if (bounds.East - bounds.West > 3 || bounds.North - bounds.South > 3)
            return SpaceErrors.Extent(field);

        var zone = GaussKruger.ZoneOf((bounds.West + bounds.East) / 2);
        if (!Measure(parts, zone, field).TryGet(out var measured, out var error))
            return error;
        if (GaussKruger.ZoneOf(measured.Centroid.Longitude) is var own && own != zone)
        {
            zone = own;
            if (!Measure(parts, zone, field).TryGet(out measured, out error))
                return error;
        }

        if (Overlaps(measured, zone, field) is { } overlap)
            return overlap;

        if (measured.Dropped > 0)
            warnings.Add(new("space.duplicates-removed", new Words("有{0}个相距不足0.01米的重复点，已去除。", "{0} repeated points within 0.01 m were removed.").With(measured.Dropped)));
        warnings.AddRange(measured.Slivers);
        if (GaussKruger.ZoneOf(bounds.West) != GaussKruger.ZoneOf(bounds.East))
            warnings.Add(new("space.crosses-zones", new Words("用地跨越3度带分界，面积统一按重心所在的{0}带计算。", "The site crosses a 3-degree zone border; its area is computed in zone {0}, where its centre lies.").With(zone)));
        warnings.Add(new("space.division-not-checked", ("是否位于申报的行政区内:未核对。", "Whether the site lies in the declared division: not checked.")));

        var (kept, count) = Canonical(measured.Parts);
        return new SiteReading(
            new Site(GeoJson(kept), measured.Polygons.Sum(p => p.Area), BoundsOf(kept), measured.Centroid, zone, count, kept), warnings);
    }

    private static Result<Measured> Measure(IReadOnlyList<RawPart> parts, int zone, string field)
    {
        var plane = GaussKruger.Zone(zone);
        Measured result = new();
        foreach (var part in parts)
        {
            List<IReadOnlyList<SitePoint>> rings = [];
            List<LinearRing> planes = [];
            foreach (var ring in part.Rings)
            {
                var (points, metres) = WithoutDuplicates(ring, plane);
                result.Dropped += ring.Count - points.Count;
                if (points.Count < 3)
                    return SpaceErrors.TooFewPoints(field, ring[0]);
                rings.Add(points);
                planes.Add(Plane.CreateLinearRing([.. metres, metres[0].Copy()]));
            }

            var polygon = Plane.CreatePolygon(planes[0], [.. planes.Skip(1)]);
            if (new IsValidOp(polygon).ValidationError is { } fault)
                return Refuse(fault, plane, field);
            if (polygon.Area < SmallestArea)
                return SpaceErrors.ZeroArea(field, rings[0][0]);
            for (var i = 0; i < planes.Count; i++)
            {
                var area = Math.Abs(Area.OfRing(planes[i].CoordinateSequence));
                if (2 * area / planes[i].Length < SliverWidth)
                    result.Slivers.Add(new("space.sliver", new Words("此处图形过于狭长(平均宽度不足0.1米),可能是绘图误差:{0}。", "This shape is narrower than 0.1 m on average, perhaps a drawing slip: {0}.").With(rings[i][0])) { Place = rings[i][0] });
            }

            result.Polygons.Add(polygon);
            result.Parts.Add(new(rings[0], rings[1..]));
        }

        var centre = Plane.CreateMultiPolygon([.. result.Polygons]).Centroid;
        result.Centroid = plane.Unproject(centre.X, centre.Y);
        return result;
    }

    private static (List<SitePoint> Points, List<Coordinate> Metres) WithoutDuplicates(IReadOnlyList<SitePoint> ring, GaussKruger plane)
    {
        List<SitePoint> points = new(ring.Count);
        List<Coordinate> metres = new(ring.Count + 1);
        foreach (var point in ring)
        {
            var (east, north) = plane.Project(point);
            var corner = new Coordinate(east, north);
            if (metres.Count > 0 && metres[^1].Distance(corner) < DuplicateWithin)
                continue;
            points.Add(point);
            metres.Add(corner);
        }

        while (metres.Count > 1 && metres[^1].Distance(metres[0]) < DuplicateWithin)
        {
            points.RemoveAt(points.Count - 1);
            metres.RemoveAt(metres.Count - 1);
        }

        return (points, metres);
    }

    private static Error Refuse(TopologyValidationError fault, GaussKruger plane, string field)
    {
        var place = Place(fault.Coordinate, plane);
        return fault.ErrorType switch
        {
            TopologyValidationErrors.HoleOutsideShell or TopologyValidationErrors.NestedHoles or TopologyValidationErrors.NestedShells
                or TopologyValidationErrors.DuplicateRings => SpaceErrors.HoleOutside(field, place),
            TopologyValidationErrors.TooFewPoints => SpaceErrors.TooFewPoints(field, plane.Unproject(fault.Coordinate.X, fault.Coordinate.Y)),
            _ => SpaceErrors.SelfCrossing(field, place),
        };
    }

    private static Error? Overlaps(Measured measured, int zone, string field)
    {
        if (measured.Polygons.Count < 2)
            return null;
        STRtree<int> tree = new();
        for (var i = 0; i < measured.Polygons.Count; i++)
            tree.Insert(measured.Polygons[i].EnvelopeInternal, i);
        var pairs = 0;
        for (var i = 0; i < measured.Polygons.Count; i++)
        {
            foreach (var j in tree.Query(measured.Polygons[i].EnvelopeInternal).Where(j => j > i))
            {
                if (++pairs > MaxTouchingPairs)
                    return SpaceErrors.TooEntangled(field);
                var common = OverlayNGRobust.Overlay(measured.Polygons[i], measured.Polygons[j], NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection);
                if (common.Area > OverlapTolerance)
                    return SpaceErrors.PartsOverlap(field, Place(common.PointOnSurface.Coordinate, GaussKruger.Zone(zone)), common.Area);
            }
        }

        return null;
    }

    private static string Place(Coordinate at, GaussKruger plane) => SpaceErrors.Place(plane.Unproject(at.X, at.Y), at.X, at.Y);

    private static SiteBounds BoundsOf(IReadOnlyList<RawPart> parts)
    {
        var points = parts.SelectMany(p => p.Shell).ToList();
        return new(points.Min(p => p.Longitude), points.Min(p => p.Latitude), points.Max(p => p.Longitude), points.Max(p => p.Latitude));
    }

    /// <summary>One boundary, one text: fixed direction, fixed first corner, fixed order.</summary>
    private static (List<RawPart> Parts, int Points) Canonical(IReadOnlyList<RawPart> parts)
    {
        List<RawPart> kept = [.. parts
            .Select(p => new RawPart(Turn(p.Shell, true), [.. p.Holes.Select(h => Turn(h, false)).OrderBy(h => h[0].Longitude).ThenBy(h => h[0].Latitude)]))
            .OrderBy(p => p.Shell[0].Longitude).ThenBy(p => p.Shell[0].Latitude)];
        return (kept, kept.Sum(p => p.Rings.Sum(r => r.Count)));
    }

    private static List<SitePoint> Turn(IReadOnlyList<SitePoint> ring, bool counterClockwise)
    {
        var points = ring.ToList();
        if (SignedArea(points) > 0 != counterClockwise)
            points.Reverse();
        var first = Enumerable.Range(0, points.Count).MinBy(i => (points[i].Longitude, points[i].Latitude));
        return [.. points.Skip(first), .. points.Take(first)];
    }

    /// <summary>Relative to the first corner, so that no digits are lost; positive when counter-clockwise.</summary>
    internal static double SignedArea(IReadOnlyList<SitePoint> ring)
    {
        var sum = 0.0;
        for (var i = 1; i + 1 < ring.Count; i++)
        {
            sum += ((ring[i].Longitude - ring[0].Longitude) * (ring[i + 1].Latitude - ring[0].Latitude))
                - ((ring[i + 1].Longitude - ring[0].Longitude) * (ring[i].Latitude - ring[0].Latitude));
        }

        return sum / 2;
    }

    private static string GeoJson(IReadOnlyList<RawPart> parts)
    {
        var text = new StringBuilder("""{"type":"MultiPolygon","coordinates":[""");
        text.AppendJoin(',', parts.Select(p => $"[{string.Join(',', p.Rings.Select(Ring))}]"));
        return text.Append("]}").ToString();

        static string Ring(IReadOnlyList<SitePoint> ring) => $"[{string.Join(',', ring.Append(ring[0]).Select(Position))}]";

        static string Position(SitePoint p) => string.Create(CultureInfo.InvariantCulture, $"[{p.Longitude:0.########},{p.Latitude:0.########}]");
    }

    private sealed class Measured
    {
        public List<Polygon> Polygons { get; } = [];

        public List<RawPart> Parts { get; } = [];

        public List<SiteWarning> Slivers { get; } = [];

        public SitePoint Centroid { get; set; }

        public int Dropped { get; set; }
    }
}
