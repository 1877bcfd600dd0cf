using System.Buffers.Binary;

using System.IO.Compression;
using System.Text;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using Tongban.Foundation;

namespace Tongban.Space.Import;

/// <summary>A zipped Shapefile (ESRI, July 1998): shapes, attributes, reference system and the encoding of its texts.</summary>
/// <remarks>Read by hand: every record's counts have to be compared with its length before anything is built, and after that little is left to a library.</remarks>
internal sealed class ShapefileSource : LayerSource
{
    private static readonly GeometryFactory Factory = new(PrecisionModel.Floating.Value);
    private readonly string _shapes;
    private readonly DbfTable? _table;
    private readonly string? _idField;

    private ShapefileSource(string shapes, DbfTable? table, string? idField) => (_shapes, _table, _idField) = (shapes, table, idField);

    public override LayerFormat Format => LayerFormat.Shapefile;

    public static Result<LayerSource> From(string path, ImportOptions options, string field, string scratch)
    {
        if (!Unpack(path, scratch, field).TryGet(out var parts, out var refusal))
            return refusal;
        if (!parts.TryGetValue(".shp", out var shapes))
            return LayerErrors.Zip(field, "没有 .shp 文件", "it has no .shp file");
        if (Scan(shapes, field).TryGet(out var count, out var damaged) is false)
            return damaged;
        DbfTable? table = null;
        if (parts.TryGetValue(".dbf", out var rows))
        {
            var codePage = options.Encoding ?? (parts.TryGetValue(".cpg", out var page) ? File.ReadAllText(page)[..(int)Math.Min(new FileInfo(page).Length, 40)] : null);
            if (!DbfTable.Open(rows, named => EncodingOf(named ?? codePage, Sample(rows)), codePage, field).TryGet(out table, out var noTable))
                return noTable;
            if (table.Rows != count)
                return Refuse(LayerErrors.Damaged(field, $".shp 有 {count} 个图形，.dbf 有 {table.Rows} 行", $"the .shp has {count} shapes, the .dbf {table.Rows} rows"));
        }
        if (FieldsExist(options, table?.Fields ?? []) is { } noField)
            return Refuse(noField);
        var projection = parts.TryGetValue(".prj", out var prj) && new FileInfo(prj).Length <= 16_384 ? File.ReadAllText(prj) : null;
        return SystemOf(options, projection, field).TryGet(out var system, out var noSystem)
            ? new ShapefileSource(shapes, table, options.IdField) { System = system, Count = count, Fields = table?.Fields ?? [] } : Refuse(noSystem);

        Result<LayerSource> Refuse(Error error)
        {
            table?.Dispose();
            return error;
        }
    }

    public override IEnumerable<RawFeature> Read(CancellationToken ct)
    {
        using var file = new FileStream(_shapes, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        file.Seek(100, SeekOrigin.Begin);
        var head = new byte[8];
        for (var row = 1L; file.ReadAtLeast(head, 8, throwOnEndOfStream: false) == 8; row++)
        {
            ct.ThrowIfCancellationRequested();
            var content = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) * 2];
            file.ReadExactly(content);
            if (_table?.Row(row - 1) is not { } attributes)
            {
                if (_table is not null)
                    continue;
                attributes = [];
            }
            var id = attributes.FirstOrDefault(a => string.Equals(a.Key, _idField, StringComparison.OrdinalIgnoreCase)).Value;
            var (geometry, fault) = Decode(content);
            yield return new(row, id, attributes, geometry, fault);
        }
    }

    public override void Dispose() => _table?.Dispose();

    /// <summary>Takes out the parts of one layer and nothing else; every name, size and ratio is looked at before a byte is unpacked.</summary>
    private static Result<Dictionary<string, string>> Unpack(string path, string scratch, string field)
    {
        using var zip = ZipFile.OpenRead(path);
        if (zip.Entries.Count > ImportLimits.Entries)
            return LayerErrors.Zip(field, $"条目超过 {ImportLimits.Entries} 个", $"it has more than {ImportLimits.Entries} entries");
        var total = 0L;
        var packed = new FileInfo(path).Length;
        Dictionary<string, string> parts = new(StringComparer.Ordinal);
        string? layer = null;
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..", StringComparer.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || name.Length > 260)
                return LayerErrors.Zip(field, "条目带有路径", "an entry's name leads out of the archive");
            total += entry.Length;
            if (total > ImportLimits.Unpacked || entry.Length > Math.Max(1, packed) * ImportLimits.Ratio)
                return LayerErrors.Zip(field, "解压后过大", "it unpacks to too much");
            if (name.EndsWith('/'))
                continue;
            var extension = Path.GetExtension(name).ToLowerInvariant();
            if (extension is ".zip" or ".gz" or ".7z" or ".rar" or ".tar")
                return LayerErrors.Zip(field, "压缩包内还有压缩包", "there is an archive inside the archive");
            if (extension is not (".shp" or ".dbf" or ".prj" or ".cpg"))
                continue;
            var stem = Path.ChangeExtension(name, null);
            if (extension is ".shp")
            {
                if (layer is not null)
                    return LayerErrors.Zip(field, "含有多个图层", "it has several layers");
                layer = stem;
            }
        }
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            var extension = Path.GetExtension(name).ToLowerInvariant();
            if (extension is not (".shp" or ".dbf" or ".prj" or ".cpg") || !string.Equals(Path.ChangeExtension(name, null), layer, StringComparison.OrdinalIgnoreCase))
                continue;
            var target = Path.Combine(scratch, "layer" + extension);
            using (var source = entry.Open())
            using (var file = new FileStream(target, FileMode.Create, FileAccess.Write))
            {
                // The directory of an archive may lie about lengths: no more than it promised is written.
                var buffer = new byte[81_920];
                var left = entry.Length;
                for (int read; (read = source.Read(buffer)) > 0;)
                {
                    if ((left -= read) < 0)
                        return LayerErrors.Zip(field, "实际长度超过所声明的长度", "an entry is longer than it says");
                    file.Write(buffer.AsSpan(0, read));
                }
            }
            parts[extension] = target;
        }
        return parts;
    }

    /// <summary>Walks over the records: their lengths have to fill the file exactly as the header says.</summary>
    private static Result<long> Scan(string path, string field)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var head = new byte[100];
        if (file.ReadAtLeast(head, 100, throwOnEndOfStream: false) < 100 || BinaryPrimitives.ReadInt32BigEndian(head) != 9994 || BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(28)) != 1000)
            return LayerErrors.Damaged(field, ".shp 文件头不正确", "the header of the .shp is wrong");
        if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(24)) * 2L != file.Length)
            return LayerErrors.Damaged(field, ".shp 长度与文件头不符", "the .shp is not as long as its header says");
        var kind = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(32));
        if (kind is not (1 or 3 or 5 or 8 or 11 or 13 or 15 or 18 or 21 or 23 or 25 or 28))
            return LayerErrors.Damaged(field, $"不支持的图形类型 {kind}", $"shapes of type {kind} are not supported");
        var count = 0L;
        while (file.Position < file.Length)
        {
            if (file.ReadAtLeast(head.AsSpan(0, 8), 8, throwOnEndOfStream: false) < 8)
                return LayerErrors.Damaged(field, ".shp 记录被截断", "a record of the .shp is cut off");
            var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) * 2L;
            if (length < 4 || file.Position + length > file.Length)
                return LayerErrors.Damaged(field, $".shp 第 {count + 1} 条记录长度不正确", $"record {count + 1} of the .shp has a wrong length");
            if (++count > ImportLimits.Features)
                return LayerErrors.Limit(field, $"要素超过 {ImportLimits.Features} 个", $"There are more than {ImportLimits.Features} features");
            file.Seek(length, SeekOrigin.Current);
        }
        return count == 0 ? LayerErrors.NoFeatures(field) : count;
    }

    private static (Geometry?, FeatureFault?) Decode(ReadOnlySpan<byte> record)
    {
        var kind = BinaryPrimitives.ReadInt32LittleEndian(record);
        switch (kind % 10)
        {
            case 0:
                return (null, GeometryFaults.Of("no-geometry"));
            case 1 when record.Length >= 20:
                return Point(record[4..]) is { } point ? (Factory.CreatePoint(point), null) : (null, GeometryFaults.Of("bad-number"));
            case 8 when record.Length >= 40:
                return Points(record, 40, BinaryPrimitives.ReadInt32LittleEndian(record[36..])) is { } points ? (Factory.CreateMultiPointFromCoords(points), null) : (null, GeometryFaults.Of("broken-binary"));
            case 3 or 5 when record.Length >= 44:
                break;
            default:
                return (null, GeometryFaults.Of("broken-binary"));
        }
        var (partCount, pointCount) = (BinaryPrimitives.ReadInt32LittleEndian(record[36..]), BinaryPrimitives.ReadInt32LittleEndian(record[40..]));
        if (partCount is < 0 or > ImportLimits.RingsOfFeature)
            return (null, GeometryFaults.Of("too-many-rings"));
        if (pointCount is < 0 or > ImportLimits.PointsOfFeature)
            return (null, GeometryFaults.Of("too-many-points"));
        if (partCount == 0 || pointCount == 0)
            return (null, GeometryFaults.Of("no-geometry"));
        if (44 + (4L * partCount) + (16L * pointCount) > record.Length)
            return (null, GeometryFaults.Of("broken-binary"));
        List<Coordinate[]> parts = [];
        for (var i = 0; i < partCount; i++)
        {
            var from = BinaryPrimitives.ReadInt32LittleEndian(record[(44 + (4 * i))..]);
            var to = i + 1 < partCount ? BinaryPrimitives.ReadInt32LittleEndian(record[(48 + (4 * i))..]) : pointCount;
            if (from < 0 || to <= from || to > pointCount)
                return (null, GeometryFaults.Of("broken-binary"));
            if (Points(record, 44 + (4 * partCount) + (16 * from), to - from) is not { } points)
                return (null, GeometryFaults.Of("bad-number"));
            parts.Add(points);
        }
        return kind % 10 == 3 ? Lines(parts) : Areas(parts);
    }

    private static (Geometry?, FeatureFault?) Lines(List<Coordinate[]> parts) =>
        parts.Exists(p => p.Length < 2) ? (null, GeometryFaults.Of("too-few-points")) : (Factory.CreateMultiLineString([.. parts.Select(p => Factory.CreateLineString(p))]), null);

    // Clockwise rings are shells, the others holes of the smallest shell around them. Files with wrong directions exist: a ring around which there is no shell is one itself.
    private static (Geometry?, FeatureFault?) Areas(List<Coordinate[]> parts)
    {
        List<LinearRing> shells = [], holes = [];
        foreach (var part in parts)
        {
            var points = part[0].Equals2D(part[^1]) ? part : [.. part, part[0].Copy()];
            if (points.Length < 4)
                return (null, GeometryFaults.Of("too-few-points"));
            var ring = Factory.CreateLinearRing(points);
            (parts.Count == 1 || Area.OfRingSigned(points) >= 0 ? shells : holes).Add(ring);
        }
        if (shells.Count == 0)
            (shells, holes) = (holes, []);
        var inside = shells.ToDictionary(s => s, _ => new List<LinearRing>(), ReferenceEqualityComparer.Instance as IEqualityComparer<LinearRing>);
        foreach (var hole in holes)
        {
            var home = shells.Where(s => s.EnvelopeInternal.Covers(hole.EnvelopeInternal) && hole.Coordinates.Any(c => PointLocation.IsInRing(c, s.Coordinates)))
                .MinBy(s => Area.OfRing(s.CoordinateSequence));
            if (home is not null)
                inside[home].Add(hole);
            else
                inside[hole] = [];
        }
        var polygons = inside.Select(s => Factory.CreatePolygon(s.Key, [.. s.Value])).ToArray();
        return (polygons.Length == 1 ? polygons[0] : Factory.CreateMultiPolygon(polygons), null);
    }

    private static Coordinate? Point(ReadOnlySpan<byte> bytes)
    {
        var (x, y) = (BinaryPrimitives.ReadDoubleLittleEndian(bytes), BinaryPrimitives.ReadDoubleLittleEndian(bytes[8..]));
        return double.IsFinite(x) && double.IsFinite(y) ? new(x, y) : null;
    }

    private static Coordinate[]? Points(ReadOnlySpan<byte> record, int at, int count)
    {
        if (count < 0 || at + (16L * count) > record.Length)
            return null;
        var points = new Coordinate[count];
        for (var i = 0; i < count; i++)
        {
            if (Point(record[(at + (16 * i))..]) is not { } point)
                return null;
            points[i] = point;
        }
        return points;
    }

    private static byte[] Sample(string path)
    {
        using var file = File.OpenRead(path);
        // Header bytes are no text; the sample begins behind them and ends where a character may be cut.
        var head = new byte[32];
        if (file.ReadAtLeast(head, 32, throwOnEndOfStream: false) < 32)
            return [];
        file.Seek(BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)), SeekOrigin.Begin);
        var record = Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10)));
        var sample = new byte[Math.Max(1, 262_144 / record) * record];
        return sample[..file.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false)];
    }
}

/// <summary>The attributes of a Shapefile (dBASE III): rows of fixed width.</summary>
internal sealed class DbfTable : IDisposable
{
    private readonly FileStream _file;
    private readonly Encoding _encoding;
    private readonly (string Name, char Kind, int At, int Length)[] _fields;
    private readonly int _start;
    private readonly byte[] _row;

    private DbfTable(FileStream file, Encoding encoding, (string, char, int, int)[] fields, int start, int width, long rows) =>
        (_file, _encoding, _fields, _start, _row, Rows) = (file, encoding, fields, start, new byte[width], rows);

    public long Rows { get; }

    public IReadOnlyList<string> Fields => [.. _fields.Select(f => f.Name)];

    public static Result<DbfTable> Open(string path, Func<string?, Encoding> encodings, string? codePage, string field)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var head = new byte[32];
        if (file.ReadAtLeast(head, 32, throwOnEndOfStream: false) < 32)
            return Refuse();
        var rows = (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
        var (start, width) = ((int)BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)), (int)BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10)));
        if (start < 33 || width < 1 || rows > ImportLimits.Features || start + (rows * width) > file.Length + 1)
            return Refuse();
        // The language byte 0x4D is simplified Chinese.
        var encoding = encodings(codePage is null && head[29] == 0x4D ? "GBK" : null);
        List<(string, char, int, int)> fields = [];
        var descriptor = new byte[32];
        for (var at = 1; file.Position + 32 <= start && fields.Count < ImportLimits.Fields;)
        {
            file.ReadExactly(descriptor);
            if (descriptor[0] == 0x0D)
                break;
            var end = descriptor.AsSpan(0, 11).IndexOf((byte)0);
            var name = encoding.GetString(descriptor, 0, end < 0 ? 11 : end).Trim();
            if (at + descriptor[16] > width)
                return Refuse();
            fields.Add((name, (char)descriptor[11], at, descriptor[16]));
            at += descriptor[16];
        }
        return new DbfTable(file, encoding, [.. fields], start, width, rows);

        Error Refuse()
        {
            file.Dispose();
            return LayerErrors.Damaged(field, ".dbf 文件头不正确", "the header of the .dbf is wrong");
        }
    }

    /// <summary>The row's attributes; <see langword="null"/> when it was deleted.</summary>
    public List<KeyValuePair<string, string?>>? Row(long index)
    {
        _file.Seek(_start + (index * _row.Length), SeekOrigin.Begin);
        if (_file.ReadAtLeast(_row, _row.Length, throwOnEndOfStream: false) < _row.Length - 1 || _row[0] == '*')
            return null;
        List<KeyValuePair<string, string?>> attributes = [];
        foreach (var (name, _, at, length) in _fields)
        {
            var text = _encoding.GetString(_row, at, length).Replace('\0', ' ').Trim();
            attributes.Add(new(name, text.Length == 0 || text.All(c => c == '*') ? null : text));
        }
        return attributes;
    }

    public void Dispose() => _file.Dispose();
}
