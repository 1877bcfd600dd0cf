namespace Tongban.Registers.Contracts;

/// <summary>A project that a mandate can be limited to.</summary>
public sealed record ProjectChoice(Guid Id, string Code, string Name);

/// <summary>Names the projects of a legal person. The room of the projects implements it, so that a mandate can be limited to one of them;
/// without it, mandates reach every matter.</summary>
public interface IProjectChoices
{
    Task<IReadOnlyList<ProjectChoice>> OfAsync(string creditCode, CancellationToken ct);
}
