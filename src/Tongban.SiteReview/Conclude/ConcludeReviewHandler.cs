using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.Conclude;

/// <param name="NotChecked">Layers nobody has looked at, as the lead names them.</param>
internal sealed record ConcludeReviewCommand(Guid Review, ReviewClass? Conclusion, string? Text, IReadOnlyList<string> NotChecked);

/// <summary>The lead concludes the round; the conditions go to the approval items.</summary>
internal sealed class ConcludeReviewHandler(ReviewDesk desk, OrganDirectory organs)
{
    public Task<Result<long>> HandleAsync(ConcludeReviewCommand command, CancellationToken ct) => desk.ActAsync(command, command.Review, review => Task.FromResult(Conclude(review, command)), ct);

    private Error? Conclude(JointReview review, ConcludeReviewCommand command)
    {
        if (desk.Actor.Organ != review.Lead || !desk.Actor.Is(Roles.Handler | Roles.Head))
            return ReviewErrors.NotTheLead(organs.NameOf(review.Lead));
        if (review.Conclude(command.Conclusion, command.Text, command.NotChecked, desk.Actor.PersonId, desk.Now, desk.Calendar) is { } refusal)
            return refusal;
        var kind = command.Conclusion!.Value.Name();
        Words text = command.Conclusion is ReviewClass.AdjustSite
            ? ($"{review.ProjectName}：会审结论为“{kind.Zh}”，请提交调整后的用地范围", $"{review.ProjectName}: the review concluded “{kind.En}”; please send a new boundary")
            : ($"{review.ProjectName}：会审结论为“{kind.Zh}”", $"{review.ProjectName}: the review concluded “{kind.En}”");
        desk.TellOwner(review, "concluded", text);
        foreach (var organ in review.Tasks.Where(t => t.Round == review.Round && t.State is not TaskState.Dropped && t.Organ != review.Lead).Select(t => t.Organ))
            desk.TellOrgan(organ, review, "concluded", text);
        return null;
    }
}
