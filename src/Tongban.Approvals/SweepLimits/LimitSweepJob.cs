using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.SweepLimits;

/// <summary>Half past midnight, when the day has changed for everybody.</summary>
internal sealed class LimitSweepJob(LimitSweep sweep) : IScheduledJob
{
    public string Name => "approvals.limit-sweep";

    public string Cron => "0 30 0 * * ?";

    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(ct);
}

/// <summary>The same once after a start: days on which the machine was off are caught up with at once, not at the next midnight.</summary>
internal sealed partial class SweepAtStart(LimitSweep sweep, Calendars calendars, ILogger<SweepAtStart> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            // A database that has not been furnished yet has no cases either.
            if (calendars.Find(out _))
                await sweep.RunAsync(stoppingToken);
        }
#pragma warning disable CA1031 // a fault of the first sweep must not keep the server from starting; the daily one comes again
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SweepFailed(fault);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The limit sweep at start failed; it runs again at half past midnight")]
    private partial void SweepFailed(Exception fault);
}
