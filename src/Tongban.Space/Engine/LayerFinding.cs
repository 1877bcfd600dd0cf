namespace Tongban.Space.Engine;

/// <summary>What a check may say of a layer.</summary>
internal enum LayerVerdict
{
    /// <summary>It was not, or not wholly, looked at, and nothing was found. Never to be read as clear.</summary>
    NotChecked,

    /// <summary>Common ground above the layer's tolerance.</summary>
    Hit,

    /// <summary>No conflict, but closer than the layer's distance.</summary>
    Near,

    /// <summary>Looked at wholly; no conflict.</summary>
    Clear,
}

/// <summary>Why a layer was not, or not wholly, checked. Beside <see cref="LayerVerdict.Hit"/> it says that there may be more.</summary>
internal enum NotCheckedReason
{
    None,

    /// <summary>The pinned version's file is not there.</summary>
    FileMissing,

    /// <summary>The file is not what was published: truncated, altered, half written.</summary>
    FileDamaged,

    /// <summary>The file is sound but of another layer or another projected system.</summary>
    WrongFile,

    /// <summary>The site lies wholly outside the area within which the layer is complete.</summary>
    OutsideCoverage,

    /// <summary>A part of the site lies outside that area.</summary>
    PartlyOutsideCoverage,

    /// <summary>The site lies inside, but the distance the layer asks for reaches outside.</summary>
    SurroundingsOutsideCoverage,

    /// <summary>The time allowed ended first.</summary>
    TimeExceeded,

    /// <summary>The computation failed; the detail says where.</summary>
    Failed,
}

/// <summary>Did the results agree with each other?</summary>
internal enum SelfCheck
{
    /// <summary>There was nothing to compare: no geometry was asked for, or the layer was not checked.</summary>
    NotRun,

    /// <summary>The geometry has the area that was integrated, and what was cut out and what was left make up the whole.</summary>
    Passed,

    /// <summary>They differ by more than max(1e-6 m², 1e-9 of the area). The areas stand; the geometry needs a look.</summary>
    Failed,
}

/// <summary>Common ground with one feature.</summary>
/// <param name="Feature">Number within the layer's file.</param>
/// <param name="Id">Key within the layer.</param>
/// <param name="SquareMetres">Common ground.</param>
/// <param name="FeatureShare">Part of the feature that lies in the site, 0 to 1.</param>
internal sealed record FeatureOverlap(int Feature, string Id, double SquareMetres, double FeatureShare);

/// <summary>A piece of common ground.</summary>
/// <param name="Feature">Number of the feature it is a part of; -1 where several features cover it.</param>
/// <param name="Polygon">Shell counter-clockwise, holes clockwise, closed.</param>
internal sealed record OverlapPart(int Feature, PlanarPolygon Polygon);

/// <summary>The nearest feature of a layer.</summary>
/// <param name="Metres">0 where they have ground in common.</param>
internal sealed record Nearest(int Feature, string Id, double Metres);

/// <summary>What a check found in one layer.</summary>
internal sealed record LayerFinding(string LayerCode, LayerVerdict Verdict, NotCheckedReason Reason)
{
    /// <summary>Detail of the reason for those who run the service.</summary>
    public string? ReasonDetail { get; init; }

    /// <summary>SHA-256 of the version's file, as pinned.</summary>
    public string? LayerHash { get; init; }

    /// <summary>Common ground in m²; where features cover the same ground it counts once. "At least" when <see cref="Reason"/> is not <see cref="NotCheckedReason.None"/>.</summary>
    public double SquareMetres { get; init; }

    /// <summary>Common ground as a part of the site, 0 to 1.</summary>
    public double SiteShare { get; init; }

    /// <summary>Part of the site that lies in the layer's coverage area, 0 to 1.</summary>
    public double CoveredShare { get; init; }

    /// <summary>Features with measurable common ground, in the file's order. Those that overlap each other count in full here.</summary>
    public IReadOnlyList<FeatureOverlap> Features { get; init; } = [];

    /// <summary>The common ground itself, when asked for and above tolerance.</summary>
    public IReadOnlyList<OverlapPart> Parts { get; init; } = [];

    /// <summary>The nearest feature, when distances were asked for; <see langword="null"/> for an empty layer or beyond the greatest distance asked.</summary>
    public Nearest? Nearest { get; init; }

    /// <summary>Pairs whose geometry our own clipper left to the library's robust overlay.</summary>
    public int Fallbacks { get; init; }

    /// <summary>Pairs for which even that failed and a repaired input was used.</summary>
    public int Repaired { get; init; }

    public SelfCheck SelfCheck { get; init; }
}
