using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;
using Tongban.Space.Contracts;

namespace Tongban.SiteReview;

/// <summary>A file as it comes in.</summary>
internal sealed record IncomingFile(string Name, byte[] Content);

/// <summary>Where every act on a review begins: it is loaded whole, and who may act is asked.</summary>
internal sealed class ReviewDesk(TongbanDb db, Caller caller, Calendars calendars, CityClock clock, ILayerOrgans organs, FileStore files)
{
    /// <summary>Files that may come with one opinion or dispute.</summary>
    public const int MostFiles = 5;

    public Actor Actor => caller.Actor;

    public DateTimeOffset Now => clock.Now;

    public WorkCalendar Calendar => calendars.Current;

    /// <summary>Runs one act on a review, whoever acts; the work checks who may.</summary>
    /// <returns>The review's new version.</returns>
    public Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid review, Func<JointReview, Task<Error?>> work, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await LoadAsync(review, ct) is not { } found || !IsVisible(found))
            return (Result<long>)ReviewErrors.NoSuchReview();
        return (caller.Expects(found) ?? await work(found)) is { } refusal ? refusal : found.Version + 1;
    }, ct);

    public Task<JointReview?> LoadAsync(Guid id, CancellationToken ct) => Whole().SingleOrDefaultAsync(r => r.Id == id, ct);

    public Task<JointReview?> OfProjectAsync(Guid project, CancellationToken ct) => Whole().SingleOrDefaultAsync(r => r.ProjectId == project, ct);

    /// <summary>The conflicts of a check with the organs that answer for each. What a layer only points out is told to the unit, and nobody is asked about it.</summary>
    public IReadOnlyList<ReviewedLayer> HitsOf(CheckSummary check) => [.. check.Layers.Where(IsConflict).Select(With)];

    public static bool IsConflict(LayerResult layer) => layer is { Verdict: CheckVerdict.Hit, Level: not ControlLevel.Advisory };

    /// <summary>Layers about which an officer may ask for a review: near, only pointed out, or not wholly looked at.</summary>
    public static bool MayBeAskedAbout(LayerResult layer) => !IsConflict(layer) && (layer.Verdict is not CheckVerdict.Clear || layer.Reason is not null);

    public ReviewedLayer With(LayerResult result) => new(result, organs.Of(result.Code) is { Count: > 0 } known ? known : [result.Authority]);

    /// <summary>Keeps what came with an act, inside its unit of work.</summary>
    public async Task<Result<IReadOnlyList<ReviewFile>>> KeepAsync(IReadOnlyList<IncomingFile> incoming, CancellationToken ct)
    {
        if (incoming.Count > MostFiles)
            return ReviewErrors.TooManyFiles(MostFiles);
        List<ReviewFile> kept = [];
        foreach (var file in incoming)
        {
            var name = Path.GetFileName(file.Name.Replace('\\', '/'));
            if (name.Length is 0 or > 200)
                return ReviewErrors.TooLong("file", 200);
            if (!(await files.UploadAsync(file.Content, "file", ct)).TryGet(out var stored, out var refused))
                return refused;
            kept.Add(new(name, stored.Digest, stored.MediaType, stored.Length));
        }
        return kept;
    }

    /// <summary>Tells every organ whose clock has just begun: those that are asked, and the lead once nothing but its conclusion is missing.</summary>
    public void TellBegun(JointReview review)
    {
        foreach (var task in review.JustAsked)
            TellOrgan(task.Organ, review, "asked", ($"用地联合会审：{review.ProjectName}，{task.DueOn:yyyy-MM-dd} 前提出意见", $"Joint review of a site: {review.ProjectName}, your opinion by {task.DueOn:yyyy-MM-dd}"));
        if (review.Acts.OfType<ReviewConclusionAwaited>().LastOrDefault() is { } awaited && review.LeadLimit is not null)
        {
            TellOrgan(review.Lead, review, "to-conclude", awaited.Silent.Count == 0
                ? ($"各部门意见已齐，{awaited.DueOn:yyyy-MM-dd} 前作出会审结论：{review.ProjectName}", $"All departments are heard; conclude the review by {awaited.DueOn:yyyy-MM-dd}: {review.ProjectName}")
                : ($"意见期限已满，{awaited.Silent.Count} 个部门未提出意见，{awaited.DueOn:yyyy-MM-dd} 前作出会审结论：{review.ProjectName}", $"The time for opinions is over, {awaited.Silent.Count} departments kept silent; conclude the review by {awaited.DueOn:yyyy-MM-dd}: {review.ProjectName}"));
        }
    }

    public void TellOrgan(string organ, JointReview review, string occasion, Words text) => Tell(Notice.Organ(organ), review, occasion, text);

    public void TellOwner(JointReview review, string occasion, Words text) => Tell(Notice.Enterprise(review.Owner), review, occasion, text);

    // The same may happen to one review again, even about the same check: the version tells the occasions apart.
    private void Tell(string recipient, JointReview review, string occasion, Words text) =>
        db.Notify(Notice.To(recipient, $"review.{occasion}.{review.Version}:{review.Id:N}", text, $"/site-reviews/{review.Id}", Now, review.ProjectId));

    private bool IsVisible(JointReview review) => Actor.IsOfficer || review.IsWithinReachOf(Actor);

    private IQueryable<JointReview> Whole() => db.Set<JointReview>().Include(r => r.Findings).Include(r => r.Tasks).Include(r => r.Opinions).Include(r => r.Conclusions).AsSplitQuery();
}

/// <summary>Who sees which reviews: officers and auditors all, as they see all projects; an applicant those within his reach.</summary>
internal static class ReviewVisibility
{
    public static IQueryable<JointReview> VisibleTo(this IQueryable<JointReview> reviews, Actor actor) => actor.IsOfficer || actor.Is(Roles.Auditor) ? reviews : reviews.WithinReachOf(actor);
}
