using System.Globalization;
using System.Threading.RateLimiting;
using Tongban.Dispatch.Open311.Model;

namespace Tongban.Dispatch.Open311;

/// <summary>How many posts an application may send in a minute, in this process.</summary>
internal sealed class PostLimits : IDisposable
{
    private readonly PartitionedRateLimiter<ApiApplication> _limiter = PartitionedRateLimiter.Create<ApiApplication, (Guid, int)>(a => RateLimitPartition.GetFixedWindowLimiter((a.Id, a.PerMinute), k =>
        new FixedWindowRateLimiterOptions { PermitLimit = k.Item2, Window = TimeSpan.FromMinutes(1) }));

    /// <returns>Seconds to wait, or <see langword="null"/> when the post may pass.</returns>
    public string? Wait(ApiApplication application)
    {
        using var lease = _limiter.AttemptAcquire(application);
        return lease.IsAcquired ? null : (lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Ceiling(after.TotalSeconds) : 60).ToString(CultureInfo.InvariantCulture);
    }

    public void Dispose() => _limiter.Dispose();
}
