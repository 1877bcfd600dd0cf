using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Server.Security;

/// <summary>The reader of a page, for its frame.</summary>
internal sealed class ShellUser(Caller caller, TongbanDb db, Capacities capacities) : IShellUser
{
    public Actor Actor => caller.Actor;

    public async ValueTask<IReadOnlyList<ShellPost>> PostsAsync(CancellationToken ct) =>
        Actor.IsStranger ? [] : [.. (await capacities.OfCallerAsync(ct)).Select(c => new ShellPost(Capacities.KeyOf(c), Place(c), RoleWords.Of(c.Roles), Capacities.IsCurrent(c, Actor)))];

    public async ValueTask<int> UnreadAsync(CancellationToken ct)
    {
        List<string> mine = [Notice.Person(Actor.PersonId)];
        if (Actor.Organ is { } organ)
            mine.Add(Notice.Organ(organ));
        if (Actor.Enterprise is { } enterprise)
            mine.Add(Notice.Enterprise(enterprise));
        return Actor.IsStranger ? 0 : await db.Set<Notice>().CountAsync(n => mine.Contains(n.Recipient) && n.ReadAt == null, ct);
    }

    private Words Place(Capacity capacity) => capacity.Organ is { } organ ? capacities.OrganName(organ) : capacity.Name;
}
