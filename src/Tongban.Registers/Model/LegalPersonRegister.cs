using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Registers.Contracts;

namespace Tongban.Registers.Model;

/// <summary>Answers other rooms' questions about legal persons; it reads and never writes.</summary>
internal sealed class LegalPersonRegister(TongbanDb db) : ILegalPersons, IMandates
{
    // Asked with every act of an applicant.
    private static readonly PerModel<Func<TongbanDb, Guid, string, DateOnly, Guid?, Task<bool>>> MayAct = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid personId, string creditCode, DateOnly today, Guid? projectId) =>
        db.Set<LegalPerson>().Where(p => p.CreditCode == creditCode).Any(
            p => p.RegisteredBy == personId || p.Agents.Any(a => a.PersonId == personId && a.FirstDay <= today && today <= a.LastDay
                && (a.RevokedOn == null || today < a.RevokedOn) && (a.Scope == AgentScope.All || (projectId != null && a.ProjectId == projectId))))));

    public Task<LegalPersonRecord?> FindAsync(string creditCode, CancellationToken ct) => db.Set<LegalPerson>().AsNoTracking()
        .Where(p => p.CreditCode == creditCode)
        .Select(p => new LegalPersonRecord(p.Id, p.CreditCode, p.Name, p.Kind, p.Division, p.Address, p.Industry))
        .SingleOrDefaultAsync(ct);

    public Task<bool> MayActForAsync(Guid personId, string creditCode, DateOnly today, Guid? projectId = null, CancellationToken ct = default) =>
        personId == Guid.Empty ? Task.FromResult(false) : MayAct.Of(db)(db, personId, creditCode, today, projectId);

    public Task<bool> IsRepresentativeAsync(Guid personId, string creditCode, CancellationToken ct) =>
        db.Set<LegalPerson>().AsNoTracking().AnyAsync(p => p.CreditCode == creditCode && p.RegisteredBy == personId, ct);

    // A mandate for one project also opens the door to the enterprise, and no further than to the project.
    public async Task<IReadOnlyList<Mandate>> OfAsync(Guid personId, DateOnly today, CancellationToken ct)
    {
        var keys = LegalPersons.HeldBy(db, personId, today);
        var held = await db.Set<LegalPerson>().AsNoTracking().Where(p => keys.Contains(p.Id)).OrderBy(p => p.CreditCode)
            .Select(p => new
            {
                p.CreditCode,
                p.Name,
                IsRepresentative = p.RegisteredBy == personId,
                Mandates = p.Agents.Where(a => a.PersonId == personId && a.FirstDay <= today && today <= a.LastDay && (a.RevokedOn == null || today < a.RevokedOn)).Select(a => new { a.Scope, a.ProjectId }).ToList(),
            }).ToListAsync(ct);
        return [.. held.Select(p => new Mandate(p.CreditCode, p.Name,
            p.IsRepresentative || p.Mandates.Exists(m => m.Scope is AgentScope.All) ? null : new ProjectReach(p.Mandates.Select(m => m.ProjectId).OfType<Guid>())))];
    }
}
