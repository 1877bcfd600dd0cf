using Tongban.Approvals.Model;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Institutions;

internal sealed class InstitutionNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("证照与送达", "Results and service"), "/approvals/certificates", "certificate", ApprovalPermissions.HandleName, 12,
            (db, me) => db.Set<IssuedResult>().Where(r => r.Organ == me.Organ && r.State == ResultState.AwaitingService && r.ServiceYellowFrom <= me.Today).Take(NavItem.MostCounted).Count()
                + db.Set<IssuedResult>().Where(r => r.Organ == me.Organ && r.Requested != null && !(r.State == ResultState.AwaitingService && r.ServiceYellowFrom <= me.Today)).Take(NavItem.MostCounted).Count()) { Also = ["/certificates"] },
        new(("承诺核查", "Checks of commitments"), "/approvals/commitment-checks", "clipboard-check", ApprovalPermissions.HandleName, 13,
            (db, me) => db.Set<CommitmentCheck>().Where(c => c.Organ == me.Organ && (c.State == CheckState.Due || c.State == CheckState.Rectifying) && c.YellowFrom <= me.Today).Take(NavItem.MostCounted).Count()),
        new(("听证", "Hearings"), "/approvals/hearings", "users-group", ApprovalPermissions.ReadName, 14,
            (db, me) => db.Set<Hearing>().Where(h => h.Organ == me.Organ && (h.State == HearingState.Requested || h.State == HearingState.Noticed)).Take(NavItem.MostCounted).Count()),
        new(("我的证照", "My certificates"), "/my/certificates", "certificate", ApprovalPermissions.ApplyName, 22,
            (db, me) => db.Set<IssuedResult>().Where(r => r.Owner == me.Enterprise && me.Reaches(r.ProjectId) && r.State == ResultState.AwaitingService).Take(NavItem.MostCounted).Count()) { Also = ["/certificates"] },
        new(("许可证照公开", "Permits in force"), "/certificates", "file-certificate", Order: 25) { Section = NavSection.Basis },
    ];
}
