using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Tongban.Server.Security;

/// <summary>How often one address may try passwords or open accounts. Locking the account itself is the domain's rule.</summary>
internal static class SignInLimits
{
    public const string PolicyName = "sign-in";

    public static void AddSignInLimits(this IServiceCollection services, ServerOptions options) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        // Looking at the form costs nothing; sending it does.
        o.AddPolicy(PolicyName, http => HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(PartitionOf(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
    });

    /// <summary>An IPv4 address, or the network of 64 bits that whoever has one IPv6 address has all addresses of.</summary>
    internal static string PartitionOf(IPAddress? address)
    {
        if (address is null or { AddressFamily: AddressFamily.InterNetwork })
            return address?.ToString() ?? "";
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8));
    }
}
