using Tongban.Foundation.People;

namespace Tongban.Approvals;

/// <summary>Rights of the approvals' pages and endpoints. Which case one may touch is asked of the case itself.</summary>
internal static class ApprovalPermissions
{
    public const string ApplyName = "approvals.apply";
    public const string HandleName = "approvals.handle";
    public const string HeadName = "approvals.head";
    public const string ReadName = "approvals.read";
    public const string OverseeName = "approvals.oversee";
    public const string EfficiencyName = "approvals.efficiency";
    public const string ReadCatalogueName = "approvals.read-catalogue";
    public const string DesignName = "approvals.design-flow";

    /// <summary>Materials, submission, corrections, commitments of the own enterprise.</summary>
    public static readonly Permission Apply = new(ApplyName, Roles.Applicant);

    /// <summary>Pre-check, opinions, decisions, requests.</summary>
    public static readonly Permission Handle = new(HandleName, Roles.Handler | Roles.Head);

    /// <summary>Special procedures and extensions.</summary>
    public static readonly Permission Head = new(HeadName, Roles.Head);

    /// <summary>Stage cases one is party to.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Auditor);

    /// <summary>The officers' pages of a stage and its items; auditors read them.</summary>
    public static readonly Permission Oversee = new(OverseeName, Roles.Handler | Roles.Head | Roles.Auditor);

    /// <summary>Which stages took how long, by name of the project.</summary>
    public static readonly Permission Efficiency = new(EfficiencyName, Roles.Head | Roles.Auditor);

    /// <summary>Versions of the flow.</summary>
    public static readonly Permission ReadCatalogue = new(ReadCatalogueName, Roles.Administrator | Roles.Auditor);

    /// <summary>Drafts of the flow, simulation, moving of running cases.</summary>
    public static readonly Permission Design = new(DesignName, Roles.Administrator);

    public static IReadOnlyList<Permission> All => [Apply, Handle, Head, Read, Oversee, Efficiency, ReadCatalogue, Design];
}
