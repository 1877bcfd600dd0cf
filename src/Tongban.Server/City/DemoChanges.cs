using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.ChangeRequests;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>A unit asks for a larger scale of its verified project, and the commission has not answered yet.</summary>
internal sealed class DemoChanges(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, WorkCalendar calendar, DateOnly today)
{
    public async Task TellAsync()
    {
        clock.GoTo(calendar.WorkingDaysAgo(today, 2), 120);
        await using var scope = services.CreateAsyncScope();
        var code = await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<Project>().Where(p => p.Name == "渝水分布式能源站项目").Select(p => p.Code).SingleAsync();
        await acts.AsAsync(people.Applicant(3), s => s.GetRequiredService<ChangeRequestHandlers>().HandleAsync(new AskForChangeCommand(code, new ProjectChanges { Scale = "供能面积扩大至 180 万平方米" }, "园区新引进企业，供能需求增加"), default));
        clock.GoTo(today);
    }
}
