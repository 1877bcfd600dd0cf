namespace Tongban.Approvals.Contracts;

/// <summary>One thing that is missing or wrong: which paper, and what about it.</summary>
/// <param name="Material">Code of the paper in the flow, for example <c>M10</c>; empty when it is about the form.</param>
public sealed record MaterialDemand(string? Material, string? Text);
