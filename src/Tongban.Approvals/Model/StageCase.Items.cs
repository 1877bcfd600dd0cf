using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Joint;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <content>Parallel handling: the items, their clocks, the decisions, and the conclusion by the lead.</content>
internal sealed partial class StageCase
{
    /// <summary>An officer of the organ takes the item on as his own.</summary>
    public Error? Take(string code, Actor officer)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (item.Handler == officer.PersonId)
            return ApprovalErrors.AlreadyYours(code);
        item.Take(officer.PersonId);
        Record(new ItemTaken(Id, code, officer.PersonId));
        return null;
    }

    /// <summary>The handling officer asks the head to stop the clock for a special procedure (特别程序) that the flow allows for this item.</summary>
    public Error? RequestSpecialProcedure(string code, string type, DateOnly? plannedTo, string reason, Actor officer, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (item.HasRequest)
            return ApprovalErrors.RequestPending(code);
        if (item.State is ItemState.Paused)
            return ApprovalErrors.AlreadyPaused(code);
        if (setting.Flow.Item(code).ClockStops.All(c => c.Id != type))
            return ApprovalErrors.ClockStopNotAllowed(code, type);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        // The applicant must be told how long it will take (行政许可法第四十五条).
        if (plannedTo is null || plannedTo < setting.Today)
            return ApprovalErrors.PlannedEndMissing();
        item.Ask(new HeadRequest(RequestKind.SpecialProcedure, type, plannedTo, reason, officer.PersonId, setting.Now));
        Record(new SpecialProcedureRequested(Id, code, type, plannedTo, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The handling officer asks the head for more time, once, by the length the law provides for.</summary>
    public Error? RequestExtension(string code, string reason, Actor officer, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (item.HasRequest)
            return ApprovalErrors.RequestPending(code);
        if (item.Limit!.Extension is not null)
            return ApprovalErrors.AlreadyExtended(code);
        if (setting.Flow.Item(code).Statutory?.Extension is not { } by)
            return ApprovalErrors.NoExtensionProvided(code);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        item.Ask(new HeadRequest(RequestKind.Extension, null, null, reason, officer.PersonId, setting.Now));
        Record(new ExtensionRequested(Id, code, by.Value, by.Unit, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The head of the organ grants what the officer asked for. Nobody grants his own request.</summary>
    public Error? Grant(string code, Actor head, CaseSetting setting)
    {
        if (Pending(code, head).TryGet(out var request, out var refusal) is false)
            return refusal;
        var (item, flow) = (Find(code)!, setting.Flow.Item(code));
        if (request.Kind is RequestKind.SpecialProcedure)
        {
            var stop = flow.ClockStops.Single(c => c.Id == request.Type);
            if (!item.Limit!.Pause(stop.Id, stop.Basis, setting.Today, request.PlannedTo, setting.Calendar, null, head.PersonId).TryGet(out var paused, out var error))
                return error;
            item.ClearRequest();
            item.Follow(paused, ItemState.Paused);
            Record(new SpecialProcedureBegun(Id, code, stop.Id, stop.Basis, setting.Today, request.PlannedTo));
            return null;
        }
        var (by, basis) = (flow.Statutory!.Extension!.Value, flow.Statutory.ExtensionBasis ?? flow.Statutory.Basis);
        // The promise is counted in working days; a law's extension in calendar days lengthens it by as many working days as they contain.
        var length = by.Unit is LimitUnit.WorkingDay ? by : new LimitLength(setting.Calendar.WorkingDaysBetween(item.DueOn!.Value, item.DueOn.Value.AddDays(by.Value)));
        if (!item.Limit!.Extend(length, basis, request.Reason, head.PersonId, setting.Today, setting.Calendar).TryGet(out var extended, out var tooLate))
            return tooLate;
        item.ClearRequest();
        item.Follow(extended, item.State);
        Record(new LimitExtended(Id, code, length.Value, length.Unit, basis, extended.DueOn));
        return null;
    }

    /// <summary>The head says no; the clock runs on.</summary>
    public Error? Reject(string code, string reason, Actor head)
    {
        if (Pending(code, head).TryGet(out var request, out var refusal) is false)
            return refusal;
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        Find(code)!.ClearRequest();
        Record(new RequestRejected(Id, code, request.Kind.ToString(), Sha256.Of(reason)));
        return null;
    }

    /// <summary>What the special procedure was waited for has arrived; the clock goes on from the next working day.</summary>
    public Error? Resume(string code, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (item.State is not ItemState.Paused)
            return ApprovalErrors.NotPaused(code);
        if (!item.Limit!.Resume(setting.Today, setting.Calendar).TryGet(out var resumed, out var error))
            return error;
        item.Follow(resumed, ItemState.Open);
        Record(new SpecialProcedureEnded(Id, code, setting.Today, resumed.DueOn));
        return null;
    }

    /// <summary>The organ decides. The lead's closing item may be decided when what it depends on is; the stage ends with the last of its items.</summary>
    /// <param name="opinion">Required for a refusal, as its reasons, and for the closing item.</param>
    /// <param name="power">The power it is decided by.</param>
    public Error? Decide(string code, ItemDecision decision, string? opinion, Actor officer, PowerInForce power, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (item.Role is ItemRole.PreCheck)
            return ApprovalErrors.NotADecision(code);
        if (item.IsInFirstStep)
            return ApprovalErrors.FirstStepOpen(item);
        if (item.Joint is not null)
            return JointErrors.DecidedJointly(code);
        if (decision is ItemDecision.Refused && string.IsNullOrWhiteSpace(opinion))
            return ApprovalErrors.RefusalNeedsReasons();
        if (decision is ItemDecision.ApprovedOnCommitment)
        {
            if (!setting.Flow.Item(code).CommitmentAllowed)
                return ApprovalErrors.CommitmentNotAllowed(code);
            if (item.CommitmentSignedAt is null)
                return ApprovalErrors.CommitmentNotSigned(code);
        }
        if (Against(item, decision, setting.Flow) is { } against)
            return against;

        if (!item.Limit!.End(setting.Today, setting.Calendar).TryGet(out var ended, out var error))
            return error;
        item.Decide(decision, opinion, officer, setting.Now, ended);
        Record(new ItemDecided(Id, code, item.Organ, decision, power.Code, setting.Today, ended.Elapsed(setting.Today, setting.Calendar), Sha256.Of(opinion)));
        ConcludeOrGoOn(setting);
        return null;
    }

    /// <summary>Enters the number and content of the document that was issued for a decided item.</summary>
    public void IssueResult(string code, string? number, string fileDigest)
    {
        Find(code)!.Issue(number, fileDigest);
        Record(new ResultIssued(Id, code, number, fileDigest));
    }

    /// <summary>The lead sends a department's opinion back before concluding, with the reason; its clock goes on where it stood.</summary>
    public Error? Return(string code, string reason, CaseSetting setting)
    {
        if (State is not StageState.InParallel)
            return ApprovalErrors.StageClosed(State);
        if (Find(code) is not { } item)
            return ApprovalErrors.NoSuchItem(code);
        if (item.State is not ItemState.Decided || item.Role is not ItemRole.Parallel)
            return ApprovalErrors.NothingToReturn(code);
        if (_items.Any(i => i is { Role: ItemRole.Conclusion, State: ItemState.Decided }))
            return ApprovalErrors.AlreadyConcluded(code);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        if (!item.Limit!.Reopen(setting.Today, reason, setting.Calendar).TryGet(out var reopened, out var error))
            return error;
        item.Return(reopened);
        // Whatever waited for this result waits again, also behind others that were decided on it.
        foreach (var later in _items.Where(i => i is { IsClosed: false, State: not ItemState.Waiting } && RestsOn(i.Code, code, setting.Flow)))
            later.WaitAgain();
        Record(new ItemReturned(Id, code, item.Organ, Sha256.Of(reason)));
        // A refusal that rested on it has lost its ground, and is looked at anew once there is a new result.
        foreach (var later in _items.Where(i => i is { Decision: ItemDecision.Refused, Role: ItemRole.Parallel } && RestsOn(i.Code, code, setting.Flow)))
        {
            later.Return(later.Limit!);
            later.WaitAgain();
            Record(new ItemReturned(Id, later.Code, later.Organ, Sha256.Of(reason)));
        }
        return null;
    }

    /// <summary>The lead asks its government's head for more time on the stage's clock: once, 15 working days (行政许可法第四十二条第二款).</summary>
    public Error? RequestStageExtension(string reason, Actor officer, CaseSetting setting)
    {
        if (State is not StageState.InParallel)
            return ApprovalErrors.StageClosed(State);
        if (Request is not null)
            return ApprovalErrors.RequestPending("");
        if (Limit!.Extension is not null)
            return ApprovalErrors.AlreadyExtended("");
        if (setting.Flow.StageLimit.Extension is not { } by)
            return ApprovalErrors.NoExtensionProvided("");
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        Request = new HeadRequest(RequestKind.Extension, null, null, reason, officer.PersonId, setting.Now);
        Record(new ExtensionRequested(Id, null, by.Value, by.Unit, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The head grants or rejects the lead's request for the stage's clock.</summary>
    public Error? AnswerStageExtension(bool grant, string? reason, Actor head, CaseSetting setting)
    {
        if (Request is not { } request)
            return ApprovalErrors.NoRequest("");
        if (request.RequestedBy == head.PersonId)
            return ApprovalErrors.OwnRequest();
        if (!grant)
        {
            if (string.IsNullOrWhiteSpace(reason))
                return ApprovalErrors.ReasonMissing("reason");
            Request = null;
            Record(new RequestRejected(Id, null, request.Kind.ToString(), Sha256.Of(reason)));
            return null;
        }
        var (by, basis) = (setting.Flow.StageLimit.Extension!.Value, setting.Flow.StageLimit.ExtensionBasis ?? setting.Flow.StageLimit.Basis);
        if (!Limit!.Extend(by, basis, request.Reason, head.PersonId, setting.Today, setting.Calendar).TryGet(out var extended, out var error))
            return error;
        (Limit, DueOn, Request) = (extended, extended.DueOn, null);
        Record(new LimitExtended(Id, null, by.Value, by.Unit, basis, extended.DueOn));
        return null;
    }

    /// <summary>A calendar was republished: open limits follow it, and every due day that moved is stated as an act.</summary>
    public void Recompute(CaseSetting setting)
    {
        foreach (var item in _items.Where(i => !i.IsClosed && i.Limit is not null))
        {
            var (before, after) = (item.Limit!, item.Limit!.Recompute(setting.Calendar));
            if (before.Equals(after))
                continue;
            item.Follow(after, item.State);
            Record(new LimitRecomputed(Id, item.Code, setting.Calendar.Version, before.DueOn, after.DueOn));
        }
        if (Limit is not { IsEnded: false } stage || stage.Recompute(setting.Calendar) is not { } moved || stage.Equals(moved))
            return;
        (Limit, DueOn) = (moved, moved.DueOn);
        Record(new LimitRecomputed(Id, null, setting.Calendar.Version, stage.DueOn, moved.DueOn));
    }

    // What stands against deciding an item so, whether it is decided alone or together with others.
    private Error? Against(ItemCase item, ItemDecision decision, FlowCatalogue flow)
    {
        var refused = decision is ItemDecision.Refused ? [] : _items.Where(i => i.Decision is ItemDecision.Refused && i != item).ToList();
        if (item.Role is ItemRole.Conclusion && refused.Count > 0)
            return ApprovalErrors.StageHasRefusal(flow.Item(refused[0].Code));
        return refused.Find(i => RestsOn(item.Code, i.Code, flow)) is { } before ? ApprovalErrors.PrerequisiteRefused(flow.Item(before.Code)) : AwaitedFor(item.Code, decision, flow);
    }

    // The closing item is decided as soon as what it depends on is there; the stage ends with the last of its items. A refusal of the closing item ends it at once.
    private void ConcludeOrGoOn(CaseSetting setting)
    {
        if (State is not StageState.InParallel)
            return;
        if (_items.FirstOrDefault(i => i is { Role: ItemRole.Conclusion, State: ItemState.Decided }) is { } closing && (!closing.IsGranted || _items.All(i => i.IsClosed)))
            Conclude(closing, setting);
        else
            OpenReadyItems(setting);
    }

    // An item that ends after the closing one may still be refused: then the stage has not brought what it is for, and is refused with it (decision 0018).
    private void Conclude(ItemCase closing, CaseSetting setting)
    {
        var refused = closing.IsGranted ? _items.Find(i => i.Decision is ItemDecision.Refused) : closing;
        var used = Limit!.Elapsed(setting.Today, setting.Calendar);
        Close(refused is null ? StageState.Concluded : StageState.Refused, refused?.Opinion, setting);
        Record(new StageConcluded(Id, Stage, refused?.Decision ?? closing.Decision!.Value, setting.Today, used));
    }

    // Every item whose prerequisites are decided begins now, all at the same moment. A refused prerequisite counts as decided:
    // the applicant is owed an answer on what rests on it, though it can only be a refusal.
    private void OpenReadyItems(CaseSetting setting)
    {
        var open = _items.Where(i => i.State is ItemState.Waiting && IsReady(i.Code, setting.Flow)).ToList();
        if (open.Count == 0)
            return;
        foreach (var item in open)
            item.Open(setting.Flow.Item(item.Code), setting.Now, setting.Today, setting.Calendar, FirstStepDays(item, setting.Flow));
        Record(new ItemsOpened(Id, setting.Now, [.. open.Select(i => new OpenedItem(i.Code, i.Organ, i.DueOn!.Value))]));
    }

    // All the way back: what was sent back may lie behind an item that was decided on it.
    private bool IsReady(string code, FlowCatalogue flow) => flow.Item(code).DependsOn.All(d => Find(d) is not { IsClosed: false } && IsReady(d, flow));

    private static bool RestsOn(string code, string other, FlowCatalogue flow) => flow.Item(code).DependsOn.Any(d => d == other || RestsOn(d, other, flow));

    private Result<ItemCase> Working(string code)
    {
        if (Find(code) is not { } item)
            return ApprovalErrors.NoSuchItem(code);
        // What began early runs while its stage is not open yet, or is being prepared.
        if (State is not StageState.InParallel && (IsClosed || item is not { IsEarly: true, OpenedAt: not null }))
            return IsClosed ? ApprovalErrors.StageClosed(State) : ApprovalErrors.NotInParallel(State);
        if (item.IsClosed)
            return ApprovalErrors.ItemClosed(item);
        return item.State is ItemState.Waiting ? ApprovalErrors.ItemWaiting(item) : item;
    }

    private Result<HeadRequest> Pending(string code, Actor head)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        if (Find(code)!.Request is not { } request)
            return ApprovalErrors.NoRequest(code);
        return request.RequestedBy == head.PersonId ? ApprovalErrors.OwnRequest() : request;
    }
}
