using Tongban.Foundation.Web;

namespace Tongban.Mining;

/// <summary>The mining's line of the side bar.</summary>
internal sealed class MiningNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } = [new(("流程挖掘", "Process mining"), "/mining", "route", MiningPermissions.ReadName, 40) { Section = NavSection.Oversight }];
}
