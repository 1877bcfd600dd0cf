using Tongban.Foundation.People;

namespace Tongban.Space;

/// <summary>Rights of the pages and endpoints about layers. The catalogue and what is in force are public (政府信息公开条例第二十条); whose layer it is, the handlers ask.</summary>
public static class SpacePermissions
{
    public const string PrepareName = "space.prepare-layers";
    public const string PublishName = "space.publish-layers";
    public const string WorkName = "space.see-layer-work";

    /// <summary>Import versions of one's own organ's layers and judge what the report says of them.</summary>
    public static readonly Permission Prepare = new(PrepareName, Roles.Handler | Roles.Head);

    /// <summary>Publish and retire versions of one's own organ's layers. Never an administrator: who runs the machine does not decide what land is protected.</summary>
    public static readonly Permission Publish = new(PublishName, Roles.Head);

    /// <summary>See drafts, reports and imports that are under way.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    public static IReadOnlyList<Permission> All => [Prepare, Publish, Work];
}
