using Tongban.Foundation.Identifiers;

namespace Tongban.Approvals.Model;

/// <summary>A paper of a stage: one set for all its items (一份材料). The newest edition counts, the older ones stay.</summary>
internal sealed class StageMaterial
{
    private StageMaterial()
    {
    }

    public Guid Id { get; private set; }

    public Guid StageCaseId { get; private set; }

    /// <summary>Code in the flow: <c>M10</c>.</summary>
    public string Material { get; private set; } = "";

    public string FileDigest { get; private set; } = "";

    public string FileName { get; private set; } = "";

    public string MediaType { get; private set; } = "";

    public long Length { get; private set; }

    public int Edition { get; private set; }

    public bool IsCurrent { get; private set; }

    /// <summary>Handed in as an answer to the one correction.</summary>
    public bool IsCorrection { get; private set; }

    public Guid ProvidedBy { get; private set; }

    public DateTimeOffset ProvidedAt { get; private set; }

    internal static StageMaterial Provide(Guid stageCase, string material, Contracts.ProvidedFile file, int edition, bool isCorrection, Guid by, DateTimeOffset now) => new()
    {
        Id = NewId.At(now),
        StageCaseId = stageCase,
        Material = material,
        FileDigest = file.Digest,
        FileName = file.Name,
        MediaType = file.MediaType,
        Length = file.Length,
        Edition = edition,
        IsCurrent = true,
        IsCorrection = isCorrection,
        ProvidedBy = by,
        ProvidedAt = now,
    };

    internal void Replace() => IsCurrent = false;
}
