using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;

namespace Tongban.Lists.Read;

/// <summary>One field of an entry: as a column of a table, as a line of a comparison.</summary>
internal sealed record ListField(string Key, Words Label, Func<ListContent, string?> Get);

/// <summary>A field of two versions.</summary>
internal sealed record FieldDifference(string Field, string Label, string? Before, string? After)
{
    public bool Changed => Before != After;
}

/// <summary>The fields of the three lists, in the order in which people read them.</summary>
internal static class ListFields
{
    public const char Separator = ';';

    private static readonly ListField[] Common =
    [
        new("class", ("类别", "Class"), c => c.Class),
        new("nameZh", ("名称", "Name"), c => c.NameZh),
        new("nameEn", ("英文名称", "English name"), c => c.NameEn),
        new("organ", ("责任机关", "Responsible organ"), c => c.Organ),
        new("level", ("层级", "Level"), c => c.Level is OrganLevel.City ? "city" : "county"),
        new("legalBasis", ("法律依据", "Legal basis"), c => c.LegalBasis),
        new("source", ("来源", "Source"), c => c.Source),
        new("demonstration", ("示范条目", "Demonstration entry"), c => c.Demonstration ? "true" : "false"),
        new("origin", ("清单来源", "Origin"), c => c.Origin is ListOrigin.National ? "national" : "local-historic"),
        new("validFrom", ("生效日", "Valid from"), c => Day(c.ValidFrom)),
        new("validTo", ("失效日", "Valid to"), c => c.ValidTo is { } to ? Day(to) : null),
        new("flow", ("流程", "Flow"), c => c.Flow),
        new("limitDays", ("时限（工作日）", "Limit (working days)"), c => c.LimitDays?.ToString(CultureInfo.InvariantCulture)),
        new("limitText", ("时限说明", "Limit in words"), c => c.LimitText),
        new("fees", ("收费", "Fees"), c => c.Fees.Count == 0 ? null : string.Join(Separator, c.Fees.Select(f => $"{f.Name}|{f.Standard}|{f.CatalogueBasis}"))),
    ];

    private static readonly ListField[] Negative =
    [
        new("kind", ("禁止或限制", "Kind"), c => c.Negative!.Kind is NegativeKind.Prohibited ? "prohibited" : "restricted"),
        new("measure", ("措施描述", "Measure"), c => c.Negative!.Measure),
        new("industries", ("行业代码", "Industries"), c => Join(c.Negative!.Industries)),
        new("keywords", ("关键词", "Keywords"), c => Join(c.Negative!.Keywords)),
        new("investors", ("投资者", "Investors"), c => Join(c.Negative!.Investors)),
        new("siteLayers", ("管控图层", "Control layers"), c => Join(c.Negative!.SiteLayers)),
        new("consequence", ("限制的后果", "Consequence"), c => c.Negative!.Consequence switch { NegativeConsequence.Verification => "verification", NegativeConsequence.ExtraItem => "extra-item", _ => null }),
        new("item", ("另办事项", "Further item"), c => c.Negative!.Item),
        new("wayOutZh", ("出路", "Way out"), c => c.Negative!.WayOutZh),
        new("wayOutEn", ("出路（英文）", "Way out (English)"), c => c.Negative!.WayOutEn),
    ];

    private static readonly ListField[] Power =
    [
        new("itemCode", ("审批事项", "Approval item"), c => c.Power!.ItemCode),
        new("subject", ("行政相对人", "Towards whom"), c => c.Power!.Subject),
    ];

    private static readonly ListField[] Supervision =
    [
        new("powers", ("对应权力", "Linked powers"), c => Join(c.Supervision!.Powers)),
        new("check", ("检查内容", "What is checked"), c => c.Supervision!.Check),
        new("checkEn", ("检查内容（英文）", "What is checked (English)"), c => c.Supervision!.CheckEn),
        new("method", ("方式", "Method"), c => c.Supervision!.Method),
        new("frequency", ("频次", "Frequency"), c => c.Supervision!.Frequency),
        new("frequencyEn", ("频次（英文）", "Frequency (English)"), c => c.Supervision!.FrequencyEn),
        new("firstDueDays", ("首次检查（许可后工作日）", "First check (working days after the permit)"), c => c.Supervision!.FirstDueDays.ToString(CultureInfo.InvariantCulture)),
        new("repeatMonths", ("间隔（月）", "Repeated after (months)"), c => c.Supervision!.RepeatMonths.ToString(CultureInfo.InvariantCulture)),
    ];

    public static IReadOnlyList<ListField> Of(ListKind list) => [.. Common, .. list switch { ListKind.Negative => Negative, ListKind.Power => Power, _ => Supervision }];

    public static IReadOnlyList<FieldDifference> Compare(ListKind list, ListContent before, ListContent after) =>
        [.. Of(list).Select(f => new FieldDifference(f.Key, f.Label.ToString(), f.Get(before), f.Get(after)))];

    /// <summary>Reads a row of a table that names its columns by key.</summary>
    public static Result<ListContent> Read(ListKind list, IReadOnlyDictionary<string, string> row)
    {
        List<Error> errors = [];
        var fees = new List<ListFee>();
        foreach (var fee in Several("fees"))
        {
            var parts = fee.Split('|');
            fees.Add(new(parts[0].Trim(), parts.ElementAtOrDefault(1)?.Trim() ?? "", parts.ElementAtOrDefault(2)?.Trim() ?? ""));
        }
        var content = new ListContent(
            Text("class"), Text("nameZh"), Text("nameEn"), Text("organ"), One("level", OrganLevel.City, ("city", OrganLevel.City), ("county", OrganLevel.County)), Text("legalBasis"), Text("source"),
            Text("demonstration") is "true", One("origin", ListOrigin.National, ("national", ListOrigin.National), ("local-historic", ListOrigin.LocalHistoric)),
            Date("validFrom") ?? default, Date("validTo"), Optional("flow"), Number("limitDays"), Optional("limitText"), fees);
        if (content.ValidFrom == default && errors.All(e => e.Field != "validFrom"))
            errors.Add(ListErrors.Cell("validFrom", ""));
        content = list switch
        {
            ListKind.Negative => content with
            {
                Negative = new(One("kind", NegativeKind.Restricted, ("prohibited", NegativeKind.Prohibited), ("restricted", NegativeKind.Restricted)), Text("measure"), Several("industries"), Several("keywords"), Several("investors"), Several("siteLayers"),
                    Optional("consequence") is null ? null : One("consequence", NegativeConsequence.ExtraItem, ("verification", NegativeConsequence.Verification), ("extra-item", NegativeConsequence.ExtraItem)), Optional("item"), Text("wayOutZh"), Text("wayOutEn")),
            },
            ListKind.Power => content with { Power = new(Optional("itemCode"), Text("subject")) },
            _ => content with { Supervision = new(Several("powers"), Text("check"), Text("checkEn"), Text("method"), Text("frequency"), Text("frequencyEn"), Number("firstDueDays") ?? 0, Number("repeatMonths") ?? 0) },
        };
        return Error.Combine(errors) is { } refusal ? refusal : content;

        string Text(string key) => row.GetValueOrDefault(key)?.Trim() ?? "";
        string? Optional(string key) => Text(key) is { Length: > 0 } text ? text : null;
        string[] Several(string key) => Text(key).Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int? Number(string key)
        {
            if (Optional(key) is not { } text)
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            errors.Add(ListErrors.Cell(key, text));
            return null;
        }
        DateOnly? Date(string key)
        {
            if (Optional(key) is not { } text)
                return null;
            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            errors.Add(ListErrors.Cell(key, text));
            return null;
        }
        T One<T>(string key, T otherwise, params ReadOnlySpan<(string Text, T Value)> choices)
        {
            var text = Text(key);
            foreach (var (name, value) in choices)
            {
                if (name == text)
                    return value;
            }
            errors.Add(ListErrors.Cell(key, text));
            return otherwise;
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Join(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(Separator, values);
}
