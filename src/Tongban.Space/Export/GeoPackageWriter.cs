using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Tongban.Space.Engine;
using Tongban.Space.Import;

namespace Tongban.Space.Export;

/// <summary>Writes a GeoPackage 1.3 (OGC 12-128r17): a SQLite file with tables of features in the city's plane and tables of plain rows, each feature table with its spatial index.</summary>
/// <remarks>Coordinates go in with every bit they have, so that what is exported and imported again has the same areas. East stands before north, as the standard has it whatever the system's own order is.</remarks>
internal sealed class GeoPackageWriter : IDisposable
{
    public const string MediaType = "application/geopackage+sqlite3";
    private const int ApplicationId = 0x47504B47, UserVersion = 10300;

    private const string Geographic = """GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]""";

    private const string Wgs84 = """GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]""";

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly int _srs;
    private readonly string _now;
    private readonly List<GeoPackageTable> _tables = [];

    /// <param name="path">Where to write; there must be nothing yet.</param>
    /// <param name="plane">The system of every shape that is added.</param>
    public GeoPackageWriter(string path, ReferenceSystem plane, DateTimeOffset now)
    {
        _srs = plane.Epsg ?? throw new ArgumentException("a plane of the EPSG list", nameof(plane));
        _now = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        _connection.Open();
        // Nobody reads it before it is whole: a file that was broken off is thrown away.
        Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size=4096; PRAGMA application_id={ApplicationId}; PRAGMA user_version={UserVersion}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"));
        _transaction = _connection.BeginTransaction();
        Run("""
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
                min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
            CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
                CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
                CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
            CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
            """);
        const string System = "INSERT INTO gpkg_spatial_ref_sys VALUES ($a, $b, $c, $d, $e, $f)";
        Run(System, "Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system");
        Run(System, "Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system");
        Run(System, "WGS 84 geodetic", 4326, "EPSG", 4326, Wgs84, "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid");
        Run(System, "China Geodetic Coordinate System 2000", 4490, "EPSG", 4490, Geographic, "2000国家大地坐标系");
        Run(System, plane.Name, _srs, "EPSG", _srs, WktOf(plane), "the plane of the city's layers");
    }

    /// <summary>A table of areas, each a MultiPolygon or nothing. Its key is called <c>fid</c>, its shape <c>geom</c>.</summary>
    /// <param name="columns">Names, and their types: TEXT, REAL, INTEGER.</param>
    public GeoPackageTable Areas(string name, string description, params IReadOnlyList<(string Name, string Type)> columns) => Add(name, description, columns, areas: true);

    /// <summary>A table without shapes.</summary>
    public GeoPackageTable Rows(string name, string description, params IReadOnlyList<(string Name, string Type)> columns) => Add(name, description, columns, areas: false);

    /// <summary>Writes extents and indexes down and closes the file.</summary>
    public void Finish()
    {
        foreach (var table in _tables)
        {
            if (table.HasAreas)
            {
                if (table.Extent is { } e)
                    Run("UPDATE gpkg_contents SET min_x = $a, min_y = $b, max_x = $c, max_y = $d WHERE table_name = $e", e.West, e.South, e.East, e.North, table.Name);
                Run(Triggers(table.Name));
            }
            table.Dispose();
        }
        _transaction.Commit();
        _connection.Close();
    }

    public void Dispose()
    {
        foreach (var table in _tables)
            table.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    /// <summary>A name within double quotation marks.</summary>
    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private GeoPackageTable Add(string name, string description, IReadOnlyList<(string Name, string Type)> columns, bool areas)
    {
        var list = string.Concat(columns.Select(c => $", {Quote(c.Name)} {c.Type}"));
        Run($"CREATE TABLE {Quote(name)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{(areas ? ", geom MULTIPOLYGON" : "")}{list})");
        Run("INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES ($a, $b, $c, $d, $e, $f)", name, areas ? "features" : "attributes", name, description, _now, areas ? _srs : 0);
        if (areas)
        {
            Run("INSERT INTO gpkg_geometry_columns VALUES ($a, 'geom', 'MULTIPOLYGON', $b, 0, 0)", name, _srs);
            Run("INSERT INTO gpkg_extensions VALUES ($a, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')", name);
            Run($"CREATE VIRTUAL TABLE {Quote($"rtree_{name}_geom")} USING rtree(id, minx, maxx, miny, maxy)");
        }
        var table = new GeoPackageTable(_connection, _transaction, name, columns.Count, areas ? _srs : null);
        _tables.Add(table);
        return table;
    }

    // The triggers of the standard's extension (annex F.3), made last: a writer that lacks their functions could not fill the table.
    private static string Triggers(string table)
    {
        var (t, r) = (Quote(table), Quote($"rtree_{table}_geom"));
        string Trigger(string what) => Quote($"rtree_{table}_geom_{what}");
        const string Put = "VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom))";
        const string Is = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))", IsNot = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
        return $"""
            CREATE TRIGGER {Trigger("insert")} AFTER INSERT ON {t} WHEN {Is} BEGIN INSERT OR REPLACE INTO {r} {Put}; END;
            CREATE TRIGGER {Trigger("update1")} AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND {Is} BEGIN INSERT OR REPLACE INTO {r} {Put}; END;
            CREATE TRIGGER {Trigger("update2")} AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND {IsNot} BEGIN DELETE FROM {r} WHERE id = OLD.fid; END;
            CREATE TRIGGER {Trigger("update3")} AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {Is} BEGIN DELETE FROM {r} WHERE id = OLD.fid; INSERT OR REPLACE INTO {r} {Put}; END;
            CREATE TRIGGER {Trigger("update4")} AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {IsNot} BEGIN DELETE FROM {r} WHERE id IN (OLD.fid, NEW.fid); END;
            CREATE TRIGGER {Trigger("delete")} AFTER DELETE ON {t} WHEN OLD.geom NOT NULL BEGIN DELETE FROM {r} WHERE id = OLD.fid; END;
            """;
    }

    private static string WktOf(ReferenceSystem plane) => string.Create(CultureInfo.InvariantCulture,
        $"""PROJCS["{plane.Name}",{Geographic},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{plane.Meridian}],PARAMETER["scale_factor",{plane.Scale}],PARAMETER["false_easting",{plane.FalseEasting}],PARAMETER["false_northing",{plane.FalseNorthing}],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","{plane.Epsg}"]]""");

    private void Run(string sql, params object[] values)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // statements of this class; names are quoted
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${(char)('a' + i)}", values[i]);
        command.ExecuteNonQuery();
    }
}

/// <summary>One table of a GeoPackage that is being written.</summary>
internal sealed class GeoPackageTable : IDisposable
{
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand? _index;
    private readonly int? _srs;
    private long _fid;

    internal GeoPackageTable(SqliteConnection connection, SqliteTransaction transaction, string name, int columns, int? srs)
    {
        (Name, _srs) = (name, srs);
        _insert = connection.CreateCommand();
        _insert.Transaction = transaction;
        var count = columns + (srs is null ? 1 : 2);
#pragma warning disable CA2100 // the name is quoted
        _insert.CommandText = $"INSERT INTO {GeoPackageWriter.Quote(name)} VALUES ({string.Join(", ", Enumerable.Range(0, count).Select(i => $"$p{i}"))})";
        for (var i = 0; i < count; i++)
            _insert.Parameters.Add(new SqliteParameter($"$p{i}", DBNull.Value));
        if (srs is null)
            return;
        _index = connection.CreateCommand();
        _index.Transaction = transaction;
        _index.CommandText = $"INSERT INTO {GeoPackageWriter.Quote($"rtree_{name}_geom")} VALUES ($p0, $p1, $p2, $p3, $p4)";
        for (var i = 0; i < 5; i++)
            _index.Parameters.Add(new SqliteParameter($"$p{i}", DBNull.Value));
#pragma warning restore CA2100
    }

    public string Name { get; }

    public bool HasAreas => _srs is not null;

    /// <summary>The box of everything that was added.</summary>
    public (double West, double South, double East, double North)? Extent { get; private set; }

    /// <summary>Adds a row without a shape.</summary>
    public void Add(params ReadOnlySpan<object?> values) => Add([], values);

    /// <summary>Adds a row.</summary>
    /// <param name="shape">Closed rings or open ones; nothing leaves the shape out.</param>
    public void Add(IReadOnlyList<PlanarPolygon> shape, params ReadOnlySpan<object?> values)
    {
        var at = 0;
        _insert.Parameters[at++].Value = ++_fid;
        if (_srs is not null)
            _insert.Parameters[at++].Value = shape.Count == 0 ? DBNull.Value : Binary(shape);
        foreach (var value in values)
            _insert.Parameters[at++].Value = value ?? DBNull.Value;
        _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _index?.Dispose();
    }

    /// <summary>Header, box, well-known binary (OGC 12-128r17, § 2.1.3).</summary>
    private byte[] Binary(IReadOnlyList<PlanarPolygon> shape)
    {
        double west = double.MaxValue, south = double.MaxValue, east = double.MinValue, north = double.MinValue;
        var length = 8 + 32 + 9;
        foreach (var polygon in shape)
        {
            length += 9;
            foreach (var ring in polygon.Rings)
                length += 4 + (8 * ring.Length) + (IsClosed(ring) ? 0 : 16);
            for (var i = 0; i + 1 < polygon.Shell.Length; i += 2)
            {
                (west, east) = (Math.Min(west, polygon.Shell[i]), Math.Max(east, polygon.Shell[i]));
                (south, north) = (Math.Min(south, polygon.Shell[i + 1]), Math.Max(north, polygon.Shell[i + 1]));
            }
        }
        Extent = Extent is { } e ? (Math.Min(e.West, west), Math.Min(e.South, south), Math.Max(e.East, east), Math.Max(e.North, north)) : (west, south, east, north);
        Index(west, south, east, north);

        var blob = new byte[length];
        var to = blob.AsSpan();
        // Little-endian, with a box of west, east, south, north.
        (to[0], to[1], to[2], to[3]) = ((byte)'G', (byte)'P', 0, 0b0000_0011);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], _srs!.Value);
        to = to[8..];
        Put(ref to, west);
        Put(ref to, east);
        Put(ref to, south);
        Put(ref to, north);
        Head(ref to, 6, shape.Count);
        foreach (var polygon in shape)
        {
            Head(ref to, 3, 1 + polygon.Holes.Count);
            foreach (var ring in polygon.Rings)
            {
                var closed = IsClosed(ring);
                BinaryPrimitives.WriteInt32LittleEndian(to, (ring.Length / 2) + (closed ? 0 : 1));
                to = to[4..];
                foreach (var number in ring)
                    Put(ref to, number);
                if (closed)
                    continue;
                Put(ref to, ring[0]);
                Put(ref to, ring[1]);
            }
        }
        return blob;
    }

    private void Index(double west, double south, double east, double north)
    {
        var p = _index!.Parameters;
        (p[0].Value, p[1].Value, p[2].Value, p[3].Value, p[4].Value) = (_fid, west, east, south, north);
        _index.ExecuteNonQuery();
    }

    private static bool IsClosed(double[] ring) => ring.Length >= 4 && ring[0] == ring[^2] && ring[1] == ring[^1];

    private static void Head(ref Span<byte> to, int kind, int count)
    {
        to[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], kind);
        BinaryPrimitives.WriteInt32LittleEndian(to[5..], count);
        to = to[9..];
    }

    private static void Put(ref Span<byte> to, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(to, value);
        to = to[8..];
    }
}
