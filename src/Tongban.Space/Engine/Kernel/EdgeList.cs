using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>The edges of an area whose boxes meet a window, with those boxes side by side.</summary>
internal sealed unsafe class EdgeList
{
    private double[] _boxes = [];
    private int _capacity;

    public EdgeList() => Grow(256);

    public int Count { get; private set; }

    /// <summary>First corner of each edge.</summary>
    public int[] Edge { get; private set; } = [];

    public double* West { get; private set; }

    public double* South { get; private set; }

    public double* East { get; private set; }

    public double* North { get; private set; }

    public void Gather(in EdgeSet edges, in Window window)
    {
        Count = 0;
        if (edges.RunCount == 0)
        {
            for (var ring = 0; ring < edges.RingCount; ring++)
                Add(edges, edges.RingStart(ring), edges.RingEnd(ring) - 1, window);
        }
        else
        {
            var scan = new BoxScan(FloatBox.Around(window, edges.OriginX, edges.OriginY));
            if (edges.GroupCount == 0)
                Runs(edges, scan, 0, edges.RunCount, window);
            for (var group = 0; group < edges.GroupCount; group += 16)
            {
                for (var bits = scan.Meets(edges.GroupBoxes + group, edges.GroupCount) & BoxScan.Lanes(edges.GroupCount - group); bits != 0; bits &= bits - 1)
                {
                    var first = (group + BitOperations.TrailingZeroCount(bits)) * 16;
                    Runs(edges, scan, first, Math.Min(edges.RunCount, first + 16), window);
                }
            }
        }

        for (var i = Count; i < ((Count + 7) & -8); i++)
            (West[i], South[i], East[i], North[i]) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
    }

    /// <summary>Which of eight edges meet a box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Meets(int at, double west, double south, double east, double north) => (uint)(
        Vector512.LessThanOrEqual(Vector512.Load(West + at), Vector512.Create(east))
        & Vector512.GreaterThanOrEqual(Vector512.Load(East + at), Vector512.Create(west))
        & Vector512.LessThanOrEqual(Vector512.Load(South + at), Vector512.Create(north))
        & Vector512.GreaterThanOrEqual(Vector512.Load(North + at), Vector512.Create(south))).ExtractMostSignificantBits();

    private void Runs(in EdgeSet edges, in BoxScan scan, int first, int end, in Window window)
    {
        for (var run = first; run < end; run += 16)
        {
            for (var bits = scan.Meets(edges.Boxes + run, edges.RunCount) & BoxScan.Lanes(end - run); bits != 0; bits &= bits - 1)
            {
                var at = run + BitOperations.TrailingZeroCount(bits);
                Add(edges, edges.Runs[2 * at], edges.Runs[2 * at] + edges.Runs[(2 * at) + 1], window);
            }
        }
    }

    private void Add(in EdgeSet edges, int from, int to, in Window window)
    {
        for (var i = from; i < to; i++)
        {
            var (x0, y0, x1, y1) = (edges.X[i], edges.Y[i], edges.X[i + 1], edges.Y[i + 1]);
            var (west, south, east, north) = (Math.Min(x0, x1), Math.Min(y0, y1), Math.Max(x0, x1), Math.Max(y0, y1));
            if (west > window.East || east < window.West || south > window.North || north < window.South)
                continue;
            if (Count == _capacity - 8)
                Grow(_capacity * 2);
            (Edge[Count], West[Count], South[Count], East[Count], North[Count]) = (i, west, south, east, north);
            Count++;
        }
    }

    private void Grow(int capacity)
    {
        var boxes = GC.AllocateUninitializedArray<double>(4 * capacity, pinned: true);
        for (var row = 0; row < 4 && Count > 0; row++)
            Array.Copy(_boxes, row * _capacity, boxes, row * capacity, Count);
        (_boxes, _capacity) = (boxes, capacity);
        var edge = Edge;
        Array.Resize(ref edge, capacity);
        Edge = edge;
        West = (double*)Unsafe.AsPointer(ref boxes[0]);
        South = West + capacity;
        East = South + capacity;
        North = East + capacity;
    }
}
