using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>A week from Monday to Sunday (ISO 8601): week 1 is the one with the year's first Thursday. Written <c>2026-W09</c>, kept as 202609.</summary>
internal readonly record struct IsoWeek(int Year, int No) : IComparable<IsoWeek>
{
    /// <summary>Sorts as weeks do.</summary>
    public int Key => (Year * 100) + No;

    public DateOnly Monday => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, No, DayOfWeek.Monday));

    public DateOnly Sunday => Monday.AddDays(6);

    public static IsoWeek Of(DateOnly day)
    {
        var at = day.ToDateTime(TimeOnly.MinValue);
        return new(ISOWeek.GetYear(at), ISOWeek.GetWeekOfYear(at));
    }

    public static IsoWeek OfKey(int key) => new(key / 100, key % 100);

    public static Result<IsoWeek> Parse(string? text, string field = "week") =>
        text?.Trim() is { Length: 8 } t && t[4] is '-' && t[5] is 'W' or 'w' && int.TryParse(t.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && int.TryParse(t.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var no)
        && year is >= 2015 and <= 2100 && no >= 1 && no <= ISOWeek.GetWeeksInYear(year) ? new IsoWeek(year, no) : WeeklyErrors.WeekForm(text, field);

    /// <summary>So many weeks later, or earlier.</summary>
    public IsoWeek Plus(int weeks) => Of(Monday.AddDays(7 * weeks));

    /// <summary>How many weeks lie between.</summary>
    public int Since(IsoWeek earlier) => (Monday.DayNumber - earlier.Monday.DayNumber) / 7;

    /// <summary>The instant at which the return of the week is due.</summary>
    public DateTimeOffset DueAt(WeeklyRules rules) => CityClock.StartOf(Monday.AddDays(((int)rules.DueDay + 6) % 7)).Add(rules.DueTime.ToTimeSpan());

    public int CompareTo(IsoWeek other) => Key.CompareTo(other.Key);

    public static bool operator <(IsoWeek left, IsoWeek right) => left.Key < right.Key;

    public static bool operator >(IsoWeek left, IsoWeek right) => left.Key > right.Key;

    public static bool operator <=(IsoWeek left, IsoWeek right) => left.Key <= right.Key;

    public static bool operator >=(IsoWeek left, IsoWeek right) => left.Key >= right.Key;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{No:00}");
}
