using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Tongban.Foundation.Web;

namespace Tongban.Server.Web;

/// <summary>Which language a reader gets: pages follow the cookie of the language link, the API follows <c>Accept-Language</c>; Chinese otherwise.</summary>
internal static class Cultures
{
    public static void AddCultures(this IServiceCollection services, CookieNames cookies) => services.Configure<RequestLocalizationOptions>(o =>
    {
        CultureInfo[] cultures = [new("zh-CN"), new("en")];
        o.DefaultRequestCulture = new RequestCulture("zh-CN");
        o.SupportedCultures = cultures;
        o.SupportedUICultures = cultures;
        o.ApplyCurrentCultureToResponseHeaders = true;
        var header = new AcceptLanguageHeaderRequestCultureProvider { Options = o };
        var cookie = new CookieRequestCultureProvider { Options = o, CookieName = cookies.Language };
        o.RequestCultureProviders = [new CustomRequestCultureProvider(http => (http.IsApi() ? (IRequestCultureProvider)header : cookie).DetermineProviderCultureResult(http))];
    });

    public static void MapCulture(this IEndpointRouteBuilder app) => app
        .MapGet(ShellPaths.Culture, (string? c, string? returnUrl, HttpContext http, CookieNames cookies) =>
        {
            if (c is not ("zh-CN" or "en"))
                return Results.StatusCode(StatusCodes.Status400BadRequest);
            http.Response.Cookies.Append(cookies.Language, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(c)),
                new CookieOptions { IsEssential = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365) });
            return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : ShellPaths.Home);
        })
        .AllowAnonymous()
        .ExcludeFromDescription();

    /// <summary>A path of this site: not <c>//elsewhere</c>, not <c>/\elsewhere</c>, no control characters.</summary>
    private static bool IsLocal(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
