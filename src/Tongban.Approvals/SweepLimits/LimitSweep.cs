using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.SweepLimits;

/// <summary>Once a day and at start: what the law does by itself when a limit passes, and the lights that changed over night.</summary>
/// <remarks>Every step is its own unit and may be repeated: a case is deemed accepted once, a notice exists once per occasion.</remarks>
internal sealed class LimitSweep(IServiceScopeFactory scopes, NoticeSweep notices, FlowLibrary flows, CityClock clock)
{
    /// <returns>How many cases were deemed accepted, and how many notices of lights were sent.</returns>
    public async Task<(int Deemed, int Notices)> RunAsync(CancellationToken ct) => (await DeemAcceptedAsync(ct), await TellLightsAsync(ct));

    private async Task<int> DeemAcceptedAsync(CancellationToken ct)
    {
        var today = clock.Today;
        List<Guid> overdue;
        using (var scope = scopes.CreateScope())
        {
            overdue = await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<StageCase>().AsNoTracking()
                .Where(s => s.State == StageState.PreCheck && s.DueOn < today).Select(s => s.Id).ToListAsync(ct);
        }
        var deemed = 0;
        foreach (var id in overdue)
        {
            using var scope = scopes.CreateScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Actor = Actor.System;
            var desk = scope.ServiceProvider.GetRequiredService<CaseDesk>();
            var result = await desk.ActAsync(id, id, whole: true, stage =>
            {
                var setting = desk.Setting(stage);
                if (stage.DeemAccepted(setting) is { } refusal)
                    return Task.FromResult<Error?>(refusal);
                desk.IssueResult(stage, stage.PreCheck!, setting);
                desk.TellOpened(stage, setting);
                desk.TellOrgan(stage.Lead, stage, "deemed-accepted", ($"逾期未处理，视为受理：{stage.ProjectName}", $"Not answered in time, counts as accepted: {stage.ProjectName}"));
                desk.TellApplicant(stage, "accepted", ($"{stage.ProjectName}：逾期未告知，自收到之日起视为受理", $"{stage.ProjectName}: not answered in time; it counts as accepted from the day it was received"));
                return Task.FromResult<Error?>(null);
            }, ct);
            deemed += result.Error is null ? 1 : 0;
        }
        return deemed;
    }

    private Task<int> TellLightsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync(
            (db, after) => from i in db.Set<ItemCase>().AsNoTracking()
                           join s in db.Set<StageCase>() on i.StageCaseId equals s.Id
                           where i.State == ItemState.Open && i.YellowFrom <= today && i.Id > after
                           orderby i.Id
                           select new { i.Id, i.StageCaseId, i.Code, i.Organ, i.DueOn, i.Returned, s.ProjectName, s.Flow },
            i => i.Id,
            i => [Notice.To(Notice.Organ(i.Organ), $"{(i.DueOn < today ? "red" : "yellow")}:{i.Id:N}:{i.Returned}", Text(i.DueOn < today, i.ProjectName, flows.Of(i.Flow).Item(i.Code).Name, i.DueOn), $"/approvals/stages/{i.StageCaseId}/items/{i.Code}", clock.Now)],
            ct);
    }

    private static Words Text(bool red, string project, Words item, DateOnly? due) => red
        ? ($"红灯：{project}，{item.Zh}已于 {due:yyyy-MM-dd} 到期，尚未办结", $"Red light: {project}, {item.En}, was due {due:yyyy-MM-dd}")
        : ($"黄灯：{project}，{item.Zh}将于 {due:yyyy-MM-dd} 到期", $"Yellow light: {project}, {item.En}, is due {due:yyyy-MM-dd}");
}
