using System.Text;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Space.Engine;

namespace Tongban.Space.Import;

/// <summary>A table with a column of well-known text. The column is called WKT, geometry, geom, the_geom or 图形; <c>SRID=4547;</c> before the text names the system.</summary>
internal sealed class CsvSource : LayerSource
{
    private static readonly string[] Names = ["WKT", "GEOMETRY", "GEOM", "THE_GEOM", "SHAPE", "图形", "几何"];
    private readonly IReadOnlyList<IReadOnlyList<string>> _rows;
    private readonly int _column;
    private readonly string? _idField;

    private CsvSource(IReadOnlyList<IReadOnlyList<string>> rows, int column, string? idField) => (_rows, _column, _idField) = (rows, column, idField);

    public override LayerFormat Format => LayerFormat.CsvWkt;

    public static Result<LayerSource> From(string path, ImportOptions options, string field)
    {
        var bytes = File.ReadAllBytes(path);
        var encoding = EncodingOf(options.Encoding, bytes);
        if (encoding is not UTF8Encoding)
            bytes = Encoding.Convert(encoding, Encoding.UTF8, bytes);
        var rows = Csv.Read(bytes);
        if (rows.Count == 0)
            return LayerErrors.Format(field);
        var head = rows[0];
        var column = Enumerable.Range(0, head.Count).FirstOrDefault(i => Names.Contains(head[i].Trim().ToUpperInvariant(), StringComparer.Ordinal), -1);
        if (column < 0 || head.Count > ImportLimits.Fields)
            return LayerErrors.Format(field);
        if (rows.Count == 1)
            return LayerErrors.NoFeatures(field);
        if (rows.Count - 1 > ImportLimits.Features)
            return LayerErrors.Limit(field, $"要素超过 {ImportLimits.Features} 个", $"There are more than {ImportLimits.Features} features");
        var fields = head.Where((_, i) => i != column).Select(h => h.Trim()).ToList();
        if (FieldsExist(options, fields) is { } noField)
            return noField;
        var first = column < rows[1].Count ? rows[1][column] : "";
        var inFile = first.StartsWith("SRID=", StringComparison.OrdinalIgnoreCase) && first.IndexOf(';', StringComparison.Ordinal) is > 5 and < 12 and var end ? $"EPSG:{first[5..end]}" : null;
        return SystemOf(options, inFile, field).TryGet(out var system, out var noSystem)
            ? new CsvSource(rows, column, options.IdField) { System = system, Count = rows.Count - 1, Fields = fields } : noSystem;
    }

    public override IEnumerable<RawFeature> Read(CancellationToken ct)
    {
        var reader = new WKTReader(new NtsGeometryServices(PrecisionModel.Floating.Value)) { IsOldNtsCoordinateSyntaxAllowed = false };
        var srid = System.Epsg;
        for (var row = 1; row < _rows.Count; row++)
        {
            ct.ThrowIfCancellationRequested();
            var cells = _rows[row];
            var attributes = cells.Select((c, i) => (Cell: c, Index: i)).Where(c => c.Index != _column && c.Index < _rows[0].Count)
                .Select(c => KeyValuePair.Create(_rows[0][c.Index].Trim(), Clean(c.Cell))).ToList();
            var id = attributes.FirstOrDefault(a => string.Equals(a.Key, _idField, StringComparison.OrdinalIgnoreCase)).Value;
            var text = _column < cells.Count ? cells[_column].Trim() : "";
            if (text.Length == 0)
            {
                yield return new(row, id, attributes, null, GeometryFaults.Of("no-geometry"));
                continue;
            }
            if (text.StartsWith("SRID=", StringComparison.OrdinalIgnoreCase) && text.IndexOf(';', StringComparison.Ordinal) is > 5 and var end)
            {
                if (srid is not null && text[5..end] != srid.Value.ToString(global::System.Globalization.CultureInfo.InvariantCulture))
                {
                    yield return new(row, id, attributes, null, Fault("other-system", "该行的坐标系与文件的不同", "its reference system is not that of the file"));
                    continue;
                }
                text = text[(end + 1)..];
            }
            var (geometry, fault) = Parse(text, reader);
            yield return new(row, id, attributes, geometry, fault);
        }
    }

    public override void Dispose()
    {
    }

    private static (Geometry?, FeatureFault?) Parse(string text, WKTReader reader)
    {
        if (InputScan.Wkt(Encoding.UTF8.GetBytes(text), ScanLimits.Feature) is { IsSound: false } scan)
            return (null, GeometryFaults.Of(scan.Fault));
        try
        {
            var geometry = reader.Read(text);
            return geometry.Coordinates.All(c => double.IsFinite(c.X) && double.IsFinite(c.Y)) ? (geometry, null) : (null, GeometryFaults.Of("bad-number"));
        }
        catch (Exception e) when (e is ParseException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            return (null, GeometryFaults.Of("broken-text"));
        }
    }
}
