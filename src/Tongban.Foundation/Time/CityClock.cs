namespace Tongban.Foundation.Time;

/// <summary>The clock on the city hall: instants are UTC, days are those of Asia/Shanghai.</summary>
public sealed class CityClock(TimeProvider clock)
{
    /// <summary>The city's time zone.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The instant, UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The day in the city. It begins at 16:00 UTC of the day before.</summary>
    public DateOnly Today => DateOf(Now);

    /// <summary>The city's day of an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>An instant as the city's clocks show it.</summary>
    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The instant at which a day of the city begins, UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
