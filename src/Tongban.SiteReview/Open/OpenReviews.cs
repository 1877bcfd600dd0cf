using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;
using Tongban.Space.Contracts;

namespace Tongban.SiteReview.Open;

/// <summary>A check of a project's site found something: a conflict opens a review by itself, and one that is there follows the newer check.</summary>
internal sealed class OpenReviews(TongbanDb db, Caller caller, ReviewDesk desk, IProjects projects, ISiteCheckRegister checks, ILayerOrgans organs) : IActHandler
{
    public string Name => "reviews.follow-site-checks";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(ProjectSiteChecked)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (ProjectRecord.IdOf(entry.Matter) is not { } id || await projects.FindAsync(id, ct) is not { HasEnded: false, Site: { } site } project || await checks.FindAsync(site.Check, ct) is not { } check)
            return;
        caller.Actor = Actor.System;
        var opened = await db.ActAsync(entry.Id, caller, async () =>
        {
            var hits = desk.HitsOf(check);
            if (await desk.OfProjectAsync(id, ct) is { } review)
                Follow(review, project, check, hits);
            else if (hits.Count > 0)
                Open(project, check, hits);
            return (Result<bool>)true;
        }, ct);
        if (opened.Error is { } refusal)
            throw new InvalidOperationException($"the review of project {project.Code} did not follow its check: {refusal.Code}");
    }

    private void Open(ProjectRecord project, CheckSummary check, IReadOnlyList<ReviewedLayer> hits)
    {
        var review = JointReview.Open(project, check, hits, organs.ReviewLead, null, null, desk.Now, desk.Calendar);
        db.Add(review);
        desk.TellBegun(review);
        TellOpened(review);
    }

    private void Follow(JointReview review, ProjectRecord project, CheckSummary check, IReadOnlyList<ReviewedLayer> hits)
    {
        var round = review.Round;
        if (!review.Follow(project, check, hits, desk.Now, desk.Calendar))
            return;
        desk.TellBegun(review);
        if (review.Round != round)
            TellOpened(review);
    }

    private void TellOpened(JointReview review)
    {
        var layers = review.Current.Select(f => f.Layer).ToList();
        desk.TellOwner(review, "opened", layers.Count == 0
            ? ($"{review.ProjectName}：用地调整后的核对未发现涉及的图层，等待牵头部门作出结论", $"{review.ProjectName}: the changed site meets no layer that was checked; the lead will conclude")
            : ($"{review.ProjectName}：用地涉及 {layers.Count} 个管控图层，已开启第 {review.Round} 轮联合会审", $"{review.ProjectName}: the site meets {layers.Count} control layers; round {review.Round} of a joint review began"));
    }
}
