using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;

namespace Tongban.Dispatch.Matters;

/// <summary>Finds a matter by its number.</summary>
internal sealed class MatterNumbers(TongbanDb db)
{
    public async Task<Guid?> FindAsync(string? number, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(number))
            return null;
        var asked = number.Trim().ToUpperInvariant();
        var found = await db.Set<DispatchMatter>().AsNoTracking().Where(m => m.Number == asked).Select(m => m.Id).ToListAsync(ct);
        return found is [var id] ? id : null;
    }
}
