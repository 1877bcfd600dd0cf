using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tongban.Space.Engine.Kernel;

/// <summary>On which side of a line a point lies, exactly.</summary>
internal static class Orientation
{
    // Above this part of the summands the rounded determinant has the right sign (Shewchuk 1997, ccwerrboundA).
    private const double Certain = 3.3306690738754716e-16;

    /// <returns>Positive: c lies to the left of a → b; zero: exactly on the line. The size is twice the triangle's area, rounded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double ax, double ay, double bx, double by, double cx, double cy)
    {
        var (left, right) = ((bx - ax) * (cy - ay), (by - ay) * (cx - ax));
        var value = left - right;
        return Math.Abs(value) > Certain * (Math.Abs(left) + Math.Abs(right)) ? value : Exact(ax, ay, bx, by, cx, cy);
    }

    private static double Exact(double ax, double ay, double bx, double by, double cx, double cy)
    {
        var (dx, dy, ex, ey) = (bx - ax, by - ay, cx - ax, cy - ay);
        if (!IsExact(bx, ax, dx) || !IsExact(by, ay, dy) || !IsExact(cx, ax, ex) || !IsExact(cy, ay, ey))
            return Rational(ax, ay, bx, by, cx, cy);

        // Rounding keeps order: if the rounded products differ, so do the true ones, the same way; if not, their remainders decide.
        var (left, right) = (dx * ey, dy * ex);
        return left != right ? left - right : Math.FusedMultiplyAdd(dx, ey, -left) - Math.FusedMultiplyAdd(dy, ex, -right);
    }

    private static bool IsExact(double a, double b, double difference)
    {
        var lost = a - difference;
        return a - (difference + lost) + (lost - b) == 0;
    }

    private static double Rational(double ax, double ay, double bx, double by, double cx, double cy)
    {
        var (x, y) = (Scaled(ax), Scaled(ay));
        var value = ((Scaled(bx) - x) * (Scaled(cy) - y)) - ((Scaled(by) - y) * (Scaled(cx) - x));
        return value.Sign * Math.Max(double.Epsilon, Math.ScaleB((double)BigInteger.Abs(value), -2 * 1074));
    }

    /// <summary>Every double is a whole number of 2^-1074.</summary>
    private static BigInteger Scaled(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        return (bits < 0 ? -(BigInteger)mantissa : mantissa) << Math.Max(exponent - 1, 0);
    }
}
