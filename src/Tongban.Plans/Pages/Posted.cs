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

    /// <summary>Something was typed that is no amount.</summary>
    public static bool IsBad(HttpContext http, string name) => http.Text(name) is { } typed && !Fen.IsPositive(Number(typed));

    /// <summary>The cells of <see cref="YearShareFields"/>; an empty one is nothing, one that is no amount is refused by the use case.</summary>
    public static IReadOnlyList<YearShare> YearShares(this HttpContext http) => [.. Cells(http, "s.").Select(c => (Cell: c.Key.Split('.'), c.Value)).Where(c => c.Cell is [_, _, _]).Select(c => new YearShare(
        int.TryParse(c.Cell[1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : 0, c.Cell[2] is "more" ? http.Text("s.more") ?? "" : c.Cell[2], Number(c.Value)))];

    /// <summary>The cells of <see cref="BudgetFields"/>.</summary>
    public static IReadOnlyList<FundShare> Budget(this HttpContext http) => [.. Cells(http, "b.").Where(c => c.Key is not "b.more").Select(c => new FundShare(c.Key is "b.yuan" ? http.Text("b.more") ?? "" : c.Key[2..], Number(c.Value)))];

    /// <summary>Pairs of fields: a source and its amount, under numbers from 1.</summary>
    public static IReadOnlyList<FundShare> Sources(this HttpContext http, int rows) =>
        [.. Enumerable.Range(1, rows).Select(i => (Source: http.Text($"source.{i}"), Yuan: http.Text($"yuan.{i}"))).Where(r => r.Source is not null || r.Yuan is not null).Select(r => new FundShare(r.Source ?? "", Number(r.Yuan ?? "")))];

    private static IEnumerable<(string Key, string Value)> Cells(HttpContext http, string prefix) => !http.Request.HasFormContentType ? [] :
        http.Request.Form.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(f => (f.Key, f.Value.ToString().Trim())).Where(f => f.Item2.Length > 0);

    public static string Plain(decimal yuan) => yuan.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) ? yuan : -1;
}

/// <summary>What a table of amounts by year and source shows.</summary>
/// <param name="Sources">Rows it has in any case.</param>
internal sealed record ShareFields(IReadOnlyList<int> Years, IReadOnlyList<string> Sources, IReadOnlyList<YearShare> Values);

/// <summary>What the plan asks of each fiscal source, and what finance gives.</summary>
internal sealed record BudgetSheet(IReadOnlyDictionary<string, decimal> Planned, IReadOnlyList<FundShare> Budget);

/// <summary>Codes as choices and states as signs.</summary>
internal static class PlanWords
{
    public static IEnumerable<Foundation.Ui.Choice> Sectors => Contracts.PlanSectors.All.Select(s => new Foundation.Ui.Choice(s.Code, s.Name.ToString()));

    public static IEnumerable<Foundation.Ui.Choice> Sources => FundSources.All.Select(s => new Foundation.Ui.Choice(s.Code, $"{s.Code} {s.Name}"));

    public static Foundation.Ui.Tone Tone(PoolState state) => state switch { PoolState.Planned or PoolState.UnderConstruction => Foundation.Ui.Tone.Info, PoolState.Completed or PoolState.Closed => Foundation.Ui.Tone.Good, PoolState.Suspended => Foundation.Ui.Tone.Paused, _ => Foundation.Ui.Tone.Neutral };

    public static Foundation.Ui.Tone Tone(PlanState state) => state switch { PlanState.Drafting => Foundation.Ui.Tone.Info, PlanState.Approved => Foundation.Ui.Tone.Good, _ => Foundation.Ui.Tone.Neutral };

    public static Foundation.Ui.Tone Tone(WarningState state) => state switch { WarningState.Cleared => Foundation.Ui.Tone.Good, WarningState.Open => Foundation.Ui.Tone.Warn, _ => Foundation.Ui.Tone.Info };

    public static Foundation.Words Name(FundingMode mode) => PlanErrors.Name(mode);

    /// <summary>空间分类; <c>?</c> where not everything was looked at, <see langword="null"/> without a check.</summary>
    public static Foundation.Words ClassName(string? space) => space switch { null => ("未核对", "not checked"), "?" => ("未核全", "incomplete"), _ => ($"{space} 类", $"Class {space}") };

    public static Foundation.Ui.Tone ClassTone(string? space) => space switch { "D" => Foundation.Ui.Tone.Bad, "C" => Foundation.Ui.Tone.Warn, "A" or "B" => Foundation.Ui.Tone.Good, _ => Foundation.Ui.Tone.Neutral };

    public static Foundation.Words Name(PlanNature nature) => nature switch { PlanNature.New => ("新开工", "new"), PlanNature.Continuing => ("续建", "continuing"), _ => ("年内完工", "completing") };

    /// <summary>The department as it is called on a form.</summary>
    public static Foundation.Words PartName(PlanPart part) => part switch { PlanPart.Development => ("发展改革部门", "Development and reform"), PlanPart.Sector => ("行业主管部门", "Sector departments"), _ => ("财政部门", "Finance") };

    public static Foundation.Words Name(PlanKind kind) => kind is PlanKind.Rolling ? ("三年滚动规划", "Three-year rolling plan") : ("年度计划", "Annual plan");

    public static Foundation.Words Name(BatchKind kind) => PlanErrors.Name(kind);

    public static Foundation.Words Name(Account account) => account switch
    {
        Account.Grant => ("来源额度", "grant"), Account.Free => ("待下达", "free"), Account.Allotted => ("已下达", "allotted"), Account.Used => ("已使用", "used"), Account.Inflow => ("拨入", "inflow"), Account.Cash => ("结存", "cash"), _ => ("已支付", "spent"),
    };
}
