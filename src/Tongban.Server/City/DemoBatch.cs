using Tongban.Space.Runs;

namespace Tongban.Server.City;

/// <summary>The demonstration city's projects, classified in one job by the commission that plans them.</summary>
internal sealed class DemoBatch(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    public Task TellAsync() => RunAsync("在库项目空间分类（演示）", "project", 260);

    /// <summary>The whole rolling plan, once it is there.</summary>
    public Task TellPlanAsync() => RunAsync("三年滚动规划空间分类（演示）", "plan-item", 300);

    private async Task RunAsync(string title, string kind, int minute)
    {
        clock.GoTo(today.AddDays(-1), minute);
        await acts.AsAsync(people.Handler("FGW@360500"), s => s.GetRequiredService<RunHandlers>().BeginAsync(new(title, kind), default));
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RunRunner>().RunAsync(alone: true, default);
    }
}
