using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Worklist;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals;

/// <summary>The approvals' lines of the side bar for officers.</summary>
internal sealed class ApprovalNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("待办事项", "Worklist"), "/approvals/worklist", "list-check", ApprovalPermissions.HandleName, 10,
            async (services, _) =>
            {
                var actor = services.GetRequiredService<Caller>().Actor;
                return await services.GetRequiredService<WorklistQuery>().PressingAsync(actor) + await services.GetRequiredService<HeadRequests>().CountAsync(actor);
            }),
    ];
}
