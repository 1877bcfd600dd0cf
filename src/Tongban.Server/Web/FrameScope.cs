using Tongban.Foundation.Storage;

namespace Tongban.Server.Web;

/// <summary>Runs what the frame of a page asks in a scope of its own: frame and page load at the same time, and a database context serves one at a time.</summary>
internal sealed class FrameScope(IServiceScopeFactory scopes, Caller caller)
{
    public async ValueTask<T> RunAsync<T>(Func<IServiceProvider, ValueTask<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = caller.Actor;
        return await ask(scope.ServiceProvider);
    }
}
