using Tongban.Foundation.Time;

namespace Tongban.Server.City;

/// <summary>A clock that stands where the story of the demonstration city is.</summary>
internal sealed class DemoClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Half past nine in the morning of that day, plus the minutes the story has taken.</summary>
    public void GoTo(DateOnly day, int minutes = 0) => _now = CityClock.StartOf(day).AddHours(9).AddMinutes(30 + minutes);

    public void Pass(TimeSpan time) => _now += time;
}

/// <summary>Days of the story.</summary>
internal static class DemoDays
{
    /// <returns>The working day from which so many working days have passed until today.</returns>
    public static DateOnly WorkingDaysAgo(this WorkCalendar calendar, DateOnly today, int days)
    {
        var day = today;
        while (calendar.WorkingDaysBetween(day, today) < days || !calendar.IsWorkingDay(day))
            day = day.AddDays(-1);
        return day;
    }
}
