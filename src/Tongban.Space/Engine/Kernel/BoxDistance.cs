using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tongban.Space.Engine.Kernel;

/// <summary>Lower bounds of squared distances between boxes, sixteen at once.</summary>
internal static unsafe class BoxDistance
{
    // Subtracting and squaring floats may round up by some 2e-7: a bound must not.
    private static readonly Vector512<float> Slack = Vector512.Create(1 - 1e-6f);

    /// <summary>From one box to each of sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Squared(in FloatBox box, float* boxes, long stride)
    {
        var dx = Vector512.Max(Vector512.Max(Vector512.Load(boxes) - Vector512.Create(box.East), Vector512.Create(box.West) - Vector512.Load(boxes + (2 * stride))), Vector512<float>.Zero);
        var dy = Vector512.Max(Vector512.Max(Vector512.Load(boxes + stride) - Vector512.Create(box.North), Vector512.Create(box.South) - Vector512.Load(boxes + (3 * stride))), Vector512<float>.Zero);
        return ((dx * dx) + (dy * dy)) * Slack;
    }

    public static float Squared(in FloatBox a, in FloatBox b)
    {
        var dx = Math.Max(Math.Max(b.West - a.East, a.West - b.East), 0);
        var dy = Math.Max(Math.Max(b.South - a.North, a.South - b.North), 0);
        return ((dx * dx) + (dy * dy)) * (1 - 1e-6f);
    }

    /// <summary>Which of sixteen distances are below a bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Below(Vector512<float> squared, double bound) =>
        (uint)Vector512.LessThan(squared, Vector512.Create(Files.LayerFormat.Up(Math.Min(bound, float.MaxValue)))).ExtractMostSignificantBits();
}
