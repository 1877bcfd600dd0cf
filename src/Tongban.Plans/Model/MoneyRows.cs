using Tongban.Foundation.Identifiers;

namespace Tongban.Plans.Model;

/// <summary>A row of the indicators' table.</summary>
internal sealed record IndicatorRow(string? IndicatorNo, string? Pool, string? ProjectCode, DateOnly Day, decimal Yuan, string? Unit = null, string? FunctionClass = null, string? DepartmentClass = null, string? GovernmentClass = null);

/// <summary>A row of the arrivals' table.</summary>
internal sealed record ArrivalRow(string? VoucherNo, string? Pool, DateOnly Day, decimal Yuan);

/// <summary>A row of the payments' table.</summary>
internal sealed record PaymentRow(string? VoucherNo, DateOnly Day, string? IndicatorNo, string? ProjectCode, decimal Yuan, string? ContractNo = null, string? Payee = null, string? Purpose = null, DateOnly? DueOn = null);

/// <summary>A row of the monthly returns' table.</summary>
/// <param name="DoneYuan">Investment done in that month.</param>
/// <param name="PhysicalPercent">Of the whole project, cumulative.</param>
/// <param name="AdvanceFunding">The contractor has advanced money (垫资), which is forbidden (政府投资条例22).</param>
internal sealed record ReturnRow(string? ProjectCode, int Year, int Month, decimal DoneYuan, decimal PhysicalPercent, string? Milestone = null, string? Problems = null, bool AdvanceFunding = false);
