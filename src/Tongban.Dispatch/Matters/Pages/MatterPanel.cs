using Tongban.Dispatch.Matters.Pages;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>The difficulties' section of the project page.</summary>
internal sealed class MatterPanel : IProjectPanel
{
    public int Order => 45;

    public Words Title => ("困难与协调", "Difficulties");

    public Type Component => typeof(MatterPanelView);
}
