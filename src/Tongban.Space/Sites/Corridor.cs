using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.Union;
using Tongban.Foundation;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Model;

namespace Tongban.Space.Sites;

/// <summary>The land of a road, a railway or a pipeline (线性工程): a centre line and a width become an area. Ends are cut straight, bends are mitred as a road's edge is.</summary>
internal static class Corridor
{
    public const decimal Narrowest = 0.5m, Widest = 500m;

    /// <param name="content">GeoJSON, zipped Shapefile, GeoPackage or CSV with one or more lines.</param>
    /// <param name="width">Whole width in metres.</param>
    public static Result<SiteReading> Read(byte[] content, decimal? width, string field, ImportOptions? options = null)
    {
        if (width is not (>= Narrowest and <= Widest))
            return LayerErrors.Width("width");
        if (content.Length > Site.MaxBytes)
            return SpaceErrors.TooLarge(field);
        if (content.Length == 0)
            return SpaceErrors.Empty(field);
        var scratch = Directory.CreateTempSubdirectory("tongban-site-").FullName;
        try
        {
            var path = Path.Combine(scratch, "line.upload");
            File.WriteAllBytes(path, content);
            if (!LayerSource.Open(path, options ?? new(), field, scratch).TryGet(out var source, out var refusal))
                return refusal;
            using (source)
                return Lines(source, field).Then(lines => Widen(lines, (double)width.Value, source.System, field));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static Result<List<LineString>> Lines(LayerSource source, string field)
    {
        List<LineString> lines = [];
        try
        {
            foreach (var feature in source.Read(CancellationToken.None))
            {
                if (feature.Fault is { } fault)
                    return new Error($"space.{fault.Code}", new Words("第 {0} 个图形：{1}。", "Shape {0}: {2}.").With(feature.Row, fault.Text.Zh, fault.Text.En)) { Field = field };
                if (feature.Geometry is not (LineString or MultiLineString))
                    return LayerErrors.NotALine(field);
                lines.AddRange(LineStringExtracter.GetLines(feature.Geometry).Cast<LineString>().Where(l => l.NumPoints > 1));
                if (lines.Sum(l => l.NumPoints) > Site.MaxPoints)
                    return SpaceErrors.TooManyPoints(field);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or Microsoft.Data.Sqlite.SqliteException)
        {
            return LayerErrors.Damaged(field, "读取时中断", "reading it broke off");
        }
        foreach (var c in lines.SelectMany(l => l.Coordinates))
        {
            if (source.System.Doubt(c.X, c.Y) is { } doubt)
                return new Error($"space.{doubt}", new Words("{0}。", "{1}.").With(GeometryFaults.Of(doubt).Text.Zh, GeometryFaults.Of(doubt).Text.En)) { Field = field };
        }
        return lines.Count == 0 ? LayerErrors.NotALine(field) : lines;
    }

    private static Result<SiteReading> Widen(List<LineString> lines, double width, ReferenceSystem system, string field)
    {
        var toDegrees = system.ToDegrees();
        var middle = lines[0].GetCoordinateN(lines[0].NumPoints / 2);
        var zone = GaussKruger.ZoneOf(toDegrees(middle.X, middle.Y).Longitude);
        var plane = ReferenceSystem.OfEpsg(4509 + zone, field).Value;
        var (toPlane, back) = (system.To(plane), plane.ToDegrees());
        var factory = lines[0].Factory;
        var length = 0.0;
        List<Geometry> areas = [];
        foreach (var line in lines)
        {
            var inPlane = factory.CreateLineString([.. line.Coordinates.Select(c => toPlane(c.X, c.Y)).Select(c => new Coordinate(c.East, c.North))]);
            length += inPlane.Length;
            areas.Add(BufferOp.Buffer(inPlane, width / 2, new BufferParameters(8, EndCapStyle.Flat, JoinStyle.Mitre, 5)));
        }
        var polygons = PolygonExtracter.GetPolygons(UnaryUnionOp.Union(areas)).Cast<Polygon>().Where(p => p.Area > 0).ToList();
        if (polygons.Count == 0)
            return LayerErrors.NotALine(field);
        List<SiteWarning> warnings = [new("space.corridor", new Words("由中心线 {0:0.0} 米、宽 {1:0.##} 米生成。", "Made of {0:0.0} m of centre line, {1:0.##} m wide.").With(length, width))];
        return SiteBuilder.Build([.. polygons.Select(p => new RawPart(Ring(p.Shell), [.. p.Holes.Select(Ring)]))], field, warnings);

        List<SitePoint> Ring(LinearRing ring) => [.. ring.Coordinates.SkipLast(1).Select(c => back(c.X, c.Y)).Select(p => new SitePoint(Math.Round(p.Longitude, 8), Math.Round(p.Latitude, 8)))];
    }
}
