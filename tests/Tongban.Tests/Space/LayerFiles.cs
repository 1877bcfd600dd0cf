using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Tongban.Tests.Space;

/// <summary>Small layer files made for a test.</summary>
internal static class LayerFiles
{
    public const string Prj = """PROJCS["CGCS2000_3_Degree_GK_CM_114E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]""";

    /// <summary>Covers all of Xinyu.</summary>
    public const string Coverage = """{"type":"Polygon","coordinates":[[[114.5,27.4],[115.5,27.4],[115.5,28.2],[114.5,28.2],[114.5,27.4]]]}""";

    public static string Square(double west, double south, double metres) => string.Create(CultureInfo.InvariantCulture,
        $"POLYGON(({west} {south},{west + metres} {south},{west + metres} {south + metres},{west} {south + metres},{west} {south}))");

    public static byte[] Csv(params (string Id, string Zone, string Wkt)[] rows) =>
        Encoding.UTF8.GetBytes("BSM,分区,WKT\n" + string.Concat(rows.Select(r => $"{r.Id},{r.Zone},\"{r.Wkt}\"\n")));

    public static byte[] GeoPackage(int srs, params (string Name, string Wkt)[] rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
            {
                db.Open();
                Run(db, """
                    PRAGMA application_id=0x47504B47;
                    CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
                    CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT, srs_id INTEGER);
                    CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
                    CREATE TABLE "land use"(fid INTEGER PRIMARY KEY, "名称" TEXT, geom BLOB);
                    INSERT INTO gpkg_contents VALUES('land use','features',$s);
                    INSERT INTO gpkg_geometry_columns VALUES('land use','geom','POLYGON',$s);
                    INSERT INTO gpkg_spatial_ref_sys VALUES('x',$s,'EPSG',$s,'undefined');
                    """.Replace("$s", srs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
                foreach (var (name, wkt) in rows)
                {
                    using var insert = db.CreateCommand();
                    insert.CommandText = "INSERT INTO \"land use\"(\"名称\", geom) VALUES($n,$g)";
                    insert.Parameters.AddWithValue("$n", name);
                    insert.Parameters.AddWithValue("$g", wkt.Length == 0 ? DBNull.Value : (byte[])[(byte)'G', (byte)'P', 0, 1, .. BitConverter.GetBytes(srs), .. new WKTReader().Read(wkt).AsBinary()]);
                    insert.ExecuteNonQuery();
                }
            }
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A zipped Shapefile of polygons with one text field.</summary>
    public static byte[] Shapefile(Encoding encoding, string? codePage, string? prj, string fieldName, params (string Text, string Wkt)[] rows)
    {
        using var shapes = new MemoryStream();
        var records = rows.Select(r => Polygon(new WKTReader().Read(r.Wkt))).ToList();
        var words = 50 + records.Sum(r => (r.Length + 8) / 2);
        shapes.Write(Head(words));
        foreach (var (index, record) in records.Index())
        {
            var head = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(head, index + 1);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), record.Length / 2);
            shapes.Write(head);
            shapes.Write(record);
        }
        List<(string, byte[])> parts = [("数据.shp", shapes.ToArray()), ("数据.dbf", Table(encoding, fieldName, [.. rows.Select(r => r.Text)]))];
        if (prj is not null)
            parts.Add(("数据.prj", Encoding.ASCII.GetBytes(prj)));
        if (codePage is not null)
            parts.Add(("数据.cpg", Encoding.ASCII.GetBytes(codePage)));
        return Zip([.. parts]);
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }

    private static byte[] Head(int words)
    {
        var head = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(head, 9994);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(24), words);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(28), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(32), 5);
        return head;
    }

    private static byte[] Polygon(Geometry geometry)
    {
        var rings = Enumerable.Range(0, geometry.NumGeometries).Select(i => (Polygon)geometry.GetGeometryN(i))
            .SelectMany(p => p.Holes.Select(h => Turned(h, clockwise: false)).Prepend(Turned(p.Shell, clockwise: true))).ToList();
        using var record = new MemoryStream();
        using var writer = new BinaryWriter(record);
        writer.Write(5);
        for (var i = 0; i < 4; i++)
            writer.Write(0.0);
        writer.Write(rings.Count);
        writer.Write(rings.Sum(r => r.Length));
        var at = 0;
        foreach (var ring in rings)
        {
            writer.Write(at);
            at += ring.Length;
        }
        foreach (var c in rings.SelectMany(r => r))
        {
            writer.Write(c.X);
            writer.Write(c.Y);
        }
        return record.ToArray();
    }

    private static Coordinate[] Turned(LinearRing ring, bool clockwise) => ring.IsCCW == clockwise ? [.. ring.Coordinates.Reverse()] : ring.Coordinates;

    private static byte[] Table(Encoding encoding, string field, string[] values)
    {
        const int Width = 40;
        using var table = new MemoryStream();
        using var writer = new BinaryWriter(table);
        writer.Write((byte)3);
        writer.Write(new byte[3]);
        writer.Write(values.Length);
        writer.Write((short)65);
        writer.Write((short)(Width + 1));
        writer.Write(new byte[20]);
        var name = encoding.GetBytes(field);
        writer.Write([.. name, .. new byte[11 - name.Length]]);
        writer.Write((byte)'C');
        writer.Write(new byte[4]);
        writer.Write((byte)Width);
        writer.Write(new byte[15]);
        writer.Write((byte)0x0D);
        foreach (var value in values)
        {
            var text = encoding.GetBytes(value);
            writer.Write((byte)' ');
            writer.Write([.. text, .. Enumerable.Repeat((byte)' ', Width - text.Length)]);
        }
        writer.Write((byte)0x1A);
        return table.ToArray();
    }

    private static void Run(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
