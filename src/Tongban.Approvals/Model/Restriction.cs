using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>What an enterprise may not do for a time.</summary>
internal enum RestrictionKind
{
    /// <summary>提供虚假材料，一年内不得再次申请 (行政许可法第七十八条).</summary>
    FalseApplication,

    /// <summary>以欺骗、贿赂取得许可，三年内不得再次申请 (行政许可法第七十九条).</summary>
    FraudulentPermit,

    /// <summary>两次逾期未补交容缺材料，十二个月内不适用容缺受理.</summary>
    ToleranceLost,

    /// <summary>承诺不实，十二个月内不适用告知承诺.</summary>
    CommitmentLost,
}

/// <summary>A consequence that shuts an enterprise out from something until a day.</summary>
internal sealed class Restriction : Aggregate, IOfProject
{
    private Restriction()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public string Owner { get; private set; } = "";

    public RestrictionKind Kind { get; private set; }

    /// <summary>The item it is about; <see langword="null"/> for all.</summary>
    public string? Item { get; private set; }

    public Guid ProjectId { get; private set; }

    public Guid StageCaseId { get; private set; }

    public string ImposedBy { get; private set; } = "";

    public DateOnly From { get; private set; }

    /// <summary>The first day on which it is possible again.</summary>
    public DateOnly Until { get; private set; }

    public string Reason { get; private set; } = "";

    public bool AppliesOn(DateOnly day) => day >= From && day < Until;

    /// <param name="organ">The organ that found it, or the lead where the platform counts.</param>
    public static Restriction Impose(RestrictionKind kind, StageCase stage, string? item, string organ, string reason, DateOnly today, DateTimeOffset now) =>
        Impose(kind, stage.Owner, stage.ProjectId, stage.Id, item, organ, reason, today, now);

    public static Restriction Impose(RestrictionKind kind, string owner, Guid project, Guid stage, string? item, string organ, string reason, DateOnly today, DateTimeOffset now)
    {
        var imposed = new Restriction
        {
            Id = NewId.At(now),
            Owner = owner,
            Kind = kind,
            Item = item,
            ProjectId = project,
            StageCaseId = stage,
            ImposedBy = organ,
            From = today,
            Until = today.AddMonths(kind.Months()),
            Reason = reason,
        };
        imposed.Record(new ApplicantRestricted(imposed.Id, kind, item, stage, kind.Basis(), imposed.From, imposed.Until, Sha256.Of(reason)));
        return imposed;
    }
}

internal static class RestrictionWords
{
    public static int Months(this RestrictionKind kind) => kind is RestrictionKind.FraudulentPermit ? 36 : 12;

    public static string Basis(this RestrictionKind kind) => kind switch
    {
        RestrictionKind.FalseApplication => "行政许可法第七十八条",
        RestrictionKind.FraudulentPermit => "行政许可法第七十九条",
        RestrictionKind.ToleranceLost => "容缺受理承诺书",
        _ => "优化营商环境条例第四十条；告知承诺书",
    };

    public static Words Name(this RestrictionKind kind) => kind switch
    {
        RestrictionKind.FalseApplication => ("隐瞒情况或者提供虚假材料申请许可", "Concealed facts or handed in false papers"),
        RestrictionKind.FraudulentPermit => ("以欺骗、贿赂等不正当手段取得许可", "Obtained a permit by fraud or bribery"),
        RestrictionKind.ToleranceLost => ("两次逾期未补交容缺材料", "Twice late with papers that were tolerated"),
        _ => ("告知承诺不实", "A commitment proved false"),
    };
}

[Act("approvals.applicant-restricted", "限制申请", "Applicant restricted")]
internal sealed record ApplicantRestricted(Guid Restriction, RestrictionKind Kind, string? Item, Guid StageCase, string Basis, DateOnly From, DateOnly Until, string ReasonDigest) : IAct;

internal sealed class RestrictionTable : IEntityTypeConfiguration<Restriction>
{
    public void Configure(EntityTypeBuilder<Restriction> table)
    {
        table.ToTable("approvals_restrictions").HasKey(r => r.Id);
        table.Property(r => r.Owner).HasMaxLength(18);
        table.Property(r => r.Item).HasMaxLength(12);
        table.Property(r => r.ImposedBy).HasMaxLength(40);
        table.Property(r => r.Reason).HasMaxLength(Limits.Reason);
        table.HasIndex(r => new { r.Owner, r.Until });
    }
}

internal sealed class IssuedResultTable : IEntityTypeConfiguration<IssuedResult>
{
    public void Configure(EntityTypeBuilder<IssuedResult> table)
    {
        table.ToTable("approvals_results").HasKey(r => r.Id);
        table.Property(r => r.ProjectCode).HasMaxLength(24);
        table.Property(r => r.ProjectName).HasMaxLength(200);
        table.Property(r => r.Owner).HasMaxLength(18);
        table.Property(r => r.Division).HasMaxLength(6);
        table.Property(r => r.Item).HasMaxLength(12);
        table.Property(r => r.Organ).HasMaxLength(40);
        table.Property(r => r.NameZh).HasMaxLength(200);
        table.Property(r => r.NameEn).HasMaxLength(300);
        table.Property(r => r.Number).HasMaxLength(60);
        table.Property(r => r.Digest).HasMaxLength(64);
        table.Property(r => r.Receipt).HasMaxLength(200);
        table.Property(r => r.ReceiptSalt).HasMaxLength(64);
        table.Property(r => r.ValidityBasis).HasMaxLength(200);
        table.Property(r => r.EndReason).HasMaxLength(Limits.Reason);
        table.Property(r => r.Request).AsJson();
        table.Property(r => r.Changes).AsJson();
        table.Ignore(r => r.Name);
        table.HasIndex(r => r.Number);
        table.HasIndex(r => new { r.Owner, r.Id });
        table.HasIndex(r => new { r.Organ, r.State, r.ServiceDueOn, r.Id });
        // The number beside the certificates: what is yellow or red in its service is few, what was ever issued is not.
        table.HasIndex(r => new { r.Organ, r.State, r.ServiceYellowFrom });
        table.HasIndex(r => new { r.Organ, r.Requested, r.RequestDueOn }).HasFilter("requested IS NOT NULL");
        table.HasIndex(r => new { r.State, r.ValidTo });
        table.HasIndex(r => new { r.ProjectId, r.Item });
        table.HasIndex(r => r.StageCaseId);
    }
}
