using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.Valid;
using Tongban.Foundation;
using Tongban.Space.Contracts;

namespace Tongban.Space.Import;

/// <summary>What kind of remark a finding is.</summary>
internal enum FindingKind
{
    /// <summary>The feature is not in the layer.</summary>
    Rejected,

    /// <summary>Its rings were put right; the area changed.</summary>
    RepairedChanged,

    /// <summary>Its rings were put right; the area is the same.</summary>
    Repaired,

    /// <summary>Two features cover the same ground.</summary>
    Overlap,

    /// <summary>To be known.</summary>
    Note,
}

/// <summary>One line of the report of an import.</summary>
/// <param name="Row">Place in the file, 1 for the first; 0 for the file as a whole.</param>
/// <param name="Before">m² before a repair; <see langword="null"/> where nothing was repaired.</param>
internal sealed record ImportFinding(FindingKind Kind, long Row, string? Id, string Code, Words Text, SitePoint? Place = null, double? Before = null, double? After = null);

/// <summary>An entity as the layer keeps it: valid polygons in the city's plane, of one zone.</summary>
internal sealed record ShapedFeature(string Id, string? Zone, IReadOnlyList<Polygon> Polygons);

/// <summary>Turns a feature as it stands in a file into entities of the layer, or says why it cannot: transformed, repaired, given the width of its class.</summary>
internal sealed class FeatureShaper(LayerData layer, ReferenceSystem system, ReferenceSystem plane, ImportOptions options)
{
    // A quarter circle in 16 pieces keeps the rounding of a protected distance within 0.5 % of its width.
    private const int QuadrantSegments = 16;
    private static readonly string[] IdNames = ["BSM", "OBJECTID", "FID", "ID", "GML_ID"];
    private static readonly string[] NameNames = ["NAME", "MC", "XMMC", "名称"];
    private static readonly string[] ZoneNames = ["ZONE", "CLASS", "FQ", "GNFQ", "分区", "功能分区", "类别", "等级"];
    private static readonly GeometryFactory Factory = new(PrecisionModel.Floating.Value);
    private readonly Func<double, double, (double East, double North)> _toPlane = system.To(plane);
    private readonly Func<double, double, (double Longitude, double Latitude)> _toDegrees = plane.ToDegrees();

    public List<ImportFinding> Findings { get; } = [];

    /// <summary>Boxes of rejected features whose place is known, in the plane: there the layer is not complete.</summary>
    public List<Envelope> Doubtful { get; } = [];

    public long Points { get; private set; }

    public static string? NameOf(RawFeature feature, ImportOptions options) => feature.Attribute(options.NameField) ?? NameNames.Select(feature.Attribute).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n));

    /// <returns>The entities, one for every zone the feature makes; none when it was rejected.</returns>
    public IReadOnlyList<ShapedFeature> Shape(RawFeature feature)
    {
        var id = IdOf(feature);
        if (feature.Fault is { } fault)
            return Reject(feature, id, fault);
        if (feature.Geometry is not { IsEmpty: false } geometry)
            return Reject(feature, id, GeometryFaults.Of("no-geometry"));
        Points += geometry.NumPoints;
        var doubt = Doubt(geometry);
        if (doubt is not null)
            return Reject(feature, id, GeometryFaults.Of(doubt));
        var moved = geometry.Copy();
        moved.Apply(new Move(_toPlane));
        moved.GeometryChanged();
        if (plane.Doubt(moved.Coordinate.X, moved.Coordinate.Y) is not null)
            return Reject(feature, id, GeometryFaults.Of("outside-range"), moved);

        List<Polygon> areas = [.. PolygonExtracter.GetPolygons(moved).Cast<Polygon>().Where(p => !p.IsEmpty)];
        List<Geometry> thin = [.. Flat(moved).Where(g => g is LineString or Point && !g.IsEmpty)];
        if (areas.Count > 0)
        {
            if (Repair(feature, id, areas) is not { } sound)
                return [];
            areas = sound;
        }
        if (layer.Buffers.Count > 0 && (thin.Count > 0 || layer.Geometry is LayerGeometry.Line))
            return Widen(feature, id, areas, thin);
        if (areas.Count == 0)
            return Reject(feature, id, GeometryFaults.Of("wrong-type"), moved);
        if (thin.Count > 0)
            Findings.Add(new(FindingKind.Note, feature.Row, id, "thin-parts", ("其中的点和线未采用，只保留面", "its points and lines were left out, its areas kept"), PlaceOf(moved)));
        return [new(id, ZoneOf(feature, id, moved), areas)];
    }

    private List<Polygon>? Repair(RawFeature feature, string id, List<Polygon> areas)
    {
        Geometry whole = areas.Count == 1 ? areas[0] : Factory.CreateMultiPolygon([.. areas]);
        if (new IsValidOp(whole).ValidationError is not { } error)
            return areas;
        // What the rings enclose as they were given: shells minus holes, each for itself.
        var before = areas.Sum(p => p.Area);
        var place = Place(error.Coordinate ?? whole.Coordinate);
        List<Polygon> sound;
        try
        {
            sound = [.. PolygonExtracter.GetPolygons(GeometryFixer.Fix(whole)).Cast<Polygon>().Where(p => p.Area > 0)];
        }
        catch (Exception e) when (e is TopologyException or ArgumentException or InvalidOperationException)
        {
            sound = [];
        }
        if (sound.Count == 0)
        {
            Reject(feature, id, GeometryFaults.Of("collapsed"), whole);
            return null;
        }
        var after = sound.Sum(p => p.Area);
        var changed = Math.Abs(after - before) > Math.Max(0.01, 1e-6 * Math.Abs(before));
        Findings.Add(new(changed ? FindingKind.RepairedChanged : FindingKind.Repaired, feature.Row, id, "repaired", Why(error.ErrorType), place, before, after));
        return sound;
    }

    /// <summary>Lines and points become the area within the distance of their class; a class with several distances becomes several zones.</summary>
    private List<ShapedFeature> Widen(RawFeature feature, string id, List<Polygon> areas, List<Geometry> thin)
    {
        Geometry source = Factory.BuildGeometry([.. areas, .. thin]);
        var given = ZoneText(feature)?.Trim();
        var rows = layer.Buffers.Where(b => string.Equals(b.Class, given, StringComparison.OrdinalIgnoreCase) || b.NameZh == given || string.Equals(b.NameEn, given, StringComparison.OrdinalIgnoreCase)).ToList();
        if (rows.Count == 0)
        {
            var most = layer.Buffers.MaxBy(b => b.Metres)!;
            rows = [most];
            if (layer.Buffers.Select(b => b.Class).Distinct(StringComparer.Ordinal).Count() > 1 || !string.IsNullOrEmpty(given))
            {
                Findings.Add(new(FindingKind.Note, feature.Row, id, "class-unknown",
                    new Words("类别“{0}”不在目录中，按最大距离 {1} 米计", "the class '{0}' is not in the catalogue; the greatest distance, {1} m, is taken").With(Model.SpaceErrors.Quote(given ?? ""), most.Metres), PlaceOf(source)));
            }
        }
        List<ShapedFeature> shaped = [];
        // A polygon of a layer of areas is itself in the layer, whatever its points and lines are.
        if (areas.Count > 0 && layer.Geometry is LayerGeometry.Polygon)
        {
            shaped.Add(new(id, null, areas));
            source = Factory.BuildGeometry(thin);
        }
        foreach (var row in rows)
        {
            var zone = BufferOp.Buffer(source, (double)row.Metres, new BufferParameters(QuadrantSegments));
            List<Polygon> polygons = [.. PolygonExtracter.GetPolygons(zone).Cast<Polygon>().Where(p => p.Area > 0)];
            if (polygons.Count > 0)
                shaped.Add(new(rows.Count > 1 || shaped.Count > 0 ? $"{id}/{row.Zone}" : id, row.Zone, polygons));
        }
        return shaped;
    }

    private string? ZoneOf(RawFeature feature, string id, Geometry place)
    {
        if (layer.Zones.Count == 0)
            return null;
        var given = ZoneText(feature)?.Trim();
        if (layer.Zones.FirstOrDefault(z => string.Equals(z.Key, given, StringComparison.OrdinalIgnoreCase) || z.NameZh == given || string.Equals(z.NameEn, given, StringComparison.OrdinalIgnoreCase)) is { } zone)
            return zone.Key;
        Findings.Add(new(FindingKind.Note, feature.Row, id, "zone-unknown",
            new Words("分区“{0}”不在目录中，按图层的级别计", "the zone '{0}' is not in the catalogue; the layer's own level counts").With(Model.SpaceErrors.Quote(given ?? "")), PlaceOf(place)));
        return null;
    }

    private string? ZoneText(RawFeature feature) => feature.Attribute(options.ZoneField) ?? ZoneNames.Select(feature.Attribute).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n));

    /// <summary>What identifies it: the named attribute, one of the usual ones, or its place in the file.</summary>
    public static string IdOf(RawFeature feature)
    {
        var id = feature.Id ?? IdNames.Select(feature.Attribute).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)) ?? feature.Row.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return id.Length > 100 ? id[..100] : id;
    }

    private string? Doubt(Geometry geometry)
    {
        foreach (var c in geometry.Coordinates)
        {
            if (system.Doubt(c.X, c.Y) is { } doubt)
                return doubt;
        }
        return null;
    }

    private ShapedFeature[] Reject(RawFeature feature, string id, FeatureFault fault, Geometry? inPlane = null)
    {
        if (inPlane is not null && inPlane.EnvelopeInternal is { IsNull: false } box && plane.Doubt(box.MinX, box.MinY) is null && plane.Doubt(box.MaxX, box.MaxY) is null)
        {
            box = box.Copy();
            box.ExpandBy(1 + (double)layer.Buffers.Select(b => b.Metres).DefaultIfEmpty(0).Max());
            Doubtful.Add(box);
        }
        Findings.Add(new(FindingKind.Rejected, feature.Row, id, fault.Code, fault.Text, inPlane is null ? null : PlaceOf(inPlane)));
        return [];
    }

    private SitePoint? PlaceOf(Geometry inPlane) => inPlane.Coordinate is { } c ? Place(c) : null;

    private SitePoint? Place(Coordinate at)
    {
        if (plane.Doubt(at.X, at.Y) is not null)
            return null;
        var (longitude, latitude) = _toDegrees(at.X, at.Y);
        return new(longitude, latitude);
    }

    private static IEnumerable<Geometry> Flat(Geometry geometry) =>
        geometry is GeometryCollection ? Enumerable.Range(0, geometry.NumGeometries).SelectMany(i => Flat(geometry.GetGeometryN(i))) : [geometry];

    private static Words Why(TopologyValidationErrors error) => error switch
    {
        TopologyValidationErrors.SelfIntersection => ("边界自相交，已修复", "the boundary crosses itself; repaired"),
        TopologyValidationErrors.RingSelfIntersection => ("环自相接，已修复", "a ring touches itself; repaired"),
        TopologyValidationErrors.HoleOutsideShell => ("内圈在外圈之外，已修复", "a hole lies outside its shell; repaired"),
        TopologyValidationErrors.NestedHoles => ("内圈互相包含，已修复", "holes lie in each other; repaired"),
        TopologyValidationErrors.NestedShells => ("外圈互相包含，已修复", "shells lie in each other; repaired"),
        TopologyValidationErrors.DisconnectedInteriors => ("内部不连通，已修复", "the interior falls apart; repaired"),
        TopologyValidationErrors.DuplicateRings => ("有重复的环，已修复", "a ring is given twice; repaired"),
        TopologyValidationErrors.TooFewPoints => ("有退化的环，已修复", "a ring has collapsed; repaired"),
        _ => ("图形不合规，已修复", "the geometry is not valid; repaired"),
    };

    private sealed class Move(Func<double, double, (double East, double North)> to) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            var (east, north) = to(seq.GetX(i), seq.GetY(i));
            seq.SetX(i, east);
            seq.SetY(i, north);
        }
    }
}
