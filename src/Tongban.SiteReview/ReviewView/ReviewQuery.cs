using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;
using Tongban.SiteReview.Worklist;
using Tongban.Space.Contracts;

namespace Tongban.SiteReview.ReviewView;

/// <summary>A review as everyone concerned sees it: the departments, the lead, the enterprise.</summary>
/// <param name="Class">空间分类 by the check, with dismissed hits counted in.</param>
/// <param name="ClassNote">Which hits in it were dismissed; nothing when none was.</param>
/// <param name="NotChecked">Layers nobody has looked at: the conclusion has to name them.</param>
/// <param name="Conditions">Conditions that approval items carry now.</param>
/// <param name="Conclude">The lead's clock while only its conclusion is missing.</param>
internal sealed record ReviewDetail(
    Guid Id, string ProjectCode, string ProjectName, string Owner, ReviewState State, int Round, string Lead, Words LeadName, string? Class, Words? ClassNote, Guid Check, DateTimeOffset CheckedAt, string SiteDigest,
    DateTimeOffset OpenedAt, string? AskedReason, Words? AskedBy, IReadOnlyList<LayerName> NotChecked, IReadOnlyList<FindingView> Findings, IReadOnlyList<TaskView> Tasks, IReadOnlyList<ConclusionView> Conclusions, int Conditions, LeadClock? Conclude, long Version);

/// <summary>How long the lead has for its conclusion; blue while a dispute stops the clock.</summary>
internal sealed record LeadClock(DateOnly? DueOn, Light Light, int DaysLeft);

internal sealed record LayerName(string Code, Words Name);

/// <summary>A finding with what everyone said about it.</summary>
internal sealed record FindingView(
    Guid Id, int Round, string Layer, Words Name, CheckVerdict Verdict, ControlLevel Level, double SquareMetres, double Share, string LegalBasis, Words Explanation, string Authority, Words AuthorityName, bool IsGone, HitState State,
    DisputeView? Dispute, IReadOnlyList<OpinionView> Opinions);

/// <summary>A dispute and what was decided.</summary>
/// <param name="Light">Of the authority's clock.</param>
internal sealed record DisputeView(
    DisputeGround Ground, string Reason, string? ApprovalNumber, bool ByEnterprise, DateTimeOffset At, IReadOnlyList<ReviewFile> Files, DateOnly? DueOn, Light Light, int? DaysLeft, bool? Dismissed, DisputeGround? DecidedOn, string? Decision, string? Basis, DateTimeOffset? DecidedAt);

internal sealed record OpinionView(string Organ, Words OrganName, Stance Stance, string Text, ObjectionGround? Ground, string? LegalBasis, IReadOnlyList<string> Items, IReadOnlyList<ReviewFile> Files, DateTimeOffset GivenAt, DateOnly? CarriedOn);

internal sealed record TaskView(Guid Id, int Round, string Organ, Words OrganName, TaskState State, DateTimeOffset AskedAt, DateOnly? DueOn, Light Light, int? DaysLeft, DateTimeOffset? GivenAt, IReadOnlyList<string> Layers);

/// <param name="DaysUsed">Working days of the lead's clock.</param>
internal sealed record ConclusionView(int Round, ReviewClass Kind, string Text, IReadOnlyList<Words> Missing, IReadOnlyList<string> NotChecked, Words OrganName, DateTimeOffset At, int DaysUsed, bool Late);

/// <summary>One clock of a review, explained day by day.</summary>
/// <param name="Work">What it runs for.</param>
/// <param name="Layer">Of a dispute.</param>
internal sealed record ReviewClock(int Round, ReviewWork Work, string? Layer, string Organ, Words OrganName, ClockExplanation Clock);

/// <summary>Reads reviews, always through <see cref="ReviewVisibility.VisibleTo"/>.</summary>
internal sealed class ReviewQuery(TongbanDb db, ISiteCheckRegister checks, ISiteParts parts, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    public async Task<ReviewDetail?> FindAsync(Guid id, Actor actor, CancellationToken ct) => await ShowAsync(await Whole(actor).SingleOrDefaultAsync(r => r.Id == id, ct), ct);

    public async Task<ReviewDetail?> OfProjectAsync(string code, Actor actor, CancellationToken ct) => await ShowAsync(await Whole(actor).SingleOrDefaultAsync(r => r.ProjectCode == code, ct), ct);

    /// <summary>The site and the ground in common, for the map.</summary>
    public async Task<string?> OnMapAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<JointReview>().AsNoTracking().Include(r => r.Findings).VisibleTo(actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } review)
            return null;
        return await parts.OnMapAsync(review.CheckId, [.. review.Current.Where(f => f.Verdict is CheckVerdict.Hit).Select(f => f.Layer)], ct);
    }

    /// <summary>All clocks of a review, the newest round first: of the departments, of disputes, of the lead.</summary>
    public async Task<IReadOnlyList<ReviewClock>?> ClocksAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await Whole(actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } review)
            return null;
        List<ReviewClock> clocks =
        [
            .. review.Tasks.Select(t => Explain(t.Round, ReviewWork.Opinion, null, t.Organ, t.Limit)),
            .. review.Findings.Where(f => f.DisputeLimit is not null).Select(f => Explain(f.Round, ReviewWork.Dispute, f.Layer, f.Authority, f.DisputeLimit!)),
            .. review.Conclusions.OrderByDescending(c => c.ConcludedAt).Select(c => Explain(c.Round, ReviewWork.Conclusion, null, c.Organ, c.Limit)),
        ];
        if (review.LeadLimit is { } running)
            clocks.Add(Explain(review.Round, ReviewWork.Conclusion, null, review.Lead, running));
        return [.. clocks.OrderByDescending(c => c.Round).ThenBy(c => c.Work).ThenBy(c => c.Organ, StringComparer.Ordinal)];
    }

    private ReviewClock Explain(int round, ReviewWork work, string? layer, string organ, TimeLimit limit) => new(round, work, layer, organ, organs.NameOf(organ), ClockExplanation.Of(limit, clock.Today, calendars.Current));

    /// <summary>A file of a review the reader may see.</summary>
    public async Task<ReviewFile?> FileAsync(Guid id, string digest, Actor actor, CancellationToken ct) =>
        await Whole(actor).SingleOrDefaultAsync(r => r.Id == id, ct) is { } review
            ? review.Opinions.SelectMany(o => o.Files).Concat(review.Findings.SelectMany(f => f.DisputeFiles)).FirstOrDefault(f => f.Digest == digest) : null;

    private IQueryable<JointReview> Whole(Actor actor) =>
        db.Set<JointReview>().AsNoTracking().Include(r => r.Findings).Include(r => r.Tasks).Include(r => r.Opinions).Include(r => r.Conclusions).AsSplitQuery().VisibleTo(actor);

    private async Task<ReviewDetail?> ShowAsync(JointReview? review, CancellationToken ct)
    {
        if (review is null)
            return null;
        var names = (await checks.FindAsync(review.CheckId, ct))?.Layers.ToDictionary(l => l.Code, l => new Words(l.NameZh, l.NameEn), StringComparer.Ordinal) ?? [];
        var dismissed = review.Current.Where(f => f.State is HitState.Dismissed).OrderBy(f => f.Layer, StringComparer.Ordinal).ToList();
        Words? note = dismissed.Count == 0 ? null
            : ($"其中经认定不成立：{string.Join('、', dismissed.Select(f => $"{f.Layer} {f.NameZh}"))}", $"dismissed among them: {string.Join(", ", dismissed.Select(f => $"{f.Layer} {f.NameEn}"))}");
        return new(
            review.Id, review.ProjectCode, review.ProjectName, review.Owner, review.State, review.Round, review.Lead, organs.NameOf(review.Lead), review.Class, note, review.CheckId, review.CheckedAt, review.SiteDigest,
            review.OpenedAt, review.AskedReason, review.AskedBy is null ? null : organs.NameOf(review.AskedBy), [.. review.NotChecked.Select(c => new LayerName(c, names.GetValueOrDefault(c, (c, c))))],
            [.. review.Findings.OrderByDescending(f => f.Round).ThenBy(f => f.IsActive ? 0 : 1).ThenByDescending(f => f.Level).ThenBy(f => f.Layer, StringComparer.Ordinal).Select(f => Show(f, review))],
            [.. review.Tasks.OrderByDescending(t => t.Round).ThenBy(t => t.DueOn ?? DateOnly.MaxValue).ThenBy(t => t.Organ, StringComparer.Ordinal).Select(t => Show(t, review))],
            [.. review.Conclusions.OrderByDescending(c => c.ConcludedAt).Select(c => new ConclusionView(c.Round, c.Kind, c.Text, [.. c.Missing.Select(organs.NameOf)], c.NotChecked, organs.NameOf(c.Organ), c.ConcludedAt, c.Limit.Elapsed(clock.Today, calendars.Current), c.Late))],
            review.Opinions.Count(o => o.CarriedOn is not null), review.LeadLimit is { } lead ? new(review.LeadDueOn, lead.LightOn(clock.Today, calendars.Current), lead.Remaining(clock.Today, calendars.Current)) : null, review.Version);
    }

    private FindingView Show(ReviewFinding f, JointReview review) => new(
        f.Id, f.Round, f.Layer, (f.NameZh, f.NameEn), f.Verdict, f.Level, f.SquareMetres, f.Share, f.LegalBasis, (f.ExplanationZh, f.ExplanationEn), f.Authority, organs.NameOf(f.Authority), !f.IsActive, f.State, DisputeOf(f),
        [.. review.Opinions.Where(o => o.FindingId == f.Id).OrderBy(o => o.Organ == f.Authority ? 0 : 1).ThenBy(o => o.Organ, StringComparer.Ordinal)
            .Select(o => new OpinionView(o.Organ, organs.NameOf(o.Organ), o.Stance, o.Text, o.Ground, o.LegalBasis, o.Items, o.Files, o.GivenAt, o.CarriedOn))]);

    private DisputeView? DisputeOf(ReviewFinding f) => f.DisputeGround is not { } ground ? null : new(
        ground, f.DisputeReason ?? "", f.ApprovalNumber, f.DisputedByEnterprise, f.DisputedAt!.Value, f.DisputeFiles, f.DisputeDueOn, f.DisputeLimit!.LightOn(clock.Today, calendars.Current),
        f.DecidedAt is null ? f.DisputeLimit.Remaining(clock.Today, calendars.Current) : null, f.DecidedAt is null ? null : f.State is HitState.Dismissed, f.DecisionGround, f.DecisionReason, f.DecisionBasis, f.DecidedAt);

    private TaskView Show(OpinionTask t, JointReview review) => new(
        t.Id, t.Round, t.Organ, organs.NameOf(t.Organ), t.State, t.AskedAt, t.DueOn, t.Limit.LightOn(clock.Today, calendars.Current), t.State is TaskState.Open ? t.Limit.Remaining(clock.Today, calendars.Current) : null, t.GivenAt,
        [.. review.Findings.Where(f => f.Round == t.Round && f.IsActive && f.Organs.Contains(t.Organ, StringComparer.Ordinal)).Select(f => f.Layer).Order(StringComparer.Ordinal)]);
}
