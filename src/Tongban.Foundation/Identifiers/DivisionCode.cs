using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Identifiers;

/// <summary>行政区划代码 (GB/T 2260): two digits each for province, prefecture and county.</summary>
/// <remarks>The type guards the form and the province; whether a code is, or was, in use is a question for <see cref="Divisions"/>.</remarks>
[JsonConverter(typeof(IdentifierJsonConverter<DivisionCode>))]
public sealed record DivisionCode : IIdentifier<DivisionCode>, IComparable<DivisionCode>
{
    private const string Provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82";

    private DivisionCode(string value) => Value = value;

    public string Value { get; }

    /// <summary>The province, autonomous region or municipality it lies in.</summary>
    public DivisionCode Province => new(Value[..2] + "0000");

    /// <summary>The prefecture by the digits; in a municipality a mere placeholder.</summary>
    public DivisionCode Prefecture => new(Value[..4] + "00");

    public bool IsProvinceLevel => Value.EndsWith("0000", StringComparison.Ordinal);

    public bool IsPrefectureLevel => !IsProvinceLevel && Value.EndsWith("00", StringComparison.Ordinal);

    /// <summary>Whether this is <paramref name="other"/> or lies above it by the digits.</summary>
    public bool Contains(DivisionCode other) => IsProvinceLevel ? other.Province == this : IsPrefectureLevel ? other.Prefecture == this : other == this;

    public static Result<DivisionCode> Parse(string? text, string field)
    {
        var value = Identifier.Normalise(text);
        if (value.Length != 6 || !Identifier.AllDigits(value) || (value[2..4] == "00" && value[4..] != "00"))
            return IdentifierErrors.DivisionCodeForm(field);
        return IsProvince(value.AsSpan(0, 2)) ? new DivisionCode(value) : IdentifierErrors.DivisionCodeProvince(field);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out DivisionCode? code) => Identifier.Try(text, out code);

    public static DivisionCode Parse(string s, IFormatProvider? provider) => Identifier.Demand<DivisionCode>(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DivisionCode result) => TryParse(s, out result);

    public int CompareTo(DivisionCode? other) => string.CompareOrdinal(Value, other?.Value);

    public static bool operator <(DivisionCode left, DivisionCode right) => left.CompareTo(right) < 0;

    public static bool operator <=(DivisionCode left, DivisionCode right) => left.CompareTo(right) <= 0;

    public static bool operator >(DivisionCode left, DivisionCode right) => left.CompareTo(right) > 0;

    public static bool operator >=(DivisionCode left, DivisionCode right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;

    internal static bool IsProvince(ReadOnlySpan<char> two) => Provinces.AsSpan().IndexOf(two) is var at && at >= 0 && at % 3 == 0;
}
