using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Tongban.Foundation.Storage;

namespace Tongban.Bench.Approvals;

/// <summary>Fills a database with copies of finished and half-finished cases: projects, stages, items, papers and archive as the use cases wrote them. Ledger and notices are left out; the pages under test do not read them.</summary>
internal static class Filling
{
    private const int CasesPerTransaction = 500;

    // Copies of one template need numbers of their own; those of the acts benchmark are far away.
    private const long First = 10_000;

    public static async Task FillAsync(StorageOptions storage, List<CaseTemplate> templates, int from, int to)
    {
        var began = Stopwatch.GetTimestamp();
        if (storage.IsSqlite)
            FillSqlite(storage, templates, from, to);
        else
            await FillPostgresAsync(storage, templates, from, to);
        if (to - from >= 10_000)
            Console.WriteLine($"({to - from} cases written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s)");
    }

    private static IEnumerable<Statement> RowsOf(List<CaseTemplate> templates, int number) => templates[number % templates.Count].Copy(First + number, () => 0).SelectMany(u => u);

    // The application's writer is idle meanwhile, so this is for the moment the only one.
    private static void FillSqlite(StorageOptions storage, List<CaseTemplate> templates, int from, int to)
    {
        using var connection = new SqliteConnection(storage.WriterConnectionString);
        connection.Open();
        var prepared = new Dictionary<string, SqliteCommand>(StringComparer.Ordinal);
        foreach (var numbers in Enumerable.Range(from, to - from).Chunk(CasesPerTransaction))
        {
            using var transaction = connection.BeginTransaction();
            foreach (var statement in numbers.SelectMany(n => RowsOf(templates, n)))
            {
                if (!prepared.TryGetValue(statement.Sql, out var command))
                {
                    command = connection.CreateCommand();
                    command.CommandText = statement.Sql;
                    for (var i = 0; i < statement.Values.Length; i++)
                        command.Parameters.Add(new SqliteParameter($"@p{i}", DBNull.Value));
                    prepared.Add(statement.Sql, command);
                }
                command.Transaction = transaction;
                for (var i = 0; i < statement.Values.Length; i++)
                {
                    command.Parameters[i].ResetSqliteType();
                    command.Parameters[i].Value = statement.Values[i] ?? DBNull.Value;
                }
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        foreach (var command in prepared.Values)
            command.Dispose();
    }

    private static async Task FillPostgresAsync(StorageOptions storage, List<CaseTemplate> templates, int from, int to)
    {
        await using var connection = new NpgsqlConnection(storage.WriterConnectionString);
        await connection.OpenAsync();
        foreach (var numbers in Enumerable.Range(from, to - from).Chunk(CasesPerTransaction))
        {
            // Foreign keys are looked at row by row: parents first, which is the order of the copies' tables.
            foreach (var table in numbers.SelectMany(n => RowsOf(templates, n)).GroupBy(s => s.Sql))
            {
                var target = table.Key["INSERT INTO ".Length..table.Key.IndexOf(" VALUES", StringComparison.Ordinal)];
                await using var copy = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT BINARY)");
                foreach (var row in table)
                {
                    await copy.StartRowAsync();
                    for (var i = 0; i < row.Values.Length; i++)
                    {
                        if (row.Values[i] is { } value)
                            await copy.WriteAsync(value, row.Types[i]!);
                        else
                            await copy.WriteNullAsync();
                    }
                }
                await copy.CompleteAsync();
            }
        }
        await using var analyze = new NpgsqlCommand("VACUUM ANALYZE", connection);
        await analyze.ExecuteNonQueryAsync();
    }
}
