using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;

namespace Tongban.SiteReview.Model;

/// <summary>A file someone handed in with an opinion or a dispute, known by its content.</summary>
/// <param name="Name">The name it had with the sender, for people only.</param>
internal sealed record ReviewFile(string Name, string Digest, string MediaType, long Length);

/// <summary>A layer under review, with the organs that answer for it; the first is its authority.</summary>
internal sealed record ReviewedLayer(LayerResult Result, IReadOnlyList<string> Organs);

/// <summary>What the check found in one layer, as the departments review it, and whether it stands.</summary>
internal sealed class ReviewFinding
{
    private ReviewFinding()
    {
    }

    public Guid Id { get; private set; }

    public Guid ReviewId { get; private set; }

    public int Round { get; private set; }

    public string Layer { get; private set; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public CheckVerdict Verdict { get; private set; }

    public ControlLevel Level { get; private set; }

    public double SquareMetres { get; private set; }

    /// <summary>Of the site, 0 to 1.</summary>
    public double Share { get; private set; }

    public string LegalBasis { get; private set; } = "";

    public string ExplanationZh { get; private set; } = "";

    public string ExplanationEn { get; private set; } = "";

    /// <summary>The organ that decides whether a disputed hit stands.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>Organs that are asked, the authority first.</summary>
    public IReadOnlyList<string> Organs { get; private set; } = [];

    /// <summary>When a newer layer no longer showed it; it stays readable.</summary>
    public DateTimeOffset? GoneAt { get; private set; }

    public HitState State { get; private set; }

    public DisputeGround? DisputeGround { get; private set; }

    public string? DisputeReason { get; private set; }

    /// <summary>Number of the approval on which an exemption rests.</summary>
    public string? ApprovalNumber { get; private set; }

    public IReadOnlyList<ReviewFile> DisputeFiles { get; private set; } = [];

    public bool DisputedByEnterprise { get; private set; }

    public DateTimeOffset? DisputedAt { get; private set; }

    public TimeLimit? DisputeLimit { get; private set; }

    public DateOnly? DisputeDueOn { get; private set; }

    public DateOnly? DisputeYellowFrom { get; private set; }

    /// <summary>On which ground it was dismissed; nothing when it was upheld.</summary>
    public DisputeGround? DecisionGround { get; private set; }

    public string? DecisionReason { get; private set; }

    public string? DecisionBasis { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public bool IsActive => GoneAt is null;

    /// <summary>A conflict that counts against the site.</summary>
    public bool IsStandingHit => IsActive && Verdict is CheckVerdict.Hit && State is not HitState.Dismissed;

    public static ReviewFinding Of(JointReview review, ReviewedLayer layer, DateTimeOffset now)
    {
        var r = layer.Result;
        return new()
        {
            Id = NewId.At(now), ReviewId = review.Id, Round = review.Round, Layer = r.Code, NameZh = r.NameZh, NameEn = r.NameEn, Verdict = r.Verdict, Level = r.Level, SquareMetres = r.SquareMetres, Share = r.Share,
            LegalBasis = r.LegalBasis, ExplanationZh = r.ExplanationZh, ExplanationEn = r.ExplanationEn, Authority = r.Authority, Organs = [.. layer.Organs],
        };
    }

    /// <summary>Whether a newer check says the same of the layer as was reviewed.</summary>
    public bool SaysTheSame(LayerResult result) => result.Verdict == Verdict && result.Level == Level && Math.Abs(result.SquareMetres - SquareMetres) <= 0.01;

    public void Vanish(DateTimeOffset now) => GoneAt = now;

    public void Dispute(DisputeGround ground, string reason, string? approvalNumber, IReadOnlyList<ReviewFile> files, bool byEnterprise, TimeLimit limit, DateTimeOffset now)
    {
        (State, DisputeGround, DisputeReason, ApprovalNumber, DisputeFiles) = (HitState.Disputed, ground, reason.Trim(), string.IsNullOrWhiteSpace(approvalNumber) ? null : approvalNumber.Trim(), [.. files]);
        (DisputedByEnterprise, DisputedAt) = (byEnterprise, now);
        Follow(limit);
    }

    public void Decide(bool dismissed, DisputeGround? ground, string reason, string basis, string? approvalNumber, TimeLimit ended, DateTimeOffset now)
    {
        (State, DecisionGround, DecisionReason, DecisionBasis, DecidedAt) = (dismissed ? HitState.Dismissed : HitState.Upheld, dismissed ? ground : null, reason.Trim(), basis.Trim(), now);
        (DisputeLimit, DisputeDueOn, DisputeYellowFrom) = (ended, null, null);
        if (!string.IsNullOrWhiteSpace(approvalNumber))
            ApprovalNumber = approvalNumber.Trim();
    }

    /// <returns>Whether the due day moved.</returns>
    public bool Recompute(WorkCalendar calendar)
    {
        if (DisputeLimit is not { IsEnded: false } running)
            return false;
        var before = DisputeDueOn;
        Follow(running.Recompute(calendar));
        return DisputeDueOn != before;
    }

    private void Follow(TimeLimit limit) => (DisputeLimit, DisputeDueOn, DisputeYellowFrom) = (limit, limit.DueOn, limit.YellowFrom);
}
