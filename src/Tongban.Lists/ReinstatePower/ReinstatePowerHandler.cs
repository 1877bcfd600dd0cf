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

namespace Tongban.Lists.ReinstatePower;

/// <summary>A suspended power that may be used again.</summary>
internal sealed record ReinstatePowerCommand(string Code, string? Reason);

/// <summary>The administrator of the list lifts a suspension.</summary>
internal sealed class ReinstatePowerHandler(TongbanDb db, Caller caller, CityClock clock, PowerRegister register)
{
    public async Task<Result<bool>> HandleAsync(ReinstatePowerCommand command, CancellationToken ct)
    {
        var result = await db.ActAsync(command, caller, async () =>
        {
            var entry = await db.Set<PowerEntry>().SingleOrDefaultAsync(p => p.Code == command.Code, ct);
            if (entry is null)
                return ListErrors.NotFound(command.Code);
            if ((caller.Expects(entry) ?? entry.Reinstate(command.Reason, clock.Today)) is { } refusal)
                return refusal;
            return (Result<bool>)true;
        }, ct);
        register.Refresh();
        return result;
    }

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/powers/{code}/reinstatement", async (string code, Body body, ReinstatePowerHandler handler, PowerQueries powers, HttpContext http, CancellationToken ct) =>
            (await handler.HandleAsync(new(code, body.Reason), ct)).Error is { } refusal ? refusal.ToHttp() : await powers.AnswerAsync(code, http, ct))
        .Require(ListPermissions.ChangePowers)
        .WithName("ReinstatePower").WithTags("powers")
        .WithSummary("Lift the suspension of a power")
        .WithDescription("Only a suspended power; one that was ended comes back as a new entry.")
        .WithExample("""{"reason":"修订后的条例已施行"}""")
        .Produces<PowerAnswer>();

    internal sealed record Body(string Reason);
}
