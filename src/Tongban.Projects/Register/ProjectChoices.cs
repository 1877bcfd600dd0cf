using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;

namespace Tongban.Projects.Register;

/// <inheritdoc cref="IProjectChoices"/>
internal sealed class ProjectChoices(TongbanDb db) : IProjectChoices
{
    // More than anyone can choose from; a unit with more of them narrows mandates by other means.
    private const int Most = 200;

    public async Task<IReadOnlyList<ProjectChoice>> OfAsync(string creditCode, CancellationToken ct) =>
        await db.Set<Project>().AsNoTracking()
            .Where(p => p.Owner == creditCode && (p.Status == ProjectStatus.Declared || p.Status == ProjectStatus.InApproval))
            .OrderByDescending(p => p.Id).Take(Most).Select(p => new ProjectChoice(p.Id, p.Code, p.Name)).ToListAsync(ct);
}
