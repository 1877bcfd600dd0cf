using System.Runtime.CompilerServices;

namespace Tongban.Space.Engine.Kernel;

/// <summary>Sides when the first of two areas, the site, is thought to be moved by (ε, ε²), less than any number.</summary>
/// <remarks>
/// After that move nothing touches: no corner lies on an edge, no edges coincide, no corners meet. Every question has one answer, and all the answers
/// fit together, so boundaries can be walked without a special case. What the move makes up has no area and is taken out of the rings afterwards
/// (simulation of simplicity; Edelsbrunner and Mücke 1990).
/// </remarks>
internal static class Side
{
    /// <summary>Of the other area's edge f, on which side lies a corner of the site?</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLeftOfOther(double orientation, double dx, double dy) => orientation > 0 || (orientation == 0 && (dy != 0 ? dy < 0 : dx > 0));

    /// <summary>Of the site's edge e, on which side lies a corner of the other area?</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLeftOfSite(double orientation, double dx, double dy) => orientation > 0 || (orientation == 0 && (dy != 0 ? dy > 0 : dx < 0));

    /// <summary>Does a corner lie in an area? By a ray to the west.</summary>
    /// <param name="areaIsSite">The area is the site and the corner the other's, or the reverse.</param>
    public static unsafe bool IsInside(in EdgeSet area, double x, double y, bool areaIsSite)
    {
        var depth = 0;
        if (area.RunCount == 0)
        {
            for (var ring = 0; ring < area.RingCount; ring++)
                depth += Crossings(area, area.RingStart(ring), area.RingEnd(ring) - 1, x, y, areaIsSite);
            return depth != 0;
        }

        var box = FloatBox.Around(new(x, y, x, y), area.OriginX, area.OriginY);
        for (var run = 0; run < area.RunCount; run++)
        {
            var b = RunBoxes.Get(area.Boxes, area.RunCount, run);
            if (b.West > box.East || b.South > box.North || b.North < box.South)
                continue;
            var start = area.Runs[2 * run];
            var end = start + area.Runs[(2 * run) + 1];
            if (b.East < box.West)
                depth += (IsAbove(area.Y[end], y, areaIsSite) ? 1 : 0) - (IsAbove(area.Y[start], y, areaIsSite) ? 1 : 0);
            else
                depth += Crossings(area, start, end, x, y, areaIsSite);
        }

        return depth != 0;
    }

    private static unsafe int Crossings(in EdgeSet area, int start, int end, double x, double y, bool areaIsSite)
    {
        var depth = 0;
        var above = IsAbove(area.Y[start], y, areaIsSite);
        for (var i = start; i < end; i++)
        {
            var next = IsAbove(area.Y[i + 1], y, areaIsSite);
            if (next != above)
            {
                var orientation = Orientation.Of(area.X[i], area.Y[i], area.X[i + 1], area.Y[i + 1], x, y);
                var (dx, dy) = (area.X[i + 1] - area.X[i], area.Y[i + 1] - area.Y[i]);
                var left = areaIsSite ? IsLeftOfSite(orientation, dx, dy) : IsLeftOfOther(orientation, dx, dy);

                // An edge running up lies west of the point when the point is on its right, one running down when it is on its left.
                if (next ? !left : left)
                    depth += next ? 1 : -1;
            }

            above = next;
        }

        return depth;
    }

    private static bool IsAbove(double edge, double point, bool areaIsSite) => areaIsSite ? edge >= point : edge > point;
}
