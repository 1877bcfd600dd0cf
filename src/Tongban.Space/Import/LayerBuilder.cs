using System.Diagnostics;
using System.Text.Json;
using NetTopologySuite.Geometries;
using Tongban.Foundation;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Layers;

namespace Tongban.Space.Import;

/// <summary>What came out of a file, lying in the scratch folder.</summary>
internal sealed record BuiltLayer(
    LayerFormat Format, string System, string LayerFile, LayerFileSummary Summary, int Rejected, int Repaired, int AreaChanged, int Notes, int Overlaps, double OverlapM2, long Points,
    IReadOnlyList<ImportFinding> Findings, byte[] Preview, ImportBounds Bounds);

/// <summary>Reads a file into the layer file of the engine: open, shape every feature, write, and report all that is not as it should be.</summary>
internal sealed class LayerBuilder(LayerData layer, ReferenceSystem plane)
{
    /// <summary>Common ground of two entities below this is not worth a line.</summary>
    private const double OverlapWorthSaying = 0.01;

    private const int OverlapLines = 2_000;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <param name="alive">Told how far the work is; answers whether it is still wanted.</param>
    public async Task<Result<BuiltLayer>> BuildAsync(string path, ImportOptions options, Site coverage, string scratch, Func<ImportStep, long, long?, Task<bool>> alive, CancellationToken ct)
    {
        if (!LayerSource.Open(path, options, "file", scratch).TryGet(out var opened, out var refusal))
            return refusal;
        using var source = opened;
        var shaper = new FeatureShaper(layer, source.System, plane, options);
        if (source.System.Wgs84)
            shaper.Findings.Add(new(FindingKind.Note, 0, null, "datum-taken-as-cgcs2000", ("WGS 84 坐标按 CGCS2000 采用，两者相差不足 0.1 米", "WGS 84 is taken for CGCS2000: they differ by less than 0.1 m")));
        List<Kept> kept = [];
        using var preview = new PreviewWriter(layer, plane);
        var (read, points, since) = (0L, 0L, Stopwatch.GetTimestamp());
        try
        {
            foreach (var feature in source.Read(ct))
            {
                read++;
                foreach (var shaped in shaper.Shape(feature))
                {
                    kept.Add(Kept.Of(feature, shaped, options));
                    preview.Add(shaped);
                }
                if (shaper.Points > ImportLimits.PointsOfLayer)
                    return LayerErrors.Limit("file", $"坐标点超过 {ImportLimits.PointsOfLayer} 个", $"There are more than {ImportLimits.PointsOfLayer} points");
                if (Stopwatch.GetElapsedTime(since) > Beat)
                {
                    since = Stopwatch.GetTimestamp();
                    if (!await alive(ImportStep.Reading, read, source.Count))
                        throw new OperationCanceledException("the import is not wanted any more");
                }
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or Microsoft.Data.Sqlite.SqliteException or JsonException or global::System.Text.DecoderFallbackException)
        {
            return LayerErrors.Damaged("file", $"第 {read + 1} 个要素处中断", $"it breaks off at feature {read + 1}");
        }

        var rejected = shaper.Findings.Where(f => f.Kind is FindingKind.Rejected).ToList();
        if (read == 0)
            return LayerErrors.NoFeatures("file");
        if (kept.Count == 0)
            return LayerErrors.NothingUsable("file", rejected.Count, rejected.GroupBy(f => f.Code, StringComparer.Ordinal).MaxBy(g => g.Count())!.First().Text);
        if (!await alive(ImportStep.Writing, read, read))
            throw new OperationCanceledException("the import is not wanted any more");

        points = shaper.Points;
        var target = Path.Combine(scratch, "layer.tbl");
        var ids = kept.ConvertAll(k => k.Id);
        var bounds = Bounds(kept);
        var summary = Write(kept, PlaneShapes.Without(PlaneShapes.InPlane(coverage, plane), shaper.Doubtful), target);
        var overlaps = summary.Overlaps.Where(o => o.Area >= OverlapWorthSaying).ToList();
        foreach (var overlap in overlaps.OrderByDescending(o => o.Area).Take(OverlapLines))
        {
            shaper.Findings.Add(new(FindingKind.Overlap, overlap.First + 1, ids[overlap.First], "overlap",
                new Words("与“{0}”重叠 {1:0.00} 平方米，面积按并集计", "{1:0.00} m² in common with '{0}'; the ground counts once").With(Model.SpaceErrors.Quote(ids[overlap.Second]), overlap.Area)));
        }
        preview.Add(coverage, shaper.Findings);
        return new BuiltLayer(
            source.Format, source.System.Name, target, summary, rejected.Count, shaper.Findings.Count(f => f.Kind is FindingKind.Repaired or FindingKind.RepairedChanged),
            shaper.Findings.Count(f => f.Kind is FindingKind.RepairedChanged), shaper.Findings.Count(f => f.Kind is FindingKind.Note), overlaps.Count, overlaps.Sum(o => o.Area), points,
            shaper.Findings, preview.Write(), bounds);
    }

    private LayerFileSummary Write(List<Kept> kept, Geometry coverage, string target)
    {
        var writer = new LayerFileWriter(layer.Code, plane.Epsg!.Value, PlaneShapes.Planar(coverage));
        for (var i = 0; i < kept.Count; i++)
        {
            writer.Add(kept[i].Id, kept[i].Attributes);
            foreach (var (rings, ends) in kept[i].Parts)
                writer.AddPart(rings, ends);
            // Two copies of the largest layers would be one too many.
            kept[i] = kept[i] with { Parts = [] };
        }
        return writer.Write(target);
    }

    private ImportBounds Bounds(List<Kept> kept)
    {
        double west = double.MaxValue, south = double.MaxValue, east = double.MinValue, north = double.MinValue;
        foreach (var (points, _) in kept.SelectMany(k => k.Parts))
        {
            for (var i = 0; i + 1 < points.Length; i += 2)
            {
                (west, east) = (Math.Min(west, points[i]), Math.Max(east, points[i]));
                (south, north) = (Math.Min(south, points[i + 1]), Math.Max(north, points[i + 1]));
            }
        }
        var to = plane.ToDegrees();
        var ((w, s), (e, n)) = (to(west, south), to(east, north));
        return new(Math.Round(w, 6), Math.Round(s, 6), Math.Round(e, 6), Math.Round(n, 6));
    }

    /// <summary>An entity as flat arrays: a sixth of what the library's objects take.</summary>
    private sealed record Kept(string Id, byte[] Attributes, IReadOnlyList<(double[] Points, int[] Ends)> Parts)
    {
        public static Kept Of(RawFeature feature, ShapedFeature shaped, ImportOptions options)
        {
            var parts = new List<(double[], int[])>(shaped.Polygons.Count);
            foreach (var polygon in shaped.Polygons)
            {
                var ends = new int[1 + polygon.NumInteriorRings];
                double[] points = [.. PlaneShapes.Flat(polygon.Shell), .. polygon.Holes.SelectMany(PlaneShapes.Flat)];
                ends[0] = polygon.Shell.NumPoints;
                for (var i = 0; i < polygon.NumInteriorRings; i++)
                    ends[i + 1] = ends[i] + polygon.GetInteriorRingN(i).NumPoints;
                parts.Add((points, ends));
            }
            return new(shaped.Id, AttributesOf(feature, shaped, options), parts);
        }

        private static byte[] AttributesOf(RawFeature feature, ShapedFeature shaped, ImportOptions options)
        {
            using var json = new MemoryStream();
            using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                if (shaped.Zone is not null)
                    writer.WriteString("zone", shaped.Zone);
                if (FeatureShaper.NameOf(feature, options) is { } name)
                    writer.WriteString("name", name);
                writer.WriteStartObject("source");
                foreach (var (key, value) in feature.Attributes.Where(a => !string.IsNullOrEmpty(a.Value)).DistinctBy(a => a.Key, StringComparer.Ordinal))
                    writer.WriteString(key, value);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            return json.ToArray();
        }
    }
}
