using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Administration;

/// <summary>The foundation's lines of the side bar.</summary>
internal sealed class AdministrationNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("消息", "Inbox"), ShellPaths.Inbox, "inbox", FoundationPermissions.SignedInName, 90,
            (db, me) => db.Set<Notice>().Where(n => (n.Recipient == "person:" + me.Person || n.Recipient == "organ:" + me.Organ || (n.Recipient == "enterprise:" + me.Enterprise && me.Reaches(n.ProjectId))) && n.ReadAt == null).Take(NavItem.MostCounted).Count()),
        new(("机关", "Organs"), "/admin/organs", "building-bank", FoundationPermissions.AdministerName, 10) { Section = NavSection.Administration },
        new(("人员与岗位", "Officers and posts"), "/admin/people", "users-group", FoundationPermissions.AdministerName, 20) { Section = NavSection.Administration },
        new(("工作日历", "Work calendars"), "/admin/calendars", "calendar", FoundationPermissions.AdministerName, 30) { Section = NavSection.Administration },
        new(("发件箱", "Outbox"), "/admin/outbox", "send", FoundationPermissions.AdministerName, 35,
            (db, me) => me.Is(Roles.Administrator) ? db.Set<OutgoingNotice>().Where(n => n.State == OutgoingState.Unknown).Take(NavItem.MostCounted).Count() + db.Set<OutgoingNotice>().Where(n => n.State == OutgoingState.Dead).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Administration },
        new(("见证机构", "Witnesses"), "/admin/witnesses", "certificate", FoundationPermissions.AdministerName, 40) { Section = NavSection.Administration },
        new(("运行状况", "Condition"), "/admin/condition", "server", FoundationPermissions.AdministerName, 50) { Section = NavSection.Administration },
        new(("登录记录", "Sign-ins"), "/admin/sign-ins", "history", FoundationPermissions.ReadSignInsName, 30) { Section = NavSection.Oversight },
    ];
}
