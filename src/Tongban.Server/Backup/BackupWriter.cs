using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using FileOptions = System.IO.FileOptions;

namespace Tongban.Server.Backup;

/// <summary>Makes a backup beside the running server: the database as of one moment, then the files, which never change once they are written, then what it all must be.</summary>
/// <remarks>Files are written before the act that names them, so whatever the database of that moment names is there when files are copied after it.</remarks>
internal sealed class BackupWriter(ServerOptions options, TongbanDb db, TimeProvider clock)
{
    /// <summary>Folders of the data folder that hold content by its digest.</summary>
    private static readonly string[] Contents = ["files", "layers"];

    /// <param name="target">The archive; replaced only when the new one is complete.</param>
    /// <param name="privateKeys">Also the keys that sign the ledger and protect sessions.</param>
    public async Task<BackupManifest> WriteAsync(string target, bool privateKeys, CancellationToken ct)
    {
        var partial = target + ".partial";
        var copy = target + ".database";
        try
        {
            (long, string?) before = options.Storage.IsSqlite ? default : await LedgerAsync(db, ct);
            await CopyDatabaseAsync(copy, ct);
            // On SQLite the copy itself is asked, for it is what will be restored; a dump holds at least what the database held before it.
            var (entries, note) = options.Storage.IsSqlite ? await LedgerAsync(copy, ct) : before;
            var files = new List<BackupFile>();
            BackupManifest manifest;
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                if (privateKeys && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                await using (var zip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                await using (var tar = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true))
                {
                    files.Add(await AddAsync(tar, copy, options.Storage.IsSqlite ? BackupManifest.Sqlite : BackupManifest.Postgres, ct));
                    foreach (var path in FilesOf(privateKeys))
                        files.Add(await AddAsync(tar, Path.Combine(options.DataFolder, path), path.Replace(Path.DirectorySeparatorChar, '/'), ct));
                    manifest = new(BackupManifest.Name, clock.GetUtcNow(), options.Storage.Kind, entries, note, privateKeys, files);
                    await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.FileName) { DataStream = new MemoryStream(manifest.ToBytes()) }, ct);
                }
                file.Flush(flushToDisk: true);
            }
            Durable.Move(partial, target, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
            File.Delete(partial);
        }
    }

    private async Task CopyDatabaseAsync(string copy, CancellationToken ct)
    {
        File.Delete(copy);
        if (!options.Storage.IsSqlite)
        {
            await PostgresTools.DumpAsync(options.Storage.ConnectionString, copy, ct);
            return;
        }
        if (!File.Exists(options.Storage.SqliteFile))
            throw BackupErrors.NothingToBackUp(options.DataFolder);
        // Reads one snapshot while the server goes on writing; it neither writes nor checkpoints.
        await using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.Storage.SqliteFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 60 }.ToString());
        await using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        await source.OpenAsync(ct);
        await target.OpenAsync(ct);
        await Task.Run(() => source.BackupDatabase(target), ct);
    }

    private static async Task<(long Entries, string? Note)> LedgerAsync(TongbanDb db, CancellationToken ct) =>
        (await db.Set<LedgerEntry>().LongCountAsync(ct), await db.Set<StoredCheckpoint>().AsNoTracking().OrderByDescending(c => c.Size).Select(c => c.Note).FirstOrDefaultAsync(ct));

    private static async Task<(long Entries, string? Note)> LedgerAsync(string copy, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await using var count = new SqliteCommand("SELECT count(*) FROM foundation_ledger", connection);
        await using var note = new SqliteCommand("SELECT note FROM foundation_checkpoints ORDER BY size DESC LIMIT 1", connection);
        return ((long)(await count.ExecuteScalarAsync(ct))!, await note.ExecuteScalarAsync(ct) as string);
    }

    private IEnumerable<string> FilesOf(bool privateKeys)
    {
        IEnumerable<string> folders = options.Storage.IsSqlite ? Contents : [];
        foreach (var folder in folders.Append(privateKeys ? "keys" : Path.Combine("keys", "ledger-public")))
        {
            var full = Path.Combine(options.DataFolder, folder);
            if (!Directory.Exists(full))
                continue;
            foreach (var file in Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Where(f => !IsUnderWay(Path.GetRelativePath(full, f))).Order(StringComparer.Ordinal))
                yield return Path.GetRelativePath(options.DataFolder, file);
        }
    }

    // What is being written at this moment is nobody's yet, and may be gone in the next.
    private static bool IsUnderWay(string path) =>
        Path.GetFileName(path).StartsWith('.') || path.EndsWith(".tmp", StringComparison.Ordinal) || path.EndsWith(".part", StringComparison.Ordinal) || path.StartsWith("scratch" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static async Task<BackupFile> AddAsync(TarWriter tar, string path, string name, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        file.Position = 0;
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, ct);
        return new(name, file.Length, digest);
    }
}
