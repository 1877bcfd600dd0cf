using Tongban.Foundation.Time;

namespace Tongban.Foundation.Notices;

/// <summary>Hours of the city's day in which nobody is sent a message, from <paramref name="From"/> until before <paramref name="To"/>; they may pass midnight. Equal ends: there are none.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Nine in the evening to eight in the morning.</summary>
    public static readonly QuietHours Night = new(new(21, 0), new(8, 0));

    public bool Contains(TimeOnly time) => From < To ? time >= From && time < To : From > To && (time >= From || time < To);

    /// <summary>The instant itself, or the end of the quiet hours it lies in.</summary>
    public DateTimeOffset Next(DateTimeOffset instant)
    {
        var local = CityClock.Local(instant);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (!Contains(time))
            return instant;
        var day = DateOnly.FromDateTime(local.DateTime);
        // Before midnight of a night that passes it, the morning is tomorrow's.
        return At(From > To && time >= From ? day.AddDays(1) : day, To);
    }

    /// <summary>A time of a day of the city, UTC.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, CityClock.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
