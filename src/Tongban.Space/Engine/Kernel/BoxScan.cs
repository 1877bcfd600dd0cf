using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>A box spread over sixteen lanes, to be held against sixteen others at once.</summary>
/// <remarks>Vector512 is the width everywhere: where the processor has less, the runtime splits it, and the lanes, hence the sums, stay the same to the last bit.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct BoxScan
{
    private readonly Vector512<float> _west;
    private readonly Vector512<float> _south;
    private readonly Vector512<float> _east;
    private readonly Vector512<float> _north;

    public BoxScan(in FloatBox box)
    {
        _west = Vector512.Create(box.West);
        _south = Vector512.Create(box.South);
        _east = Vector512.Create(box.East);
        _north = Vector512.Create(box.North);
    }

    /// <summary>Which of sixteen boxes meet this one. Lanes beyond the end of a shorter row are the caller's to mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Meets(float* boxes, long stride) => (uint)(
        Vector512.LessThanOrEqual(Vector512.Load(boxes), _east)
        & Vector512.LessThanOrEqual(Vector512.Load(boxes + stride), _north)
        & Vector512.GreaterThanOrEqual(Vector512.Load(boxes + (2 * stride)), _west)
        & Vector512.GreaterThanOrEqual(Vector512.Load(boxes + (3 * stride)), _south)).ExtractMostSignificantBits();

    /// <summary>Which of sixteen boxes meet this one, and which lie wholly west of it across the height of its upper side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Meets(float* boxes, long stride, out uint west)
    {
        var reachesUp = Vector512.GreaterThanOrEqual(Vector512.Load(boxes + (3 * stride)), _north);
        var reachesEast = Vector512.GreaterThanOrEqual(Vector512.Load(boxes + (2 * stride)), _west);
        var below = Vector512.LessThanOrEqual(Vector512.Load(boxes + stride), _north);
        west = (uint)(below & reachesUp & ~reachesEast).ExtractMostSignificantBits();
        return (uint)(below & reachesEast
            & Vector512.LessThanOrEqual(Vector512.Load(boxes), _east)
            & Vector512.GreaterThanOrEqual(Vector512.Load(boxes + (3 * stride)), _south)).ExtractMostSignificantBits();
    }

    /// <summary>A mask of the lanes that exist when so many remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Lanes(int remaining) => remaining >= 16 ? 0xFFFF : (1u << remaining) - 1;
}
