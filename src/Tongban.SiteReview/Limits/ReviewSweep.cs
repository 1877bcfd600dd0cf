using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.Limits;

/// <summary>Every night: where the time for opinions is over the lead's clock begins, and whoever's clock turned yellow or red is told, once for each colour.</summary>
internal sealed class ReviewSweep(IServiceScopeFactory scopes, NoticeSweep notices, OrganDirectory organs, CityClock clock)
{
    /// <returns>How many leads' clocks began, and how many notices of lights were written.</returns>
    public async Task<(int Begun, int Told)> RunAsync(CancellationToken ct)
    {
        var begun = await BeginConclusionsAsync(ct);
        return (begun, await TellOpinionsAsync(ct) + await TellDisputesAsync(ct) + await TellLeadsAsync(ct));
    }

    private async Task<int> BeginConclusionsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        List<Guid> silent;
        using (var reading = scopes.CreateScope())
        {
            silent = await reading.ServiceProvider.GetRequiredService<TongbanDb>().Set<JointReview>().AsNoTracking()
                .Where(r => r.State == ReviewState.Open && r.LeadLimit == null && !r.Tasks.Any(t => t.Round == r.Round && t.State == TaskState.Open && t.DueOn >= today)).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(ct);
        }
        var begun = 0;
        foreach (var id in silent)
        {
            using var scope = scopes.CreateScope();
            var (db, caller, desk) = (scope.ServiceProvider.GetRequiredService<TongbanDb>(), scope.ServiceProvider.GetRequiredService<Caller>(), scope.ServiceProvider.GetRequiredService<ReviewDesk>());
            caller.Actor = Actor.System;
            var result = await db.ActAsync(id, caller, async () =>
            {
                if (await desk.LoadAsync(id, ct) is not { } review || !review.AwaitConclusion(desk.Now, desk.Calendar))
                    return (Result<bool>)false;
                desk.TellBegun(review);
                return true;
            }, ct);
            begun += result.Error is null && result.Value ? 1 : 0;
        }
        return begun;
    }

    private Task<int> TellOpinionsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync(
            (db, after) => from t in db.Set<OpinionTask>().AsNoTracking()
                           join r in db.Set<JointReview>() on t.ReviewId equals r.Id
                           where t.State == TaskState.Open && t.YellowFrom <= today && t.Id > after
                           orderby t.Id
                           select new { t.Id, t.Organ, t.AskedAt, t.DueOn, Review = r.Id, r.ProjectName, r.ProjectId, r.Lead },
            t => t.Id,
            t =>
            {
                var red = t.DueOn < today;
                var own = Light(t.Organ, red, $"{t.Id:N}:{t.AskedAt.UtcTicks:x}", t.ProjectName, ("提出会审意见", "your opinion in the joint review of the site"), t.DueOn, t.Review, t.ProjectId);
                // The lead waits for it too.
                return !red || t.Lead == t.Organ ? [own] : [own, Notice.To(Notice.Organ(t.Lead), $"review-late:{t.Id:N}:{t.AskedAt.UtcTicks:x}",
                    ($"会审意见逾期：{t.ProjectName}，{organs.NameOf(t.Organ).Zh}应于 {t.DueOn:yyyy-MM-dd} 前提出", $"An opinion is late: {t.ProjectName}, {organs.NameOf(t.Organ).En}, due {t.DueOn:yyyy-MM-dd}"), $"/site-reviews/{t.Review}", clock.Now, t.ProjectId)];
            }, ct);
    }

    private Task<int> TellDisputesAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync(
            (db, after) => from f in db.Set<ReviewFinding>().AsNoTracking()
                           join r in db.Set<JointReview>() on f.ReviewId equals r.Id
                           where f.State == HitState.Disputed && f.DisputeYellowFrom <= today && f.GoneAt == null && f.Round == r.Round && r.State != ReviewState.Ended && f.Id > after
                           orderby f.Id
                           select new { f.Id, f.Authority, f.Layer, f.DisputeDueOn, Review = r.Id, r.ProjectName, r.ProjectId },
            f => f.Id,
            f => [Light(f.Authority, f.DisputeDueOn < today, $"{f.Id:N}", f.ProjectName, ($"认定对图层 {f.Layer} 的异议", $"the decision on the disputed hit in layer {f.Layer}"), f.DisputeDueOn, f.Review, f.ProjectId)], ct);
    }

    private Task<int> TellLeadsAsync(CancellationToken ct)
    {
        var today = clock.Today;
        return notices.TellAsync(
            (db, after) => db.Set<JointReview>().AsNoTracking().Where(r => r.State == ReviewState.Open && r.LeadYellowFrom <= today && r.Id > after).OrderBy(r => r.Id).Select(r => new { r.Id, r.Lead, r.LeadLimit, r.LeadDueOn, r.ProjectName, r.ProjectId }),
            r => r.Id,
            // While a dispute is undecided the clock stands still, and its light is blue.
            r => r.LeadLimit!.IsPaused ? [] : [Light(r.Lead, r.LeadDueOn < today, $"{r.Id:N}:{r.LeadLimit.StartedOn:yyyyMMdd}", r.ProjectName, ("作出会审结论", "the conclusion of the joint review of the site"), r.LeadDueOn, r.Id, r.ProjectId)], ct);
    }

    private Notice Light(string organ, bool red, string what, string project, Words work, DateOnly? due, Guid review, Guid projectId) => Notice.To(Notice.Organ(organ), $"review-{(red ? "red" : "yellow")}:{what}", red
        ? ($"红灯：{project}，应于 {due:yyyy-MM-dd} 前{work.Zh}", $"Red light: {project}, {work.En} was due {due:yyyy-MM-dd}")
        : ($"黄灯：{project}，请于 {due:yyyy-MM-dd} 前{work.Zh}", $"Yellow light: {project}, {work.En} is due {due:yyyy-MM-dd}"), $"/site-reviews/{review}", clock.Now, projectId);
}

/// <summary>A quarter to one, after the sweeps of the items.</summary>
internal sealed class ReviewSweepJob(ReviewSweep sweep) : IScheduledJob
{
    public string Name => "reviews.limit-sweep";

    public string Cron => "0 45 0 * * ?";

    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(ct);
}
