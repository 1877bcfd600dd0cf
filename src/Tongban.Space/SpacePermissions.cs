using Tongban.Foundation.People;

namespace Tongban.Space;

/// <summary>Rights of the pages and endpoints about layers. The catalogue and what is in force are public (政府信息公开条例第二十条); whose layer it is, the handlers ask.</summary>
public static class SpacePermissions
{
    public const string PrepareName = "space.prepare-layers";
    public const string PublishName = "space.publish-layers";
    public const string WorkName = "space.see-layer-work";

    public const string ClassifyName = "space.classify-sites";
    public const string SeeRunsName = "space.see-classifications";

    /// <summary>Import versions of one's own organ's layers and judge what the report says of them.</summary>
    public static readonly Permission Prepare = new(PrepareName, Roles.Handler | Roles.Head);

    /// <summary>Publish and retire versions of one's own organ's layers. Never an administrator: who runs the machine does not decide what land is protected.</summary>
    public static readonly Permission Publish = new(PublishName, Roles.Head);

    /// <summary>See drafts, reports and imports that are under way.</summary>
    public static readonly Permission Work = new(WorkName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Hold many sites against the layers at once, and call it off.</summary>
    public static readonly Permission Classify = new(ClassifyName, Roles.Handler | Roles.Head);

    /// <summary>See batches of one's own organ; administrators and auditors see all.</summary>
    public static readonly Permission SeeRuns = new(SeeRunsName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    public static IReadOnlyList<Permission> All => [Prepare, Publish, Work, Classify, SeeRuns];
}
