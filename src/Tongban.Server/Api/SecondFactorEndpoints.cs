using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Server.Security;

namespace Tongban.Server.Api;

/// <summary>The own password once more.</summary>
internal sealed record PasswordProof(string Password);

/// <summary>What a change of one's second factor asks for.</summary>
/// <param name="Code">Of the app, or a recovery code.</param>
internal sealed record SecondFactorProof(string Password, string Code);

/// <summary>The first code of an app that was given a secret.</summary>
/// <param name="Sealed">As it was answered with the secret.</param>
internal sealed record SecondFactorConfirmation(string Sealed, string Code);

/// <summary>Codes that open once each, shown once.</summary>
internal sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes);

/// <summary>One's own second factor.</summary>
internal static class SecondFactorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/second-factor").WithTags("account");
        mine.MapGet("", (Caller caller, SecondFactorDesk desk, CancellationToken ct) => desk.StateAsync(caller.Actor.PersonId, ct)).Require(FoundationPermissions.SignedIn)
            .WithName("GetSecondFactor").WithSummary("Whether the caller has a second factor, since when, and how many recovery codes are left");
        mine.MapPost("/setup", async (PasswordProof body, Caller caller, SecondFactorDesk desk, CancellationToken ct) => (await desk.BeginAsync(body.Password, caller, ct)).ToHttp())
            .Require(FoundationPermissions.SignedIn).RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("BeginSecondFactor").WithSummary("Get a secret for an authenticator app")
            .WithDescription("Time-based codes by RFC 6238: HMAC-SHA1, six digits, thirty seconds. Nothing is kept before the first code comes back with `sealed`, within a quarter of an hour.")
            .Produces<SecondFactorSetup>().WithExample("""{"password":"Correct-Horse-7"}""");
        mine.MapPut("", async (SecondFactorConfirmation body, Caller caller, SecondFactorDesk desk, SessionCheck sessions, CancellationToken ct) => After(await desk.ConfirmAsync(body.Sealed, body.Code, caller, ct), caller, sessions, Codes))
            .Require(FoundationPermissions.SignedIn).RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("ConfirmSecondFactor").WithSummary("Switch the second factor on with the app's first code")
            .WithDescription("Answers ten recovery codes, once. Every session and token made before ends, this one too.").Produces<RecoveryCodesAnswer>();
        mine.MapPost("/recovery-codes", async (SecondFactorProof body, Caller caller, SecondFactorDesk desk, CancellationToken ct) => (await desk.RenewAsync(body.Password, body.Code, caller, ct)).ToHttp(Codes))
            .Require(FoundationPermissions.SignedIn).RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("RenewRecoveryCodes").WithSummary("Get ten new recovery codes; the old ones open nothing any more").Produces<RecoveryCodesAnswer>();
        mine.MapPost("/removal", async (SecondFactorProof body, Caller caller, SecondFactorDesk desk, SessionCheck sessions, CancellationToken ct) => After(await desk.RemoveAsync(body.Password, body.Code, caller, ct), caller, sessions, _ => Results.NoContent()))
            .Require(FoundationPermissions.SignedIn).RequireRateLimiting(SignInLimits.PolicyName)
            .WithName("RemoveSecondFactor").WithSummary("Switch the second factor off, where it is not demanded")
            .WithDescription("Every session and token made before ends, this one too.").Produces(StatusCodes.Status204NoContent);
    }

    private static IResult Codes(string[] codes) => Results.Json(new RecoveryCodesAnswer(codes));

    private static IResult After<T>(Result<T> result, Caller caller, SessionCheck sessions, Func<T, IResult> answer)
    {
        sessions.Forget(caller.Actor.PersonId);
        return result.ToHttp(answer);
    }
}
