using System.Collections.Frozen;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Identifiers;
using Tongban.Projects.Model;

namespace Tongban.Projects.Declare;

/// <summary>The tables a declaration is checked against: the city's divisions, industries, credit codes.</summary>
internal sealed class DeclarationSetting(CityCatalogue city, ReferenceData reference)
{
    public CityCatalogue City => city;

    public Industries Industries => reference.Industries;

    public DeclarationRules Rules { get; } = new(
        city.City.AllDivisions.Select(d => d.Code).ToFrozenSet(StringComparer.Ordinal),
        code => IndustryOf(reference.Industries, code) is not null,
        code => CreditCode.TryParse(code, out var parsed) && parsed.Value == code);

    /// <summary>With or without the letter of its section: <c>I64</c>, <c>64</c>. A section alone is too coarse to decide anything.</summary>
    public Industry? IndustryOf(string? code) => IndustryOf(reference.Industries, code);

    private static Industry? IndustryOf(Industries industries, string? code)
    {
        var text = code?.Trim() ?? "";
        var found = IndustryCode.TryParse(text, out var parsed) && parsed.Value == text ? industries.Find(parsed) : industries.FindByDigits(text);
        return found?.Code.Level > 1 ? found : null;
    }
}
