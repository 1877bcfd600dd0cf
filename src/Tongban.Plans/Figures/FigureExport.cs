using System.Globalization;
using Tongban.Foundation;
using Tongban.Plans.Exchange;
using static Tongban.Foundation.Words;

namespace Tongban.Plans.Figures;

/// <summary>The sheet of figures as a workbook, and as numbers for a chart.</summary>
internal static class FigureExport
{
    public static byte[] Xlsx(FigureSheet sheet)
    {
        string[] head = [T("名称", "Name"), T("年度计划（元）", "Annual plan (yuan)"), T("完成投资（元）", "Done (yuan)"), T("完成率（%）", "Rate (%)"), T("上年同期（%）", "Year before (%)"), T("同比（百分点）", "Change (points)")];
        IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<FigureRow> rows) => rows.Select(r => (IReadOnlyList<object?>)[r.Name, r.Plan, r.Done, Round(r.Rate), Round(r.LastRate), Round(r.YoyPoints)]);
        return Sheets.Write(
            (T("总体", "Total"), head, [[T($"{sheet.Year}年1—{sheet.Month}月", $"January to {sheet.Year}-{sheet.Month:00}"), sheet.Plan, sheet.Done, Round(sheet.Rate), Round(sheet.LastRate), Round(sheet.YoyPoints)]]),
            (T("分月", "Months"), [T("月份", "Month"), T("当月完成（元）", "Done (yuan)"), T("累计（元）", "Cumulative (yuan)"), T("完成率（%）", "Rate (%)"), T("上年同期（%）", "Year before (%)"), T("同比（百分点）", "Change (points)")],
                sheet.Months.Select(m => (IReadOnlyList<object?>)[m.Month, m.Done, m.Cumulative, Round(m.Rate), Round(m.LastRate), Round(m.YoyPoints)])),
            (T("分区县", "Divisions"), head, Rows(sheet.Divisions)), (T("分行业", "Sectors"), head, Rows(sheet.Sectors)), (T("分资金来源", "Sources"), head, Rows(sheet.Sources)));
    }

    /// <summary>A rate of the whole is shown without, a part's with one place.</summary>
    public static string Whole(decimal? rate) => rate is { } r ? decimal.Round(r, 0, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture) + "%" : "—";

    public static string Percent(decimal? rate) => rate is { } r ? decimal.Round(r, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture) + "%" : "—";

    /// <summary>Points, never percent: a change of a rate is no growth.</summary>
    public static string Points(decimal? points) => points is { } p ? decimal.Round(p, 1, MidpointRounding.AwayFromZero).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + T("个百分点", " points") : "—";

    /// <summary>亿元 in Chinese, billions of yuan in English.</summary>
    public static string Yuan(decimal yuan) => T((yuan / 100_000_000m).ToString("#,##0.00", CultureInfo.InvariantCulture) + "亿元", "CNY " + (yuan / 1_000_000_000m).ToString("#,##0.000", CultureInfo.InvariantCulture) + " billion");

    private static decimal? Round(decimal? rate) => rate is { } r ? decimal.Round(r, 1, MidpointRounding.AwayFromZero) : null;
}
