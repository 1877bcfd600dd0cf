using Tongban.Foundation.People;

namespace Tongban.Registers;

/// <summary>Rights of the registers' pages and endpoints.</summary>
public static class RegisterPermissions
{
    public const string ReadName = "registers.read";
    public const string InspectName = "registers.inspect";
    public const string ActForName = "registers.act-for";

    /// <summary>Look into the register: applicants see their own legal persons, officers every one.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>The whole register, for officers.</summary>
    public static readonly Permission Inspect = new(InspectName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Register a legal person, give and take mandates. Which one, the register itself decides.</summary>
    public static readonly Permission ActFor = new(ActForName, Roles.Applicant);

    public static IReadOnlyList<Permission> All => [Read, Inspect, ActFor];
}
