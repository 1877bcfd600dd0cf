using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

/// <summary>Answers from a picture of all published versions in memory; it is drawn anew when an edition has changed.</summary>
/// <remarks>A publication of this process is seen at once, another process's within <see cref="PowerRegister.Fresh"/>.</remarks>
internal sealed class ListRegister : IListRegister
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Remembered<Picture> _known;

    public ListRegister(IServiceScopeFactory scopes, TimeProvider clock) => (_scopes, _known) = (scopes, new(Read, PowerRegister.Fresh, clock));

    public int EditionOf(ListKind list) => _known.Value!.Editions.GetValueOrDefault(list);

    public IReadOnlyList<ListedEntry> InForce(ListKind list, DateOnly on, int? edition = null) => [.. AsOf(list, on, edition).Where(e => !e.Suspended)];

    /// <summary>What stands on the list, suspended entries included.</summary>
    public IReadOnlyList<ListedEntry> Listed(ListKind list, DateOnly on) => [.. AsOf(list, on, null)];

    public IReadOnlyList<NegativeHit> Compare(NegativeFacts facts, DateOnly on, int? edition = null) =>
        [.. AsOf(ListKind.Negative, on, edition).Select(e => NegativeMatch.Of(e, facts)).OfType<NegativeHit>()
            .DistinctBy(h => (h.Entry.Content.Negative!.Kind, h.Entry.Content.Class, h.Entry.Content.Negative.Measure))
            .OrderBy(h => h.Entry.Content.Negative!.Kind).ThenBy(h => h.Entry.Code, StringComparer.Ordinal)];

    public IReadOnlyList<ListedEntry> DutiesOf(string power, DateOnly on, int? edition = null) =>
        [.. AsOf(ListKind.Supervision, on, edition).Where(e => e.Content.Supervision!.Powers.Contains(power, StringComparer.Ordinal))];

    /// <summary>Looks at the editions before the next answer; called after a publication was committed.</summary>
    public void Refresh() => _known.Forget();

    private IEnumerable<ListedEntry> AsOf(ListKind list, DateOnly on, int? edition)
    {
        foreach (var versions in _known.Value!.Entries.Where(e => e.List == list))
        {
            if (versions.AsOf(on, edition) is { } entry)
                yield return entry;
        }
    }

    private Picture Read(Picture? known)
    {
        using var scope = _scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var editions = db.Set<ListHead>().AsNoTracking().ToDictionary(h => h.List, h => h.Edition);
        if (known is not null && known.Editions.Count == editions.Count && editions.All(e => known.Editions.GetValueOrDefault(e.Key) == e.Value))
            return known;
        var entries = db.Set<ListVersion>().AsNoTracking().Where(v => v.State == ListVersionState.Published).OrderBy(v => v.Code).ThenBy(v => v.Number)
            .Select(v => new { v.List, v.Code, Line = new Line(v.Number, v.Edition ?? 0, v.ValidFrom, v.ValidTo, v.Ends, v.Reason, v.Content) })
            .AsEnumerable().GroupBy(v => (v.List, v.Code), v => v.Line).Select(g => new Versions(g.Key.List, g.Key.Code, [.. g])).ToArray();
        return new Picture(editions, entries);
    }

    private sealed record Picture(Dictionary<ListKind, int> Editions, Versions[] Entries);

    private sealed record Line(int Number, int Edition, DateOnly From, DateOnly? To, bool Ends, ListChangeReason Reason, ListContent Content)
    {
        public bool IsDecision => Reason is ListChangeReason.Suspended or ListChangeReason.Reinstated;

        public bool Begun(DateOnly on, int? edition) => !(Edition > edition) && From <= on;
    }

    private sealed record Versions(ListKind List, string Code, Line[] Lines)
    {
        /// <summary>The newest version of that edition whose days have begun decides; whether it is suspended, the newest decision on that.</summary>
        public ListedEntry? AsOf(DateOnly on, int? edition) =>
            Newest(l => l.Begun(on, edition) && !l.IsDecision) is not { Ends: false } line || line.To < on ? null
                : new ListedEntry(Code, line.Number, line.Content, Newest(l => l.Begun(on, edition) && l.IsDecision) is { Reason: ListChangeReason.Suspended });

        private Line? Newest(Func<Line, bool> which) => Array.FindLast(Lines, l => which(l));
    }
}

/// <summary>Compares facts with one entry of the negative list.</summary>
internal static class NegativeMatch
{
    /// <returns>The hit, or <see langword="null"/>. An entry without any fact to compare never fits an undertaking: it is about something else than projects.</returns>
    public static NegativeHit? Of(ListedEntry entry, NegativeFacts facts)
    {
        var terms = entry.Content.Negative!;
        var why = new List<Words>();
        // A declaration may name its industry more coarsely than the entry; then other facts have to fit too.
        var otherFacts = terms.Keywords.Count + terms.SiteLayers.Count > 0;
        if (terms.Industries.Count > 0)
        {
            if (facts.Industry is not { } industry || terms.Industries.FirstOrDefault(i => industry.StartsWith(i, StringComparison.Ordinal) || (otherFacts && i.StartsWith(industry, StringComparison.Ordinal))) is not { } fits)
                return null;
            why.Add(new Words("所属行业 {0} 属于 {1}", "industry {0} falls under {1}").With(industry, fits));
        }
        if (terms.Keywords.Count > 0)
        {
            if (terms.Keywords.FirstOrDefault(k => facts.Text.Contains(k, StringComparison.OrdinalIgnoreCase)) is not { } word)
                return null;
            why.Add(new Words("名称、规模或内容含“{0}”", "name, scale or content says “{0}”").With(word));
        }
        if (terms.Investors.Count > 0)
        {
            if (facts.Investor is not { } investor || !terms.Investors.Contains(investor, StringComparer.Ordinal))
                return null;
            why.Add(investor == "foreign" ? ("投资者为外商", "the investor is foreign") : ("投资者为内资", "the investor is domestic"));
        }
        if (terms.SiteLayers.Count > 0)
        {
            if (terms.SiteLayers.FirstOrDefault(facts.SiteLayers.Contains) is not { } layer)
                return null;
            why.Add(new Words("用地涉及图层 {0}", "the site touches layer {0}").With(layer));
        }
        return why.Count == 0 ? null : new NegativeHit(entry, why);
    }
}
