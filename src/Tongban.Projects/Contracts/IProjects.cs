using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>Where a project stands as a whole; what happens inside its approval is the business of the approvals.</summary>
public enum ProjectStatus
{
    /// <summary>草稿: being filled in, no code yet. Only drafts have it, a project never does.</summary>
    Draft,

    /// <summary>已申报: declared, has its code.</summary>
    Declared,

    /// <summary>审批中: at least one stage of the parallel approval has begun.</summary>
    InApproval,

    /// <summary>已撤回: taken back by the enterprise.</summary>
    Withdrawn,

    /// <summary>已作废: the code was invalidated by the authority; it is never used again.</summary>
    Invalidated,

    /// <summary>已失效: construction was not begun in time.</summary>
    Lapsed,
}

/// <summary>One source of a project's funds. Codes: <see cref="FundSources"/>.</summary>
public sealed record FundShare(string Source, decimal Yuan);

/// <summary>A project as other modules see it.</summary>
/// <param name="Owner">Credit code of the project unit (项目单位).</param>
/// <param name="Division">Six digits, GB/T 2260.</param>
/// <param name="TotalInvestment">Yuan.</param>
/// <param name="SiteDigest">SHA-256 of the site boundary, if one was given.</param>
/// <param name="SiteHectares">Area of the boundary, not the declared land area.</param>
/// <param name="FiledOn">Day on which a record filing took effect; <see langword="null"/> for the other types.</param>
/// <param name="Facts">Answers of the applicant on which the flow decides which items apply, for example <c>annualEnergyTce</c> → <c>1200</c>; about control layers that were looked at, the check's (<see cref="SiteLayers"/>).</param>
public sealed record ProjectRecord(
    Guid Id, string Code, string Name, string Owner, ProjectType Type, string Division, string Industry, ProjectStatus Status,
    decimal TotalInvestment, decimal? LandArea, string? SiteDigest, decimal? SiteHectares, DateOnly? FiledOn, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>How the declaration compared with the negative list, and the editions of the lists that the project keeps; <see langword="null"/> when it was not compared.</summary>
    public Screening? Screening { get; init; }

    /// <summary>What the check of its boundary found; <see langword="null"/> when it has none, or it was never held against a layer.</summary>
    public SiteFindings? Site { get; init; }

    /// <summary>The matter whose ledger chain everything about this project joins.</summary>
    public string Matter => MatterOf(Id);

    /// <summary>Why it was withdrawn or its code invalidated.</summary>
    public string? EndReason { get; init; }

    /// <summary>Withdrawn or invalidated: nothing more may be done for it.</summary>
    public bool HasEnded => Status is ProjectStatus.Withdrawn or ProjectStatus.Invalidated or ProjectStatus.Lapsed;

    public static string MatterOf(Guid projectId) => $"{MatterPrefix}{projectId}";

    /// <summary>Whether the matter is one of a project.</summary>
    public static bool IsOne(string matter) => matter.StartsWith(MatterPrefix, StringComparison.Ordinal);

    /// <returns>The project whose chain this is, or <see langword="null"/> when the matter is no project.</returns>
    public static Guid? IdOf(string matter) =>
        IsOne(matter) && Guid.TryParse(matter.AsSpan(MatterPrefix.Length), out var id) ? id : null;

    private const string MatterPrefix = "project:";
}

/// <summary>The register of projects (项目库).</summary>
public interface IProjects
{
    Task<ProjectRecord?> FindAsync(Guid id, CancellationToken ct);

    /// <param name="code">National project code, as printed.</param>
    Task<ProjectRecord?> FindByCodeAsync(string code, CancellationToken ct);

    /// <summary>The projects whose name holds a text, when they are few.</summary>
    /// <returns><see langword="null"/> when every part of the text is in so many names that there may be hundreds.</returns>
    Task<IReadOnlyList<Guid>?> FindByNameAsync(string part, CancellationToken ct);

    /// <returns>The site boundary as GeoJSON in longitude and latitude (CGCS2000), or <see langword="null"/> when none was given.</returns>
    Task<string?> FindSiteAsync(Guid id, CancellationToken ct);

    /// <summary>Marks that approval has begun; called inside the unit of work of the module that begins it. Repeating it changes nothing.</summary>
    Task<Error?> EnterApprovalAsync(Guid id, CancellationToken ct);

    /// <summary>The project was not begun in time: it lapses, and its code with it. Called inside the unit of work of the module that watches the term.</summary>
    Task<Error?> LapseAsync(Guid id, string reason, CancellationToken ct);
}
