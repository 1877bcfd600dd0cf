namespace Tongban.Foundation.People;

/// <summary>What a person may be in an organ, or before it. Roles of two organs are never mixed: a session acts in one post.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>申请人: a person acting for an enterprise.</summary>
    Applicant = 1,

    /// <summary>经办人: handles the matters of the organ.</summary>
    Handler = 2,

    /// <summary>负责人: head of the organ; approves special procedures and extensions.</summary>
    Head = 4,

    /// <summary>系统管理员: organs, officers, calendars, catalogue.</summary>
    Administrator = 8,

    /// <summary>审计管理员: reads the ledger and everything needed to judge it, changes nothing.</summary>
    Auditor = 16,
}

/// <summary>Who acts, in which capacity. One sign-in session is one actor.</summary>
/// <param name="PersonId">The account; <see cref="Guid.Empty"/> for the platform itself and for strangers.</param>
/// <param name="Name">Name for pages; never written to the ledger.</param>
/// <param name="Organ">Organ key such as <c>FGW@360500</c> when acting as an officer.</param>
/// <param name="Enterprise">Unified social credit code when acting for an enterprise.</param>
/// <param name="Projects">When acting for an enterprise: the only projects its mandate covers; <see langword="null"/> when it covers every matter.</param>
public sealed record Actor(Guid PersonId, string Name, Roles Roles, string? Organ = null, string? Enterprise = null, ProjectReach? Projects = null)
{
    /// <summary>The platform acting by a rule of law or by schedule.</summary>
    public static readonly Actor System = new(new Guid("00000000-0000-7000-8000-000000000001"), "通办", Roles.None);

    /// <summary>Someone who has not signed in.</summary>
    public static readonly Actor Stranger = new(Guid.Empty, "", Roles.None);

    public bool IsStranger => PersonId == Guid.Empty;

    public bool IsOfficer => Organ is not null;

    /// <summary>Stands for the enterprise in every matter, also in those of no project.</summary>
    public bool StandsForAllOf(string enterprise) => Enterprise == enterprise && Projects is null;

    /// <summary>Stands for the enterprise in this project: the one rule of what an applicant sees and may do (<see cref="Reach"/>).</summary>
    public bool StandsFor(string enterprise, Guid project) => Enterprise == enterprise && Projects?.Contains(project) is not false;

    public bool Is(Roles role) => (Roles & role) is not Roles.None;
}
