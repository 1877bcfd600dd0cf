using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Time;

namespace Tongban.SiteReview.Model;

/// <summary>What a department says about one finding, as it is handed in.</summary>
/// <param name="Layer">Code of the layer.</param>
/// <param name="Items">Codes of the approval items a condition is carried to.</param>
internal sealed record GivenOpinion(string? Layer, Stance? Stance, string? Text, ObjectionGround? Ground, string? LegalBasis, IReadOnlyList<string> Items);

/// <summary>What one department said about one finding.</summary>
internal sealed class FindingOpinion
{
    private FindingOpinion()
    {
    }

    public Guid Id { get; private set; }

    public Guid ReviewId { get; private set; }

    public Guid ProjectId { get; private set; }

    public Guid FindingId { get; private set; }

    public int Round { get; private set; }

    public string Layer { get; private set; } = "";

    public string Organ { get; private set; } = "";

    public Stance Stance { get; private set; }

    public string Text { get; private set; } = "";

    public ObjectionGround? Ground { get; private set; }

    public string? LegalBasis { get; private set; }

    /// <summary>Approval items a condition goes to.</summary>
    public IReadOnlyList<string> Items { get; private set; } = [];

    public IReadOnlyList<ReviewFile> Files { get; private set; } = [];

    public DateTimeOffset GivenAt { get; private set; }

    /// <summary>Day from which its condition is carried by the approval items; nothing while the review goes on.</summary>
    public DateOnly? CarriedOn { get; private set; }

    public static FindingOpinion Of(JointReview review, ReviewFinding finding, string organ, GivenOpinion given, IReadOnlyList<ReviewFile> files, DateTimeOffset now)
    {
        var opinion = new FindingOpinion { Id = NewId.At(now), ReviewId = review.Id, ProjectId = review.ProjectId, FindingId = finding.Id, Round = review.Round, Layer = finding.Layer, Organ = organ };
        opinion.Say(given, files, now);
        return opinion;
    }

    /// <summary>States it, or states it anew while the round goes on. Files handed in before stay when none come with it.</summary>
    public void Say(GivenOpinion given, IReadOnlyList<ReviewFile> files, DateTimeOffset now)
    {
        (Stance, Text, GivenAt) = (given.Stance!.Value, given.Text?.Trim() ?? "", now);
        (Ground, LegalBasis) = (Stance is Stance.Object ? given.Ground : null, string.IsNullOrWhiteSpace(given.LegalBasis) ? null : given.LegalBasis.Trim());
        Items = Stance is Stance.Condition ? [.. given.Items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [];
        if (files.Count > 0)
            Files = [.. files];
    }

    public void Carry(DateOnly from) => CarriedOn = from;

    public void LetGo() => CarriedOn = null;
}

/// <summary>How one round ended.</summary>
internal sealed class RoundConclusion
{
    private RoundConclusion()
    {
    }

    public Guid Id { get; private set; }

    public Guid ReviewId { get; private set; }

    public int Round { get; private set; }

    public ReviewClass Kind { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Organs that gave no opinion in time.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Layers nobody has looked at, of which the conclusion therefore says nothing.</summary>
    public IReadOnlyList<string> NotChecked { get; private set; } = [];

    public string Organ { get; private set; } = "";

    public Guid ConcludedBy { get; private set; }

    public DateTimeOffset ConcludedAt { get; private set; }

    /// <summary>The lead's own clock, ended.</summary>
    public TimeLimit Limit { get; private set; } = default!;

    public bool Late { get; private set; }

    /// <param name="limit">The lead's own clock, ended.</param>
    public static RoundConclusion Of(JointReview review, ReviewClass kind, string text, IReadOnlyList<string> missing, IReadOnlyList<string> notChecked, string organ, Guid by, TimeLimit limit, bool late, DateTimeOffset now) => new()
    {
        Limit = limit, Late = late,
        Id = NewId.At(now), ReviewId = review.Id, Round = review.Round, Kind = kind, Text = text.Trim(), Missing = [.. missing], NotChecked = [.. notChecked], Organ = organ, ConcludedBy = by, ConcludedAt = now,
    };
}
