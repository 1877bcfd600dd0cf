using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Checks;

/// <inheritdoc cref="ISiteParts"/>
internal sealed partial class SiteParts(TongbanDb db, ILayers layers, LayerSets sets, OverlayEngine engine, ILogger<SiteParts> log) : ISiteParts
{
    /// <summary>Corners a map still draws at once; a site that meets more is shown without its parts, and the table says the same in words.</summary>
    private const int MostCorners = 60_000;

    private static readonly CheckOptions WithGeometry = new() { Geometry = true, TimeLimit = TimeSpan.FromSeconds(5) };

    public async Task<string?> OnMapAsync(Guid check, IReadOnlyCollection<string> layers, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (await db.Set<StoredCheck>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == check, ct) is not { } stored)
            return null;
        JsonArray features = [];
        try
        {
            foreach (var part in await PartsAsync(stored, [.. layers], ct))
                features.Add(part);
        }
#pragma warning disable CA1031 // a page with the boundary alone is better than none; what was found stands in the check
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            NoParts(check, fault);
            features.Clear();
        }
#pragma warning restore CA1031
        features.Insert(0, Feature(stored.Title, "info", null, JsonNode.Parse(stored.Site)!));
        return new JsonObject { ["type"] = "FeatureCollection", ["features"] = features }.ToJsonString(LayerColumns.Json);
    }

    private async Task<List<JsonObject>> PartsAsync(StoredCheck stored, HashSet<string> wanted, CancellationToken ct)
    {
        var hits = stored.Findings.Where(f => f.Verdict is CheckVerdict.Hit && f.VersionId is not null && wanted.Contains(f.Code)).ToList();
        if (hits.Count == 0)
            return [];
        var set = await layers.OfAsync([.. hits.Select(h => h.VersionId!.Value)], ct);
        var plane = ReferenceSystem.OfEpsg(set.Epsg, "epsg").Value;
        var site = PlaneShapes.InPlane(Site.FromStored(stored.Site), plane);
        var degrees = plane.ToDegrees();
        List<JsonObject> parts = [];
        var corners = 0;
        using var lease = await sets.OpenAsync(set, ct);
        foreach (var finding in engine.Check(lease.Set, SiteGeometry.Of([.. PlaneShapes.Planar(site)]), WithGeometry))
        {
            var hit = hits.Find(h => h.Code == finding.LayerCode)!;
            var definition = set.Versions.First(v => v.Code == finding.LayerCode).Definition;
            var polygons = definition.Measure is LayerMeasure.Outside ? Beyond(site, finding.Parts) : finding.Parts.Select(p => p.Polygon);
            JsonArray shapes = [];
            foreach (var polygon in polygons)
            {
                corners += polygon.Rings.Sum(r => r.Length / 2);
                shapes.Add(new JsonArray([.. polygon.Rings.Select(r => Ring(r, degrees))]));
            }
            if (corners > MostCorners)
                return [];
            if (shapes.Count > 0)
                parts.Add(Feature(definition.Name.ToString(), hit.Level switch { ControlLevel.Forbidden => "bad", ControlLevel.Restricted => "warn", _ => "neutral" }, hit.Code, new JsonObject { ["type"] = "MultiPolygon", ["coordinates"] = shapes }));
        }
        return parts;
    }

    /// <summary>Where what lies beyond a layer is the conflict, that is what the map shows.</summary>
    private static IEnumerable<PlanarPolygon> Beyond(MultiPolygon site, IReadOnlyList<OverlapPart> inside)
    {
        var factory = site.Factory;
        LinearRing Closed(double[] ring)
        {
            var points = Enumerable.Range(0, ring.Length / 2).Select(i => new Coordinate(ring[2 * i], ring[(2 * i) + 1])).ToList();
            if (!points[0].Equals2D(points[^1]))
                points.Add(points[0].Copy());
            return factory.CreateLinearRing([.. points]);
        }
        var within = inside.Count == 0 ? factory.CreatePolygon() : UnaryUnionOp.Union([.. inside.Select(p => factory.CreatePolygon(Closed(p.Polygon.Shell), [.. p.Polygon.Holes.Select(Closed)]))]);
        return PlaneShapes.Planar(OverlayNGRobust.Overlay(site, within, NetTopologySuite.Operation.Overlay.SpatialFunction.Difference));
    }

    private static JsonArray Ring(double[] ring, Func<double, double, (double Longitude, double Latitude)> degrees)
    {
        JsonArray points = [];
        for (var i = 0; i + 1 < ring.Length; i += 2)
            points.Add(Point(ring[i], ring[i + 1]));
        if (ring[0] != ring[^2] || ring[1] != ring[^1])
            points.Add(Point(ring[0], ring[1]));
        return points;

        JsonArray Point(double x, double y)
        {
            var (longitude, latitude) = degrees(x, y);
            return [Math.Round(longitude, 8), Math.Round(latitude, 8)];
        }
    }

    private static JsonObject Feature(string name, string tone, string? layer, JsonNode geometry) =>
        new() { ["type"] = "Feature", ["properties"] = new JsonObject { ["name"] = name, ["tone"] = tone, ["layer"] = layer }, ["geometry"] = geometry };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The common ground of check {Check} could not be drawn")]
    private partial void NoParts(Guid check, Exception fault);
}
