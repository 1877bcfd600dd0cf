namespace Tongban.Bench.Space;

/// <summary>A row of figures.</summary>
internal static class Figures
{
    public static double At(IReadOnlyList<double> sorted, double part) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];

    public static string Line(string name, List<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return $"| {name} | {milliseconds.Average():0.000} | {At(sorted, 0.5):0.000} | {At(sorted, 0.99):0.0} | {1000 / milliseconds.Average():0} |";
    }
}
