using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.AgentService;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Ratings;

/// <summary>One rating as lists, its page and the API show it. Comments are seen by the parties only.</summary>
internal sealed record RatingAnswer(
    Guid Id, RatingSubject Subject, Guid SubjectId, string ProjectCode, string Organ, string Enterprise, DateTimeOffset RatedAt, Stars Stars, string? Comment, RatingState State,
    DateOnly? DueOn, Light Light, int? DaysLeft, string? Answer, DateTimeOffset? AnsweredAt, bool? Satisfied, DateTimeOffset? RevisitedAt, string? DisputeReason, string? DisputeAnswer, long Version);

/// <param name="Stage">Number of the stage; nothing for an agency service.</param>
internal sealed record RatedCase(string ProjectName, string ProjectCode, int? Stage)
{
    public Words What => Stage is { } no ? ($"第 {no} 阶段", $"stage {no}") : ("帮办代办", "agency service");
}

/// <summary>What applicants say of one organ, excluded ratings not counted.</summary>
/// <param name="Average">Of the five levels.</param>
/// <param name="SatisfiedShare">Share of level 3 and above, 0 to 1.</param>
/// <param name="PutRight">Of the bad ratings, how many are answered.</param>
internal sealed record OrganSatisfaction(string Organ, int Count, double Average, double SatisfiedShare, int Bad, int PutRight);

/// <summary>Who sees which ratings in full: the rater, the organ, the auditors.</summary>
internal static class RatingVisibility
{
    public static IQueryable<Rating> VisibleTo(this IQueryable<Rating> ratings, Actor actor)
    {
        if (actor.Is(Roles.Auditor))
            return ratings;
        if (actor.Organ is { } organ)
            return ratings.Where(r => r.Organ == organ);
        return ratings.WithinReachOf(actor);
    }
}

/// <summary>Reads ratings for pages and API.</summary>
internal sealed class RatingQueries(TongbanDb db, Caller caller, Calendars calendars, CityClock clock, ReadLog reads)
{
    private const int PageSize = 50;

    /// <summary>Newest first.</summary>
    public async Task<KeyPage<RatingAnswer>> ListAsync(RatingState? state, string? after, CancellationToken ct)
    {
        var ratings = db.Set<Rating>().AsNoTracking().VisibleTo(caller.Actor);
        if (state is { } wanted)
            ratings = ratings.Where(r => r.State == wanted);
        if (PageKey.Read<Guid?>(after) is { } last)
            ratings = ratings.Where(r => r.Id < last);
        var rows = await ratings.OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        var next = rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null;
        return new([.. rows.Take(PageSize).Select(Show)], next);
    }

    public async Task<RatingAnswer?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Rating>().AsNoTracking().VisibleTo(caller.Actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rating)
            return null;
        await reads.NoteAsync(rating.RatedBy, ReadKinds.Comment, rating.ProjectCode, ct, unmasked: true);
        return Show(rating);
    }

    /// <summary>The rating of a case, if it has one.</summary>
    public async Task<RatingAnswer?> OfAsync(RatingSubject subject, Guid id, CancellationToken ct) =>
        await db.Set<Rating>().AsNoTracking().VisibleTo(caller.Actor).SingleOrDefaultAsync(r => r.Subject == subject && r.SubjectId == id, ct) is { } rating ? Show(rating) : null;

    /// <summary>Whether the case is one of the caller's enterprise.</summary>
    public Task<bool> IsOneOfMineAsync(RatingSubject subject, Guid id, CancellationToken ct) => subject is RatingSubject.Stage
        ? db.Set<StageCase>().WithinReachOf(caller.Actor).AnyAsync(s => s.Id == id, ct)
        : db.Set<AgencyCase>().WithinReachOf(caller.Actor).AnyAsync(a => a.Id == id, ct);

    /// <summary>What a rating is about, in words.</summary>
    public async Task<RatedCase?> CaseAsync(RatingSubject subject, Guid id, CancellationToken ct) => subject is RatingSubject.Stage
        ? await db.Set<StageCase>().AsNoTracking().Where(s => s.Id == id).Select(s => new RatedCase(s.ProjectName, s.ProjectCode, s.Stage)).SingleOrDefaultAsync(ct)
        : await db.Set<AgencyCase>().AsNoTracking().Where(a => a.Id == id).Select(a => new RatedCase(a.ProjectName, a.ProjectCode, null)).SingleOrDefaultAsync(ct);

    /// <summary>Public: every organ that was rated, the most rated first.</summary>
    public async Task<IReadOnlyList<OrganSatisfaction>> SatisfactionAsync(CancellationToken ct) => await db.Set<Rating>().AsNoTracking().Where(r => r.State != RatingState.Excluded)
        .GroupBy(r => r.Organ)
        .Select(g => new { g.Key, Count = g.Count(), Average = g.Average(r => (double)r.Overall), Satisfied = g.Count(r => r.Overall >= 3), Bad = g.Count(r => r.Overall <= 2), PutRight = g.Count(r => r.Overall <= 2 && r.AnsweredAt != null) })
        .OrderByDescending(g => g.Count).ThenBy(g => g.Key)
        .Select(g => new OrganSatisfaction(g.Key, g.Count, g.Average, (double)g.Satisfied / g.Count, g.Bad, g.PutRight)).ToListAsync(ct);

    private RatingAnswer Show(Rating r)
    {
        var (today, calendar) = (clock.Today, calendars.Current);
        return new(r.Id, r.Subject, r.SubjectId, r.ProjectCode, r.Organ, r.Owner, r.RatedAt, r.Stars, r.Comment, r.State, r.DueOn,
            r.Limit?.LightOn(today, calendar) ?? Light.Ended, r.Limit is { IsEnded: false } open ? open.Remaining(today, calendar) : null, r.Answer, r.AnsweredAt, r.IsSatisfied, r.RevisitedAt, r.DisputeReason, r.DisputeAnswer, r.Version);
    }
}
