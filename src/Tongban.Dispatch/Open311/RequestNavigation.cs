using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Open311;

/// <summary>The lines of the citizens' requests in the side bar.</summary>
internal static class RequestNavigation
{
    public static IReadOnlyList<NavItem> Items { get; } =
    [
        new(("市民诉求", "Service requests"), "/service-requests", "message-circle", null, 100,
            (db, me) => me.Is(Roles.Handler | Roles.Head) ? db.Set<ServiceRequest>().Where(r => r.Organ == me.Organ && r.IsOpen).Take(NavItem.MostCounted).Count() : 0) { Section = DispatchNavigation.Dispatch },
        new(("接入应用", "Applications"), "/admin/applications", "puzzle", DispatchPermissions.KeysName, 60) { Section = NavSection.Administration },
    ];
}
