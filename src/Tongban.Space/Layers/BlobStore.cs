using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Space.Layers;

/// <summary>A piece of a large file, where the database has to carry it from one machine to the next.</summary>
internal sealed class BlobChunk
{
    private BlobChunk() { }

    public BlobChunk(string digest, int number, byte[] content) => (Id, Digest, Number, Content) = (NewId.Random(), digest, number, content);

    public Guid Id { get; private set; }

    /// <summary>SHA-256 of the whole file.</summary>
    public string Digest { get; private set; } = "";

    public int Number { get; private set; }

    public byte[] Content { get; private set; } = [];
}

/// <summary>Where large files of this room lie.</summary>
internal sealed record BlobFolder(string Path)
{
    /// <summary>For what is under way; may be emptied while no server runs.</summary>
    public string Scratch => System.IO.Path.Combine(Path, "scratch");
}

/// <summary>Keeps files of up to hundreds of megabytes by their SHA-256, as local files that can be mapped into memory.</summary>
/// <remarks>On the embedded database the folder is the store. On PostgreSQL the database is, in pieces, and the folder is each machine's copy: a missing or wrong one is
/// fetched again. Pieces are committed before the record that names them; a file nobody names harms nobody.</remarks>
internal sealed class BlobStore(TongbanDb db, StorageOptions storage, BlobFolder folder)
{
    private const int ChunkBytes = 4 << 20;

    public string PathOf(string digest) => Path.Combine(folder.Path, digest[..2], digest);

    /// <summary>Takes a local file in and removes it from where it was.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> KeepAsync(string path, CancellationToken ct)
    {
        string digest;
        await using (var file = File.OpenRead(path))
            digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        var target = PathOf(digest);
        Durable.CreateFolder(Path.GetDirectoryName(target)!);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        Durable.Move(path, target, overwrite: true);
        if (!storage.IsSqlite)
            await SendAsync(target, digest, ct);
        return digest;
    }

    /// <summary>A local copy whose content is the digest's, or <see langword="null"/> when there is none anywhere.</summary>
    public async Task<string?> FetchAsync(string digest, CancellationToken ct)
    {
        var path = PathOf(digest);
        if (await IsWholeAsync(path, digest, ct))
            return path;
        if (storage.IsSqlite)
            return null;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                for (var number = 0; await db.Set<BlobChunk>().AsNoTracking().SingleOrDefaultAsync(c => c.Digest == digest && c.Number == number, ct) is { } chunk; number++)
                    await file.WriteAsync(chunk.Content, ct);
                file.Flush(flushToDisk: true);
            }
            if (!await IsWholeAsync(partial, digest, ct))
                return null;
            File.Move(partial, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task<bool> IsWholeAsync(string path, string digest, CancellationToken ct)
    {
        if (!File.Exists(path))
            return false;
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) == digest;
    }

    private async Task SendAsync(string path, string digest, CancellationToken ct)
    {
        var known = await db.Set<BlobChunk>().AsNoTracking().Where(c => c.Digest == digest).Select(c => c.Number).ToListAsync(ct);
        var caller = new Caller { Actor = Actor.System };
        await using var file = File.OpenRead(path);
        var buffer = new byte[ChunkBytes];
        for (var number = 0; await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is > 0 and var read; number++)
        {
            if (known.Contains(number))
                continue;
            var (at, content) = (number, buffer[..read]);
            await db.ActAsync(digest, caller, () =>
            {
                db.Add(new BlobChunk(digest, at, content));
                return Task.FromResult((Result<int>)at);
            }, ct);
        }
    }
}
