using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Tongban.Foundation;
using Tongban.Space.Engine;

namespace Tongban.Space.Import;

/// <summary>A GeoPackage (OGC 12-128): a SQLite file whose tables of features are read as they are. Views and virtual tables are not followed.</summary>
internal sealed class GeoPackageSource : LayerSource
{
    private readonly SqliteConnection _connection;
    private readonly string _table;
    private readonly string _geometry;
    private readonly string? _key;
    private readonly string? _idField;

    private GeoPackageSource(SqliteConnection connection, string table, string geometry, string? key, string? idField) =>
        (_connection, _table, _geometry, _key, _idField) = (connection, table, geometry, key, idField);

    public override LayerFormat Format => LayerFormat.GeoPackage;

    public static Result<LayerSource> From(string path, ImportOptions options, string field)
    {
        if (Header(path, field) is { } damaged)
            return damaged;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        var kept = false;
        try
        {
            connection.Open();
            // A stranger's schema runs no code of its own, and damaged pages are told from sound ones.
            Run(connection, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA query_only=1; PRAGMA mmap_size=0;");
            var tables = Texts(connection, "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'").ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (!tables.IsSupersetOf(["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"]))
                return LayerErrors.Damaged(field, "缺少 GeoPackage 的系统表", "the tables of a GeoPackage are missing");
            var features = Rows(connection, "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name) WHERE c.data_type = 'features' LIMIT 200")
                .Where(r => r is [string, string, long]).Select(r => (Table: (string)r[0]!, Column: (string)r[1]!, Srs: (long)r[2]!)).Where(r => tables.Contains(r.Table)).ToList();
            var chosen = options.Table is { Length: > 0 } named ? features.Where(f => string.Equals(f.Table, named, StringComparison.OrdinalIgnoreCase)).ToList() : features;
            if (chosen is not [var (table, column, srs)])
                return LayerErrors.Tables("table", [.. features.Select(f => f.Table)]);
            var columns = Rows(connection, $"SELECT name, type, pk FROM pragma_table_info({Text(table)})").Where(r => r is [string, _, long]).Select(r => (Name: (string)r[0]!, Key: (long)r[2]! > 0)).ToList();
            if (columns.All(c => !string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase)))
                return LayerErrors.Damaged(field, "要素表没有所声明的图形列", "the table lacks the geometry column it declares");
            if (columns.Count > ImportLimits.Fields)
                return LayerErrors.Limit(field, $"字段超过 {ImportLimits.Fields} 个", $"There are more than {ImportLimits.Fields} fields");
            var fields = columns.Where(c => !string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase)).Select(c => c.Name).ToList();
            if (FieldsExist(options, fields) is { } noField)
                return noField;
            var definition = Rows(connection, $"SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = {srs.ToString(CultureInfo.InvariantCulture)}").FirstOrDefault();
            var inFile = srs is 0 or -1 || definition is not [string organisation, long code, ..] ? null
                : organisation.Equals("EPSG", StringComparison.OrdinalIgnoreCase) ? $"EPSG:{code}" : definition[2] as string;
            if (!SystemOf(options, inFile, field).TryGet(out var system, out var noSystem))
                return noSystem;
            var count = (long)Rows(connection, $"SELECT count(*) FROM {Name(table)}").First()[0]!;
            if (count > ImportLimits.Features)
                return LayerErrors.Limit(field, $"要素超过 {ImportLimits.Features} 个", $"There are more than {ImportLimits.Features} features");
            kept = true;
            return new GeoPackageSource(connection, table, column, columns.FirstOrDefault(c => c.Key).Name, options.IdField) { System = system, Count = count, Fields = fields };
        }
        catch (SqliteException e)
        {
            return LayerErrors.Damaged(field, $"SQLite 错误 {e.SqliteErrorCode}", $"SQLite error {e.SqliteErrorCode}");
        }
        finally
        {
            if (!kept)
                connection.Dispose();
        }
    }

    public override IEnumerable<RawFeature> Read(CancellationToken ct)
    {
        var reader = new WKBReader(new NtsGeometryServices(PrecisionModel.Floating.Value)) { IsStrict = false };
        var order = _key is null ? "" : $" ORDER BY {Name(_key)}";
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // names come from the file's own schema and are quoted
        command.CommandText = $"SELECT {string.Join(", ", Fields.Select(Name).Prepend(Name(_geometry)))} FROM {Name(_table)}{order}";
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        for (var row = 1L; rows.Read(); row++)
        {
            ct.ThrowIfCancellationRequested();
            var attributes = new List<KeyValuePair<string, string?>>(Fields.Count);
            for (var i = 0; i < Fields.Count; i++)
            {
                if (!rows.IsDBNull(i + 1) && rows.GetFieldType(i + 1) != typeof(byte[]))
                    attributes.Add(new(Fields[i], Clean(Convert.ToString(rows.GetValue(i + 1), CultureInfo.InvariantCulture))));
            }
            var id = attributes.FirstOrDefault(a => string.Equals(a.Key, _idField ?? _key, StringComparison.OrdinalIgnoreCase)).Value;
            if (rows.IsDBNull(0) || rows.GetFieldType(0) != typeof(byte[]))
            {
                yield return new(row, id, attributes, null, Fault("no-geometry", "没有图形", "it has no geometry"));
                continue;
            }
            var blob = (byte[])rows.GetValue(0);
            var (geometry, fault) = Decode(blob, reader);
            yield return new(row, id, attributes, geometry, fault);
        }
    }

    public override void Dispose() => _connection.Dispose();

    /// <summary>The binary of OGC 12-128, § 2.1.3: header, optional envelope, well-known binary.</summary>
    private static (Geometry?, FeatureFault?) Decode(byte[] blob, WKBReader reader)
    {
        if (blob.Length < 8 || blob[0] != 'G' || blob[1] != 'P')
            return (null, Fault("broken-binary", "图形的二进制已损坏", "the geometry's binary is damaged"));
        var envelope = ((blob[3] >> 1) & 7) switch { 0 => 0, 1 => 32, 2 or 3 => 48, 4 => 64, _ => -1 };
        if (envelope < 0 || blob.Length < 8 + envelope + 5 || (blob[3] & 0x20) != 0)
            return (null, Fault("broken-binary", "图形的二进制已损坏，或为扩展类型", "the geometry's binary is damaged or of an extended kind"));
        if ((blob[3] & 0x10) != 0)
            return (null, Fault("no-geometry", "图形为空", "its geometry is empty"));
        var wkb = blob.AsSpan(8 + envelope);
        if (InputScan.Wkb(wkb, ScanLimits.Feature) is { IsSound: false } scan)
            return (null, GeometryFaults.Of(scan.Fault));
        try
        {
            return (reader.Read(wkb.ToArray()), null);
        }
        catch (Exception e) when (e is ParseException or ArgumentException or InvalidOperationException or EndOfStreamException)
        {
            return (null, GeometryFaults.Of("broken-binary"));
        }
    }

    /// <summary>The file header of SQLite: page size, length, and an application id that GeoPackage gives or leaves empty.</summary>
    private static Error? Header(string path, string field)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[100];
        if (file.ReadAtLeast(head, 100, throwOnEndOfStream: false) < 100)
            return LayerErrors.Damaged(field, "文件头不完整", "its header is cut off");
        var page = BinaryPrimitives.ReadUInt16BigEndian(head[16..]) is 1 and var _ ? 65_536 : BinaryPrimitives.ReadUInt16BigEndian(head[16..]);
        if (page < 512 || (page & (page - 1)) != 0 || file.Length < page)
            return LayerErrors.Damaged(field, "SQLite 页面大小不合规", "the page size of SQLite is wrong");
        var pages = BinaryPrimitives.ReadUInt32BigEndian(head[28..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(head[24..]) == BinaryPrimitives.ReadUInt32BigEndian(head[92..]) && pages > 0 && pages * (long)page > file.Length)
            return LayerErrors.Damaged(field, "文件被截断", "the file is cut off");
        var application = BinaryPrimitives.ReadUInt32BigEndian(head[68..]);
        return application is 0 or 0x47504B47 or 0x47503130 or 0x47503131 ? null : LayerErrors.Format(field);
    }

    private static string Name(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static IEnumerable<string> Texts(SqliteConnection connection, string sql) => Rows(connection, sql).Select(r => r[0]).OfType<string>();

#pragma warning disable CA2100 // statements of this class; names from the file are quoted
    private static List<object?[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
            if (rows.Count > 10_000)
                throw new InvalidDataException("too many tables");
        }
        return rows;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}

/// <summary>The words of what the scans find.</summary>
internal static class GeometryFaults
{
    public static FeatureFault Of(ScanFault fault) => Of(fault switch
    {
        ScanFault.Empty => "no-geometry",
        ScanFault.TooManyBytes or ScanFault.TooManyPoints => "too-many-points",
        ScanFault.TooManyRings or ScanFault.TooManyParts => "too-many-rings",
        ScanFault.TooDeep => "too-deep",
        ScanFault.NotFinite => "bad-number",
        ScanFault.UnknownKind => "curved-or-unknown",
        _ => "broken-geometry",
    });

    public static FeatureFault Of(string code) => new(code, code switch
    {
        "too-deep" => ("图形嵌套过深", "the geometry is nested too deep"),
        "bad-number" => ("坐标不是有限的数值", "a coordinate is not a finite number"),
        "too-many-points" => ("坐标点过多", "it has too many points"),
        "too-many-rings" => ("环过多", "it has too many rings"),
        "curved-or-unknown" => ("含曲线或未知的图形类型", "it has curves or a kind of geometry that is not known"),
        "broken-binary" => ("图形的二进制已损坏", "the geometry's binary is damaged"),
        "broken-text" => ("图形文本无法读懂", "the geometry's text cannot be read"),
        "broken-geometry" => ("图形不符合格式或不完整", "the geometry does not follow its form, or ends early"),
        "no-geometry" => ("没有图形", "it has no geometry"),
        "wrong-type" => ("图形类型与图层不符", "the kind of geometry does not belong into the layer"),
        "axes-swapped" => ("坐标轴似乎颠倒：请对调两个坐标", "the axes seem to be swapped: exchange the two coordinates"),
        "zone-prefix" => ("横坐标带有带号，与声明的坐标系不符：请声明带带号的坐标系（EPSG:4513 至 4533）", "the eastings carry a zone number, which the declared system has not: declare the one with prefix (EPSG:4513 to 4533)"),
        "zone-prefix-missing" => ("横坐标没有带号，与声明的坐标系不符：请声明不带带号的坐标系（EPSG:4534 至 4554）", "the eastings lack the zone number that the declared system has: declare the one without prefix (EPSG:4534 to 4554)"),
        "degrees-not-metres" => ("坐标像是经纬度（度），声明的却是平面坐标（米）", "these look like degrees, but a plane system in metres is declared"),
        "metres-not-degrees" => ("坐标像是平面坐标（米），声明的却是经纬度（度）", "these look like metres, but a system in degrees is declared"),
        "outside-range" => ("坐标超出可能的范围", "the coordinates are out of any possible range"),
        "too-few-points" => ("一个环至少要有三个不同的点", "a ring needs three different points"),
        "collapsed" => ("修复后没有面积", "nothing of it has an area once it is repaired"),
        _ => ("图形无法使用", "the geometry cannot be used"),
    });
}
