using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;
using Tongban.Space.Contracts;

namespace Tongban.SiteReview.Open;

/// <param name="Layers">Codes of layers that are near or were not checked.</param>
internal sealed record AskReviewCommand(string Project, IReadOnlyList<string> Layers, string? Reason);

/// <summary>An officer asks for a review where no conflict was found: of a layer that is near, or one nobody could look at.</summary>
internal sealed class AskReviewHandler(TongbanDb db, Caller caller, ReviewDesk desk, IProjects projects, ISiteCheckRegister checks, ILayerOrgans organs)
{
    /// <returns>Id of the review.</returns>
    public Task<Result<Guid>> HandleAsync(AskReviewCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!caller.Actor.IsOfficer || await projects.FindByCodeAsync(command.Project, ct) is not { HasEnded: false } project)
            return (Result<Guid>)ReviewErrors.NoSuchProject(command.Project);
        if (project.Site is not { } site || await checks.FindAsync(site.Check, ct) is not { } check)
            return ReviewErrors.NeverChecked();
        var organ = caller.Actor.Organ!;
        if (!caller.Actor.Is(Roles.Handler | Roles.Head) || (organ != organs.ReviewLead && !command.Layers.Any(l => organs.Of(l).Contains(organ, StringComparer.Ordinal))))
            return ReviewErrors.NotForYou();
        List<Error> errors = [.. OpinionRules.Text(command.Reason, "reason", ("提请会审的理由", "the reason"))];
        List<ReviewedLayer> asked = [];
        if (command.Layers.Count == 0)
            errors.Add(ReviewErrors.NothingToReview(null));
        foreach (var code in command.Layers.Distinct(StringComparer.Ordinal))
        {
            if (check.Layers.FirstOrDefault(l => l.Code == code && ReviewDesk.MayBeAskedAbout(l)) is { } result)
                asked.Add(desk.With(result));
            else
                errors.Add(ReviewErrors.NothingToReview(code));
        }
        if (Error.Combine(errors) is { } refusal)
            return refusal;

        if (await desk.OfProjectAsync(project.Id, ct) is { } review)
        {
            if (review.AskFor(asked, desk.Now, desk.Calendar) is { } no)
                return no;
        }
        else
        {
            review = JointReview.Open(project, check, asked, organs.ReviewLead, command.Reason, organ, desk.Now, desk.Calendar);
            db.Add(review);
            desk.TellOwner(review, "opened", ($"{review.ProjectName}：已就 {asked.Count} 个图层提请用地联合会审", $"{review.ProjectName}: a joint review of the site was asked for about {asked.Count} layers"));
        }
        desk.TellBegun(review);
        return review.Id;
    }, ct);
}
