namespace Tongban.Foundation.Storage;

/// <summary>What nearly every request asks the database for and what changes a few times a year: kept in memory, and looked at again from time to time.</summary>
/// <remarks>One looks, the others go on with what is known: hundreds of requests that looked at the same moment kept every thread of the process waiting for a connection (<c>bench/load</c>). A change of this
/// process is seen at once (<see cref="Forget"/>), one of another process within <c>fresh</c>, and within three times of it while somebody is looking.</remarks>
/// <param name="read">Reads it anew, given what is known; <see langword="null"/> when there is nothing yet, which is not kept.</param>
/// <param name="fresh">How long it is believed.</param>
public sealed class Remembered<T>(Func<T?, T?> read, TimeSpan fresh, TimeProvider clock) where T : class
{
    private readonly Lock _reading = new();
    private volatile Kept? _kept;
    private int _changes;

    public T? Value
    {
        get
        {
            var kept = _kept;
            if (IsFresh(kept))
                return kept!.Value;
            if (kept is null || kept.Changes != Volatile.Read(ref _changes) || clock.GetElapsedTime(kept.At) >= 3 * fresh)
                _reading.Enter();
            else if (!_reading.TryEnter())
                return kept.Value;
            try
            {
                kept = _kept;
                if (IsFresh(kept))
                    return kept!.Value;
                // A change that is committed while this reads may be missing in it: counted before, it is read again by the next.
                var (at, changes) = (clock.GetTimestamp(), Volatile.Read(ref _changes));
                var value = read(kept?.Value);
                _kept = value is null ? null : new Kept(value, at, changes);
                return value;
            }
            finally
            {
                _reading.Exit();
            }
        }
    }

    /// <summary>Whoever asks next reads it anew; called after a change was committed in this process.</summary>
    public void Forget() => Interlocked.Increment(ref _changes);

    private bool IsFresh(Kept? kept) => kept is not null && kept.Changes == Volatile.Read(ref _changes) && clock.GetElapsedTime(kept.At) < fresh;

    private sealed record Kept(T Value, long At, int Changes);
}
