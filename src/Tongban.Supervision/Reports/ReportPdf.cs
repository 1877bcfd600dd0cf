using System.Globalization;
using static Tongban.Foundation.Words;

namespace Tongban.Supervision.Reports;

/// <summary>The monthly report as PDF.</summary>
internal static class ReportPdf
{
    private const double Margin = 36, Bottom = PdfCanvas.Height - 40;
    private const string Body = "Noto Serif CJK SC 7", Head = "Noto Serif CJK SC Bold 7", Heading = "Noto Serif CJK SC Bold 11";

    /// <returns>The file; <see langword="null"/> where the system has no cairo and pango.</returns>
    public static byte[]? Draw(MonthlyReport report)
    {
        try
        {
            return Pages(report);
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    private static byte[] Pages(MonthlyReport report)
    {
        var title = T($"{report.City}工程建设项目审批电子监察月报（{report.Month}）", $"{report.CityEn}: electronic supervision of approvals, {report.Month}");
        var made = DateOnly.ParseExact(report.Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(1);
        using var pdf = new PdfCanvas(title, made);
        var y = pdf.Text(title, "Noto Serif CJK SC Bold 16", Margin, Margin, PdfCanvas.Width - (2 * Margin), 1) + 6;
        var columns = ReportPaper.Columns;
        Figures(T("总体情况", "Overview"), T("范围", "Scope"), [report.All]);
        Figures(T("按部门", "By department"), T("部门", "Department"), report.Organs);
        Figures(T("按阶段", "By stage"), T("阶段", "Stage"), report.Stages);
        Figures(T("按区划", "By division"), T("区划", "Division"), report.Divisions);
        Table(T("监察规则", "Rules of the supervision"), [(T("规则", "Rule"), 230), (T("依据", "Basis"), 400), (T("本月发现", "Found"), 65), (T("月末未了结", "Open at the end"), 70)],
            report.Rules.Select(r => (IReadOnlyList<object?>)[$"{r.Rule} {r.Name}", r.Basis, r.Found, r.OpenAtEnd]), leftColumns: 2);
        if (report.Pauses.Count > 0)
            Table(T("停表", "Clocks that stood still"), [(T("程序", "Procedure"), 230), (T("次数", "Times"), 80), (T("工作日", "Working days"), 80)], report.Pauses.Select(p => (IReadOnlyList<object?>)[p.Name, p.Count, p.Days]), leftColumns: 1);
        Need(50);
        y = pdf.Text(T($"督办单：本月发出 {report.CardsIssued} 份，办结 {report.CardsClosed} 份，月末未办结 {report.CardsOpen} 份。", $"Cards: {report.CardsIssued} issued, {report.CardsClosed} closed, {report.CardsOpen} open at the end of the month."), Body, Margin, y + 8, PdfCanvas.Width - (2 * Margin));
        pdf.Text($"SHA-256 {report.Digest}", Body, Margin, y + 6, PdfCanvas.Width - (2 * Margin));
        return pdf.Finish();

        void Figures(string heading, string first, IReadOnlyList<MonthFigures> rows) =>
            Table(heading, [(first, 152), .. columns.Select(c => (c.Head, 47.5))], rows.Select(r => (IReadOnlyList<object?>)[r.Name, .. columns.Select(c => c.Value(r))]), leftColumns: 1);

        void Need(double height)
        {
            if (y + height <= Bottom)
                return;
            pdf.NextPage();
            y = Margin;
        }

        void Table(string heading, IReadOnlyList<(string Text, double Width)> head, IEnumerable<IReadOnlyList<object?>> rows, int leftColumns)
        {
            Need(70);
            y = pdf.Text(heading, Heading, Margin, y + 8, 400) + 2;
            Row([.. head.Select(h => (object?)h.Text)], Head);
            foreach (var row in rows)
            {
                Need(26);
                Row(row, Body);
            }

            void Row(IReadOnlyList<object?> cells, string font)
            {
                pdf.Line(Margin, y, head.Sum(h => h.Width));
                var (x, low) = (Margin, y);
                for (var i = 0; i < cells.Count; i++)
                {
                    var text = cells[i] is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : cells[i]?.ToString() ?? "—";
                    low = Math.Max(low, pdf.Text(text, font, x + 2, y + 1, head[i].Width - 4, i < leftColumns ? 0 : 2));
                    x += head[i].Width;
                }
                y = low + 1;
            }
        }
    }
}
