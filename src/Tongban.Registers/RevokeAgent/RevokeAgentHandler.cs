using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Registers.Model;

namespace Tongban.Registers.RevokeAgent;

/// <summary>A mandate to take back.</summary>
internal sealed record RevokeAgentCommand(string CreditCode, Guid MandateId);

/// <summary>The representative withdraws a mandate, or the agent lays it down (民法典第一百七十三条). It gives no right to anything from that moment on; a session begun by it ends within a minute.</summary>
internal sealed class RevokeAgentHandler(TongbanDb db, Caller caller, CityClock clock)
{
    public Task<Result<bool>> HandleAsync(RevokeAgentCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var person = await db.Set<LegalPerson>().Include(p => p.Agents).VisibleTo(db, caller.Actor, clock.Today).SingleOrDefaultAsync(p => p.CreditCode == command.CreditCode, ct);
        if (person is null)
            return (Result<bool>)RegisterErrors.NotFound(command.CreditCode);
        if ((caller.Expects(person) ?? person.Revoke(caller.Actor.PersonId, command.MandateId, clock.Today)) is { } refusal)
            return refusal;
        return true;
    }, ct);

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/enterprises/{code}/agents/{id:guid}", async (string code, Guid id, RevokeAgentHandler revoke, CancellationToken ct) =>
            (await revoke.HandleAsync(new(code, id), ct)).ToHttp(_ => Results.NoContent()))
        .Require(RegisterPermissions.ActFor)
        .WithName("RevokeAgent").WithTags("enterprises")
        .WithSummary("Take a mandate back, or lay one's own down")
        .WithDescription("It no longer covers today. A mandate that has ended is refused with 409.")
        .Produces(StatusCodes.Status204NoContent);
}
