using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Registers.Contracts;

namespace Tongban.Registers.Model;

/// <summary>Mandates that other rooms bring about; the rules are those of <see cref="LegalPerson"/>.</summary>
internal sealed class ProjectMandates(TongbanDb db, CityClock clock) : IProjectMandates
{
    public Task<bool> IsRepresentativeAsync(Guid personId, string creditCode, CancellationToken ct) =>
        db.Set<LegalPerson>().AnyAsync(p => p.CreditCode == creditCode && p.RegisteredBy == personId, ct);

    public async Task<Result<Guid>> GrantAsync(string creditCode, Guid agent, Guid projectId, DateOnly from, DateOnly to, Guid grantedBy, CancellationToken ct)
    {
        if (await FindAsync(creditCode, ct) is not { } person)
            return RegisterErrors.NotFound(creditCode);
        return person.Authorise(grantedBy, agent, AgentScope.OneProject, projectId, from, to, clock.Today).Then<Guid>(mandate => mandate.Id);
    }

    public async Task<Error?> EndAsync(string creditCode, Guid mandate, Guid by, CancellationToken ct)
    {
        if (await FindAsync(creditCode, ct) is not { } person)
            return RegisterErrors.NotFound(creditCode);
        return person.Agents.FirstOrDefault(a => a.Id == mandate) is { RevokedOn: null } running && running.LastDay >= clock.Today ? person.Revoke(by, mandate, clock.Today) : null;
    }

    private Task<LegalPerson?> FindAsync(string creditCode, CancellationToken ct) => db.Set<LegalPerson>().Include(p => p.Agents).SingleOrDefaultAsync(p => p.CreditCode == creditCode, ct);
}
