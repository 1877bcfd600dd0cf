using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Server.Security;

namespace Tongban.Server.Web;

/// <summary>Which lines of the side bar a reader may use. Permissions follow from roles alone, so they are asked for once for every set of roles.</summary>
internal sealed class SideBar(IEnumerable<INavigationSource> sources, IAuthorizationService authorization)
{
    private readonly ConcurrentDictionary<Roles, Bar> _known = new();

    public async ValueTask<Bar> OfAsync(ClaimsPrincipal user)
    {
        var roles = Session.Read(user)?.Actor.Roles ?? Roles.None;
        if (_known.TryGetValue(roles, out var known))
            return known;
        var visible = new List<NavItem>();
        foreach (var item in sources.SelectMany(s => s.Items).OrderBy(i => i.Order))
        {
            if (item.Permission is null || (await authorization.AuthorizeAsync(user, item.Permission)).Succeeded)
                visible.Add(item);
        }
        return _known[roles] = new(visible, new WaitingCounts([.. visible.Select(i => i.Badge).OfType<System.Linq.Expressions.Expression<Func<TongbanDb, NavReader, int>>>()], roles));
    }

    /// <summary>The lines for readers of certain roles, and the one question about what waits there.</summary>
    internal sealed record Bar(IReadOnlyList<NavItem> Items, WaitingCounts Counts);
}

/// <summary>One line of the side bar of this request.</summary>
/// <param name="Waiting">Counted to <see cref="NavItem.MostCounted"/>.</param>
internal sealed record SideBarLine(NavItem Item, int Waiting);

/// <summary>The side bar of one request: side bar and bell ask for it once together.</summary>
internal sealed class SideBarOfRequest(SideBar bar, FrameScope frame)
{
    private Task<IReadOnlyList<SideBarLine>>? _lines;

    public Task<IReadOnlyList<SideBarLine>> LinesAsync(ClaimsPrincipal user) => _lines ??= AskAsync(user);

    private async Task<IReadOnlyList<SideBarLine>> AskAsync(ClaimsPrincipal user)
    {
        var mine = await bar.OfAsync(user);
        var counts = await frame.RunAsync(async services => await mine.Counts.AskAsync(
            services.GetRequiredService<TongbanDb>(), services.GetRequiredService<Caller>().Actor, services.GetRequiredService<CityClock>().Today));
        var badge = 0;
        return [.. mine.Items.Select(i => new SideBarLine(i, i.Badge is not null && badge < counts.Count ? counts[badge++] : 0))];
    }
}
