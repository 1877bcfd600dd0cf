using NetTopologySuite.Geometries;
using Tongban.Space.Engine;

namespace Tongban.Space.Features;

/// <summary>A box of some reference system as an area of the plane.</summary>
internal static class FeatureBox
{
    // The sides of a box in degrees are curves in the plane; a tenth of a degree each leaves them within centimetres.
    private const int Pieces = 16;

    /// <param name="numbers">Four, or six with heights, in the order of the system: least values, then greatest.</param>
    /// <returns>An empty area where the box lies wholly outside what the plane reaches; <see langword="null"/> when a least value is above the greatest.</returns>
    public static Geometry? Of(IReadOnlyList<double> numbers, FeatureCrs crs)
    {
        var half = numbers.Count / 2;
        double west = numbers[crs.NorthFirst ? 1 : 0], south = numbers[crs.NorthFirst ? 0 : 1], east = numbers[half + (crs.NorthFirst ? 1 : 0)], north = numbers[half + (crs.NorthFirst ? 0 : 1)];
        if (south > north || (half == 3 && numbers[2] > numbers[5]))
            return null;
        // In degrees a box may lie across the antimeridian: then it is two.
        if (west > east)
            return crs.IsDegrees ? LibraryGeometry.Factory.BuildGeometry([.. new[] { Area(west, south, 180, north, crs), Area(-180, south, east, north, crs) }.Where(a => !a.IsEmpty)]) : null;
        return Area(west, south, east, north, crs);
    }

    private static Geometry Area(double west, double south, double east, double north, FeatureCrs crs)
    {
        var limits = crs.Limits;
        (west, south, east, north) = (Math.Max(west, limits.West), Math.Max(south, limits.South), Math.Min(east, limits.East), Math.Min(north, limits.North));
        if (west > east || south > north)
            return LibraryGeometry.Factory.CreatePolygon();
        if (west == east || south == north)
            return LibraryGeometry.Factory.CreateLineString([At(west, south), At(east, north)]) is { Length: > 0 } line ? line : LibraryGeometry.Factory.CreatePoint(At(west, south));
        List<Coordinate> ring = [];
        Side(west, south, east, south);
        Side(east, south, east, north);
        Side(east, north, west, north);
        Side(west, north, west, south);
        ring.Add(ring[0].Copy());
        return LibraryGeometry.Factory.CreatePolygon([.. ring]);

        void Side(double x0, double y0, double x1, double y1)
        {
            for (var i = 0; i < Pieces; i++)
                ring.Add(At(x0 + ((x1 - x0) * i / Pieces), y0 + ((y1 - y0) * i / Pieces)));
        }

        Coordinate At(double x, double y)
        {
            var (px, py) = crs.NorthFirst ? crs.ToPlane(y, x) : crs.ToPlane(x, y);
            return new(px, py);
        }
    }
}
