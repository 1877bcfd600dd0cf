using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.AgentService;
using Tongban.Approvals.Ratings;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.SweepLimits;

/// <summary>A republished calendar: answers awaited of service centres and bad ratings to be put right follow it. They are few, so one unit carries them.</summary>
internal sealed class RecomputeServices(IServiceScopeFactory scopes) : IOpenLimits
{
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var (db, caller) = (scope.ServiceProvider.GetRequiredService<TongbanDb>(), scope.ServiceProvider.GetRequiredService<Caller>());
        caller.Actor = Actor.System;
        var result = await db.ActAsync(calendar.Version, caller, async () =>
        {
            var agencies = await db.Set<AgencyCase>().Where(a => a.State == AgencyState.Requested).ToListAsync(ct);
            var ratings = await db.Set<Rating>().Where(r => r.State == RatingState.CorrectionDue || r.State == RatingState.Disputed).ToListAsync(ct);
            return (Result<int>)(agencies.Count(a => a.Recompute(calendar)) + ratings.Count(r => r.Recompute(calendar)));
        }, ct);
        return result.Error is null ? result.Value : 0;
    }
}
