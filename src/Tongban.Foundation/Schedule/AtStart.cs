using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Schedule;

/// <summary>A job that runs once after a start too: days on which the machine was off are caught up with at once, not at the next occasion.</summary>
public sealed class AtStart<TJob>(IServiceScopeFactory scopes, Calendars calendars, ILogger<AtStart<TJob>> log) : BackgroundService where TJob : class, IScheduledJob
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            // A database that has not been furnished yet has nothing to sweep either.
            if (!calendars.Find(out _))
                return;
            using var scope = scopes.CreateScope();
            await scope.ServiceProvider.GetServices<IScheduledJob>().OfType<TJob>().Single().RunAsync(stoppingToken);
        }
#pragma warning disable CA1031 // a fault of the first run must not keep the server from starting; the next occasion comes
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            AtStartLog.Failed(log, typeof(TJob).Name, fault);
        }
#pragma warning restore CA1031
    }
}

internal static partial class AtStartLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} failed at the start; it runs again at its next occasion")]
    public static partial void Failed(ILogger log, string job, Exception fault);
}

/// <summary>How a room registers its jobs.</summary>
public static class JobServices
{
    /// <summary>A job by the clock that catches up after a start.</summary>
    public static IServiceCollection AddSweep<TJob>(this IServiceCollection services) where TJob : class, IScheduledJob =>
        services.AddScoped<IScheduledJob, TJob>().AddHostedService<AtStart<TJob>>();
}
