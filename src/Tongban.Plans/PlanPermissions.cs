using Tongban.Foundation.People;

namespace Tongban.Plans;

/// <summary>Rights of the plans' pages and endpoints. Whose fields, whose money and whose project it is, is checked by the organ.</summary>
public static class PlanPermissions
{
    public const string ReadName = "plans.read";
    public const string WorkName = "plans.work";
    public const string ApproveName = "plans.approve";
    public const string SeeName = "plans.see";
    public const string ReportName = "plans.report";

    /// <summary>Pools, plans, payments, warnings, statistics of the city.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Draw up, fill in, confirm, book, import, order answers: each department its own part.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head);

    /// <summary>Approve a plan: the head of the development and reform commission, by the document of the government.</summary>
    public static readonly Permission Approve = new(ApproveName, Roles.Head);

    /// <summary>See projects of the pool and their warnings: the project unit its own, officers all.</summary>
    public static readonly Permission See = new(SeeName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Return progress and answer warnings: the project unit, or an officer who speaks for the project.</summary>
    public static readonly Permission Report = new(ReportName, Roles.Applicant | Roles.Handler | Roles.Head);

    public static IReadOnlyList<Permission> All => [Read, Work, Approve, See, Report];
}
