using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>What is left of an area's boundary in a window: straight pieces, each standing for the signed region below it down to the window's floor.</summary>
/// <remarks>
/// Added up with their signs the regions give back the area. An edge contributes only the piece inside the window. Everything above the ceiling is the
/// area's own pattern along the ceiling: one ray to the west counts how deep the north-west corner lies inside, and each edge that crosses the ceiling changes
/// that from its crossing eastward. Whether an edge crosses is decided by comparing corners with the ceiling, exactly; where it crosses may be off by a rounding, and then so is the area, by as little.
/// </remarks>
internal sealed unsafe class PieceList
{
    private const int Lanes = 8;
    private double[] _store = [];
    private int _capacity;

    public PieceList() => Grow(256);

    public int Count { get; private set; }

    public double* From { get; private set; }

    public double* To { get; private set; }

    /// <summary>Height above the floor at <see cref="From"/>.</summary>
    public double* Height { get; private set; }

    public double* Slope { get; private set; }

    public double* Sign { get; private set; }

    private double _west;
    private double _floor;
    private double _width;
    private double _ceiling;
    private int _cornerDepth;

    /// <summary>How deep the window's north-west corner lies in the area: 0 outside, 1 inside.</summary>
    public int CornerDepth => _cornerDepth;

    /// <summary>Nothing of the boundary lies in the window: it is wholly inside or wholly outside.</summary>
    public bool IsUniform { get; private set; }

    /// <summary>Collects the pieces of an area in a window.</summary>
    public void Gather(in EdgeSet edges, in Window window)
    {
        (Count, _cornerDepth) = (0, 0);
        (_west, _floor, _width, _ceiling) = (window.West, window.South, window.Width, window.Height);
        if (edges.RunCount == 0)
        {
            for (var ring = 0; ring < edges.RingCount; ring++)
            {
                var start = edges.RingStart(ring);
                GatherEdges(edges, start, edges.RingEnd(ring) - start - 1, window);
            }
        }
        else
        {
            GatherRuns(edges, window);
        }

        IsUniform = Count == 0;
        if (_cornerDepth != 0)
            Add(0, _width, _ceiling, 0, _cornerDepth);
        Pad();
    }

    private void GatherRuns(in EdgeSet edges, in Window window)
    {
        var scan = new BoxScan(FloatBox.Around(window, edges.OriginX, edges.OriginY));
        if (edges.GroupCount == 0)
        {
            GatherRuns(edges, scan, 0, edges.RunCount, window);
            return;
        }

        var groups = edges.GroupBoxes;
        for (var group = 0; group < edges.GroupCount; group += 16)
        {
            var lanes = BoxScan.Lanes(edges.GroupCount - group);
            var meets = scan.Meets(groups + group, edges.GroupCount, out var west);
            for (var bits = (meets | west) & lanes; bits != 0; bits &= bits - 1)
            {
                var first = (group + BitOperations.TrailingZeroCount(bits)) * 16;
                GatherRuns(edges, scan, first, Math.Min(edges.RunCount, first + 16), window);
            }
        }
    }

    private void GatherRuns(in EdgeSet edges, in BoxScan scan, int first, int end, in Window window)
    {
        for (var run = first; run < end; run += 16)
        {
            var lanes = BoxScan.Lanes(end - run);
            var meets = scan.Meets(edges.Boxes + run, edges.RunCount, out var west) & lanes;
            for (var bits = west & lanes; bits != 0; bits &= bits - 1)
            {
                // West of the window a run matters only by the heights at which it begins and ends.
                var at = run + BitOperations.TrailingZeroCount(bits);
                var start = edges.Runs[2 * at];
                var begins = edges.Y[start] > window.North;
                var ends = edges.Y[start + edges.Runs[(2 * at) + 1]] > window.North;
                _cornerDepth += (begins ? 1 : 0) - (ends ? 1 : 0);
            }

            for (var bits = meets; bits != 0; bits &= bits - 1)
            {
                var at = run + BitOperations.TrailingZeroCount(bits);
                GatherEdges(edges, edges.Runs[2 * at], edges.Runs[(2 * at) + 1], window);
            }
        }
    }

    private void GatherEdges(in EdgeSet edges, int start, int count, in Window window)
    {
        var (west, south, east, north) = (Vector512.Create(window.West), Vector512.Create(window.South), Vector512.Create(window.East), Vector512.Create(window.North));
        for (var i = 0; i < count; i += Lanes)
        {
            double* x = edges.X + start + i, y = edges.Y + start + i;
            var (x0, x1, y0, y1) = (Vector512.Load(x), Vector512.Load(x + 1), Vector512.Load(y), Vector512.Load(y + 1));
            var lanes = count - i >= Lanes ? 0xFFu : (1u << (count - i)) - 1;
            var begins = (uint)Vector512.GreaterThan(y0, north).ExtractMostSignificantBits();
            var ends = (uint)Vector512.GreaterThan(y1, north).ExtractMostSignificantBits();
            var toTheWest = (uint)Vector512.LessThan(Vector512.Max(x0, x1), west).ExtractMostSignificantBits();
            var passed = toTheWest & lanes;
            _cornerDepth += BitOperations.PopCount(begins & passed) - BitOperations.PopCount(ends & passed);

            var near = (uint)(Vector512.LessThanOrEqual(Vector512.Min(x0, x1), east)
                & Vector512.LessThanOrEqual(Vector512.Min(y0, y1), north)
                & Vector512.GreaterThanOrEqual(Vector512.Max(y0, y1), south)).ExtractMostSignificantBits();
            for (var bits = near & ~toTheWest & lanes; bits != 0; bits &= bits - 1)
            {
                var at = BitOperations.TrailingZeroCount(bits);
                AddEdge(x[at], y[at], x[at + 1], y[at + 1]);
            }
        }
    }

    private void AddEdge(double x0, double y0, double x1, double y1)
    {
        // Window coordinates: differences of neighbouring large numbers are exact.
        (x0, x1, y0, y1) = (x0 - _west, x1 - _west, y0 - _floor, y1 - _floor);
        var crossesCeiling = y0 > _ceiling != y1 > _ceiling;
        if (x0 == x1)
        {
            if (crossesCeiling)
                AddJump(x0, y0 > y1);
            return;
        }

        var downward = y0 > y1;
        double sign = -1;
        if (x1 < x0)
            (x0, x1, y0, y1, sign) = (x1, x0, y1, y0, 1);
        var slope = (y1 - y0) / (x1 - x0);
        var (from, to) = (Math.Max(x0, 0), Math.Min(x1, _width));
        var height = y0 + ((from - x0) * slope);
        var last = to == x1 ? y1 : y0 + ((to - x0) * slope);
        if (crossesCeiling)
        {
            var at = x0 + ((_ceiling - y0) / slope);
            AddJump(at, downward);
            if (slope > 0 && last > _ceiling)
                (to, last) = (Math.Min(at, to), _ceiling);
            else if (slope < 0 && height > _ceiling)
                (from, height) = (Math.Max(at, from), _ceiling);
        }

        if (slope > 0 && height < 0)
            (from, height) = (Math.Max(from, x0 - (y0 / slope)), 0);
        else if (slope < 0 && last < 0)
            (to, last) = (Math.Min(to, x0 - (y0 / slope)), 0);
        if (from < to && (height > 0 || last > 0))
            Add(from, to, height, slope, sign);
    }

    /// <summary>East of its crossing an edge changes the depth of the whole ceiling.</summary>
    private void AddJump(double at, bool downward)
    {
        at = Math.Max(at, 0);
        if (at < _width)
            Add(at, _width, _ceiling, 0, downward ? 1 : -1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(double from, double to, double height, double slope, double sign)
    {
        if (Count == _capacity - Lanes)
            Grow(_capacity * 2);
        (From[Count], To[Count], Height[Count], Slope[Count], Sign[Count]) = (from, to, height, slope, sign);
        Count++;
    }

    /// <summary>Fills the last vector with pieces of no length.</summary>
    private void Pad()
    {
        for (var i = Count; i < ((Count + Lanes - 1) & -Lanes); i++)
            (From[i], To[i], Height[i], Slope[i], Sign[i]) = (0, 0, 0, 0, 0);
    }

    private void Grow(int capacity)
    {
        var store = GC.AllocateUninitializedArray<double>(5 * capacity, pinned: true);
        for (var row = 0; row < 5 && Count > 0; row++)
            Array.Copy(_store, row * _capacity, store, row * capacity, Count);
        (_store, _capacity) = (store, capacity);
        var at = (double*)Unsafe.AsPointer(ref store[0]);
        From = at;
        To = at + capacity;
        Height = To + capacity;
        Slope = Height + capacity;
        Sign = Slope + capacity;
    }
}
