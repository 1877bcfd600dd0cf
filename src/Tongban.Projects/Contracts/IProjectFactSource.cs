namespace Tongban.Projects.Contracts;

/// <summary>One thing the platform knows of a project on a day, for whoever compares what he is told with the data.</summary>
/// <param name="Name">Name of the fact, for example <c>item(S1-03).state</c>, <c>overlap(site,L01)</c>, <c>fund.arrivedWan</c>.</param>
/// <param name="Value">Numbers with a point (<c>1200.5</c>; a range whose bounds alone are known: <c>5..49.99</c>, <c>1200..</c>), days as <c>2026-03-02</c>, <c>true</c> or <c>false</c>, words, lists with semicolons. <see langword="null"/>: asked, and not known.</param>
/// <param name="Link">Page of the platform that shows where it comes from.</param>
public sealed record ProjectFact(string Name, string? Value, string? Link = null);

/// <summary>A room that knows something of projects: registered as a scoped service. What no source knows is "no data", never false.</summary>
public interface IProjectFactSource
{
    /// <summary>Where its facts come from, as people call it: 审批系统.</summary>
    Foundation.Words Name { get; }

    /// <summary>Those of the asked facts that it knows; the others it leaves out.</summary>
    /// <param name="asked">Full names. A source that has nothing to do with any of them answers without asking the database.</param>
    /// <param name="today">The day of the comparison in the city.</param>
    Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct);
}
