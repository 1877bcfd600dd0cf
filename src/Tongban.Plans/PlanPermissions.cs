using Tongban.Foundation.People;

namespace Tongban.Plans;

/// <summary>Rights of the plans' pages and endpoints. Whose fields, whose money and whose project it is, is checked by the organ.</summary>
public static class PlanPermissions
{
    public const string ReadName = "plans.read";
    public const string WorkName = "plans.work";
    public const string ApproveName = "plans.approve";
    public const string ReportName = "plans.report";

    /// <summary>Pools, plans, payments, warnings, statistics of the city.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Draw up, fill in, confirm, book, import, order answers: each department its own part.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head);

    /// <summary>Approve a plan: the head of the development and reform commission, by the document of the government.</summary>
    public static readonly Permission Approve = new(ApproveName, Roles.Head);

    /// <summary>See one's projects of the pool, report progress, answer warnings: the project unit, or an officer.</summary>
    public static readonly Permission Report = new(ReportName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    public static IReadOnlyList<Permission> All => [Read, Work, Approve, Report];
}
