namespace Tongban.Server.Web;

/// <summary>What our cookies are called. Over HTTPS a browser takes <c>__Host-</c> only from this very host, for all of it, and never without encryption: no neighbour and no listener can plant one.</summary>
internal sealed record CookieNames(bool Https)
{
    public string Session => Named("tongban");

    public string Antiforgery => Named("tb-af");

    public string Language => Named("tb-lang");

    private string Named(string name) => Https ? "__Host-" + name : name;
}
