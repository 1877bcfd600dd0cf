namespace Tongban.Plans.Model;

/// <summary>What became of an item between two versions.</summary>
internal enum PlanChangeKind { Added, Removed, Cut, Shifted, Raised, Resourced }

/// <summary>One change between two versions of a plan.</summary>
internal sealed record PlanChange(string Code, string Name, PlanChangeKind Kind, IReadOnlyList<YearShare> Before, IReadOnlyList<YearShare> After, string? Reason)
{
    /// <summary>Money is taken away or put off: that needs a reason.</summary>
    public bool NeedsReason => Kind is PlanChangeKind.Removed or PlanChangeKind.Cut or PlanChangeKind.Shifted;
}
