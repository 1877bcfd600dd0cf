using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Tongban.Foundation.Ledger;

namespace Tongban.Foundation.Storage;

/// <summary>Commits the units that are finished at the same moment in one transaction: numbers, heads locked, one batch of prepared statements, commit.</summary>
/// <remarks>Should any row of a group not be as its unit had loaded it, the group is rolled back and each of its units commits on a connection of its own, so that only the guilty
/// one fails (decision 0016). Places in commit order are given afterwards by <see cref="LedgerSequencer"/>: inside concurrent transactions they cannot be known.</remarks>
internal sealed class PostgresUnitWriter : IUnitWriter, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source, _groups;
    private readonly Lazy<RowMap> _entryMap;
    private readonly UnitQueue _queue = new();
    private readonly Lazy<Task> _writing;

    /// <param name="source">Where units that commit alone get their connections.</param>
    /// <param name="groups">The groups' connections, <see cref="Prepare">prepared</see> and their own: they neither wait for readers nor for long at somebody's lock, which is waited for by those whom it concerns.</param>
    /// <param name="model">EF's model, asked for when the first unit arrives.</param>
    public PostgresUnitWriter(NpgsqlDataSource source, NpgsqlDataSource groups, Func<IModel> model)
    {
        (_source, _groups) = (source, groups);
        _entryMap = new(() => RowMap.Of(model(), postgres: true)[model().FindEntityType(typeof(LedgerEntry))!]);
        // One group at a time: the next one gathers while this one is on its way to the disk, and two would wait for each other at the number series.
        _writing = new(() => Task.Run(WriteGroupsAsync));
    }

    public async Task<CommitOutcome> CommitAsync(UnitOfWork unit)
    {
        if (!unit.NeedsNumbers)
            unit.Build();
        if (unit.RunsAgain)
            return await CommitAsync([unit], _source);
        _ = _writing.Value;
        if (await _queue.AddAsync(new Waiting(unit)) is var outcome and not CommitOutcome.Apart)
            return outcome;
        // A unit is built once: one that was given numbers in the group takes its next ones in another run.
        return unit.NeedsNumbers ? CommitOutcome.LostRace : await CommitAsync([unit], _source);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        if (_writing.IsValueCreated)
            await _writing.Value;
        await _groups.DisposeAsync();
    }

    private async Task WriteGroupsAsync()
    {
        var group = new List<Waiting>();
        while (await _queue.TakeAsync(group))
        {
            try
            {
                var outcome = await CommitAsync(group.ConvertAll(w => w.Unit!), _groups);
                foreach (var waiting in group)
                    waiting.Done.TrySetResult(outcome is CommitOutcome.LostRace && group.Count > 1 ? CommitOutcome.Apart : outcome);
            }
            catch (StorageUnavailableException broken)
            {
                foreach (var waiting in group)
                    waiting.Done.TrySetException(broken);
            }
#pragma warning disable CA1031 // a fault of one unit must not take the others' acts with it: alone, it shows again and only to its own caller
            catch (Exception bug)
            {
                foreach (var waiting in group)
                {
                    if (group.Count > 1)
                        waiting.Done.TrySetResult(CommitOutcome.Apart);
                    else
                        waiting.Done.TrySetException(bug);
                }
            }
#pragma warning restore CA1031
        }
    }

    private async Task<CommitOutcome> CommitAsync(IReadOnlyList<UnitOfWork> units, NpgsqlDataSource source)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (!await WriteAsync(units, connection))
                return CommitOutcome.LostRace; // disposing rolls back
            await CommitAsync(connection, transaction);
            return CommitOutcome.Committed;
        }
        catch (PostgresException lost) when (lost.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
        {
            return CommitOutcome.LostRace;
        }
        catch (PostgresException taken) when (taken.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return CommitOutcome.Apart;
        }
        catch (NpgsqlException broken) when (broken is not PostgresException fault || StorageFaults.IsAway(fault))
        {
            throw new StorageUnavailableException(broken);
        }
    }

    public async Task SettleAsync()
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            // What is committed is replicated in the order of the log: when this is on the second machine, so is everything before it.
            await using (var mark = new NpgsqlCommand("SELECT pg_logical_emit_message(true, 'tongban', 'settled')", connection))
                await mark.ExecuteNonQueryAsync();
            await CommitAsync(connection, transaction);
        }
        catch (NpgsqlException broken) when (broken is not PostgresException fault || StorageFaults.IsAway(fault))
        {
            throw new StorageUnavailableException(broken);
        }
    }

    /// <summary>Commits, and believes it only when the server has nothing to add.</summary>
    /// <remarks>A commit that waits for the second machine and is cancelled (a time-out of ours, an administrator) succeeds with a warning: it is on one disk alone, and a failover
    /// would lose it. Its outcome is unknown then, and whoever asks again with his key waits in <see cref="SettleAsync"/>.</remarks>
    private static async Task CommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        string? warning = null;
        void Heard(object sender, NpgsqlNoticeEventArgs e) => warning = e.Notice.InvariantSeverity is "WARNING" ? e.Notice.MessageText : warning;
        connection.Notice += Heard;
        try
        {
            await transaction.CommitAsync();
        }
        finally
        {
            connection.Notice -= Heard;
        }
        if (warning is not null)
            throw new StorageUnavailableException($"the commit came with a warning: {warning}");
    }

    private async Task<bool> WriteAsync(IReadOnlyList<UnitOfWork> units, NpgsqlConnection connection)
    {
        await TakeNumbersAsync(units, connection);
        var chain = new ChainExtension(units);
        await LockHeadsAsync(chain, connection);

        await using var batch = new NpgsqlBatch(connection);
        var rowsOf = new List<int>();
        AddRows(batch, rowsOf, chain.Seal(() => null).ConvertAll(_entryMap.Value.Insert));
        AddHeads(batch, rowsOf, chain);
        // One unit's rows are in order already.
        AddRows(batch, rowsOf, units.Count == 1 ? units[0].Rows : [.. units.SelectMany(u => u.Rows).OrderBy(r => UnitOfWork.Rank(r))]);
        if (batch.BatchCommands.Count == 0)
            return true;
        await batch.ExecuteNonQueryAsync();
        for (var i = 0; i < rowsOf.Count; i++)
        {
            if (batch.BatchCommands[i].RecordsAffected != rowsOf[i])
                return false; // another version than the one loaded
        }
        return true;
    }

    /// <summary>Settings of a connection that writes groups.</summary>
    public static void Prepare(NpgsqlConnection connection)
    {
        // Every statement here finds its rows by key. A plan made while a table was still small would go on reading the whole of it until the next ANALYZE.
        using var set = new NpgsqlCommand("SET lock_timeout = '500ms'; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan", connection);
        set.ExecuteNonQuery();
    }

    private static async Task TakeNumbersAsync(IReadOnlyList<UnitOfWork> units, NpgsqlConnection connection)
    {
        // Every series once, in an order that cannot deadlock.
        var wanted = units.SelectMany(u => u.Numbers).GroupBy(n => n.Series, n => n.Use, StringComparer.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
            return;
        await using var take = new NpgsqlBatch(connection);
        foreach (var series in wanted)
        {
            take.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO foundation_number_series(series, last) VALUES ($1, $2) ON CONFLICT(series) DO UPDATE SET last = foundation_number_series.last + $2 RETURNING last")
            {
                Parameters = { new() { Value = series.Key }, new() { Value = series.LongCount() } },
            });
        }
        await using (var last = await take.ExecuteReaderAsync())
        {
            foreach (var series in wanted)
            {
                await last.ReadAsync();
                var number = last.GetInt64(0) - series.LongCount();
                foreach (var use in series)
                    use(++number);
                await last.NextResultAsync();
            }
        }
        foreach (var unit in units.Where(u => u.NeedsNumbers))
            unit.Build();
    }

    private static async Task LockHeadsAsync(ChainExtension chain, NpgsqlConnection connection)
    {
        var matters = chain.Matters.ToArray();
        if (matters.Length == 0)
            return;
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

    private static void AddHeads(NpgsqlBatch batch, List<int> rowsOf, ChainExtension chain)
    {
        foreach (var some in chain.NewHeads.GroupBy(h => h.IsNew, h => h.Head))
        {
            var heads = some.ToList();
            // A second first entry of a matter fails on the primary key here, which is a lost race.
            batch.BatchCommands.Add(new NpgsqlBatchCommand(some.Key
                ? "INSERT INTO foundation_ledger_heads(matter, sequence, hash, recorded_at) SELECT * FROM unnest($1, $2, $3, $4)"
                : "UPDATE foundation_ledger_heads h SET sequence = n.sequence, hash = n.hash, recorded_at = n.recorded_at FROM unnest($1, $2, $3, $4) n(matter, sequence, hash, recorded_at) WHERE h.matter = n.matter")
            {
                Parameters =
                {
                    new() { Value = heads.ConvertAll(h => h.Matter).ToArray() }, new() { Value = heads.ConvertAll(h => h.Sequence).ToArray() },
                    new() { Value = heads.ConvertAll(h => h.Hash).ToArray() }, new() { Value = heads.ConvertAll(h => h.RecordedAt).ToArray() },
                },
            });
            rowsOf.Add(heads.Count);
        }
    }

    /// <summary>Adds the statements of many rows; neighbours that go into the same table share one.</summary>
    /// <param name="rowsOf">Receives how many rows each statement has to write.</param>
    private static void AddRows(NpgsqlBatch batch, List<int> rowsOf, IReadOnlyList<RowChange> rows)
    {
        for (var i = 0; i < rows.Count;)
        {
            var (map, kind) = (rows[i].Map, rows[i].Kind);
            var alike = 1;
            while (kind is RowChangeKind.Insert && i + alike < rows.Count && rows[i + alike].Map == map && rows[i + alike].Kind == kind)
                alike++;
            // Few different statements, so that each is prepared once and for all.
            var together = RowMap.InsertsTogether.First(n => n <= alike);
            var command = new NpgsqlBatchCommand(together == 1 ? map.Sql(kind) : map.InsertManySql(together));
            var columns = map.Columns(kind);
            for (var end = i + together; i < end; i++)
            {
                for (var c = 0; c < columns.Length; c++)
                    command.Parameters.Add(new NpgsqlParameter { Value = rows[i].Values[c] ?? DBNull.Value, DataTypeName = columns[c].DataTypeName });
            }
            batch.BatchCommands.Add(command);
            rowsOf.Add(together);
        }
    }
}
