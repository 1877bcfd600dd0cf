using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Tongban.Foundation.Identifiers;

/// <summary>项目代码: the number that joins everything about one investment project (政府投资条例第十条; domain 02 § 2.3).</summary>
/// <remarks>Two generations live side by side: <c>2020-360500-48-03-123456</c> (year, division, industry, way of approval, sequence) until late 2020, and
/// <c>2101-360500-04-01-123456</c> (year and month, division, guiding department, project type, random part and check) since. The last two digits
/// of the first part tell them apart. The national check algorithm is not public, so the check of other platforms' codes is not judged;
/// codes issued here end in ISO 7064 MOD 11,10 over the 19 digits before.</remarks>
[JsonConverter(typeof(IdentifierJsonConverter<ProjectCode>))]
public sealed partial record ProjectCode : IIdentifier<ProjectCode>
{
    private ProjectCode(string value) => Value = value;

    public string Value { get; }

    /// <summary>1 or 2.</summary>
    public int Generation => Value[2..4] is var end && string.CompareOrdinal(end, "12") <= 0 ? 2 : 1;

    /// <summary>The year in which the code was given.</summary>
    public int Year => Generation == 1 ? int.Parse(Value.AsSpan(0, 4), CultureInfo.InvariantCulture) : 2000 + int.Parse(Value.AsSpan(0, 2), CultureInfo.InvariantCulture);

    /// <summary>The month in which the code was given; generation 1 does not say.</summary>
    public int? Month => Generation == 1 ? null : int.Parse(Value.AsSpan(2, 2), CultureInfo.InvariantCulture);

    public DivisionCode Division => DivisionCode.Parse(Value[5..11], provider: null);

    /// <summary>Two-digit industry division of GB/T 4754; generation 1 only.</summary>
    public string? Industry => Generation == 1 ? Value[12..14] : null;

    /// <summary>Central guiding department, such as 04 development and reform; generation 2 only.</summary>
    public string? Department => Generation == 2 ? Value[12..14] : null;

    /// <summary>Generation 1: 01 approval, 02 verification, 03 filing. Generation 2: project type, such as 01 basic construction.</summary>
    public string Type => Value[15..17];

    /// <summary>Sequence (generation 1), or random part and check character (generation 2).</summary>
    public string Tail => Value[18..];

    /// <summary>The check is the one this platform puts on its codes. Says nothing against codes of other platforms.</summary>
    public bool IsLocallyValid => Generation == 2 && Digits(Value[..23]) is var digits && Value[23] == CheckOf(digits);

    /// <summary>Makes a code of generation 2.</summary>
    /// <param name="on">The day it is given, from November 2020 on.</param>
    /// <param name="department2">Central guiding department, two digits.</param>
    /// <param name="type2">Project type, two digits.</param>
    /// <param name="random5">0 to 99999; the caller makes sure that the code is not yet in use.</param>
    public static ProjectCode Issue(DateOnly on, DivisionCode division, string department2, string type2, int random5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(on, new DateOnly(2020, 11, 1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(on, new DateOnly(2099, 12, 31));
        ArgumentOutOfRangeException.ThrowIfNegative(random5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(random5, 99999);
        if (department2.Length != 2 || !Identifier.AllDigits(department2))
            throw new ArgumentException("Two digits are expected.", nameof(department2));
        if (type2.Length != 2 || !Identifier.AllDigits(type2))
            throw new ArgumentException("Two digits are expected.", nameof(type2));

        var body = string.Create(CultureInfo.InvariantCulture, $"{on:yyMM}-{division.Value}-{department2}-{type2}-{random5:D5}");
        return new ProjectCode(body + CheckOf(Digits(body)));
    }

    public static Result<ProjectCode> Parse(string? text, string field)
    {
        var value = Dashes().Replace(Identifier.Normalise(text), "-");
        if (value.Length == 0)
            return IdentifierErrors.ProjectCodeEmpty(field);
        if (!Form().IsMatch(value))
            return IdentifierErrors.ProjectCodeForm(field);

        var code = new ProjectCode(value);
        var first = value[..4];
        var known = code.Generation == 1 ? string.CompareOrdinal(first, "2014") >= 0 && string.CompareOrdinal(first, "2021") <= 0
            : code.Month is >= 1 and <= 12 && string.CompareOrdinal(first, "2011") >= 0;
        if (!known)
            return IdentifierErrors.ProjectCodeDate(field);
        if (!DivisionCode.TryParse(value[5..11], out _))
            return IdentifierErrors.ProjectCodeDivision(field);
        if (code.Generation == 2)
            return code;
        if (!Identifier.AllDigits(code.Tail))
            return IdentifierErrors.ProjectCodeForm(field);
        if (string.CompareOrdinal(code.Industry, "01") < 0 || string.CompareOrdinal(code.Industry, "97") > 0)
            return IdentifierErrors.ProjectCodeIndustry(field);
        return code.Type is "01" or "02" or "03" ? code : IdentifierErrors.ProjectCodeType(field);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out ProjectCode? code) => Identifier.Try(text, out code);

    public static ProjectCode Parse(string s, IFormatProvider? provider) => Identifier.Demand<ProjectCode>(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ProjectCode result) => TryParse(s, out result);

    public override string ToString() => Value;

    private static string Digits(string text) => text.Replace("-", "", StringComparison.Ordinal);

    // ISO 7064 MOD 11,10.
    private static char CheckOf(string digits)
    {
        var p = 10;
        foreach (var c in digits)
        {
            var sum = (p + c - '0') % 10;
            p = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (char)('0' + ((11 - p) % 10));
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{5}[0-9A-Z]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("[\u2010-\u2015\u2212]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dashes();
}
