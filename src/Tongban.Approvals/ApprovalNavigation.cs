using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Approvals;

/// <summary>The approvals' lines of the side bar for officers.</summary>
internal sealed class ApprovalNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        // Yellow and red items of the organ; for its head also what waits for his word.
        new(("待办事项", "Worklist"), "/approvals/worklist", "list-check", ApprovalPermissions.HandleName, 10,
            (db, me) => db.Set<ItemCase>().Where(i => i.Organ == me.Organ && i.State == ItemState.Open && i.YellowFrom <= me.Today && i.DueOn >= me.Today).Take(NavItem.MostCounted).Count()
                + db.Set<ItemCase>().Where(i => i.Organ == me.Organ && i.State == ItemState.Open && i.DueOn < me.Today).Take(NavItem.MostCounted).Count()
                + (me.Is(Roles.Head) ? db.Set<ItemCase>().Where(i => i.AskedHead == me.Organ).Take(NavItem.MostCounted).Count()
                    + db.Set<StageCase>().Where(s => s.Lead == me.Organ && s.State == StageState.InParallel && s.Request != null).Take(NavItem.MostCounted).Count() : 0)),
    ];
}
