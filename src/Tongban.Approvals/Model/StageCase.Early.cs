using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <content>Early start (提前办理): single items of a later stage run before it opens; when it opens, they are part of it.</content>
internal sealed partial class StageCase
{
    /// <summary>When the case was opened for single items, before its stage.</summary>
    public DateTimeOffset? EarlySince { get; private set; }

    /// <summary>Opens a later stage for single items; it has none yet.</summary>
    public static StageCase OpenEarly(ProjectRecord project, int stage, FactSheet facts, CaseSetting setting)
    {
        var opened = New(project, stage, setting);
        (opened.State, opened.EarlySince) = (StageState.StartedEarly, setting.Now);
        opened.Know(facts);
        return opened;
    }

    /// <summary>Adds one item to what has begun early. Its papers are handed in with <see cref="Submit"/>.</summary>
    /// <param name="missing">Results of earlier stages that are not there, in words.</param>
    public Error? StartEarly(EarlyStart early, IReadOnlyList<FlowItem> missing, CaseSetting setting)
    {
        if (!AwaitsItsStage)
            return ApprovalErrors.StageIsOpen(State);
        var code = early.Item.Code;
        if (Find(code) is { State: not ItemState.Dropped })
            return ApprovalErrors.StartedEarlyAlready(code);
        var applies = early.Item.AppliesWhen(Type, FactsUnder(setting.Flow));
        if (applies.Applies is Truth.No)
            return ApprovalErrors.ItemDoesNotApply(applies);
        var waiting = missing.Concat(setting.Flow.Prerequisites(code, Type, FactsUnder(setting.Flow)).Select(p => p.Item).Where(p => Find(p.Code) is not { State: ItemState.Decided })).ToList();
        if (waiting.Count > 0)
            return ApprovalErrors.EarlyPrerequisiteMissing(early.Item, waiting);
        (State, EndReason, ClosedAt) = (StageState.StartedEarly, null, null);
        if (Find(code) is { } dropped)
            dropped.Revive();
        else
            _items.Add(NewItem(applies, setting));
        Find(code)!.BeginEarly();
        Record(new ItemStartedEarly(Id, Stage, code, Find(code)!.Organ, [.. early.After.Select(a => a.Code)]));
        return null;
    }

    /// <summary>The stage opens regularly: what has begun early is joined by the rest.</summary>
    public void Join(FactSheet facts, CaseSetting setting)
    {
        (State, EndReason, ClosedAt) = (StageState.Preparing, null, null);
        // What was stopped before it was decided is needed as much as if it had never begun.
        foreach (var stopped in _items.Where(i => i is { State: ItemState.Dropped, StoppedByEnd: true }))
            stopped.Revive();
        FollowFacts(facts, begun: false, setting);
        Record(new StageOpened(Id, Stage, Flow, Lead, [.. _items.Where(i => i.State is not ItemState.Dropped).Select(i => i.Code)]));
    }

    /// <summary>An earlier stage ended without what it is for: what began early on it ends with it. What was decided stays decided.</summary>
    /// <param name="how">How the earlier stage ended.</param>
    public void LoseGround(int earlier, Words name, StageState how, CaseSetting setting)
    {
        string[] stopped = [.. _items.Where(i => !i.IsClosed).Select(i => i.Code)];
        Close(StageState.GroundLost, $"“{name.Zh}”阶段{how.Name().Zh}", setting);
        Record(new EarlyStartEnded(Id, Stage, earlier, how.ToString(), stopped));
    }

    /// <summary>Whether the case waits for its stage to open: begun early, perhaps taken back or ended since.</summary>
    public bool AwaitsItsStage => State is StageState.StartedEarly or StageState.GroundLost || (State is StageState.Withdrawn && EarlySince is not null && SubmittedAt is null);

    private Error? SubmitEarly(CaseSetting setting)
    {
        var ready = _items.Where(i => i is { State: ItemState.Waiting, IsEarly: true }).ToList();
        if (ready.Count == 0)
            return ApprovalErrors.AlreadySubmitted(State);
        if (Error.Combine([.. MissingMaterials(setting.Flow).Select(ApprovalErrors.MaterialMissing)]) is { } refusal)
            return refusal;
        Record(new StageSubmitted(Id, Stage, MaterialsDigest()));
        foreach (var item in ready)
            item.Open(setting.Flow.Item(item.Code), setting.Now, setting.Today, setting.Calendar, FirstStepDays(item, setting.Flow));
        Record(new ItemsOpened(Id, setting.Now, [.. ready.Select(i => new OpenedItem(i.Code, i.Organ, i.DueOn!.Value))]));
        return null;
    }
}
