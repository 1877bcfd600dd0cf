using Tongban.Foundation;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Model;

namespace Tongban.Space.Sites;

/// <summary>A boundary from an uploaded file of any kind that surveyors hand out: boundary points, GeoJSON, zipped Shapefile, GeoPackage, CSV with well-known text.</summary>
internal static class SiteFile
{
    private const int MaxFeatures = 200;

    /// <summary>Reads every area of the file as one boundary of several parts. Points and lines are refused, never left out.</summary>
    public static Result<SiteReading> Read(byte[] content, string fileName, string field, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        if (content.Length > Site.MaxBytes)
            return SpaceErrors.TooLarge(field);
        if (content.AsSpan().TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..] && options?.System is null)
            return Site.FromGeoJson(content, field);
        var isTable = content.AsSpan().StartsWith("SQLite"u8) || content.AsSpan().StartsWith("PK"u8) || options?.System is not null || fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        if (!isTable)
            return Site.FromBoundaryPoints(content, field);
        var scratch = Directory.CreateTempSubdirectory("tongban-site-").FullName;
        try
        {
            var path = Path.Combine(scratch, "site.upload");
            File.WriteAllBytes(path, content);
            return Read(path, options ?? new(), field, scratch);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static Result<SiteReading> Read(string path, ImportOptions options, string field, string scratch)
    {
        if (!LayerSource.Open(path, options, field, scratch).TryGet(out var opened, out var refusal))
            return refusal;
        using var source = opened;
        if (source.Count > MaxFeatures)
            return LayerErrors.Limit(field, $"用地范围文件的图形超过 {MaxFeatures} 个", $"A boundary's file has more than {MaxFeatures} shapes");
        List<RawPart> parts = [];
        var points = 0;
        try
        {
            foreach (var feature in source.Read(CancellationToken.None))
            {
                if (Collect(feature, source.System, parts, ref points, field) is { } fault)
                    return fault;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or Microsoft.Data.Sqlite.SqliteException)
        {
            return LayerErrors.Damaged(field, "读取时中断", "reading it broke off");
        }
        List<SiteWarning> warnings = [new("space.system-recognised", new Words("坐标系：{0}。", "Reference system: {0}.").With(source.System.Name))];
        return parts.Count == 0 ? SpaceErrors.Empty(field) : SiteBuilder.Build(parts, field, warnings);
    }

    /// <summary>Reads one feature of a file as a boundary of its own.</summary>
    public static Result<SiteReading> Of(RawFeature feature, ReferenceSystem system, string field)
    {
        List<RawPart> parts = [];
        var points = 0;
        return Collect(feature, system, parts, ref points, field) is { } fault ? fault : parts.Count == 0 ? SpaceErrors.Empty(field) : SiteBuilder.Build(parts, field, []);
    }

    private static Error? Collect(RawFeature feature, ReferenceSystem system, List<RawPart> parts, ref int points, string field)
    {
        if (feature.Fault is { } fault)
            return new Error($"space.{fault.Code}", new Words("第 {0} 个图形：{1}。", "Shape {0}: {2}.").With(feature.Row, fault.Text.Zh, fault.Text.En)) { Field = field };
        var toDegrees = system.ToDegrees();
        foreach (var geometry in Flat(feature.Geometry!))
        {
            if (geometry is not NetTopologySuite.Geometries.Polygon polygon)
                return SpaceErrors.NotAnArea(field, geometry.GeometryType);
            foreach (var c in polygon.Coordinates)
            {
                if (system.Doubt(c.X, c.Y) is { } doubt)
                    return new Error($"space.{doubt}", new Words("第 {0} 个图形：{1}。", "Shape {0}: {2}.").With(feature.Row, GeometryFaults.Of(doubt).Text.Zh, GeometryFaults.Of(doubt).Text.En)) { Field = field };
            }
            if ((points += polygon.NumPoints) > Site.MaxPoints)
                return SpaceErrors.TooManyPoints(field);
            if (!polygon.IsEmpty)
                parts.Add(new(Ring(polygon.Shell), [.. polygon.Holes.Select(Ring)]));
        }
        return null;

        List<SitePoint> Ring(NetTopologySuite.Geometries.LinearRing ring) =>
            [.. ring.Coordinates.SkipLast(1).Select(c => toDegrees(c.X, c.Y)).Select(p => new SitePoint(Math.Round(p.Longitude, 8), Math.Round(p.Latitude, 8)))];
    }

    private static IEnumerable<NetTopologySuite.Geometries.Geometry> Flat(NetTopologySuite.Geometries.Geometry geometry) =>
        geometry is NetTopologySuite.Geometries.GeometryCollection ? Enumerable.Range(0, geometry.NumGeometries).SelectMany(i => Flat(geometry.GetGeometryN(i))) : [geometry];
}
