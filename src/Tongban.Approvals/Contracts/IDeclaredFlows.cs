using Tongban.Foundation;

namespace Tongban.Approvals.Contracts;

/// <summary>The published versions of the flow as they were declared: what others hold the real course of cases against.</summary>
public interface IDeclaredFlows
{
    /// <summary>The version in force; <see langword="null"/> before the first one.</summary>
    DeclaredFlow? Current { get; }

    /// <summary>A published version; <see langword="null"/> when there is none of that name.</summary>
    Task<DeclaredFlow?> FindAsync(string version, CancellationToken ct);
}

/// <summary>A published version of the flow.</summary>
public sealed record DeclaredFlow(string Version, Words Name, IReadOnlyList<DeclaredStage> Stages);

/// <summary>A stage with its items, those of every type of project.</summary>
public sealed record DeclaredStage(int No, Words Name, IReadOnlyList<DeclaredItem> Items);

/// <summary>An item of a stage.</summary>
/// <param name="Code">As acts name it: <c>S1-03</c>.</param>
/// <param name="PromisedDays">Working days.</param>
/// <param name="After">Items of the same stage that have to be decided first, where they apply to the project.</param>
/// <param name="Concludes">The closing item of its stage; it waits for what it depends on, not for everything.</param>
public sealed record DeclaredItem(string Code, Words Name, string Department, int PromisedDays, IReadOnlyList<string> After, bool Concludes);
