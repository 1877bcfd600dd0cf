using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>Where a step of a project stands, as anyone may know it.</summary>
public enum ProgressState
{
    Ahead,
    Current,
    Paused,
    Done,
    Failed,
    NotApplicable,
}

/// <summary>One line of the public progress page. No personal data, no opinions.</summary>
/// <param name="Note">A short remark, for example which organ is asked.</param>
public sealed record ProgressRow(Words Name, ProgressState State, Words? Note, DateOnly? StartedOn, DateOnly? DueOn, DateOnly? EndedOn);

/// <summary>What a module above says about a project's progress to everyone.</summary>
public interface IProjectProgress
{
    Task<IReadOnlyList<ProgressRow>> OfAsync(Guid projectId, CancellationToken ct);
}
