using Tongban.Foundation.People;

namespace Tongban.Supervision;

/// <summary>Rights of the supervision's pages and endpoints. Which organ's findings one sees, and whose card it is, is checked by the organ.</summary>
public static class SupervisionPermissions
{
    public const string ReadName = "supervision.read";
    public const string WorkName = "supervision.work";
    public const string ReportName = "supervision.report";

    /// <summary>Board, findings, cards, scores: an officer those of his own organ, the supervising office and the auditors all.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Issue, answer and decide cards: the supervising office its steps, the organ concerned its own.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head);

    /// <summary>Report a fee: the enterprise that was charged.</summary>
    public static readonly Permission Report = new(ReportName, Roles.Applicant);

    public static IReadOnlyList<Permission> All => [Read, Work, Report];
}
