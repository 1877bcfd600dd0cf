using Tongban.Space.Runs;

namespace Tongban.Server.City;

/// <summary>The demonstration city's projects, classified in one job by the commission that plans them.</summary>
internal sealed class DemoBatch(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    public async Task TellAsync()
    {
        clock.GoTo(today.AddDays(-1), 260);
        await acts.AsAsync(people.Handler("FGW@360500"), s => s.GetRequiredService<RunHandlers>().BeginAsync(new("在库项目空间分类（演示）", "project"), default));
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RunRunner>().RunAsync(alone: true, default);
    }
}
