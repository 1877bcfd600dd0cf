using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.Pages;

/// <summary>What the project's land meets on the map.</summary>
internal sealed class SiteCheckPanel : IProjectPanel
{
    public int Order => 30;

    public Words Title => ("用地核对", "The site on the map");

    public Type Component => typeof(SiteCheckView);
}
