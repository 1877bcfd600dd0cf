using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Lists.Model;

namespace Tongban.Lists;

/// <summary>The lists' lines of the side bar.</summary>
internal sealed class ListNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("三单", "The three lists"), "/lists", "list-details", Order: 18) { Section = NavSection.Basis },
        new(("权力清单", "Power list"), "/lists/powers", "list-check", Order: 20) { Section = NavSection.Basis },
        new(("清单起草与审核", "Drafts of the lists"), "/lists/work", "gavel", ListPermissions.WorkName, 22,
            // Versions that wait for somebody of the reader's rights. What is not published is few.
            (db, me) => db.Set<ListVersion>().Where(v => v.PublishedAt == null && v.State == ListVersionState.Returned && v.DraftedBy == me.PersonId).Take(NavItem.MostCounted).Count()
                + (me.Is(Roles.Head) ? db.Set<ListVersion>().Where(v => v.PublishedAt == null && v.State == ListVersionState.InReview && v.DraftedBy != me.PersonId && v.DraftedByOrgan != me.Organ).Take(NavItem.MostCounted).Count() : 0)
                + (me.Is(Roles.Administrator) ? db.Set<ListVersion>().Where(v => v.PublishedAt == null && v.State == ListVersionState.Cleared && v.ReviewedBy != me.PersonId).Take(NavItem.MostCounted).Count() : 0)) { Section = NavSection.Basis },
    ];
}
