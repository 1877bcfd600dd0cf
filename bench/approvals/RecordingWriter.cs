using Tongban.Foundation.Storage;

namespace Tongban.Bench.Approvals;

/// <summary>Stands before the application's writer: counts what becomes durable and, when asked, keeps the units.</summary>
internal sealed class RecordingWriter(IUnitWriter inner) : IUnitWriter, IAsyncDisposable
{
    private long _units, _entries, _lost;

    public (long Units, long Entries, long LostRaces) Counted => (Interlocked.Read(ref _units), Interlocked.Read(ref _entries), Interlocked.Read(ref _lost));

    /// <summary>Receives the units of one caller while it is set.</summary>
    public List<UnitOfWork>? Keep { get; set; }

    public async Task<CommitOutcome> CommitAsync(UnitOfWork unit)
    {
        var outcome = await inner.CommitAsync(unit);
        if (outcome is CommitOutcome.Committed)
        {
            Interlocked.Increment(ref _units);
            Interlocked.Add(ref _entries, unit.Entries.Count);
            Keep?.Add(unit);
        }
        else
        {
            Interlocked.Increment(ref _lost);
        }
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
