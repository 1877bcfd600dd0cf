using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Matters;

/// <summary>What one unit has to do in a matter. The lead answers within the model's limit, an assisting unit within half of it.</summary>
internal sealed class DispatchTask
{
    private DispatchTask()
    {
        Limit = null!;
    }

    public Guid Id { get; private set; }

    public Guid MatterId { get; private set; }

    public string Organ { get; private set; } = "";

    /// <summary>牵头 or 协办.</summary>
    public bool IsLead { get; private set; }

    /// <summary>The dispatch office decided that this unit has to do it: it cannot be returned.</summary>
    public bool IsBinding { get; private set; }

    public DispatchTaskState State { get; private set; }

    public DateTimeOffset GivenAt { get; private set; }

    public TimeLimit Limit { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public DateOnly? YellowFrom { get; private set; }

    /// <summary>Last day to receive it.</summary>
    public DateOnly ReceiveBy { get; private set; }

    public DateTimeOffset? ReceivedAt { get; private set; }

    public Guid? ReceivedBy { get; private set; }

    public DateTimeOffset? LastFeedbackAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A reminder that it was not received has gone out.</summary>
    public bool UrgedToReceive { get; private set; }

    /// <summary>That it is overdue has been acted upon.</summary>
    public bool OverdueSeen { get; private set; }

    public bool IsOpen => State is DispatchTaskState.Given or DispatchTaskState.Received;

    internal static DispatchTask Give(Guid matter, string organ, bool lead, bool binding, int days, int receiveWithin, string basis, DateTimeOffset now, WorkCalendar calendar)
    {
        var today = CityClock.DateOf(now);
        var task = new DispatchTask { Id = NewId.At(now), MatterId = matter, Organ = organ, IsLead = lead, IsBinding = binding, GivenAt = now, ReceiveBy = calendar.AddWorkingDays(today, receiveWithin) };
        task.Follow(TimeLimit.Start(today, new LimitLength(days), basis, calendar));
        return task;
    }

    internal void Receive(Guid by, DateTimeOffset now) => (State, ReceivedAt, ReceivedBy) = (DispatchTaskState.Received, now, by);

    internal void Tell(DateTimeOffset now) => LastFeedbackAt = now;

    internal void End(DispatchTaskState state, DateTimeOffset now, WorkCalendar calendar)
    {
        (State, EndedAt) = (state, now);
        if (!Limit.IsEnded && Limit.End(CityClock.DateOf(now), calendar).TryGet(out var ended, out _))
            Follow(ended);
    }

    internal void Urge() => UrgedToReceive = true;

    internal void SeeOverdue() => OverdueSeen = true;

    internal bool Recompute(WorkCalendar calendar)
    {
        if (!IsOpen)
            return false;
        var before = DueOn;
        Follow(Limit.Recompute(calendar));
        return DueOn != before;
    }

    private void Follow(TimeLimit limit) => (Limit, DueOn, YellowFrom) = (limit, limit.DueOn, limit.YellowFrom);
}
