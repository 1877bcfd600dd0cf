using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Plans.Model;

namespace Tongban.Plans;

/// <summary>The plans' lines of the side bar.</summary>
internal sealed class PlanNavigation : INavigationSource
{
    /// <summary>Plans, money and what became of it.</summary>
    public static readonly NavSection Plans = new(("投资计划", "Investment plans"), 25);

    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("计划与完成", "Plan and progress"), "/plans", "chart-bar", PlanPermissions.ReadName, 10) { Section = Plans },
        new(("项目池", "Project pool"), "/plans/projects", "stack-2", PlanPermissions.ReadName, 20) { Section = Plans },
        new(("资金池", "Fund pool"), "/plans/funds", "coin", PlanPermissions.ReadName, 30) { Section = Plans },
        new(("规划与计划", "Rolling and annual plans"), "/plans/versions", "calendar-event", PlanPermissions.ReadName, 40) { Section = Plans },
        new(("资金平衡", "Balance"), "/plans/balance", "scale", PlanPermissions.ReadName, 50) { Section = Plans },
        new(("预算与支付", "Budget and payments"), "/plans/imports", "receipt", PlanPermissions.ReadName, 60) { Section = Plans },
        new(("计划预警", "Plan warnings"), "/plans/warnings", "traffic-lights", PlanPermissions.ReadName, 70,
            (db, me) => me.Is(Roles.Handler | Roles.Head) ? db.Set<PlanWarning>().Where(w => w.State == WarningState.Answered && w.OrderedByOrgan == me.Organ).Take(NavItem.MostCounted).Count() : 0) { Section = Plans },
        new(("计划项目", "Projects of the plan"), "/my/plan-projects", "report", ProjectUnitOnly, 30,
            (db, me) => me.Is(Roles.Applicant) ? db.Set<PlanWarning>().Where(w => w.Owner == me.Enterprise && w.State == WarningState.Ordered).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Work },
    ];

    private const string ProjectUnitOnly = Projects.ProjectPermissions.DeclareName;
}
