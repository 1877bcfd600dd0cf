using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;
using Tongban.Registers.MyEnterprises;

namespace Tongban.Registers.AuthoriseAgent;

/// <summary>A mandate to give. Both days are included.</summary>
/// <param name="UserName">Sign-in name of the agent's account.</param>
/// <param name="ProjectId">Named exactly when the scope is one project.</param>
internal sealed record AuthoriseAgentCommand(string CreditCode, string? UserName, AgentScope Scope, Guid? ProjectId, DateOnly? From, DateOnly? To);

/// <summary>A mandate given.</summary>
internal sealed record AuthorisedAgent(Guid MandateId);

/// <summary>The representative gives a person a mandate to act for the legal person (民法典第一百六十五条).</summary>
internal sealed class AuthoriseAgentHandler(TongbanDb db, Caller caller, CityClock clock, IEnumerable<IProjectChoices> projects)
{
    public Task<Result<AuthorisedAgent>> HandleAsync(AuthoriseAgentCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var person = await db.Set<LegalPerson>().Include(p => p.Agents).VisibleTo(db, caller.Actor, clock.Today).SingleOrDefaultAsync(p => p.CreditCode == command.CreditCode, ct);
        if (person is null)
            return (Result<AuthorisedAgent>)RegisterErrors.NotFound(command.CreditCode);
        if (caller.Expects(person) is { } stale)
            return stale;
        // Before the account is looked up, so that only a representative learns which names exist.
        if (person.RegisteredBy != caller.Actor.PersonId)
            return RegisterErrors.NotTheGrantor;

        if (command.From is not { } from || command.To is not { } to)
            return RegisterErrors.MandateDates(command.From is null ? "from" : "to");

        var userName = (command.UserName ?? "").Trim().ToLowerInvariant();
        var agent = await db.Set<Person>().AsNoTracking().Where(p => p.UserName == userName && !p.IsDisabled).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(ct);
        if (agent is null)
            return RegisterErrors.NoSuchAgent(userName);
        if (command.ProjectId is { } project && !await IsItsProjectAsync(person.CreditCode, project, ct))
            return RegisterErrors.NotItsProject;
        return person.Authorise(caller.Actor.PersonId, agent.Value, command.Scope, command.ProjectId, from, to, clock.Today)
            .Then<AuthorisedAgent>(mandate => new AuthorisedAgent(mandate.Id));
    }, ct);

    private async Task<bool> IsItsProjectAsync(string creditCode, Guid project, CancellationToken ct)
    {
        foreach (var source in projects)
        {
            if ((await source.OfAsync(creditCode, ct)).Any(p => p.Id == project))
                return true;
        }
        return false;
    }

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/enterprises/{code}/agents", async (string code, Body body, AuthoriseAgentHandler authorise, EnterpriseQueries enterprises, HttpContext http, CancellationToken ct) =>
        {
            var result = await authorise.HandleAsync(new(code, body.UserName, body.Scope, body.ProjectId, body.From, body.To), ct);
            return result.Error is { } refusal ? refusal.ToHttp() : await enterprises.AnswerAsync(code, http, (answer, at) => Results.Created(at, answer), ct);
        })
        .Require(RegisterPermissions.ActFor)
        .WithName("AuthoriseAgent").WithTags("enterprises")
        .WithSummary("Give a person a mandate to act for an enterprise")
        .WithDescription("Only the representative account may. The mandate covers both days named; it begins today or later. Scope all reaches every matter, oneProject the project named and nothing else.")
        .WithExample("""{"userName":"wang.fang","scope":"all","projectId":null,"from":"2026-03-02","to":"2026-12-31"}""")
        .Produces<EnterpriseAnswer>(StatusCodes.Status201Created);

    internal sealed record Body(string UserName, AgentScope Scope, DateOnly From, DateOnly To, Guid? ProjectId = null);
}
