namespace Tongban.Server.Web;

/// <summary>Headers that let a browser refuse what the pages never do: foreign scripts, frames, guessing of content types.</summary>
internal static class SecurityHeaders
{
    // Inline styles are allowed because the map and chart libraries set them; inline script is not.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static state =>
        {
            var answered = (HttpContext)state;
            var headers = answered.Response.Headers;
            // A document that is sent as it was handed in brings a stricter one of its own.
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (answered.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            // What the API tells one caller is kept by nobody on the way; what it tells everyone says for itself how long it holds.
            if (headers.CacheControl.Count == 0 && answered.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && answered.User.Identity?.IsAuthenticated is true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, http);
        return next(http);
    });
}
