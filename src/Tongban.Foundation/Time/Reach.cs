namespace Tongban.Foundation.Time;

/// <summary>How far a limit reaches by one calendar: the arithmetic behind <see cref="TimeLimit"/>, by intervals, never day by day.</summary>
internal sealed class Reach
{
    private readonly TimeLimit _limit;
    private readonly WorkCalendar _calendar;
    private readonly List<(DateOnly From, DateOnly To)> _pauses; // merged, ascending, each after From through To
    private readonly int _total;
    private readonly DateOnly? _countedThrough;

    private Reach(TimeLimit limit, WorkCalendar calendar, bool openUntilPlanned)
    {
        (_limit, _calendar, _pauses) = (limit, calendar, Merge(limit.Pauses, openUntilPlanned));
        _total = limit.Length.Value + (limit.Extension?.By.Value ?? 0);
        _countedThrough = Advance(limit.StartedOn, _total, limit.Length.Unit);
        DueOn = _total == 0 ? limit.StartedOn : Settle(_countedThrough);
        YellowFrom = YellowDay();
        if (limit.Statutory is { } statutory)
        {
            var end = Advance(limit.StartedOn, statutory.Value, statutory.Unit);
            if (limit.Extension is { } extension && end is { } own)
                end = Advance(own, extension.By.Value, extension.By.Unit);
            StatutoryDueOn = statutory.Value == 0 && limit.Extension is null ? limit.StartedOn : Settle(end);
        }
    }

    /// <summary>The last day; <see langword="null"/> when an open pause stands before it.</summary>
    public DateOnly? DueOn { get; }

    /// <summary>The day the last unit is used up, before it moves off a rest day.</summary>
    public DateOnly? CountedThrough => _countedThrough;

    public DateOnly? YellowFrom { get; }

    public DateOnly? StatutoryDueOn { get; }

    /// <param name="openUntilPlanned">Let an open pause end as planned (a forecast), or not at all (what has happened so far).</param>
    public static Reach Of(TimeLimit limit, WorkCalendar calendar, bool openUntilPlanned) => new(limit, calendar, openUntilPlanned);

    public int Elapsed(DateOnly today)
    {
        var day = _limit.EndedOn < today ? _limit.EndedOn.Value : today;
        if (_countedThrough is not { } counted || day <= counted)
            return Charged(_limit.StartedOn, day);
        return _total + (DueOn is { } due ? Charged(due, day) : 0); // rest days between the last unit and the due day are nobody's
    }

    private int Charged(DateOnly after, DateOnly through)
    {
        var count = Count(after, through, _limit.Length.Unit);
        foreach (var (from, to) in _pauses)
            count -= Count(Later(from, after), Earlier(to, through), _limit.Length.Unit);
        return count;
    }

    private DateOnly? Advance(DateOnly start, int n, LimitUnit unit)
    {
        if (n == 0)
            return start;
        var position = start;
        foreach (var (from, to) in _pauses)
        {
            var before = Count(position, from, unit);
            if (before >= n)
                break;
            n -= before;
            position = Later(position, to);
            if (to == DateOnly.MaxValue)
                return null;
        }
        return unit == LimitUnit.WorkingDay ? _calendar.AddWorkingDays(position, n) : position.AddDays(n);
    }

    // The last day must be a working day on which the clock runs (民法典第二百零三条).
    private DateOnly? Settle(DateOnly? end)
    {
        if (end is not { } day)
            return null;
        day = _calendar.WorkingDayFrom(day);
        foreach (var (from, to) in _pauses)
        {
            if (from >= day || to < day)
                continue;
            if (to == DateOnly.MaxValue)
                return null;
            day = _calendar.AddWorkingDays(to, 1);
        }
        return day;
    }

    private DateOnly? YellowDay()
    {
        var used = Advance(_limit.StartedOn, ((_total * 9) + 9) / 10, _limit.Length.Unit);
        if (DueOn is not { } due)
            return used;
        var left = LastRunningDayBefore(due);
        return used < left ? used : left;
    }

    // From the last unpaused working day before the due day on, only the due day itself is left.
    private DateOnly LastRunningDayBefore(DateOnly due)
    {
        var start = _limit.StartedOn;
        var running = _calendar.WorkingDaysBetween(start, due.AddDays(-1))
            - _pauses.Sum(p => _calendar.WorkingDaysBetween(Later(p.From, start), Earlier(p.To, due.AddDays(-1))));
        return running <= 0 ? start : Advance(start, running, LimitUnit.WorkingDay) ?? start;
    }

    private int Count(DateOnly after, DateOnly through, LimitUnit unit) =>
        through <= after ? 0 : unit == LimitUnit.WorkingDay ? _calendar.WorkingDaysBetween(after, through) : through.DayNumber - after.DayNumber;

    private static List<(DateOnly From, DateOnly To)> Merge(IReadOnlyList<Pause> pauses, bool openUntilPlanned)
    {
        var merged = new List<(DateOnly From, DateOnly To)>(pauses.Count);
        foreach (var (from, to) in pauses
            .Select(p => (p.From, To: p.To ?? (openUntilPlanned ? p.PlannedTo : null) ?? DateOnly.MaxValue))
            .Where(p => p.To > p.From).OrderBy(p => p.From))
        {
            if (merged.Count > 0 && from <= merged[^1].To)
                merged[^1] = (merged[^1].From, Later(merged[^1].To, to));
            else
                merged.Add((from, to));
        }
        return merged;
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
