using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine;

/// <summary>Our flat rings as objects of the geometry library and back: for publishing, for the fallback and for tests, never for a candidate.</summary>
internal static unsafe class LibraryGeometry
{
    /// <summary>The library's default is its older overlay: slower by half and throwing where the newer one does not.</summary>
    public static NtsGeometryServices Services { get; } = new(
        CoordinateArraySequenceFactory.Instance, new PrecisionModel(), 0, GeometryOverlay.NG, new CoordinateEqualityComparer());

    public static GeometryFactory Factory { get; } = Services.CreateGeometryFactory();

    public static Polygon Of(PlanarPolygon polygon) => Factory.CreatePolygon(Ring(polygon.Shell), [.. polygon.Holes.Where(h => h.Length > 0).Select(Ring)]);

    public static Geometry Of(IReadOnlyCollection<PlanarPolygon> polygons) =>
        polygons.Count == 1 ? Of(polygons.First()) : Factory.CreateMultiPolygon([.. polygons.Select(Of)]);

    /// <summary>A single polygon's edges as rings.</summary>
    public static PlanarPolygon Polygon(in EdgeSet edges)
    {
        var rings = new double[edges.RingCount][];
        for (var ring = 0; ring < rings.Length; ring++)
        {
            var (first, end) = (edges.RingStart(ring), edges.RingEnd(ring));
            var points = new double[2 * (end - first)];
            for (var i = first; i < end; i++)
                (points[2 * (i - first)], points[(2 * (i - first)) + 1]) = (edges.X[i], edges.Y[i]);
            rings[ring] = points;
        }

        return new(rings[0], rings[1..]);
    }

    /// <summary>All polygons of a geometry; its lines and points are left out.</summary>
    public static List<PlanarPolygon> Polygons(Geometry geometry)
    {
        List<PlanarPolygon> found = [];
        Collect(geometry, found);
        return found;

        static void Collect(Geometry geometry, List<PlanarPolygon> found)
        {
            if (geometry is Polygon { IsEmpty: false } polygon)
                found.Add(new(Points(polygon.ExteriorRing), [.. polygon.InteriorRings.Select(Points)]));
            else if (geometry is GeometryCollection collection)
            {
                foreach (var member in collection.Geometries)
                    Collect(member, found);
            }
        }
    }

    private static LinearRing Ring(double[] points)
    {
        var closed = points.Length >= 4 && points[0] == points[^2] && points[1] == points[^1];
        var corners = new Coordinate[(points.Length / 2) + (closed ? 0 : 1)];
        for (var i = 0; i < points.Length / 2; i++)
            corners[i] = new(points[2 * i], points[(2 * i) + 1]);
        if (!closed)
            corners[^1] = corners[0].Copy();
        return Factory.CreateLinearRing(corners);
    }

    private static double[] Points(LineString ring)
    {
        var points = new double[2 * ring.NumPoints];
        for (var i = 0; i < ring.NumPoints; i++)
            (points[2 * i], points[(2 * i) + 1]) = (ring.CoordinateSequence.GetX(i), ring.CoordinateSequence.GetY(i));
        return points;
    }
}
