using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.Worklist;

/// <summary>What an organ has to do in a review.</summary>
internal enum ReviewWork
{
    /// <summary>提出意见.</summary>
    Opinion,

    /// <summary>认定异议.</summary>
    Dispute,

    /// <summary>作出结论.</summary>
    Conclusion,
}

/// <summary>One line of what waits for the organ.</summary>
/// <param name="Layer">Layer of a dispute.</param>
/// <param name="DueOn">By the planned end of the pause while a dispute stops the lead's clock.</param>
internal sealed record ReviewWorkRow(Guid Review, string ProjectCode, string ProjectName, ReviewWork Work, string? Layer, int Round, DateOnly? DueOn, Light? Light, int? DaysLeft);

/// <summary>A review in the list of all.</summary>
/// <param name="Light">Of the lead's clock; nothing while opinions may come and once the round is over.</param>
/// <param name="Late">Departments whose opinion is overdue.</param>
internal sealed record ReviewRow(Guid Id, string ProjectCode, string ProjectName, ReviewState State, int Round, string? Class, string Lead, Words LeadName, DateTimeOffset OpenedAt, DateOnly? ConcludeBy, Light? Light, int? DaysLeft, int Late);

/// <summary>What a lead waits for beyond its day: an opinion, or the decision on a dispute.</summary>
/// <param name="DaysOver">Working days beyond the due day.</param>
internal sealed record ReviewLateRow(Guid Review, string ProjectCode, string ProjectName, int Round, ReviewWork Work, string? Layer, string Organ, Words OrganName, DateOnly DueOn, Light Light, int DaysOver);

/// <summary>What waits for an organ, the most urgent first, and all reviews a reader may see.</summary>
internal sealed class ReviewWorklist(TongbanDb db, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    private const int PageSize = 30;
    private const int MostWork = 200;

    /// <summary>The organ's open questions, disputes and conclusions by due day.</summary>
    public async Task<IReadOnlyList<ReviewWorkRow>> WorkOfAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return [];
        var (today, calendar) = (clock.Today, calendars.Current);
        var tasks = await (from t in db.Set<OpinionTask>().AsNoTracking()
                           join r in db.Set<JointReview>() on t.ReviewId equals r.Id
                           where t.Organ == organ && t.State == TaskState.Open
                           orderby t.DueOn, t.Id
                           select new { r.Id, r.ProjectCode, r.ProjectName, t.Round, t.DueOn, t.Limit }).Take(MostWork).ToListAsync(ct);
        var disputes = await (from f in db.Set<ReviewFinding>().AsNoTracking()
                              join r in db.Set<JointReview>() on f.ReviewId equals r.Id
                              where f.Authority == organ && f.State == HitState.Disputed && f.GoneAt == null && f.Round == r.Round && r.State != ReviewState.Ended
                              orderby f.DisputeDueOn, f.Id
                              select new { r.Id, r.ProjectCode, r.ProjectName, f.Round, f.Layer, f.DisputeDueOn, f.DisputeLimit }).Take(MostWork).ToListAsync(ct);
        var ready = await db.Set<JointReview>().AsNoTracking().Where(r => r.Lead == organ && r.State == ReviewState.Open && !r.Tasks.Any(t => t.State == TaskState.Open && t.Round == r.Round && t.DueOn >= today))
            .OrderBy(r => r.LeadDueOn).ThenBy(r => r.Id).Select(r => new { r.Id, r.ProjectCode, r.ProjectName, r.Round, r.LeadDueOn, r.LeadLimit }).Take(MostWork).ToListAsync(ct);
        return
        [
            .. tasks.Select(t => new ReviewWorkRow(t.Id, t.ProjectCode, t.ProjectName, ReviewWork.Opinion, null, t.Round, t.DueOn, t.Limit.LightOn(today, calendar), t.Limit.Remaining(today, calendar)))
                .Concat(disputes.Select(d => new ReviewWorkRow(d.Id, d.ProjectCode, d.ProjectName, ReviewWork.Dispute, d.Layer, d.Round, d.DisputeDueOn, d.DisputeLimit?.LightOn(today, calendar), d.DisputeLimit?.Remaining(today, calendar))))
                .Concat(ready.Select(r => new ReviewWorkRow(r.Id, r.ProjectCode, r.ProjectName, ReviewWork.Conclusion, null, r.Round, r.LeadDueOn, r.LeadLimit?.LightOn(today, calendar), r.LeadLimit?.Remaining(today, calendar))))
                .OrderBy(r => r.DueOn ?? DateOnly.MaxValue).ThenBy(r => r.Review),
        ];
    }

    /// <summary>What the organ waits for as a lead although its day has passed, the longest first.</summary>
    public async Task<IReadOnlyList<ReviewLateRow>> LateOfAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return [];
        var (today, calendar) = (clock.Today, calendars.Current);
        var tasks = await (from t in db.Set<OpinionTask>().AsNoTracking()
                           join r in db.Set<JointReview>() on t.ReviewId equals r.Id
                           where r.Lead == organ && r.State == ReviewState.Open && t.Round == r.Round && t.State == TaskState.Open && t.DueOn < today
                           orderby t.DueOn, t.Id
                           select new { r.Id, r.ProjectCode, r.ProjectName, t.Round, t.Organ, t.Limit }).Take(MostWork).ToListAsync(ct);
        var disputes = await (from f in db.Set<ReviewFinding>().AsNoTracking()
                              join r in db.Set<JointReview>() on f.ReviewId equals r.Id
                              where r.Lead == organ && r.State != ReviewState.Ended && f.Round == r.Round && f.GoneAt == null && f.State == HitState.Disputed && f.DisputeDueOn < today
                              orderby f.DisputeDueOn, f.Id
                              select new { r.Id, r.ProjectCode, r.ProjectName, f.Round, f.Authority, f.Layer, Limit = f.DisputeLimit! }).Take(MostWork).ToListAsync(ct);
        return
        [
            .. tasks.Select(t => new ReviewLateRow(t.Id, t.ProjectCode, t.ProjectName, t.Round, ReviewWork.Opinion, null, t.Organ, organs.NameOf(t.Organ), t.Limit.DueOn!.Value, t.Limit.LightOn(today, calendar), -t.Limit.Remaining(today, calendar)))
                .Concat(disputes.Select(d => new ReviewLateRow(d.Id, d.ProjectCode, d.ProjectName, d.Round, ReviewWork.Dispute, d.Layer, d.Authority, organs.NameOf(d.Authority), d.Limit.DueOn!.Value, d.Limit.LightOn(today, calendar), -d.Limit.Remaining(today, calendar))))
                .OrderBy(r => r.DueOn).ThenBy(r => r.Review).ThenBy(r => r.Organ, StringComparer.Ordinal),
        ];
    }

    public async Task<KeyPage<ReviewRow>> PageAsync(Actor actor, ReviewState? state, string? after, CancellationToken ct)
    {
        var all = db.Set<JointReview>().AsNoTracking().VisibleTo(actor);
        if (state is { } only)
            all = all.Where(r => r.State == only);
        if (PageKey.Read<Guid>(after) is var last && last != Guid.Empty)
            all = all.Where(r => r.Id < last);
        var (today, calendar) = (clock.Today, calendars.Current);
        var rows = await all.OrderByDescending(r => r.Id).Take(PageSize + 1).Select(r => new
        {
            r.Id, r.ProjectCode, r.ProjectName, r.State, r.Round, r.Class, r.Lead, r.OpenedAt, r.LeadDueOn, r.LeadLimit, Late = r.Tasks.Count(t => t.Round == r.Round && t.State == TaskState.Open && t.DueOn < today),
        }).ToListAsync(ct);
        return new([.. rows.Take(PageSize).Select(r => new ReviewRow(r.Id, r.ProjectCode, r.ProjectName, r.State, r.Round, r.Class, r.Lead, organs.NameOf(r.Lead), r.OpenedAt,
            r.LeadDueOn, r.LeadLimit?.LightOn(today, calendar), r.LeadLimit?.Remaining(today, calendar), r.Late))], rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null);
    }
}

internal static class ReviewWorkWords
{
    public static Words Name(this ReviewWork work) => work switch
    {
        ReviewWork.Opinion => ("提出意见", "Give an opinion"),
        ReviewWork.Dispute => ("认定异议", "Decide a dispute"),
        _ => ("作出结论", "Conclude"),
    };
}
