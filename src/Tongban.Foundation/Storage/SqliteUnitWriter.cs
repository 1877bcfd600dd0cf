using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;
using Tongban.Foundation.Ledger;

namespace Tongban.Foundation.Storage;

/// <summary>The single writer of an embedded database: takes the waiting units, runs them in one transaction with a savepoint each, syncs once, answers all.</summary>
/// <remarks>It holds the only connection that writes or checkpoints: SQLite before 3.51.3 may lose commits when two connections do so at the
/// same instant. <c>synchronous=FULL</c>: with a write-ahead log anything less loses acknowledged commits when the power fails.</remarks>
internal sealed class SqliteUnitWriter : IUnitWriter, IAsyncDisposable
{
    private readonly UnitQueue _queue = new();
    private readonly StorageOptions _options;
    private readonly Func<IModel> _model;
    private readonly Lock _starting = new();
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private Thread? _thread;
    private SqliteConnection? _connection;
    private RowMap? _entryMap;
    private long _position;

    /// <param name="model">EF's model, asked for when the first unit arrives.</param>
    public SqliteUnitWriter(StorageOptions options, Func<IModel> model) => (_options, _model) = (options, model);

    public async Task<CommitOutcome> CommitAsync(UnitOfWork unit)
    {
        EnsureStarted();
        if (!unit.NeedsNumbers)
            unit.Build();
        return await _queue.AddAsync(new Waiting(unit));
    }

    /// <summary>Copies the live database through the writer's own connection, so that a backup never races a checkpoint.</summary>
    public async Task BackupAsync(string file)
    {
        EnsureStarted();
        var waiting = new Waiting(null) { Run = connection => { using var copy = new SqliteConnection($"Data Source={file};Pooling=False"); copy.Open(); connection.BackupDatabase(copy); } };
        await _queue.AddAsync(waiting);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        if (_thread is { } thread)
            await Task.Run(thread.Join);
    }

    private void EnsureStarted()
    {
        if (_thread is not null)
            return;
        lock (_starting)
        {
            if (_thread is not null)
                return;
            var thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
            thread.UnsafeStart(); // it serves everybody, and keeps nothing of the flow it happened to be started in
            _thread = thread;
        }
    }

    private void Run()
    {
        var group = new List<Waiting>();
        try
        {
            while (_queue.TakeAsync(group).AsTask().GetAwaiter().GetResult())
            {
                try
                {
                    Open();
                    WriteGroup(group);
                }
                catch (Exception broken) when (broken is SqliteException or IOException)
                {
                    // The group's fate is "not written": SQLite rolled back. Each caller hears it; the next group starts on a fresh connection.
                    foreach (var waiting in group)
                        waiting.Done.TrySetException(new StorageUnavailableException(broken));
                    Close();
                }
            }
        }
        finally
        {
            _queue.Abandon();
            Close();
        }
    }

    private void WriteGroup(List<Waiting> group)
    {
        foreach (var waiting in group.Where(w => w.Run is not null))
        {
            waiting.Run!(_connection!);
            waiting.Done.TrySetResult(CommitOutcome.Committed);
        }
        var units = group.Where(w => w.Unit is not null).ToList();
        if (units.Count == 0)
            return;

        Execute("BEGIN IMMEDIATE");
        var outcomes = new CommitOutcome[units.Count];
        for (var i = 0; i < units.Count; i++)
        {
            Execute("SAVEPOINT unit");
            var positionBefore = _position;
            try
            {
                outcomes[i] = WriteUnit(units[i].Unit!) ? CommitOutcome.Committed : CommitOutcome.LostRace;
            }
            catch (SqliteException taken) when (taken.SqliteErrorCode == 19 && taken.SqliteExtendedErrorCode is 1555 or 2067)
            {
                outcomes[i] = CommitOutcome.LostRace; // another unit took the same unique key
            }
            catch (SqliteException bug) when (bug.SqliteErrorCode is 1 or 19 or 20 or 25)
            {
                units[i].Done.TrySetException(bug); // a broken rule of the schema: this unit only
                outcomes[i] = CommitOutcome.LostRace;
            }
#pragma warning disable CA1031 // a fault in building one unit must not take the others' acts with it
            catch (Exception bug) when (bug is not SqliteException)
            {
                units[i].Done.TrySetException(bug);
                outcomes[i] = CommitOutcome.LostRace;
            }
#pragma warning restore CA1031
            if (outcomes[i] is not CommitOutcome.Committed)
            {
                Execute("ROLLBACK TO unit");
                _position = positionBefore;
            }
            Execute("RELEASE unit");
        }
        Execute("COMMIT");
        for (var i = 0; i < units.Count; i++)
            units[i].Done.TrySetResult(outcomes[i]);
    }

    private bool WriteUnit(UnitOfWork unit)
    {
        if (unit.NeedsNumbers)
        {
            foreach (var (series, use) in unit.Numbers)
                use(Convert.ToInt64(Prepared("INSERT INTO foundation_number_series(series, last) VALUES (@p0, 1) ON CONFLICT(series) DO UPDATE SET last = last + 1 RETURNING last", [series]).ExecuteScalar(), null));
            unit.Build();
        }
        var chain = new ChainExtension(unit);
        foreach (var matter in chain.Matters)
        {
            using var row = Prepared("SELECT sequence, hash, recorded_at FROM foundation_ledger_heads WHERE matter = @p0", [matter]).ExecuteReader();
            chain.Found(row.Read() ? new LedgerHead { Matter = matter, Sequence = row.GetInt64(0), Hash = (byte[])row.GetValue(1), RecordedAt = new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero) } : null, matter);
        }
        foreach (var entry in chain.Seal(() => _position++))
            Write(_entryMap!.Insert(entry));
        foreach (var (head, _) in chain.NewHeads)
            Prepared("INSERT INTO foundation_ledger_heads(matter, sequence, hash, recorded_at) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT(matter) DO UPDATE SET sequence = @p1, hash = @p2, recorded_at = @p3",
                [head.Matter, head.Sequence, head.Hash, head.RecordedAt.UtcTicks]).ExecuteNonQuery();
        foreach (var row in unit.Rows)
            if (!Write(row))
                return false;
        return true;
    }

    private bool Write(in RowChange row) => Prepared(row.Map.Sql(row.Kind), row.Values).ExecuteNonQuery() == 1;

    private SqliteCommand Prepared(string sql, object?[] values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection!.CreateCommand();
#pragma warning disable CA2100 // statements come from the model, never from input
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter($"@p{i}", values[i] ?? DBNull.Value));
            command.Prepare();
            _prepared.Add(sql, command);
            return command;
        }
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.Parameters[i];
            parameter.ResetSqliteType(); // the type follows the value: null now, text next time
            parameter.Value = values[i] ?? DBNull.Value;
        }
        return command;
    }

    private void Execute(string sql) => Prepared(sql, []).ExecuteNonQuery();

    private void Open()
    {
        if (_connection is not null)
            return;
        var connection = new SqliteConnection(_options.WriterConnectionString);
        connection.Open();
        using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=30000;";
            pragma.ExecuteNonQuery();
            pragma.CommandText = "SELECT coalesce(max(position), 0) + 1 FROM foundation_ledger";
            _position = Convert.ToInt64(pragma.ExecuteScalar(), null);
        }
        var model = _model();
        _entryMap = RowMap.Of(model, postgres: false)[model.FindEntityType(typeof(LedgerEntry))!];
        _connection = connection;
    }

    private void Close()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _prepared.Clear();
        _connection?.Dispose();
        _connection = null;
    }
}
