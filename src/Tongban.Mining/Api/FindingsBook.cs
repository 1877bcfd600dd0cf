using Tongban.Foundation.Web;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Desk;
using static Tongban.Foundation.Words;

namespace Tongban.Mining.Api;

/// <summary>Everything that is found in a log as one workbook, or one table of it as comma-separated text.</summary>
internal static class FindingsBook
{
    private const int MostVariants = 5_000, LongestTrace = 200;

    public static byte[] Xlsx(LogPart part)
    {
        using var file = new MemoryStream();
        using (var book = new Workbook(file))
        {
            foreach (var (name, head, rows) in Sheets(part))
                book.Sheet(name, head, rows);
            book.Finish();
        }
        return file.ToArray();
    }

    /// <param name="table">variants, paths, activities, deviations.</param>
    /// <returns><see langword="null"/> when there is no such table.</returns>
    public static byte[]? Csv(LogPart part, string table) => (table switch
    {
        "variants" => Variants(part), "paths" => Paths(part), "activities" => Activities(part), "rework" => Rework(part), "deadlines" => Deadlines(part), "deviations" => Deviations(part), _ => default((string, string[], IEnumerable<IReadOnlyList<object?>>)?),
    }) is { } sheet ? Foundation.Web.Csv.Write(sheet.Item2, sheet.Item3.Select(r => (IReadOnlyList<string?>)[.. r.Select(c => Convert.ToString(c, System.Globalization.CultureInfo.InvariantCulture))])) : null;

    private static IEnumerable<(string, string[], IEnumerable<IReadOnlyList<object?>>)> Sheets(LogPart part) => new[] { Variants(part), Paths(part), Activities(part), Rework(part), Deadlines(part), Deviations(part) }.OfType<(string, string[], IEnumerable<IReadOnlyList<object?>>)>();

    private static (string, string[], IEnumerable<IReadOnlyList<object?>>)? Variants(LogPart part)
    {
        var table = VariantTable.Of(part.Done);
        return (T("变体", "Variants"), [T("序号", "Rank"), T("案例数", "Cases"), T("占比", "Share"), T("累计", "Coverage"), T("时长中位数（小时）", "Median (hours)"), T("活动", "Activities")],
            table.All.Take(MostVariants).Select((v, i) => (IReadOnlyList<object?>)[i + 1, v.Count, Share(v.Count, table.Cases), Math.Round(table.Coverage(i + 1), 4), LengthOf.Hours(v.Throughput.Median), string.Join(" → ", v.Trace.Take(LongestTrace).Select(part.NameOf))]));
    }

    private static (string, string[], IEnumerable<IReadOnlyList<object?>>)? Paths(LogPart part) =>
        (T("路径", "Paths"), [T("前", "From"), T("后", "To"), T("次数", "Count"), T("中位数（小时）", "Median (hours)"), T("平均（小时）", "Mean (hours)"), "P90", T("合计（小时）", "Total (hours)")],
            FlowGraph.Of(part.Done).Edges.Select(e => (IReadOnlyList<object?>)[part.NameOf(e.From), part.NameOf(e.To), e.Count, LengthOf.Hours(e.Time.Median), LengthOf.Hours(e.Time.Mean), LengthOf.Hours(e.Time.P90), LengthOf.Hours(e.Time.Total)]));

    private static (string, string[], IEnumerable<IReadOnlyList<object?>>)? Activities(LogPart part)
    {
        var times = HandlingTimes.Of(part.Whole);
        return (T("活动", "Activities"), [T("活动", "Activity"), T("次数", "Events"), T("案例数", "Cases"), T("首个", "First"), T("末个", "Last"), T("等待中位数（小时）", "Waiting, median (hours)"), T("办理中位数（小时）", "Handling, median (hours)")],
            FlowGraph.Of(part.Done).Nodes.Select(n => (IReadOnlyList<object?>)[part.NameOf(n.Activity), n.Events, n.Cases, n.Starts, n.Ends, times.Find(n.Activity)?.Waiting is { } w ? LengthOf.Hours(w.Median) : T("无数据", "no data"), times.Find(n.Activity)?.Handling is { } h ? LengthOf.Hours(h.Median) : T("无数据", "no data")]));
    }

    private static (string, string[], IEnumerable<IReadOnlyList<object?>>)? Rework(LogPart part) =>
        (T("返工", "Rework"), [T("活动", "Activity"), T("案例数", "Cases"), T("多做次数", "Extra"), T("紧接重复", "At once"), T("隔一重复", "Short loops"), T("最小间隔", "Self-distance")],
            ReworkTable.Of(part.Done).Activities.Select(r => (IReadOnlyList<object?>)[part.NameOf(r.Activity), r.Cases, r.Extra, r.AtOnce, r.ShortLoops, r.SelfDistance]));

    private static (string, string[], IEnumerable<IReadOnlyList<object?>>)? Deadlines(LogPart part) => part.Deadlines(null, null, null).TryGet(out var table, out _)
        ? (T("期限", "Deadlines"), [T("分组", "Group"), T("案例数", "Cases"), T("有期限", "With a deadline"), T("已办结", "Ended"), T("超期", "Late"), T("未办结", "Open"), T("超期中位数（小时）", "Late by, median (hours)")],
            table.Groups.Prepend(table.All with { Name = T("全部", "All") }).Select(r => (IReadOnlyList<object?>)[r.Name ?? "—", r.Cases, r.WithDeadline, r.Ended, r.Late, r.Open, LengthOf.Hours(r.By.Median)]))
        : null;

    private static (string, string[], IEnumerable<IReadOnlyList<object?>>)? Deviations(LogPart part) => part.Conform().TryGet(out var table, out _)
        ? (T("偏离", "Deviations"), [T("类型", "Kind"), T("活动", "Activity"), T("相关活动", "Other"), T("案例数", "Cases"), T("次数", "Events"), T("例", "Examples")],
            table.Deviations.Select(d => (IReadOnlyList<object?>)[MiningWords.Name(d.Kind).ToString(), part.Open.Label(d.Activity).ToString(), d.Other is null ? null : part.Open.Label(d.Other).ToString(), d.Cases, d.Events, string.Join("; ", d.Examples.Select(c => part.Done.Cases[c]))]))
        : null;

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);
}

/// <summary>Names of things on pages and in tables.</summary>
internal static class MiningWords
{
    public static Foundation.Words Name(DeviationKind kind) => kind switch
    {
        DeviationKind.Unknown => ("流程外活动", "not in the flow"), DeviationKind.OutOfOrder => ("次序不符", "out of order"), DeviationKind.Repeated => ("重复", "repeated"), _ => ("缺少", "missing"),
    };
}
