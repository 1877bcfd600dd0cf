using System.Text.Json.Serialization;
using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>What is compared when a project is declared.</summary>
/// <param name="Industry">GB/T 4754 with the letter of its section; <see langword="null"/> while it is not known.</param>
/// <param name="Text">Name, scale and content, one after the other.</param>
/// <param name="Facts">Answers of the applicant.</param>
public sealed record ScreenedDeclaration(ProjectType? Type, string? Industry, string Text, IReadOnlyDictionary<string, string> Facts);

/// <summary>What an entry of the negative list means for the project.</summary>
public enum ScreeningEffect
{
    /// <summary>禁止: it cannot be declared at all.</summary>
    Prohibited,

    /// <summary>须核准或审批: a record filing is not enough.</summary>
    NeedsVerification,

    /// <summary>另办事项: the filing goes on, one more item is needed.</summary>
    NeedsItem,
}

/// <summary>An entry of the negative list that fits the project.</summary>
/// <param name="Entry">Code of the entry, with <paramref name="Version"/> for good.</param>
/// <param name="Measure">What is forbidden, or which permit is needed, as the list says it.</param>
/// <param name="Item">The further item.</param>
/// <param name="WhyZh">By which facts it fits.</param>
public sealed record ScreeningHit(
    string Entry, int Version, ScreeningEffect Effect, string NameZh, string NameEn, string Measure, string LegalBasis, string WayOutZh, string WayOutEn, string? Item, string WhyZh, string WhyEn)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    [JsonIgnore]
    public Words WayOut => (WayOutZh, WayOutEn);

    [JsonIgnore]
    public Words Why => (WhyZh, WhyEn);

    /// <summary>Page of the entry.</summary>
    [JsonIgnore]
    public string Address => $"/lists/negative/{Entry}";
}

/// <summary>The comparison with the negative list on a day, and the editions of all lists under which the project begins and goes on.</summary>
/// <param name="Editions">Edition by list: <c>negative</c>, <c>power</c>, <c>supervision</c>.</param>
public sealed record Screening(DateOnly On, IReadOnlyDictionary<string, int> Editions, IReadOnlyList<ScreeningHit> Hits)
{
    public int? EditionOf(string list) => Editions.TryGetValue(list, out var edition) ? edition : null;
}

/// <summary>Compares a declaration with the negative list. A module above, which knows the lists, implements it; without one nothing is compared.</summary>
public interface IDeclarationScreening
{
    Screening Screen(ScreenedDeclaration declaration, DateOnly today);
}
