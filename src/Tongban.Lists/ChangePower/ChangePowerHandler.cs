using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;
using Tongban.Lists.PowerList;

namespace Tongban.Lists.ChangePower;

/// <summary>A power that may not be used for the time being.</summary>
internal sealed record SuspendPowerCommand(string Code, string? Reason);

/// <summary>A suspended power that may be used again.</summary>
internal sealed record ReinstatePowerCommand(string Code, string? Reason);

/// <summary>A power that ends for good.</summary>
internal sealed record EndPowerCommand(string Code, DateOnly? LastDay, string? Reason);

/// <summary>The administrator decides on a power, with effect from today: the line by which the organ acts and the entry of the power list change in one unit, so that list, feed and register say the same (decision 0019).</summary>
internal sealed class ChangePowerHandler(TongbanDb db, Caller caller, CityClock clock, PowerRegister powers, ListRegister lists)
{
    public Task<Result<bool>> SuspendAsync(SuspendPowerCommand command, CancellationToken ct) =>
        OnAsync(command, command.Code, ListChangeReason.Suspended, null, power => power.Suspend(command.Reason, clock.Today), ct);

    public Task<Result<bool>> ReinstateAsync(ReinstatePowerCommand command, CancellationToken ct) =>
        OnAsync(command, command.Code, ListChangeReason.Reinstated, null, power => power.Reinstate(command.Reason, clock.Today), ct);

    /// <summary>Cancelled, or handed to another organ.</summary>
    public Task<Result<bool>> EndAsync(EndPowerCommand command, CancellationToken ct) =>
        OnAsync(command, command.Code, ListChangeReason.Cancelled, command.LastDay, power => command.LastDay is { } last ? power.End(last, command.Reason, clock.Today) : ListErrors.LastDayMissing(), ct);

    private async Task<Result<bool>> OnAsync<TCommand>(TCommand command, string code, ListChangeReason reason, DateOnly? lastDay, Func<PowerEntry, Error?> decide, CancellationToken ct) where TCommand : notnull
    {
        var result = await db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<PowerEntry>().SingleOrDefaultAsync(p => p.Code == code, ct) is not { } power)
                return (Result<bool>)ListErrors.NotFound(code);
            if ((caller.Expects(power) ?? decide(power)) is { } refusal)
                return refusal;
            await FollowAsync(code, reason, lastDay, power.Reason!, ct);
            return true;
        }, ct);
        powers.Refresh();
        lists.Refresh();
        return result;
    }

    // A line that the city took over without the list has no entry to follow it.
    private async Task FollowAsync(string code, ListChangeReason reason, DateOnly? lastDay, string why, CancellationToken ct)
    {
        if (await db.Set<ListEntry>().Include(e => e.Versions).SingleOrDefaultAsync(e => e.List == ListKind.Power && e.Code == code, ct) is not { Published: > 0, IsEnded: false } entry)
            return;
        var head = await db.Set<ListHead>().SingleAsync(h => h.List == ListKind.Power, ct);
        entry.DecideAtOnce(reason, clock.Today, lastDay, why, head.Next(clock.Now), caller.Actor, clock.Now);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/powers/{code}/suspension", async (string code, ReasonBody body, ChangePowerHandler handler, PowerQueries powers, HttpContext http, CancellationToken ct) =>
                await AnswerAsync(await handler.SuspendAsync(new(code, body.Reason), ct), code, powers, http, ct))
            .Require(ListPermissions.ChangePowers)
            .WithName("SuspendPower").WithTags("powers")
            .WithSummary("Suspend a power from today on")
            .WithDescription("From the answer on, the organ is refused every act on the item, with this reason. The list shows it as a version of its own, in its change feed too.")
            .WithExample("""{"reason":"法规修订期间暂停，余府发〔2026〕3号"}""")
            .Produces<PowerAnswer>();
        api.MapPost("/powers/{code}/reinstatement", async (string code, ReasonBody body, ChangePowerHandler handler, PowerQueries powers, HttpContext http, CancellationToken ct) =>
                await AnswerAsync(await handler.ReinstateAsync(new(code, body.Reason), ct), code, powers, http, ct))
            .Require(ListPermissions.ChangePowers)
            .WithName("ReinstatePower").WithTags("powers")
            .WithSummary("Lift the suspension of a power")
            .WithDescription("Only a suspended power; one that was ended comes back as a new entry.")
            .WithExample("""{"reason":"修订后的条例已施行"}""")
            .Produces<PowerAnswer>();
        api.MapPost("/powers/{code}/end", async (string code, EndBody body, ChangePowerHandler handler, PowerQueries powers, HttpContext http, CancellationToken ct) =>
                await AnswerAsync(await handler.EndAsync(new(code, body.LastDay, body.Reason), ct), code, powers, http, ct))
            .Require(ListPermissions.ChangePowers)
            .WithName("EndPower").WithTags("powers")
            .WithSummary("End a power for good")
            .WithDescription("lastDay is the last day on which it may be used, yesterday at the earliest. What was done up to then stands.")
            .WithExample("""{"lastDay":"2026-06-30","reason":"国务院决定取消该项许可"}""")
            .Produces<PowerAnswer>();
    }

    private static async Task<IResult> AnswerAsync(Result<bool> result, string code, PowerQueries powers, HttpContext http, CancellationToken ct) =>
        result.Error is { } refusal ? refusal.ToHttp() : await powers.AnswerAsync(code, http, ct);

    internal sealed record ReasonBody(string Reason);

    internal sealed record EndBody(DateOnly LastDay, string Reason);
}
