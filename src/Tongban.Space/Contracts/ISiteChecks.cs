using Tongban.Foundation;

namespace Tongban.Space.Contracts;

/// <summary>What is said of a boundary and a layer.</summary>
public enum CheckVerdict
{
    /// <summary>未核对: it was not, or not wholly, looked at, and nothing was found. Never to be read as clear.</summary>
    NotChecked,

    /// <summary>不涉及: looked at wholly, no conflict.</summary>
    Clear,

    /// <summary>邻近: no conflict, but nearer than the layer's distance.</summary>
    Near,

    /// <summary>涉及: more than the layer's tolerance.</summary>
    Hit,
}

/// <summary>Common ground with one zone of a layer.</summary>
/// <param name="SquareMetres">Sum over the zone's entities.</param>
public sealed record ZoneHit(string? Zone, string NameZh, string NameEn, ControlLevel Level, double SquareMetres);

/// <summary>Common ground with one entity.</summary>
public sealed record EntityHit(string Id, string? Zone, string? Name, double SquareMetres, double Share);

/// <summary>What was found in one layer.</summary>
/// <param name="Level">The strictest level that was met; the layer's own where nothing was.</param>
/// <param name="SquareMetres">Common ground, each place once; beyond the layer where that is what counts. "At least" when something was not looked at.</param>
/// <param name="Share">Of the site, 0 to 1.</param>
/// <param name="NearestMetres">Distance to the nearest entity; <see langword="null"/> when it was not measured.</param>
/// <param name="Reason">Why it was not, or not wholly, looked at: <c>no-version</c>, <c>file-missing</c>, <c>outside-coverage</c>, …</param>
/// <param name="Number">Number of the version; <see langword="null"/> where none was in force.</param>
public sealed record LayerResult(
    string Code, string NameZh, string NameEn, string Authority, CheckVerdict Verdict, ControlLevel Level, double SquareMetres, double Share, double? NearestMetres, string? Reason,
    Guid? VersionId, int? Number, string? ContentHash, string RuleZh, string RuleEn, string LegalBasis, IReadOnlyList<ZoneHit> Zones, IReadOnlyList<EntityHit> Entities, int EntityCount, string ExplanationZh, string ExplanationEn);

/// <summary>A whole check.</summary>
/// <param name="SiteDigest">SHA-256 of the boundary that was checked.</param>
/// <param name="SetDigest">SHA-256 of the pinned set of versions.</param>
/// <param name="FindingsDigest">SHA-256 of the findings: the same boundary against the same set gives the same one, at any time.</param>
/// <param name="Class">空间分类: <c>A</c> no conflict, <c>B</c> advisory only, <c>C</c> restricted, <c>D</c> forbidden; <see langword="null"/> where nothing was found but not everything was looked at.</param>
/// <param name="IsComplete">Every layer of the catalogue was looked at wholly.</param>
public sealed record CheckResult(string SiteDigest, string SetDigest, string FindingsDigest, string? Class, bool IsComplete, IReadOnlyList<LayerResult> Layers);

/// <summary>Holds boundaries against the layers in force.</summary>
public interface ISiteChecks
{
    /// <summary>Checks without storing anything.</summary>
    Task<CheckResult> CheckAsync(Site site, PinnedSet set, CancellationToken ct);
}

/// <summary>A boundary was held against the layers in force.</summary>
/// <param name="NotChecked">Layers about which nothing could be said.</param>
/// <param name="Subject">Whose site it was (<see cref="CheckSummary.Subject"/>).</param>
[Act("space.site-checked", "用地核对", "Site checked against the layers")]
public sealed record SiteChecked(Guid Check, string SiteDigest, string SetDigest, string FindingsDigest, string? Class, int Hits, int NotChecked, string? Subject) : IAct;
