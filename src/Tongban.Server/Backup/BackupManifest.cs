using System.Text.Json;
using Tongban.Foundation.Storage;

namespace Tongban.Server.Backup;

/// <summary>What a backup holds: the last entry of its archive, against which the others are judged.</summary>
/// <param name="Format"><see cref="Name"/>.</param>
/// <param name="MadeAt">UTC.</param>
/// <param name="Database">What the records were kept in; a backup is restored into the same kind.</param>
/// <param name="Entries">Entries of the ledger that the backup holds.</param>
/// <param name="Checkpoint">The newest signed head of the ledger then: the restored ledger must continue it.</param>
/// <param name="HasPrivateKeys">Whether it holds the keys that sign and encrypt: then it is as secret as they are.</param>
internal sealed record BackupManifest(string Format, DateTimeOffset MadeAt, DatabaseKind Database, long Entries, string? Checkpoint, bool HasPrivateKeys, IReadOnlyList<BackupFile> Files)
{
    public const string Name = "tongban-backup-1";

    public const string FileName = "manifest.json";

    /// <summary>The embedded database within the archive.</summary>
    public const string Sqlite = "tongban.db";

    /// <summary>The dump of a PostgreSQL database within the archive.</summary>
    public const string Postgres = "tongban.pgdump";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is no manifest.</exception>
    public static BackupManifest Read(Stream stream) => JsonSerializer.Deserialize<BackupManifest>(stream, Json) is { Format: Name } manifest ? manifest : throw new JsonException();
}

/// <param name="Path">Within the archive and the data folder, with slashes.</param>
/// <param name="Sha256">Hexadecimal, lower case.</param>
internal sealed record BackupFile(string Path, long Length, string Sha256);
