using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>A project was declared and got its code.</summary>
[Act("projects.declared", "项目申报并赋码", "Project declared")]
public sealed record ProjectDeclared(Guid ProjectId, string Code, string Owner, ProjectType Type, string Division, string Industry, decimal TotalInvestment, string? SiteDigest) : IAct;

/// <summary>The declaration was compared with the negative list; the project keeps these editions of the lists.</summary>
/// <param name="Editions"><c>negative:3</c>.</param>
/// <param name="Hits">Entries that fit, with their versions: <c>360500-N-SLJ-04-0002-00@1</c>.</param>
[Act("projects.screened", "比对负面清单", "Compared with the negative list")]
public sealed record ProjectScreened(Guid ProjectId, IReadOnlyList<string> Editions, IReadOnlyList<string> Hits) : IAct;

/// <summary>Receipt of all information of a filing project: the record filing is in effect (企业投资项目核准和备案管理条例13).</summary>
[Act("projects.filed", "备案生效", "Record filing took effect")]
public sealed record ProjectFiled(Guid ProjectId, string Code, DateOnly FiledOn) : IAct;

/// <summary>Parallel approval of the project began.</summary>
[Act("projects.approval-entered", "进入并联审批", "Project entered approval")]
public sealed record ProjectEnteredApproval(Guid ProjectId) : IAct;

/// <summary>The project's own data were changed; its code stays.</summary>
/// <param name="Fields">Names of the changed fields, as the API spells them; the values stay with the project.</param>
/// <param name="ByAuthority">Entered by the authority that approved the project; otherwise told by the unit.</param>
/// <param name="Digest">SHA-256 of name, location, scale, content, amount, dates and boundary as they are from now on.</param>
[Act("projects.changed", "项目信息变更", "Project data changed")]
public sealed record ProjectChanged(Guid ProjectId, string Code, IReadOnlyList<string> Fields, bool ByAuthority, string Digest, string ReasonDigest) : IAct;

/// <summary>The enterprise took the project back.</summary>
[Act("projects.withdrawn", "项目撤回", "Project withdrawn")]
public sealed record ProjectWithdrawn(Guid ProjectId, string Code) : IAct;

/// <summary>The authority invalidated a wrong code; the reason is kept with the project.</summary>
[Act("projects.invalidated", "项目代码作废", "Project code invalidated")]
public sealed record ProjectInvalidated(Guid ProjectId, string Code) : IAct;

/// <summary>Construction was not begun in time; the project and its code have lapsed.</summary>
[Act("projects.lapsed", "项目失效", "Project lapsed")]
public sealed record ProjectLapsed(Guid ProjectId, string Code) : IAct;

/// <summary>A document joined the digital archive of a project.</summary>
/// <param name="Digest">SHA-256 of the content.</param>
[Act("projects.document-archived", "文件归档", "Document archived")]
public sealed record DocumentArchived(Guid ProjectId, Guid DocumentId, ArchiveKind Kind, string? ItemCode, string? Number, int Edition, string Digest) : IAct;
