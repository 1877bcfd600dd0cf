using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.DeclarationScreening;

/// <summary>Compares a declaration with the negative list, and fixes the editions of the three lists that the project keeps.</summary>
internal sealed class CompareWithNegativeList(IListRegister lists) : IDeclarationScreening
{
    public Screening Screen(ScreenedDeclaration declaration, DateOnly today)
    {
        var hits = lists.Compare(new(declaration.Industry, declaration.Text, declaration.Facts.GetValueOrDefault("investor"), SiteLayers.Touched(declaration.Facts.GetValueOrDefault(SiteLayers.Fact))), today);
        return new Screening(today,
            new SortedDictionary<string, int>(Enum.GetValues<ListKind>().ToDictionary(Key, lists.EditionOf, StringComparer.Ordinal), StringComparer.Ordinal),
            [.. hits.Select(Hit)]);
    }

    internal static string Key(ListKind list) => list.ToString().ToLowerInvariant();

    private static ScreeningHit Hit(NegativeHit hit)
    {
        var (content, terms) = (hit.Entry.Content, hit.Entry.Content.Negative!);
        var effect = terms.Kind is NegativeKind.Prohibited ? ScreeningEffect.Prohibited : terms.Consequence is NegativeConsequence.Verification ? ScreeningEffect.NeedsVerification : ScreeningEffect.NeedsItem;
        return new(hit.Entry.Code, hit.Entry.Version, effect, content.NameZh, content.Name.En, terms.Measure, content.LegalBasis, terms.WayOutZh, terms.WayOutEn.Length == 0 ? terms.WayOutZh : terms.WayOutEn, terms.Item,
            string.Join("，", hit.Why.Select(w => w.Zh)), string.Join(", ", hit.Why.Select(w => w.En)));
    }
}
