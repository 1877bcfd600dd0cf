using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Lists.Model;
using Tongban.Lists.PowerList;

namespace Tongban.Lists.EndPower;

/// <summary>A power that ends for good.</summary>
internal sealed record EndPowerCommand(string Code, DateOnly? LastDay, string? Reason);

/// <summary>The administrator of the list ends a power: cancelled, or handed to another organ.</summary>
internal sealed class EndPowerHandler(TongbanDb db, Caller caller, CityClock clock, PowerRegister register)
{
    public async Task<Result<bool>> HandleAsync(EndPowerCommand command, CancellationToken ct)
    {
        var result = await db.ActAsync(command, caller, async () =>
        {
            if (command.LastDay is not { } lastDay)
                return ListErrors.LastDayMissing();
            var entry = await db.Set<PowerEntry>().SingleOrDefaultAsync(p => p.Code == command.Code, ct);
            if (entry is null)
                return ListErrors.NotFound(command.Code);
            if ((caller.Expects(entry) ?? entry.End(lastDay, command.Reason, clock.Today)) is { } refusal)
                return refusal;
            return (Result<bool>)true;
        }, ct);
        register.Refresh();
        return result;
    }

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/powers/{code}/end", async (string code, Body body, EndPowerHandler handler, PowerQueries powers, HttpContext http, CancellationToken ct) =>
            (await handler.HandleAsync(new(code, body.LastDay, body.Reason), ct)).Error is { } refusal ? refusal.ToHttp() : await powers.AnswerAsync(code, http, ct))
        .Require(ListPermissions.ChangePowers)
        .WithName("EndPower").WithTags("powers")
        .WithSummary("End a power for good")
        .WithDescription("lastDay is the last day on which it may be used, yesterday at the earliest. What was done up to then stands.")
        .WithExample("""{"lastDay":"2026-06-30","reason":"国务院决定取消该项许可"}""")
        .Produces<PowerAnswer>();

    internal sealed record Body(DateOnly LastDay, string Reason);
}
