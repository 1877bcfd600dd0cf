using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>Squared distances between chains of edges that do not cross: some corner of one is then the nearest to some edge of the other.</summary>
internal static unsafe class SegmentDistance
{
    /// <summary>The smaller of the bound and the squared distance between two chains.</summary>
    public static double Chains(double* ax, double* ay, int aEdges, double* bx, double* by, int bEdges, double bound)
    {
        bound = CornersToEdges(ax, ay, aEdges + 1, bx, by, bEdges, bound);
        return CornersToEdges(bx, by, bEdges + 1, ax, ay, aEdges, bound);
    }

    private static double CornersToEdges(double* px, double* py, int corners, double* x, double* y, int edges, double bound)
    {
        var best = Vector512.Create(bound);
        for (var j = 0; j < edges; j += 8)
        {
            var (x0, y0) = (Vector512.Load(x + j), Vector512.Load(y + j));
            var (dx, dy) = (Vector512.Load(x + j + 1) - x0, Vector512.Load(y + j + 1) - y0);
            if (edges - j < 8)
            {
                // Lanes beyond the chain repeat its last edge.
                var lane = Vector512.Min(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)(edges - j - 1)));
                (x0, y0, dx, dy) = (Vector512.Shuffle(x0, lane), Vector512.Shuffle(y0, lane), Vector512.Shuffle(dx, lane), Vector512.Shuffle(dy, lane));
            }

            var inverse = Vector512<double>.One / ((dx * dx) + (dy * dy));
            for (var i = 0; i < corners; i++)
                best = Vector512.Min(best, Squared(Vector512.Create(px[i]) - x0, Vector512.Create(py[i]) - y0, dx, dy, inverse));
        }

        for (var i = 0; i < 8; i++)
            bound = Math.Min(bound, best[i]);
        return bound;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Squared(Vector512<double> px, Vector512<double> py, Vector512<double> dx, Vector512<double> dy, Vector512<double> inverse)
    {
        var along = Vector512.Min(Vector512.Max(((px * dx) + (py * dy)) * inverse, Vector512<double>.Zero), Vector512<double>.One);
        var (ex, ey) = (px - (along * dx), py - (along * dy));
        return (ex * ex) + (ey * ey);
    }
}
