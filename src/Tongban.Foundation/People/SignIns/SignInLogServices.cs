using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.People.SignIns;

/// <summary>The log of sign-ins: who may read it, and when it goes.</summary>
internal static class SignInLogServices
{
    public static void AddSignInLog(this IServiceCollection services)
    {
        services.AddScoped<SignInQueries>();
        services.AddScoped<IHousekeeping, TidySignIns>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/admin/sign-ins", (string? q, string? address, bool? refused, string? after, SignInQueries queries, CancellationToken ct) => queries.ListAsync(new(q, address, refused ?? false), after, ct))
            .Require(FoundationPermissions.ReadSignIns).WithName("ListSignIns").WithTags("administration").WithSummary("Attempts to sign in, newest first, 50 a page")
            .WithDescription("`q` is a part of user name or name, `address` a whole address; `refused=true` leaves out those that succeeded. Kept for 190 days. A name that no account has is not kept: `personId` is missing then. Pass `next` as `after` to read on.");
        api.MapGet("/me/sign-ins", (Caller caller, SignInQueries queries, CancellationToken ct) => queries.OfPersonAsync(caller.Actor.PersonId, SignInQueries.PageSize, ct))
            .Require(FoundationPermissions.SignedIn).WithName("ListMySignIns").WithTags("account").WithSummary("The last 50 attempts to sign in with the caller's account");
    }
}

/// <summary>The log of sign-ins: an address is kept no longer than it has to be.</summary>
internal sealed class TidySignIns(TongbanDb db, CityClock clock) : IHousekeeping
{
    public string Name => "foundation.sign-ins";

    public Task<int> TidyAsync(CancellationToken ct)
    {
        var before = clock.Now - SignInAttempt.Kept;
        return db.RemoveInBatchesAsync(Name, d => d.Set<SignInAttempt>().Where(a => a.At < before).OrderBy(a => a.At), ct);
    }
}
