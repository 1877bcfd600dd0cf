using System.Runtime.Intrinsics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>The area two polygons have in common, without building what they have in common.</summary>
/// <remarks>
/// A polygon is the signed sum of the regions below its edges: edges that run west bound it from above and count +1, edges that run east count -1. The
/// product of two such sums is the common area, so it is the double sum, over pairs of edges, of the area below both. Nothing is decided by whether a point lies on an
/// edge: where boundaries coincide or touch, terms of no width or of equal size and opposite sign come and go, and the sum does not notice.
/// The floor from which areas are measured is that of a small window, or the digits would be lost in the ground below.
/// </remarks>
internal static unsafe class AreaKernel
{
    /// <summary>The common area of two piece lists of one window, m². A rounding may leave it slightly below zero.</summary>
    public static double Common(PieceList one, PieceList other)
    {
        if (one.Count > other.Count)
            (one, other) = (other, one);
        var total = Vector512<double>.Zero;
        var half = Vector512.Create(0.5);
        var tiny = Vector512.Create(1e-300);
        for (var i = 0; i < one.Count; i++)
        {
            var (from1, to1) = (Vector512.Create(one.From[i]), Vector512.Create(one.To[i]));
            var (height1, slope1) = (Vector512.Create(one.Height[i]), Vector512.Create(one.Slope[i]));
            var sum = Vector512<double>.Zero;
            for (var j = 0; j < other.Count; j += 8)
            {
                var from2 = Vector512.Load(other.From + j);
                var from = Vector512.Max(from1, from2);
                var to = Vector512.Min(to1, Vector512.Load(other.To + j));
                if (!Vector512.LessThanAny(from, to))
                    continue;
                var width = Vector512.Max(to - from, Vector512<double>.Zero);
                var (height2, slope2) = (Vector512.Load(other.Height + j), Vector512.Load(other.Slope + j));
                var (begin2, end2) = (height2 + (slope2 * (from - from2)), height2 + (slope2 * (to - from2)));
                var begin = height1 + (slope1 * (from - from1)) - begin2;
                var end = height1 + (slope1 * (to - from1)) - end2;

                // The lower of two lines is the second plus min(difference, 0). With n and p the parts of the difference below and above zero at the two ends
                // together, the integral of that is -width/2 · n²/(n + p), whether the lines cross or not.
                var size = Vector512.Abs(begin) + Vector512.Abs(end);
                var below = half * (size - (begin + end));
                var area = width * half * (begin2 + end2 - (below * below / (size + tiny)));
                sum += Vector512.Load(other.Sign + j) * area;
            }

            total += Vector512.Create(one.Sign[i]) * sum;
        }

        return Sum(total);
    }

    /// <summary>Lanes added in a fixed order, so that every processor arrives at the same bits.</summary>
    private static double Sum(Vector512<double> v) => (v[0] + v[1] + (v[2] + v[3])) + (v[4] + v[5] + (v[6] + v[7]));

    /// <summary>The area of one list alone in its window.</summary>
    public static double Own(PieceList list)
    {
        double total = 0;
        for (var i = 0; i < list.Count; i++)
        {
            var width = list.To[i] - list.From[i];
            total += list.Sign[i] * width * (list.Height[i] + (0.5 * list.Slope[i] * width));
        }

        return total;
    }
}
