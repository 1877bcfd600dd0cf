using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tongban.Approvals.ArchivePackage;

/// <summary>A file of the package.</summary>
internal sealed record PackagedFile(string Name, string Sha256, long Length);

/// <summary>A document of the archive.</summary>
/// <param name="File">Its file in the package; documents of the same content share one.</param>
internal sealed record PackagedDocument(
    Guid Id, string Kind, int? Stage, string? Item, string NameZh, string NameEn, string? Number, int Edition, DateOnly IssuedOn, string? Organ, string Digest, string MediaType, long Length, string File);

/// <summary>What a stage has or lacks.</summary>
internal sealed record PackagedResult(int Stage, string Item, string NameZh, string NameEn, string State, bool Outside, string? Number, DateOnly? IssuedOn, DateOnly? DueOn);

/// <summary>The table of contents of an archive package (<c>index.json</c>); format in docs/archive-package.md.</summary>
/// <param name="Matter">The ledger chain of the project.</param>
/// <param name="Entries">Entries of the chain, from its first.</param>
/// <param name="Head">Hash of the last one.</param>
/// <param name="Withheld">Documents that are in the archive and not for the reader this package was made for.</param>
internal sealed record PackageIndex(
    string Format, string ProjectCode, string ProjectName, string Owner, DateTimeOffset MadeAt, string Matter, int Entries, string Head, long CheckpointSize,
    IReadOnlyList<PackagedDocument> Documents, IReadOnlyList<Guid> Withheld, IReadOnlyList<PackagedResult> Results, IReadOnlyList<PackagedFile> Files)
{
    public const string FormatName = "tongban-archive-1";
    public const string IndexFile = "index.json", SignatureFile = "index.sig", KeysFile = "public-keys.txt", CheckpointFile = "checkpoint.txt", DocumentFolder = "documents/", ProofFolder = "ledger/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">Not an index.</exception>
    public static PackageIndex Read(byte[] json) => JsonSerializer.Deserialize<PackageIndex>(json, Json) ?? throw new JsonException("no index");

    public static string ProofFile(long sequence) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ProofFolder}{sequence:D6}.json");
}
