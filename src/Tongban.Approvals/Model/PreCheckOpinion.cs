using Tongban.Foundation.Identifiers;

namespace Tongban.Approvals.Model;

/// <summary>One thing an organ finds missing or wrong in the pre-check.</summary>
/// <param name="Material">Code in the flow, or <see langword="null"/> when it is about the form.</param>
internal sealed record Demand(string Organ, string? Material, string Text);

/// <summary>What one organ says in the pre-check: complete, or what is missing. Silence after three working days counts as complete.</summary>
internal sealed class PreCheckOpinion
{
    private PreCheckOpinion()
    {
    }

    public Guid Id { get; private set; }

    public Guid StageCaseId { get; private set; }

    public string Organ { get; private set; } = "";

    public DateOnly DueOn { get; private set; }

    public IReadOnlyList<Demand> Demands { get; private set; } = [];

    public Guid? GivenBy { get; private set; }

    public DateTimeOffset? GivenAt { get; private set; }

    public bool IsGiven => GivenAt is not null;

    internal static PreCheckOpinion Ask(Guid stageCase, string organ, DateOnly dueOn) => new() { Id = NewId.Random(), StageCaseId = stageCase, Organ = organ, DueOn = dueOn };

    internal void Give(IReadOnlyList<Demand> demands, Guid by, DateTimeOffset now) => (Demands, GivenBy, GivenAt) = (demands, by, now);
}
