using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Contracts;

namespace Tongban.Plans.Model;

/// <summary>What a batch brings.</summary>
internal enum BatchKind { Indicators, Arrivals, Payments, Progress, Projects }

/// <summary>A row that was not taken in, and why.</summary>
/// <param name="Row">Line of the table, the head is 1; or place in the list of a call, from 1.</param>
internal sealed record RejectedRow(int Row, string? Key, IReadOnlyList<string> ReasonsZh, IReadOnlyList<string> ReasonsEn);

/// <summary>One taking-in of rows, with what became of each.</summary>
internal sealed class ImportBatch : Aggregate
{
    private ImportBatch() { }

    public override string Matter => $"plan-import:{Id}";

    public BatchKind Kind { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>SHA-256 of the file, or of the rows as they were sent.</summary>
    public string Digest { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    public string? Organ { get; private set; }

    public int Accepted { get; private set; }

    /// <summary>Rows that were there already, word for word.</summary>
    public int Unchanged { get; private set; }

    public IReadOnlyList<RejectedRow> Rejected { get; private set; } = [];

    /// <summary>Sum of the accepted rows.</summary>
    public decimal Yuan { get; private set; }

    internal static ImportBatch Begin(BatchKind kind, string name, string digest, string? organ, DateTimeOffset now) => new() { Id = NewId.At(now), Kind = kind, Name = name, Digest = digest, Organ = organ, RecordedAt = now };

    internal void Close(int accepted, int unchanged, IReadOnlyList<RejectedRow> rejected, decimal yuan)
    {
        (Accepted, Unchanged, Rejected, Yuan) = (accepted, unchanged, rejected, yuan);
        Record(new PlanBatchImported(Id, Kind.ToString(), Digest, accepted, unchanged, rejected.Count));
    }
}
