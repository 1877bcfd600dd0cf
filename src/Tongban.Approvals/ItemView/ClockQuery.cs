using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.ItemView;

/// <summary>Explains the clocks of stages and items.</summary>
internal sealed class ClockQuery(TongbanDb db, Calendars calendars, CityClock clock)
{
    /// <param name="item">Code of an item, or <see langword="null"/> for the stage's own clock.</param>
    /// <returns><see langword="null"/> when there is no such clock for this reader to see, or it has not begun.</returns>
    public async Task<ClockExplanation?> ExplainAsync(Guid stageCase, string? item, Actor actor, CancellationToken ct)
    {
        var visible = db.Set<StageCase>().AsNoTracking().Where(s => s.Id == stageCase).VisibleTo(actor);
        var limit = item is null
            ? await visible.Select(s => s.Limit).SingleOrDefaultAsync(ct)
            : await visible.SelectMany(s => s.Items).Where(i => i.Code == item).Select(i => i.Limit).SingleOrDefaultAsync(ct);
        return limit is null ? null : ClockExplanation.Of(limit, clock.Today, calendars.Current);
    }
}
