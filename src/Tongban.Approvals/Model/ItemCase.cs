using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

/// <summary>What a handling officer asks the head of the organ for.</summary>
internal enum RequestKind { SpecialProcedure, Extension }

/// <summary>A request that waits for the head's word.</summary>
/// <param name="Type">For a special procedure: its type in the flow.</param>
/// <param name="PlannedTo">For a special procedure: when its result is expected.</param>
internal sealed record HeadRequest(RequestKind Kind, string? Type, DateOnly? PlannedTo, string Reason, Guid RequestedBy, DateTimeOffset At);

/// <summary>One item (办件) of a stage case: one organ, one clock, one decision.</summary>
/// <remarks>Changed only through <see cref="StageCase"/>, which knows the others; it carries a revision of its own, so that two departments
/// of one stage do not stand in each other's way.</remarks>
internal sealed class ItemCase
{
    private ItemCase()
    {
    }

    public Guid Id { get; private set; }

    public Guid StageCaseId { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>Organ at which the item lies now: with two steps first the one that checks or accepts, then the one that decides.</summary>
    public string Organ { get; private set; } = "";

    /// <summary>Organ that decides.</summary>
    public string DecidingOrgan { get; private set; } = "";

    /// <summary>Organ of the first of two steps between county and city (市县联动); <see langword="null"/> with one step.</summary>
    public string? FirstOrgan { get; private set; }

    /// <summary>The clock of the first step once it has ended; while it runs it is <see cref="Limit"/>.</summary>
    public TimeLimit? FirstLimit { get; private set; }

    /// <summary>What the first organ found.</summary>
    public bool? FirstAgrees { get; private set; }

    public string? FirstOpinion { get; private set; }

    public Guid? FirstBy { get; private set; }

    public DateTimeOffset? ForwardedAt { get; private set; }

    public ItemRole Role { get; private set; }

    public ItemState State { get; private set; }

    /// <summary>Whether the facts decided that it applies; otherwise the lead may drop it with the pre-check.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>Why it applies, as shown to the applicant.</summary>
    public string WhyZh { get; private set; } = "";

    public string WhyEn { get; private set; } = "";

    /// <summary>The one moment at which all parallel items of the stage were opened.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    public TimeLimit? Limit { get; private set; }

    // The limit's days once more, as columns: worklists order and colour by them without reading the limit.

    public DateOnly? DueOn { get; private set; }

    public DateOnly? YellowFrom { get; private set; }

    public DateOnly? StatutoryDueOn { get; private set; }

    /// <summary>Officer who took the item on.</summary>
    public Guid? Handler { get; private set; }

    public HeadRequest? Request { get; private set; }

    /// <summary>Organ whose head was asked and has not answered. It says again what <see cref="Organ"/> says, for an index of the few that wait.</summary>
    public string? AskedHead { get; private set; }

    /// <summary>A request waits for the head.</summary>
    public bool HasRequest => AskedHead is not null;

    public ItemDecision? Decision { get; private set; }

    /// <summary>The organ's opinion, or for a refusal its reasons.</summary>
    public string? Opinion { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public Guid? DecidedBy { get; private set; }

    /// <summary>The applicant signed the standard commitment of this item.</summary>
    public DateTimeOffset? CommitmentSignedAt { get; private set; }

    public string? ResultNumber { get; private set; }

    public string? ResultDigest { get; private set; }

    /// <summary>Begun before its stage opened (提前办理).</summary>
    public bool IsEarly { get; private set; }

    /// <summary>Dropped because its stage ended, not because it was not needed.</summary>
    public bool StoppedByEnd { get; private set; }

    /// <summary>The joint handling whose one opinion will decide it.</summary>
    public Guid? Joint { get; private set; }

    /// <summary>Number of the area assessment that stands in for the item (区域评估).</summary>
    public string? SatisfiedBy { get; private set; }

    /// <summary>The permit of another system that is its result; its number stands in <see cref="ResultNumber"/>.</summary>
    public Guid? OutsidePermit { get; private set; }

    /// <summary>How often the lead sent it back.</summary>
    public int Returned { get; private set; }

    /// <summary>Raised by every change; the ETag of the item.</summary>
    public long Revision { get; private set; }

    /// <summary>Whether the first of two steps is still to be done.</summary>
    public bool IsInFirstStep => FirstOrgan is not null && ForwardedAt is null;

    public Words Why => (WhyZh, WhyEn);

    public bool IsClosed => State is ItemState.Decided or ItemState.Dropped;

    public bool IsGranted => Decision is ItemDecision.Approved or ItemDecision.ApprovedOnCommitment;

    internal static ItemCase Create(StageCase stage, FlowItem item, Jurisdiction jurisdiction, Applicability applies, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        StageCaseId = stage.Id,
        ProjectId = stage.ProjectId,
        Code = item.Code,
        Organ = jurisdiction.First ?? jurisdiction.Deciding,
        DecidingOrgan = jurisdiction.Deciding,
        FirstOrgan = jurisdiction.First,
        Role = item.Role,
        State = ItemState.Waiting,
        IsCertain = applies.Applies is Truth.Yes,
        WhyZh = applies.Explain().Zh,
        WhyEn = applies.Explain().En,
    };

    /// <param name="firstStepDays">Working days promised for the first of two steps.</param>
    internal void Open(FlowItem item, DateTimeOffset now, DateOnly today, WorkCalendar calendar, int firstStepDays = 0)
    {
        (State, OpenedAt) = (ItemState.Open, now);
        if (IsInFirstStep)
        {
            Run(TimeLimit.Start(today, new LimitLength(firstStepDays), "市县联动承诺时限", calendar, new LimitLength(Linkage.FirstStepCeiling), Linkage.FirstStepBasis));
            Revision++;
            return;
        }
        Begin(item, today, calendar);
    }

    private void Begin(FlowItem item, DateOnly today, WorkCalendar calendar)
    {
        // A limit "at once" (即时) is no number of days to fall behind; the promise alone is counted.
        var statutory = item.Statutory is { AtOnce: false } law ? law : null;
        Run(TimeLimit.Start(today, new LimitLength(item.PromisedDays), "承诺时限", calendar, statutory?.Length, statutory?.Basis));
        Revision++;
    }

    /// <summary>Why it applies, by the facts as they are now.</summary>
    internal void Explain(Applicability applies)
    {
        var why = applies.Explain();
        (IsCertain, WhyZh, WhyEn, Revision) = (applies.Applies is Truth.Yes, why.Zh, why.En, Revision + 1);
    }

    /// <summary>A dropped item is needed after all.</summary>
    internal void Revive() => (State, OpenedAt, Limit, DueOn, YellowFrom, StatutoryDueOn, StoppedByEnd, Revision) = (ItemState.Waiting, null, null, null, null, null, false, Revision + 1);

    internal void BeginEarly() => IsEarly = true;

    /// <summary>The stage ended before it was decided.</summary>
    /// <param name="ended">Its clock, stopped, when one had begun.</param>
    internal void Stop(TimeLimit? ended)
    {
        Drop(ended);
        (StoppedByEnd, Joint) = (true, null);
    }

    /// <summary>The first organ is done: the item goes to the one that decides, whose own clock begins now.</summary>
    internal void Forward(bool agrees, string opinion, Guid by, TimeLimit ended, FlowItem item, DateTimeOffset now, DateOnly today, WorkCalendar calendar)
    {
        (FirstLimit, FirstAgrees, FirstOpinion, FirstBy, ForwardedAt) = (ended, agrees, opinion, by, now);
        (Organ, Handler, State) = (DecidingOrgan, null, ItemState.Open);
        (Request, AskedHead) = (null, null);
        Begin(item, today, calendar);
    }

    /// <summary>Before it began, another version of the flow has its own word on who handles it and why it applies.</summary>
    internal void Reconsider(Applicability applies, Jurisdiction jurisdiction)
    {
        (Organ, DecidingOrgan, FirstOrgan) = (jurisdiction.First ?? jurisdiction.Deciding, jurisdiction.Deciding, jurisdiction.First);
        (Role, IsCertain, WhyZh, WhyEn) = (applies.Item.Role, applies.Applies is Truth.Yes, applies.Explain().Zh, applies.Explain().En);
        Revision++;
    }

    internal void Take(Guid handler) => (Handler, Revision) = (handler, Revision + 1);

    internal void Ask(HeadRequest request) => (Request, AskedHead, Revision) = (request, Organ, Revision + 1);

    internal void ClearRequest() => (Request, AskedHead, Revision) = (null, null, Revision + 1);

    internal void Follow(TimeLimit limit, ItemState state)
    {
        State = state;
        Run(limit);
        Revision++;
    }

    internal void SignCommitment(DateTimeOffset now) => (CommitmentSignedAt, Revision) = (now, Revision + 1);

    internal void Decide(ItemDecision decision, string? opinion, Actor officer, DateTimeOffset now, TimeLimit? limit)
    {
        (State, Decision, Opinion, DecidedAt, DecidedBy) = (ItemState.Decided, decision, opinion, now, officer.PersonId);
        (Request, AskedHead) = (null, null);
        Handler ??= officer.IsOfficer ? officer.PersonId : null;
        if (limit is not null)
            Run(limit);
        Revision++;
    }

    internal void Bind(Guid? joint) => (Joint, Revision) = (joint, Revision + 1);

    internal void Satisfy(string assessment) => SatisfiedBy = assessment;

    internal void RestOn(OutsidePermits.OutsidePermit permit) => (OutsidePermit, ResultNumber) = (permit.Id, permit.Number);

    internal void Issue(string? number, string digest) => (ResultNumber, ResultDigest, Revision) = (number, digest, Revision + 1);

    internal void Return(TimeLimit limit)
    {
        (State, Decision, Opinion, DecidedAt, DecidedBy, ResultNumber, ResultDigest) = (ItemState.Open, null, null, null, null, null, null);
        (OutsidePermit, SatisfiedBy) = (null, null);
        Returned++;
        Run(limit);
        Revision++;
    }

    internal void WaitAgain()
    {
        (State, OpenedAt, Limit, DueOn, YellowFrom, StatutoryDueOn) = (ItemState.Waiting, null, null, null, null, null);
        // What was asked of the head was about a clock that is gone.
        (Request, AskedHead) = (null, null);
        Revision++;
    }

    /// <param name="ended">Its clock, stopped, when one had begun.</param>
    internal void Drop(TimeLimit? ended = null)
    {
        (State, Request, AskedHead) = (ItemState.Dropped, null, null);
        if (ended is not null)
            Run(ended);
        Revision++;
    }

    private void Run(TimeLimit limit) => (Limit, DueOn, YellowFrom, StatutoryDueOn) = (limit, limit.DueOn, limit.YellowFrom, limit.StatutoryDueOn);
}
