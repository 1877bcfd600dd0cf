using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Storage;
using Tongban.Server.Web;

namespace Tongban.Tests.Server;

public class FrameScopeTests
{
    [Fact]
    public async Task The_scope_ends_only_when_nobody_asks_any_more()
    {
        await using var services = new ServiceCollection().AddScoped<Caller>().AddScoped<Probe>().BuildServiceProvider();
        var frame = new FrameScope(services.GetRequiredService<IServiceScopeFactory>(), new Caller());
        var answer = new TaskCompletionSource<int>();
        Probe? probe = null;
        var asking = frame.RunAsync(async s => { probe = s.GetRequiredService<Probe>(); return await answer.Task; });
        var second = frame.RunAsync(s => ValueTask.FromResult(s.GetRequiredService<Probe>().IsDisposed ? 0 : 2));

        // The page sent its reader elsewhere, and with it the request ends: not under the feet of the question.
        var ending = frame.DisposeAsync();
        Assert.False(ending.IsCompleted);
        Assert.False(probe!.IsDisposed);

        answer.SetResult(1);
        await ending;
        Assert.Equal((1, 2), (await asking, await second));
        Assert.True(probe.IsDisposed);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await frame.RunAsync(_ => ValueTask.FromResult(3)));
    }

    private sealed class Probe : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
