namespace Tongban.Plans.Model;

/// <summary>Amounts in yuan, exact to the fen.</summary>
internal static class Fen
{
    /// <summary>Above it an amount is a slip of the pen.</summary>
    public const decimal Most = 10_000_000_000_000m;

    public static bool IsExact(decimal yuan) => decimal.Round(yuan, 2) == yuan && Math.Abs(yuan) <= Most;

    public static bool IsPositive(decimal yuan) => yuan > 0 && IsExact(yuan);

    /// <summary>Parts of a whole in proportion, to the fen; the last part takes what rounding left.</summary>
    public static IReadOnlyList<decimal> Split(decimal whole, IReadOnlyList<decimal> weights)
    {
        var all = weights.Sum();
        var parts = new decimal[weights.Count];
        var left = whole;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = i == parts.Length - 1 ? left : all == 0 ? 0 : decimal.Round(whole * weights[i] / all, 2, MidpointRounding.ToZero);
            left -= parts[i];
        }
        return parts;
    }
}
