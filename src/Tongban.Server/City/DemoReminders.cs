using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Server.City;

/// <summary>The demonstration city's contacts, and its last 25th. The numbers belong to nobody's departments; without a gateway nothing leaves anyway.</summary>
internal sealed class DemoReminders(IServiceProvider services, DemoPeople people, DemoClock clock, DateOnly today)
{
    private static readonly string[] Reached = ["FGW@360500", "ZRZY@360500", "ZJJ@360500", "STHJ@360500", "SLJ@360500", "JTJ@360500", "CZJ@360500", "ZRZY@360502"];

    public async Task TellAsync()
    {
        clock.GoTo(today.AddDays(-58));
        await InScopeAsync(Actor.System, s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            return db.ActAsync("demo-contacts", s.GetRequiredService<Caller>(), async () =>
            {
                var number = 0;
                foreach (var organ in await db.Set<Organ>().Where(o => Reached.Contains(o.Key)).OrderBy(o => o.Key).ToListAsync())
                    organ.ReachAt($"199000000{++number:00}", $"{organ.Department.ToLowerInvariant()}.{organ.Division}@example.org");
                return (Result<int>)number;
            });
        });
        // The newest 25th that is over, answered by whoever was reminded first.
        clock.GoTo(today.Day >= 25 ? new DateOnly(today.Year, today.Month, 25) : new DateOnly(today.Year, today.Month, 25).AddMonths(-1));
        await InScopeAsync(Actor.System, s => s.GetRequiredService<ReminderRun>().RunAsync(default));
        var first = await InScopeAsync(Actor.System, async s => await s.GetRequiredService<TongbanDb>().Set<Reminder>().AsNoTracking().Where(r => Reached.Contains(r.Organ)).OrderBy(r => r.Organ).FirstOrDefaultAsync());
        clock.Pass(TimeSpan.FromHours(3));
        if (first is not null)
            await InScopeAsync(people.Handler(first.Organ), s => s.GetRequiredService<AnswerReminderHandler>().HandleAsync(new(first.Id, first.Matters[0].Matter, "已约定现场协调，月底前给出方案。"), default));
        clock.GoTo(today);
        await InScopeAsync(Actor.System, s => s.GetRequiredService<ReminderRun>().RunAsync(default));
    }

    private async Task<T> InScopeAsync<T>(Actor actor, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = actor;
        return await work(scope.ServiceProvider);
    }
}
