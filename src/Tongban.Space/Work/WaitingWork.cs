using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.Storage;

namespace Tongban.Space.Work;

/// <summary>Work that is stored and waits until some process takes it on: imports, batches, checks after a layer changed.</summary>
internal interface IWaitingWork
{
    /// <summary>Does everything that waits.</summary>
    /// <param name="alone">No other process works on this database: whatever is marked as being done was left by one that died.</param>
    Task RunAsync(bool alone, CancellationToken ct);
}

/// <summary>Tells the worker of this process that something waits.</summary>
internal sealed class WorkSignal<T> : IDisposable where T : IWaitingWork
{
    private readonly SemaphoreSlim _waiting = new(0);

    public void Raise() => _waiting.Release();

    public void Dispose() => _waiting.Dispose();

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => _waiting.WaitAsync(atMost, ct);
}

/// <summary>Waits for work: that of this process at once, what another left behind within half a minute.</summary>
internal sealed partial class WaitingWorker<T>(IServiceScopeFactory scopes, WorkSignal<T> signal, StorageOptions storage, ILogger<WaitingWorker<T>> log) : BackgroundService where T : class, IWaitingWork
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        for (var alone = storage.IsSqlite; !stoppingToken.IsCancellationRequested; alone = false)
        {
            try
            {
                using var scope = scopes.CreateScope();
                await scope.ServiceProvider.GetRequiredService<T>().RunAsync(alone, stoppingToken);
                await signal.WaitAsync(Look, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the database may be away for a while; the worker goes on when it is back
            catch (Exception fault)
            {
                WorkerFailed(typeof(T).Name, fault);
                await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} stands still; trying again")]
    private partial void WorkerFailed(string work, Exception fault);
}
