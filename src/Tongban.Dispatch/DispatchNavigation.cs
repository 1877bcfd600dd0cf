using Tongban.Foundation;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch;

/// <summary>The dispatch's lines of the side bar.</summary>
internal sealed class DispatchNavigation : INavigationSource
{
    /// <summary>Difficulties and the weeks of major projects.</summary>
    public static readonly NavSection Dispatch = new(("项目调度", "Dispatch"), 27);

    public IReadOnlyList<NavItem> Items { get; } =
    [
        .. Weekly.WeeklyNavigation.Items,
        .. Open311.RequestNavigation.Items,
    ];
}
