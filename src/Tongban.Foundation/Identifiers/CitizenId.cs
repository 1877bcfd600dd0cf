using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Identifiers;

/// <summary>公民身份号码: a person's number for life (GB 11643-1999; 居民身份证法第三条).</summary>
/// <remarks>Personal data: <see cref="ToString"/> gives the masked form, so that a log or a page cannot spill it by accident; <see cref="Value"/> gives the number.</remarks>
[JsonConverter(typeof(IdentifierJsonConverter<CitizenId>))]
public sealed record CitizenId : IIdentifier<CitizenId>
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private CitizenId(string value) => Value = value;

    public string Value { get; }

    /// <summary>The division where the number was given out; it may long be abolished. 83 begins the residence permits of Taiwan residents.</summary>
    public string GivenOutAt => Value[..6];

    public DateOnly BirthDate => DateOnly.ParseExact(Value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    public bool IsMale => (Value[16] - '0') % 2 == 1;

    /// <summary>The form for pages: the birth date is hidden, <c>360502********0019</c>.</summary>
    public string Masked => $"{Value[..6]}********{Value[14..]}";

    /// <summary>Reads an 18-character number: length, characters, province, birth date and check must fit.</summary>
    public static Result<CitizenId> Parse(string? text, string field)
    {
        var value = Identifier.Normalise(text);
        if (value.Length == 0)
            return IdentifierErrors.CitizenIdEmpty(field);
        if (value.Length != 18)
            return IdentifierErrors.CitizenIdLength(field, value.Length);
        for (var i = 0; i < 18; i++)
        {
            if (!char.IsAsciiDigit(value[i]) && !(i == 17 && value[i] == 'X'))
                return IdentifierErrors.CitizenIdAlphabet(field, i + 1);
        }
        if (!DivisionCode.IsProvince(value.AsSpan(0, 2)) && !value.StartsWith("83", StringComparison.Ordinal))
            return IdentifierErrors.CitizenIdDivision(field);
        if (!DateOnly.TryParseExact(value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) || born.Year < 1850)
            return IdentifierErrors.CitizenIdDate(field);
        return CheckOf(value) == value[17] ? new CitizenId(value) : IdentifierErrors.CitizenIdCheck(field);
    }

    /// <summary>As <see cref="Parse(string?, string)"/>; nobody is born after today.</summary>
    public static Result<CitizenId> Parse(string? text, string field, DateOnly today) =>
        Parse(text, field).Then<CitizenId>(id => id.BirthDate <= today ? id : IdentifierErrors.CitizenIdFuture(field));

    /// <summary>Also reads the 15-digit form of numbers before 1999 (two-digit year of the 1900s, no check), and gives today's form of it. For old records only.</summary>
    public static Result<CitizenId> ParseHistoric(string? text, string field)
    {
        var value = Identifier.Normalise(text);
        if (value.Length != 15)
            return Parse(value, field);
        if (value.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var wrong)
            return IdentifierErrors.CitizenIdAlphabet(field, wrong + 1);
        var longer = $"{value[..6]}19{value[6..]}";
        return Parse(longer + CheckOf(longer), field);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out CitizenId? id) => Identifier.Try(text, out id);

    public static CitizenId Parse(string s, IFormatProvider? provider) => Identifier.Demand<CitizenId>(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out CitizenId result) => TryParse(s, out result);

    /// <summary>The masked form.</summary>
    public override string ToString() => Masked;

    // ISO 7064 MOD 11-2.
    private static char CheckOf(string value)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += (value[i] - '0') * Weights[i];
        return "10X98765432"[sum % 11];
    }
}
