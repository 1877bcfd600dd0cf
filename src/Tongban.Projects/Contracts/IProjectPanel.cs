using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>A section of the project page that a module above contributes; registered as a singleton.</summary>
public interface IProjectPanel
{
    /// <summary>Lower stands higher. The project's own basic data follow all panels.</summary>
    int Order { get; }

    Words Title { get; }

    /// <summary>A <see cref="ProjectPanelView"/>. It checks nothing about visibility: the page did.</summary>
    Type Component { get; }
}
