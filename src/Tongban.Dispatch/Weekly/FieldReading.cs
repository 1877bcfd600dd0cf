using System.Globalization;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly;

/// <summary>A field of the return: how a form posts it, how a file calls it.</summary>
/// <param name="Key">As the API calls it: <c>workersOnSite</c>, <c>materials.steel.need</c>.</param>
internal sealed record WeekColumn(string Key, Words Name, bool Required = false);

/// <summary>Makes a return of texts, whether a form or a line of a file brought them. What can be computed may be left empty.</summary>
internal static class FieldReading
{
    /// <summary>All fields in the order of the form.</summary>
    public static IReadOnlyList<WeekColumn> Columns { get; } =
    [
        new("resumed", ("是否复工", "Resumed"), true), new("resumedOn", ("复工日期", "Resumed on")), new("stopReason", ("停工原因", "Stop reason")),
        new("workersNeeded", ("需求工人", "Workers needed"), true), new("workersOnSite", ("到岗工人", "Workers on site"), true), new("outOfProvince", ("其中省外", "From other provinces")), new("inQuarantine", ("隔离人数", "In quarantine")),
        new("managersOnSite", ("到岗管理人员", "Managers on site"), true),
        new("weekInvestmentWan", ("本周完成投资（万元）", "Investment of the week (10⁴ yuan)"), true), new("yearCumulativeWan", ("本年累计完成投资（万元）", "Cumulated this year (10⁴ yuan)")), new("physicalPct", ("形象进度（%）", "Physical progress (%)"), true),
        .. Enum.GetValues<MaterialKind>().SelectMany(k => Four(k)),
        .. Enum.GetValues<EquipmentKind>().SelectMany(k => Two(k)),
        .. Enum.GetValues<SupplyKind>().SelectMany(k => Three(k)),
        new("milestones", ("形象节点", "Milestones")), new("problems", ("存在问题", "Problems")), new("problemModel", ("问题分类", "Coordination model")), new("nextWeekPlan", ("下周计划", "Plan for next week")),
    ];

    /// <summary>Name of the column that says which project it is.</summary>
    public static WeekColumn Code { get; } = new("code", ("项目代码", "Project code"), true);

    /// <summary>What a field is called; what is no field stands as it is.</summary>
    public static Words NameOf(string key) => Columns.Prepend(Code).FirstOrDefault(c => c.Key == key)?.Name ?? (key, key);

    /// <param name="text">The text of a field, or <see langword="null"/>.</param>
    /// <param name="cumulatedBefore">Investment of the year up to the week before, for a cumulated sum that was left out.</param>
    public static Result<WeekFields> Read(Func<string, string?> text, decimal? cumulatedBefore)
    {
        List<Error> faults = [];
        string? Given(string key) => text(key)?.Trim() is { Length: > 0 } t ? t : null;
        decimal Number(string key, decimal? otherwise = 0)
        {
            if (Given(key) is not { } given)
            {
                if (otherwise is null)
                    faults.Add(WeeklyErrors.Missing(key, NameOf(key)));
                return otherwise ?? 0;
            }
            var plain = given.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal).TrimEnd('%');
            if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            faults.Add(WeeklyErrors.Cell(key, NameOf(key), given));
            return 0;
        }
        int Whole(string key, decimal? otherwise = 0)
        {
            var number = Number(key, otherwise);
            if (number == decimal.Truncate(number) && number is > int.MinValue and < int.MaxValue)
                return (int)number;
            faults.Add(WeeklyErrors.Cell(key, NameOf(key), Given(key) ?? ""));
            return 0;
        }
        bool Said(string group, params string[] parts) => parts.Any(p => Given($"{group}.{p}") is not null);

        bool Yes(string key)
        {
            var given = Given(key) ?? "";
            var yes = given.ToUpperInvariant() is "TRUE" or "是" or "1" or "YES" or "ON" or "√";
            if (!yes && given.ToUpperInvariant() is not ("" or "FALSE" or "否" or "0" or "NO" or "OFF" or "×"))
                faults.Add(WeeklyErrors.Cell(key, NameOf(key), given));
            return yes;
        }

        var resumed = Yes("resumed");
        DateOnly? resumedOn = null;
        if (Given("resumedOn") is { } day)
        {
            if (DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
                resumedOn = on;
            else
                faults.Add(WeeklyErrors.Cell("resumedOn", NameOf("resumedOn"), day));
        }
        StopReason? reason = null;
        if (Given("stopReason") is { } stop)
        {
            if (Enum.GetValues<StopReason>().Cast<StopReason?>().FirstOrDefault(r => WeekFields.Name(r!.Value).Equals(stop, StringComparison.OrdinalIgnoreCase) || WeeklyWords.Name(r.Value).Zh == stop) is { } known)
                reason = known;
            else
                faults.Add(WeeklyErrors.Cell("stopReason", NameOf("stopReason"), stop));
        }
        var materials = new List<MaterialLine>();
        foreach (var (kind, group) in Enum.GetValues<MaterialKind>().Select(k => (k, Group(k))).Where(g => Said(g.Item2, "need", "stock", "stockDays", "gap")))
        {
            var (need, stock) = (Number($"{group}.need"), Number($"{group}.stock"));
            materials.Add(new(kind, need, stock, Number($"{group}.stockDays", Days(stock, need / 7)), Number($"{group}.gap", Math.Max(0, need - stock))));
        }
        var equipment = new List<EquipmentLine>();
        foreach (var (kind, group) in Enum.GetValues<EquipmentKind>().Select(k => (k, Group(k))).Where(g => Said(g.Item2, "need", "arrived")))
            equipment.Add(new(kind, Whole($"{group}.need"), Whole($"{group}.arrived")));
        var supplies = new List<SupplyLine>();
        foreach (var (kind, group) in Enum.GetValues<SupplyKind>().Select(k => (k, Group(k))).Where(g => Said(g.Item2, "stock", "dailyUse", "stockDays")))
        {
            var (stock, use) = (Number($"{group}.stock"), Number($"{group}.dailyUse"));
            supplies.Add(new(kind, stock, use, Number($"{group}.stockDays", Days(stock, use))));
        }
        var week = Number("weekInvestmentWan", null);
        var fields = new WeekFields(resumed, resumed ? resumedOn : null, resumed ? null : reason, Whole("workersNeeded", null), Whole("workersOnSite", null), Whole("outOfProvince"), Whole("inQuarantine"), Whole("managersOnSite", null),
            materials, equipment, supplies, week, Number("yearCumulativeWan", cumulatedBefore is { } before ? before + week : null), Number("physicalPct", null),
            Given("milestones"), Given("problems"), Given("problemModel"), Given("nextWeekPlan"));
        return Error.Combine([.. faults.DistinctBy(f => (f.Code, f.Field))]) is { } refusal ? refusal : fields;
    }

    /// <summary>The texts a form shows.</summary>
    public static IReadOnlyDictionary<string, string> Write(WeekFields f)
    {
        static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["resumed"] = f.Resumed ? "true" : "", ["resumedOn"] = f.ResumedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", ["stopReason"] = f.StopReason is { } stop ? WeekFields.Name(stop) : "",
            ["workersNeeded"] = Plain(f.WorkersNeeded), ["workersOnSite"] = Plain(f.WorkersOnSite), ["outOfProvince"] = Plain(f.OutOfProvince), ["inQuarantine"] = Plain(f.InQuarantine), ["managersOnSite"] = Plain(f.ManagersOnSite),
            ["weekInvestmentWan"] = Plain(f.WeekInvestmentWan), ["yearCumulativeWan"] = Plain(f.YearCumulativeWan), ["physicalPct"] = Plain(f.PhysicalPct),
            ["milestones"] = f.Milestones ?? "", ["problems"] = f.Problems ?? "", ["problemModel"] = f.ProblemModel ?? "", ["nextWeekPlan"] = f.NextWeekPlan ?? "",
        };
        foreach (var m in f.Materials)
            (texts[$"{Group(m.Kind)}.need"], texts[$"{Group(m.Kind)}.stock"], texts[$"{Group(m.Kind)}.stockDays"], texts[$"{Group(m.Kind)}.gap"]) = (Plain(m.Need), Plain(m.Stock), Plain(m.StockDays), Plain(m.Gap));
        foreach (var e in f.Equipment)
            (texts[$"{Group(e.Kind)}.need"], texts[$"{Group(e.Kind)}.arrived"]) = (Plain(e.Need), Plain(e.Arrived));
        foreach (var s in f.Supplies)
            (texts[$"{Group(s.Kind)}.stock"], texts[$"{Group(s.Kind)}.dailyUse"], texts[$"{Group(s.Kind)}.stockDays"]) = (Plain(s.Stock), Plain(s.DailyUse), Plain(s.StockDays));
        return texts;
    }

    public static string Group(MaterialKind kind) => $"materials.{WeekFields.Name(kind)}";

    public static string Group(EquipmentKind kind) => $"equipment.{WeekFields.Name(kind)}";

    public static string Group(SupplyKind kind) => $"supplies.{WeekFields.Name(kind)}";

    // What is there and not used lasts a year, as far as the alert lines are concerned.
    private static decimal Days(decimal stock, decimal daily) => daily > 0 ? decimal.Round(stock / daily, 1) : stock > 0 ? 365 : 0;

    private static IEnumerable<WeekColumn> Four(MaterialKind k) => Parts(Group(k), WeeklyWords.Of(k).Name, ("need", "七日需求", "need in 7 days"), ("stock", "库存", "stock"), ("stockDays", "可用天数", "days of stock"), ("gap", "缺口", "gap"));

    private static IEnumerable<WeekColumn> Two(EquipmentKind k) => Parts(Group(k), WeeklyWords.Name(k), ("need", "需求", "needed"), ("arrived", "到场", "arrived"));

    private static IEnumerable<WeekColumn> Three(SupplyKind k) => Parts(Group(k), WeeklyWords.Of(k).Name, ("stock", "库存", "stock"), ("dailyUse", "日耗", "daily use"), ("stockDays", "可用天数", "days of stock"));

    private static IEnumerable<WeekColumn> Parts(string group, Words name, params (string Key, string Zh, string En)[] parts) => parts.Select(p => new WeekColumn($"{group}.{p.Key}", (name.Zh + p.Zh, $"{name.En}: {p.En}")));
}
