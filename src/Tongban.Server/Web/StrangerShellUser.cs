using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Server.Web;

/// <summary>Used where no sign-in is set up: every reader is a stranger.</summary>
internal sealed class StrangerShellUser : IShellUser
{
    public Actor Actor => Actor.Stranger;

    public ValueTask<IReadOnlyList<ShellPost>> PostsAsync(CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<ShellPost>>([]);
}
