using Tongban.Foundation;
using Tongban.Foundation.Identifiers;

namespace Tongban.Plans.Model;

/// <summary>预算指标: leave to spend so much of a pool for one project. It is used up by payments and never below zero.</summary>
internal sealed class BudgetIndicator : Aggregate
{
    private BudgetIndicator() { }

    public override string Matter => $"budget-indicator:{Id}";

    public string IndicatorNo { get; private set; } = "";

    public Guid PoolId { get; private set; }

    public string Source { get; private set; } = "";

    public int Year { get; private set; }

    public string ProjectCode { get; private set; } = "";

    /// <summary>预算单位.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>功能分类科目.</summary>
    public string? FunctionClass { get; private set; }

    /// <summary>部门经济分类.</summary>
    public string? DepartmentClass { get; private set; }

    /// <summary>政府经济分类.</summary>
    public string? GovernmentClass { get; private set; }

    public decimal Yuan { get; private set; }

    public decimal Adjustments { get; private set; }

    public decimal Used { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public decimal Balance => Yuan + Adjustments - Used;

    internal static BudgetIndicator Of(FundPool pool, string number, IndicatorRow row, PlanProject project, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), IndicatorNo = number, PoolId = pool.Id, Source = pool.Source, Year = pool.Year, ProjectCode = project.Code, Unit = row.Unit?.Trim() is { Length: > 0 } unit ? unit : project.Owner,
        FunctionClass = row.FunctionClass, DepartmentClass = row.DepartmentClass, GovernmentClass = row.GovernmentClass, Yuan = row.Yuan, IssuedOn = row.Day, RecordedAt = now,
    };

    internal void Adjust(decimal change) => Adjustments += change;

    internal void Use(decimal yuan) => Used += yuan;

    /// <summary>Whether a row tells of the same indicator in the same words: taking it in again changes nothing.</summary>
    public bool Says(IndicatorRow row, string pool) => Yuan == row.Yuan && ProjectCode == row.ProjectCode && IssuedOn == row.Day && pool == row.Pool;
}
