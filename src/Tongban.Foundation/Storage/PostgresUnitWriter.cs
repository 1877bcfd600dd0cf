using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Tongban.Foundation.Ledger;

namespace Tongban.Foundation.Storage;

/// <summary>Commits each unit on a connection of its own: heads locked, one batch of prepared statements, commit.</summary>
/// <remarks>Places in commit order are given afterwards by <see cref="LedgerSequencer"/>: inside concurrent transactions they cannot be known.</remarks>
internal sealed class PostgresUnitWriter(NpgsqlDataSource source, Func<IModel> model) : IUnitWriter
{
    private readonly Lazy<RowMap> _entryMap = new(() => RowMap.Of(model(), postgres: true)[model().FindEntityType(typeof(LedgerEntry))!]);

    public async Task<CommitOutcome> CommitAsync(UnitOfWork unit)
    {
        if (!unit.NeedsNumbers)
            unit.Build();
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (!await WriteAsync(unit, connection))
                return CommitOutcome.LostRace; // disposing rolls back
            await transaction.CommitAsync();
            return CommitOutcome.Committed;
        }
        catch (PostgresException lost) when (lost.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
        {
            return CommitOutcome.LostRace;
        }
        catch (NpgsqlException broken) when (broken is not PostgresException || broken.IsTransient)
        {
            throw new StorageUnavailableException(broken);
        }
    }

    private async Task<bool> WriteAsync(UnitOfWork unit, NpgsqlConnection connection)
    {
        if (unit.NeedsNumbers)
        {
            foreach (var (series, use) in unit.Numbers)
            {
                await using var take = new NpgsqlCommand("INSERT INTO foundation_number_series(series, last) VALUES ($1, 1) ON CONFLICT(series) DO UPDATE SET last = foundation_number_series.last + 1 RETURNING last", connection) { Parameters = { new() { Value = series } } };
                use((long)(await take.ExecuteScalarAsync())!);
            }
            unit.Build();
        }
        var chain = new ChainExtension(unit);
        var matters = chain.Matters.ToArray();
        if (matters.Length > 0)
        {
            var found = new Dictionary<string, LedgerHead>(StringComparer.Ordinal);
            await using (var heads = new NpgsqlCommand("SELECT matter, sequence, hash, recorded_at FROM foundation_ledger_heads WHERE matter = ANY($1) ORDER BY matter FOR UPDATE", connection) { Parameters = { new() { Value = matters } } })
            await using (var row = await heads.ExecuteReaderAsync())
            {
                while (await row.ReadAsync())
                    found[row.GetString(0)] = new LedgerHead { Matter = row.GetString(0), Sequence = row.GetInt64(1), Hash = (byte[])row.GetValue(2), RecordedAt = row.GetFieldValue<DateTimeOffset>(3) };
            }
            foreach (var matter in matters)
                chain.Found(found.GetValueOrDefault(matter), matter);
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var entry in chain.Seal(() => null))
            Add(batch, _entryMap.Value.Insert(entry));
        foreach (var (head, isNew) in chain.NewHeads)
        {
            // A second first entry of a matter fails on the primary key here, which is a lost race.
            batch.BatchCommands.Add(new NpgsqlBatchCommand(isNew
                ? "INSERT INTO foundation_ledger_heads(matter, sequence, hash, recorded_at) VALUES ($1, $2, $3, $4)"
                : "UPDATE foundation_ledger_heads SET sequence = $2, hash = $3, recorded_at = $4 WHERE matter = $1")
            {
                Parameters = { new() { Value = head.Matter }, new() { Value = head.Sequence }, new() { Value = head.Hash }, new() { Value = head.RecordedAt } },
            });
        }
        foreach (var row in unit.Rows)
            Add(batch, row);
        if (batch.BatchCommands.Count == 0)
            return true;
        await batch.ExecuteNonQueryAsync();
        foreach (var command in batch.BatchCommands)
        {
            if (command.RecordsAffected != 1)
                return false; // another version than the one loaded
        }
        return true;
    }

    private static void Add(NpgsqlBatch batch, in RowChange row)
    {
        var command = new NpgsqlBatchCommand(row.Map.Sql(row.Kind));
        var columns = row.Map.Columns(row.Kind);
        for (var i = 0; i < columns.Length; i++)
            command.Parameters.Add(new NpgsqlParameter { Value = row.Values[i] ?? DBNull.Value, DataTypeName = columns[i].DataTypeName });
        batch.BatchCommands.Add(command);
    }
}
