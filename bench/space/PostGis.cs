using NetTopologySuite.IO;
using Npgsql;
using NpgsqlTypes;
using Tongban.Space.Engine;

namespace Tongban.Bench.Space;

/// <summary>The peer: PostGIS with the layers as an import leaves them, and tuned as well as we know how (both sides subdivided, Hilbert order, no compression, covered pieces not cut).</summary>
internal sealed class PostGis : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly IReadOnlyList<string> _layers;
    private readonly int _epsg;
    private readonly int _backend;

    private PostGis(NpgsqlConnection connection, IReadOnlyList<string> layers, int epsg)
    {
        (_connection, _layers, _epsg) = (connection, layers, epsg);
        _backend = connection.ProcessID;
    }

    public static async Task<PostGis?> OpenAsync(PgServer server, IReadOnlyList<string> layers, int epsg)
    {
        var connection = new NpgsqlConnection(await server.NewDatabaseAsync() + ";Pooling=false;Command Timeout=3600");
        await connection.OpenAsync();
        var made = new PostGis(connection, layers, epsg);
        try
        {
            await made.RunAsync("CREATE EXTENSION postgis");
        }
        catch (PostgresException)
        {
            await connection.DisposeAsync();
            return null;
        }

        await made.RunAsync("SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; SET jit = off; SET synchronous_commit = off");
        await made.RunAsync("CREATE UNLOGGED TABLE raw (layer int, id text, wkb bytea)");
        return made;
    }

    public double Cpu => ProcessorClock.Of(_backend);

    public async Task LoadAsync(int layer, IEnumerable<LayerFeature> features)
    {
        WKBWriter writer = new();
        await using var import = await _connection.BeginBinaryImportAsync("COPY raw FROM STDIN (FORMAT binary)");
        foreach (var feature in features)
        {
            await import.StartRowAsync();
            await import.WriteAsync(layer, NpgsqlDbType.Integer);
            await import.WriteAsync(feature.Id, NpgsqlDbType.Text);
            await import.WriteAsync(writer.Write(LibraryGeometry.Of(feature.Parts)), NpgsqlDbType.Bytea);
        }

        await import.CompleteAsync();
    }

    /// <summary>Tables as imported: one per layer with its index.</summary>
    public async Task IndexAsync()
    {
        for (var i = 0; i < _layers.Count; i++)
        {
            await RunAsync($"CREATE UNLOGGED TABLE l{i} AS SELECT id, ST_SetSRID(ST_GeomFromWKB(wkb), {_epsg})::geometry(Geometry,{_epsg}) AS geom FROM raw WHERE layer = {i}");
            await RunAsync($"CREATE INDEX ON l{i} USING gist (geom); ANALYZE l{i}");
        }
    }

    /// <summary>The tuned tables: all layers in pieces of at most 64 corners, in Hilbert order, in one table for areas and one per layer for distances.</summary>
    public async Task TuneAsync()
    {
        await RunAsync($"CREATE UNLOGGED TABLE pieces (layer int, geom geometry(Geometry,{_epsg})); ALTER TABLE pieces ALTER geom SET STORAGE EXTERNAL");
        var all = string.Join(" UNION ALL ", _layers.Select((_, i) => $"SELECT {i} AS layer, ST_Subdivide(geom, 64) AS geom FROM l{i}"));
        await RunAsync($"INSERT INTO pieces SELECT layer, geom FROM ({all}) p ORDER BY geom");
        await RunAsync("CREATE INDEX ON pieces USING gist (geom); ANALYZE pieces");
        for (var i = 0; i < _layers.Count; i++)
            await RunAsync($"CREATE UNLOGGED TABLE s{i} AS SELECT geom FROM pieces WHERE layer = {i}; CREATE INDEX ON s{i} USING gist (geom); ANALYZE s{i}");
    }

    public string AsImported => string.Join(" UNION ALL ", _layers.Select((_, i) => $"SELECT {i} AS layer, sum(ST_Area(ST_Intersection(geom, p.g))) FROM l{i}, (SELECT {Site} AS g) p WHERE ST_Intersects(geom, p.g) HAVING count(*) > 0"));

    /// <summary>Where a layer's features overlap each other, each place once.</summary>
    public string AsImportedOnce => string.Join(" UNION ALL ", _layers.Select((_, i) => $"SELECT {i} AS layer, ST_Area(ST_UnaryUnion(ST_Collect(ST_CollectionExtract(ST_Intersection(geom, p.g), 3)))) FROM l{i}, (SELECT {Site} AS g) p WHERE ST_Intersects(geom, p.g) HAVING count(*) > 0"));

    public string Tuned =>
        $"WITH p AS MATERIALIZED (SELECT ST_Subdivide({Site}, 64) AS g) SELECT layer, sum(CASE WHEN ST_Covers(p.g, l.geom) THEN ST_Area(l.geom) ELSE ST_Area(ST_Intersection(p.g, l.geom)) END) FROM p JOIN pieces l ON ST_Intersects(p.g, l.geom) GROUP BY layer";

    /// <summary>Area and the common ground, pieces merged.</summary>
    public string TunedWithGeometry =>
        $"WITH p AS MATERIALIZED (SELECT ST_Subdivide({Site}, 64) AS g) SELECT layer, ST_Area(u), ST_AsBinary(u) FROM (SELECT layer, ST_Union(CASE WHEN ST_Covers(p.g, l.geom) THEN l.geom ELSE ST_CollectionExtract(ST_Intersection(p.g, l.geom), 3) END) AS u FROM p JOIN pieces l ON ST_Intersects(p.g, l.geom) GROUP BY layer) x";

    /// <summary>Distances of all layers; 0 where they meet.</summary>
    public string TunedDistances =>
        $"WITH p AS MATERIALIZED (SELECT ST_Subdivide({Site}, 64) AS g) " + string.Join(" UNION ALL ", _layers.Select((_, i) => $"SELECT {i} AS layer, min(d) FROM p CROSS JOIN LATERAL (SELECT geom <-> p.g AS d FROM s{i} ORDER BY 1 LIMIT 1) n HAVING count(*) > 0"));

    private string Site => $"ST_SetSRID(ST_GeomFromWKB($1), {_epsg})";

    /// <summary>Runs one statement for a site.</summary>
    /// <returns>The second column by layer.</returns>
    public async Task<(double[] Values, double CpuMilliseconds)> AskAsync(string statement, byte[] site)
    {
        var values = new double[_layers.Count];
        values.AsSpan().Fill(double.NaN);
        var before = Cpu;
        await using var command = new NpgsqlCommand(statement, _connection) { Parameters = { new() { Value = site } } };
        await command.PrepareAsync();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                values[reader.GetInt32(0)] = await reader.IsDBNullAsync(1) ? 0 : reader.GetDouble(1);
        }

        return (values, Cpu - before);
    }

    public async Task<double> MegabytesAsync(string tables)
    {
        await using var command = new NpgsqlCommand($"SELECT sum(pg_total_relation_size(oid))::float8 / 1048576 FROM pg_class WHERE relkind = 'r' AND relname ~ '{tables}'", _connection);
        return (double)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task RunAsync(string statement)
    {
        await using var command = new NpgsqlCommand(statement, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
