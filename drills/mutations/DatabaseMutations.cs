using System.Globalization;
using Microsoft.Data.Sqlite;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Server;
using FileOptions = Tongban.Foundation.Files.FileOptions;

namespace Tongban.Drills.Mutations;

/// <summary>Changes values in the tables themselves, past the program, and asks the product's own reading and verifier; each change is taken back before the next.</summary>
internal sealed class DatabaseMutations(string folder, IReadOnlyCollection<LedgerPublicKey> trusted) : IAsyncDisposable
{
    // What docs/ledger-format.md covers; a head's time and a checkpoint's row beside its note are conveniences.
    private static readonly (string Table, string Key, string[] Columns)[] Covered =
    [
        ("foundation_ledger", "id", ["id", "matter", "sequence", "previous_hash", "hash", "recorded_at", "actor_id", "organ", "enterprise", "act", "payload", "position"]),
        ("foundation_ledger", "id", ["payload", "hash", "position", "actor_id"]),
        ("foundation_ledger_heads", "matter", ["matter", "sequence", "hash"]),
        ("foundation_files", "digest", ["content"]),
    ];

    private readonly StorageOptions _storage = StorageOptions.SqliteAt(Path.Combine(folder, "tongban.db"));
    private readonly Dictionary<string, List<string>> _keys = new(StringComparer.Ordinal);
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddStorage(StorageOptions.SqliteAt(Path.Combine(folder, "tongban.db")), Modules.All).BuildServiceProvider();
    private SqliteConnection? _connection;

    /// <returns>Whether it was found, and what it was; <see langword="null"/> when the database does not take such a change.</returns>
    public async Task<(bool Found, string What)?> TryAsync(Random random, CancellationToken ct)
    {
        if (_connection is null)
        {
            _connection = new SqliteConnection(_storage.WriterConnectionString);
            await _connection.OpenAsync(ct);
            await ExecuteAsync("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF", ct);
            foreach (var (table, key, _) in Covered.DistinctBy(c => c.Table))
                _keys[table] = await KeysAsync($"SELECT {key} FROM {table}{(table is "foundation_files" ? " WHERE content IS NOT NULL" : "")} ORDER BY {key}", ct);
        }
        var (where, by, columns) = Covered[random.Next(Covered.Length)];
        var row = _keys[where][random.Next(_keys[where].Count)];
        var column = columns[random.Next(columns.Length)];
        var before = (await RowAsync(where, by, row, ct)).Single();
        var gone = where is not "foundation_files" && random.Next(10) == 0;
        var value = gone ? null : Turned(before[column], column, random);
        if (!gone && value is null)
            return null;
        try
        {
            if (gone)
                await ExecuteAsync($"DELETE FROM {where} WHERE {by} = @a", ct, row);
            else
                await ExecuteAsync($"UPDATE {where} SET {column} = @b WHERE {by} = @a", ct, row, value);
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode == 19)
        {
            return null;   // the schema itself does not take it
        }
        var found = where is "foundation_files" ? await IsFileRefusedAsync(row, ct) : await IsFoundAsync(ct);
        var now = by == column && value is not null ? value : row;
        await ExecuteAsync($"DELETE FROM {where} WHERE {by} = @a", ct, now);
        await ExecuteAsync($"INSERT INTO {where}({string.Join(", ", before.Keys)}) VALUES ({string.Join(", ", before.Keys.Select((_, i) => "@" + (char)('a' + i)))})", ct, [.. before.Values]);
        return (found, $"{where}.{(gone ? "row" : column)} of {row}");
    }

    public async Task<bool> IsFoundAsync(CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        try
        {
            await using var snapshot = await LedgerSnapshot.OpenAsync(db, ct);
            return !(await LedgerReader.JudgeAsync(snapshot.Notes, snapshot.EntriesAsync(), snapshot.HeadsAsync(), trusted, null, ct)).Sound;
        }
        catch (Exception unreadable) when (LedgerVerifyCommand.Explain(unreadable) is not null || unreadable is ArgumentException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    private async Task<bool> IsFileRefusedAsync(string digest, CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        try
        {
            return await new FileStore(scope.ServiceProvider.GetRequiredService<TongbanDb>(), _storage, new FileOptions(Path.Combine(folder, "files")), TimeProvider.System).ReadAsync(digest, ct) is null;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static object? Turned(object value, string column, Random random) => value switch
    {
        byte[] { Length: > 0 } bytes => Draft.Turned(bytes, random),
        long number => number ^ (1L << random.Next(column is "recorded_at" ? 50 : 12)),
        // Identifiers are kept as text: their value is changed, not its spelling.
        string id when column is "id" or "actor_id" => new Guid(Draft.Turned(Guid.Parse(id, CultureInfo.InvariantCulture).ToByteArray(), random)),
        string { Length: > 0 } text => Draft.Turned(text, random),
        DBNull when column is "organ" or "enterprise" => "FGW@360500",
        _ => null,
    };

    private async Task<List<string>> KeysAsync(string sql, CancellationToken ct)
    {
        var keys = new List<string>();
#pragma warning disable CA2100 // the drill's own statements
        await using var command = new SqliteCommand(sql, _connection);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            keys.Add(rows.GetString(0));
        return keys;
    }

    private async Task<List<Dictionary<string, object>>> RowAsync(string table, string by, string key, CancellationToken ct)
    {
        var found = new List<Dictionary<string, object>>();
#pragma warning disable CA2100 // the drill's own statements
        await using var command = new SqliteCommand($"SELECT * FROM {table} WHERE {by} = @a", _connection) { Parameters = { new("@a", key) } };
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            found.Add(Enumerable.Range(0, rows.FieldCount).ToDictionary(rows.GetName, rows.GetValue, StringComparer.Ordinal));
        return found;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct, params object?[] values)
    {
#pragma warning disable CA2100 // the drill's own statements
        await using var command = new SqliteCommand(sql, _connection);
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(new SqliteParameter("@" + (char)('a' + i), values[i] ?? DBNull.Value));
        await command.ExecuteNonQueryAsync(ct);
    }
}
