namespace Tongban.Foundation.Schedule;

/// <summary>Work that a module does by the clock: the daily limit sweep, checkpoints. A module registers it as a scoped service.</summary>
/// <remarks>It may run twice for one occasion (a machine died half way) and late (the machine was off), so it is idempotent and reads
/// the day from the clock, not from the occasion.</remarks>
public interface IScheduledJob
{
    /// <summary>Stable name: <c>approvals.limit-sweep</c>.</summary>
    string Name { get; }

    /// <summary>Quartz cron expression with seconds, in the city's time: <c>0 5 0 * * ?</c> is five past midnight.</summary>
    string Cron { get; }

    Task RunAsync(CancellationToken ct);
}
