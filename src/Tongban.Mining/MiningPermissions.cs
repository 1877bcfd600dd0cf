using Tongban.Foundation.People;

namespace Tongban.Mining;

/// <summary>Rights of the mining's pages and endpoints.</summary>
public static class MiningPermissions
{
    public const string ReadName = "mining.read";
    public const string WorkName = "mining.work";

    /// <summary>See the logs and what is found in them: heads, administrators, auditors. The cases of a log may be those of any organ.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Take logs in, declare their flow, remove them: heads and administrators. An auditor changes nothing.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Head | Roles.Administrator);

    public static IReadOnlyList<Permission> All => [Read, Work];
}
