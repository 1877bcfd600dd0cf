using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Space.Checks;

namespace Tongban.Space.Map;

/// <summary>A check in a list of one's own.</summary>
internal sealed record RecentCheck(Guid Id, string Title, DateTimeOffset CheckedAt, decimal SquareMetres, string? Class, bool IsComplete);

/// <summary>The checks one made last.</summary>
internal sealed class RecentChecks(TongbanDb db, Caller caller)
{
    private const int Told = 10;

    public async Task<IReadOnlyList<RecentCheck>> MineAsync(CancellationToken ct)
    {
        var me = caller.Actor.PersonId;
        return caller.Actor.IsStranger ? [] : await db.Set<StoredCheck>().AsNoTracking().Where(c => c.CheckedBy == me && c.Subject == null).OrderByDescending(c => c.Id).Take(Told)
            .Select(c => new RecentCheck(c.Id, c.Title, c.CheckedAt, c.SquareMetres, c.Class, c.IsComplete)).ToListAsync(ct);
    }
}
