using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger;

/// <summary>Gives committed entries their place in commit order, so that readers who remember a place miss nothing.</summary>
/// <remarks>A wall clock or a bare database sequence loses entries under concurrent commits: a smaller number may become visible after a
/// larger one. Here numbers are given after the commit, by one process at a time. On SQLite the single writer has given them already.</remarks>
internal sealed class LedgerSequencer(StorageOptions options, NpgsqlDataSource? source)
{
    private const int Batch = 5000;

    /// <summary>Places all entries committed so far.</summary>
    /// <returns>How many were placed; 0 as well when another process is at it.</returns>
    public async Task<int> PlaceAsync(CancellationToken ct)
    {
        if (options.IsSqlite || source is null)
            return 0;
        var placed = 0;
        while (true)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var mine = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(724100002)", connection))
                if (!(bool)(await mine.ExecuteScalarAsync(ct))!)
                    return placed;
            await using var place = new NpgsqlCommand($"""
                UPDATE foundation_ledger l SET position = n.position
                FROM (SELECT id, (SELECT coalesce(max(position), 0) FROM foundation_ledger) + row_number() OVER (ORDER BY recorded_at, matter, sequence) AS position
                      FROM (SELECT id, recorded_at, matter, sequence FROM foundation_ledger WHERE position IS NULL ORDER BY recorded_at, matter, sequence LIMIT {Batch}) waiting) n
                WHERE l.id = n.id
                """, connection);
            var now = await place.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            placed += now;
            if (now < Batch)
                return placed;
        }
    }
}
