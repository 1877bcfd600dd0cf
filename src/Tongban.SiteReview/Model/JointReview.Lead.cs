using Tongban.Foundation.Time;

namespace Tongban.SiteReview.Model;

/// <content>The lead's own clock: it runs while nothing but the conclusion is missing.</content>
internal sealed partial class JointReview
{
    /// <summary>Working days for the conclusion: as many as each department has for its opinion.</summary>
    public const int LeadDays = OpinionTask.Days;

    private const string LeadBasis = "用地联合会审结论时限", DisputeBasis = "用地核对异议认定时限";

    /// <summary>Begins when everybody was heard, or with the last day of whoever kept silent, and stands still while a dispute is undecided. Nothing while opinions may come and once the round is over.</summary>
    public TimeLimit? LeadLimit { get; private set; }

    public DateOnly? LeadDueOn { get; private set; }

    public DateOnly? LeadYellowFrom { get; private set; }

    /// <summary>Begins the lead's clock if it is time. Told late, it begins with the day on which it should have.</summary>
    /// <returns>Whether it began now.</returns>
    public bool AwaitConclusion(DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not ReviewState.Open)
            return false;
        var today = CityClock.DateOf(now);
        var tasks = _tasks.Where(t => t.Round == Round).ToList();
        var silent = tasks.Where(t => t.State is TaskState.Open).ToList();
        if (silent.Any(t => today <= t.DueOn))
        {
            RunLead(null);
            return false;
        }
        if (LeadLimit is not null)
        {
            AwaitDisputes(today, calendar);
            return false;
        }
        RunLead(TimeLimit.Start(tasks.Count == 0 ? today : tasks.Max(t => t.Limit.EndedOn ?? t.Limit.DueOn!.Value), new LimitLength(LeadDays), LeadBasis, calendar));
        AwaitDisputes(today, calendar);
        Record(new ReviewConclusionAwaited(Id, Round, [.. silent.Select(t => t.Organ).Order(StringComparer.Ordinal)], LeadDueOn));
        return true;
    }

    // What is disputed has to be decided before the lead can say "no conflict": that time is not the lead's.
    private void AwaitDisputes(DateOnly today, WorkCalendar calendar)
    {
        if (LeadLimit is not { } running)
            return;
        var disputed = Current.Where(f => f.State is HitState.Disputed).ToList();
        if (disputed.Count > 0 && !running.IsPaused)
        {
            var decided = disputed.Max(f => f.DisputeDueOn);
            RunLead(running.Pause(PauseTypes.Dispute, DisputeBasis, today, decided < today ? today : decided, calendar).Value);
        }
        else if (disputed.Count == 0 && running.IsPaused)
            RunLead(running.Resume(today, calendar).Value);
    }

    private void RunLead(TimeLimit? limit) => (LeadLimit, LeadDueOn, LeadYellowFrom) = (limit, limit?.DueOn, limit?.YellowFrom);
}
