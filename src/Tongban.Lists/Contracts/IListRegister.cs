using Tongban.Foundation;

namespace Tongban.Lists.Contracts;

/// <summary>An entry that was in force.</summary>
/// <param name="Version">Counts the entry's versions, from 1.</param>
/// <param name="Suspended">It is on the list, but may not be used for the time being.</param>
public sealed record ListedEntry(string Code, int Version, ListContent Content, bool Suspended = false);

/// <summary>What is known of an undertaking when it is compared with the negative list.</summary>
/// <param name="Industry">GB/T 4754 with the letter of the section, as fine as it is known.</param>
/// <param name="Text">Name, scale and content.</param>
/// <param name="Investor"><c>foreign</c> or <c>domestic</c>; <see langword="null"/> when it was not said.</param>
/// <param name="SiteLayers">Codes of the control layers that the site touches.</param>
public sealed record NegativeFacts(string? Industry, string Text, string? Investor, IReadOnlySet<string> SiteLayers);

/// <summary>An entry of the negative list that fits, and by which facts.</summary>
public sealed record NegativeHit(ListedEntry Entry, IReadOnlyList<Words> Why);

/// <summary>Answers what the lists say on a day, or said in an earlier edition: a running case keeps the edition it began under.</summary>
public interface IListRegister
{
    /// <summary>Counts the publications of a list, from 1; 0 while nothing is published.</summary>
    int EditionOf(ListKind list);

    /// <summary>What may be relied on that day: suspended powers are left out.</summary>
    /// <param name="edition">As the list stood after that publication; the newest when left out.</param>
    IReadOnlyList<ListedEntry> InForce(ListKind list, DateOnly on, int? edition = null);

    /// <summary>Entries of the negative list that fit, prohibitions first.</summary>
    IReadOnlyList<NegativeHit> Compare(NegativeFacts facts, DateOnly on, int? edition = null);

    /// <summary>What is to be supervised after that power was used to permit something.</summary>
    IReadOnlyList<ListedEntry> DutiesOf(string power, DateOnly on, int? edition = null);
}
