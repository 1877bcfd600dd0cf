namespace Tongban.Foundation.Time;

/// <summary>Writes the table that says for every day whether it was charged.</summary>
internal static class Explanation
{
    public static IReadOnlyList<ExplainedDay> Of(TimeLimit limit, DateOnly today, WorkCalendar c)
    {
        var last = limit.EndedOn < today ? limit.EndedOn.Value : today;
        if (last < limit.StartedOn)
            return [];

        var reach = Reach.Of(limit, c, openUntilPlanned: false);
        var total = limit.Length.Value + (limit.Extension?.By.Value ?? 0);
        var rows = new List<ExplainedDay>(last.DayNumber - limit.StartedOn.DayNumber + 1);
        var running = 0;
        for (var day = limit.StartedOn; day <= last; day = day.AddDays(1))
        {
            var (charged, to, reason) = Judge(day);
            if (charged)
                running++;
            if (day == reach.DueOn)
                reason = Join(reason, ("期限届满日", "due day"));
            if (!c.IsPublished(day.Year))
                reason = Join(reason, ("该年日历尚未发布，暂按周一至周五计算", "calendar of the year not yet published, counted Monday to Friday"));
            rows.Add(new(day, charged, to, reason, running));
        }
        return rows;

        (bool Charged, ChargedTo To, Words Reason) Judge(DateOnly day)
        {
            if (day == limit.StartedOn)
                return (false, ChargedTo.Nobody, ("起算日不计", "the start day does not count"));
            if (limit.Length.Unit == LimitUnit.WorkingDay && !c.IsWorkingDay(day))
                return (false, ChargedTo.Nobody, Rest(day));
            if (limit.Pauses.Where(p => p.From < day && (p.To is null || day <= p.To)).MinBy(p => p.From) is { } pause)
                return (false, PauseTypes.WhoseTime(pause.Type), Paused(pause, day));
            if (day > reach.CountedThrough && (reach.DueOn is null || day <= reach.DueOn))
            {
                return day == reach.DueOn
                    ? (false, ChargedTo.Nobody, ("末日为休息日，顺延至本日", "moved here, as the last day was a rest day"))
                    : (false, ChargedTo.Nobody, Join(Rest(day), ("期限末日顺延", "the last day moves on")));
            }

            var index = running + 1;
            Words reason = index > total ? ((Words)("逾期第 {0} 日", "day {0} overdue")).With(index - total)
                : index > limit.Length.Value ? ((Words)("延长期第 {0} 日", "day {0} of the extension")).With(index - limit.Length.Value)
                : ((Words)("计入第 {0} 日", "counted as day {0}")).With(index);
            if (limit.Length.Unit == LimitUnit.WorkingDay && c.NameOf(day) is { } name)
                reason = Join(reason, ((Words)("调休上班日({0})", "make-up working day ({0})")).With(name));
            // The last unit is spent on a rest day: the law moves the due day, the count stays.
            if (day == reach.CountedThrough && day != reach.DueOn)
                reason = Join(reason, ("期限末日为休息日，顺延", "the last day is a rest day and moves on"));
            return (true, ChargedTo.Department, reason);
        }

        Words Rest(DateOnly day) => c.NameOf(day) is { } name && !c.IsWorkingDay(day)
            ? ((Words)("休息日({0})", "rest day ({0})")).With(name)
            : c.IsWorkingDay(day) ? ("工作日", "working day") : ("休息日", "rest day");

        static Words Paused(Pause pause, DateOnly day)
        {
            var name = PauseTypes.NameOf(pause.Type);
            Words reason = ($"暂停计时:{name.Zh}({pause.Basis})", $"paused: {name.En} ({pause.Basis})");
            return day > pause.PlannedTo ? Join(reason, ("已超过计划结束日", "past its planned end")) : reason;
        }
    }

    private static Words Join(Words first, Words then) => ($"{first.Zh};{then.Zh}", $"{first.En}; {then.En}");
}
