using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Identifiers;

/// <summary>统一社会信用代码: the one number of an enterprise or other organisation (GB 32100-2015, domain 09 § 13.1).</summary>
/// <remarks>Some codes in real use fail the check. New data refuse them (<see cref="Parse(string?, string)"/>); registers of the past take them on by
/// <see cref="ParseHistoric"/> and carry the <see cref="Warning"/>; both are read back by <see cref="FromStored"/>.</remarks>
[JsonConverter(typeof(IdentifierJsonConverter<CreditCode>))]
public sealed record CreditCode : IIdentifier<CreditCode>
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] InnerWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    private CreditCode(string value) => Value = value;

    public string Value { get; }

    /// <summary>1 organisation office, 5 civil affairs, 9 market regulation, Y other; further letters exist.</summary>
    public char Authority => Value[0];

    /// <summary>Authority and kind, such as 91 enterprise, 92 individual business, 11 organ, 12 public institution.</summary>
    public string Kind => Value[..2];

    /// <summary>Division code of the registering authority as written; 100000 stands for the national level.</summary>
    public string RegisteredAt => Value[2..8];

    /// <summary>The organisation code inside (GB 11714), nine characters.</summary>
    public string OrganisationCode => Value[8..17];

    /// <summary>The last character fits. False only for codes taken on from the past.</summary>
    public bool IsCheckValid => CheckOf(Value) == Value[17];

    /// <summary>The inner organisation code's own check fits. Some valid credit codes fail it, so it refuses nothing.</summary>
    public bool IsOrganisationCodeValid => InnerCheckOf(OrganisationCode) == OrganisationCode[8];

    /// <summary>What is to be said about a code taken on from the past; <see langword="null"/> for a valid one.</summary>
    public Error? Warning => IsCheckValid ? null : IdentifierErrors.CreditCodeCheck("");

    /// <summary>Reads a code for new data: length, alphabet, division and check must fit.</summary>
    public static Result<CreditCode> Parse(string? text, string field) =>
        ParseHistoric(text, field).Then<CreditCode>(code => code.IsCheckValid ? code : IdentifierErrors.CreditCodeCheck(field));

    /// <summary>Reads a code of an old register: as <see cref="Parse(string?, string)"/>, but a wrong check character only becomes a <see cref="Warning"/>.</summary>
    public static Result<CreditCode> ParseHistoric(string? text, string field)
    {
        var value = Identifier.Normalise(text);
        if (value.Length == 0)
            return IdentifierErrors.CreditCodeEmpty(field);
        if (value.Length != 18)
            return IdentifierErrors.CreditCodeLength(field, value.Length);
        if (value.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var wrong)
            return IdentifierErrors.CreditCodeAlphabet(field, wrong + 1);
        return Identifier.AllDigits(value.AsSpan(2, 6)) ? new CreditCode(value) : IdentifierErrors.CreditCodeDivision(field);
    }

    /// <summary>Reads back what was stored, with or without a fitting check.</summary>
    /// <exception cref="FormatException">The stored text is no code at all.</exception>
    public static CreditCode FromStored(string value) =>
        ParseHistoric(value, "").TryGet(out var code, out var error) ? code : throw new FormatException(error.Text.En);

    public static bool TryParse(string? text, [NotNullWhen(true)] out CreditCode? code) => Identifier.Try(text, out code);

    public static CreditCode Parse(string s, IFormatProvider? provider) => Identifier.Demand<CreditCode>(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out CreditCode result) => TryParse(s, out result);

    public override string ToString() => Value;

    private static char CheckOf(string value)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += Alphabet.IndexOf(value[i]) * Weights[i];
        return Alphabet[(31 - (sum % 31)) % 31];
    }

    private static char InnerCheckOf(string code)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += (char.IsAsciiDigit(code[i]) ? code[i] - '0' : code[i] - 'A' + 10) * InnerWeights[i];
        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
