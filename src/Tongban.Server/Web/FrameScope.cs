using Tongban.Foundation.Storage;

namespace Tongban.Server.Web;

/// <summary>Runs what the frame of a page asks in a scope of its own: frame and page load at the same time, and a database context serves one at a time.</summary>
/// <remarks>All parts of one frame share the scope and take turns, so that what two of them show is asked once.</remarks>
internal sealed class FrameScope(IServiceScopeFactory scopes, Caller caller) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private AsyncServiceScope? _scope;

    public async ValueTask<T> RunAsync<T>(Func<IServiceProvider, ValueTask<T>> ask)
    {
        await _turn.WaitAsync();
        try
        {
            return await ask((_scope ??= Open()).ServiceProvider);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_scope is { } scope)
            await scope.DisposeAsync();
        _turn.Dispose();
    }

    private AsyncServiceScope Open()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = caller.Actor;
        return scope;
    }
}
