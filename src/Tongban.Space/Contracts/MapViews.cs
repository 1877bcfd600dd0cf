namespace Tongban.Space.Contracts;

/// <summary>A layer as the map's script and the tree beside the map know it.</summary>
/// <param name="Tiles">Template of the tiles' addresses; <see langword="null"/> where nothing is published.</param>
/// <param name="Bounds">West, south, east, north in degrees.</param>
/// <param name="Zones">Level of each zone.</param>
/// <param name="Key">Key of the layer on this map: the code, or with the version's number where two versions are shown.</param>
public sealed record MapLayer(
    string Key, string Code, string Name, string Group, ControlLevel Level, string Color, string? Tiles, IReadOnlyList<double>? Bounds, Guid? Version, int? Number, DateTimeOffset? PublishedAt, int? Features,
    IReadOnlyDictionary<string, ControlLevel> Zones, bool Shown);

/// <summary>What may be said of a layer at one place.</summary>
public enum PointVerdict
{
    /// <summary>未核对: no version, no file, or the place lies outside the area the layer covers.</summary>
    NotChecked,

    /// <summary>不涉及: the layer covers the place and has nothing there.</summary>
    Clear,

    /// <summary>涉及: there is at least one entity. Of a layer that binds what lies beyond it: the place lies beyond.</summary>
    Hit,

    /// <summary>在其内: inside a layer that binds what lies beyond it (城镇开发边界).</summary>
    Inside,
}

/// <summary>An entity at a place.</summary>
/// <param name="SquareMetres">Of the whole entity.</param>
/// <param name="Attributes">What the source says of it.</param>
public sealed record EntityAt(string Id, string? Name, string? Zone, string? ZoneName, ControlLevel Level, double SquareMetres, IReadOnlyList<KeyValuePair<string, string>> Attributes);

/// <summary>One layer at a place.</summary>
/// <param name="Covered">Whether the layer is complete here. Where it is not, nothing found does not mean that there is nothing.</param>
/// <param name="Reason">Why it was not checked: <c>no-version</c>, <c>file-missing</c>, <c>file-damaged</c>, <c>outside-coverage</c>.</param>
/// <param name="More">Entities beyond those listed.</param>
public sealed record LayerAt(
    string Code, string Name, string Group, ControlLevel Level, PointVerdict Verdict, bool Covered, string? Reason, Guid? VersionId, int? Number, string Rule, string LegalBasis, IReadOnlyList<EntityAt> Entities, int More);

/// <summary>All layers at a place.</summary>
/// <param name="East">Easting in the city's plane, zone number in front, metres.</param>
/// <param name="North">Northing, metres.</param>
public sealed record PointView(double Longitude, double Latitude, int Zone, double East, double North, string SetDigest, IReadOnlyList<LayerAt> Layers);
