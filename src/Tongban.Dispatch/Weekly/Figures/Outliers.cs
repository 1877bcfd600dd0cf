using System.Globalization;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Figures;

/// <summary>A value of a return that is worth a second look, with the sum that makes it so.</summary>
/// <param name="Rule">Y01 to Y10.</param>
/// <param name="Field">The field as the API calls it.</param>
internal sealed record Outlier(string Rule, string Field, Words Why);

/// <summary>Looks at a return beside the project's own earlier weeks. Nothing is refused: a flag asks, the dispatch office and the unit look.</summary>
/// <remarks>
/// <para>Y01 uses the modified z-score of Iglewicz and Hoaglin (1993): 0.6745 · |x − median| / MAD above 3.5, over at most twelve earlier weeks and not fewer than four. When more than half of the weeks are
/// equal the MAD is zero; then the mean absolute deviation stands in (1.2533 · mean), and where that is zero too, half of the median. A difference below a fifth of the median is never flagged.</para>
/// <para>All others hold the values of one return, or of two that follow one another, against each other.</para>
/// </remarks>
internal static class Outliers
{
    public const int FewestWeeks = 4, MostWeeks = 12;

    private const double Limit = 3.5;

    public static IReadOnlyList<(string Rule, Words Text)> Rules { get; } =
    [
        ("Y01", ("与本项目以往各周明显不同", "far from the project's own weeks")),
        ("Y02", ("本年累计与上周累计加本周完成不符", "cumulated investment is not the last one plus the week")),
        ("Y03", ("形象进度倒退", "physical progress falls")),
        ("Y04", ("可用天数与库存、日耗不符", "days of stock do not follow from stock and use")),
        ("Y05", ("到岗人数超过需求一半以上", "half more workers on site than needed")),
        ("Y06", ("停工却有投资或大量人员", "stopped, yet with investment or many workers")),
        ("Y07", ("缺口与需求、库存不符", "gap does not follow from need and stock")),
        ("Y08", ("省外或隔离人数超过到岗人数", "more from outside or in quarantine than on site")),
        ("Y09", ("有投资而形象进度三周未动", "investment, but no physical progress for three weeks")),
        ("Y10", ("本年累计超过项目总投资", "cumulated investment above the project's total")),
    ];

    /// <param name="earlier">Earlier weeks of the project as they were known, newest first.</param>
    /// <param name="totalWan">Total investment of the project.</param>
    public static IReadOnlyList<Outlier> Of(IsoWeek week, WeekFields now, IReadOnlyList<(IsoWeek Week, WeekFields Fields)> earlier, decimal totalWan)
    {
        List<Outlier> found = [];
        void Say(string rule, string field, string zh, string en, params object?[] values) => found.Add(new(rule, field, new Words(zh, en).With(values)));

        foreach (var (field, words, value, before) in new (string, Words, decimal, Func<WeekFields, decimal>)[]
        {
            ("workersOnSite", ("到岗工人", "Workers on site"), now.WorkersOnSite, f => f.WorkersOnSite),
            ("managersOnSite", ("到岗管理人员", "Managers on site"), now.ManagersOnSite, f => f.ManagersOnSite),
            ("weekInvestmentWan", ("本周完成投资", "Investment of the week"), now.WeekInvestmentWan, f => f.WeekInvestmentWan),
        })
        {
            if (Far(value, [.. earlier.Where(e => e.Fields.Resumed == now.Resumed).Take(MostWeeks).Select(e => before(e.Fields))]) is { } far)
                Say("Y01", field, "{0}本周为 {2}，以往 {3} 周的中位数为 {4}，绝对中位差为 {5}，偏离 {6}（超过 3.5 即提示）。", "{1}: {2} this week; the median of {3} earlier weeks is {4}, the median deviation {5}, the score {6} (flagged above 3.5).",
                    words.Zh, words.En, Plain(value), far.Weeks, Plain(far.Median), Plain(far.Mad), double.IsPositiveInfinity(far.Score) ? "∞" : far.Score.ToString("0.0", CultureInfo.InvariantCulture));
        }

        var last = earlier.Count > 0 ? earlier[0] : default;
        if (earlier.Count > 0 && last.Week.Year == week.Year)
        {
            var expected = last.Fields.YearCumulativeWan + now.WeekInvestmentWan;
            // A week that was not returned may have added something, but nothing can have gone.
            var off = now.YearCumulativeWan - expected;
            if (week.Since(last.Week) == 1 ? Math.Abs(off) > Tolerance(expected) : off < -Tolerance(expected))
                Say("Y02", "yearCumulativeWan", "{0} 累计 {1} 万元，加本周 {2} 万元应为 {3} 万元，报送为 {4} 万元，相差 {5} 万元。", "{0} had {1}; with this week's {2} that makes {3}, the return says {4}: {5} off (10⁴ yuan).",
                    last.Week, Plain(last.Fields.YearCumulativeWan), Plain(now.WeekInvestmentWan), Plain(expected), Plain(now.YearCumulativeWan), Plain(off));
        }
        else if (now.YearCumulativeWan < now.WeekInvestmentWan)
        {
            Say("Y02", "yearCumulativeWan", "本年累计 {0} 万元小于本周完成 {1} 万元。", "Cumulated {0} is less than the week's {1} (10⁴ yuan).", Plain(now.YearCumulativeWan), Plain(now.WeekInvestmentWan));
        }
        if (earlier.Count > 0 && now.PhysicalPct < last.Fields.PhysicalPct)
            Say("Y03", "physicalPct", "形象进度由 {0} 的 {1}% 降为 {2}%。", "Physical progress falls from {1} % in {0} to {2} %.", last.Week, Plain(last.Fields.PhysicalPct), Plain(now.PhysicalPct));

        foreach (var s in now.Supplies)
        {
            if (Off(s.StockDays, s.Stock, s.DailyUse) is { } days)
                Say("Y04", $"supplies.{WeekFields.Name(s.Kind)}.stockDays", "{0}库存 {2}、日耗 {3}，可用 {4} 天，报送为 {5} 天。", "{1}: stock {2} at {3} a day lasts {4} days, the return says {5}.", WeeklyWords.Of(s.Kind).Name.Zh, WeeklyWords.Of(s.Kind).Name.En, Plain(s.Stock), Plain(s.DailyUse), Plain(days), Plain(s.StockDays));
        }
        foreach (var m in now.Materials)
        {
            if (Off(m.StockDays, m.Stock, m.Need / 7) is { } days)
                Say("Y04", $"materials.{WeekFields.Name(m.Kind)}.stockDays", "{0}库存 {2}、七日需求 {3}，可用 {4} 天，报送为 {5} 天。", "{1}: stock {2} at {3} in seven days lasts {4} days, the return says {5}.", WeeklyWords.Of(m.Kind).Name.Zh, WeeklyWords.Of(m.Kind).Name.En, Plain(m.Stock), Plain(m.Need), Plain(days), Plain(m.StockDays));
            var missing = Math.Max(0, m.Need - m.Stock);
            if (m.Gap > missing + Math.Max(1, missing * 0.2m))
                Say("Y07", $"materials.{WeekFields.Name(m.Kind)}.gap", "{0}需求 {2}、库存 {3}，至多缺 {4}，报送缺口为 {5}。", "{1}: need {2}, stock {3}: at most {4} is missing, the return says {5}.", WeeklyWords.Of(m.Kind).Name.Zh, WeeklyWords.Of(m.Kind).Name.En, Plain(m.Need), Plain(m.Stock), Plain(missing), Plain(m.Gap));
        }
        if (now.WorkersNeeded > 0 && now.WorkersOnSite > now.WorkersNeeded * 1.5m)
            Say("Y05", "workersOnSite", "需求 {0} 人，到岗 {1} 人。", "{0} needed, {1} on site.", now.WorkersNeeded, now.WorkersOnSite);
        if (!now.Resumed && (now.WeekInvestmentWan > 0 || now.WorkersOnSite > Math.Max(10, now.WorkersNeeded / 2)))
            Say("Y06", "resumed", "报送为停工，本周完成投资 {0} 万元，到岗 {1} 人。", "Returned as stopped, with {0} (10⁴ yuan) done and {1} workers on site.", Plain(now.WeekInvestmentWan), now.WorkersOnSite);
        if (now.OutOfProvince > now.WorkersOnSite || now.InQuarantine > Math.Max(now.WorkersNeeded, now.WorkersOnSite))
            Say("Y08", now.OutOfProvince > now.WorkersOnSite ? "outOfProvince" : "inQuarantine", "到岗 {0} 人，其中省外 {1} 人，隔离 {2} 人。", "{0} on site, {1} from other provinces, {2} in quarantine.", now.WorkersOnSite, now.OutOfProvince, now.InQuarantine);
        if (now.WeekInvestmentWan > 0 && now.PhysicalPct < 100 && earlier.Count >= 3 && earlier.Take(3).All(e => e.Fields.PhysicalPct == now.PhysicalPct && e.Fields.WeekInvestmentWan > 0))
            Say("Y09", "physicalPct", "连续四周形象进度均为 {0}%，每周都有完成投资。", "Physical progress stands at {0} % for the fourth week, each with investment.", Plain(now.PhysicalPct));
        if (totalWan > 0 && now.YearCumulativeWan > totalWan)
            Say("Y10", "yearCumulativeWan", "本年累计 {0} 万元，项目总投资 {1} 万元。", "Cumulated {0}, the project's total is {1} (10⁴ yuan).", Plain(now.YearCumulativeWan), Plain(totalWan));
        return found;
    }

    /// <summary>How far a value lies from earlier ones; <see langword="null"/> when not far, or when there are too few to say.</summary>
    internal static (double Score, decimal Median, decimal Mad, int Weeks)? Far(decimal value, IReadOnlyList<decimal> earlier)
    {
        if (earlier.Count < FewestWeeks)
            return null;
        var median = Median(earlier);
        var distances = earlier.Select(e => Math.Abs(e - median)).ToList();
        var (mad, mean, off) = (Median(distances), distances.Average(), Math.Abs(value - median));
        if (off <= Math.Max(1, Math.Abs(median) / 5))
            return null;
        var score = mad > 0 ? 0.6745 * (double)(off / mad) : mean > 0 ? (double)(off / mean) / 1.253314 : off > Math.Abs(median) / 2 ? double.PositiveInfinity : 0;
        return score > Limit ? (score, median, mad, earlier.Count) : null;
    }

    internal static decimal Median(IReadOnlyList<decimal> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    // A day or a fifth is nothing: people round, and trucks come in the afternoon.
    private static decimal? Off(decimal said, decimal stock, decimal daily)
    {
        if (daily <= 0)
            return null;
        var days = decimal.Round(stock / daily, 1);
        return Math.Abs(said - days) > Math.Max(1, days / 5) ? days : null;
    }

    private static decimal Tolerance(decimal wan) => Math.Max(1, Math.Abs(wan) * 0.005m);

    private static string Plain(decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero).ToString("#,##0.##", CultureInfo.InvariantCulture);
}
