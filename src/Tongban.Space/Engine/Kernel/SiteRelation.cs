using System.Numerics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>How a box lies to an area.</summary>
internal enum BoxRelation
{
    Outside,
    Inside,
    Touching,
}

/// <summary>Tells boxes wholly inside or outside an area from those its boundary comes near: the pruning that keeps a road of 48 km from meeting everything in its bounding box.</summary>
internal static unsafe class SiteRelation
{
    /// <param name="box">From the origin of the area's own boxes.</param>
    public static BoxRelation Of(in EdgeSet area, in FloatBox box)
    {
        var scan = new BoxScan(box);
        var north = area.OriginY + box.North;
        var depth = 0;
        if (area.GroupCount == 0)
            return Runs(area, scan, 0, area.RunCount, north, ref depth) ? BoxRelation.Touching : depth != 0 ? BoxRelation.Inside : BoxRelation.Outside;
        for (var group = 0; group < area.GroupCount; group += 16)
        {
            var meets = scan.Meets(area.GroupBoxes + group, area.GroupCount, out var west) | west;
            for (var bits = meets & BoxScan.Lanes(area.GroupCount - group); bits != 0; bits &= bits - 1)
            {
                var first = (group + BitOperations.TrailingZeroCount(bits)) * 16;
                if (Runs(area, scan, first, Math.Min(area.RunCount, first + 16), north, ref depth))
                    return BoxRelation.Touching;
            }
        }

        return depth != 0 ? BoxRelation.Inside : BoxRelation.Outside;
    }

    private static bool Runs(in EdgeSet area, in BoxScan scan, int first, int end, double north, ref int depth)
    {
        for (var run = first; run < end; run += 16)
        {
            var lanes = BoxScan.Lanes(end - run);
            if ((scan.Meets(area.Boxes + run, area.RunCount, out var west) & lanes) != 0)
                return true;
            for (var bits = west & lanes; bits != 0; bits &= bits - 1)
            {
                var at = run + BitOperations.TrailingZeroCount(bits);
                var start = area.Runs[2 * at];
                depth += (area.Y[start] > north ? 1 : 0) - (area.Y[start + area.Runs[(2 * at) + 1]] > north ? 1 : 0);
            }
        }

        return false;
    }

    /// <summary>How many runs of an area come near a box; its corners where it has no runs.</summary>
    public static int EdgesNear(in EdgeSet area, in Window window, int edgesPerRun)
    {
        if (area.RunCount == 0)
            return area.Vertices;
        var scan = new BoxScan(FloatBox.Around(window, area.OriginX, area.OriginY));
        var runs = 0;
        if (area.GroupCount == 0)
        {
            for (var run = 0; run < area.RunCount; run += 16)
                runs += BitOperations.PopCount(scan.Meets(area.Boxes + run, area.RunCount) & BoxScan.Lanes(area.RunCount - run));
            return runs * edgesPerRun;
        }

        for (var group = 0; group < area.GroupCount; group += 16)
        {
            var meets = scan.Meets(area.GroupBoxes + group, area.GroupCount) & BoxScan.Lanes(area.GroupCount - group);
            for (var bits = meets; bits != 0; bits &= bits - 1)
            {
                var first = (group + BitOperations.TrailingZeroCount(bits)) * 16;
                runs += BitOperations.PopCount(scan.Meets(area.Boxes + first, area.RunCount) & BoxScan.Lanes(area.RunCount - first));
            }
        }

        return runs * edgesPerRun;
    }
}
