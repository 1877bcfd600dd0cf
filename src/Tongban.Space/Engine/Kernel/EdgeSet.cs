using System.Runtime.InteropServices;

namespace Tongban.Space.Engine.Kernel;

/// <summary>The edges of an area as the kernels read them: closed rings one after another, shells counter-clockwise, holes clockwise, in two flat arrays.</summary>
/// <remarks>Runs are stretches of one ring with at most 8 or 16 edges. Where there are boxes, a glance at sixteen of them passes over 256 edges.
/// Memory belongs to the mapped file or to the pinned arrays of a site; whoever makes an edge set keeps those alive.</remarks>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct EdgeSet
{
    public double* X;
    public double* Y;

    /// <summary>Corners, closing ones included.</summary>
    public int Vertices;

    public int RingCount;

    /// <summary>Where each ring begins, and the end of the last; <see langword="null"/> for a single ring.</summary>
    public int* RingStarts;

    /// <summary>Zero: no boxes, look at every edge.</summary>
    public int RunCount;

    /// <summary>First corner and number of edges of each run.</summary>
    public int* Runs;

    /// <summary>All west, all south, all east, all north sides of the runs, then the same for groups of sixteen runs.</summary>
    public float* Boxes;

    /// <summary>What the boxes are measured from.</summary>
    public double OriginX;
    public double OriginY;

    public readonly int GroupCount => RunCount > 16 ? (RunCount + 15) / 16 : 0;

    /// <summary>Boxes around sixteen runs each, in the same order of sides.</summary>
    public readonly float* GroupBoxes => Boxes + (4L * RunCount);

    public readonly int RingStart(int ring) => RingStarts == null ? 0 : RingStarts[ring];

    public readonly int RingEnd(int ring) => RingStarts == null ? Vertices : RingStarts[ring + 1];
}

/// <summary>A rectangle in which two areas are compared.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Window(double West, double South, double East, double North)
{
    public static Window Everything => new(double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity);

    public bool IsEmpty => !(West < East && South < North);

    public double Width => East - West;

    public double Height => North - South;

    public Window And(in Window other) =>
        new(Math.Max(West, other.West), Math.Max(South, other.South), Math.Min(East, other.East), Math.Min(North, other.North));

    public bool Contains(in Window other) => West <= other.West && South <= other.South && East >= other.East && North >= other.North;

    public bool Meets(in Window other) => West <= other.East && East >= other.West && South <= other.North && North >= other.South;
}

/// <summary>A rectangle in floats from some origin, rounded outward: whatever lies in the exact one lies in this one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FloatBox(float West, float South, float East, float North)
{
    public static FloatBox Around(in Window window, double originX, double originY) => new(
        Files.LayerFormat.Down(window.West - originX), Files.LayerFormat.Down(window.South - originY),
        Files.LayerFormat.Up(window.East - originX), Files.LayerFormat.Up(window.North - originY));

    public Window At(double originX, double originY) => new(originX + West, originY + South, originX + East, originY + North);
}
