using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.PlaneView;

/// <summary>Whose the ledger of a project is: those who see its stages may read it and take proofs; of the enterprise only who still acts for it.</summary>
internal sealed class ProjectLedgerAccess(TongbanDb db, ILegalPersons legalPersons, CityClock clock) : IMatterAccess
{
    private static readonly string Prefix = ProjectRecord.MatterOf(Guid.Empty)[..^Guid.Empty.ToString().Length];

    public bool Handles(string matter) => matter.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) =>
        Guid.TryParse(matter[Prefix.Length..], out var project)
        && await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == project).VisibleTo(actor).AnyAsync(ct)
        && (actor.IsOfficer || actor.Is(Roles.Auditor) || (actor.Enterprise is { } unit && await legalPersons.MayActForAsync(actor.PersonId, unit, clock.Today, project, ct)));
}
