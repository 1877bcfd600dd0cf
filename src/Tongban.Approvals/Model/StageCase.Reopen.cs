using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.Model;

/// <summary>Why a stage that had ended is taken up again.</summary>
internal enum ReopenGround
{
    /// <summary>原决定违法或不当.</summary>
    DecisionWrong,

    /// <summary>复议决定或者判决责令重作.</summary>
    ReviewOrdered,

    /// <summary>客观情况发生重大变化.</summary>
    CircumstancesChanged,
}

/// <content>Reopening (重新办理): a concluded or refused stage is taken up again by decision of the lead's head.</content>
internal sealed partial class StageCase
{
    /// <summary>The head of the lead takes an ended stage up again; its clock goes on where it stood.</summary>
    /// <param name="items">Items to be decided anew. The closing item is decided anew with them, unless it was granted and the stage was refused over an item on which it does not rest.</param>
    /// <param name="later">Stages after this one that exist already; their own conclusion waits for this one's.</param>
    public Error? Reopen(ReopenGround ground, string basis, string reason, IReadOnlyList<string> items, IReadOnlyList<int> later, PowerInForce power, CaseSetting setting)
    {
        if (State is not (StageState.Concluded or StageState.Refused))
            return ApprovalErrors.NotEnded(State);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        if (string.IsNullOrWhiteSpace(basis))
            return ApprovalErrors.ReasonMissing("basis");
        foreach (var code in items)
        {
            if (Find(code) is not { } item)
                return ApprovalErrors.NoSuchItem(code);
            if (item.State is not ItemState.Decided || item.Role is not ItemRole.Parallel || item.Limit is null)
                return ApprovalErrors.NothingToReturn(code);
        }
        var closing = _items.Single(i => i is { Role: ItemRole.Conclusion, State: ItemState.Decided });
        var stands = State is StageState.Refused && closing.IsGranted && !items.Any(i => RestsOn(closing.Code, i, setting.Flow));
        if (stands && _items.Find(i => i.Decision is ItemDecision.Refused && !items.Contains(i.Code)) is { } refused)
            return ApprovalErrors.RefusedItemLeft(setting.Flow.Item(refused.Code));
        var anew = items.Distinct(StringComparer.Ordinal).Select(c => Find(c)!).ToList();
        if (!stands)
            anew.Add(closing);
        foreach (var item in anew)
        {
            if (!item.Limit!.Reopen(setting.Today, reason, setting.Calendar).TryGet(out var running, out var error))
                return error;
            item.Return(running);
        }
        foreach (var stopped in _items.Where(i => i is { State: ItemState.Dropped, StoppedByEnd: true }))
            stopped.Revive();
        if (!Limit!.Reopen(setting.Today, reason, setting.Calendar).TryGet(out var stage, out var over))
            return over;
        (State, Limit, DueOn, ClosedAt, EndReason) = (StageState.InParallel, stage, stage.DueOn, null, null);
        // What waits for a result that is made anew waits again.
        foreach (var item in _items.Where(i => !i.IsClosed && i.State is not ItemState.Waiting && !IsReady(i.Code, setting.Flow)))
            item.WaitAgain();
        Record(new StageReopened(Id, Stage, ground, basis, Sha256.Of(reason), [.. items], later, power.Code, setting.Today, DueOn));
        OpenReadyItems(setting);
        return null;
    }
}
