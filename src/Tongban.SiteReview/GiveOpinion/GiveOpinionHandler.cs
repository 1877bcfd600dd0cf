using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.GiveOpinion;

internal sealed record GiveOpinionCommand(Guid Review, IReadOnlyList<GivenOpinion> Findings)
{
    /// <summary>SHA-256 of what came with it: a repeat is the same only with the same files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>A department states its opinion, finding by finding.</summary>
internal sealed class GiveOpinionHandler(ReviewDesk desk, IProjects projects, IEnumerable<IApprovalItems> items)
{
    public Task<Result<long>> HandleAsync(GiveOpinionCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct) => desk.ActAsync(command with { Files = [.. files.Select(f => Sha256.Of(Convert.ToBase64String(f.Content)))] }, command.Review, async review =>
    {
        if (desk.Actor.Organ is not { } organ || !desk.Actor.Is(Roles.Handler | Roles.Head))
            return ReviewErrors.NotAsked();
        if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
            return refused;
        if (review.GiveOpinion(organ, command.Findings, kept, desk.Actor.PersonId, await KnownItemsAsync(review, ct), desk.Now, desk.Calendar) is { } refusal)
            return refusal;
        desk.TellBegun(review);
        return null;
    }, ct);

    private async Task<IReadOnlySet<string>?> KnownItemsAsync(JointReview review, CancellationToken ct) =>
        items.FirstOrDefault() is { } known && await projects.FindAsync(review.ProjectId, ct) is { } project ? known.Of(project.Type).Select(i => i.Code).ToHashSet(StringComparer.Ordinal) : null;
}
