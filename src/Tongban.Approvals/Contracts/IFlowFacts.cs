using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Contracts;

/// <summary>What the public may know about the flow in force: how long it takes, and who leads.</summary>
public interface IFlowFacts
{
    /// <summary>The figures of the newest published version; <see langword="null"/> before the first one.</summary>
    FlowFacts? Current { get; }
}

/// <summary>The figures of a version, all computed from its items.</summary>
/// <param name="CeilingDays">Legal ceiling of a stage handled jointly, in working days, and <paramref name="CeilingExtension"/> by which it may be extended once.</param>
public sealed record FlowFacts(
    string Version, Words Name, Words City, int ItemCount, int CeilingDays, int CeilingExtension, string CeilingBasis, IReadOnlyList<StageFacts> Stages, IReadOnlyList<TypeFacts> Types);

/// <summary>A stage: its lead, the items it may contain.</summary>
public sealed record StageFacts(int No, Words Name, Words Lead, int ItemCount);

/// <summary>How long a type of project takes, in working days.</summary>
/// <param name="Days">The longest chain through all stages: what is promised.</param>
/// <param name="SerialDays">What the same items took one after another before they were integrated.</param>
/// <param name="StageDays">The longest chain of each stage, in order.</param>
public sealed record TypeFacts(ProjectType Type, int Days, int SerialDays, IReadOnlyList<int> StageDays);

/// <summary>Where the city's catalogue lies, from which a new version can be published.</summary>
public sealed record CatalogueFolder(string Path);
