using NetTopologySuite.Geometries;
using Tongban.Foundation;
using Tongban.Space.Engine;
using Tongban.Space.Layers;

namespace Tongban.Space.Features;

/// <summary>A collection of features as the API lists it.</summary>
/// <param name="Id">Code of the layer, or <c>sites</c>.</param>
/// <param name="Bounds">Degrees; <see langword="null"/> when unknown.</param>
/// <param name="Since">Since when there have been features of it.</param>
/// <param name="Download">Where the whole of it can be had as a file.</param>
internal sealed record FeatureSet(string Id, Words Title, Words Description, ImportBounds? Bounds, DateTimeOffset? Since, IReadOnlyList<Queryable> Queryables, string? Download);

/// <summary>One feature, ready to be written.</summary>
/// <param name="Parts">Polygons in the plane.</param>
internal sealed record Feature(string Id, IReadOnlyList<KeyValuePair<string, object?>> Properties, IReadOnlyList<PlanarPolygon> Parts);

/// <summary>Some features, and where to read on.</summary>
internal sealed record FeaturePage(IReadOnlyList<Feature> Features, FeatureCursor? Next);

/// <summary>Where features come from.</summary>
internal interface IFeatureSource
{
    Task<IReadOnlyList<FeatureSet>> ListAsync(CancellationToken ct);

    /// <summary>The collection, or <see langword="null"/> when it is not one of this source's.</summary>
    Task<FeatureSet?> FindAsync(string id, CancellationToken ct);

    Task<Result<FeaturePage>> PageAsync(FeatureSet set, FeatureQuery query, CancellationToken ct);

    Task<Result<Feature>> OneAsync(FeatureSet set, string feature, CancellationToken ct);
}

/// <summary>How much one answer looks at and carries.</summary>
internal static class FeatureLimits
{
    /// <summary>Features that are looked at for one page; then the page ends, however few were found, and says where to read on.</summary>
    public const int Examined = 50_000;

    /// <summary>Corners of features that are looked at for one page.</summary>
    public const long ExaminedPoints = 3_000_000;

    /// <summary>Corners that a page carries; the first feature is never left out.</summary>
    public const long Points = 400_000;
}

/// <summary>Collects a page within its limits.</summary>
internal sealed class PageBuilder(FeatureQuery query)
{
    private readonly List<Feature> _features = [];
    private int _examined;
    private long _examinedPoints;
    private long _points;

    public IReadOnlyList<Feature> Features => _features;

    public bool IsFull => _features.Count >= query.Limit || _examined >= FeatureLimits.Examined || _examinedPoints >= FeatureLimits.ExaminedPoints || _points >= FeatureLimits.Points;

    /// <summary>Looks at one feature and takes it when it is asked for.</summary>
    public void Look(IFeatureView view, long points, Func<Feature> make)
    {
        _examined++;
        if (query.Filter?.Holds(view) is null or false && query.Filter is not null)
            return;
        if (query.Area is not null)
        {
            _examinedPoints += points;
            if (query.Area.Holds(view) is not true)
                return;
        }
        _points += points;
        _features.Add(make());
    }
}

/// <summary>Shapes between the engine's arrays and the library.</summary>
internal static class FeatureShapes
{
    public static Geometry Of(IReadOnlyList<PlanarPolygon> parts) => parts.Count == 0 ? LibraryGeometry.Factory.CreatePolygon() : LibraryGeometry.Of((IReadOnlyCollection<PlanarPolygon>)parts);

    public static long Points(IReadOnlyList<PlanarPolygon> parts)
    {
        var points = 0L;
        foreach (var part in parts)
        {
            points += part.Shell.Length / 2;
            foreach (var hole in part.Holes)
                points += hole.Length / 2;
        }
        return points;
    }
}
