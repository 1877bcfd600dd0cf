using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>A condition that was settled for a project before an approval item came to it; the item carries it and does not ask again.</summary>
/// <param name="Item">Code of the approval item.</param>
/// <param name="Organ">Organ key of the department that set it.</param>
/// <param name="Where">Where it was settled: the joint review, its round.</param>
/// <param name="Link">Page on which it was settled.</param>
public sealed record ProjectCondition(Guid Id, string Item, string Organ, string Text, string? LegalBasis, Words Where, string Link, DateOnly SettledOn);

/// <summary>Whoever settles conditions for projects: a room beside or above registers itself as a scoped service.</summary>
public interface IProjectConditions
{
    /// <summary>The conditions in effect, those of all items.</summary>
    Task<IReadOnlyList<ProjectCondition>> OfProjectAsync(Guid projectId, CancellationToken ct);
}

/// <summary>An approval item a condition can be carried to.</summary>
public sealed record ApprovalItemName(string Code, Words Name, int Stage);

/// <summary>Which approval items there are; a module above, which knows the flow, implements it.</summary>
public interface IApprovalItems
{
    /// <summary>Items that a project of this type may meet, in their order.</summary>
    IReadOnlyList<ApprovalItemName> Of(ProjectType type);
}
