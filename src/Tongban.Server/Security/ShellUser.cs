using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Server.Web;

namespace Tongban.Server.Security;

/// <summary>The reader of a page, for its frame.</summary>
internal sealed class ShellUser(Caller caller, FrameScope frame) : IShellUser
{
    public Actor Actor => caller.Actor;

    public async ValueTask<IReadOnlyList<ShellPost>> PostsAsync(CancellationToken ct) => Actor.IsStranger ? [] : await frame.RunAsync<IReadOnlyList<ShellPost>>(async services =>
    {
        var (capacities, organs) = (services.GetRequiredService<Capacities>(), services.GetRequiredService<OrganDirectory>());
        return [.. (await capacities.OfCallerAsync(ct)).Select(c => new ShellPost(
            Capacities.KeyOf(c), c.Organ is { } organ ? organs.NameOf(organ) : c.Name, RoleWords.Of(c.Roles), Capacities.IsCurrent(c, Actor)))];
    });
}
