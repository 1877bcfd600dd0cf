namespace Tongban.Foundation.Time;

/// <summary>A module that keeps running time limits. After a notice is published their due days are counted anew.</summary>
public interface IOpenLimits
{
    /// <summary>Recomputes every open limit and records each that moved as an act. It may be called twice for one calendar; the second time moves nothing.</summary>
    /// <returns>How many due days moved.</returns>
    Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct);
}
