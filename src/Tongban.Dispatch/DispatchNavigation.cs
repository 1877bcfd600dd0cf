using Tongban.Dispatch.Matters;
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
        new(("困难申报", "Difficulties"), "/my/difficulties", "flag", Projects.ProjectPermissions.DeclareName, 32,
            (db, me) => me.Is(Roles.Applicant) ? db.Set<DispatchMatter>().Where(m => m.Owner == me.Enterprise && m.State == MatterState.Answered && me.Reaches(m.ProjectId)).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Work },
        new(("调度任务", "Dispatch tasks"), "/dispatch/work", "list-check", DispatchPermissions.WorkName, 10,
            (db, me) => db.Set<DispatchTask>().Where(t => t.Organ == me.Organ && t.State == DispatchTaskState.Given).Take(NavItem.MostCounted).Count()
                + db.Set<DispatchTask>().Where(t => t.Organ == me.Organ && t.State == DispatchTaskState.Received).Take(NavItem.MostCounted).Count()) { Section = Dispatch },
        new(("困难事项", "Matters"), "/dispatch/matters", "flag", DispatchPermissions.ReadName, 20) { Section = Dispatch },
        new(("调度办公室", "Dispatch office"), "/dispatch/office", "gavel", DispatchPermissions.DirectName, 30) { Section = Dispatch },
        new(("处理模型", "Models"), "/dispatch/models", "table", DispatchPermissions.ReadName, 40) { Section = Dispatch },
        .. Weekly.WeeklyNavigation.Items,
        .. Open311.RequestNavigation.Items,
        new(("二十五日提醒", "The 25th"), "/dispatch/reminders", "calendar-event", DispatchPermissions.ReadName, 34,
            (db, me) => me.Is(Roles.Handler | Roles.Head) ? db.Set<Reminder>().Where(r => r.Organ == me.Organ && r.AnsweredAt == null).Take(NavItem.MostCounted).Count() : 0) { Section = Dispatch },
        new(("月度通报", "Monthly bulletin"), "/dispatch/bulletin", "report", DispatchPermissions.ReadName, 36) { Section = Dispatch },
    ];
}
