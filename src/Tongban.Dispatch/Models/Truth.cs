using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Dispatch.Models;

/// <summary>What a condition comes to: true, false, or nobody knows (Kleene's three values). What is not known is never taken for false.</summary>
internal enum Truth
{
    /// <summary>不成立.</summary>
    False,

    /// <summary>无数据.</summary>
    NoData,

    /// <summary>成立.</summary>
    True,
}

internal static class Truths
{
    public static Truth Of(bool value) => value ? Truth.True : Truth.False;

    // Ordered False, NoData, True: "and" is the lesser, "or" the greater.
    public static Truth And(Truth a, Truth b) => a < b ? a : b;

    public static Truth Or(Truth a, Truth b) => a > b ? a : b;

    public static Truth Not(Truth a) => a switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.NoData };

    public static Words Name(this Truth truth) => truth switch { Truth.True => ("成立", "True"), Truth.False => ("不成立", "False"), _ => ("无数据", "No data") };

    public static Tone ToneOf(this Truth truth) => truth switch { Truth.True => Tone.Warn, Truth.False => Tone.Good, _ => Tone.Neutral };
}
