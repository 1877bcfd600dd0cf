using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Space.Engine.Files;
using Tongban.Space.Layers;

namespace Tongban.Space.Map;

/// <summary>The layer files that the map looks into, by their content: opened once, verified then, kept open while they are in use or among the last used.</summary>
internal sealed class TileFiles(IServiceScopeFactory scopes) : IDisposable
{
    private const int Kept = 64;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly LinkedList<(string Content, LayerFile File)> _open = [];

    /// <summary>Layers of contents that were once published: they stay readable for everyone for ever.</summary>
    public ConcurrentDictionary<string, string> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>One owner more of the file, to be disposed; <see langword="null"/> when it is nowhere or damaged.</summary>
    public async Task<LayerFile?> OpenAsync(string content, CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            for (var node = _open.First; node is not null; node = node.Next)
            {
                if (node.Value.Content != content)
                    continue;
                _open.Remove(node);
                _open.AddFirst(node);
                return node.Value.File.Share();
            }
            using var scope = scopes.CreateScope();
            if (await scope.ServiceProvider.GetRequiredService<BlobStore>().FetchAsync(content, ct) is not { } path)
                return null;
            LayerFile file;
            try
            {
                file = LayerFile.Open(path);
            }
            catch (IOException)
            {
                return null;
            }
            _open.AddFirst((content, file));
            if (_open.Count > Kept)
            {
                _open.Last!.Value.File.Dispose();
                _open.RemoveLast();
            }
            return file.Share();
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose()
    {
        foreach (var (_, file) in _open)
            file.Dispose();
        _opening.Dispose();
    }
}
