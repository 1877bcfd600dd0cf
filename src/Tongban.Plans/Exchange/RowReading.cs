using System.Globalization;
using Tongban.Foundation;
using Tongban.Plans.Model;

namespace Tongban.Plans.Exchange;

/// <summary>A column a table may have.</summary>
/// <param name="Key">Its name in the API.</param>
/// <param name="Heads">Heads that mean it, as finance systems write them.</param>
internal sealed record Column(string Key, bool Required, params IReadOnlyList<string> Heads);

/// <summary>Makes rows of lines, by the heads they have and what the reader says they mean.</summary>
internal static class RowReading
{
    public static IReadOnlyDictionary<BatchKind, IReadOnlyList<Column>> Columns { get; } = new Dictionary<BatchKind, IReadOnlyList<Column>>
    {
        [BatchKind.Indicators] =
        [
            new("indicatorNo", true, "指标编号", "指标文号", "预算指标编号"), new("pool", true, "资金池", "资金池编号"), new("projectCode", true, "项目代码"), new("day", true, "下达日期", "日期"), new("yuan", true, "金额", "指标金额", "金额（元）"),
            new("unit", false, "预算单位", "单位"), new("functionClass", false, "功能分类"), new("departmentClass", false, "部门经济分类"), new("governmentClass", false, "政府经济分类"),
        ],
        [BatchKind.Arrivals] = [new("voucherNo", true, "凭证编号", "凭证号"), new("pool", true, "资金池", "资金池编号"), new("day", true, "到位日期", "日期"), new("yuan", true, "金额", "到位金额", "金额（元）")],
        [BatchKind.Payments] =
        [
            new("voucherNo", true, "凭证编号", "凭证号", "支付凭证号"), new("day", true, "支付日期", "日期"), new("indicatorNo", true, "指标编号", "指标文号", "预算指标编号"), new("projectCode", true, "项目代码"), new("yuan", true, "金额", "支付金额", "金额（元）"),
            new("contractNo", false, "合同编号"), new("payee", false, "收款人信用代码", "收款人"), new("purpose", false, "用途", "摘要"), new("dueOn", false, "应付日期", "合同约定付款日"),
        ],
        [BatchKind.Progress] =
        [
            new("projectCode", true, "项目代码"), new("year", true, "年度", "年"), new("month", true, "月份", "月"), new("doneYuan", true, "本月完成投资", "完成投资", "本月完成"), new("physicalPercent", true, "形象进度", "形象进度（%）"),
            new("milestone", false, "节点", "形象进度说明"), new("problems", false, "存在问题", "问题"), new("advanceFunding", false, "是否垫资", "垫资"),
        ],
    };

    public static Result<List<ReadRow<IndicatorRow>>> Indicators(byte[] file, string? mapping) => Read(BatchKind.Indicators, file, mapping, "indicatorNo", c =>
        new IndicatorRow(c.Text("indicatorNo"), c.Text("pool"), c.Text("projectCode"), c.Day("day"), c.Yuan("yuan"), c.Optional("unit"), c.Optional("functionClass"), c.Optional("departmentClass"), c.Optional("governmentClass")));

    public static Result<List<ReadRow<ArrivalRow>>> Arrivals(byte[] file, string? mapping) => Read(BatchKind.Arrivals, file, mapping, "voucherNo", c => new ArrivalRow(c.Text("voucherNo"), c.Text("pool"), c.Day("day"), c.Yuan("yuan")));

    public static Result<List<ReadRow<PaymentRow>>> Payments(byte[] file, string? mapping) => Read(BatchKind.Payments, file, mapping, "voucherNo", c =>
        new PaymentRow(c.Text("voucherNo"), c.Day("day"), c.Text("indicatorNo"), c.Text("projectCode"), c.Yuan("yuan"), c.Optional("contractNo"), c.Optional("payee"), c.Optional("purpose"), c.Optional("dueOn") is null ? null : c.Day("dueOn")));

    public static Result<List<ReadRow<ReturnRow>>> Progress(byte[] file, string? mapping) => Read(BatchKind.Progress, file, mapping, "projectCode", c =>
        new ReturnRow(c.Text("projectCode"), c.Whole("year"), c.Whole("month"), c.Yuan("doneYuan"), c.Yuan("physicalPercent"), c.Optional("milestone"), c.Optional("problems"), c.Yes("advanceFunding")));

    /// <summary>The statement of another system: the columns of the payments, without an indicator.</summary>
    public static Result<List<ReadRow<Statement>>> Statements(byte[] file, string? mapping) => Read(BatchKind.Payments, file, mapping, "voucherNo", c => new Statement(c.Text("voucherNo"), c.Day("day"), c.Text("projectCode"), c.Yuan("yuan")), "indicatorNo");

    /// <summary>JSON rows are rows that were read already.</summary>
    public static List<ReadRow<T>> Given<T>(IReadOnlyList<T>? rows, Func<T, string?> key) => [.. (rows ?? []).Select((r, i) => new ReadRow<T>(i + 1, key(r), (Result<T>)r))];

    private static Result<List<ReadRow<T>>> Read<T>(BatchKind kind, byte[] file, string? mapping, string key, Func<Cells, T> make, params IReadOnlyList<string> needless)
    {
        if (!Sheets.Read(file).TryGet(out var lines, out var unreadable))
            return unreadable;
        if (lines.Count == 0)
            return PlanErrors.Unreadable("empty");
        if (lines.Count - 1 > TakeInHandlers.MostRows)
            return PlanErrors.TooManyRows(TakeInHandlers.MostRows);
        var said = (mapping ?? "").Split([';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(m => m.Split(['=', '＝'], 2, StringSplitOptions.TrimEntries)).Where(m => m.Length == 2)
            .GroupBy(m => m[0], StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.OrdinalIgnoreCase);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines[0].Count; i++)
        {
            var head = lines[0][i].Trim();
            var column = said.TryGetValue(head, out var meant) ? Columns[kind].FirstOrDefault(c => c.Key.Equals(meant, StringComparison.OrdinalIgnoreCase))
                : Columns[kind].FirstOrDefault(c => c.Key.Equals(head, StringComparison.OrdinalIgnoreCase) || c.Heads.Contains(head, StringComparer.Ordinal));
            if (column is not null)
                places.TryAdd(column.Key, i);
        }
        if (Error.Combine([.. Columns[kind].Where(c => c.Required && !needless.Contains(c.Key, StringComparer.Ordinal) && !places.ContainsKey(c.Key)).Select(c => PlanErrors.ColumnMissing($"{c.Heads[0]} ({c.Key})"))]) is { } missing)
            return missing;
        var rows = new List<ReadRow<T>>();
        for (var i = 1; i < lines.Count; i++)
        {
            var cells = new Cells(lines[i], places);
            var row = make(cells);
            rows.Add(new(i + 1, cells.Optional(key), Error.Combine(cells.Faults) is { } fault ? fault : row));
        }
        return rows;
    }

    /// <summary>The cells of one line; what cannot be read is noted, and the line goes on.</summary>
    private sealed class Cells(IReadOnlyList<string> line, Dictionary<string, int> places)
    {
        private readonly List<Error> _faults = [];

        public IReadOnlyList<Error> Faults => _faults;

        public string? Optional(string key) => places.TryGetValue(key, out var at) && at < line.Count && line[at].Trim() is { Length: > 0 } text ? text : null;

        public string Text(string key)
        {
            if (Optional(key) is { } text)
                return text;
            _faults.Add(PlanErrors.Cell(key, ""));
            return "";
        }

        public DateOnly Day(string key)
        {
            var text = Optional(key) ?? "";
            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            _faults.Add(PlanErrors.Cell(key, text));
            return default;
        }

        public decimal Yuan(string key)
        {
            var text = (Optional(key) ?? "").Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal).TrimStart('¥', '￥').TrimEnd('%', '元');
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            _faults.Add(PlanErrors.Cell(key, text));
            return 0;
        }

        public int Whole(string key)
        {
            var text = (Optional(key) ?? "").TrimEnd('年', '月');
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            _faults.Add(PlanErrors.Cell(key, text));
            return 0;
        }

        public bool Yes(string key) => Optional(key) is "是" or "true" or "TRUE" or "1" or "yes" or "Yes" or "√";
    }
}
