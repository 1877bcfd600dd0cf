using Tongban.Foundation.Identifiers;

namespace Tongban.Plans.Model;

/// <summary>One payment out of the treasury (支付). Its voucher number makes taking it in twice harmless.</summary>
internal sealed class Payment
{
    /// <summary>Days after which a payment that is due is late (保障中小企业款项支付条例9).</summary>
    public const int LateAfter = 60;

    private Payment() { }

    public Guid Id { get; private set; }

    public string VoucherNo { get; private set; } = "";

    public DateOnly Day { get; private set; }

    public string IndicatorNo { get; private set; } = "";

    public Guid PoolId { get; private set; }

    public string Source { get; private set; } = "";

    public string ProjectCode { get; private set; } = "";

    public string? ContractNo { get; private set; }

    /// <summary>Credit code of the payee.</summary>
    public string? Payee { get; private set; }

    public decimal Yuan { get; private set; }

    public string? Purpose { get; private set; }

    /// <summary>Day on which the contract made it due.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>Days by which it was paid later than <see cref="LateAfter"/> days after it fell due; <see langword="null"/> when it was not.</summary>
    public int? LateBy { get; private set; }

    public DateOnly? ReversedOn { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public Guid BatchId { get; private set; }

    internal static Payment Of(PaymentRow row, BudgetIndicator indicator, Guid batch, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), VoucherNo = row.VoucherNo!.Trim(), Day = row.Day, IndicatorNo = indicator.IndicatorNo, PoolId = indicator.PoolId, Source = indicator.Source, ProjectCode = indicator.ProjectCode, ContractNo = row.ContractNo,
        Payee = row.Payee, Yuan = row.Yuan, Purpose = row.Purpose, DueOn = row.DueOn, LateBy = row.DueOn is { } due && row.Day.DayNumber - due.DayNumber - LateAfter is > 0 and var late ? late : null, RecordedAt = now, BatchId = batch,
    };

    internal void Reverse(DateOnly day) => ReversedOn = day;

    public bool Says(PaymentRow row) => Yuan == row.Yuan && Day == row.Day && IndicatorNo == row.IndicatorNo?.Trim() && ProjectCode == row.ProjectCode;
}
