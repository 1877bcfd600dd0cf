using Tongban.Foundation.Web;

namespace Tongban.Registers;

/// <summary>The registers' lines of the side bar.</summary>
internal sealed class RegisterNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("我的单位", "My enterprises"), "/enterprises", "building-skyscraper", RegisterPermissions.ActForName, 40) { Section = NavSection.Work },
        new(("法人库", "Legal persons"), "/registers/legal-persons", "building-skyscraper", RegisterPermissions.InspectName, 10) { Section = NavSection.Basis },
    ];
}
