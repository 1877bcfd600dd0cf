using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Registers.Contracts;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.DisputeHit;

internal sealed record DisputeHitCommand(Guid Review, string Layer, DisputeGround? Ground, string? Reason, string? ApprovalNumber)
{
    /// <summary>SHA-256 of what came with it: a repeat is the same only with the same files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>The enterprise or the lead says why a hit does not stand.</summary>
internal sealed class DisputeHitHandler(ReviewDesk desk, ILegalPersons legalPersons, CityClock clock)
{
    public Task<Result<long>> HandleAsync(DisputeHitCommand command, IReadOnlyList<IncomingFile> files, CancellationToken ct) => desk.ActAsync(command with { Files = [.. files.Select(f => Sha256.Of(Convert.ToBase64String(f.Content)))] }, command.Review, async review =>
    {
        var byEnterprise = !desk.Actor.IsOfficer;
        if (byEnterprise ? !desk.Actor.Is(Roles.Applicant) || !await legalPersons.StandsForAsync(desk.Actor, review.Owner, review.ProjectId, clock.Today, ct) : desk.Actor.Organ != review.Lead || !desk.Actor.Is(Roles.Handler | Roles.Head))
            return ReviewErrors.NotYours();
        if (!(await desk.KeepAsync(files, ct)).TryGet(out var kept, out var refused))
            return refused;
        if (review.Dispute(command.Layer, command.Ground, command.Reason, command.ApprovalNumber, kept, byEnterprise, desk.Now, desk.Calendar) is { } refusal)
            return refusal;
        var finding = review.Current.First(f => f.Layer == command.Layer);
        desk.TellOrgan(finding.Authority, review, $"disputed.{finding.Layer}", ($"用地核对异议：{review.ProjectName}，{finding.NameZh}，{finding.DisputeDueOn:yyyy-MM-dd} 前认定", $"A hit is disputed: {review.ProjectName}, {finding.NameEn}, decide by {finding.DisputeDueOn:yyyy-MM-dd}"));
        return null;
    }, ct);
}

internal sealed record DecideDisputeCommand(Guid Review, string Layer, bool? Dismissed, DisputeGround? Ground, string? Reason, string? Basis, string? ApprovalNumber);

/// <summary>An officer of the layer's authority decides whether a disputed hit stands.</summary>
internal sealed class DecideDisputeHandler(ReviewDesk desk)
{
    public Task<Result<long>> HandleAsync(DecideDisputeCommand command, CancellationToken ct) => desk.ActAsync(command, command.Review, review => Task.FromResult(Decide(review, command)), ct);

    private Error? Decide(JointReview review, DecideDisputeCommand command)
    {
        if (desk.Actor.Organ is not { } organ || !desk.Actor.Is(Roles.Handler | Roles.Head))
            return ReviewErrors.NotTheAuthority();
        if (command.Dismissed is not { } dismissed)
            return ReviewErrors.VerdictMissing();
        if (review.DecideDispute(command.Layer, organ, dismissed, command.Ground, command.Reason, command.Basis, command.ApprovalNumber, desk.Now, desk.Calendar) is { } refusal)
            return refusal;
        var finding = review.Current.First(f => f.Layer == command.Layer);
        Words text = dismissed
            ? ($"{review.ProjectName}：{finding.NameZh}的涉及结论经认定不成立", $"{review.ProjectName}: the hit in “{finding.NameEn}” was dismissed")
            : ($"{review.ProjectName}：{finding.NameZh}的涉及结论经认定维持", $"{review.ProjectName}: the hit in “{finding.NameEn}” stands");
        desk.TellOwner(review, "dispute-decided", text);
        desk.TellOrgan(review.Lead, review, "dispute-decided", text);
        return null;
    }
}
