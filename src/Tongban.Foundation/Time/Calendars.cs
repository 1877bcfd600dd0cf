namespace Tongban.Foundation.Time;

/// <summary>The work calendar in force.</summary>
public sealed class Calendars(WorkCalendar initial)
{
    /// <summary>The newest published calendar. Take it once per use case: a new one may be published in between.</summary>
    public WorkCalendar Current { get; private set; } = initial;
}
