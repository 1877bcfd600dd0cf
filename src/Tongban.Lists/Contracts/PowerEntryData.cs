using System.Text.Json.Serialization;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Lists.Contracts;

/// <summary>One line of the power list (权力清单) as <c>powers.json</c> states it: an organ may act on an item. 法无授权不可为: without such a line in force it may not.</summary>
/// <param name="Code">Working code <c>360500-Q-ZRZY-01-0003-00</c>: division, list letter, department, category, sequence, sub-item.</param>
/// <param name="Organ">Organ that holds the power: <c>ZRZY@360500</c>.</param>
/// <param name="Category">Two digits, one of <see cref="PowerCategoryData"/>.</param>
/// <param name="ItemCode">The approval item that the power backs: <c>S1-03</c>.</param>
/// <param name="LegalBasis">The law that gives the power.</param>
/// <param name="BasisMark">How sure the basis is: V read in the law, V2 read in a copy or explanation, G general knowledge.</param>
/// <param name="ValidFrom">First day on which the power may be used.</param>
/// <param name="ValidTo">Last day, inclusive; <see langword="null"/> while no end is known.</param>
/// <param name="Status"><c>designed</c> for lines drawn up for this catalogue, <c>published</c> for lines taken from a published list.</param>
public sealed record PowerEntryData(
    string Code, string Organ, string Category, string ItemCode, string NameZh, string NameEn, string LegalBasis, string BasisMark,
    OrganLevel Level, DateOnly ValidFrom, DateOnly? ValidTo, string Status)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    public bool InForceOn(DateOnly day) => ValidFrom <= day && (ValidTo is not { } last || day <= last);
}

/// <summary>A category of administrative power (行政权力类别). The code set differs between provinces, so it is data.</summary>
public sealed record PowerCategoryData(string Code, string Letter, string NameZh, string NameEn)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}
