using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Tongban.Foundation.Storage;
using Tongban.Server;

namespace Tongban.Bench.Approvals;

/// <summary>The same rows written by hand with prepared statements: what the database allows when the application costs nothing.</summary>
internal static class ByHand
{
    private const int CasesPerRound = 48, Group = 256, Connections = 16;
    private static long _repetition, _position = 1_000_000_000;

    public static async Task<Cost> RunAsync(CaseTemplate template, PgServer? server, bool grouped, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-bench-").FullName;
        var storage = server is null ? StorageOptions.SqliteAt(Path.Combine(folder, "byhand.db")) : new StorageOptions(DatabaseKind.Postgres, await server.NewDatabaseAsync());
        await Migration.RunAsync(storage, Modules.All);
        try
        {
            await using IHand hand = server is null ? new SqliteHand(storage) : await PostgresHand.OpenAsync(storage, grouped ? 1 : Connections);
            var (units, spent, own, others) = (0L, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
            // The first round warms up. Making the copies is not part of the measured time.
            for (var round = 0; spent < length; round++)
            {
                var copies = Enumerable.Range(0, CasesPerRound).Select(_ => template.Copy(++_repetition, () => _position++).ToList()).ToList();
                var (began, ownBefore, othersBefore) = (Stopwatch.GetTimestamp(), Machine.OwnCpu(), Machine.CpuOf(server?.ProcessId));
                await hand.WriteAsync(copies, grouped ? Group : 1);
                if (round == 0)
                    continue;
                (units, spent) = (units + copies.Sum(c => c.Count), spent + Stopwatch.GetElapsedTime(began));
                (own, others) = (own + Machine.OwnCpu() - ownBefore, others + Machine.CpuOf(server?.ProcessId) - othersBefore);
            }
            return new Cost(units / spent.TotalSeconds, own.TotalMicroseconds / units, others.TotalMicroseconds / units);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, true);
        }
    }

    /// <param name="Units">Units a second.</param>
    /// <param name="OwnCpu">Processor time of this process, in microseconds a unit.</param>
    /// <param name="ServerCpu">Processor time of the database server.</param>
    internal sealed record Cost(double Units, double OwnCpu, double ServerCpu)
    {
        public override string ToString() => $"{Units:0} units/s ({(ServerCpu == 0 ? $"{OwnCpu:0}" : $"{OwnCpu:0} + {ServerCpu:0}")} µs CPU/unit)";
    }

    /// <summary>Something that writes cases, so many units to a transaction.</summary>
    private interface IHand : IAsyncDisposable
    {
        Task WriteAsync(List<List<IReadOnlyList<Statement>>> cases, int group);
    }

    private sealed class SqliteHand : IHand
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

        public SqliteHand(StorageOptions storage)
        {
            _connection = new SqliteConnection(storage.WriterConnectionString);
            _connection.Open();
            using var pragma = _connection.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";
            pragma.ExecuteNonQuery();
        }

        public Task WriteAsync(List<List<IReadOnlyList<Statement>>> cases, int group)
        {
            foreach (var units in cases.SelectMany(c => c).Chunk(group))
            {
                Prepared("BEGIN IMMEDIATE", []).ExecuteNonQuery();
                foreach (var statement in units.SelectMany(u => u))
                {
                    if (Prepared(statement.Sql, statement.Values).ExecuteNonQuery() != 1)
                        throw new InvalidOperationException(statement.Sql);
                }
                Prepared("COMMIT", []).ExecuteNonQuery();
            }
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();

        private SqliteCommand Prepared(string sql, object?[] values)
        {
            if (!_prepared.TryGetValue(sql, out var command))
            {
                command = _connection.CreateCommand();
                command.CommandText = sql;
                for (var i = 0; i < values.Length; i++)
                    command.Parameters.Add(new SqliteParameter($"@p{i}", values[i] ?? DBNull.Value));
                command.Prepare();
                _prepared.Add(sql, command);
            }
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].ResetSqliteType();
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }
            return command;
        }
    }

    private sealed class PostgresHand(NpgsqlDataSource source, NpgsqlConnection[] connections) : IHand
    {
        public static async Task<PostgresHand> OpenAsync(StorageOptions storage, int count)
        {
            var source = new NpgsqlDataSourceBuilder(storage.WriterConnectionString).Build();
            var connections = new NpgsqlConnection[count];
            for (var i = 0; i < count; i++)
                connections[i] = await source.OpenConnectionAsync();
            return new PostgresHand(source, connections);
        }

        public async Task WriteAsync(List<List<IReadOnlyList<Statement>>> cases, int group)
        {
            var next = -1;
            await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
            {
                if (group > 1)
                {
                    foreach (var units in cases.SelectMany(c => c).Chunk(group))
                        await CommitAsync(connection, units.SelectMany(u => u));
                    return;
                }
                while (Interlocked.Increment(ref next) is var mine && mine < cases.Count)
                {
                    foreach (var unit in cases[mine])
                        await CommitAsync(connection, unit);
                }
            })));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in connections)
                await connection.DisposeAsync();
            await source.DisposeAsync();
        }

        private static async Task CommitAsync(NpgsqlConnection connection, IEnumerable<Statement> statements)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in statements)
            {
                var command = new NpgsqlBatchCommand(statement.Sql);
                for (var i = 0; i < statement.Values.Length; i++)
                    command.Parameters.Add(new NpgsqlParameter { Value = statement.Values[i] ?? DBNull.Value, DataTypeName = statement.Types[i] });
                batch.BatchCommands.Add(command);
            }
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }
}
