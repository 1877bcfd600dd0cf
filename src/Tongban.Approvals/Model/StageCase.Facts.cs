using Tongban.Approvals.Catalogue;
using Tongban.Foundation;

namespace Tongban.Approvals.Model;

/// <content>The facts on which it depends which items apply: asked while the stage is prepared, frozen with its submission.</content>
internal sealed partial class StageCase
{
    /// <summary>Every answer known in this stage: those of the stages before and its own, as <see cref="FactValue.Text"/> writes them.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; private set; } = new Dictionary<string, string>();

    /// <summary>When the lead last put a fact right after the submission.</summary>
    public DateTimeOffset? FactsCorrectedAt { get; private set; }

    /// <summary>The answers as a sheet; a fact the flow does not know stays unknown.</summary>
    public FactSheet FactsUnder(FlowCatalogue flow) => FactSheet.Parse(flow, Facts.Where(f => flow.Fact(f.Key) is not null).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value))).Value;

    /// <summary>The questions of a stage: its own, and those of earlier stages that are still open and on which an item of this one depends.</summary>
    public static IReadOnlyList<Fact> FactsAsked(int stage, IReadOnlyDictionary<string, string> known, FlowCatalogue flow)
    {
        var used = flow.Stage(stage).Items.SelectMany(i => i.Condition?.Facts ?? []).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return [.. flow.Facts.Where(f => f.Stage == stage || (f.Stage < stage && used.Contains(f.Name) && (!known.TryGetValue(f.Name, out var answer) || answer.Contains(FactValue.Set.Unknown))))];
    }

    /// <summary>The applicant answers the questions of the stage; items appear and disappear with the answers.</summary>
    /// <param name="answers">Fact → answer; an empty one takes the answer back. A fact that is not named keeps its answer.</param>
    public Error? AnswerFacts(IReadOnlyDictionary<string, string?> answers, CaseSetting setting)
    {
        if (State is not StageState.Preparing)
            return ApprovalErrors.FactsFrozen(State);
        var asked = FactsAsked(Stage, Facts, setting.Flow).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        // An earlier stage's question that was answered here may be answered again as long as this stage is prepared.
        asked.UnionWith(AnsweredHere);
        if (answers.Keys.FirstOrDefault(n => setting.Flow.Fact(n) is not null && !asked.Contains(n)) is { } stranger)
            return ApprovalErrors.FactNotAsked(setting.Flow.Fact(stranger)!);
        if (!FactSheet.Parse(setting.Flow, answers).TryGet(out var given, out var refusal))
            return refusal;
        var facts = answers.Keys.Aggregate(FactsUnder(setting.Flow), (sheet, name) => sheet.With(name, given[name]));
        var earlier = answers.Keys.Where(n => setting.Flow.Fact(n)!.Stage < Stage);
        AnsweredHere = [.. AnsweredHere.Union(earlier, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var (added, dropped) = FollowFacts(facts, begun: false, setting);
        Record(new FactsAnswered(Id, Stage, [.. answers.Keys.Order(StringComparer.Ordinal)], Sha256.Of(facts.ToJson()), added, dropped));
        return null;
    }

    /// <summary>The lead puts a declared fact right, with the reason: in the pre-check, or, in a stage without one, before anything was decided.</summary>
    public Error? CorrectFact(string name, string? value, string reason, CaseSetting setting)
    {
        if (!(State is StageState.PreCheck || (State is StageState.InParallel && PreCheck is null && _items.All(i => i.State is not ItemState.Decided))))
            return ApprovalErrors.FactsCorrectedTooLate(State);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        if (setting.Flow.Fact(name) is not { } fact || fact.Stage > Stage)
            return CatalogueErrors.UnknownFact(name);
        if (!fact.Parse(value).TryGet(out var corrected, out var refusal))
            return refusal;
        var before = FactsUnder(setting.Flow);
        if (Equals(before[name], corrected))
            return ApprovalErrors.FactUnchanged(fact);
        FactsCorrectedAt = setting.Now;
        var (added, dropped) = FollowFacts(before.With(name, corrected), begun: true, setting);
        Record(new FactCorrected(Id, Stage, name, Sha256.Of(before.ToJson()), Sha256.Of(FactsUnder(setting.Flow).ToJson()), Sha256.Of(reason), added, dropped));
        if (State is StageState.InParallel)
            OpenReadyItems(setting);
        return null;
    }

    /// <summary>Questions that must be answered before the stage can be handed in: without a pre-check nobody could settle them later.</summary>
    public IReadOnlyList<Fact> MissingFacts(FlowCatalogue flow)
    {
        if (PreCheck is not null)
            return [];
        var facts = FactsUnder(flow);
        return [.. flow.ApplicableItems(Stage, Type, facts).Where(a => a.Item.Role is not ItemRole.FollowOn).SelectMany(a => a.Missing).DistinctBy(f => f.Name)];
    }

    /// <summary>Questions of earlier stages that were answered in this one.</summary>
    public IReadOnlyList<string> AnsweredHere { get; private set; } = [];

    private void Know(FactSheet facts) => Facts = facts.Known.ToDictionary(n => n, n => facts[n]!.Text, StringComparer.Ordinal);

    /// <param name="begun">Whether an item that has begun, but is not decided, may be dropped too.</param>
    private (IReadOnlyList<string> Added, IReadOnlyList<string> Dropped) FollowFacts(FactSheet facts, bool begun, CaseSetting setting)
    {
        Know(facts);
        var (added, dropped) = (new List<string>(), new List<string>());
        foreach (var applies in setting.Flow.ApplicableItems(Stage, Type, facts).Where(a => a.Item.Role is not ItemRole.FollowOn))
        {
            if (Find(applies.Item.Code) is not { } item)
            {
                if (applies.Applies is Truth.No)
                    continue;
                _items.Add(NewItem(applies, setting));
                added.Add(applies.Item.Code);
            }
            else if (item.State is ItemState.Decided || (item.OpenedAt is not null && !begun))
            {
                continue; // what has begun or is decided is not undone by an answer
            }
            else if (applies.Applies is Truth.No)
            {
                if (item.State is not ItemState.Dropped)
                    dropped.Add(item.Code);
                item.Explain(applies);
                item.Drop();
            }
            else
            {
                if (item.State is ItemState.Dropped)
                {
                    added.Add(item.Code);
                    item.Revive();
                }
                item.Explain(applies);
            }
        }
        return (added, dropped);
    }

    private ItemCase NewItem(Applicability applies, CaseSetting setting) =>
        ItemCase.Create(this, applies.Item, setting.Flow.JurisdictionOf(applies.Item, Type, Division, TotalInvestment), applies, setting.Now);
}
