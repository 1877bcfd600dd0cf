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
internal sealed class LimitSweep(IServiceScopeFactory scopes, FlowLibrary flows, CityClock clock)
{
    private const int Batch = 200;

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

    private async Task<int> TellLightsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var (told, after) = (0, Guid.Empty);
        while (true)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var items = await (from i in db.Set<ItemCase>().AsNoTracking()
                               join s in db.Set<StageCase>() on i.StageCaseId equals s.Id
                               where i.State == ItemState.Open && i.YellowFrom <= today && i.Id > after
                               orderby i.Id
                               select new { i.Id, i.StageCaseId, i.Code, i.Organ, i.DueOn, i.Returned, s.ProjectName, s.Flow }).Take(Batch).ToListAsync(ct);
            if (items.Count == 0)
                return told;
            after = items[^1].Id;
            var lights = items.Select(i => (Item: i, Recipient: Notice.Organ(i.Organ), Occasion: $"{(i.DueOn < today ? "red" : "yellow")}:{i.Id:N}:{i.Returned}")).ToList();
            var occasions = lights.Select(l => l.Occasion).ToList();
            var caller = new Caller { Actor = Actor.System };
            var result = await db.ActAsync(today, caller, async () =>
            {
                var known = await db.Set<Notice>().Where(n => occasions.Contains(n.Occasion)).Select(n => n.Occasion).ToListAsync(ct);
                var fresh = lights.ExceptBy(known, l => l.Occasion).ToList();
                foreach (var (item, recipient, occasion) in fresh)
                    db.Notify(Notice.To(recipient, occasion, Text(item.DueOn < today, item.ProjectName, flows.Of(item.Flow).Item(item.Code).Name, item.DueOn), $"/approvals/stages/{item.StageCaseId}/items/{item.Code}", clock.Now));
                return (Result<int>)fresh.Count;
            }, ct);
            told += result.Error is null ? result.Value : 0;
        }
    }

    private static Words Text(bool red, string project, Words item, DateOnly? due) => red
        ? ($"红灯：{project}，{item.Zh}已于 {due:yyyy-MM-dd} 到期，尚未办结", $"Red light: {project}, {item.En}, was due {due:yyyy-MM-dd}")
        : ($"黄灯：{project}，{item.Zh}将于 {due:yyyy-MM-dd} 到期", $"Yellow light: {project}, {item.En}, is due {due:yyyy-MM-dd}");
}
