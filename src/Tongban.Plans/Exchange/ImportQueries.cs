using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Plans.Model;

namespace Tongban.Plans.Exchange;

internal sealed record BatchRow(Guid Id, BatchKind Kind, string Name, DateTimeOffset RecordedAt, string? Organ, int Accepted, int Unchanged, int Rejected, decimal Yuan);

internal sealed record BatchAnswer(BatchRow Batch, string Digest, IReadOnlyList<RejectedRow> Rows);

/// <summary>Reads what was taken in.</summary>
internal sealed class ImportQueries(TongbanDb db)
{
    public async Task<IReadOnlyList<BatchRow>> ListAsync(CancellationToken ct) => [.. (await db.Set<ImportBatch>().AsNoTracking().OrderByDescending(b => b.RecordedAt).Take(100).ToListAsync(ct)).Select(Row)];

    public async Task<BatchAnswer?> FindAsync(Guid id, CancellationToken ct) => await db.Set<ImportBatch>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is { } b ? new(Row(b), b.Digest, b.Rejected) : null;

    private static BatchRow Row(ImportBatch b) => new(b.Id, b.Kind, b.Name, b.RecordedAt, b.Organ, b.Accepted, b.Unchanged, b.Rejected.Count, b.Yuan);
}
