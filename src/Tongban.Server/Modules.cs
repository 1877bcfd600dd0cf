using Tongban.Foundation;

namespace Tongban.Server;

/// <summary>The one list of the rooms this server is made of.</summary>
internal static class Modules
{
    public static ModuleSet All { get; } = new(
    [
        new FoundationModule(),
    ]);
}
