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

namespace Tongban.Lists.SuspendPower;

/// <summary>A power that may not be used for the time being.</summary>
internal sealed record SuspendPowerCommand(string Code, string? Reason);

/// <summary>The administrator of the list suspends a power, from today on.</summary>
internal sealed class SuspendPowerHandler(TongbanDb db, Caller caller, CityClock clock, PowerRegister register)
{
    public async Task<Result<bool>> HandleAsync(SuspendPowerCommand command, CancellationToken ct)
    {
        var result = await db.ActAsync(command, caller, async () =>
        {
            var entry = await db.Set<PowerEntry>().SingleOrDefaultAsync(p => p.Code == command.Code, ct);
            if (entry is null)
                return ListErrors.NotFound(command.Code);
            if ((caller.Expects(entry) ?? entry.Suspend(command.Reason, clock.Today)) is { } refusal)
                return refusal;
            return (Result<bool>)true;
        }, ct);
        register.Refresh();
        return result;
    }

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/powers/{code}/suspension", async (string code, Body body, SuspendPowerHandler handler, PowerQueries powers, HttpContext http, CancellationToken ct) =>
            (await handler.HandleAsync(new(code, body.Reason), ct)).Error is { } refusal ? refusal.ToHttp() : await powers.AnswerAsync(code, http, ct))
        .Require(ListPermissions.ChangePowers)
        .WithName("SuspendPower").WithTags("powers")
        .WithSummary("Suspend a power from today on")
        .WithDescription("From the answer on, the organ is refused every act on the item, with this reason.")
        .WithExample("""{"reason":"法规修订期间暂停，余府发〔2026〕3号"}""")
        .Produces<PowerAnswer>();

    internal sealed record Body(string Reason);
}
