using Tongban.Foundation.People;

namespace Tongban.Dispatch;

/// <summary>Rights of the dispatch's pages and endpoints. Whose matter and whose project it is, is checked by the organ and the project.</summary>
public static class DispatchPermissions
{
    public const string ReadName = "dispatch.read";
    public const string SeeName = "dispatch.see";
    public const string ReportName = "dispatch.report";
    public const string WorkName = "dispatch.work";
    public const string DirectName = "dispatch.direct";
    public const string KeysName = "dispatch.keys";

    /// <summary>Matters of the city, models, boards of the week.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>See matters and weeks: the project unit its own, officers all within their reach.</summary>
    public static readonly Permission See = new(SeeName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Report a difficulty, confirm the answer, return the week: the project unit, or an officer who speaks for the project.</summary>
    public static readonly Permission Report = new(ReportName, Roles.Applicant | Roles.Handler | Roles.Head);

    /// <summary>Receive, return, answer: the unit a task was given to.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head);

    /// <summary>Decide disputes, merge, escalate: the dispatch office.</summary>
    public static readonly Permission Direct = new(DirectName, Roles.Handler | Roles.Head);

    /// <summary>Register and revoke applications that send requests.</summary>
    public static readonly Permission Keys = new(KeysName, Roles.Administrator);

    public static IReadOnlyList<Permission> All => [Read, See, Report, Work, Direct, Keys];
}
