using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>Where the check of a commitment stands.</summary>
internal enum CheckState
{
    /// <summary>待核查.</summary>
    Due,

    /// <summary>限期整改.</summary>
    Rectifying,

    /// <summary>承诺属实.</summary>
    Kept,

    /// <summary>承诺不实.</summary>
    False,
}

/// <summary>What a check found.</summary>
internal enum CheckOutcome { Kept, Partly, False }

/// <summary>The check that follows a decision on a commitment (告知承诺事后核查): within two months, with a clock and a light of its own.</summary>
/// <remarks>优化营商环境条例第四十条. Two months, one period for rectification and twelve months without commitment are the city's rule.</remarks>
internal sealed class CommitmentCheck : Aggregate, IOfProject
{
    public const string Basis = "优化营商环境条例第四十条；告知承诺书（决定后两个月内核查）";
    public const int LongestRectification = 30;
    private const int Months = 2;

    private CommitmentCheck()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public Guid StageCaseId { get; private set; }

    public string Item { get; private set; } = "";

    public string ItemZh { get; private set; } = "";

    public string ItemEn { get; private set; } = "";

    public string Organ { get; private set; } = "";

    public DateOnly DecidedOn { get; private set; }

    public CheckState State { get; private set; }

    public TimeLimit Limit { get; private set; } = null!;

    public DateOnly? DueOn { get; private set; }

    public DateOnly? YellowFrom { get; private set; }

    /// <summary>What was found, the last time.</summary>
    public string? Findings { get; private set; }

    /// <summary>By when a partly kept commitment is to be made good.</summary>
    public DateOnly? RectifyBy { get; private set; }

    public Guid? CheckedBy { get; private set; }

    public DateOnly? CheckedOn { get; private set; }

    public Words ItemName => (ItemZh, ItemEn);

    public bool IsClosed => State is CheckState.Kept or CheckState.False;

    /// <summary>Begins with the decision on the commitment, in the same transaction.</summary>
    public static CommitmentCheck Open(StageCase stage, ItemCase item, Words name, CaseSetting setting)
    {
        var days = setting.Today.AddMonths(Months).DayNumber - setting.Today.DayNumber;
        var limit = TimeLimit.Start(setting.Today, new LimitLength(days, LimitUnit.CalendarDay), Basis, setting.Calendar);
        var opened = new CommitmentCheck
        {
            Id = NewId.At(setting.Now),
            ProjectId = stage.ProjectId,
            ProjectCode = stage.ProjectCode,
            ProjectName = stage.ProjectName,
            Owner = stage.Owner,
            StageCaseId = stage.Id,
            Item = item.Code,
            ItemZh = name.Zh,
            ItemEn = name.En,
            Organ = item.Organ,
            DecidedOn = setting.Today,
            State = CheckState.Due,
        };
        opened.Run(limit);
        opened.Record(new CommitmentCheckOpened(opened.Id, stage.Id, item.Code, item.Organ, opened.DueOn!.Value));
        return opened;
    }

    /// <summary>An officer says what the check found.</summary>
    /// <param name="rectifyBy">For a partly kept commitment: by when it is made good, at most thirty days.</param>
    public Error? Report(CheckOutcome outcome, string findings, DateOnly? rectifyBy, Actor officer, CaseSetting setting)
    {
        if (IsClosed)
            return CommitmentErrors.AlreadyChecked(State);
        if (string.IsNullOrWhiteSpace(findings))
            return ApprovalErrors.ReasonMissing("findings");
        if (outcome is CheckOutcome.Partly)
        {
            if (State is CheckState.Rectifying)
                return CommitmentErrors.RectifiedOnce(RectifyBy!.Value);
            if (rectifyBy is not { } by || by <= setting.Today || by > setting.Today.AddDays(LongestRectification))
                return CommitmentErrors.RectificationDay(setting.Today.AddDays(LongestRectification));
            if (!Limit.Pause(PauseTypes.Correction, Basis, setting.Today, by, setting.Calendar).TryGet(out var paused, out var refusal))
                return refusal;
            (State, RectifyBy) = (CheckState.Rectifying, by);
            Run(paused);
        }
        else
        {
            State = outcome is CheckOutcome.Kept ? CheckState.Kept : CheckState.False;
            if (!Limit.End(setting.Today, setting.Calendar).TryGet(out var ended, out var refusal))
                return refusal;
            Run(ended);
        }
        (Findings, CheckedBy, CheckedOn) = (findings.Trim(), officer.PersonId, setting.Today);
        Record(new CommitmentChecked(Id, StageCaseId, Item, outcome, setting.Today, outcome is CheckOutcome.Partly ? RectifyBy : null, Sha256.Of(findings)));
        return null;
    }

    /// <summary>The open clock by a republished calendar.</summary>
    public bool Recompute(WorkCalendar calendar)
    {
        if (Limit.IsEnded || Limit.Recompute(calendar) is not { } moved || moved.Equals(Limit))
            return false;
        var before = DueOn;
        Run(moved);
        Record(new LimitRecomputed(StageCaseId, Item, calendar.Version, before, DueOn));
        return true;
    }

    private void Run(TimeLimit limit) => (Limit, DueOn, YellowFrom) = (limit, limit.DueOn, limit.YellowFrom);
}

/// <summary>Refusals about commitments and their checks.</summary>
internal static class CommitmentErrors
{
    public static Error NotFound() => new("commitments.not-found", ("没有这项核查，或您无权查看。", "There is no such check, or it is not for you to see."), ErrorKind.NotFound);

    public static Error AlreadyChecked(CheckState state) => new("commitments.already-checked", ($"核查已有结论：{state.Name().Zh}。", $"The check has its outcome: {state.Name().En}."), ErrorKind.Conflict);

    public static Error RectifiedOnce(DateOnly by) => new("commitments.rectified-once", ($"已要求在 {by:yyyy-MM-dd} 前整改一次，请作出最终结论。", $"Rectification by {by:yyyy-MM-dd} was asked for once; now conclude."), ErrorKind.Conflict) { Field = "outcome" };

    public static Error RectificationDay(DateOnly latest) => new("commitments.rectification-day", ($"请填写整改期限，最迟 {latest:yyyy-MM-dd}。", $"Say by when it is made good, at the latest {latest:yyyy-MM-dd}.")) { Field = "rectifyBy" };

    public static Error OutcomeMissing() => new("commitments.outcome-missing", ("请选择核查结论。", "Choose the outcome.")) { Field = "outcome" };

    public static Error Lost(DateOnly until) => new("commitments.lost", ($"本单位曾作不实承诺，在 {until:yyyy-MM-dd} 之前不适用告知承诺。", $"A commitment of your unit proved false; none is taken before {until:yyyy-MM-dd}."))
    { LegalBasis = "优化营商环境条例第四十条；告知承诺书", WayOut = ("请按一般程序提交材料。", "Hand the papers in as usual.") };
}

internal static class CheckWords
{
    public static Words Name(this CheckState state) => state switch
    {
        CheckState.Due => ("待核查", "To be checked"),
        CheckState.Rectifying => ("限期整改", "To be made good"),
        CheckState.Kept => ("承诺属实", "Kept"),
        _ => ("承诺不实", "False"),
    };

    public static Words Name(this CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Kept => ("承诺属实", "Kept"),
        CheckOutcome.Partly => ("部分不符，限期整改", "Partly kept, to be made good"),
        _ => ("承诺不实", "False"),
    };
}

[Act("approvals.commitment-check-opened", "启动承诺核查", "Check of a commitment opened")]
internal sealed record CommitmentCheckOpened(Guid Check, Guid StageCase, string Item, string Organ, DateOnly DueOn) : IAct;

[Act("approvals.commitment-checked", "核查承诺", "Commitment checked")]
internal sealed record CommitmentChecked(Guid Check, Guid StageCase, string Item, CheckOutcome Outcome, DateOnly On, DateOnly? RectifyBy, string FindingsDigest) : IAct;

internal sealed class CommitmentCheckTable : IEntityTypeConfiguration<CommitmentCheck>
{
    public void Configure(EntityTypeBuilder<CommitmentCheck> table)
    {
        table.ToTable("approvals_commitment_checks").HasKey(c => c.Id);
        table.Property(c => c.ProjectCode).HasMaxLength(24);
        table.Property(c => c.ProjectName).HasMaxLength(200);
        table.Property(c => c.Owner).HasMaxLength(18);
        table.Property(c => c.Item).HasMaxLength(12);
        table.Property(c => c.ItemZh).HasMaxLength(200);
        table.Property(c => c.ItemEn).HasMaxLength(300);
        table.Property(c => c.Organ).HasMaxLength(40);
        table.Property(c => c.Findings).HasMaxLength(Limits.Reason);
        table.Ignore(c => c.ItemName);
        table.HasIndex(c => new { c.Organ, c.State, c.DueOn, c.Id });
        table.HasIndex(c => new { c.Organ, c.State, c.YellowFrom });
        table.HasIndex(c => new { c.StageCaseId, c.Item });
    }
}
