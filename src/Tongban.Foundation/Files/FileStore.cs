using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Files;

/// <summary>Where files too large for the embedded database lie.</summary>
public sealed record FileOptions(string Folder);

/// <summary>Keeps files by their SHA-256: the same content is kept once, a changed byte is another file.</summary>
/// <remarks>Small files, and all files on PostgreSQL, lie in the database and join the act's transaction. On the embedded database larger ones
/// are written and synced to the folder first; should the act then fail, a nameless file is left, which harms nobody.</remarks>
public sealed class FileStore(TongbanDb db, StorageOptions storage, FileOptions options, TimeProvider clock)
{
    /// <summary>Largest file accepted, in bytes.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    private static readonly PerModel<Func<TongbanDb, string, Task<StoredFile?>>> Known = new(() => EF.CompileAsyncQuery((TongbanDb db, string digest) =>
        db.Set<StoredFile>().Where(f => f.Digest == digest).Select(f => new StoredFile(f.Digest, f.MediaType, f.Length, null, f.StoredAt)).SingleOrDefault()));

    private const int LargestInSqlite = 64 * 1024;

    /// <summary>Takes a person's upload in: size and type are checked. Call inside <see cref="TongbanDb.ActAsync"/>.</summary>
    public async Task<Result<StoredFile>> UploadAsync(byte[] content, string field, CancellationToken ct)
    {
        if (content.Length == 0)
            return new Error("files.empty", ("文件是空的。", "The file is empty.")) { Field = field };
        if (content.Length > LargestFile)
            return TooLarge(field);
        if (FileTypes.Sniff(content) is not { } mediaType)
            return new Error("files.type", new Words("无法接受此类文件；可上传 {0}。", "Files of this kind are not accepted; upload {1}.").With(FileTypes.Accepted.Zh, FileTypes.Accepted.En)) { Field = field };
        return await KeepAsync(content, mediaType, ct);
    }

    /// <summary>The refusal of a file over <see cref="LargestFile"/>, also for those who see its length before its content.</summary>
    public static Error TooLarge(string field) => new("files.too-large", ($"文件超过 {LargestFile >> 20} MB。", $"The file is larger than {LargestFile >> 20} MB.")) { Field = field, WayOut = ("请压缩或拆分后上传。", "Compress or split it.") };

    /// <summary>Keeps a document the platform made itself. Call inside <see cref="TongbanDb.ActAsync"/>.</summary>
    public async Task<StoredFile> KeepAsync(byte[] content, string mediaType, CancellationToken ct)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        var known = db.Set<StoredFile>().Local.FirstOrDefault(f => f.Digest == digest)
            ?? await Known.Of(db)(db, digest);
        if (known is not null)
            return known;
        var inDatabase = !storage.IsSqlite || content.Length <= LargestInSqlite;
        if (!inDatabase)
            await WriteAsync(digest, content, ct);
        var file = new StoredFile(digest, mediaType, content.Length, inDatabase ? content : null, clock.GetUtcNow());
        db.Add(file);
        return file;
    }

    /// <summary>Keeps a small document that cannot exist yet, because it carries a fresh number; no look-ups, so it may be called while the number is being given.</summary>
    public StoredFile KeepNew(byte[] content, string mediaType)
    {
        var file = new StoredFile(Convert.ToHexStringLower(SHA256.HashData(content)), mediaType, content.Length, content, clock.GetUtcNow());
        db.Add(file);
        return file;
    }

    /// <returns>The bytes, checked against their digest; <see langword="null"/> when there is no such file.</returns>
    /// <exception cref="InvalidDataException">The stored bytes are not what the digest says.</exception>
    public async Task<(StoredFile File, byte[] Content)?> ReadAsync(string digest, CancellationToken ct)
    {
        var file = await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Digest == digest, ct);
        if (file is null)
            return null;
        var content = file.Content ?? await File.ReadAllBytesAsync(PathOf(digest), ct);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == digest ? (file, content) : throw new InvalidDataException($"file {digest} does not match its digest");
    }

    private string PathOf(string digest) => Path.Combine(options.Folder, digest[..2], digest);

    private async Task WriteAsync(string digest, byte[] content, CancellationToken ct)
    {
        var path = PathOf(digest);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Durable.CreateFolder(Path.GetDirectoryName(path)!);
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await stream.WriteAsync(content, ct);
                stream.Flush(flushToDisk: true);
            }
            Durable.Move(temporary, path, overwrite: true);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // The disk is full or broken: nothing is acknowledged, and the caller hears that he may come again.
            throw new StorageUnavailableException(broken);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (IOException)
        {
            // a nameless rest on a broken disk
        }
    }
}
