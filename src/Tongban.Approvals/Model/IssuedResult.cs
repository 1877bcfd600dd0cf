using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>What was given to the applicant.</summary>
internal enum ResultKind
{
    /// <summary>许可证件.</summary>
    Certificate,

    /// <summary>批准文件.</summary>
    Approval,

    /// <summary>不予许可决定书: served like the others, for the time to have it reviewed runs from its service.</summary>
    Refusal,
}

/// <summary>Where a result stands.</summary>
internal enum ResultState
{
    /// <summary>待送达.</summary>
    AwaitingService,

    /// <summary>有效; for a refusal: served.</summary>
    InForce,

    /// <summary>有效期届满.</summary>
    Expired,

    /// <summary>撤销: should not have been granted (行政许可法第六十九条).</summary>
    Revoked,

    /// <summary>撤回: rightly granted, taken back for the public interest (行政许可法第八条).</summary>
    Withdrawn,

    /// <summary>注销: struck off the register (行政许可法第七十条).</summary>
    Cancelled,

    /// <summary>作废: the decision was returned before the stage was concluded; it never came into effect.</summary>
    Voided,
}

/// <summary>How a result reached its holder.</summary>
internal enum ServiceWay
{
    /// <summary>电子送达: made available in the holder's space and acknowledged there.</summary>
    Electronic,

    /// <summary>窗口领取: handed over against a receipt.</summary>
    Counter,
}

/// <summary>What a holder may ask for.</summary>
internal enum HolderRequestKind
{
    /// <summary>延续 (行政许可法第五十条).</summary>
    Renewal,

    /// <summary>变更 (行政许可法第四十九条).</summary>
    Change,

    /// <summary>申请注销.</summary>
    Surrender,
}

/// <summary>A holder's request that waits for the organ.</summary>
/// <param name="Limit">The organ's time: until the expiry for a renewal, twenty working days otherwise.</param>
internal sealed record HolderRequest(HolderRequestKind Kind, string Reason, Guid By, DateTimeOffset At, TimeLimit Limit, DateOnly DueOn);

/// <summary>A change that the organ granted.</summary>
internal sealed record ResultChange(DateOnly On, string Text, string Basis);

/// <summary>A permit, approval or refusal after its decision (许可证件): served within ten working days, held for a term, renewed, changed, ended.</summary>
/// <remarks>行政许可法第四十四条 (service, T12), 第五十条 (renewal, T16 and T17), 第四十九条 (change), 第八条, 第六十九条, 第七十条 (end). Born with the decision, in the same transaction.</remarks>
internal sealed class IssuedResult : Aggregate, IOfProject
{
    public const string ServiceBasis = "行政许可法第四十四条";
    public const string RenewalBasis = "行政许可法第五十条";
    public const string ChangeBasis = "行政许可法第四十九条";
    public const string SurrenderBasis = "行政许可法第七十条第六项";

    private const int ServiceWorkingDays = 10;
    private const int RenewalLeadDays = 30;
    private const int RequestWorkingDays = 20;

    private IssuedResult()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    /// <summary>Credit code of the holder.</summary>
    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    public Guid StageCaseId { get; private set; }

    public int Stage { get; private set; }

    public string Item { get; private set; } = "";

    public string Organ { get; private set; } = "";

    public ResultKind Kind { get; private set; }

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public string Number { get; private set; } = "";

    /// <summary>SHA-256 of the paper.</summary>
    public string Digest { get; private set; } = "";

    public DateOnly DecidedOn { get; private set; }

    public ResultState State { get; private set; }

    /// <summary>Ten working days from the decision.</summary>
    public TimeLimit Service { get; private set; } = null!;

    public DateOnly? ServiceDueOn { get; private set; }

    public DateOnly? ServiceYellowFrom { get; private set; }

    public DateOnly? ServedOn { get; private set; }

    public ServiceWay? ServedBy { get; private set; }

    /// <summary>Who took it at the counter, and the number of the receipt.</summary>
    public string? Receipt { get; private set; }

    /// <summary>Salt of the receipt's commitment in the ledger: a receipt names who took the paper.</summary>
    public string? ReceiptSalt { get; private set; }

    /// <summary>Last day of its term; <see langword="null"/> without one, or once construction has begun in time.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Law and article of the term.</summary>
    public string? ValidityBasis { get; private set; }

    /// <summary>Length of the term in months; a renewal gives as many once more.</summary>
    public int? ValidityMonths { get; private set; }

    /// <summary>The term ends nothing once construction has begun.</summary>
    public bool IsUntilStart { get; private set; }

    public bool IsPublicSafety { get; private set; }

    public int Renewals { get; private set; }

    public HolderRequest? Request { get; private set; }

    /// <summary>What the open request asks for, as a column for worklists.</summary>
    public HolderRequestKind? Requested { get; private set; }

    public DateOnly? RequestDueOn { get; private set; }

    public IReadOnlyList<ResultChange> Changes { get; private set; } = [];

    public EndGround? EndGround { get; private set; }

    public string? EndReason { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public Words Name => (NameZh, NameEn);

    public bool IsPermit => Kind is not ResultKind.Refusal;

    /// <summary>A permit whose effect has not ended by that day, served or not.</summary>
    public bool HoldsOn(DateOnly day) => IsPermit && (State is ResultState.AwaitingService or ResultState.InForce) && (ValidTo is null || day <= ValidTo);

    /// <summary>Makes the result out with its decision and sets the clock of its service going (制证).</summary>
    public static IssuedResult Make(StageCase stage, ItemCase item, FlowItem flow, string number, string digest, Words name, CaseSetting setting)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var granted = item.IsGranted;
        var validity = granted ? flow.Result.Validity : null;
        var service = TimeLimit.Start(setting.Today, new LimitLength(ServiceWorkingDays), ServiceBasis, setting.Calendar, new LimitLength(ServiceWorkingDays), ServiceBasis);
        var made = new IssuedResult
        {
            Id = NewId.At(setting.Now),
            ProjectId = stage.ProjectId,
            ProjectCode = stage.ProjectCode,
            ProjectName = stage.ProjectName,
            Owner = stage.Owner,
            Division = stage.Division,
            StageCaseId = stage.Id,
            Stage = stage.Stage,
            Item = item.Code,
            Organ = item.Organ,
            Kind = !granted ? ResultKind.Refusal : flow.Result.Type is ResultType.Certificate ? ResultKind.Certificate : ResultKind.Approval,
            NameZh = name.Zh,
            NameEn = name.En,
            Number = number,
            Digest = digest,
            DecidedOn = setting.Today,
            State = ResultState.AwaitingService,
            ValidTo = validity?.LastDay(setting.Today),
            ValidityBasis = validity?.Basis,
            ValidityMonths = validity?.Months,
            IsUntilStart = validity?.UntilStart ?? false,
            IsPublicSafety = flow.PublicSafety,
        };
        made.Run(service);
        made.Record(new CertificateMade(made.Id, stage.Id, item.Code, made.Kind, number, digest, made.ServiceDueOn!.Value, made.ValidTo));
        return made;
    }

    /// <summary>The holder opens it in his own space and acknowledges it: served that day.</summary>
    public Error? Acknowledge(DateOnly today, WorkCalendar calendar) => Serve(ServiceWay.Electronic, today, null, today, calendar);

    /// <summary>Handed over at the counter against a receipt.</summary>
    /// <param name="receipt">Who took it and the receipt's number; kept with the record, not in the ledger.</param>
    public Error? HandOver(DateOnly on, string? receipt, DateOnly today, WorkCalendar calendar) =>
        string.IsNullOrWhiteSpace(receipt) ? CertificateErrors.ReceiptMissing() : Serve(ServiceWay.Counter, on, receipt.Trim(), today, calendar);

    /// <summary>The holder asks for a renewal, a change or its cancellation.</summary>
    public Error? Ask(HolderRequestKind kind, string reason, Actor holder, CaseSetting setting)
    {
        if (!IsPermit || State is not ResultState.InForce)
            return State is ResultState.AwaitingService ? CertificateErrors.NotServedYet() : CertificateErrors.NotInForce(State, Kind);
        if (Request is not null)
            return CertificateErrors.RequestOpen(Request.Kind);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        TimeLimit limit;
        var due = setting.Today;
        if (kind is HolderRequestKind.Renewal)
        {
            if (ValidTo is not { } last)
                return CertificateErrors.NoTerm();
            // Thirty days before the term is over is the last day to ask (行政许可法第五十条第一款).
            if (setting.Today > last.AddDays(-RenewalLeadDays))
                return CertificateErrors.RenewalTooLate(last.AddDays(-RenewalLeadDays), last);
            limit = TimeLimit.Start(setting.Today, new LimitLength(last.DayNumber - setting.Today.DayNumber, LimitUnit.CalendarDay), RenewalBasis, setting.Calendar);
            due = last; // the law names the day of expiry itself, a rest day or not
        }
        else
        {
            limit = TimeLimit.Start(setting.Today, new LimitLength(RequestWorkingDays), kind is HolderRequestKind.Change ? $"{ChangeBasis}、第四十二条" : $"{SurrenderBasis}、第四十二条", setting.Calendar);
            due = limit.DueOn!.Value;
        }
        Wait(new HolderRequest(kind, reason.Trim(), holder.PersonId, setting.Now, limit, due));
        Record(new HolderRequestMade(Id, kind, due, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The organ answers the holder's request.</summary>
    /// <param name="reason">Required for a refusal; for a change its wording as granted.</param>
    public Error? Answer(bool grant, string? reason, CaseSetting setting)
    {
        if (Request is not { } request)
            return CertificateErrors.NoRequest();
        if (!grant && string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.RefusalNeedsReasons() with { Field = "reason" };
        Wait(null);
        if (grant)
            Carry(request, string.IsNullOrWhiteSpace(reason) ? request.Reason : reason.Trim(), setting.Today);
        Record(new HolderRequestAnswered(Id, request.Kind, grant, false, ValidTo, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The term is over. A renewal that was asked for in time and never answered counts as granted (行政许可法第五十条第二款); without one the permit expires.</summary>
    public Error? Lapse(DateOnly today, WorkCalendar calendar)
    {
        if (State is not (ResultState.AwaitingService or ResultState.InForce) || ValidTo is not { } last || today <= last)
            return CertificateErrors.NotInForce(State, Kind);
        if (Request is { Kind: HolderRequestKind.Renewal } request)
        {
            Wait(null);
            Carry(request, "", today);
            Record(new HolderRequestAnswered(Id, HolderRequestKind.Renewal, true, true, ValidTo, Sha256.Of(null)));
            return null;
        }
        (State, EndedOn) = (ResultState.Expired, last);
        Wait(null);
        if (!Service.IsEnded)
            Run(Service.End(today, calendar).Value);
        Record(new CertificateExpired(Id, last));
        return null;
    }

    /// <summary>Revokes, withdraws or cancels on one of the law's grounds.</summary>
    public Error? End(EndGround ground, string reason, DateOnly today, WorkCalendar calendar)
    {
        if (!IsPermit)
            return CertificateErrors.NotInForce(State, Kind);
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        var end = ground.Ends();
        var possible = ground switch
        {
            Model.EndGround.NotRenewed => State is ResultState.Expired,
            Model.EndGround.RevokedBefore => State is ResultState.Revoked or ResultState.Withdrawn,
            _ when end is ResultState.Cancelled => State is ResultState.AwaitingService or ResultState.InForce or ResultState.Expired,
            _ => State is ResultState.AwaitingService or ResultState.InForce,
        };
        if (!possible)
            return CertificateErrors.GroundDoesNotFit(ground, State);
        (State, EndGround, EndReason, EndedOn) = (end, ground, reason.Trim(), today);
        Wait(null);
        if (!Service.IsEnded)
            Run(Service.End(today, calendar).Value);
        Record(new CertificateEnded(Id, end, ground, ground.Basis(), today, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The decision was returned by the lead before the conclusion: what was made out is void.</summary>
    public void Void(DateOnly today, WorkCalendar calendar)
    {
        (State, EndedOn) = (ResultState.Voided, today);
        Wait(null);
        if (!Service.IsEnded)
            Run(Service.End(today, calendar).Value);
        Record(new CertificateVoided(Id, today));
    }

    /// <summary>Construction has begun while it was valid: its term ends nothing any more.</summary>
    public void StartRecorded(DateOnly on)
    {
        if (IsUntilStart && on <= ValidTo && (State is ResultState.AwaitingService or ResultState.InForce))
            ValidTo = null;
    }

    /// <summary>The open clock by a republished calendar.</summary>
    public bool Recompute(WorkCalendar calendar)
    {
        if (Service.IsEnded || Service.Recompute(calendar) is not { } moved || moved.Equals(Service))
            return false;
        var (before, item) = (ServiceDueOn, Item);
        Run(moved);
        Record(new LimitRecomputed(StageCaseId, item, calendar.Version, before, ServiceDueOn));
        return true;
    }

    private Error? Serve(ServiceWay way, DateOnly on, string? receipt, DateOnly today, WorkCalendar calendar)
    {
        if (State is not ResultState.AwaitingService)
            return ServedOn is { } before ? CertificateErrors.AlreadyServed(before) : CertificateErrors.NotInForce(State, Kind);
        if (on < DecidedOn || on > today)
            return CertificateErrors.ServiceDayImpossible(DecidedOn, today);
        if (!Service.End(on, calendar).TryGet(out var ended, out var refusal))
            return refusal;
        Run(ended);
        (State, ServedOn, ServedBy, Receipt, ReceiptSalt) = (ResultState.InForce, on, way, receipt, receipt is null ? null : Commitment.NewSalt());
        Record(new CertificateServed(Id, way, on, ended.Elapsed(on, calendar), receipt is null ? null : Commitment.Of(ReceiptSalt!, receipt)));
        return null;
    }

    private void Carry(HolderRequest request, string text, DateOnly today)
    {
        switch (request.Kind)
        {
            case HolderRequestKind.Renewal:
                (ValidTo, Renewals) = (ValidTo!.Value.AddMonths(ValidityMonths ?? 12), Renewals + 1);
                break;
            case HolderRequestKind.Change:
                Changes = [.. Changes, new ResultChange(today, text, ChangeBasis)];
                break;
            default:
                (State, EndGround, EndReason, EndedOn) = (ResultState.Cancelled, Model.EndGround.OtherCancelled, text, today);
                break;
        }
    }

    private void Wait(HolderRequest? request) => (Request, Requested, RequestDueOn) = (request, request?.Kind, request?.DueOn);

    private void Run(TimeLimit limit) => (Service, ServiceDueOn, ServiceYellowFrom) = (limit, limit.DueOn, limit.YellowFrom);
}
