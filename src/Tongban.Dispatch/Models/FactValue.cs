using System.Globalization;
using Tongban.Foundation;

namespace Tongban.Dispatch.Models;

/// <summary>What a fact is.</summary>
internal enum FactKind { Number, Day, Flag, Word, List }

/// <summary>The value of a fact, read from the text a source gave.</summary>
internal abstract record FactValue
{
    /// <summary>A number, or a range when only its bounds are known: <c>5..49.99</c>, <c>1200..</c>. Both ends belong to it.</summary>
    internal sealed record Number(decimal From, decimal To) : FactValue
    {
        public bool IsExact => From == To;
    }

    internal sealed record Day(DateOnly Date) : FactValue;

    internal sealed record Flag(bool Value) : FactValue;

    internal sealed record Word(string Text) : FactValue;

    internal sealed record List(IReadOnlyList<string> Items) : FactValue;

    public static Number Exactly(decimal value) => new(value, value);

    /// <returns>The value, or <see langword="null"/> when the text is not one of that kind: a source that writes nonsense knows nothing.</returns>
    public static FactValue? Read(FactKind kind, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var t = text.Trim();
        return kind switch
        {
            FactKind.Number => ReadNumber(t),
            FactKind.Day => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new Day(day) : null,
            FactKind.Flag => t switch { "true" => new Flag(true), "false" => new Flag(false), _ => null },
            FactKind.Word => new Word(t),
            _ => new List([.. t.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]),
        };
    }

    private static Number? ReadNumber(string t)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (t.IndexOf("..", StringComparison.Ordinal) is var dots and > 0)
        {
            return decimal.TryParse(t.AsSpan(0, dots), style, CultureInfo.InvariantCulture, out var from)
                && (t.Length == dots + 2 ? decimal.MaxValue : decimal.TryParse(t.AsSpan(dots + 2), style, CultureInfo.InvariantCulture, out var end) ? end : decimal.MinValue) is var to && to >= from
                ? new Number(from, to) : null;
        }
        return decimal.TryParse(t, style, CultureInfo.InvariantCulture, out var value) ? Exactly(value) : null;
    }
}

/// <summary>What pages call the words that facts may be.</summary>
internal static class FactWords
{
    private static readonly Dictionary<string, Words> Known = new(StringComparer.Ordinal)
    {
        ["not-started"] = ("未开始", "not begun"), ["waiting"] = ("待前置", "waiting"), ["open"] = ("办理中", "in progress"), ["paused"] = ("特别程序", "paused"), ["correction"] = ("补正中", "in correction"),
        ["overdue"] = ("超期", "overdue"), ["done"] = ("已办结", "done"), ["refused"] = ("不同意", "refused"), ["not-needed"] = ("无需办理", "not needed"), ["true"] = ("是", "yes"), ["false"] = ("否", "no"),
        ["agreed"] = ("一致", "agreed"), ["conflict"] = ("冲突", "conflicting"),
    };

    /// <summary>The word in both languages; numbers, days and words nobody translated as they are.</summary>
    public static Words Shown(string value) => Known.TryGetValue(value, out var words) ? words : (value, value);
}
