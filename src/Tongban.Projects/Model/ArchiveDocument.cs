using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.Model;

/// <summary>A document in a project's digital file. It is never changed: a newer edition stands beside it.</summary>
internal sealed class ArchiveDocument : Aggregate
{
    private ArchiveDocument()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public ArchiveKind Kind { get; private set; }

    public int? Stage { get; private set; }

    public string? ItemCode { get; private set; }

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public string? Number { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    public string Digest { get; private set; } = "";

    public string MediaType { get; private set; } = "";

    public long Length { get; private set; }

    public string? Organ { get; private set; }

    public int Edition { get; private set; }

    public ArchiveAudience Audience { get; private set; }

    public DateTimeOffset ArchivedAt { get; private set; }

    /// <param name="lastEdition">Of the same number in the same project; 0 when there is none.</param>
    public static Result<ArchiveDocument> Archive(ArchiveEntry entry, int lastEdition, DateTimeOffset now)
    {
        List<Error> errors = [];
        if (string.IsNullOrWhiteSpace(entry.Name.Zh) || string.IsNullOrWhiteSpace(entry.Name.En) || entry.Name.Zh.Length > 200 || entry.Name.En.Length > 300)
            errors.Add(ProjectErrors.Document("name", ("文件名称应有中英文，且不超过200字。", "A document has a Chinese and an English name of at most 200 and 300 characters.")));
        if (entry.Digest.Length != 64 || !entry.Digest.All(char.IsAsciiHexDigitLower))
            errors.Add(ProjectErrors.Document("digest", ("文件摘要应为64位小写十六进制SHA-256。", "The digest must be SHA-256 in 64 lower-case hexadecimal digits.")));
        if (entry.Length <= 0)
            errors.Add(ProjectErrors.Document("length", ("不能归档空文件。", "An empty file cannot be archived.")));
        if (entry.Stage is < 1 or > 5)
            errors.Add(ProjectErrors.Document("stage", ("阶段应为1至5。", "A stage is 1 to 5.")));
        if (entry.Kind is not ArchiveKind.Material && (string.IsNullOrWhiteSpace(entry.Number) || entry.Organ is null))
            errors.Add(ProjectErrors.Document("number", ("结果和证照应有文号和出具机关。", "A result or certificate has a number and an issuing organ.")));
        if (entry.Number is { Length: > 100 } || entry.ItemCode is { Length: > 40 } || entry.Organ is { Length: > 40 } || entry.MediaType is { Length: 0 or > 100 })
            errors.Add(ProjectErrors.Document("document", ("文号不超过100字，事项编码和机关代码不超过40字，媒体类型必填且不超过100字。", "Number and media type have at most 100 characters, item and organ codes at most 40; the media type is required.")));
        if (Error.Combine(errors) is { } refusal)
            return refusal;

        var document = new ArchiveDocument
        {
            Id = entry.Id == Guid.Empty ? NewId.At(now) : entry.Id,
            ProjectId = entry.ProjectId,
            Kind = entry.Kind,
            Stage = entry.Stage,
            ItemCode = entry.ItemCode,
            NameZh = entry.Name.Zh,
            NameEn = entry.Name.En,
            Number = entry.Number,
            IssuedOn = entry.IssuedOn,
            Digest = entry.Digest,
            MediaType = entry.MediaType,
            Length = entry.Length,
            Organ = entry.Organ,
            Edition = lastEdition + 1,
            Audience = entry.Audience,
            ArchivedAt = now,
        };
        document.Record(new DocumentArchived(document.ProjectId, document.Id, document.Kind, document.ItemCode, document.Number, document.Edition, document.Digest));
        return document;
    }

    public ArchiveEntry ToEntry() => new(ProjectId, Kind, Stage, ItemCode, (NameZh, NameEn), Number, IssuedOn, Digest, MediaType, Length, Organ, Audience) { Id = Id, Edition = Edition };
}
