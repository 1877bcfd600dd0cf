using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Tongban.Foundation.People;
using Tongban.Server.Web;

namespace Tongban.Server.Security;

/// <summary>The cookie of a page session: who, in which capacity, until when without activity.</summary>
internal static class SessionCookie
{
    public const string SchemeName = "cookie";

    private const string ElsewhereQuery = "ended=elsewhere";
    private static readonly object ElsewhereItem = new();

    /// <summary>Idle time after which a session ends (GB/T 22239-2019, 8.1.4.1); officers see others' papers, so theirs is shorter.</summary>
    public static readonly TimeSpan IdleOfficer = TimeSpan.FromMinutes(15), IdlePublic = TimeSpan.FromMinutes(30);

    /// <summary>However busy: after so long everyone signs in again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options, CookieNames cookies)
    {
        options.Cookie.Name = cookies.Session;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = cookies.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.LoginPath = Foundation.Web.ShellPaths.SignIn;
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = IdlePublic;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
        // Renewed once a minute, so that the idle time is exact to a minute and not to its half.
        options.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew = context.ElapsedTime >= TimeSpan.FromMinutes(1);
            return Task.CompletedTask;
        };
        // The sign-in page knows where to go on, and when something has to be shown first.
        options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
        // The status pages answer in place: the address stays, and the API gets its problem document.
        options.Events.OnRedirectToAccessDenied = context => StatusAsync(context, StatusCodes.Status403Forbidden);
        options.Events.OnRedirectToLogin = context =>
        {
            // Whoever signed in elsewhere is told so, also when he has just sent a form: its session is over.
            if (!context.HttpContext.IsApi() && context.HttpContext.Items.ContainsKey(ElsewhereItem))
            {
                var get = HttpMethods.IsGet(context.Request.Method);
                context.Response.Redirect(get ? $"{context.RedirectUri}&{ElsewhereQuery}" : $"{Foundation.Web.ShellPaths.SignIn}?{ElsewhereQuery}");
                return Task.CompletedTask;
            }
            if (context.HttpContext.IsApi() || !HttpMethods.IsGet(context.Request.Method))
                return StatusAsync(context, StatusCodes.Status401Unauthorized);
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        };
    }

    public static Task SignInAsync(HttpContext http, Person person, Capacity capacity)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var session = Session.Of(person, capacity, Session.Read(http.User) is { Since: { } since } before && before.PersonId == person.Id ? since : now);
        http.RequestServices.GetRequiredService<SessionCheck>().Forget(person.Id);
        var idle = session.Actor.IsOfficer ? IdleOfficer : IdlePublic;
        return http.SignInAsync(SchemeName, session.ToPrincipal(SchemeName), new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + idle, AllowRefresh = true });
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // An error page is shown while the database may be away: there the cookie's own word must do.
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
            return;
        var services = context.HttpContext.RequestServices;
        var session = Session.Read(context.Principal);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (current, elsewhere) = session is null || now - session.Since > Longest ? (null, false)
            : await services.GetRequiredService<SessionCheck>().OfCookieAsync(session, services.GetRequiredService<SignIn>(), context.HttpContext.RequestAborted);
        if (current is null)
        {
            if (elsewhere)
                context.HttpContext.Items[ElsewhereItem] = true;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SchemeName);
        }
        else if (current.Actor != session!.Actor)
        {
            context.ReplacePrincipal(current.ToPrincipal(SchemeName));
            context.ShouldRenew = true;
        }
    }

    private static Task StatusAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
