using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Tongban.Foundation.People;

namespace Tongban.Server.Security;

/// <summary>How fast one caller may ask, in each server process: an address before anyone knows who it is, a person afterwards. Both are buckets that fill evenly, so a page that asks for forty tiles at once is not held up.</summary>
/// <remarks>An address may ask for ten persons, because offices stand behind one; the machine's own addresses are the operator's and have no limit.</remarks>
internal sealed class CallerLimits : IDisposable
{
    private const int PersonsBehindAnAddress = 10;
    private readonly PartitionedRateLimiter<Guid>? _persons;

    public CallerLimits(ServerOptions options) => _persons = options.RequestsPerMinute <= 0 ? null
        : PartitionedRateLimiter.Create<Guid, Guid>(person => RateLimitPartition.GetTokenBucketLimiter(person, _ => Bucket(options.RequestsPerMinute)));

    /// <summary>The limit of addresses, for the framework's limiter; <see langword="null"/> when there is none.</summary>
    public static PartitionedRateLimiter<HttpContext>? OfAddresses(ServerOptions options) => options.RequestsPerMinute <= 0 ? null
        : PartitionedRateLimiter.Create<HttpContext, string>(http => http.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from) && !IsRefusal(http)
            ? RateLimitPartition.GetTokenBucketLimiter(SignInLimits.PartitionOf(from), _ => Bucket(PersonsBehindAnAddress * options.RequestsPerMinute))
            : RateLimitPartition.GetNoLimiter(""));

    /// <summary>Turns away whoever is signed in and asks too fast.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallerLimits>();
        app.Use((http, next) => limits.TurnsAway(http) ? Task.CompletedTask : next(http));
    }

    private bool TurnsAway(HttpContext http)
    {
        if (_persons is null || Session.Read(http.User) is not { } session || IsRefusal(http))
            return false;
        using var lease = _persons.AttemptAcquire(session.Actor.PersonId);
        if (lease.IsAcquired)
            return false;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Explain(http, lease);
        return true;
    }

    /// <summary>Says when to come again.</summary>
    public static void Explain(HttpContext http, RateLimitLease lease)
    {
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    public void Dispose() => _persons?.Dispose();

    // The page that says so is asked for inside the same request.
    private static bool IsRefusal(HttpContext http) => http.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    // A sixth of a minute's at once.
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = Math.Max(1, perMinute / 6),
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromMinutes((double)Math.Max(1, perMinute / 60) / perMinute),
    };
}
