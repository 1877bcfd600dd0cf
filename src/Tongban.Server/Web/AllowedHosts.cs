namespace Tongban.Server.Web;

/// <summary>Answers only to names that are ours, where the operator says which: links and feeds repeat the name a caller used.</summary>
internal static class AllowedHosts
{
    /// <param name="hosts">Host names without port, <c>*.example.cn</c> for all below one; none lets every name in.</param>
    public static void UseAllowedHosts(this IApplicationBuilder app, IReadOnlyList<string> hosts)
    {
        if (hosts.Count == 0)
            return;
        var allowed = hosts.Select(h => new Microsoft.Extensions.Primitives.StringSegment(h)).ToList();
        app.Use((http, next) =>
        {
            // A balancer asks for the health by address.
            if (HostString.MatchesAny(http.Request.Host.Host, allowed) || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                return next(http);
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
    }
}
