namespace Tongban.Space.Contracts;

/// <summary>Where on the map a stored check found something.</summary>
public interface ISiteParts
{
    /// <summary>The checked boundary and its common ground with these layers, for a map: made again from the versions that were used.</summary>
    /// <returns>A GeoJSON feature collection in CGCS2000 with <c>name</c>, <c>tone</c> and <c>layer</c> of every part; the boundary alone when the ground cannot be worked out; <see langword="null"/> when there is no such check.</returns>
    Task<string?> OnMapAsync(Guid check, IReadOnlyCollection<string> layers, CancellationToken ct);
}
