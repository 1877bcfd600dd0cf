using System.Globalization;
using Tongban.Foundation;
using Tongban.Plans.Model;

namespace Tongban.Plans.Warnings;

/// <summary>What is known of a project on a day; a rule looks at nothing else.</summary>
internal sealed record ProjectFacts(string Code, string Owner, PoolState State, decimal Total)
{
    public bool InPlan { get; init; }

    /// <summary>Planned for the year, from all sources.</summary>
    public decimal YearPlan { get; init; }

    public decimal YearFiscal { get; init; }

    public decimal YearIndicators { get; init; }

    /// <summary>Planned in the year and done before it.</summary>
    public decimal CumulativePlan { get; init; }

    public decimal? Estimate { get; init; }

    public decimal? EstimateOverFeasibility { get; init; }

    public bool EntryConditionMet { get; init; } = true;

    public decimal PaidTotal { get; init; }

    public decimal YearDone { get; init; }

    public decimal PhysicalPercent { get; init; }

    /// <summary>Month of the newest return, as year × 12 + month − 1; <see langword="null"/> when there is none.</summary>
    public int? LastReturn { get; init; }

    /// <summary>Newest months in a row in which nothing was done.</summary>
    public int IdleMonths { get; init; }

    public bool Started { get; init; }

    public bool HasPermit { get; init; }

    public bool HasStartReport { get; init; }

    public bool AdvanceFunding { get; init; }

    /// <summary>Payments more than sixty days after the contract made them due.</summary>
    public int LatePayments { get; init; }

    /// <summary>Site, scale or content changed and not approved again.</summary>
    public bool ContentDiffers { get; init; }

    public bool SpaceChecked { get; init; } = true;

    /// <summary>Where it lies.</summary>
    public string Division { get; init; } = "";

    /// <summary>Indicators issued so long ago that they are idle, and of which nothing was used.</summary>
    public decimal IdleIndicators { get; init; }

    /// <summary>Those of them that make the light red.</summary>
    public decimal LongIdleIndicators { get; init; }
}

/// <summary>What is known of the money of one source and year.</summary>
/// <param name="Division">Whose money.</param>
internal sealed record SourceFacts(string Subject, string Source, int Year, string Division, decimal Planned, decimal Pool, decimal Arrived, decimal Paid, decimal Short)
{
    /// <summary>What arrived so long ago that it is idle if it is still there; payments take what arrived first.</summary>
    public decimal ArrivedLongAgo { get; init; }

    /// <summary>The same for the red light.</summary>
    public decimal ArrivedVeryLongAgo { get; init; }
}

/// <summary>A rule that fits.</summary>
/// <param name="Division">Where the project lies, or whose money it is.</param>
internal sealed record Finding(string Rule, string Subject, string? Owner, string Division, WarningLevel Level, Words Facts);

/// <summary>A rule: what it is called, what it rests on.</summary>
internal sealed record WarningRule(string Code, Words Title, string Basis);

/// <summary>The fifteen rules of domain 02 § 2.4, each with its basis, and W16, which is the platform's own. They compute; nobody decides.</summary>
internal static class WarningRules
{
    /// <summary>Day of the next month by which a return is due.</summary>
    public const int ReturnDay = 5;

    /// <summary>Days after which a payment that is due is late (保障中小企业款项支付条例9).</summary>
    public const int PaymentDays = Payment.LateAfter;

    public static IReadOnlyList<WarningRule> All { get; } =
    [
        new("W01", ("计划有财政资金而无预算指标", "Fiscal share planned, no budget indicator"), "预算法第十三条"),
        new("W02", ("预算指标小于计划财政资金", "Indicators below the planned fiscal share"), "政府投资条例第十八条"),
        new("W03", ("支付大于到位资金", "Paid more than arrived"), "政府投资条例第十九条"),
        new("W04", ("支付进度快于形象进度", "Paid ahead of physical progress"), "政府投资条例第十九条、第二十七条"),
        new("W05", ("列入计划而不具备条件", "In the plan without the conditions of entry"), "政府投资条例第十七条"),
        new("W06", ("概算超过可研估算百分之十", "Estimate exceeds feasibility by more than 10 %"), "政府投资条例第十二条"),
        new("W07", ("累计计划超过批准概算", "Cumulative plan exceeds the verified estimate"), "政府投资条例第二十三条"),
        new("W08", ("未按时报送月度进度", "Monthly return missing"), "政府投资条例第二十七条"),
        new("W09", ("连续无进展", "No progress for months"), "政府投资条例第二十七条"),
        new("W10", ("未批先建", "Started without permit or start report"), "政府投资条例第二十条"),
        new("W11", ("垫资或拖欠工程款", "Advance funding or late payment"), "政府投资条例第二十二条；保障中小企业款项支付条例第九条"),
        new("W12", ("完成率落后时序", "Completion behind time"), "政府投资条例第二十七条"),
        new("W13", ("地点、规模或内容与批准不符", "Site, scale or content differ from the approval"), "政府投资条例第二十一条"),
        new("W14", ("资金池缺口", "Fund pool deficit"), "政府投资条例第十八条"),
        new("W15", ("计划项目未作空间校核", "Plan item without a spatial check"), "国土空间规划“一张图”实施监督"),
        // No law in force says after how many months money is idle; only surplus has to go back to the treasury.
        new("W16", ("资金闲置", "Idle funds"), "平台规则（时限由城市目录 plans.json 设定）；结余资金缴回国库：政府投资条例第二十五条"),
    ];

    public static WarningRule Of(string code) => All.First(r => r.Code == code);

    /// <param name="today">The day; the month before it is the one whose return may be missing.</param>
    /// <param name="rules">What the city has set.</param>
    public static IEnumerable<Finding> Of(ProjectFacts f, DateOnly today, PlanRules? rules = null)
    {
        var idle = (rules ?? PlanRules.Default).IdleFunds;
        if (f.InPlan && f.YearFiscal > 0 && f.YearIndicators == 0)
            yield return Say("W01", WarningLevel.Red, "年度计划财政资金 {0} 元，未下达预算指标。", "The plan has {0} yuan of fiscal money and no indicator was issued.", Yuan(f.YearFiscal));
        else if (f.InPlan && f.YearIndicators < f.YearFiscal)
            yield return Say("W02", WarningLevel.Yellow, "预算指标合计 {0} 元，计划财政资金 {1} 元。", "Indicators are {0} yuan, the planned fiscal share is {1} yuan.", Yuan(f.YearIndicators), Yuan(f.YearFiscal));
        var ahead = f.Total == 0 ? 0 : (f.PaidTotal / f.Total * 100) - f.PhysicalPercent;
        if (ahead > 10)
            yield return Say("W04", ahead > 20 ? WarningLevel.Red : WarningLevel.Yellow, "累计支付占总投资 {0}，形象进度 {1}，相差 {2} 个百分点。", "{0} of the total is paid, physical progress is {1}: {2} points apart.", Points(f.PaidTotal / f.Total * 100) + "%", Points(f.PhysicalPercent) + "%", Points(ahead));
        if (f.InPlan && !f.EntryConditionMet)
            yield return Say("W05", WarningLevel.Red, "项目已列入计划，可行性研究报告或概算未获批准。", "The project is in the plan; neither feasibility nor estimate is approved.");
        if (f.EstimateOverFeasibility > PlanProject.EstimateMargin)
            yield return Say("W06", WarningLevel.Red, "概算超过可研估算 {0}。", "The estimate exceeds feasibility by {0}.", Points(f.EstimateOverFeasibility.Value * 100) + "%");
        if (f.Estimate is { } estimate && f.CumulativePlan > estimate)
            yield return Say("W07", WarningLevel.Red, "累计计划 {0} 元，批准概算 {1} 元。", "Planned in all {0} yuan, verified estimate {1} yuan.", Yuan(f.CumulativePlan), Yuan(estimate));
        var month = (today.Year * 12) + today.Month - 1;
        var due = month - (today.Day > ReturnDay ? 1 : 2);
        if (f.InPlan && f.State is PoolState.UnderConstruction && (f.LastReturn ?? 0) < due)
            yield return Say("W08", WarningLevel.Yellow, "未报送 {0} 的进度。", "No return for {0}.", string.Create(CultureInfo.InvariantCulture, $"{due / 12}-{(due % 12) + 1:00}"));
        if (f.State is PoolState.UnderConstruction && f.IdleMonths >= 2)
            yield return Say("W09", f.IdleMonths >= 3 ? WarningLevel.Red : WarningLevel.Yellow, "连续 {0} 个月无完成投资。", "Nothing was done for {0} months.", f.IdleMonths.ToString(CultureInfo.InvariantCulture));
        if (f.Started && !(f.HasPermit && f.HasStartReport))
            yield return Say("W10", WarningLevel.Red, "项目已有完成投资，缺施工许可或开工报告。", "Work is under way without construction permit or start report.");
        if (f.AdvanceFunding || f.LatePayments > 0)
            yield return Say("W11", WarningLevel.Red, "报送有垫资：{0}；超过合同约定 60 日的支付 {1} 笔。", "Advance funding reported: {0}; {1} payments more than 60 days late.", f.AdvanceFunding ? "√" : "—", f.LatePayments.ToString(CultureInfo.InvariantCulture));
        var behind = f.YearPlan == 0 ? 0 : Timing.TimeProgress(today) - (f.YearDone / f.YearPlan * 100);
        if (f.InPlan && behind > 10)
            yield return Say("W12", behind > 20 ? WarningLevel.Red : WarningLevel.Yellow, "年度完成率 {0}，时序进度 {1}，落后 {2} 个百分点。", "{0} of the year's plan is done, time progress is {1}: {2} points behind.", Points(f.YearDone / f.YearPlan * 100) + "%", Points(Timing.TimeProgress(today)) + "%", Points(behind));
        if (f.ContentDiffers)
            yield return Say("W13", WarningLevel.Red, "建设地点、规模或内容有变更，未见重新批准。", "Site, scale or content changed and were not approved again.");
        if (f.InPlan && !f.SpaceChecked)
            yield return Say("W15", WarningLevel.Yellow, "列入计划，尚无空间校核结果。", "In the plan, without a spatial check.");

        if (f.IdleIndicators > 0 && f.IdleIndicators >= idle.LeastYuan)
            yield return Say("W16", f.LongIdleIndicators > 0 ? WarningLevel.Red : WarningLevel.Yellow, "预算指标 {0} 元下达已满 {1} 个月，分文未用。", "{0} yuan of indicators were issued {1} months ago or more, and nothing of them was used.", Yuan(f.IdleIndicators), idle.Months.ToString(CultureInfo.InvariantCulture));

        Finding Say(string rule, WarningLevel level, string zh, string en, params object[] values) => new(rule, f.Code, f.Owner, f.Division, level, new Words(zh, en).With(values));
    }

    public static IEnumerable<Finding> Of(SourceFacts f, PlanRules? rules = null)
    {
        var idle = (rules ?? PlanRules.Default).IdleFunds;
        var (yellow, red) = (f.ArrivedLongAgo - f.Paid, f.ArrivedVeryLongAgo - f.Paid);
        if (yellow > 0 && yellow >= idle.LeastYuan)
            yield return new("W16", f.Subject, null, f.Division, red > 0 && red >= idle.LeastYuan ? WarningLevel.Red : WarningLevel.Yellow, new Words("到位已满 {0} 个月的资金中 {1} 元未支付（先到先用）。", "Of what arrived {0} months ago or more, {1} yuan are not paid out (first come, first used).").With(idle.Months, Yuan(yellow)));
        if (f.Paid > f.Arrived)
            yield return new("W03", f.Subject, null, f.Division, WarningLevel.Red, new Words("已支付 {0} 元，到位 {1} 元。", "Paid {0} yuan, arrived {1} yuan.").With(Yuan(f.Paid), Yuan(f.Arrived)));
        if (f.Short > 0)
            yield return new("W14", f.Subject, null, f.Division, WarningLevel.Red, new Words("计划 {0} 元，资金池 {1} 元，缺口 {2} 元。", "Planned {0} yuan, pool {1} yuan, short of {2} yuan.").With(Yuan(f.Planned), Yuan(f.Pool), Yuan(f.Short)));
    }

    private static string Yuan(decimal yuan) => yuan.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Points(decimal points) => decimal.Round(points, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>How far the year is.</summary>
internal static class Timing
{
    /// <summary>Percent of the year that the ended months make: on any day of December eleven twelfths.</summary>
    public static decimal TimeProgress(DateOnly today) => (today.Month - 1) / 12m * 100;
}
