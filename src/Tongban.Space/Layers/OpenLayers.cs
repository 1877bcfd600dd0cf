using Microsoft.Extensions.DependencyInjection;
using Tongban.Space.Engine.Files;

namespace Tongban.Space.Layers;

/// <summary>Layer files that are being read one by one, mapped into memory. The last ones stay open; a reader that still holds one keeps it mapped.</summary>
internal sealed class OpenLayers(IServiceScopeFactory scopes) : IDisposable
{
    private const int Kept = 40;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly LinkedList<(string Hash, LayerFile File)> _files = [];

    /// <summary>The file, to be disposed by whoever asked; <see langword="null"/> when it is missing or damaged everywhere.</summary>
    public async Task<LayerFile?> BorrowAsync(string contentHash, CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            for (var node = _files.First; node is not null; node = node.Next)
            {
                if (node.Value.Hash != contentHash)
                    continue;
                _files.Remove(node);
                _files.AddFirst(node);
                return node.Value.File.Share();
            }
            using var scope = scopes.CreateScope();
            if (await scope.ServiceProvider.GetRequiredService<BlobStore>().FetchAsync(contentHash, ct) is not { } path)
                return null;
            // Its SHA-256 was taken a moment ago; the checksums inside are looked at when it is opened.
            var file = LayerFile.Open(path);
            _files.AddFirst((contentHash, file));
            while (_files.Count > Kept)
            {
                _files.Last!.Value.File.Dispose();
                _files.RemoveLast();
            }
            return file.Share();
        }
        catch (Exception broken) when (broken is LayerFileException or FileNotFoundException)
        {
            return null;
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose()
    {
        foreach (var (_, file) in _files)
            file.Dispose();
        _files.Clear();
        _opening.Dispose();
    }
}
