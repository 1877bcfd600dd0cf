namespace Tongban.Foundation.Web;

/// <summary>One value of an enumeration that an address names: <c>?state=dead</c>, as answers and the API's description spell it, in any case.</summary>
/// <remarks>The framework would ask for <c>Dead</c>, answer <c>dead</c> with 400 and take any number.</remarks>
/// <typeparam name="T">An enumeration; numbers are no names.</typeparam>
public readonly record struct Named<T>(T Value) where T : struct, Enum
{
    public static bool TryParse(string? text, out Named<T> named)
    {
        var known = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) && text[0] is not '-';
        named = new(value);
        return known;
    }
}
