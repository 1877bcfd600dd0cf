using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Pages;

/// <summary>Fields of a posted form as values; what cannot be read is nothing, and the use case then says what is missing.</summary>
internal static class Posted
{
    public static string? Text(this HttpContext http, string name) => http.Request.HasFormContentType && http.Request.Form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    public static DateOnly? Day(this HttpContext http, string name) => DateOnly.TryParseExact(http.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static decimal? Yuan(this HttpContext http, string name) => decimal.TryParse(http.Text(name)?.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var yuan) ? yuan : null;

    public static int? Whole(this HttpContext http, string name) => int.TryParse(http.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static async Task<byte[]> FileAsync(this HttpContext http, string name)
    {
        using var content = new MemoryStream();
        if (http.Request.Form.Files[name] is { Length: <= 8_000_000 } file)
            await file.CopyToAsync(content, http.RequestAborted);
        return content.ToArray();
    }

    /// <summary>Lines of “source amount”, as people type them: <c>05 280000000.00</c>.</summary>
    public static IReadOnlyList<FundShare> Shares(string? text) => [.. Lines(text).Where(l => l.Length == 2).Select(l => new FundShare(l[0], Number(l[1])))];

    /// <summary>Lines of “year source amount”.</summary>
    public static IReadOnlyList<YearShare> YearShares(string? text) => [.. Lines(text).Where(l => l.Length == 3).Select(l => new YearShare(int.TryParse(l[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : 0, l[1], Number(l[2])))];

    public static string Write(IEnumerable<FundShare> shares) => string.Join('\n', shares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Source} {s.Yuan:0.00}")));

    public static string Write(IEnumerable<YearShare> shares) => string.Join('\n', shares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Year} {s.Source} {s.Yuan:0.00}")));

    public static string Plain(decimal yuan) => yuan.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Split([' ', '\t', '：', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static decimal Number(string text) => decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? yuan : -1;
}

/// <summary>Codes as choices and states as signs.</summary>
internal static class PlanWords
{
    public static IEnumerable<Foundation.Ui.Choice> Sectors => Contracts.PlanSectors.All.Select(s => new Foundation.Ui.Choice(s.Code, s.Name.ToString()));

    public static IEnumerable<Foundation.Ui.Choice> Sources => FundSources.All.Select(s => new Foundation.Ui.Choice(s.Code, $"{s.Code} {s.Name}"));

    public static Foundation.Ui.Tone Tone(PoolState state) => state switch { PoolState.Planned or PoolState.UnderConstruction => Foundation.Ui.Tone.Info, PoolState.Completed or PoolState.Closed => Foundation.Ui.Tone.Good, PoolState.Suspended => Foundation.Ui.Tone.Paused, _ => Foundation.Ui.Tone.Neutral };

    public static Foundation.Ui.Tone Tone(PlanState state) => state switch { PlanState.Drafting => Foundation.Ui.Tone.Info, PlanState.Approved => Foundation.Ui.Tone.Good, _ => Foundation.Ui.Tone.Neutral };

    public static Foundation.Ui.Tone Tone(WarningState state) => state switch { WarningState.Cleared => Foundation.Ui.Tone.Good, WarningState.Open => Foundation.Ui.Tone.Warn, _ => Foundation.Ui.Tone.Info };

    public static Foundation.Words Name(FundingMode mode) => mode switch { FundingMode.Direct => ("直接投资", "direct investment"), FundingMode.Capital => ("资本金注入", "capital injection"), FundingMode.Subsidy => ("投资补助、贷款贴息", "subsidy"), _ => ("企业投资", "enterprise investment") };

    public static Foundation.Words Name(PlanNature nature) => nature switch { PlanNature.New => ("新开工", "new"), PlanNature.Continuing => ("续建", "continuing"), _ => ("年内完工", "completing") };

    public static Foundation.Words Name(PlanKind kind) => kind is PlanKind.Rolling ? ("三年滚动规划", "Three-year rolling plan") : ("年度计划", "Annual plan");

    public static Foundation.Words Name(BatchKind kind) => kind switch { BatchKind.Indicators => ("预算指标", "Budget indicators"), BatchKind.Arrivals => ("资金到位", "Arrivals"), BatchKind.Payments => ("支付记录", "Payments"), _ => ("月度进度", "Monthly returns") };

    public static Foundation.Words Name(Account account) => account switch
    {
        Account.Grant => ("来源额度", "grant"), Account.Free => ("待下达", "free"), Account.Allotted => ("已下达", "allotted"), Account.Used => ("已使用", "used"), Account.Inflow => ("拨入", "inflow"), Account.Cash => ("结存", "cash"), _ => ("已支付", "spent"),
    };
}
