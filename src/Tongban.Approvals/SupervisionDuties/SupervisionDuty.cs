using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SupervisionDuties;

/// <summary>What a check found.</summary>
internal enum DutyResult
{
    /// <summary>符合.</summary>
    Passed,

    /// <summary>责令改正: to be looked at again.</summary>
    ToCorrect,

    /// <summary>违法，移送处理.</summary>
    Violation,
}

internal enum DutyState
{
    /// <summary>待检查.</summary>
    Open,

    /// <summary>已检查.</summary>
    Checked,

    /// <summary>已失效: the permit was taken back.</summary>
    Void,
}

/// <summary>Something an organ has to look at after a permit (监管任务): what, by when, and which fees and no others (监管清单).</summary>
/// <remarks>Made from the supervision list in the edition that the project keeps. One row is one check; a repeated one leads to the next.</remarks>
internal sealed class SupervisionDuty : Aggregate, IOfProject
{
    public const int FindingsLength = 2000;
    private const int YellowDays = 5, RecheckDays = 15;

    private SupervisionDuty()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public Guid StageCaseId { get; private set; }

    /// <summary>Item whose permit brought the duty, and which time it was decided: an item sent back and decided anew brings it anew.</summary>
    public string Item { get; private set; } = "";

    public string Power { get; private set; } = "";

    /// <summary>The act that decided the item; with <see cref="Entry"/> and <see cref="Round"/> it occurs once.</summary>
    public Guid Cause { get; private set; }

    /// <summary>Entry of the supervision list.</summary>
    public string Entry { get; private set; } = "";

    public int EntryVersion { get; private set; }

    public string Organ { get; private set; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public string CheckZh { get; private set; } = "";

    public string CheckEn { get; private set; } = "";

    public string Method { get; private set; } = "";

    public string FrequencyZh { get; private set; } = "";

    public string FrequencyEn { get; private set; } = "";

    public string LegalBasis { get; private set; } = "";

    /// <summary>What may be charged; nothing else may.</summary>
    public IReadOnlyList<ListFee> Fees { get; private set; } = [];

    public int RepeatMonths { get; private set; }

    /// <summary>1 for the first check after the permit.</summary>
    public int Round { get; private set; }

    public DutyState State { get; private set; }

    public DateOnly DueOn { get; private set; }

    public DateOnly YellowFrom { get; private set; }

    public DutyResult? Result { get; private set; }

    public string? Findings { get; private set; }

    /// <summary>Fee that was charged with the check, and how much, in yuan.</summary>
    public string? FeeCharged { get; private set; }

    public decimal? FeeYuan { get; private set; }

    public DateOnly? CheckedOn { get; private set; }

    public Guid? CheckedBy { get; private set; }

    public Words Name => (NameZh, NameEn);

    public Words Check => (CheckZh, CheckEn);

    public Words Frequency => (FrequencyZh, FrequencyEn);

    public static SupervisionDuty Create(StageCase stage, ItemCase item, string power, Guid cause, ListedEntry entry, string organ, DateOnly permittedOn, WorkCalendar calendar, DateTimeOffset now)
    {
        var (content, terms) = (entry.Content, entry.Content.Supervision!);
        var duty = new SupervisionDuty
        {
            Id = NewId.At(now),
            ProjectId = stage.ProjectId,
            ProjectCode = stage.ProjectCode,
            ProjectName = stage.ProjectName,
            Owner = stage.Owner,
            StageCaseId = stage.Id,
            Item = item.Code,
            Power = power,
            Cause = cause,
            Entry = entry.Code,
            EntryVersion = entry.Version,
            Organ = organ,
            NameZh = content.NameZh,
            NameEn = content.Name.En,
            CheckZh = terms.Check,
            CheckEn = terms.CheckEn.Length == 0 ? terms.Check : terms.CheckEn,
            Method = terms.Method,
            FrequencyZh = terms.Frequency,
            FrequencyEn = terms.FrequencyEn.Length == 0 ? terms.Frequency : terms.FrequencyEn,
            LegalBasis = content.LegalBasis,
            Fees = content.Fees,
            RepeatMonths = terms.RepeatMonths,
            Round = 1,
        };
        duty.Due(calendar.AddWorkingDays(permittedOn, terms.FirstDueDays), calendar.AddWorkingDays(permittedOn, Math.Max(0, terms.FirstDueDays - YellowDays)));
        duty.Record(new SupervisionDutyMade(duty.Id, duty.Item, duty.Entry, duty.EntryVersion, duty.Organ, duty.Round, duty.DueOn));
        return duty;
    }

    /// <summary>The organ looked, and says what it found. Correction ordered, it looks again in 15 working days; a regular check comes round again.</summary>
    /// <param name="fee">Name of the fee charged; one of the duty's, or none.</param>
    /// <returns>The next duty, if there is one.</returns>
    public Result<SupervisionDuty?> RecordCheck(DutyResult result, string? findings, string? fee, decimal? yuan, Actor officer, WorkCalendar calendar, DateTimeOffset now)
    {
        var text = findings?.Trim() ?? "";
        if (State is not DutyState.Open)
            return ApprovalErrors.DutyClosed();
        if (text.Length is < 4 or > FindingsLength)
            return ApprovalErrors.FindingsMissing(4, FindingsLength);
        var charged = fee?.Trim() is { Length: > 0 } named ? named : null;
        if ((charged is null && yuan is > 0) || (charged is not null && Fees.All(f => f.Name != charged)))
            return ApprovalErrors.FeeNotListed(charged ?? $"{yuan:0.##}");
        var today = CityClock.DateOf(now);
        (State, Result, Findings, FeeCharged, FeeYuan, CheckedOn, CheckedBy) = (DutyState.Checked, result, text, charged, charged is null ? null : yuan, today, officer.PersonId);
        Record(new SupervisionChecked(Id, Entry, Round, result, charged, FeeYuan, Sha256.Of(text)));
        if (result is not DutyResult.ToCorrect && RepeatMonths == 0)
            return (SupervisionDuty?)null;
        return Follow(this, result is DutyResult.ToCorrect ? calendar.AddWorkingDays(today, RecheckDays) : calendar.WorkingDayFrom(today.AddMonths(RepeatMonths)), calendar, today, now);
    }

    /// <summary>The permit was taken back for a new decision; that decision brings duties of its own.</summary>
    public void MakeVoid()
    {
        if (State is not DutyState.Open)
            return;
        State = DutyState.Void;
        Record(new SupervisionDutyVoided(Id, Item, Entry));
    }

    private static SupervisionDuty? Follow(SupervisionDuty before, DateOnly due, WorkCalendar calendar, DateOnly today, DateTimeOffset now)
    {
        var next = new SupervisionDuty
        {
            Id = NewId.At(now), ProjectId = before.ProjectId, ProjectCode = before.ProjectCode, ProjectName = before.ProjectName, Owner = before.Owner, StageCaseId = before.StageCaseId,
            Item = before.Item, Power = before.Power, Cause = before.Cause, Entry = before.Entry, EntryVersion = before.EntryVersion, Organ = before.Organ, NameZh = before.NameZh, NameEn = before.NameEn,
            CheckZh = before.CheckZh, CheckEn = before.CheckEn, Method = before.Method, FrequencyZh = before.FrequencyZh, FrequencyEn = before.FrequencyEn, LegalBasis = before.LegalBasis,
            Fees = before.Fees, RepeatMonths = before.RepeatMonths, Round = before.Round + 1,
        };
        var length = calendar.WorkingDaysBetween(today, due);
        next.Due(due, calendar.AddWorkingDays(today, Math.Max(0, length - YellowDays)));
        next.Record(new SupervisionDutyMade(next.Id, next.Item, next.Entry, next.EntryVersion, next.Organ, next.Round, next.DueOn));
        return next;
    }

    private void Due(DateOnly due, DateOnly yellow) => (DueOn, YellowFrom) = (due, yellow);
}

[Act("approvals.supervision-duty-made", "产生监管任务", "Supervision duty made")]
internal sealed record SupervisionDutyMade(Guid Duty, string Item, string Entry, int EntryVersion, string Organ, int Round, DateOnly DueOn) : IAct;

[Act("approvals.supervision-checked", "监管检查", "Supervision check recorded")]
internal sealed record SupervisionChecked(Guid Duty, string Entry, int Round, DutyResult Result, string? Fee, decimal? FeeYuan, string FindingsDigest) : IAct;

[Act("approvals.supervision-duty-voided", "监管任务失效", "Supervision duty voided")]
internal sealed record SupervisionDutyVoided(Guid Duty, string Item, string Entry) : IAct;

internal sealed class SupervisionDutyTable : IEntityTypeConfiguration<SupervisionDuty>
{
    public void Configure(EntityTypeBuilder<SupervisionDuty> table)
    {
        table.ToTable("approvals_supervision_duties").HasKey(d => d.Id);
        table.Ignore(d => d.Acts);
        table.Ignore(d => d.Matter);
        table.Property(d => d.ProjectCode).HasMaxLength(24);
        table.Property(d => d.ProjectName).HasMaxLength(200);
        table.Property(d => d.Owner).HasMaxLength(18);
        table.Property(d => d.Item).HasMaxLength(12);
        table.Property(d => d.Power).HasMaxLength(40);
        table.Property(d => d.Entry).HasMaxLength(40);
        table.Property(d => d.Organ).HasMaxLength(40);
        table.Property(d => d.NameZh).HasMaxLength(300);
        table.Property(d => d.NameEn).HasMaxLength(400);
        table.Property(d => d.CheckZh).HasMaxLength(1000);
        table.Property(d => d.CheckEn).HasMaxLength(1000);
        table.Property(d => d.Method).HasMaxLength(60);
        table.Property(d => d.FrequencyZh).HasMaxLength(100);
        table.Property(d => d.FrequencyEn).HasMaxLength(100);
        table.Property(d => d.LegalBasis).HasMaxLength(1000);
        table.Property(d => d.Fees).AsJson();
        table.Property(d => d.Findings).HasMaxLength(SupervisionDuty.FindingsLength);
        table.Property(d => d.FeeCharged).HasMaxLength(100);
        table.HasIndex(d => new { d.Cause, d.Entry, d.Round }).IsUnique();
        table.HasIndex(d => new { d.Organ, d.State, d.DueOn, d.Id });
        // The number beside them: what is open for years is much, what is yellow or red is little.
        table.HasIndex(d => new { d.Organ, d.State, d.YellowFrom });
        table.HasIndex(d => d.ProjectId);
    }
}
