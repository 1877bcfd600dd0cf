using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using Tongban.Space.Checks;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Import;

namespace Tongban.Space.Map;

/// <summary>The common ground of a stored check, for the map: worked out again against the very versions that were used.</summary>
internal sealed class CheckParts(CheckHandlers checks, ILayers layers, LayerSets sets, OverlayEngine engine)
{
    private static readonly CheckOptions Options = new() { Geometry = true, TimeLimit = TimeSpan.FromSeconds(20) };

    /// <returns>A feature collection in degrees: each hit layer's part with its level; <see langword="null"/> where the caller sees no such check.</returns>
    public async Task<byte[]?> AsGeoJsonAsync(Guid id, CancellationToken ct)
    {
        if (await checks.FindAsync(id, ct) is not { } check)
            return null;
        var hits = check.Layers.Where(l => l.Verdict is CheckVerdict.Hit && l.VersionId is not null).ToDictionary(l => l.Code, StringComparer.Ordinal);
        var set = await layers.OfAsync([.. hits.Values.Select(l => l.VersionId!.Value)], ct);
        var plane = ReferenceSystem.OfEpsg(set.Epsg, "epsg").Value;
        var site = PlaneShapes.InPlane(Site.FromStored(check.Site), plane);
        using var json = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "FeatureCollection");
            writer.WriteStartArray("features");
            using var lease = await sets.OpenAsync(set, ct);
            // The strictest last: it is drawn on top.
            var findings = engine.Check(lease.Set, SiteGeometry.Of([.. PlaneShapes.Planar(site)]), Options).OrderBy(f => hits[f.LayerCode].Level).ThenBy(f => f.LayerCode, StringComparer.Ordinal);
            foreach (var finding in findings)
                Write(writer, hits[finding.LayerCode], PartsOf(finding, set, site), plane);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return json.ToArray();
    }

    private static Geometry PartsOf(LayerFinding finding, PinnedSet set, MultiPolygon site)
    {
        var common = LibraryGeometry.Of([.. finding.Parts.Select(p => p.Polygon)]);
        return set.Versions.First(v => v.Code == finding.LayerCode).Definition.Measure is LayerMeasure.Outside
            ? OverlayNGRobust.Overlay(site, common, NetTopologySuite.Operation.Overlay.SpatialFunction.Difference) : common;
    }

    private static void Write(Utf8JsonWriter writer, LayerResult layer, Geometry parts, ReferenceSystem plane)
    {
        var toDegrees = plane.ToDegrees();
        writer.WriteStartObject();
        writer.WriteString("type", "Feature");
        writer.WriteStartObject("properties");
        writer.WriteString("name", Foundation.Words.T(layer.NameZh, layer.NameEn));
        writer.WriteString("code", layer.Code);
        writer.WriteString("tone", layer.Level switch { ControlLevel.Forbidden => "bad", ControlLevel.Restricted => "warn", _ => "info" });
        writer.WriteNumber("squareMetres", Math.Round(layer.SquareMetres, 2));
        writer.WriteEndObject();
        writer.WriteStartObject("geometry");
        writer.WriteString("type", "MultiPolygon");
        writer.WriteStartArray("coordinates");
        foreach (var polygon in PlaneShapes.Planar(parts))
        {
            writer.WriteStartArray();
            foreach (var ring in polygon.Rings)
            {
                writer.WriteStartArray();
                for (var i = 0; i < ring.Length; i += 2)
                {
                    var (longitude, latitude) = toDegrees(ring[i], ring[i + 1]);
                    writer.WriteStartArray();
                    writer.WriteNumberValue(Math.Round(longitude, 8));
                    writer.WriteNumberValue(Math.Round(latitude, 8));
                    writer.WriteEndArray();
                }
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
