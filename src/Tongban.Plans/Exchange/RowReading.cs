using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Web;
using Tongban.Plans.Contracts;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

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
        [BatchKind.Projects] =
        [
            new("code", true, "项目代码"), new("name", true, "项目名称", "名称"), new("owner", true, "项目单位信用代码", "项目单位"), new("division", true, "行政区划代码", "区划"), new("sector", true, "行业"), new("content", true, "建设内容和规模", "建设内容"),
            new("from", true, "开工日期", "开工"), new("to", true, "完工日期", "完工"), new("totalInvestment", true, "总投资", "总投资（元）"), new("sources", true, "资金来源"),
            new("sectorOrgan", false, "行业主管部门"), new("mode", false, "投资方式"), new("priority", false, "优先级"),
        ],
    };

    /// <returns>A workbook with nothing but the heads; <see langword="null"/> when there are no such rows.</returns>
    public static byte[]? Template(string kind) => Enum.TryParse<BatchKind>(kind, ignoreCase: true, out var rows) && Columns.TryGetValue(rows, out var columns) ? Sheets.Write((PlanErrors.Name(rows).ToString(), [.. columns.Select(c => c.Heads[0])], [])) : null;

    public static Result<List<ReadRow<IndicatorRow>>> Indicators(byte[] file, string? mapping) => Read(BatchKind.Indicators, file, mapping, "indicatorNo", c =>
        new IndicatorRow(c.Text("indicatorNo"), c.Text("pool"), c.Text("projectCode"), c.Day("day"), c.Yuan("yuan"), c.Optional("unit"), c.Optional("functionClass"), c.Optional("departmentClass"), c.Optional("governmentClass")));

    public static Result<List<ReadRow<ArrivalRow>>> Arrivals(byte[] file, string? mapping) => Read(BatchKind.Arrivals, file, mapping, "voucherNo", c => new ArrivalRow(c.Text("voucherNo"), c.Text("pool"), c.Day("day"), c.Yuan("yuan")));

    public static Result<List<ReadRow<PaymentRow>>> Payments(byte[] file, string? mapping) => Read(BatchKind.Payments, file, mapping, "voucherNo", c =>
        new PaymentRow(c.Text("voucherNo"), c.Day("day"), c.Text("indicatorNo"), c.Text("projectCode"), c.Yuan("yuan"), c.Optional("contractNo"), c.Optional("payee"), c.Optional("purpose"), c.Optional("dueOn") is null ? null : c.Day("dueOn")));

    public static Result<List<ReadRow<ReturnRow>>> Progress(byte[] file, string? mapping) => Read(BatchKind.Progress, file, mapping, "projectCode", c =>
        new ReturnRow(c.Text("projectCode"), c.Whole("year"), c.Whole("month"), c.Yuan("doneYuan"), c.Yuan("physicalPercent"), c.Optional("milestone"), c.Optional("problems"), c.Yes("advanceFunding")));

    /// <summary>Projects for the pool. A sector may stand by its name; without a department it is the one of the sector at that level; without amounts the one source pays for all.</summary>
    /// <param name="level">Level of the departments that are not named.</param>
    public static Result<List<ReadRow<PlanProjectData>>> Projects(byte[] file, string? mapping, string level) => Read(BatchKind.Projects, file, mapping, "code", c =>
    {
        var sector = c.Text("sector") is var given && PlanSectors.All.FirstOrDefault(s => s.Name.Zh == given || s.Name.En.Equals(given, StringComparison.OrdinalIgnoreCase)).Code is { } known ? known : given;
        var total = c.Yuan("totalInvestment");
        var priority = c.Optional("priority") is null ? 50 : c.Whole("priority");
        return new PlanProjectData(c.Text("code"), c.Text("name"), c.Text("owner"), c.Text("division"), sector, c.Optional("sectorOrgan") ?? (PlanSectors.All.FirstOrDefault(s => s.Code == sector).Department is { } department ? $"{department}@{level}" : null),
            Mode(c.Optional("mode")), c.Text("content"), c.Day("from"), c.Day("to"), total, priority, Shares(c.Text("sources"), total));
    });

    private static FundingMode Mode(string? text) => Enum.GetValues<FundingMode>().Where(m => m.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) || PlanErrors.Name(m).Zh == text).Select(m => (FundingMode?)m).FirstOrDefault() ?? FundingMode.Direct;

    // "05 280000000.00、09 400000000.00", or one source by itself.
    private static List<FundShare> Shares(string text, decimal total)
    {
        var parts = text.Split(['、', ',', '，', '/', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => p.Split([' ', ':', '：'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (parts is [[var only]])
            return [new(only, total)];
        return [.. parts.Select(p => new FundShare(p.Length > 0 ? p[0] : "", p.Length == 2 && decimal.TryParse(p[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? yuan : 0))];
    }

    /// <summary>The statement of another system: the columns of the payments, without an indicator. A workbook is read whole, CSV line by line, however long.</summary>
    /// <returns>The comparison that was made of its rows, or what is wrong with the first rows that cannot be read.</returns>
    public static async Task<Result<T>> StatementsAsync<T>(Stream file, string? mapping, Func<IAsyncEnumerable<Statement>, Task<T>> use, CancellationToken ct)
    {
        var start = new byte[2];
        var read = await file.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, ct);
        await using var whole = new ReplayedStream(start[..read], file);
        if (start is [(byte)'P', (byte)'K'])
        {
            using var book = new MemoryStream();
            await whole.CopyToAsync(book, ct);
            if (!Read(BatchKind.Payments, book.ToArray(), mapping, "voucherNo", StatementOf, "indicatorNo").TryGet(out var rows, out var unreadable))
                return unreadable;
            return Error.Combine([.. rows.Select(r => r.Value.Error).OfType<Error>().Take(MostFaults)]) is { } wrong ? wrong : await use(rows.Select(r => r.Value.Value).ToAsyncEnumerable());
        }
        var refusal = (Error?)null;
        try
        {
            var answer = await use(LinesAsync());
            return refusal is null ? answer : refusal;
        }
        catch (StatementRefused)
        {
            return refusal!;
        }
        catch (FormatException e)
        {
            return PlanErrors.Unreadable(e.Message);
        }

        async IAsyncEnumerable<Statement> LinesAsync()
        {
            var said = ColumnMapping.Parse(mapping);
            (Dictionary<string, int> Fields, Dictionary<string, int> Heads)? places = null;
            List<Error> faults = [];
            var line = 0;
            await foreach (var cells in Csv.ReadAsync(whole, ct))
            {
                line++;
                if (places is not { } at)
                {
                    places = Places(BatchKind.Payments, cells, said);
                    refusal = Missing(BatchKind.Payments, places.Value.Fields, said, "indicatorNo");
                    if (refusal is not null)
                        throw new StatementRefused();
                    continue;
                }
                var row = new Cells(cells, at.Fields, at.Heads, said);
                var statement = StatementOf(row);
                faults.AddRange(row.Faults.Select(f => f with { Text = new Words("第 {0} 行：{1}", "Line {0}: {2}").With(line, f.Text.Zh, f.Text.En), Field = "file" }));
                if (faults.Count >= MostFaults)
                    break;
                yield return statement;
            }
            refusal = places is null ? PlanErrors.Unreadable("empty") : Error.Combine(faults);
            if (refusal is not null)
                throw new StatementRefused();
        }
    }

    /// <summary>Lines with faults that are named; whoever sees so many corrects the file.</summary>
    private const int MostFaults = 20;

    private static Statement StatementOf(Cells c) => new(c.Text("voucherNo"), c.Day("day"), c.Text("projectCode"), c.Yuan("yuan"));

    private sealed class StatementRefused : Exception;

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
        var said = ColumnMapping.Parse(mapping);
        var (places, heads) = Places(kind, lines[0], said);
        if (Missing(kind, places, said, needless) is { } missing)
            return missing;
        var rows = new List<ReadRow<T>>();
        for (var i = 1; i < lines.Count; i++)
        {
            var cells = new Cells(lines[i], places, heads, said);
            var row = make(cells);
            rows.Add(new(i + 1, cells.Optional(key), Error.Combine(cells.Faults) is { } fault ? fault : row));
        }
        return rows;
    }

    private static Error? Missing(BatchKind kind, Dictionary<string, int> places, ColumnMapping said, params IReadOnlyList<string> needless) =>
        Error.Combine([.. Columns[kind].Where(c => c.Required && !needless.Contains(c.Key, StringComparer.Ordinal) && !places.ContainsKey(c.Key) && !said.Makes(c.Key)).Select(c => PlanErrors.ColumnMissing($"{c.Heads[0]} ({c.Key})"))]);

    private static (Dictionary<string, int> Fields, Dictionary<string, int> Heads) Places(BatchKind kind, IReadOnlyList<string> line, ColumnMapping said)
    {
        var (fields, heads) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        for (var i = 0; i < line.Count; i++)
        {
            var head = line[i].Trim();
            heads.TryAdd(head, i);
            var column = said.FieldOf(head) is { } meant ? Columns[kind].FirstOrDefault(c => c.Key.Equals(meant, StringComparison.OrdinalIgnoreCase))
                : Columns[kind].FirstOrDefault(c => c.Key.Equals(head, StringComparison.OrdinalIgnoreCase) || c.Heads.Contains(head, StringComparer.Ordinal));
            if (column is not null)
                fields.TryAdd(column.Key, i);
        }
        return (fields, heads);
    }

    /// <summary>The cells of one line; what cannot be read is noted, and the line goes on.</summary>
    private sealed class Cells(IReadOnlyList<string> line, Dictionary<string, int> places, Dictionary<string, int> heads, ColumnMapping said)
    {
        private readonly List<Error> _faults = [];

        public IReadOnlyList<Error> Faults => _faults;

        public string? Optional(string key) => (said.Makes(key) ? said.Make(key, head => At(heads, head)) : At(places, key)) is { } text ? said.Translate(key, text) : null;

        private string? At(Dictionary<string, int> where, string name) => where.TryGetValue(name, out var at) && at < line.Count && line[at].Trim() is { Length: > 0 } text ? text : null;

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
