using System.Runtime.InteropServices;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine.Files;

/// <summary>A polygon on its way into a file or into a site: oriented, closed, without repeated points, boxed.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PolygonDraft
{
    public EdgeSet Edges;
    public Window Box;
    public double Area;
    public int Feature;
    public PolygonRole Role;
}

/// <summary>Brings rings into the form the kernels read.</summary>
internal static unsafe class PolygonPreparation
{
    /// <summary>Shells counter-clockwise, holes clockwise, each closed; all X, then all Y.</summary>
    /// <param name="ringEnds">Where each ring ends among the points of <paramref name="points"/> (x, y, x, y, …); the first is a shell.</param>
    /// <param name="isShell">Which further rings are shells; <see langword="null"/>: none.</param>
    /// <exception cref="ArgumentException">A ring of fewer than three points or without area, or a number that is not finite. Import finds these first and says so to people.</exception>
    public static PolygonDraft Prepare(Arena arena, ReadOnlySpan<double> points, ReadOnlySpan<int> ringEnds, Func<int, bool>? isShell = null)
    {
        var room = (points.Length / 2) + ringEnds.Length;
        var x = arena.Doubles(2 * room);
        var starts = ringEnds.Length > 1 ? arena.Ints(ringEnds.Length + 1) : null;
        int count = 0, begin = 0, rings = 0;
        double area = 0;
        var box = new Window(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        var y = x + room;
        for (var ring = 0; ring < ringEnds.Length; ring++)
        {
            var source = points[(2 * begin)..(2 * ringEnds[ring])];
            begin = ringEnds[ring];
            if (starts != null)
                starts[rings] = count;
            var signed = PlanarPolygon.SignedArea(source);
            var shell = ring == 0 || (isShell?.Invoke(ring) ?? false);
            var first = count;
            for (int i = 0, n = source.Length / 2; i < n; i++)
            {
                var at = signed > 0 == shell ? i : n - 1 - i;
                var (px, py) = (source[2 * at], source[(2 * at) + 1]);
                if (!double.IsFinite(px) || !double.IsFinite(py))
                    throw new ArgumentException("a coordinate is not a finite number", nameof(points));
                if (count > first && x[count - 1] == px && y[count - 1] == py)
                    continue;
                (x[count], y[count]) = (px, py);
                count++;
                box = new(Math.Min(box.West, px), Math.Min(box.South, py), Math.Max(box.East, px), Math.Max(box.North, py));
            }

            if (count - first > 1 && x[count - 1] == x[first] && y[count - 1] == y[first])
                count--;
            if (count - first < 3 || signed == 0)
            {
                // A hole that encloses nothing takes nothing away.
                count = first;
                if (!shell)
                    continue;
                throw new ArgumentException($"ring {ring} encloses nothing", nameof(points));
            }

            rings++;
            (x[count], y[count]) = (x[first], y[first]);
            count++;
            area += shell ? Math.Abs(signed) : -Math.Abs(signed);
        }

        // Y follows X without a gap.
        new Span<double>(y, count).CopyTo(new Span<double>(x + count, count));
        if (starts != null)
            starts[rings] = count;
        var edges = new EdgeSet { X = x, Y = x + count, Vertices = count, RingCount = rings, RingStarts = rings > 1 ? starts : null };
        return new() { Edges = edges, Box = box, Area = area };
    }

    /// <summary>Boxes around runs of so many edges, unless there are too few to be worth it.</summary>
    public static void AddRuns(Arena arena, ref EdgeSet edges, int edgesPerRun, int withoutBoxes, double originX, double originY)
    {
        ReadOnlySpan<int> starts = edges.RingStarts == null ? [0, edges.Vertices] : new(edges.RingStarts, edges.RingCount + 1);
        (edges.OriginX, edges.OriginY) = (originX, originY);
        var runs = RunBoxes.Count(starts, edgesPerRun);
        if (runs <= withoutBoxes)
            return;
        edges.RunCount = runs;
        edges.Runs = arena.Ints(2 * runs);
        edges.Boxes = arena.Floats(4 * RunBoxes.BoxCount(runs));
        RunBoxes.Fill(edges, starts, edgesPerRun);
    }
}
