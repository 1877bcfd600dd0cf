using System.Runtime.InteropServices;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine.Files;

/// <summary>Along this curve neighbours in the plane are neighbours in the file.</summary>
internal static class HilbertOrder
{
    /// <summary>Numbers of the polygons in the order in which they are stored.</summary>
    public static int[] Of(List<PolygonDraft> polygons, in Window box)
    {
        var drafts = CollectionsMarshal.AsSpan(polygons);
        var keys = new uint[drafts.Length];
        var order = new int[drafts.Length];
        var (sx, sy) = (box.Width > 0 ? 65535 / box.Width : 0, box.Height > 0 ? 65535 / box.Height : 0);
        for (var i = 0; i < drafts.Length; i++)
        {
            ref readonly var b = ref drafts[i].Box;
            keys[i] = Key((uint)((((b.West + b.East) / 2) - box.West) * sx), (uint)((((b.South + b.North) / 2) - box.South) * sy));
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }

    /// <summary>Place along the Hilbert curve of order 16.</summary>
    internal static uint Key(uint x, uint y)
    {
        uint key = 0;
        for (var s = 1u << 15; s > 0; s >>= 1)
        {
            var (rx, ry) = ((x & s) != 0 ? 1u : 0, (y & s) != 0 ? 1u : 0);
            key += s * s * ((3 * rx) ^ ry);
            if (ry == 0)
            {
                if (rx == 1)
                    (x, y) = (65535 - x, 65535 - y);
                (x, y) = (y, x);
            }
        }

        return key;
    }
}
