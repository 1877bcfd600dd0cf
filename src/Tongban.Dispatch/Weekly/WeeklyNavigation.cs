using Tongban.Foundation.Web;
using Tongban.Projects;

namespace Tongban.Dispatch.Weekly;

/// <summary>The lines of the weekly dispatch in the side bar.</summary>
internal static class WeeklyNavigation
{
    public static IReadOnlyList<NavItem> Items { get; } =
    [
        new(("周调度看板", "Weekly board"), "/dispatch/board", "layout-dashboard", DispatchPermissions.ReadName, 50) { Section = DispatchNavigation.Dispatch },
        new(("各周报送", "Weeks"), "/dispatch/weeks", "calendar-event", DispatchPermissions.ReadName, 60) { Section = DispatchNavigation.Dispatch },
        new(("未报项目", "Missing returns"), "/dispatch/missing", "bell", DispatchPermissions.ReadName, 70) { Section = DispatchNavigation.Dispatch },
        new(("物资调剂", "Shortages"), "/dispatch/shortages", "switch-horizontal", DispatchPermissions.ReadName, 80) { Section = DispatchNavigation.Dispatch },
        new(("重大项目清单", "Major projects"), "/dispatch/major-projects", "list-check", DispatchPermissions.ReadName, 90) { Section = DispatchNavigation.Dispatch },
        new(("本周报送", "My week"), "/my/weeks", "calendar-time", ProjectPermissions.DeclareName, 35) { Section = NavSection.Work },
    ];
}
