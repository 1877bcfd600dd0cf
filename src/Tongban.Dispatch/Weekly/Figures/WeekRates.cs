using Tongban.Dispatch.Weekly.Model;

namespace Tongban.Dispatch.Weekly.Figures;

/// <summary>A rate with what it is made of: 12 of 15. Nothing to divide by is no rate and not zero.</summary>
internal readonly record struct Share(decimal Part, decimal Whole)
{
    public decimal? Percent => Whole == 0 ? null : Part / Whole * 100;

    public static Share operator +(Share a, Share b) => Add(a, b);

    public static Share Add(Share left, Share right) => new(left.Part + right.Part, left.Whole + right.Whole);
}

/// <summary>The rates of the week (domain 06 § 9.3), of one project or of many: parts and wholes are added up, never percentages.</summary>
/// <param name="Resumption">复工率: projects at work of those that should be; who has not reported is not at work.</param>
/// <param name="Attendance">到岗率: workers on site of those needed.</param>
/// <param name="Materials">材料保障率: materials that last at least three days, of all materials.</param>
/// <param name="Supplies">防疫保障率: supplies that last at least seven days, of all supplies.</param>
/// <param name="Plan">计划完成率: investment since 1 January of what the weeks so far of the annual plan make.</param>
internal readonly record struct WeekRates(Share Resumption, Share Attendance, Share Materials, Share Supplies, Share Plan)
{
    public static WeekRates operator +(WeekRates a, WeekRates b) => Add(a, b);

    public static WeekRates Add(WeekRates left, WeekRates right) => new(left.Resumption + right.Resumption, left.Attendance + right.Attendance, left.Materials + right.Materials, left.Supplies + right.Supplies, left.Plan + right.Plan);

    /// <param name="fields"><see langword="null"/> when nothing was returned.</param>
    public static WeekRates Of(MajorEntry project, IsoWeek week, WeekFields? fields, WeeklyRules rules)
    {
        var should = project.ShouldResumeOn <= week.Sunday ? 1 : 0;
        if (fields is null)
            return new(new(0, should), default, default, default, default);
        return new(
            new(fields.Resumed ? should : 0, should),
            new(fields.WorkersOnSite, fields.WorkersNeeded),
            new(fields.Materials.Count(m => m.StockDays >= rules.MaterialDays), fields.Materials.Count),
            new(fields.Supplies.Count(s => s.StockDays >= rules.SupplyDays), fields.Supplies.Count),
            project.PlannedYearWan > 0 && project.PlanYear == week.Year ? new(fields.YearCumulativeWan, project.PlannedYearWan * TimeShare(week)) : default);
    }

    /// <summary>The part of the year that has passed when the week ends.</summary>
    public static decimal TimeShare(IsoWeek week) => week.No / (decimal)System.Globalization.ISOWeek.GetWeeksInYear(week.Year);
}
