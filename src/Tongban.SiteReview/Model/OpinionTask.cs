using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Time;

namespace Tongban.SiteReview.Model;

/// <summary>The question put to one department in one round, with a clock of its own.</summary>
internal sealed class OpinionTask
{
    /// <summary>Working days for an opinion (domain 05 § 8.3).</summary>
    public const int Days = 5;

    public const string Basis = "用地联合会审意见时限";

    private OpinionTask()
    {
    }

    public Guid Id { get; private set; }

    public Guid ReviewId { get; private set; }

    public int Round { get; private set; }

    public string Organ { get; private set; } = "";

    public TaskState State { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public TimeLimit Limit { get; private set; } = default!;

    // The limit's days once more, as columns: sweep and worklist find tasks by them.

    public DateOnly? DueOn { get; private set; }

    public DateOnly? YellowFrom { get; private set; }

    public Guid? GivenBy { get; private set; }

    public DateTimeOffset? GivenAt { get; private set; }

    public static OpinionTask Ask(JointReview review, string organ, DateTimeOffset now, WorkCalendar calendar)
    {
        var task = new OpinionTask { Id = NewId.At(now), ReviewId = review.Id, Round = review.Round, Organ = organ };
        task.Run(now, calendar);
        return task;
    }

    /// <summary>Something new is to be looked at: the clock begins anew.</summary>
    /// <returns>Whether it does; a question that is still open takes the new finding in.</returns>
    public bool AskAgain(DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is TaskState.Open)
            return false;
        Run(now, calendar);
        return true;
    }

    public void Give(Guid by, TimeLimit ended, DateTimeOffset now) => (State, GivenBy, GivenAt, Limit, DueOn, YellowFrom) = (TaskState.Given, by, now, ended, null, null);

    /// <summary>The review goes on without it.</summary>
    public void Close(TaskState state, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not TaskState.Open)
            return;
        (State, DueOn, YellowFrom) = (state, null, null);
        Limit = Limit.End(CityClock.DateOf(now), calendar).Value;
    }

    /// <returns>Whether the due day moved.</returns>
    public bool Recompute(WorkCalendar calendar)
    {
        if (State is not TaskState.Open)
            return false;
        var before = DueOn;
        Follow(Limit.Recompute(calendar));
        return DueOn != before;
    }

    private void Run(DateTimeOffset now, WorkCalendar calendar)
    {
        (State, AskedAt) = (TaskState.Open, now);
        Follow(TimeLimit.Start(CityClock.DateOf(now), new LimitLength(Days), Basis, calendar));
    }

    private void Follow(TimeLimit limit) => (Limit, DueOn, YellowFrom) = (limit, limit.DueOn, limit.YellowFrom);
}
