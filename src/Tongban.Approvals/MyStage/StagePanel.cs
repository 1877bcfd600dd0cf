using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.MyStage;

/// <summary>The approval's section of the project page.</summary>
internal sealed class StagePanel : IProjectPanel
{
    public int Order => 10;

    public Words Title => ("审批进度", "Approval");

    public Type Component => typeof(StagePanelView);
}
