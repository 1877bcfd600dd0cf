namespace Tongban.Dispatch.Contracts;

/// <summary>What is open with the responsible units: whoever reminds them asks here.</summary>
internal interface IOpenTasks
{
    /// <summary>Every task that a unit has not answered at that moment, ordered by unit, matter.</summary>
    Task<IReadOnlyList<OpenTask>> OpenAsync(DateTimeOffset at, CancellationToken ct);

    /// <summary>The open tasks of one unit.</summary>
    Task<IReadOnlyList<OpenTask>> OpenAsync(string organ, DateTimeOffset at, CancellationToken ct);
}

/// <summary>One open task of one unit.</summary>
/// <param name="Organ">Key of the unit: <c>ZRZY@360500</c>.</param>
/// <param name="Matter">The difficulty.</param>
/// <param name="Number">Its number, for example <c>XT-2026-000123</c>.</param>
/// <param name="Project">Identity of the project.</param>
/// <param name="Since">When the task was given.</param>
/// <param name="DaysUsed">Working days used of its limit.</param>
/// <param name="DueOn">Last day of its limit.</param>
/// <param name="LastFeedbackAt">When the unit last said how it goes.</param>
internal sealed record OpenTask(string Organ, Guid Matter, string Number, Guid Project, string ProjectCode, string ProjectName, DateTimeOffset Since, int DaysUsed, DateOnly DueOn, DateTimeOffset? LastFeedbackAt);
