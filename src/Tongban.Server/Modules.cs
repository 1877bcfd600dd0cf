using Tongban.Approvals;
using Tongban.Dispatch;
using Tongban.Foundation;
using Tongban.Lists;
using Tongban.Mining;
using Tongban.Plans;
using Tongban.Projects;
using Tongban.Registers;
using Tongban.SiteReview;
using Tongban.Space;
using Tongban.Supervision;

namespace Tongban.Server;

/// <summary>The one list of the rooms this server is made of.</summary>
internal static class Modules
{
    public static ModuleSet All { get; } = new(
    [
        new FoundationModule(),
        new SpaceModule(),
        new ListsModule(),
        new RegistersModule(),
        new ProjectsModule(),
        new ApprovalsModule(),
        new SiteReviewModule(),
        new PlansModule(),
        new DispatchModule(),
        new MiningModule(),
        new SupervisionModule(),
    ]);
}
