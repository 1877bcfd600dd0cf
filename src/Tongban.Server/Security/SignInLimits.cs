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
            CallerLimits.Explain(context.HttpContext, context.Lease);
            return ValueTask.CompletedTask;
        };
        o.GlobalLimiter = CallerLimits.OfAddresses(options);
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
