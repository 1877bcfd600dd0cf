using Tongban.Foundation.Web;

namespace Tongban.Approvals.Catalogue;

/// <summary>The catalogue's line of the side bar.</summary>
internal sealed class CatalogueNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
        [new(("事项目录", "Catalogue"), "/admin/catalogue", "versions", ApprovalPermissions.ReadCatalogueName, 40) { Section = NavSection.Administration }];
}
