namespace Tongban.Foundation.Web;

/// <summary>A state that an address names: <c>?state=dead</c>, in any case, as answers spell it.</summary>
/// <remarks>The framework would ask for <c>Dead</c> and answer anything else with 400.</remarks>
/// <typeparam name="T">An enumeration; numbers are no names.</typeparam>
public readonly record struct NamedState<T>(T Value) where T : struct, Enum
{
    public static bool TryParse(string? text, out NamedState<T> state)
    {
        var known = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) && text[0] is not '-';
        state = new(value);
        return known;
    }
}
