using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.PlaneView;

/// <summary>Whose the ledger of a project is: those who see its stages may read it and take proofs.</summary>
internal sealed class ProjectLedgerAccess(TongbanDb db, IProjects projects, ILegalPersons legalPersons) : IMatterAccess
{
    public bool Handles(string matter) => ProjectRecord.IsOne(matter);

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) =>
        ProjectRecord.IdOf(matter) is { } project
        && await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == project).VisibleTo(actor).AnyAsync(ct);

    public async Task<Words?> NameAsync(string matter, CancellationToken ct) =>
        ProjectRecord.IdOf(matter) is { } id && await projects.FindAsync(id, ct) is { } project ? ($"{project.Name}（{project.Code}）", $"{project.Name} ({project.Code})") : null;

    /// <summary>The unit itself, or whoever acted for it by a mandate.</summary>
    public async Task<Words?> ActorAsync(string matter, Guid person, string enterprise, CancellationToken ct)
    {
        var unit = (await legalPersons.FindAsync(enterprise, ct))?.Name ?? enterprise;
        return !await legalPersons.IsRepresentativeAsync(person, enterprise, ct) && await db.Set<Person>().AsNoTracking().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) is { } agent
            ? ($"{agent} 代 {unit}", $"{agent}, for {unit}") : (unit, unit);
    }
}
