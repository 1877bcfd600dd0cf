using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>On which item of article 47 the person relies (个人信息保护法第四十七条第一款).</summary>
public enum ErasureGround
{
    /// <summary>第一项: the purpose is achieved, cannot be achieved, or no longer needs the data.</summary>
    PurposeOver,

    /// <summary>第二项: the service has ended, or the time of keeping is over.</summary>
    TimeOver,

    /// <summary>第三项: consent is withdrawn.</summary>
    ConsentWithdrawn,

    /// <summary>第四项: processed against the law or an agreement.</summary>
    Unlawful,

    /// <summary>第五项: another law says so.</summary>
    OtherLaw,
}

/// <summary>Why a request is refused (第五十条: reasons are stated).</summary>
public enum ErasureRefusal
{
    /// <summary>依法须保存: everything held is kept by a law (第四十七条第二款).</summary>
    MustBeKept,

    /// <summary>仍在办理: everything held is in use by a running case, post or mandate, or kept by a law.</summary>
    InUse,

    /// <summary>身份未核实: it is not established that the person asked.</summary>
    NotIdentified,
}

/// <summary>Where a request stands.</summary>
public enum ErasureState
{
    /// <summary>办理中.</summary>
    Open,

    /// <summary>已删除: what could be erased is erased.</summary>
    Erased,

    /// <summary>不予删除.</summary>
    Refused,

    /// <summary>已撤回: by the person.</summary>
    Withdrawn,
}

/// <summary>A kind of data that a decision left, with the law that demands it.</summary>
public sealed record KeptHolding(string Kind, string NameZh, string NameEn, HoldingState State, string? Basis, string? ReasonZh, string? ReasonEn)
{
    public Words Name => (NameZh, NameEn);

    public Words Reason => (ReasonZh ?? "", ReasonEn ?? "");

    internal static KeptHolding Of(Holding h) => new(h.Kind, h.Name.Zh, h.Name.En, h.State, h.Basis, h.Reason?.Zh, h.Reason?.En);
}

/// <summary>A person asks that personal data be erased (删除个人信息申请); an administrator decides within fifteen working days.</summary>
/// <remarks>The request joins the chain <c>person:{id}</c>. The chain itself holds ids, codes and commitments and is not touched: erasing the rows leaves it whole (decision 0027).</remarks>
internal sealed class ErasureRequest : Aggregate
{
    /// <summary>Working days for the answer; the law demands a convenient way and names no number (个人信息保护法第五十条), this is what is promised.</summary>
    public const int Days = 15;

    public const string LimitBasis = "个人信息保护法第五十条；承诺时限";

    public const int LongestText = 500;

    private ErasureRequest()
    {
    }

    public override string Matter => $"person:{PersonId}";

    public Guid PersonId { get; private set; }

    public ErasureGround Ground { get; private set; }

    /// <summary>In the person's words; empty once it was granted: it is personal data too.</summary>
    public string Reason { get; private set; } = "";

    public string? Salt { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public ErasureState State { get; private set; }

    public TimeLimit Limit { get; private set; } = default!;

    public DateOnly? DueOn { get; private set; }

    /// <summary>Kinds that were erased.</summary>
    public IReadOnlyList<string> Erased { get; private set; } = [];

    /// <summary>What was left, by name and with its basis.</summary>
    public IReadOnlyList<KeptHolding> Kept { get; private set; } = [];

    public ErasureRefusal? Refusal { get; private set; }

    /// <summary>What the office says about it.</summary>
    public string? Answer { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public bool IsOpen => State is ErasureState.Open;

    public static Result<ErasureRequest> Ask(Guid person, ErasureGround? ground, string? reason, DateTimeOffset now, WorkCalendar calendar)
    {
        if (ground is null)
            return PrivacyErrors.GroundMissing();
        if (reason?.Trim().Length > LongestText)
            return PrivacyErrors.TextTooLong("reason", LongestText);
        var request = new ErasureRequest { Id = NewId.At(now), PersonId = person, Ground = ground.Value, Reason = reason?.Trim() ?? "", Salt = Commitment.NewSalt(), AskedAt = now };
        request.Follow(TimeLimit.Start(CityClock.DateOf(now), new LimitLength(Days), LimitBasis, calendar));
        request.Record(new ErasureAsked(person, request.Id, request.Ground, request.DueOn!.Value, Commitment.Of(request.Salt, request.Reason)));
        return request;
    }

    /// <summary>What can be erased is erased, what must stay is named. Who calls it erases the kinds in the same unit.</summary>
    public Error? Grant(IReadOnlyList<Holding> holdings, string? answer, Guid by, DateTimeOffset now, WorkCalendar calendar)
    {
        if (Stops(answer, by) is { } no)
            return no;
        var erased = holdings.Where(h => h.State is HoldingState.Erasable).Select(h => h.Kind).Order(StringComparer.Ordinal).ToList();
        if (erased.Count == 0)
            return PrivacyErrors.NothingErasable();
        var late = CityClock.DateOf(now) > DueOn;
        if (Close(ErasureState.Erased, answer, by, now, calendar) is { } wrong)
            return wrong;
        (Erased, Kept, Reason, Salt) = (erased, [.. holdings.Where(h => h.State is not HoldingState.Erasable).Select(KeptHolding.Of)], "", null);
        Record(new PersonErased(PersonId, Id, Ground, Erased, [.. Kept.Select(k => k.Kind)], late));
        return null;
    }

    /// <summary>A refusal must be borne by what is held: nothing that could be erased is refused as kept or in use.</summary>
    public Error? Refuse(ErasureRefusal? refusal, IReadOnlyList<Holding> holdings, string? answer, Guid by, DateTimeOffset now, WorkCalendar calendar)
    {
        if (Stops(answer, by) is { } no)
            return no;
        if (refusal is null)
            return PrivacyErrors.RefusalMissing();
        if (string.IsNullOrWhiteSpace(answer))
            return PrivacyErrors.AnswerMissing();
        if (refusal is not ErasureRefusal.NotIdentified && holdings.FirstOrDefault(h => h.State is HoldingState.Erasable) is { } erasable)
            return PrivacyErrors.RefusalUnfounded(erasable.Name);
        if (refusal is ErasureRefusal.MustBeKept && holdings.FirstOrDefault(h => h.State is HoldingState.InUse) is { } used)
            return PrivacyErrors.RefusalUnfounded(used.Name);
        var late = CityClock.DateOf(now) > DueOn;
        if (Close(ErasureState.Refused, answer, by, now, calendar) is { } wrong)
            return wrong;
        (Refusal, Kept) = (refusal, [.. holdings.Select(KeptHolding.Of)]);
        Record(new ErasureRefused(PersonId, Id, refusal.Value, [.. Kept.Select(k => k.Kind)], [.. Kept.Select(k => k.Basis).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], late));
        return null;
    }

    public Error? Withdraw(DateTimeOffset now, WorkCalendar calendar)
    {
        if (!IsOpen)
            return PrivacyErrors.NotOpen();
        if (Close(ErasureState.Withdrawn, null, PersonId, now, calendar) is { } wrong)
            return wrong;
        Record(new ErasureWithdrawn(PersonId, Id));
        return null;
    }

    /// <summary>A backup from before the erasure was restored, and the erasure is done once more: the request is what it was again.</summary>
    internal void Reapplied(IReadOnlyList<string> erased, DateTimeOffset now) =>
        (State, Erased, Reason, Salt, DueOn, ClosedAt) = (ErasureState.Erased, erased, "", null, null, ClosedAt ?? now);

    /// <returns>Whether the due day moved with a republished calendar.</returns>
    public bool Recompute(WorkCalendar calendar)
    {
        var before = DueOn;
        if (!IsOpen)
            return false;
        Follow(Limit.Recompute(calendar));
        if (DueOn == before)
            return false;
        Record(new ErasureLimitMoved(PersonId, Id, DueOn!.Value, calendar.Version));
        return true;
    }

    private Error? Stops(string? answer, Guid by) =>
        !IsOpen ? PrivacyErrors.NotOpen() : by == PersonId ? PrivacyErrors.NotOneself() : answer?.Length > LongestText ? PrivacyErrors.TextTooLong("answer", LongestText) : null;

    private Error? Close(ErasureState state, string? answer, Guid by, DateTimeOffset now, WorkCalendar calendar)
    {
        if (!Limit.End(CityClock.DateOf(now), calendar).TryGet(out var ended, out var wrong))
            return wrong;
        (State, Limit, DueOn, ClosedAt, DecidedBy, Answer) = (state, ended, null, now, by, string.IsNullOrWhiteSpace(answer) ? null : answer.Trim());
        return null;
    }

    private void Follow(TimeLimit limit) => (Limit, DueOn) = (limit, limit.DueOn);
}

/// <summary>An erasure that was carried out: what a restored backup is compared with. It names kinds and no data.</summary>
internal sealed class ErasureRecord
{
    private ErasureRecord()
    {
    }

    public ErasureRecord(Guid request, Guid person, IReadOnlyList<string> kinds, DateTimeOffset at, bool reapplied) => (Id, PersonId, Kinds, ErasedAt, Reapplied) = (request, person, kinds, at, reapplied);

    /// <summary>Id of the request.</summary>
    public Guid Id { get; private set; }

    public Guid PersonId { get; private set; }

    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public DateTimeOffset ErasedAt { get; private set; }

    /// <summary>Done once more after a restore.</summary>
    public bool Reapplied { get; private set; }
}

internal sealed class ErasureRequestTable : IEntityTypeConfiguration<ErasureRequest>
{
    public void Configure(EntityTypeBuilder<ErasureRequest> table)
    {
        table.ToTable("foundation_erasure_requests").HasKey(r => r.Id);
        table.Property(r => r.Reason).HasMaxLength(ErasureRequest.LongestText);
        table.Property(r => r.Salt).HasMaxLength(64);
        table.Property(r => r.Erased).AsJson();
        table.Property(r => r.Kept).AsJson();
        table.Property(r => r.Answer).HasMaxLength(ErasureRequest.LongestText);
        table.HasIndex(r => new { r.PersonId, r.Id });
        table.HasIndex(r => new { r.State, r.DueOn, r.Id });
    }
}

internal sealed class ErasureRecordTable : IEntityTypeConfiguration<ErasureRecord>
{
    public void Configure(EntityTypeBuilder<ErasureRecord> table)
    {
        table.ToTable("foundation_erasures").HasKey(r => r.Id);
        table.Property(r => r.Kinds).AsJson();
        table.HasIndex(r => new { r.ErasedAt, r.Id });
    }
}

/// <summary>A person asked that personal data be erased. The words stay with the request; their commitment is salted.</summary>
[Act("privacy.erasure-asked", "申请删除个人信息", "Erasure of personal data asked for")]
internal sealed record ErasureAsked(Guid PersonId, Guid Request, ErasureGround Ground, DateOnly DueOn, string ReasonCommitment) : IAct;

/// <summary>The named kinds were erased with this act; the others stay, each by a basis that the request names.</summary>
[Act("privacy.person-erased", "删除个人信息", "Personal data erased")]
internal sealed record PersonErased(Guid PersonId, Guid Request, ErasureGround Ground, IReadOnlyList<string> Erased, IReadOnlyList<string> Kept, bool Late) : IAct;

/// <summary>The request was refused.</summary>
/// <param name="Bases">Laws by which the kinds are kept.</param>
[Act("privacy.erasure-refused", "不予删除个人信息", "Erasure of personal data refused")]
internal sealed record ErasureRefused(Guid PersonId, Guid Request, ErasureRefusal Refusal, IReadOnlyList<string> Kept, IReadOnlyList<string> Bases, bool Late) : IAct;

[Act("privacy.erasure-withdrawn", "撤回删除申请", "Request for erasure withdrawn")]
internal sealed record ErasureWithdrawn(Guid PersonId, Guid Request) : IAct;

/// <summary>A restored backup still held what had been erased; it was erased again.</summary>
[Act("privacy.erasure-reapplied", "恢复后重新删除个人信息", "Erasure repeated after a restore")]
internal sealed record ErasureReapplied(Guid PersonId, Guid Request, IReadOnlyList<string> Erased) : IAct;

[Act("privacy.erasure-limit-moved", "删除申请期限随日历变动", "Limit of a request for erasure moved")]
internal sealed record ErasureLimitMoved(Guid PersonId, Guid Request, DateOnly DueOn, string Calendar) : IAct;
