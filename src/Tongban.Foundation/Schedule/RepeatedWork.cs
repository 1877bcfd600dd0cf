using Microsoft.Extensions.Hosting;

namespace Tongban.Foundation.Schedule;

/// <summary>Work of this process that is done again and again while the server runs, with a pause between: whatever has come up since is found by looking.</summary>
/// <remarks>A fault is logged and the work goes on after the pause: a database that is away for a while, or what one receiver throws or gives up waiting for, must not end it for good, nor the process with it. What must happen at a time is an <see cref="IScheduledJob"/>.</remarks>
internal abstract class RepeatedWork(TimeSpan pause, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock => clock;

    /// <summary>Everything that is to be done now.</summary>
    protected abstract Task DoAsync(CancellationToken ct);

    /// <summary>Logs what <see cref="DoAsync"/> threw.</summary>
    protected abstract void Failed(Exception fault);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DoAsync(stoppingToken);
            }
#pragma warning disable CA1031 // whatever it was, the next turn may succeed
            catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Failed(fault);
            }
#pragma warning restore CA1031
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
