using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Server.Security;

namespace Tongban.Server.Web;

/// <summary>Which lines of the side bar a reader may use. Permissions follow from roles alone, so they are asked for once for every set of roles.</summary>
internal sealed class SideBar(IEnumerable<INavigationSource> sources, IAuthorizationService authorization)
{
    private readonly ConcurrentDictionary<Roles, IReadOnlyList<NavItem>> _known = new();

    public async ValueTask<IReadOnlyList<NavItem>> OfAsync(ClaimsPrincipal user)
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
        return _known[roles] = visible;
    }
}
