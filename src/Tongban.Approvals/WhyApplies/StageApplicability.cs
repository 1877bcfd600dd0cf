using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.WhyApplies;

/// <summary>Why one item of a stage applies to a project, does not, or is not known to.</summary>
/// <param name="Condition">The rule in words, whatever the project.</param>
/// <param name="Why">The project's own values that decided, or the facts that are missing.</param>
/// <param name="Missing">Names of the facts that would settle it.</param>
/// <param name="Bases">Legal basis: of the limit, and of the organ's power.</param>
/// <param name="State">Where the item stands in the case; <see langword="null"/> when it is not part of it.</param>
internal sealed record ItemApplicability(
    string Code, Words Name, string Organ, Words OrganName, Truth Applies, Words Condition, Words Why, IReadOnlyList<string> Missing, IReadOnlyList<string> Bases, ItemState? State, ItemDecision? Decision);

/// <summary>The answers of a stage and what follows from them, item by item.</summary>
internal sealed record StageApplicability(Guid StageCase, IReadOnlyList<StageFact> Facts, IReadOnlyList<ItemApplicability> Items)
{
    /// <summary>What the check of the site found: it comes before the answer about every layer that was looked at.</summary>
    public SiteFindings? Site { get; init; }

    public static StageApplicability Of(Plane plane, FlowCatalogue flow, IPowerRegister powers, OrganDirectory organs, DateOnly today)
    {
        var sheet = FactSheet.Parse(flow, plane.Facts.Where(f => flow.Fact(f.Key) is not null).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value))).Value;
        var asked = Model.StageCase.FactsAsked(plane.Stage, plane.Facts, flow).Select(f => f.Name).Union(plane.AnsweredHere).ToHashSet(StringComparer.Ordinal);
        return new(
            plane.StageCase,
            [.. flow.Facts.Where(f => asked.Contains(f.Name) || plane.Facts.ContainsKey(f.Name)).Select(f => new StageFact(f.Name, f.Type, f.Title, f.Question, f.Help, f.Unit, [.. f.Values.Select(v => v.Code)], plane.Facts.GetValueOrDefault(f.Name), asked.Contains(f.Name)))],
            [.. flow.ApplicableItems(plane.Stage, plane.Type, sheet).Select(a => Explain(a, plane, flow, powers, organs, today))]);
    }

    private static ItemApplicability Explain(Applicability applies, Plane plane, FlowCatalogue flow, IPowerRegister powers, OrganDirectory organs, DateOnly today)
    {
        var (item, present) = (applies.Item, plane.Items.FirstOrDefault(i => i.Code == applies.Item.Code));
        var organ = present?.Organ ?? flow.HandlingOrgan(item, plane.Division);
        List<string> bases = [.. new[] { item.Statutory?.Basis, powers.Find(organ, item.Code, today).Power?.LegalBasis }.OfType<string>().Distinct(StringComparer.Ordinal)];
        return new(item.Code, item.Name, organ, organs.NameOf(organ), applies.Applies, Rule(applies), applies.Explain(), [.. applies.Missing.Select(f => f.Name)], bases, present?.State, present?.Decision);
    }

    private static Words Rule(Applicability applies)
    {
        var item = applies.Item;
        var types = (string.Join('、', item.AppliesTo.Select(t => t.Name().Zh)), string.Join(", ", item.AppliesTo.Select(t => t.Name().En)));
        if (!item.AppliesTo.Contains(applies.Type))
            return ($"仅适用于：{types.Item1}", $"only for: {types.Item2}");
        if (item.MandatoryFor.Contains(applies.Type) || item.Condition is null)
            return ($"{applies.Type.Name().Zh}必办", $"always required: {applies.Type.Name().En}");
        return item.Condition.InWords();
    }
}

/// <summary>One fact of a stage with its answer.</summary>
/// <param name="Values">Codes of the vocabulary of a choice or a set.</param>
/// <param name="IsAsked">Whether this stage asks for it; otherwise an earlier one did.</param>
internal sealed record StageFact(string Name, FactType Type, Words Title, Words Question, Words Help, Words? Unit, IReadOnlyList<string> Values, string? Answer, bool IsAsked);
