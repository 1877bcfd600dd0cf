using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Server.Security;

namespace Tongban.Server.Api;

/// <summary>Asks for a token.</summary>
/// <param name="Post">The post to act in, when the account has several capacities.</param>
/// <param name="Enterprise">Credit code of the enterprise to act for, when the account has several capacities.</param>
/// <param name="NewPassword">With a one-time password from an administrator: the person's own, which takes its place.</param>
/// <param name="Code">Of the second factor, where the account has one: the app's six digits, or a recovery code.</param>
internal sealed record TokenRequest(string UserName, string Password, Guid? Post = null, string? Enterprise = null, string? NewPassword = null, string? Code = null);

/// <summary>A bearer token, good until <paramref name="ExpiresAt"/>.</summary>
internal sealed record TokenAnswer(string Token, DateTimeOffset ExpiresAt, CapacityAnswer Capacity);

/// <summary>A way in which the account may act.</summary>
internal sealed record CapacityAnswer(Guid? Post, string? Organ, string? Enterprise, IReadOnlyList<Roles> Roles, string Name)
{
    public static CapacityAnswer Of(Capacity c) => new(c.PostId, c.Organ, c.Enterprise, [.. Enum.GetValues<Roles>().Where(r => r is not Foundation.People.Roles.None && (c.Roles & r) == r)], c.Name.ToString());
}

/// <summary>The caller as the service knows him.</summary>
internal sealed record MeAnswer(Guid PersonId, string Name, CapacityAnswer? Capacity, IReadOnlyList<CapacityAnswer> Capacities);

/// <summary>The key of a new account.</summary>
internal sealed record OpenedAccount(Guid Id);

/// <summary>Accounts and tokens of the API, and who one is.</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/accounts", RegisterAsync).Public().RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("Register").WithTags("account").WithSummary("Open an account for oneself")
            .WithDescription("The account is a person's; it acts for an enterprise by registering one, or by a mandate.")
            .Produces<OpenedAccount>(StatusCodes.Status201Created).WithExample("""{"userName":"li.ming","displayName":"李某","phone":"13800000000","password":"Correct-Horse-7"}""");
        api.MapPost("/tokens", IssueAsync).Public().RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("IssueToken").WithTags("account").WithSummary("Sign in and get a bearer token for one capacity, good for eight hours")
            .Produces<TokenAnswer>().WithExample("""{"userName":"li.ming","password":"Correct-Horse-7","post":null}""");
        api.MapDelete("/tokens/current", RevokeAsync).Require(FoundationPermissions.SignedIn)
            .WithName("RevokeToken").WithTags("account").WithSummary("End the token this call is made with").Produces(StatusCodes.Status204NoContent);
        api.MapGet("/me/tokens", (Caller caller, SignIn signIn, CancellationToken ct) => signIn.TokensOfAsync(caller.Actor.PersonId, ct)).Require(FoundationPermissions.SignedIn)
            .WithName("ListMyTokens").WithTags("account").WithSummary("The caller's tokens that have not ended");
        api.MapDelete("/me/tokens/{token:guid}", async (Guid token, SignIn signIn, SessionCheck sessions, Caller caller, CancellationToken ct) =>
        {
            var ended = await signIn.EndTokenAsync(token, caller, ct);
            sessions.Forget(caller.Actor.PersonId);
            return ended.ToHttp(_ => Results.NoContent());
        }).Require(FoundationPermissions.SignedIn).WithName("EndMyToken").WithTags("account").WithSummary("End one of the caller's tokens").Produces(StatusCodes.Status204NoContent);
        api.MapPost("/me/sessions-end", async (PasswordProof body, Accounts accounts, SessionCheck sessions, Caller caller, CancellationToken ct) =>
        {
            var ended = await accounts.EndSessionsAsync(body.Password, caller, ct);
            sessions.Forget(caller.Actor.PersonId);
            return ended.ToHttp(_ => Results.NoContent());
        }).Require(FoundationPermissions.SignedIn).RequireRateLimiting(SignInLimits.PolicyName).WithName("EndMySessions").WithTags("account").WithSummary("End every session and token of the caller, this one too").Produces(StatusCodes.Status204NoContent);
        api.MapPut("/me/password", ChangePasswordAsync).Require(FoundationPermissions.SignedIn).RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("ChangePassword").WithTags("account").WithSummary("Change one's own password")
            .WithDescription("Every session and token made before ends, this one too: get a new token with the new password. Five wrong current passwords in a row lock the account for thirty minutes.")
            .Produces(StatusCodes.Status204NoContent).WithExample("""{"current":"Correct-Horse-7","next":"Another-Horse-8"}""");
        SecondFactorEndpoints.Map(api);
        api.MapGet("/me", MeAsync).Require(FoundationPermissions.SignedIn)
            .WithName("Me").WithTags("account").WithSummary("Who the caller is, and in which capacity").Produces<MeAnswer>();
    }

    private static async Task<IResult> RegisterAsync(RegisterPerson body, Accounts accounts, Caller caller, CancellationToken ct) =>
        (await accounts.RegisterAsync(body, caller, ct)).ToHttp(id => Results.Created("/api/v1/me", new OpenedAccount(id)));

    private static async Task<IResult> IssueAsync(TokenRequest body, SignIn signIn, Caller caller, CancellationToken ct)
    {
        var answer = await signIn.CheckAsync(new(body.UserName, body.Password, SignIn.ApiChannel, caller.Address) { Next = body.NewPassword, Code = body.Code }, ct);
        if (answer.Person is not { } person)
            return (answer.Refusal!.Field is "next" ? answer.Refusal with { Field = "newPassword" } : answer.Refusal!).ToHttp();
        var all = await signIn.CapacitiesAsync(person, ct);
        var fitting = body.Post is null && body.Enterprise is null ? all : [.. all.Where(c => c.PostId == body.Post && c.Enterprise == body.Enterprise)];
        if (fitting.Count != 1)
            return Ambiguous(all);
        return (await signIn.IssueTokenAsync(person, fitting[0], ct)).ToHttp(t => Results.Json(new TokenAnswer(t.Token, t.ExpiresAt, CapacityAnswer.Of(fitting[0]))));
    }

    private static IResult Ambiguous(IReadOnlyList<Capacity> all)
    {
        const string code = "people.capacity-unclear";
        var text = new Words("请用 post 或 enterprise 指明以哪个身份办理。", "Name the capacity to act in with post or enterprise.");
        return Results.Problem(type: Problems.TypeBase + code, title: text.ToString(), statusCode: StatusCodes.Status422UnprocessableEntity,
            extensions: new Dictionary<string, object?> { ["code"] = code, ["field"] = "post", ["capacities"] = all.Select(CapacityAnswer.Of) });
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, SignIn signIn, SessionCheck sessions, Caller caller, CancellationToken ct)
    {
        var token = BearerHandler.TokenOf(http.Request)!;
        var result = await signIn.RevokeTokenAsync(token, caller, ct);
        sessions.Forget(token);
        return result.ToHttp(_ => Results.NoContent());
    }

    private static async Task<IResult> ChangePasswordAsync(ChangePassword body, Accounts accounts, SessionCheck sessions, Caller caller, CancellationToken ct)
    {
        var changed = await accounts.ChangePasswordAsync(body, caller, ct);
        sessions.Forget(caller.Actor.PersonId);
        return changed.ToHttp(_ => Results.NoContent());
    }

    private static async Task<MeAnswer> MeAsync(Caller caller, Capacities capacities, CancellationToken ct)
    {
        var all = await capacities.OfCallerAsync(ct);
        var current = all.FirstOrDefault(c => Capacities.IsCurrent(c, caller.Actor));
        return new MeAnswer(caller.Actor.PersonId, caller.Actor.Name, current is null ? null : CapacityAnswer.Of(current), [.. all.Select(CapacityAnswer.Of)]);
    }
}
