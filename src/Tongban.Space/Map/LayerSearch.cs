using System.Numerics;
using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Map;

/// <summary>Reads a layer file by place: what meets a window, what covers a point.</summary>
internal static unsafe class LayerSearch
{
    /// <summary>Every polygon of the tree whose box meets the window, in the file's order.</summary>
    public static void Visit(LayerFile file, in Window window, Action<int> polygon)
    {
        if (file.Levels == 0)
            return;
        var scan = new BoxScan(FloatBox.Around(window, file.OriginX, file.OriginY));
        Visit(file, scan, file.Levels - 1, 0, polygon);
    }

    /// <summary>Features that a place lies in; a place on a boundary may count for either side.</summary>
    public static List<int> FeaturesAt(LayerFile file, double x, double y)
    {
        List<int> found = [];
        Visit(file, new(x, y, x, y), polygon =>
        {
            ref readonly var entry = ref file.Polygons[polygon];
            if (entry.Role is PolygonRole.Plain or PolygonRole.Member && !found.Contains(entry.Feature) && Contains(file.Edges(entry), x, y))
                found.Add(entry.Feature);
        });
        return found;
    }

    /// <summary>Whether the layer is complete at a place. Without a coverage area it is complete nowhere.</summary>
    public static bool IsCovered(LayerFile file, double x, double y)
    {
        foreach (ref readonly var entry in file.Coverage)
        {
            if (Contains(file.Edges(entry), x, y))
                return true;
        }
        return false;
    }

    private static void Visit(LayerFile file, in BoxScan scan, int level, int block, Action<int> polygon)
    {
        for (var meets = scan.Meets(file.Block(level, block), LayerFormat.Fan); meets != 0; meets &= meets - 1)
        {
            var child = (block * LayerFormat.Fan) + BitOperations.TrailingZeroCount(meets);
            if (level > 0)
                Visit(file, scan, level - 1, child, polygon);
            else if (child < file.PolygonCount)
                polygon(child);
        }
    }

    private static bool Contains(in EdgeSet edges, double x, double y)
    {
        var inside = false;
        for (var ring = 0; ring < edges.RingCount; ring++)
        {
            for (var i = edges.RingStart(ring) + 1; i < edges.RingEnd(ring); i++)
            {
                double x0 = edges.X[i - 1], y0 = edges.Y[i - 1], x1 = edges.X[i], y1 = edges.Y[i];
                if (y0 > y != y1 > y && x < x0 + ((y - y0) / (y1 - y0) * (x1 - x0)))
                    inside = !inside;
            }
        }
        return inside;
    }
}
