using Tongban.Foundation.Storage;

namespace Tongban.Server.Web;

/// <summary>Runs what the frame of a page asks in a scope of its own: frame and page load at the same time, and a database context serves one at a time.</summary>
/// <remarks>All parts of one frame share the scope and take turns, so that what two of them show is asked once.</remarks>
internal sealed class FrameScope(IServiceScopeFactory scopes, Caller caller) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private AsyncServiceScope? _scope;
    private bool _ended;

    public async ValueTask<T> RunAsync<T>(Func<IServiceProvider, ValueTask<T>> ask)
    {
        await _turn.WaitAsync();
        try
        {
            return _ended ? throw new OperationCanceledException("The request has ended.") : await ask((_scope ??= Open()).ServiceProvider);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for whoever has the turn. A page that sends its reader elsewhere ends its request while the frame may still ask: closing a connection
    /// under a query leaves both waiting for the same answer, and the reader's next page behind them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _ended = true;
        if (_scope is { } scope)
            await scope.DisposeAsync();
        _turn.Release();
    }

    private AsyncServiceScope Open()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = caller.Actor;
        return scope;
    }
}
