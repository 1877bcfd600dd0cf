using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>What a document of the archive is.</summary>
public enum ArchiveKind
{
    /// <summary>申请材料: handed in.</summary>
    Material,

    /// <summary>审批结果: a decision, reply or opinion.</summary>
    Result,

    /// <summary>证照: a licence or certificate.</summary>
    Certificate,
}

/// <summary>Who besides the organs of the project may read a document.</summary>
public enum ArchiveAudience
{
    Organs,

    Applicant,

    Public,
}

/// <summary>A document for the archive, or one that is in it.</summary>
/// <param name="Stage">Number of the approval stage, 1 to 5; <see langword="null"/> outside the stages.</param>
/// <param name="ItemCode">Code of the approval item it belongs to.</param>
/// <param name="Number">Document number (文号) or certificate number.</param>
/// <param name="Digest">SHA-256 of the stored file, lower-case hexadecimal.</param>
/// <param name="Organ">Organ key of the issuer; <see langword="null"/> when the applicant handed it in.</param>
public sealed record ArchiveEntry(
    Guid ProjectId, ArchiveKind Kind, int? Stage, string? ItemCode, Words Name, string? Number, DateOnly IssuedOn,
    string Digest, string MediaType, long Length, string? Organ, ArchiveAudience Audience)
{
    public Guid Id { get; init; }

    /// <summary>1 for the first; a newer edition of the same number replaces the older, which stays readable.</summary>
    public int Edition { get; init; } = 1;
}

/// <summary>The digital file of a project (项目审批数字档案; domain 03 § 3.5).</summary>
public interface IProjectArchive
{
    /// <summary>Adds a document; called inside the unit of work of the module that issues it. The same content for the same place is added once.</summary>
    Task<Result<Guid>> AddAsync(ArchiveEntry entry, CancellationToken ct);

    /// <summary>Adds a document that the platform itself has just issued under a fresh number; no look-ups, so it may be called while the number is being given.</summary>
    void Add(ArchiveEntry entry);

    /// <summary>Documents of a project that this audience may read, newest first.</summary>
    Task<IReadOnlyList<ArchiveEntry>> ListAsync(Guid projectId, ArchiveAudience audience, CancellationToken ct);
}
