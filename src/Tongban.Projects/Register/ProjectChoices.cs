using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;

namespace Tongban.Projects.Register;

/// <summary>Names a legal person's projects to the registers, so that a mandate can be limited to one.</summary>
internal sealed class ProjectChoices(TongbanDb db) : IProjectChoices
{
    public async Task<IReadOnlyList<ProjectChoice>> OfAsync(string creditCode, CancellationToken ct) => await db.Set<Project>().AsNoTracking()
        .Where(p => p.Owner == creditCode).OrderByDescending(p => p.Id)
        .Select(p => new ProjectChoice(p.Id, p.Code, p.Name)).ToListAsync(ct);
}
