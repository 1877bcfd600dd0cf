using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;

namespace Tongban.Space.Import;

/// <summary>Between a boundary in degrees, the library's geometry and the engine's arrays.</summary>
internal static class PlaneShapes
{
    private static readonly GeometryFactory Factory = new(PrecisionModel.Floating.Value);

    /// <summary>A boundary in the plane of the city's layers.</summary>
    public static MultiPolygon InPlane(Site site, ReferenceSystem plane)
    {
        var to = ReferenceSystem.OfEpsg(4490, "epsg").Value.To(plane);
        LinearRing Ring(IReadOnlyList<SitePoint> points) => Factory.CreateLinearRing([.. points.Append(points[0]).Select(p => to(p.Longitude, p.Latitude) is var (x, y) ? new Coordinate(x, y) : new Coordinate())]);
        return Factory.CreateMultiPolygon([.. site.Parts.Select(p => Factory.CreatePolygon(Ring(p.Shell), [.. p.Holes.Select(Ring)]))]);
    }

    /// <summary>The coverage without the boxes in which something was rejected: there nobody has looked.</summary>
    public static Geometry Without(Geometry coverage, IReadOnlyList<Envelope> doubtful)
    {
        if (doubtful.Count == 0)
            return coverage;
        // Thousands of them would take longer to cut out than they are worth: their common box is doubtful then.
        IEnumerable<Envelope> boxes = doubtful;
        if (doubtful.Count > 2_000)
        {
            var all = new Envelope();
            foreach (var box in doubtful)
                all.ExpandToInclude(box);
            boxes = [all];
        }
        var holes = UnaryUnionOp.Union([.. boxes.Select(Factory.ToGeometry)]);
        return OverlayNGRobust.Overlay(coverage, holes, NetTopologySuite.Operation.Overlay.SpatialFunction.Difference);
    }

    public static IEnumerable<PlanarPolygon> Planar(Geometry geometry) =>
        NetTopologySuite.Geometries.Utilities.PolygonExtracter.GetPolygons(geometry).Cast<Polygon>().Where(p => !p.IsEmpty).Select(p => new PlanarPolygon(Flat(p.Shell), [.. p.Holes.Select(Flat)]));

    /// <summary>x, y, x, y, …, closed.</summary>
    public static double[] Flat(LinearRing ring)
    {
        var points = new double[2 * ring.NumPoints];
        for (var i = 0; i < ring.NumPoints; i++)
            (points[2 * i], points[(2 * i) + 1]) = (ring.CoordinateSequence.GetX(i), ring.CoordinateSequence.GetY(i));
        return points;
    }
}
