using Tongban.Foundation;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Scores;

/// <summary>What a score is computed from.</summary>
/// <param name="Speed">Sum over decisions of the share of the promise that was not needed.</param>
internal sealed record ScoreFacts(int Closed, int InTime, decimal Speed, int Yellow, int Red, int Accepted, int SecondCorrections, int Ratings, int Stars, int Incomplete);

/// <summary>One part of the score with the figures in it.</summary>
/// <param name="Points"><see langword="null"/>: there was nothing to measure; the rest counts for the whole.</param>
/// <param name="Rules">Rules whose findings entered, for the way to them.</param>
internal sealed record ScoreTerm(string NameZh, string NameEn, decimal Most, decimal? Points, string FormulaZh, string FormulaEn, IReadOnlyList<string> Rules)
{
    public string Name => ((Words)(NameZh, NameEn)).ToString();

    public string Formula => ((Words)(FormulaZh, FormulaEn)).ToString();
}

/// <summary>优秀, 良好, 合格, 不合格.</summary>
internal enum Grade { Excellent, Good, Qualified, NotQualified, None }

/// <summary>A score with every term of it.</summary>
internal sealed record Score(decimal? Points, Grade Grade, IReadOnlyList<ScoreTerm> Terms);

/// <summary>The performance score (绩效): 100 points in six parts (domain 04 § 4.1). What was not measured is left out and the rest is scaled up, never guessed.</summary>
internal static class Scoring
{
    public static Score Of(ScoreFacts f, bool ofOfficer = false)
    {
        var hundred = f.Closed == 0 ? 0 : 100m / f.Closed;
        List<ScoreTerm> terms =
        [
            new("按时办结", "On time", 35, f.Closed == 0 ? null : 35m * f.InTime / f.Closed, $"35 × 按时 {f.InTime} ÷ 办结 {f.Closed}", $"35 × {f.InTime} in time ÷ {f.Closed} decided", [RuleBook.Overdue]),
            new("办理速度", "Speed", 15, f.Closed == 0 ? null : Math.Min(15m, 15m * (f.Speed / f.Closed) * 2), $"15 × 平均提前比例 {(f.Closed == 0 ? 0 : f.Speed / f.Closed):0.000} × 2，最高 15", $"15 × mean share saved {(f.Closed == 0 ? 0 : f.Speed / f.Closed):0.000} × 2, at most 15", []),
            new("亮灯情况", "Lights", 15, f.Closed == 0 ? null : Math.Max(0, 15m - (f.Yellow * hundred) - (5 * f.Red * hundred)), $"15 − 每百件黄灯 {f.Yellow * hundred:0.0} − 5 × 每百件红灯 {f.Red * hundred:0.0}，最低 0", $"15 − {f.Yellow * hundred:0.0} yellow per 100 − 5 × {f.Red * hundred:0.0} red per 100, at least 0", [.. RuleBook.All.Select(r => r.Code)]),
        ];
        if (!ofOfficer)
        {
            terms.Add(new("受理质量", "Acceptance", 10, f.Accepted == 0 ? null : Math.Max(0, 10m * (1 - ((decimal)f.SecondCorrections / f.Accepted))), $"10 ×（1 − 再次补正 {f.SecondCorrections} ÷ 受理 {f.Accepted}）", $"10 × (1 − {f.SecondCorrections} second corrections ÷ {f.Accepted} accepted)", [RuleBook.SecondCorrection]));
            terms.Add(new("满意度", "Satisfaction", 15, f.Ratings == 0 ? null : 15m * (((decimal)f.Stars / f.Ratings) - 1) / 4, $"15 ×（平均 {(f.Ratings == 0 ? 0 : (decimal)f.Stars / f.Ratings):0.00} 星 − 1）÷ 4，{f.Ratings} 次评价", $"15 × (mean of {(f.Ratings == 0 ? 0 : (decimal)f.Stars / f.Ratings):0.00} stars − 1) ÷ 4, {f.Ratings} ratings", []));
        }
        terms.Add(new("数据质量", "Data quality", 10, f.Closed == 0 ? null : Math.Max(0, 10m * (1 - ((decimal)f.Incomplete / f.Closed))), $"10 ×（1 − 结果不完整 {f.Incomplete} ÷ 办结 {f.Closed}）", $"10 × (1 − {f.Incomplete} incomplete results ÷ {f.Closed} decided)", [RuleBook.ResultWithoutNumber]));
        var measured = terms.Where(t => t.Points is not null).ToList();
        var points = measured.Count == 0 ? (decimal?)null : decimal.Round(100m * measured.Sum(t => t.Points!.Value) / measured.Sum(t => t.Most), 1, MidpointRounding.AwayFromZero);
        return new(points, points switch { null => Grade.None, >= 90 => Grade.Excellent, >= 80 => Grade.Good, >= 60 => Grade.Qualified, _ => Grade.NotQualified },
            [.. terms.Select(t => t with { Points = t.Points is { } p ? decimal.Round(p, 2, MidpointRounding.AwayFromZero) : null })]);
    }

    public static Words Name(this Grade grade) => grade switch
    {
        Grade.Excellent => ("优秀", "Excellent"),
        Grade.Good => ("良好", "Good"),
        Grade.Qualified => ("合格", "Qualified"),
        Grade.NotQualified => ("不合格", "Not qualified"),
        _ => ("无数据", "No data"),
    };
}
