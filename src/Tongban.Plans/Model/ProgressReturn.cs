using Tongban.Foundation.Identifiers;

namespace Tongban.Plans.Model;

/// <summary>What a project did in a month, as its unit returned it (政府投资条例27). A correction is a further edition: what was known on a past day stays knowable.</summary>
internal sealed class ProgressReturn
{
    private ProgressReturn() { }

    public Guid Id { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public int Year { get; private set; }

    public int Month { get; private set; }

    /// <summary>1 for the first return of the month.</summary>
    public int Edition { get; private set; }

    /// <summary>Investment done in the month.</summary>
    public decimal DoneYuan { get; private set; }

    /// <summary>Physical progress of the whole project at the month's end, 0 to 100.</summary>
    public decimal PhysicalPercent { get; private set; }

    public string? Milestone { get; private set; }

    public string? Problems { get; private set; }

    public bool AdvanceFunding { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>From this instant on a later edition counts instead; <see langword="null"/> for the newest.</summary>
    public DateTimeOffset? SupersededAt { get; private set; }

    public Guid ReportedBy { get; private set; }

    internal static ProgressReturn Of(ReturnRow row, string code, int edition, Guid by, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), ProjectCode = code, Year = row.Year, Month = row.Month, Edition = edition, DoneYuan = row.DoneYuan, PhysicalPercent = row.PhysicalPercent, Milestone = row.Milestone?.Trim(),
        Problems = row.Problems?.Trim(), AdvanceFunding = row.AdvanceFunding, RecordedAt = now, ReportedBy = by,
    };

    internal void Supersede(DateTimeOffset now) => SupersededAt = now;

    public bool Says(ReturnRow row) => DoneYuan == row.DoneYuan && PhysicalPercent == row.PhysicalPercent && AdvanceFunding == row.AdvanceFunding && Milestone == row.Milestone?.Trim() && Problems == row.Problems?.Trim();
}
