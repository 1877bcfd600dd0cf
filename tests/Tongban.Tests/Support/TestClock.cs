namespace Tongban.Tests.Support;

/// <summary>A clock that a test sets; it moves only when told.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    /// <summary>09:00 in the city on that day.</summary>
    public static TestClock On(int year, int month, int day) => new(new DateTimeOffset(year, month, day, 1, 0, 0, TimeSpan.Zero));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public void Advance(TimeSpan by) => _now += by;
}
