using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger;

/// <summary>The ledger as it stood at one moment: entries, heads and checkpoints agree with each other while others go on writing.</summary>
internal sealed class LedgerSnapshot : IAsyncDisposable
{
    private readonly TongbanDb _db;
    private readonly IDbContextTransaction _transaction;

    private LedgerSnapshot(TongbanDb db, IDbContextTransaction transaction, IReadOnlyList<string> notes) => (_db, _transaction, Notes) = (db, transaction, notes);

    /// <summary>Checkpoints as published, in the order of their size.</summary>
    public IReadOnlyList<string> Notes { get; }

    public static async Task<LedgerSnapshot> OpenAsync(TongbanDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        IDbContextTransaction transaction;
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            // Deferred: it reads only, and never asks for the writer's lock.
#pragma warning disable CA2000 // the context's transaction owns it
            transaction = (await db.Database.UseTransactionAsync(sqlite.BeginTransaction(deferred: true), ct))!;
#pragma warning restore CA2000
        }
        else
        {
            transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        }
        return new LedgerSnapshot(db, transaction, await db.Set<StoredCheckpoint>().AsNoTracking().OrderBy(c => c.Size).Select(c => c.Note).ToListAsync(ct));
    }

    /// <summary>By position, those without one last: as <see cref="LedgerVerifier"/> and <see cref="LedgerExport"/> want them.</summary>
    public async IAsyncEnumerable<LedgerEntry> EntriesAsync()
    {
        // Two queries: the two databases put rows without a value at different ends.
        await foreach (var entry in _db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position != null).OrderBy(e => e.Position).AsAsyncEnumerable())
            yield return entry;
        await foreach (var entry in _db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position == null).OrderBy(e => e.Matter).ThenBy(e => e.Sequence).AsAsyncEnumerable())
            yield return entry;
    }

    public IAsyncEnumerable<MatterHead> HeadsAsync() =>
        _db.Set<LedgerHead>().AsNoTracking().OrderBy(h => h.Matter).Select(h => new MatterHead(h.Matter, h.Sequence, h.Hash)).AsAsyncEnumerable();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _db.Database.CloseConnectionAsync();
    }
}
