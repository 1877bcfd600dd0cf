using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;
using Tongban.Foundation.Identifiers;

namespace Tongban.Bench.Load;

/// <summary>Copies of the seed's projects with every row that names one of them or one of their stages, on either database: fresh keys and codes, all else as it is.</summary>
/// <remarks>A row whose own number may stand only once is left out. The ledger is not copied: a chain cannot be, and pages read that of the originals.</remarks>
internal static class Copies
{
    private static readonly string[] LeftOut = ["foundation_ledger", "foundation_ledger_heads"];

    /// <returns>Projects before and after, and rows of all tables before and after.</returns>
    public static async Task<(long Projects, long ProjectsNow, long Rows, long RowsNow)> MakeAsync(string? sqliteFile, string? postgres, int times, CancellationToken ct)
    {
        await using DbConnection connection = postgres is null ? new SqliteConnection($"Data Source={sqliteFile};Pooling=False") : new NpgsqlConnection(postgres + ";Pooling=false;Command Timeout=600");
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, postgres is null ? "PRAGMA foreign_keys=OFF; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF" : "SET session_replication_role = replica", ct);
        var tables = await TablesAsync(connection, ct);
        var (projects, rows) = (await CountAsync(connection, "projects_projects", ct), await SumAsync(connection, tables.Keys, ct));
        var originals = await ReadAsync(connection, "SELECT id, code FROM projects_projects", [], ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            for (var p = 0; p < originals.Rows.Count; p++)
            {
                var (project, code) = (originals.Rows[p][0]!, (string)originals.Rows[p][1]!);
                var found = new List<(string Table, Read Rows)>();
                foreach (var (table, columns) in tables.Where(t => !LeftOut.Contains(t.Key)))
                {
                    var condition = table is "projects_projects" ? "id = @p0" : columns.Contains("project_id") ? "project_id = @p0" : columns.Contains("stage_case_id") ? "stage_case_id IN (SELECT id FROM approvals_stages WHERE project_id = @p0)" : null;
                    if (condition is not null && await ReadAsync(connection, $"SELECT * FROM {table} WHERE {condition}", [project], ct) is { Rows.Count: > 0 } read)
                        found.Add((table, read));
                }
                var keys = found.SelectMany(f => f.Rows.Names.IndexOf("id") is >= 0 and var at ? f.Rows.Rows.Select(r => Key(r[at])) : []).OfType<Guid>().ToHashSet();
                for (var n = 1; n < times; n++)
                {
                    var fresh = Fresh(code, (p * times) + n);
                    var names = keys.ToDictionary(k => k, k => Fresh(k, n));
                    foreach (var (table, read) in found)
                        await WriteAsync(connection, transaction, table, read, names, code, fresh, ct);
                }
            }
            await transaction.CommitAsync(ct);
        }
        await ExecuteAsync(connection, postgres is null ? "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)" : "ANALYZE", ct);
        return (projects, await CountAsync(connection, "projects_projects", ct), rows, await SumAsync(connection, tables.Keys, ct));
    }

    private static async Task WriteAsync(DbConnection connection, DbTransaction transaction, string table, Read read, Dictionary<Guid, Guid> names, string code, string fresh, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", read.Names.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", read.Names.Select((_, i) => $"@p{i}"))}) ON CONFLICT DO NOTHING";
        for (var i = 0; i < read.Names.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"p{i}";
            if (parameter is NpgsqlParameter typed)
                typed.DataTypeName = read.Types[i];
            command.Parameters.Add(parameter);
        }
        foreach (var row in read.Rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (command.Parameters[i] is SqliteParameter lite)
                    lite.ResetSqliteType();
                command.Parameters[i].Value = Value(row[i], names, code, fresh) ?? DBNull.Value;
            }
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static object? Value(object? value, Dictionary<Guid, Guid> names, string code, string fresh)
    {
        switch (value)
        {
            case Guid id:
                return names.GetValueOrDefault(id, id);
            case string { Length: 36 } text when Guid.TryParse(text, out var id) && names.TryGetValue(id, out var other):
                return char.IsLower(text.FirstOrDefault(char.IsLetter)) ? other.ToString() : other.ToString().ToUpperInvariant();
            case string { Length: >= 24 } text:
                text = text.Replace(code, fresh, StringComparison.Ordinal);
                if (text.Length < 36)
                    return text;
                foreach (var (old, other) in names)
                {
                    if (text.Contains(old.ToString(), StringComparison.OrdinalIgnoreCase))
                        text = text.Replace(old.ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);
                }
                return text;
            default:
                return value;
        }
    }

    private static Guid? Key(object? value) => value switch { Guid id => id, string text when Guid.TryParse(text, out var id) => id, _ => null };

    // The time at the front stays, so that order by key is order by time.
    private static Guid Fresh(Guid key, int n)
    {
        Span<byte> bytes = stackalloc byte[20], digest = stackalloc byte[32];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        BitConverter.TryWriteBytes(bytes[16..], n);
        SHA256.HashData(bytes, digest);
        digest[..7].CopyTo(bytes[9..]);
        return new Guid(bytes[..16], bigEndian: true);
    }

    private static string Fresh(string code, int n)
    {
        var read = ProjectCode.Parse(code, CultureInfo.InvariantCulture);
        return ProjectCode.Issue(new DateOnly(2021, 1 + (n / 90_000), 1), read.Division, read.Department!, read.Type, n % 90_000).Value;
    }

    private static async Task<Dictionary<string, HashSet<string>>> TablesAsync(DbConnection connection, CancellationToken ct)
    {
        var columns = connection is SqliteConnection
            ? await ReadAsync(connection, "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'", [], ct)
            : await ReadAsync(connection, "SELECT c.table_name::text, c.column_name::text FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'", [], ct);
        return columns.Rows.GroupBy(r => (string)r[0]!, StringComparer.Ordinal).Where(g => g.Key.Contains('_', StringComparison.Ordinal) && !g.Key.StartsWith("__", StringComparison.Ordinal) && !g.Key.StartsWith("qrtz", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(g => g.Key, g => g.Select(r => (string)r[1]!).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static async Task<long> SumAsync(DbConnection connection, IEnumerable<string> tables, CancellationToken ct)
    {
        var sum = 0L;
        foreach (var table in tables)
            sum += await CountAsync(connection, table, ct);
        return sum;
    }

    private static async Task<long> CountAsync(DbConnection connection, string table, CancellationToken ct) => Convert.ToInt64((await ReadAsync(connection, $"SELECT count(*) FROM {table}", [], ct)).Rows[0][0], CultureInfo.InvariantCulture);

    private static async Task<Read> ReadAsync(DbConnection connection, string sql, object[] values, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (i, value) in values.Index())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{i}", value);
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var types = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetDataTypeName(i).Split('(')[0]).ToList();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[names.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = await reader.IsDBNullAsync(i, ct) ? null : reader.GetValue(i);
            rows.Add(row);
        }
        return new(names, types, rows);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Read(List<string> Names, List<string> Types, List<object?[]> Rows);
}
