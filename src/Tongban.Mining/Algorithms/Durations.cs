namespace Tongban.Mining.Algorithms;

/// <summary>How long something took, over many times: all in ticks of calendar time.</summary>
/// <param name="Median">The middle one; of an even number the mean of the two in the middle.</param>
/// <param name="P90">By nearest rank: nine in ten took no longer.</param>
internal sealed record Durations(int Count, long Total, long Least, long Median, long P90, long Most)
{
    public static Durations None { get; } = new(0, 0, 0, 0, 0, 0);

    public long Mean => Count == 0 ? 0 : Total / Count;

    /// <param name="ticks">Is sorted on the way.</param>
    public static Durations Of(Span<long> ticks)
    {
        if (ticks.IsEmpty)
            return None;
        ticks.Sort();
        var total = 0L;
        foreach (var t in ticks)
            total += t;
        var n = ticks.Length;
        var median = n % 2 == 1 ? ticks[n / 2] : ticks[(n / 2) - 1] + ((ticks[n / 2] - ticks[(n / 2) - 1]) / 2);
        return new(n, total, ticks[0], median, ticks[((9 * n) + 9) / 10 - 1], ticks[^1]);
    }
}
