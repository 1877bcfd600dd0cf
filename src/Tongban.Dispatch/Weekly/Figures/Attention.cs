using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Figures;

/// <summary>How closely a project is looked at.</summary>
internal enum WeekGrade
{
    /// <summary>正常.</summary>
    Normal,

    /// <summary>关注.</summary>
    Watch,

    /// <summary>重点关注.</summary>
    Key,
}

/// <summary>One reason of a grade, with its points.</summary>
internal sealed record AttentionPoint(int Points, Words Why);

/// <summary>Grade of a project and how it came about.</summary>
internal sealed record Attention(WeekGrade Grade, int Points, IReadOnlyList<AttentionPoint> Why)
{
    public const int KeyFrom = 5, WatchFrom = 2;

    /// <summary>The formula as the page shows it.</summary>
    public static Words Formula(WeeklyRules rules) => new Words(
        "分值相加：应复工而未复工 3；本周未报送 2，连续两周未报送 3；到岗率、材料保障率、防疫保障率、计划完成率每项低于 {0:0.#}% 计 2，低于 {1:0.#}% 计 1；有异常提示 1。5 分及以上重点关注，2 至 4 分关注，其余正常。",
        "Points are added: not resumed though it should be 3; no return this week 2, none for two weeks 3; each of attendance, materials, supplies and plan below {0:0.#} % 2, below {1:0.#} % 1; flagged values 1. From 5 special attention, from 2 attention.").With(rules.Red, rules.Yellow);

    /// <param name="missed">Weeks without return up to this one, this one included.</param>
    public static Attention Of(WeekRates rates, bool reported, int missed, int flags, WeeklyRules rules)
    {
        List<AttentionPoint> why = [];
        if (reported && rates.Resumption is { Whole: > 0, Part: 0 })
            why.Add(new(3, ("应复工而未复工", "not resumed though it should be")));
        if (!reported)
            why.Add(missed >= 2 ? new(3, new Words("连续 {0} 周未报送", "no return for {0} weeks").With(missed)) : new(2, ("本周未报送", "no return this week")));
        foreach (var (rate, zh, en) in new[] { (rates.Attendance, "到岗率", "attendance"), (rates.Materials, "材料保障率", "materials"), (rates.Supplies, "防疫保障率", "supplies"), (rates.Plan, "计划完成率", "plan") })
        {
            var level = WeekLevels.Of(rate.Percent, rules);
            if (level is WeekLevel.Red or WeekLevel.Yellow)
                why.Add(new(level is WeekLevel.Red ? 2 : 1, new Words("{0} {2:0.0}%", "{1} {2:0.0} %").With(zh, en, rate.Percent)));
        }
        if (flags > 0)
            why.Add(new(1, new Words("{0} 处异常提示", "{0} flagged values").With(flags)));
        var points = why.Sum(w => w.Points);
        return new(points >= KeyFrom ? WeekGrade.Key : points >= WatchFrom ? WeekGrade.Watch : WeekGrade.Normal, points, why);
    }
}
