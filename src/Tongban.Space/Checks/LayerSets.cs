using Microsoft.Extensions.DependencyInjection;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Layers;

namespace Tongban.Space.Checks;

/// <summary>The sets that are open, mapped into memory. The last few stay open; one that a check uses is closed only after it.</summary>
internal sealed class LayerSets(IServiceScopeFactory scopes) : IDisposable
{
    private const int Kept = 4;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly List<Entry> _open = [];

    /// <summary>A set to check against; give it back by disposing the lease.</summary>
    public async Task<Lease> OpenAsync(PinnedSet pinned, CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            if (_open.Find(e => e.Digest == pinned.Digest) is not { } entry)
            {
                entry = new(pinned.Digest, await LoadAsync(pinned, ct));
                // A set with a missing file is not kept: the file may be back at the next check.
                if (entry.Set.Layers.All(l => l.File is not null))
                    _open.Add(entry);
                else
                    entry.Retired = true;
            }
            entry.Users++;
            while (_open.Count > Kept)
                Retire(_open[0]);
            return new(this, entry);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose()
    {
        foreach (var entry in _open)
            entry.Set.Dispose();
        _opening.Dispose();
    }

    private async Task<LayerSet> LoadAsync(PinnedSet pinned, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var blobs = scope.ServiceProvider.GetRequiredService<BlobStore>();
        List<LayerPin> pins = [];
        foreach (var version in pinned.Versions)
        {
            // What was fetched had its SHA-256 taken on the way; what was not is told to be missing or damaged when it is opened.
            var path = await blobs.FetchAsync(version.ContentHash, ct);
            // The threshold that counts is applied per layer afterwards; the engine's is the same, so that its verdict agrees.
            pins.Add(new(version.Code, path ?? blobs.PathOf(version.ContentHash), path is null ? version.ContentHash : null, (double)version.Definition.ToleranceM2));
        }
        return LayerSet.Open(pinned.Epsg, pins);
    }

    private void Retire(Entry entry)
    {
        _open.Remove(entry);
        entry.Retired = true;
        if (entry.Users == 0)
            entry.Set.Dispose();
    }

    private void Return(Entry entry)
    {
        _opening.Wait();
        try
        {
            if (--entry.Users == 0 && entry.Retired)
                entry.Set.Dispose();
        }
        finally
        {
            _opening.Release();
        }
    }

    internal sealed class Entry(string digest, LayerSet set)
    {
        public string Digest { get; } = digest;

        public LayerSet Set { get; } = set;

        public int Users { get; set; }

        public bool Retired { get; set; }
    }

    internal sealed class Lease(LayerSets sets, Entry entry) : IDisposable
    {
        public LayerSet Set => entry.Set;

        public void Dispose() => sets.Return(entry);
    }
}
