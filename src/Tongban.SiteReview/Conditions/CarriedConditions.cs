using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.Conditions;

/// <summary>The conditions of a concluded review, each for every approval item it was carried to.</summary>
internal sealed class CarriedConditions(TongbanDb db) : IProjectConditions
{
    // Asked at every decision; most projects have none.
    private static readonly PerModel<Func<TongbanDb, Guid, IAsyncEnumerable<FindingOpinion>>> OfProject = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid project) =>
        db.Set<FindingOpinion>().AsNoTracking().Where(o => o.ProjectId == project && o.CarriedOn != null).AsQueryable()));

    public async Task<IReadOnlyList<ProjectCondition>> OfProjectAsync(Guid projectId, CancellationToken ct)
    {
        List<ProjectCondition> conditions = [];
        await foreach (var o in OfProject.Of(db)(db, projectId).WithCancellation(ct))
            conditions.AddRange(o.Items.Select(item => new ProjectCondition(o.Id, item, o.Organ, o.Text, o.LegalBasis, ($"用地联合会审第 {o.Round} 轮", $"joint review of the site, round {o.Round}"), $"/site-reviews/{o.ReviewId}", o.CarriedOn!.Value)));
        return [.. conditions.OrderBy(c => c.Item, StringComparer.Ordinal).ThenBy(c => c.Id)];
    }
}
