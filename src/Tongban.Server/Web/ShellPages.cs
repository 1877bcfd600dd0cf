using System.Reflection;

namespace Tongban.Server.Web;

/// <summary>The assemblies whose pages the router knows, besides the server's own.</summary>
internal sealed record ShellPages(IReadOnlyList<Assembly> Assemblies);
