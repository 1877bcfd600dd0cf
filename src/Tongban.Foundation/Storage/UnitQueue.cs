using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Tongban.Foundation.Storage;

/// <summary>Units whose callers wait, in the order they came. A writer takes all that wait at once, so that one sync serves them all.</summary>
internal sealed class UnitQueue
{
    private const int LargestGroup = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(4096);

    /// <returns>What the writer answers.</returns>
    public async Task<CommitOutcome> AddAsync(Waiting waiting)
    {
        await _waiting.Writer.WriteAsync(waiting);
        return await waiting.Done.Task;
    }

    /// <summary>Fills the group with all that wait; blocks until there is something.</summary>
    /// <returns><see langword="false"/> when the queue is closed and empty.</returns>
    public async ValueTask<bool> TakeAsync(List<Waiting> group)
    {
        group.Clear();
        while (group.Count == 0 && await _waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var next))
                group.Add(next);
        }
        return group.Count > 0;
    }

    /// <summary>Takes nothing more; what waits already is still written.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Tells those who still wait that their writer is gone.</summary>
    public void Abandon()
    {
        Close();
        while (_waiting.Reader.TryRead(out var late))
            late.Done.TrySetException(new StorageUnavailableException(new ObjectDisposedException(nameof(IUnitWriter))));
    }
}

/// <summary>A unit on its way to the disk, and its caller.</summary>
internal sealed class Waiting(UnitOfWork? unit)
{
    public UnitOfWork? Unit => unit;

    /// <summary>Instead of a unit: something to do on the embedded database's only writing connection.</summary>
    public Action<SqliteConnection>? Run { get; init; }

    public TaskCompletionSource<CommitOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
