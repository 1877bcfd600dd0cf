using System.Net;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Webhooks;
using Tongban.Server.Web;

namespace Tongban.Server;

/// <summary>How one server process runs. The command line, the environment or a test fills it in.</summary>
public sealed record ServerOptions
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    public const string DefaultCity = "xinyu";

    public const int DefaultRequestsPerMinute = 3000;

    /// <summary>Embedded database, schedule, keys and uploaded files.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Connection string of a PostgreSQL; <see langword="null"/> keeps records in <c>tongban.db</c> of the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Loads the demonstration city into an empty database.</summary>
    public bool Demo { get; init; }

    /// <summary>The folder with the cities' catalogues.</summary>
    public required string CatalogFolder { get; init; }

    /// <summary>Name of the city's folder in <see cref="CatalogFolder"/>.</summary>
    public string City { get; init; } = DefaultCity;

    public string CityFolder => Path.Combine(CatalogFolder, City);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether jobs run by the clock; tests drive them by hand.</summary>
    public bool RunsSchedule { get; init; } = true;

    /// <summary>Proxies whose <c>X-Forwarded-*</c> headers are believed. Empty: none is.</summary>
    public IReadOnlyList<IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>Host names the server answers to, without port; empty: any.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whose new sign-in to the pages ends the earlier session of the same account: by default officers'.</summary>
    public SessionRules Sessions { get; init; } = new();

    /// <summary>Of whom a second factor is demanded; offered it is to everyone.</summary>
    public SecondFactorRules SecondFactors { get; init; } = new();

    /// <summary>Text messages and e-mail; none unless configured.</summary>
    public ChannelOptions Channels { get; init; } = new();

    /// <summary>Where events for other systems may go.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>Attempts to sign in, register or get a token that one address has per minute.</summary>
    public int SignInsPerMinute { get; init; } = 60;

    /// <summary>Requests that one signed-in person has per minute in each process, a sixth of them at once, and one address ten times as many. 0: no limit.</summary>
    public int RequestsPerMinute { get; init; } = DefaultRequestsPerMinute;

    /// <summary>Collector that metrics and traces go to by OTLP over HTTP; <see langword="null"/> sends nothing.</summary>
    public Uri? Telemetry { get; init; }

    /// <summary>Log lines as JSON, for a log collector.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Whether readers come by HTTPS, directly or through the trusted proxy: then cookies are bound to it.</summary>
    public bool Https => TrustedProxies.Count > 0 || Urls.Split(';').All(u => u.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    internal CookieNames Cookies => new(Https);

    public StorageOptions Storage => Database is { } connection
        ? new StorageOptions(DatabaseKind.Postgres, connection)
        : StorageOptions.SqliteAt(Path.Combine(DataFolder, "tongban.db"));
}
