using Tongban.Foundation.People;

namespace Tongban.Lists;

/// <summary>Rights of the lists' pages and endpoints. Reading needs none: the lists are public (政府信息公开条例第二十条).</summary>
public static class ListPermissions
{
    public const string ChangePowersName = "lists.change-powers";

    /// <summary>Suspend, reinstate and end powers.</summary>
    public static readonly Permission ChangePowers = new(ChangePowersName, Roles.Administrator);

    public static IReadOnlyList<Permission> All => [ChangePowers];
}
