using System.Globalization;
using System.Net;
using System.Text;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using static Tongban.Foundation.Words;

namespace Tongban.Supervision.Reports;

/// <summary>The monthly report as something to hand over: a self-contained page that prints (decision 0006), and a workbook.</summary>
internal static class ReportPaper
{
    internal static IReadOnlyList<(string Head, Func<MonthFigures, object?> Value)> Columns =>
    [
        (T("受理", "Accepted"), f => f.Accepted), (T("视为受理", "Deemed accepted"), f => f.Deemed), (T("办结", "Decided"), f => f.Closed), (T("按时率%", "On time %"), f => f.OnTimeRate), (T("提前率%", "Early %"), f => f.EarlyRate),
        (T("平均用时（工作日）", "Mean working days"), f => f.MeanDays), (T("平均承诺（工作日）", "Mean promised"), f => f.MeanPromised), (T("每百件补正", "Corrections per 100"), f => f.Corrections), (T("退回", "Returned"), f => f.Returned),
        (T("黄灯", "Yellow"), f => f.Yellow), (T("红灯", "Red"), f => f.Red), (T("评价次数", "Ratings"), f => f.Ratings), (T("平均星级", "Mean stars"), f => f.Stars),
    ];

    /// <summary>A page for A4, complete in itself: styles inside, no script, no address to load from.</summary>
    public static string Html(MonthlyReport report)
    {
        static string H(object? value) => WebUtility.HtmlEncode(value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "—");
        var title = T($"{report.City}工程建设项目审批电子监察月报（{report.Month}）", $"{report.CityEn}: electronic supervision of approvals, {report.Month}");
        var page = new StringBuilder(16_384);
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="{{(English ? "en" : "zh-CN")}}"><head><meta charset="utf-8"><title>{{H(title)}}</title>
            <style>@page{size:A4 landscape;margin:18mm 15mm}body{font:10.5pt/1.5 "FangSong","Noto Serif CJK SC",serif;margin:10mm auto;max-width:267mm;color:#000}h1{font-size:18pt;text-align:center;margin:0 0 2mm}h2{font-size:12pt;margin:6mm 0 2mm;break-after:avoid}
            .sub{text-align:center;margin-bottom:6mm}table{border-collapse:collapse;width:100%}th,td{border:1px solid #444;padding:.6mm 1.5mm;text-align:right}th{background:#eee}th:first-child,td:first-child{text-align:left}td.l{text-align:left}tr{break-inside:avoid}footer{margin-top:8mm;font-size:8pt;color:#444;overflow-wrap:anywhere}</style></head><body>
            <h1>{{H(title)}}</h1><p class="sub">{{(report.Provisional ? H(T("本月尚未结束，数字仍会变化。", "The month is not over; figures still change.")) : "")}}</p>
            """);
        Table(T("总体情况", "Overview"), T("范围", "Scope"), [report.All]);
        Table(T("按部门", "By department"), T("部门", "Department"), report.Organs);
        Table(T("按阶段", "By stage"), T("阶段", "Stage"), report.Stages);
        Table(T("按区划", "By division"), T("区划", "Division"), report.Divisions);
        page.Append(CultureInfo.InvariantCulture, $"<h2>{H(T("监察规则", "Rules of the supervision"))}</h2><table><tr><th>{H(T("规则", "Rule"))}</th><th>{H(T("依据", "Basis"))}</th><th>{H(T("本月发现", "Found"))}</th><th>{H(T("月末未了结", "Open at the end"))}</th></tr>");
        foreach (var rule in report.Rules)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{H(rule.Rule)} {H(rule.Name)}</td><td class=\"l\">{H(rule.Basis)}</td><td>{rule.Found}</td><td>{rule.OpenAtEnd}</td></tr>");
        page.Append("</table>");
        if (report.Pauses.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{H(T("停表", "Clocks that stood still"))}</h2><table><tr><th>{H(T("程序", "Procedure"))}</th><th>{H(T("次数", "Times"))}</th><th>{H(T("工作日", "Working days"))}</th></tr>");
            foreach (var pause in report.Pauses)
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{H(pause.Name)}</td><td>{pause.Count}</td><td>{pause.Days}</td></tr>");
            page.Append("</table>");
        }
        page.Append(CultureInfo.InvariantCulture, $"<h2>{H(T("督办单", "Supervision cards"))}</h2><p>{H(T($"本月发出 {report.CardsIssued} 份，办结 {report.CardsClosed} 份，月末未办结 {report.CardsOpen} 份。", $"{report.CardsIssued} issued, {report.CardsClosed} closed, {report.CardsOpen} open at the end of the month."))}</p>");
        page.Append(CultureInfo.InvariantCulture, $"<footer>{H(T("数据由台账逐日计算，重新生成结果相同。摘要", "Computed from the ledger day by day; made again, it reads the same. Digest"))} SHA-256 {report.Digest}</footer></body></html>");
        return page.ToString();

        void Table(string heading, string first, IReadOnlyList<MonthFigures> rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{H(heading)}</h2><table><tr><th>{H(first)}</th>{string.Concat(Columns.Select(c => $"<th>{H(c.Head)}</th>"))}</tr>");
            foreach (var row in rows)
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{H(row.Name)}</td>{string.Concat(Columns.Select(c => $"<td>{H(c.Value(row))}</td>"))}</tr>");
            page.Append("</table>");
        }
    }

    /// <summary>The same as sheets.</summary>
    public static byte[] Workbook(MonthlyReport report)
    {
        using var file = new MemoryStream();
        using (var book = new Workbook(file))
        {
            Figures(T("总体情况", "Overview"), T("范围", "Scope"), [report.All]);
            Figures(T("按部门", "By department"), T("部门", "Department"), report.Organs);
            Figures(T("按阶段", "By stage"), T("阶段", "Stage"), report.Stages);
            Figures(T("按区划", "By division"), T("区划", "Division"), report.Divisions);
            book.Sheet(T("监察规则", "Rules"), [T("规则", "Rule"), T("名称", "Name"), T("依据", "Basis"), T("本月发现", "Found"), T("月末未了结", "Open at the end")], report.Rules.Select(r => (IReadOnlyList<object?>)[r.Rule, r.Name, r.Basis, r.Found, r.OpenAtEnd]));
            book.Sheet(T("停表", "Pauses"), [T("程序", "Procedure"), T("次数", "Times"), T("工作日", "Working days")], report.Pauses.Select(p => (IReadOnlyList<object?>)[p.Name, p.Count, p.Days]));
            book.Sheet(T("说明", "About"), [T("项目", "What"), T("内容", "Value")],
                [[T("月份", "Month"), report.Month], [T("督办单发出", "Cards issued"), report.CardsIssued], [T("督办单办结", "Cards closed"), report.CardsClosed], [T("月末未办结督办单", "Cards open"), report.CardsOpen], ["SHA-256", report.Digest]]);
            book.Finish();

            void Figures(string sheet, string first, IReadOnlyList<MonthFigures> rows) =>
                book.Sheet(sheet, [first, .. Columns.Select(c => c.Head)], rows.Select(r => (IReadOnlyList<object?>)[r.Name, .. Columns.Select(c => c.Value(r))]));
        }
        return file.ToArray();
    }
}
