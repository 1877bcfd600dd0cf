using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Identifiers;

/// <summary>行业代码 (GB/T 4754-2017) with its section letter: <c>I</c> section, <c>I64</c> division, <c>I642</c> group, <c>I6421</c> class.</summary>
/// <remarks>The type guards the form; the names and whether the code exists are in <see cref="Industries"/>.</remarks>
[JsonConverter(typeof(IdentifierJsonConverter<IndustryCode>))]
public sealed record IndustryCode : IIdentifier<IndustryCode>
{
    private IndustryCode(string value) => Value = value;

    public string Value { get; }

    public char Section => Value[0];

    /// <summary>1 section, 2 division, 3 group, 4 class.</summary>
    public int Level => Value.Length == 1 ? 1 : Value.Length - 1;

    /// <summary>Two digits, as the project code of generation 1 carries them; <see langword="null"/> for a section.</summary>
    public string? Division => Level == 1 ? null : Value[1..3];

    /// <summary>The next higher code by the digits.</summary>
    public IndustryCode? Parent => Level switch { 1 => null, 2 => new(Value[..1]), _ => new(Value[..^1]) };

    public static Result<IndustryCode> Parse(string? text, string field)
    {
        var value = Identifier.Normalise(text);
        return value.Length is 1 or 3 or 4 or 5 && value[0] is >= 'A' and <= 'T' && Identifier.AllDigits(value.AsSpan(1))
            ? new IndustryCode(value) : IdentifierErrors.IndustryCodeForm(field);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out IndustryCode? code) => Identifier.Try(text, out code);

    public static IndustryCode Parse(string s, IFormatProvider? provider) => Identifier.Demand<IndustryCode>(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IndustryCode result) => TryParse(s, out result);

    public override string ToString() => Value;
}
