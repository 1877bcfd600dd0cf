using Tongban.Foundation.People;

namespace Tongban.Lists;

/// <summary>Rights of the lists' pages and endpoints. Reading needs none: the lists are public (政府信息公开条例第二十条).</summary>
public static class ListPermissions
{
    public const string ChangePowersName = "lists.change-powers";

    /// <summary>Suspend, reinstate and end powers.</summary>
    public static readonly Permission ChangePowers = new(ChangePowersName, Roles.Administrator);

    public const string DraftName = "lists.draft";
    public const string ReviewName = "lists.review";
    public const string PublishName = "lists.publish";
    public const string WorkName = "lists.work";

    /// <summary>Draw up entries: one's own organ's, the administrator any.</summary>
    public static readonly Permission Draft = new(DraftName, Roles.Handler | Roles.Head | Roles.Administrator);

    /// <summary>Legality review (合法性审核): by a head who has no part in the entry.</summary>
    public static readonly Permission Review = new(ReviewName, Roles.Head);

    /// <summary>Publish what was cleared.</summary>
    public static readonly Permission Publish = new(PublishName, Roles.Administrator);

    /// <summary>See what is being prepared.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    public static IReadOnlyList<Permission> All => [ChangePowers, Draft, Review, Publish, Work];
}
