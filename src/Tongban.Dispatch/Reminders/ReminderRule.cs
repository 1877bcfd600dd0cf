using System.Globalization;
using System.Text.Json;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Reminders;

/// <summary>What happens when the day is no working day.</summary>
internal enum HolidayShift
{
    /// <summary>Nothing: the calendar day it is.</summary>
    None,

    /// <summary>The last working day before it.</summary>
    Before,

    /// <summary>The next working day.</summary>
    After,
}

/// <summary>The section <c>reminder</c> of <c>dispatch.json</c>.</summary>
/// <param name="Day">Day of the month; in shorter months the last one.</param>
/// <param name="Time">Time of day in the city, <c>09:00</c>.</param>
/// <param name="QuietFrom">Nobody is sent a message from then on …</param>
/// <param name="QuietTo">… until then.</param>
internal sealed record ReminderData(int Day, string Time, HolidayShift HolidayShift, string QuietFrom, string QuietTo);

/// <summary>One occasion of the rule.</summary>
/// <param name="Month">Year and month it is counted for, 202603, also when the shift leads into another.</param>
/// <param name="Moment">When the reminders are to leave, UTC.</param>
internal sealed record ReminderOccasion(int Month, DateTimeOffset Moment)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Month / 100:0000}-{Month % 100:00}");
}

/// <summary>When reminders are due (每月二十五日提醒): the city's data, the work calendar, and nothing else.</summary>
internal sealed record ReminderRule(int Day, TimeOnly Time, HolidayShift Shift, QuietHours Quiet)
{
    /// <summary>What was missed while nothing ran is made up for so long; then the month is written down as left out. Reminding of the 25th on the 10th helps nobody, and the next 25th is near.</summary>
    public const int CatchUpDays = 10;

    /// <summary>Working days a unit has to answer.</summary>
    public int AnswerWithin { get; init; } = 3;

    private const string File = "dispatch.json";

    /// <summary>The 25th at nine, whatever day it is; nothing from nine in the evening to eight in the morning.</summary>
    public static readonly ReminderRule Usual = new(25, new(9, 0), HolidayShift.None, QuietHours.Night);

    /// <summary>The rule that the section of the city's file states, or <see langword="null"/> with the faults added; a file without the section has the usual one.</summary>
    public static ReminderRule? Read(JsonElement? section, List<CatalogueFault> faults)
    {
        if (section is not { } written)
            return Usual;
        var read = new List<CatalogueFault>();
        var data = CatalogueFile.ReadText<ReminderData>(written.GetRawText(), File, read);
        faults.AddRange(read.Select(f => f with { Path = $"reminder.{f.Path}" }));
        return data is null ? null : Of(data, faults);
    }

    /// <summary>The rule that the data state, or <see langword="null"/> with the faults added.</summary>
    public static ReminderRule? Of(ReminderData? data, List<CatalogueFault> faults)
    {
        if (data is null)
            return Usual;
        var before = faults.Count;
        TimeOnly At(string text, string member)
        {
            if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                return time;
            faults.Add(new("reminder-time", File, $"reminder.{member}", ("应为时刻，例如 09:00", "a time of day is expected, such as 09:00")));
            return default;
        }
        if (data.Day is < 1 or > 31)
            faults.Add(new("reminder-day", File, "reminder.day", ("应为 1 至 31", "1 to 31 is expected")));
        var rule = new ReminderRule(data.Day, At(data.Time, "time"), data.HolidayShift, new(At(data.QuietFrom, "quietFrom"), At(data.QuietTo, "quietTo")));
        return faults.Count == before ? rule : null;
    }

    /// <summary>The day of a month's occasion.</summary>
    public DateOnly DayOf(int year, int month, WorkCalendar calendar)
    {
        var day = new DateOnly(year, month, Math.Min(Day, DateTime.DaysInMonth(year, month)));
        if (Shift is HolidayShift.After)
            return calendar.WorkingDayFrom(day);
        while (Shift is HolidayShift.Before && !calendar.IsWorkingDay(day))
            day = day.AddDays(-1);
        return day;
    }

    /// <summary>A month's occasion. A time within the quiet hours waits for their end.</summary>
    public ReminderOccasion In(int year, int month, WorkCalendar calendar) => new((year * 100) + month, Quiet.Next(QuietHours.At(DayOf(year, month, calendar), Time)));

    /// <summary>The newest occasion that has come. However long nothing ran, only this one is looked at: three months' reminders on one morning would be noise.</summary>
    public ReminderOccasion Latest(DateTimeOffset now, WorkCalendar calendar) => Around(now, calendar).Last(o => o.Moment <= now);

    /// <summary>The first occasion that is still to come.</summary>
    public ReminderOccasion Coming(DateTimeOffset now, WorkCalendar calendar) => Around(now, calendar).First(o => o.Moment > now);

    /// <summary>The occasion of the month before.</summary>
    public ReminderOccasion Before(ReminderOccasion occasion, WorkCalendar calendar) =>
        occasion.Month % 100 == 1 ? In((occasion.Month / 100) - 1, 12, calendar) : In(occasion.Month / 100, (occasion.Month % 100) - 1, calendar);

    /// <summary>Whether it is too late to make an occasion up.</summary>
    public static bool IsTooLate(ReminderOccasion occasion, DateTimeOffset now) => now - occasion.Moment > TimeSpan.FromDays(CatchUpDays);

    // A shift may lead an occasion into a neighbouring month, so a few are looked at.
    private IEnumerable<ReminderOccasion> Around(DateTimeOffset now, WorkCalendar calendar)
    {
        var today = CityClock.DateOf(now);
        return Enumerable.Range(-3, 7).Select(n => new DateOnly(today.Year, today.Month, 1).AddMonths(n)).Select(m => In(m.Year, m.Month, calendar)).OrderBy(o => o.Moment);
    }
}
