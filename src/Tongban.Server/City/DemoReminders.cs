using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>The demonstration city's contacts, and its last 25th. The numbers belong to nobody's departments; without a gateway nothing leaves anyway.</summary>
internal sealed class DemoReminders(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    /// <summary>Enterprise whose project has had a difficulty since before that day.</summary>
    private const int Unit = 6;

    private static readonly string[] Reached = ["FGW@360500", "ZRZY@360500", "ZJJ@360500", "STHJ@360500", "SLJ@360500", "JTJ@360500", "CZJ@360500", "ZRZY@360502"];

    public async Task TellAsync()
    {
        var day = today.Day >= 25 ? new DateOnly(today.Year, today.Month, 25) : new DateOnly(today.Year, today.Month, 25).AddMonths(-1);
        await ReportAsync(day.AddDays(-6));
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
        clock.GoTo(day);
        await InScopeAsync(Actor.System, s => s.GetRequiredService<ReminderRun>().RunAsync(default));
        var first = await InScopeAsync(Actor.System, async s => await s.GetRequiredService<TongbanDb>().Set<Reminder>().AsNoTracking().Where(r => Reached.Contains(r.Organ)).OrderBy(r => r.Organ).FirstOrDefaultAsync());
        clock.Pass(TimeSpan.FromHours(3));
        if (first is not null)
            await InScopeAsync(people.Handler(first.Organ), s => s.GetRequiredService<AnswerReminderHandler>().HandleAsync(new(first.Id, first.Matters[0].Matter, "已约定现场协调，月底前给出方案。"), default));
        clock.GoTo(today);
        await InScopeAsync(Actor.System, s => s.GetRequiredService<ReminderRun>().RunAsync(default));
    }

    // A difficulty that was open on that day, of a project of its own.
    private async Task ReportAsync(DateOnly day)
    {
        clock.GoTo(day.AddDays(-8));
        var stage = await acts.DeclareAsync(people.Applicant(Unit), new ProjectDeclaration
        {
            Name = "城南冷链集散中心进场道路工程",
            Owner = DemoPeople.Enterprises[Unit - 1].Code,
            Type = ProjectType.Filing,
            Division = "360502",
            Industry = "E48",
            Location = "新余市渝水区",
            Scale = "道路 1.8 公里",
            Content = "新建进场道路及雨污管网",
            TotalInvestment = 42_000_000m,
            Sources = [new("13", 42_000_000m)],
            PlannedStart = today.AddMonths(1),
            PlannedFinish = today.AddYears(1),
            PolicyDeclared = true,
            ContactName = "申报员",
            ContactPhone = "13800000000",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "80", ["annualPowerKWh"] = "120000" },
        });
        var project = await InScopeAsync(Actor.System, async s => await s.GetRequiredService<TongbanDb>().Set<StageCase>().AsNoTracking().Where(c => c.Id == stage).Select(c => c.ProjectCode).SingleAsync());
        clock.GoTo(day);
        await acts.AsAsync(people.Applicant(Unit), s => s.GetRequiredService<ReportMatterHandler>().HandleAsync(
            new(project, "XT-10", null, "进场道路设计方案与片区路网方案衔接标高不一致，方案两次退改。", "项目联系人 0790-6440001", day.AddDays(-2), null, "进场道路起点", null, new Dictionary<string, string>(StringComparer.Ordinal) { ["schemeVersion"] = "第二稿" }, false, false), [], default));
    }

    private async Task<T> InScopeAsync<T>(Actor actor, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = actor;
        return await work(scope.ServiceProvider);
    }
}
