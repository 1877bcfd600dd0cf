using Tongban.Foundation.People;

namespace Tongban.Foundation.Web;

/// <summary>A capacity the signed-in person may act in; a session acts in exactly one.</summary>
/// <param name="Key">Sent back to <see cref="ShellPaths.SwitchPost"/>.</param>
/// <param name="Organ">Name of the organ or the enterprise.</param>
/// <param name="Role">What the person is there.</param>
public sealed record ShellPost(string Key, Words Organ, Words Role, bool Current);

/// <summary>What the frame of a page must know about its reader.</summary>
public interface IShellUser
{
    /// <summary>From the session alone: error pages ask for it while the database may be away.</summary>
    Actor Actor { get; }

    /// <summary>All posts of the reader, the current one included; empty for a stranger.</summary>
    ValueTask<IReadOnlyList<ShellPost>> PostsAsync(CancellationToken ct);
}

/// <summary>Addresses the frame links to or posts to.</summary>
public static class ShellPaths
{
    /// <summary>Public home.</summary>
    public const string Home = "/";

    /// <summary>Where a signed-in reader starts.</summary>
    public const string Work = "/work";

    public const string SignIn = "/login";

    /// <summary>POST with antiforgery token.</summary>
    public const string SignOut = "/logout";

    /// <summary>POST with antiforgery token, the field <c>post</c> and optionally <c>returnUrl</c>.</summary>
    public const string SwitchPost = "/capacity/switch";

    public const string Register = "/register";

    public const string Inbox = "/inbox";

    public const string Account = "/account";

    /// <summary>GET with <c>code</c>: progress of a project, for everyone.</summary>
    public const string Progress = "/progress";

    /// <summary>GET with <c>q</c>: search by project code or name, for those signed in.</summary>
    public const string Search = "/search";

    /// <summary>GET with <c>c</c> (zh-CN or en) and <c>returnUrl</c>.</summary>
    public const string Culture = "/culture";
}
