using Tongban.Foundation;
using Tongban.Mining.Logs;

namespace Tongban.Mining.Desk;

/// <summary>The logs that were looked at last, by their digest: what is known by its content never goes stale.</summary>
internal sealed class LogCache
{
    private const long MostEvents = 8_000_000;
    private readonly Lock _one = new();
    private readonly List<(string Digest, EventLog Log)> _kept = [];

    public EventLog? Find(string digest)
    {
        lock (_one)
        {
            var at = _kept.FindIndex(k => k.Digest == digest);
            if (at < 0)
                return null;
            var found = _kept[at];
            _kept.RemoveAt(at);
            _kept.Add(found);
            return found.Log;
        }
    }

    public void Keep(string digest, EventLog log)
    {
        lock (_one)
        {
            _kept.RemoveAll(k => k.Digest == digest);
            _kept.Add((digest, log));
            while (_kept.Count > 1 && _kept.Sum(k => (long)k.Log.EventCount) > MostEvents)
                _kept.RemoveAt(0);
        }
    }
}

/// <summary>One large file is read at a time: two would need the memory of both.</summary>
internal sealed class ImportTurn : Turn;
