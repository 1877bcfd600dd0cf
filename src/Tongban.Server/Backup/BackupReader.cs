using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Tongban.Foundation.Storage;

namespace Tongban.Server.Backup;

/// <summary>Unpacks a backup into a folder and compares every file with the manifest.</summary>
internal static class BackupReader
{
    /// <exception cref="Cli.CommandFailedException">It is no backup, is not complete, or a file differs.</exception>
    public static async Task<BackupManifest> UnpackAsync(string archive, string folder, CancellationToken ct)
    {
        if (!File.Exists(archive))
            throw BackupErrors.NoSuchFile(archive);
        var found = new Dictionary<string, BackupFile>(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        try
        {
            await using var file = File.OpenRead(archive);
            await using var zip = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(zip);
            while (await tar.GetNextEntryAsync(cancellationToken: ct) is { } entry)
            {
                // Only plain files with plain names are ours; nothing is written outside the folder.
                if (manifest is not null || entry.EntryType is not TarEntryType.RegularFile || !IsPlain(entry.Name) || entry.DataStream is null && entry.Length > 0)
                    throw BackupErrors.NotABackup(archive);
                if (entry.Name is BackupManifest.FileName)
                {
                    manifest = BackupManifest.Read(entry.DataStream!);
                    continue;
                }
                var target = Path.Combine(folder, entry.Name.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                await using var output = new FileStream(target, options);
                if (entry.DataStream is { } content)
                    await content.CopyToAsync(output, ct);
                output.Flush(flushToDisk: true);
                output.Position = 0;
                if (!found.TryAdd(entry.Name, new(entry.Name, output.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(output, ct)))))
                    throw BackupErrors.NotABackup(archive);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or JsonException or FormatException or IOException { HResult: unchecked((int)0x80131620) } and not DirectoryNotFoundException)
        {
            throw BackupErrors.NotABackup(archive);
        }
        if (manifest is null)
            throw BackupErrors.NotABackup(archive);
        var wrong = manifest.Files.FirstOrDefault(f => found.GetValueOrDefault(f.Path) != f)?.Path ?? found.Keys.Except(manifest.Files.Select(f => f.Path), StringComparer.Ordinal).FirstOrDefault();
        if (wrong is not null)
            throw BackupErrors.Differs(archive, wrong);
        if (!found.ContainsKey(manifest.Database is DatabaseKind.Sqlite ? BackupManifest.Sqlite : BackupManifest.Postgres))
            throw BackupErrors.NotABackup(archive);
        return manifest;
    }

    private static bool IsPlain(string name) => name.Length is > 0 and <= 300 && name.Split('/').All(p => p is not ("" or "." or "..") && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
}
