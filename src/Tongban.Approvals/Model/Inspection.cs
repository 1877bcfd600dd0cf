using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>What is done on the spot before a decision.</summary>
internal enum InspectionKind
{
    /// <summary>检验.</summary>
    Inspection,

    /// <summary>检测.</summary>
    Testing,

    /// <summary>检疫.</summary>
    Quarantine,
}

/// <summary>An inspection, test or quarantine for one item (行政许可法第五十五条): two or more officers, appointed within five working days of the acceptance, by a technical standard.</summary>
internal sealed class Inspection : Aggregate
{
    public const string Basis = "行政许可法第五十五条";
    private const int AppointWorkingDays = 5;
    private const int FewestStaff = 2;

    private Inspection()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string Owner { get; private set; } = "";

    public Guid StageCaseId { get; private set; }

    public string Item { get; private set; } = "";

    public string Organ { get; private set; } = "";

    public InspectionKind Kind { get; private set; }

    /// <summary>Five working days from the acceptance, ended by the appointment.</summary>
    public TimeLimit Limit { get; private set; } = null!;

    public IReadOnlyList<Guid> Staff { get; private set; } = [];

    public DateOnly AppointedOn { get; private set; }

    /// <summary>The standards it is done by; a refusal on its result names them.</summary>
    public string Standard { get; private set; } = "";

    public bool? Passed { get; private set; }

    public string? Findings { get; private set; }

    public DateOnly? DoneOn { get; private set; }

    /// <summary>The day by which staff is to be appointed for a case accepted on that day.</summary>
    public static TimeLimit AppointBy(DateOnly acceptedOn, WorkCalendar calendar) => TimeLimit.Start(acceptedOn, new LimitLength(AppointWorkingDays), Basis, calendar, new LimitLength(AppointWorkingDays), Basis);

    public static Result<Inspection> Appoint(StageCase stage, ItemCase item, InspectionKind kind, IReadOnlyList<Guid> staff, string? standard, CaseSetting setting)
    {
        if (stage.AcceptedOn is not { } accepted || item.IsClosed)
            return ApprovalErrors.ItemClosed(item);
        List<Guid> people = [.. staff.Distinct()];
        if (people.Count < FewestStaff)
            return InspectionErrors.TooFew();
        if (string.IsNullOrWhiteSpace(standard))
            return InspectionErrors.StandardMissing();
        if (!AppointBy(accepted, setting.Calendar).End(setting.Today, setting.Calendar).TryGet(out var limit, out var refusal))
            return refusal;
        var appointed = new Inspection
        {
            Id = NewId.At(setting.Now),
            ProjectId = stage.ProjectId,
            Owner = stage.Owner,
            StageCaseId = stage.Id,
            Item = item.Code,
            Organ = item.Organ,
            Kind = kind,
            Limit = limit,
            Staff = people,
            AppointedOn = setting.Today,
            Standard = standard.Trim(),
        };
        appointed.Record(new InspectionAppointed(appointed.Id, stage.Id, item.Code, kind, people, setting.Today, setting.Today > limit.DueOn));
        return appointed;
    }

    /// <summary>One of those appointed says what was found.</summary>
    public Error? Report(bool passed, string? findings, Guid by, DateOnly today)
    {
        if (DoneOn is { } before)
            return InspectionErrors.AlreadyDone(before);
        if (!Staff.Contains(by))
            return InspectionErrors.NotAppointed();
        if (string.IsNullOrWhiteSpace(findings))
            return ApprovalErrors.ReasonMissing("findings");
        (Passed, Findings, DoneOn) = (passed, findings.Trim(), today);
        Record(new InspectionReported(Id, StageCaseId, Item, passed, today, Sha256.Of(findings)));
        return null;
    }
}

/// <summary>Refusals about inspections.</summary>
internal static class InspectionErrors
{
    public static Error NobodyAppointed() => new("inspections.nobody-appointed", ("尚未指派检验检测人员。", "Nobody was appointed yet."), ErrorKind.Conflict) { LegalBasis = Inspection.Basis };

    public static Error TooFew() => new("inspections.too-few", ("应当指派两名以上工作人员。", "Two or more officers are appointed.")) { Field = "staff", LegalBasis = Inspection.Basis };

    public static Error StaffUnknown(string userName) => new("inspections.staff-unknown", ($"没有账号为“{userName}”的本机关工作人员。", $"No officer of your organ is called “{userName}”.")) { Field = "staff" };

    public static Error StandardMissing() => new("inspections.standard-missing", ("请写明技术标准、技术规范。", "Name the technical standards.")) { Field = "standard", LegalBasis = Inspection.Basis };

    public static Error KindMissing() => new("inspections.kind-missing", ("请选择检验、检测或者检疫。", "Choose what is done.")) { Field = "kind" };

    public static Error AlreadyDone(DateOnly on) => new("inspections.already-done", ($"已于 {on:yyyy-MM-dd} 出具结果。", $"Its result was given on {on:yyyy-MM-dd}."), ErrorKind.Conflict);

    public static Error NotAppointed() => new("inspections.not-appointed", ("只有被指派的人员可以出具结果。", "Only those appointed give the result."), ErrorKind.Forbidden) { LegalBasis = Inspection.Basis };
}

internal static class InspectionWords
{
    public static Words Name(this InspectionKind kind) => kind switch
    {
        InspectionKind.Inspection => ("检验", "Inspection"),
        InspectionKind.Testing => ("检测", "Testing"),
        _ => ("检疫", "Quarantine"),
    };
}

[Act("approvals.inspection-appointed", "指派检验检测人员", "Staff of an inspection appointed")]
internal sealed record InspectionAppointed(Guid Inspection, Guid StageCase, string Item, InspectionKind Kind, IReadOnlyList<Guid> Staff, DateOnly On, bool Late) : IAct;

[Act("approvals.inspection-reported", "出具检验检测结果", "Inspection reported")]
internal sealed record InspectionReported(Guid Inspection, Guid StageCase, string Item, bool Passed, DateOnly On, string FindingsDigest) : IAct;

internal sealed class InspectionTable : IEntityTypeConfiguration<Inspection>
{
    public void Configure(EntityTypeBuilder<Inspection> table)
    {
        table.ToTable("approvals_inspections").HasKey(i => i.Id);
        table.Property(i => i.Owner).HasMaxLength(18);
        table.Property(i => i.Item).HasMaxLength(12);
        table.Property(i => i.Organ).HasMaxLength(40);
        table.Property(i => i.Standard).HasMaxLength(Limits.Reason);
        table.Property(i => i.Findings).HasMaxLength(Limits.Reason);
        table.Property(i => i.Staff).AsJson();
        table.HasIndex(i => new { i.StageCaseId, i.Item });
    }
}
