using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Supervision.Cards;

namespace Tongban.Supervision;

/// <summary>The supervision's lines of the side bar.</summary>
internal sealed class SupervisionNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("电子监察", "Supervision"), "/supervision", "traffic-lights", null, 5) { Section = NavSection.Oversight },
        new(("监察发现", "Findings"), "/supervision/findings", "alert-circle", SupervisionPermissions.ReadName, 6) { Section = NavSection.Oversight },
        new(("督办单", "Supervision cards"), "/supervision/cards", "gavel", SupervisionPermissions.ReadName, 7,
            (db, me) => me.Is(Roles.Handler | Roles.Head) ? db.Set<SupervisionCard>().Where(c => c.Turn == me.Organ).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Oversight },
        new(("绩效得分", "Performance"), "/supervision/scores", "scale", SupervisionPermissions.ReadName, 8) { Section = NavSection.Oversight },
        new(("监察月报", "Monthly report"), "/supervision/reports", "report", SupervisionPermissions.ReadName, 9) { Section = NavSection.Oversight },
        new(("反映收费", "Report a charge"), "/my/charges", "coin", SupervisionPermissions.ReportName, 60),
    ];
}
