using System.Net;

namespace Tongban.Foundation.Webhooks;

/// <summary>Where events of the platform may be sent. The default is the strictest: https to public addresses on 443 and 8443, nothing else.</summary>
public sealed class WebhookOptions
{
    /// <summary>Networks reached although they are not public: the government's own, named one by one (<c>TONGBAN_WEBHOOK_NETWORKS</c>).</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>When any are given, only these hosts, or those beneath <c>.example.org</c> (<c>TONGBAN_WEBHOOK_HOSTS</c>).</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>http too: for tests on one machine, never for a city.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Ports that may be named; an empty list is any.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [443, 8443];

    /// <summary>For resolving, connecting, sending and the first byte of the answer together.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads the environment.</summary>
    /// <returns>The options, or the first variable that cannot be used.</returns>
    public static Result<WebhookOptions> Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        List<IPNetwork> networks = [];
        foreach (var part in Parts("TONGBAN_WEBHOOK_NETWORKS"))
        {
            if (!IPNetwork.TryParse(part, out var network))
                return new Error("webhooks.setting", new Words("环境变量 {0} 无法使用。", "The environment variable {0} must list networks such as 10.20.0.0/16.").With("TONGBAN_WEBHOOK_NETWORKS"));
            networks.Add(network);
        }
        return new WebhookOptions { Networks = networks, Hosts = Parts("TONGBAN_WEBHOOK_HOSTS") };

        string[] Parts(string name) => (variable(name) ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whether the address may be connected to.</summary>
    internal bool MayReach(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicAddresses.IsPublic(address) || Networks.Any(n => n.Contains(plain));
    }

    /// <summary>What is wrong with an address that events shall go to, before any name is resolved.</summary>
    internal Error? Refuse(string? typed, out Uri address)
    {
        if (typed is null or { Length: > WebhookSubscription.LongestAddress } || !Uri.TryCreate(typed.Trim(), UriKind.Absolute, out address!))
        {
            address = new Uri("https://invalid.invalid");
            return WebhookErrors.Address();
        }
        if (address.Scheme is not "https" && !(AllowHttp && address.Scheme is "http"))
            return WebhookErrors.NotHttps();
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0 || address.HostNameType is UriHostNameType.Basic or UriHostNameType.Unknown)
            return WebhookErrors.Address();
        var (host, port) = (address.IdnHost.TrimEnd('.').ToLowerInvariant(), address.Port);
        if (Ports.Count > 0 && !Ports.Contains(port))
            return WebhookErrors.Port(port);
        if (Hosts.Count > 0 && !Hosts.Any(h => h.StartsWith('.') ? host.EndsWith(h, StringComparison.OrdinalIgnoreCase) : host.Equals(h, StringComparison.OrdinalIgnoreCase)))
            return WebhookErrors.HostNotListed(host);
        return IPAddress.TryParse(host.Trim('[', ']'), out var literal) && !MayReach(literal) ? WebhookErrors.NotPublic() : null;
    }
}

/// <summary>Tells addresses of the public internet from all others (IANA special-purpose registries for IPv4 and IPv6).</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            // IPv4: this network, private, CGNAT, loopback, link-local with the metadata services, IETF, documentation, 6to4 relays, benchmarks, multicast, reserved, broadcast.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            // Metadata and wire servers of clouds that have a public-looking address.
            "168.63.129.16/32", "100.100.100.200/32",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // What is not global unicast (2000::/3) is not public; within it these are not either: IETF with Teredo, documentation, 6to4.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Special6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(n => IPNetwork.Parse(n))];

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork
            ? !Special.Any(n => n.Contains(address))
            : address.ScopeId == 0 && Global.Contains(address) && !Special6.Any(n => n.Contains(address));
    }
}
