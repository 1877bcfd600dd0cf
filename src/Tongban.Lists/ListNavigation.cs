using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Web;
using Tongban.Lists.Read;

namespace Tongban.Lists;

/// <summary>The lists' lines of the side bar.</summary>
internal sealed class ListNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("三单", "The three lists"), "/lists", "list-details", Order: 18) { Section = NavSection.Basis },
        new(("权力清单", "Power list"), "/lists/powers", "list-check", Order: 20) { Section = NavSection.Basis },
        new(("清单起草与审核", "Drafts of the lists"), "/lists/work", "gavel", ListPermissions.WorkName, 22,
            async (services, ct) => await services.GetRequiredService<ListQueries>().WaitingAsync(ct)) { Section = NavSection.Basis },
    ];
}
