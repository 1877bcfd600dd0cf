using System.Globalization;
using System.Security.Claims;
using Tongban.Foundation.People;

namespace Tongban.Server.Security;

/// <summary>What a session or token is about: one account in one capacity. The cookie carries exactly this.</summary>
internal sealed record Session(Guid PersonId, Guid Stamp, Guid? PostId, Actor Actor, Guid? Page = null, DateTimeOffset? Since = null)
{
    private const string PersonClaim = "sub", StampClaim = "stamp", PostClaim = "post", NameClaim = "name", RolesClaim = "roles", OrganClaim = "organ", EnterpriseClaim = "enterprise", ProjectsClaim = "projects", PageClaim = "session", SinceClaim = "since";

    /// <param name="since">When its person signed in; acting in another capacity does not begin it anew.</param>
    public static Session Of(Person person, Capacity capacity, DateTimeOffset since) => new(person.Id, person.Stamp, capacity.PostId, SignIn.ActorOf(person, capacity), person.PageSession, since);

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity(scheme, NameClaim, null);
        void Add(string type, string? value)
        {
            if (value is not null)
                identity.AddClaim(new Claim(type, value));
        }
        Add(PersonClaim, PersonId.ToString());
        Add(StampClaim, Stamp.ToString());
        Add(PostClaim, PostId?.ToString());
        Add(NameClaim, Actor.Name);
        Add(RolesClaim, ((int)Actor.Roles).ToString(CultureInfo.InvariantCulture));
        Add(OrganClaim, Actor.Organ);
        Add(EnterpriseClaim, Actor.Enterprise);
        Add(ProjectsClaim, Actor.Projects?.ToString());
        Add(PageClaim, Page?.ToString());
        Add(SinceClaim, Since?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return new ClaimsPrincipal(identity);
    }

    /// <returns>The session, or <see langword="null"/> for a stranger.</returns>
    public static Session? Read(ClaimsPrincipal? user)
    {
        string? Get(string type) => user?.FindFirst(type)?.Value;
        if (user?.Identity is not { IsAuthenticated: true } || !Guid.TryParse(Get(PersonClaim), out var person) || !Guid.TryParse(Get(StampClaim), out var stamp)
            || !int.TryParse(Get(RolesClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var roles))
            return null;
        var actor = new Actor(person, Get(NameClaim) ?? "", (Roles)roles, Get(OrganClaim), Get(EnterpriseClaim), Get(ProjectsClaim) is { } projects ? ProjectReach.Parse(projects) : null);
        return new Session(person, stamp, Guid.TryParse(Get(PostClaim), out var post) ? post : null, actor, Guid.TryParse(Get(PageClaim), out var page) ? page : null,
            long.TryParse(Get(SinceClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? DateTimeOffset.FromUnixTimeSeconds(since) : null);
    }
}
