using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>Why there is a right to a hearing.</summary>
internal enum HearingCause
{
    /// <summary>拟作出不予许可决定.</summary>
    Refusal,

    /// <summary>直接涉及申请人与他人之间重大利益关系 (行政许可法第四十七条).</summary>
    MajorInterest,

    /// <summary>涉及公共利益，行政机关认为需要听证 (行政许可法第四十六条).</summary>
    PublicInterest,
}

/// <summary>Where a hearing stands.</summary>
internal enum HearingState
{
    /// <summary>已告知听证权利: five working days to ask.</summary>
    Announced,

    /// <summary>已申请: to be held within twenty working days.</summary>
    Requested,

    /// <summary>已通知时间地点.</summary>
    Noticed,

    /// <summary>已举行.</summary>
    Held,

    /// <summary>期满未申请.</summary>
    NotAskedFor,

    /// <summary>已放弃.</summary>
    Waived,
}

/// <summary>Who asked for the hearing.</summary>
internal enum HearingParty { Applicant, ThirdParty, Organ }

/// <summary>A hearing (听证) on one item: the right is announced, asked for in five working days, held in twenty, noticed seven days before, recorded.</summary>
/// <remarks>行政许可法第四十六条至第四十八条. While it is pending nothing is decided, and the item's clock stands still (第四十五条).</remarks>
internal sealed class Hearing : Aggregate, IOfProject
{
    public const string RightBasis = "行政许可法第四十七条";
    public const string ProcedureBasis = "行政许可法第四十八条";
    private const int RequestWorkingDays = 5;
    private const int HoldWorkingDays = 20;
    private const int NoticeDays = 7;

    private Hearing()
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

    public HearingCause Cause { get; private set; }

    public HearingState State { get; private set; }

    /// <summary>What is intended and why, as it was told.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Others whose major interests are touched, as they were told; not in the ledger.</summary>
    public string? ThirdParties { get; private set; }

    public DateOnly AnnouncedOn { get; private set; }

    /// <summary>Five working days from the announcement.</summary>
    public TimeLimit RequestLimit { get; private set; } = null!;

    public DateOnly? RequestUntil { get; private set; }

    public DateOnly? RequestedOn { get; private set; }

    public HearingParty? RequestedBy { get; private set; }

    public string? RequestText { get; private set; }

    /// <summary>Twenty working days from the request.</summary>
    public TimeLimit? HoldLimit { get; private set; }

    public DateOnly? HoldBy { get; private set; }

    public DateTimeOffset? ScheduledAt { get; private set; }

    public string? Place { get; private set; }

    public DateOnly? NoticedOn { get; private set; }

    /// <summary>Presides; not one of those who examine the application.</summary>
    public Guid? Presider { get; private set; }

    public DateOnly? HeldOn { get; private set; }

    /// <summary>The record, confirmed by those who took part.</summary>
    public string? Minutes { get; private set; }

    public Words ItemName => (ItemZh, ItemEn);

    public bool IsPending => State is HearingState.Announced or HearingState.Requested or HearingState.Noticed;

    /// <summary>Tells the applicant, and others where their major interests are touched, that they may ask for a hearing.</summary>
    public static Result<Hearing> Announce(StageCase stage, ItemCase item, Words name, HearingCause cause, string reason, string? thirdParties, CaseSetting setting)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        if (cause is HearingCause.MajorInterest && string.IsNullOrWhiteSpace(thirdParties))
            return HearingErrors.ThirdPartiesMissing();
        var announced = new Hearing
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
            Cause = cause,
            Reason = reason.Trim(),
            ThirdParties = string.IsNullOrWhiteSpace(thirdParties) ? null : thirdParties.Trim(),
            AnnouncedOn = setting.Today,
            RequestLimit = TimeLimit.Start(setting.Today, new LimitLength(RequestWorkingDays), RightBasis, setting.Calendar),
        };
        announced.RequestUntil = announced.RequestLimit.DueOn;
        announced.Record(new HearingRightAnnounced(announced.Id, stage.Id, item.Code, cause, announced.RequestUntil!.Value, Sha256.Of(reason)));
        if (cause is HearingCause.PublicInterest)
            announced.Ask(HearingParty.Organ, reason, setting); // the organ itself holds it to be needed (第四十六条)
        return announced;
    }

    /// <summary>Somebody who was told asks for the hearing, within five working days.</summary>
    public Error? Request(HearingParty by, string text, CaseSetting setting)
    {
        if (State is not HearingState.Announced)
            return HearingErrors.NotAnnounced(State);
        if (setting.Today > RequestUntil)
            return HearingErrors.RequestTooLate(RequestUntil!.Value);
        if (string.IsNullOrWhiteSpace(text))
            return ApprovalErrors.ReasonMissing("text");
        Ask(by, text, setting);
        return null;
    }

    /// <summary>The applicant says that he wants none. Others who were told keep their days.</summary>
    public Error? Waive(CaseSetting setting)
    {
        if (State is not HearingState.Announced)
            return HearingErrors.NotAnnounced(State);
        if (ThirdParties is not null)
            return HearingErrors.OthersMayAsk(RequestUntil!.Value);
        Close(HearingState.Waived, setting);
        return null;
    }

    /// <summary>Nobody asked in time.</summary>
    public Error? PeriodOver(CaseSetting setting)
    {
        if (State is not HearingState.Announced || setting.Today <= RequestUntil)
            return HearingErrors.NotAnnounced(State);
        Close(HearingState.NotAskedFor, setting);
        return null;
    }

    /// <summary>Fixes time, place and presider, and tells everybody at least seven days before.</summary>
    /// <param name="handler">Who examines the application: he does not preside.</param>
    public Error? Schedule(DateTimeOffset at, string? place, Guid presider, Guid? handler, CaseSetting setting)
    {
        if (State is not (HearingState.Requested or HearingState.Noticed))
            return HearingErrors.NotRequested(State);
        if (string.IsNullOrWhiteSpace(place))
            return HearingErrors.PlaceMissing();
        var day = CityClock.DateOf(at);
        if (day < setting.Today.AddDays(NoticeDays))
            return HearingErrors.NoticeTooShort(setting.Today.AddDays(NoticeDays));
        if (day > HoldBy)
            return HearingErrors.HeldTooLate(HoldBy!.Value);
        if (presider == handler)
            return HearingErrors.PresiderExamines();
        (State, ScheduledAt, Place, NoticedOn, Presider) = (HearingState.Noticed, at.ToUniversalTime(), place.Trim(), setting.Today, presider);
        Record(new HearingNoticed(Id, StageCaseId, Item, ScheduledAt.Value, setting.Today, presider));
        return null;
    }

    /// <summary>It was held; the record is what the decision rests on.</summary>
    public Error? Hold(DateOnly on, string? minutes, CaseSetting setting)
    {
        if (State is not HearingState.Noticed)
            return HearingErrors.NotNoticed(State);
        var day = CityClock.DateOf(ScheduledAt!.Value);
        if (on < day || on > setting.Today)
            return HearingErrors.HeldDayImpossible(day, setting.Today);
        if (string.IsNullOrWhiteSpace(minutes))
            return HearingErrors.MinutesMissing();
        if (!HoldLimit!.End(on, setting.Calendar).TryGet(out var ended, out var refusal))
            return refusal;
        (State, HeldOn, Minutes, HoldLimit) = (HearingState.Held, on, minutes.Trim(), ended);
        Record(new HearingHeld(Id, StageCaseId, Item, on, Sha256.Of(minutes)));
        return null;
    }

    /// <summary>Whether a decision has to wait for it.</summary>
    public Error? Blocks(DateOnly today) => State switch
    {
        HearingState.Announced when today <= RequestUntil => HearingErrors.PeriodOpen(RequestUntil!.Value),
        HearingState.Requested or HearingState.Noticed => HearingErrors.NotHeld(HoldBy!.Value),
        _ => null,
    };

    /// <summary>The open clocks by a republished calendar.</summary>
    public void Recompute(WorkCalendar calendar)
    {
        if (State is HearingState.Announced)
            (RequestLimit, RequestUntil) = (RequestLimit.Recompute(calendar), RequestLimit.Recompute(calendar).DueOn);
        if (State is HearingState.Requested or HearingState.Noticed)
            (HoldLimit, HoldBy) = (HoldLimit!.Recompute(calendar), HoldLimit.Recompute(calendar).DueOn);
    }

    private void Ask(HearingParty by, string text, CaseSetting setting)
    {
        EndRequest(setting);
        (State, RequestedOn, RequestedBy, RequestText) = (HearingState.Requested, setting.Today, by, text.Trim());
        HoldLimit = TimeLimit.Start(setting.Today, new LimitLength(HoldWorkingDays), RightBasis, setting.Calendar);
        HoldBy = HoldLimit.DueOn;
        Record(new HearingRequested(Id, StageCaseId, Item, by, setting.Today, HoldBy!.Value));
    }

    private void Close(HearingState state, CaseSetting setting)
    {
        EndRequest(setting);
        State = state;
        Record(new HearingNotWanted(Id, StageCaseId, Item, state, setting.Today));
    }

    private void EndRequest(CaseSetting setting) => RequestLimit = RequestLimit.End(setting.Today, setting.Calendar).Value;
}

/// <summary>Refusals about hearings.</summary>
internal static class HearingErrors
{
    public static Error NotFound() => new("hearings.not-found", ("没有这次听证，或您无权查看。", "There is no such hearing, or it is not for you to see."), ErrorKind.NotFound);

    public static Error CauseMissing() => new("hearings.cause-missing", ("请选择告知听证权利的原因。", "Choose why the right is announced.")) { Field = "cause" };

    public static Error ThirdPartiesMissing() => new("hearings.third-parties-missing", ("请写明利害关系人。", "Say whose interests are touched.")) { Field = "thirdParties", LegalBasis = Hearing.RightBasis };

    public static Error AlreadyPending(DateOnly announced) => new("hearings.already-pending", ($"已于 {announced:yyyy-MM-dd} 告知听证权利。", $"The right was announced on {announced:yyyy-MM-dd}."), ErrorKind.Conflict);

    public static Error NotAnnounced(HearingState state) => new("hearings.not-announced", ($"当前为“{state.Name().Zh}”，不能申请或放弃听证。", $"It is “{state.Name().En}”; a hearing can be neither asked for nor waived."), ErrorKind.Conflict);

    public static Error RequestTooLate(DateOnly until) => new("hearings.request-too-late", ($"听证申请应在被告知之日起五日内提出，已于 {until:yyyy-MM-dd} 届满。", $"A hearing is asked for within five working days; they ended on {until:yyyy-MM-dd}."), ErrorKind.Conflict) { LegalBasis = Hearing.RightBasis };

    public static Error OthersMayAsk(DateOnly until) => new("hearings.others-may-ask", ($"利害关系人可在 {until:yyyy-MM-dd} 前申请听证，不能提前结束。", $"Others may ask until {until:yyyy-MM-dd}; the period cannot be cut short."), ErrorKind.Conflict) { LegalBasis = Hearing.RightBasis };

    public static Error NotRequested(HearingState state) => new("hearings.not-requested", ($"当前为“{state.Name().Zh}”，不能安排时间地点。", $"It is “{state.Name().En}”; time and place cannot be fixed."), ErrorKind.Conflict);

    public static Error PlaceMissing() => new("hearings.place-missing", ("请填写地点。", "Say where.")) { Field = "place", LegalBasis = Hearing.ProcedureBasis };

    public static Error TimeMissing() => new("hearings.time-missing", ("请填写举行的日期和时间。", "Say when.")) { Field = "day", LegalBasis = Hearing.ProcedureBasis };

    public static Error NoticeTooShort(DateOnly earliest) => new("hearings.notice-too-short", ($"时间、地点应于举行七日前通知，最早可安排在 {earliest:yyyy-MM-dd}。", $"Time and place are told seven days before; the earliest day is {earliest:yyyy-MM-dd}.")) { Field = "day", LegalBasis = Hearing.ProcedureBasis };

    public static Error HeldTooLate(DateOnly latest) => new("hearings.held-too-late", ($"应当在二十日内组织听证，最迟 {latest:yyyy-MM-dd}。", $"It is held within twenty working days, at the latest on {latest:yyyy-MM-dd}.")) { Field = "day", LegalBasis = Hearing.RightBasis };

    public static Error PresiderExamines() => new("hearings.presider-examines", ("听证主持人不得是审查该申请的工作人员。", "Who examines the application does not preside.")) { Field = "presider", LegalBasis = Hearing.ProcedureBasis };

    public static Error PresiderUnknown() => new("hearings.presider-unknown", ("没有这个账号的工作人员。", "There is no such officer.")) { Field = "presider" };

    public static Error NotNoticed(HearingState state) => new("hearings.not-noticed", ($"当前为“{state.Name().Zh}”，尚未通知时间地点。", $"It is “{state.Name().En}”; time and place were not told."), ErrorKind.Conflict);

    public static Error HeldDayImpossible(DateOnly scheduled, DateOnly today) => new("hearings.held-day-impossible", ($"举行日应在 {scheduled:yyyy-MM-dd} 至 {today:yyyy-MM-dd} 之间。", $"The day lies between {scheduled:yyyy-MM-dd} and {today:yyyy-MM-dd}.")) { Field = "on" };

    public static Error MinutesMissing() => new("hearings.minutes-missing", ("听证应当制作笔录。", "A hearing is recorded.")) { Field = "minutes", LegalBasis = Hearing.ProcedureBasis };

    public static Error PeriodOpen(DateOnly until) => new("hearings.period-open", ($"听证申请期限至 {until:yyyy-MM-dd}，期满前不能作出决定。", $"A hearing may be asked for until {until:yyyy-MM-dd}; nothing is decided before."), ErrorKind.Conflict) { LegalBasis = Hearing.RightBasis };

    public static Error NotHeld(DateOnly by) => new("hearings.not-held", ($"已申请听证，应在 {by:yyyy-MM-dd} 前举行；举行前不能作出决定。", $"A hearing was asked for and is held by {by:yyyy-MM-dd}; nothing is decided before."), ErrorKind.Conflict) { LegalBasis = Hearing.ProcedureBasis };

    public static Error RightNotAnnounced() => new("hearings.right-not-announced", ("该事项不予许可前，应当告知申请人有权要求听证。", "Before this item is refused the applicant is told that he may ask for a hearing."), ErrorKind.Conflict)
    { LegalBasis = Hearing.RightBasis, WayOut = ("请先告知听证权利。", "Announce the right first.") };
}

internal static class HearingWords
{
    public static Words Name(this HearingState state) => state switch
    {
        HearingState.Announced => ("已告知听证权利", "Right announced"),
        HearingState.Requested => ("已申请听证", "Asked for"),
        HearingState.Noticed => ("已通知时间地点", "Time and place told"),
        HearingState.Held => ("已举行", "Held"),
        HearingState.NotAskedFor => ("期满未申请", "Not asked for in time"),
        _ => ("已放弃", "Waived"),
    };

    public static Words Name(this HearingCause cause) => cause switch
    {
        HearingCause.Refusal => ("拟作出不予许可的决定", "A refusal is intended"),
        HearingCause.MajorInterest => ("涉及申请人与他人之间重大利益关系", "Major interests of others are touched"),
        _ => ("涉及公共利益，需要听证", "The public interest needs a hearing"),
    };

    public static string Basis(this HearingCause cause) => cause is HearingCause.PublicInterest ? "行政许可法第四十六条" : Hearing.RightBasis;

    public static Words Name(this HearingParty party) => party switch
    {
        HearingParty.Applicant => ("申请人", "The applicant"),
        HearingParty.ThirdParty => ("利害关系人", "A third party"),
        _ => ("行政机关", "The organ"),
    };
}

[Act("approvals.hearing-right-announced", "告知听证权利", "Right to a hearing announced")]
internal sealed record HearingRightAnnounced(Guid Hearing, Guid StageCase, string Item, HearingCause Cause, DateOnly RequestUntil, string ReasonDigest) : IAct;

[Act("approvals.hearing-requested", "申请听证", "Hearing requested")]
internal sealed record HearingRequested(Guid Hearing, Guid StageCase, string Item, HearingParty By, DateOnly On, DateOnly HoldBy) : IAct;

[Act("approvals.hearing-not-wanted", "未要求听证", "No hearing wanted")]
internal sealed record HearingNotWanted(Guid Hearing, Guid StageCase, string Item, HearingState State, DateOnly On) : IAct;

[Act("approvals.hearing-noticed", "通知听证时间地点", "Time and place of the hearing told")]
internal sealed record HearingNoticed(Guid Hearing, Guid StageCase, string Item, DateTimeOffset At, DateOnly NoticedOn, Guid Presider) : IAct;

[Act("approvals.hearing-held", "举行听证", "Hearing held")]
internal sealed record HearingHeld(Guid Hearing, Guid StageCase, string Item, DateOnly On, string MinutesDigest) : IAct;

internal sealed class HearingTable : IEntityTypeConfiguration<Hearing>
{
    public const int MinutesLength = 20_000;

    public void Configure(EntityTypeBuilder<Hearing> table)
    {
        table.ToTable("approvals_hearings").HasKey(h => h.Id);
        table.Property(h => h.ProjectCode).HasMaxLength(24);
        table.Property(h => h.ProjectName).HasMaxLength(200);
        table.Property(h => h.Owner).HasMaxLength(18);
        table.Property(h => h.Item).HasMaxLength(12);
        table.Property(h => h.ItemZh).HasMaxLength(200);
        table.Property(h => h.ItemEn).HasMaxLength(300);
        table.Property(h => h.Organ).HasMaxLength(40);
        table.Property(h => h.Reason).HasMaxLength(Limits.Reason);
        table.Property(h => h.ThirdParties).HasMaxLength(Limits.Reason);
        table.Property(h => h.RequestText).HasMaxLength(Limits.Reason);
        table.Property(h => h.Place).HasMaxLength(200);
        table.Property(h => h.Minutes).HasMaxLength(MinutesLength);
        table.Ignore(h => h.ItemName);
        table.HasIndex(h => new { h.Organ, h.State, h.Id });
        table.HasIndex(h => new { h.Owner, h.Id });
        table.HasIndex(h => new { h.StageCaseId, h.Item });
        table.HasIndex(h => new { h.State, h.RequestUntil });
    }
}
