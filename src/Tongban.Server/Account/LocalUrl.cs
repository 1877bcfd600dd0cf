namespace Tongban.Server.Account;

/// <summary>Addresses given by the reader's browser are followed only within this site.</summary>
internal static class LocalUrl
{
    public static string Or(string? url, string otherwise) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : otherwise;
}
