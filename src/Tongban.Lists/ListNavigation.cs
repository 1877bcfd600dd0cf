using Tongban.Foundation.Web;

namespace Tongban.Lists;

/// <summary>The lists' lines of the side bar.</summary>
internal sealed class ListNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("权力清单", "Power list"), "/lists/powers", "list-check", Order: 20) { Section = NavSection.Basis },
    ];
}
