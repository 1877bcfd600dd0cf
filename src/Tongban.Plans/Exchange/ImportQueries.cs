using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Plans.Model;

namespace Tongban.Plans.Exchange;

internal sealed record BatchRow(Guid Id, BatchKind Kind, string Name, DateTimeOffset RecordedAt, string? Organ, int Accepted, int Unchanged, int Rejected, decimal Yuan);

internal sealed record BatchAnswer(BatchRow Batch, string Digest, IReadOnlyList<RejectedRow> Rows);

/// <summary>Reads what was taken in.</summary>
internal sealed class ImportQueries(TongbanDb db, Caller caller)
{
    /// <summary>Officers of the city see all batches, those of a county or district what its organs took in.</summary>
    public static IQueryable<ImportBatch> VisibleTo(IQueryable<ImportBatch> batches, Actor actor) => PlanLevels.CountyOf(actor) is { } county ? batches.Where(b => b.Organ != null && b.Organ.EndsWith("@" + county)) : batches;

    public async Task<IReadOnlyList<BatchRow>> ListAsync(CancellationToken ct) => [.. (await VisibleTo(db.Set<ImportBatch>().AsNoTracking(), caller.Actor).OrderByDescending(b => b.RecordedAt).Take(100).ToListAsync(ct)).Select(Row)];

    public async Task<BatchAnswer?> FindAsync(Guid id, CancellationToken ct) => await VisibleTo(db.Set<ImportBatch>().AsNoTracking(), caller.Actor).SingleOrDefaultAsync(b => b.Id == id, ct) is { } b ? new(Row(b), b.Digest, b.Rejected) : null;

    private static BatchRow Row(ImportBatch b) => new(b.Id, b.Kind, b.Name, b.RecordedAt, b.Organ, b.Accepted, b.Unchanged, b.Rejected.Count, b.Yuan);
}
