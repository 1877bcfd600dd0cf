using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.SiteReview.Model;

namespace Tongban.SiteReview.Limits;

/// <summary>A republished calendar: the reviews that go on follow it, each in a unit of its own.</summary>
internal sealed class RecomputeReviews(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        List<Guid> open;
        using (var reading = scopes.CreateScope())
        {
            open = await reading.ServiceProvider.GetRequiredService<TongbanDb>().Set<JointReview>().AsNoTracking()
                .Where(r => r.State == ReviewState.Open || r.State == ReviewState.AwaitingSite).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(ct);
        }
        var moved = 0;
        foreach (var id in open)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            scope.ServiceProvider.GetRequiredService<Caller>().Actor = Actor.System;
            var desk = scope.ServiceProvider.GetRequiredService<ReviewDesk>();
            var result = await db.ActAsync((calendar.Version, id), scope.ServiceProvider.GetRequiredService<Caller>(), async () => (Result<int>)(await desk.LoadAsync(id, ct) is { } review ? review.Recompute(calendar) : 0), ct);
            moved += result.Error is null ? result.Value : 0;
        }
        return moved;
    }
}
