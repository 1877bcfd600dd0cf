using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch;

/// <summary>The dispatch's lines of the side bar.</summary>
internal sealed class DispatchNavigation : INavigationSource
{
    /// <summary>Difficulties and the weeks of major projects.</summary>
    public static readonly NavSection Dispatch = new(("项目调度", "Dispatch"), 27);

    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("二十五日提醒", "The 25th"), "/dispatch/reminders", "calendar-event", DispatchPermissions.ReadName, 40,
            (db, me) => me.Is(Roles.Handler | Roles.Head) ? db.Set<Reminder>().Where(r => r.Organ == me.Organ && r.AnsweredAt == null).Take(NavItem.MostCounted).Count() : 0) { Section = Dispatch },
        new(("月度通报", "Monthly bulletin"), "/dispatch/bulletin", "report", DispatchPermissions.ReadName, 50) { Section = Dispatch },
    ];
}
