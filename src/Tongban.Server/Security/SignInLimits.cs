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
            ? RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
    });
}
