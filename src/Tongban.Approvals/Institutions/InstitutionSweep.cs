using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Certificates;
using Tongban.Approvals.Hearings;
using Tongban.Approvals.Model;
using Tongban.Approvals.Restrictions;
using Tongban.Approvals.Terms;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Institutions;

/// <summary>What the law does by itself with results, promises, checks and hearings when a day has passed; and the reminders before.</summary>
/// <remarks>Every step is a unit of its own and may be repeated: a notice exists once per occasion, a state changes once.</remarks>
internal sealed class InstitutionSweep(IServiceScopeFactory scopes, NoticeSweep notices, CityClock clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await EndTermsAsync(ct);
        await BreakPromisesAsync(ct);
        await EndHearingPeriodsAsync(ct);
        await LapseProjectsAsync(ct);
        await RemindAsync(ct);
        await RemindToBeginAsync(ct);
        await TellServiceLightsAsync(ct);
        await TellCheckLightsAsync(ct);
    }

    // Terms that are over: a renewal nobody answered counts as granted, everything else expires.
    private async Task EndTermsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        foreach (var id in await IdsAsync<IssuedResult>(q => q.Where(r => (r.State == ResultState.InForce || r.State == ResultState.AwaitingService) && r.ValidTo < today).Select(r => r.Id), ct))
        {
            await InScopeAsync(async services =>
            {
                var desk = services.GetRequiredService<CertificateDesk>();
                return (await desk.ActAsync(id, id, result =>
                {
                    var (kind, before) = (result.Requested, result.ValidTo);
                    if (result.Lapse(clock.Today, desk.Setting.Calendar) is { } refusal)
                        return Task.FromResult<Error?>(refusal);
                    if (kind is HolderRequestKind.Renewal)
                    {
                        desk.TellHolder(result, $"renewed.{before:yyyyMMdd}", ($"{result.Name.Zh} {result.Number}：届满前未作决定，视为准予延续至 {result.ValidTo:yyyy-MM-dd}", $"{result.Name.En} {result.Number}: not decided before the expiry, counts as renewed to {result.ValidTo:yyyy-MM-dd}"));
                        desk.TellIssuer(result, $"renewed.{before:yyyyMMdd}", ($"逾期未作延续决定，视为准予：{result.Name.Zh} {result.Number}", $"Renewal not decided in time, counts as granted: {result.Name.En} {result.Number}"));
                    }
                    else
                    {
                        desk.TellHolder(result, "expired", ($"{result.Name.Zh} {result.Number} 有效期已于 {before:yyyy-MM-dd} 届满", $"{result.Name.En} {result.Number} expired on {before:yyyy-MM-dd}"));
                        desk.TellIssuer(result, "expired", ($"有效期届满未延续，应办理注销：{result.Name.Zh} {result.Number}", $"Expired and not renewed, to be struck off: {result.Name.En} {result.Number}"));
                    }
                    return Task.FromResult<Error?>(null);
                }, ct)).Error;
            });
        }
    }

    // Papers that were promised and have not come; the second time costs the enterprise this possibility for a year.
    private async Task BreakPromisesAsync(CancellationToken ct)
    {
        var today = clock.Today;
        foreach (var id in await IdsAsync<StageCase>(q => q.Where(s => s.NextPromiseDueOn < today && s.State == StageState.InParallel).Select(s => s.Id), ct))
        {
            await InScopeAsync(async services =>
            {
                var (desk, rules) = (services.GetRequiredService<CaseDesk>(), services.GetRequiredService<RestrictionRules>());
                return (await desk.ActAsync(id, id, whole: true, async stage =>
                {
                    var setting = desk.Setting(stage);
                    var broken = stage.BreakPromises(setting);
                    foreach (var promise in broken)
                    {
                        var paper = setting.Flow.Material(promise.Material)!.Name;
                        desk.TellApplicant(stage, $"promise.{promise.Material}", ($"{stage.ProjectName}：容缺材料“{paper.Zh}”已逾期（{promise.DueOn:yyyy-MM-dd}），请立即补交，否则可能不予许可", $"{stage.ProjectName}: “{paper.En}” was due {promise.DueOn:yyyy-MM-dd}; hand it in at once or be refused"));
                        foreach (var item in stage.Items.Where(i => !i.IsClosed && setting.Flow.Item(i.Code).Materials.Any(m => m.Material.Id == promise.Material)))
                            desk.TellOrgan(item.Organ, stage, $"promise.{promise.Material}", ($"容缺材料逾期未补：{stage.ProjectName}，{paper.Zh}", $"A promised paper has not come: {stage.ProjectName}, {paper.En}"), item.Code);
                    }
                    if (broken.Count > 0 && await rules.AfterBrokenPromiseAsync(stage, setting, ct) is { } lost)
                        desk.TellApplicant(stage, "tolerance-lost", ($"两次逾期未补交容缺材料，{lost.Until:yyyy-MM-dd} 前不适用容缺受理", $"Late twice: nothing may follow before {lost.Until:yyyy-MM-dd}"));
                    return null;
                }, ct)).Error;
            });
        }
    }

    // Nobody asked for a hearing in time: the clock of the item goes on.
    private async Task EndHearingPeriodsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        foreach (var id in await IdsAsync<Hearing>(q => q.Where(h => h.State == HearingState.Announced && h.RequestUntil < today).Select(h => h.Id), ct))
            await InScopeAsync(async services => (await services.GetRequiredService<HearingHandlers>().PeriodOverAsync(new(id), ct)).Error);
    }

    // Projects that were not begun in time.
    private async Task LapseProjectsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        foreach (var id in await IdsAsync<ProjectTerm>(q => q.Where(t => t.State == TermState.Running && t.StartBy < today && t.Request == null).Select(t => t.Id), ct))
            await InScopeAsync(async services => (await services.GetRequiredService<TermHandlers>().LapseAsync(new(id), ct)).Error);
    }

    private Task<int> RemindToBeginAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var horizon = today.AddDays(CertificateQueries.ReminderDays);
        return notices.TellAsync((db, after) => db.Set<ProjectTerm>().AsNoTracking().Where(t => t.State == TermState.Running && t.StartBy >= today && t.StartBy <= horizon && t.Id > after).OrderBy(t => t.Id), t => t.Id, t =>
            [Notice.To(Notice.Enterprise(t.Owner), $"term.soon.{t.StartBy:yyyyMMdd}:{t.Id:N}", ($"{t.ProjectName}：应在 {t.StartBy:yyyy-MM-dd} 前开工，逾期项目及代码失效", $"{t.ProjectName}: begin by {t.StartBy:yyyy-MM-dd}, or the project and its code lapse"), $"/projects/{t.ProjectCode}/term", clock.Now, t.ProjectId)], ct);
    }

    // Checks of commitments that are due.
    private Task<int> TellCheckLightsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync((db, after) => db.Set<CommitmentCheck>().AsNoTracking().Where(c => (c.State == CheckState.Due || c.State == CheckState.Rectifying) && c.YellowFrom <= today && c.Id > after).OrderBy(c => c.Id), c => c.Id, c =>
            [Notice.To(Notice.Organ(c.Organ), $"check.{(c.DueOn < today ? "red" : "yellow")}:{c.Id:N}", c.DueOn < today
                ? ($"红灯：{c.ProjectName}，{c.ItemZh}承诺核查已于 {c.DueOn:yyyy-MM-dd} 到期", $"Red light: {c.ProjectName}, check of {c.ItemEn} was due {c.DueOn:yyyy-MM-dd}")
                : ($"黄灯：{c.ProjectName}，{c.ItemZh}承诺核查将于 {c.DueOn:yyyy-MM-dd} 到期", $"Yellow light: {c.ProjectName}, check of {c.ItemEn} is due {c.DueOn:yyyy-MM-dd}"), $"/approvals/commitment-checks/{c.Id}", clock.Now)], ct);
    }

    // Sixty and thirty days before a term is over.
    private Task<int> RemindAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var horizon = today.AddDays(CertificateQueries.ReminderDays);
        return notices.TellAsync(
            (db, after) => db.Set<IssuedResult>().AsNoTracking().Where(r => r.State == ResultState.InForce && r.ValidTo >= today && r.ValidTo <= horizon && r.Requested != HolderRequestKind.Renewal && r.Id > after).OrderBy(r => r.Id),
            r => r.Id,
            r =>
            {
                var (last, days) = (r.ValidTo!.Value, r.ValidTo.Value.DayNumber - today.DayNumber);
                var step = days <= 30 ? 30 : CertificateQueries.ReminderDays;
                return [Notice.To(Notice.Enterprise(r.Owner), $"expiry.{step}.{last:yyyyMMdd}:{r.Id:N}", days >= 30
                    ? ($"{r.Name.Zh} {r.Number} 有效期至 {last:yyyy-MM-dd}，需要延续的请于 {last.AddDays(-30):yyyy-MM-dd} 前申请", $"{r.Name.En} {r.Number} is valid to {last:yyyy-MM-dd}; a renewal is asked for by {last.AddDays(-30):yyyy-MM-dd}")
                    : ($"{r.Name.Zh} {r.Number} 有效期至 {last:yyyy-MM-dd}", $"{r.Name.En} {r.Number} is valid to {last:yyyy-MM-dd}"), $"/certificates/{r.Id}", clock.Now, r.ProjectId)];
            }, ct);
    }

    // A result that is not served: yellow and red to the organ, and the holder is asked to acknowledge it.
    private Task<int> TellServiceLightsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync((db, after) => db.Set<IssuedResult>().AsNoTracking().Where(r => r.State == ResultState.AwaitingService && r.ServiceYellowFrom <= today && r.Id > after).OrderBy(r => r.Id), r => r.Id, r =>
        {
            var red = r.ServiceDueOn < today;
            return
            [
                Notice.To(Notice.Organ(r.Organ), $"service.{(red ? "red" : "yellow")}:{r.Id:N}", red
                    ? ($"红灯：{r.Name.Zh} {r.Number} 应于 {r.ServiceDueOn:yyyy-MM-dd} 前送达", $"Red light: {r.Name.En} {r.Number} was to be served by {r.ServiceDueOn:yyyy-MM-dd}")
                    : ($"黄灯：{r.Name.Zh} {r.Number} 应于 {r.ServiceDueOn:yyyy-MM-dd} 前送达", $"Yellow light: {r.Name.En} {r.Number} is to be served by {r.ServiceDueOn:yyyy-MM-dd}"), $"/certificates/{r.Id}", clock.Now, r.ProjectId),
                Notice.To(Notice.Enterprise(r.Owner), $"service.wait:{r.Id:N}", ($"请签收：{r.Name.Zh} {r.Number}", $"Please acknowledge: {r.Name.En} {r.Number}"), $"/certificates/{r.Id}", clock.Now, r.ProjectId),
            ];
        }, ct);
    }

    private async Task<List<Guid>> IdsAsync<T>(Func<IQueryable<T>, IQueryable<Guid>> which, CancellationToken ct) where T : class
    {
        using var scope = scopes.CreateScope();
        return await which(scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<T>().AsNoTracking()).ToListAsync(ct);
    }

    private async Task InScopeAsync(Func<IServiceProvider, Task<Error?>> work)
    {
        using var scope = scopes.CreateScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Actor = Actor.System;
        // A refusal says that somebody else was quicker, or that the day's work is done already.
        _ = await work(scope.ServiceProvider);
    }
}

/// <summary>Ten minutes after the sweep of the limits, for what it may have begun.</summary>
internal sealed class InstitutionSweepJob(InstitutionSweep sweep) : IScheduledJob
{
    public string Name => "approvals.institution-sweep";

    public string Cron => "0 40 0 * * ?";

    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(ct);
}

/// <summary>A republished calendar: the open clocks of results follow it, each in a unit of its own.</summary>
internal sealed class RecomputeInstitutionLimits(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        List<Guid> results;
        using (var reading = scopes.CreateScope())
        {
            results = await reading.ServiceProvider.GetRequiredService<TongbanDb>().Set<IssuedResult>().AsNoTracking().Where(r => r.State == ResultState.AwaitingService).Select(r => r.Id).ToListAsync(ct);
        }
        var moved = 0;
        foreach (var id in results)
        {
            using var scope = scopes.CreateScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Actor = Actor.System;
            await scope.ServiceProvider.GetRequiredService<CertificateDesk>().ActAsync(id, id, result =>
            {
                moved += result.Recompute(calendar) ? 1 : 0;
                return Task.FromResult<Error?>(null);
            }, ct);
        }
        return moved + await OthersAsync(calendar, ct);
    }

    private async Task<int> OthersAsync(WorkCalendar calendar, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var moved = 0;
        var result = await db.ActAsync(calendar.Version, new Caller { Actor = Actor.System }, async () =>
        {
            moved = 0;
            foreach (var check in await db.Set<CommitmentCheck>().Where(c => c.State == CheckState.Due || c.State == CheckState.Rectifying).ToListAsync(ct))
                moved += check.Recompute(calendar) ? 1 : 0;
            foreach (var hearing in await db.Set<Hearing>().Where(h => h.State == HearingState.Announced || h.State == HearingState.Requested || h.State == HearingState.Noticed).ToListAsync(ct))
                hearing.Recompute(calendar);
            return (Result<int>)moved;
        }, ct);
        return result.Error is null ? moved : 0;
    }
}
