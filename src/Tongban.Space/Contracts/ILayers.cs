namespace Tongban.Space.Contracts;

/// <summary>The version of one layer that was in force at a moment.</summary>
/// <param name="Definition">Level, rule and legal basis as they stood when the version was published.</param>
/// <param name="ContentHash">SHA-256 of the layer file: geometry, attributes, coverage area.</param>
public sealed record PinnedVersion(Guid VersionId, string Code, int Number, string ContentHash, LayerData Definition, DateTimeOffset PublishedAt);

/// <summary>The versions of all layers in force at one moment: what a check is made against, and named by, for ever.</summary>
/// <param name="Digest">SHA-256 over codes, numbers and hashes: the same set has the same digest.</param>
/// <param name="Missing">Layers of the catalogue without a version in force: to be answered "not checked".</param>
public sealed record PinnedSet(DateTimeOffset At, int Epsg, string Digest, IReadOnlyList<PinnedVersion> Versions, IReadOnlyList<LayerData> Missing);

/// <summary>Which layer versions count.</summary>
public interface ILayers
{
    /// <summary>The set in force at a moment; now, when none is given. A set of the past is complete: published versions never change and are never deleted.</summary>
    Task<PinnedSet> CurrentAsync(DateTimeOffset? at, CancellationToken ct);

    /// <summary>The set of exactly these versions, for making an old check again. Those that were never published are left out.</summary>
    Task<PinnedSet> OfAsync(IReadOnlyList<Guid> versions, CancellationToken ct);
}
