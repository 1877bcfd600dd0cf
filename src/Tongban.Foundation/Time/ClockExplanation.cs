namespace Tongban.Foundation.Time;

/// <summary>A clock that explains itself: for every day whether it was charged, to whom, and why.</summary>
/// <param name="Limit">The limit itself: length, basis, pauses, extension.</param>
public sealed record ClockExplanation(TimeLimit Limit, Light Light, int DaysUsed, int DaysLeft, string CalendarVersion, IReadOnlyList<ExplainedDay> Days)
{
    public static ClockExplanation Of(TimeLimit limit, DateOnly today, WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentNullException.ThrowIfNull(calendar);
        return new(limit, limit.LightOn(today, calendar), limit.Elapsed(today, calendar), limit.Remaining(today, calendar), calendar.Version, limit.Explain(today, calendar));
    }
}
