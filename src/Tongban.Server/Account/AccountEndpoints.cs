using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Tongban.Foundation.Web;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Foundation;
using Tongban.Server.Security;

namespace Tongban.Server.Account;

/// <summary>The posts of the frame's menu: signing out, acting in another capacity.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        app.MapPost(ShellPaths.SignOut, async (HttpContext http, IAntiforgery antiforgery, SignIn signIn, SessionCheck sessions, Caller caller) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http))
                return Results.StatusCode(StatusCodes.Status400BadRequest);
            if (Session.Read(http.User) is { } session)
            {
                // Not only this browser's cookie: a copy of it must open nothing.
                if (session.Page is { } page)
                    await signIn.EndAsync(page, caller, http.RequestAborted);
                sessions.Forget(session.PersonId);
            }
            await http.SignOutAsync(SessionCookie.SchemeName);
            http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
            return Results.LocalRedirect(ShellPaths.SignIn);
        }).Public().ExcludeFromDescription();

        app.MapPost(ShellPaths.SwitchPost, async (HttpContext http, IAntiforgery antiforgery, Capacities capacities, SecondFactorDesk factors) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http))
                return Results.StatusCode(StatusCodes.Status400BadRequest);
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (await capacities.FindAsync(form["post"], http.RequestAborted) is not { } chosen)
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            if (await factors.LacksAsync(chosen.Person.Id, chosen.Capacity, http.RequestAborted))
                return Results.LocalRedirect($"{ShellPaths.Account}/second-factor?first=true");
            await SessionCookie.SignInAsync(http, chosen.Person, chosen.Capacity);
            return Results.LocalRedirect(LocalUrl.Or(form["returnUrl"], ShellPaths.Work));
        }).Require(FoundationPermissions.SignedIn).ExcludeFromDescription();
    }
}
