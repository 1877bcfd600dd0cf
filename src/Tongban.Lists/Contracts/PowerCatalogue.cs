using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Tongban.Foundation.Catalogue;

namespace Tongban.Lists.Contracts;

/// <summary>The power list of a city as its folder states it, before it is published into the tables.</summary>
public sealed partial class PowerCatalogue
{
    private const string File = "powers.json";
    private readonly ILookup<(string Organ, string Item), PowerEntryData> _byOrganAndItem;

    private PowerCatalogue(IReadOnlyList<PowerCategoryData> categories, IReadOnlyList<PowerEntryData> entries)
    {
        (Categories, Entries) = (categories, entries);
        _byOrganAndItem = entries.ToLookup(e => (e.Organ, e.ItemCode));
    }

    public IReadOnlyList<PowerCategoryData> Categories { get; }

    public IReadOnlyList<PowerEntryData> Entries { get; }

    /// <summary>The line by which an organ may act on an item on a day, or <see langword="null"/>.</summary>
    public PowerEntryData? Find(string organ, string itemCode, DateOnly day) => _byOrganAndItem[(organ, itemCode)].FirstOrDefault(e => e.InForceOn(day));

    /// <summary>Reads <c>powers.json</c> and checks each line against itself and against the city's organs.</summary>
    public static CatalogueOutcome<PowerCatalogue> Read(string folder, CityCatalogue city)
    {
        var faults = new List<CatalogueFault>();
        if (CatalogueFile.Read<PowersFile>(folder, File, faults) is not { } file)
            return new(null, faults);

        CatalogueRules.Unique(file.Categories, c => c.Code, File, "categories", "code", faults);
        CatalogueRules.Named(file.Categories, c => c.NameZh, c => c.NameEn, File, "categories", faults);
        CatalogueRules.Unique(file.Entries, e => e.Code, File, "entries", "code", faults);
        CatalogueRules.Named(file.Entries, e => e.NameZh, e => e.NameEn, File, "entries", faults);
        var categories = file.Categories.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < file.Entries.Count; i++)
            Check(file.Entries[i], $"entries[{i}]", city, categories, faults);

        return new(new(file.Categories, file.Entries), faults);
    }

    private static void Check(PowerEntryData entry, string path, CityCatalogue city, HashSet<string> categories, List<CatalogueFault> faults)
    {
        void Add(string code, string member, Foundation.Words text) => faults.Add(new(code, File, $"{path}.{member}", text));

        var organ = city.Organ(entry.Organ);
        // An organ that its department should have in this division is reported missing already.
        var isReported = entry.Organ.Split('@') is [var department, var division] && city.Department(department) is not null && city.Division(division) is not null;
        if (organ is null && !isReported)
            Add("unknown-organ", "organ", ($"没有机关“{entry.Organ}”", $"there is no organ “{entry.Organ}”"));
        if (!categories.Contains(entry.Category))
            Add("unknown-power-category", "category", ($"没有权力类别“{entry.Category}”", $"there is no power category “{entry.Category}”"));
        if (string.IsNullOrWhiteSpace(entry.LegalBasis))
            Add("basis-missing", "legalBasis", ("权力没有法律依据", "a power without a legal basis"));
        if (entry.ValidTo < entry.ValidFrom)
            Add("validity-reversed", "validTo", ("失效日期早于生效日期", "the last day is before the first"));
        if (entry.Status is not ("designed" or "published"))
            Add("power-status", "status", ("应为 designed 或 published", "designed or published is expected"));
        if (!CodeForm().IsMatch(entry.Code))
            Add("power-code-form", "code", ($"“{entry.Code}”不合编码规则 360500-Q-ZRZY-01-0003-00", $"“{entry.Code}” does not have the form 360500-Q-ZRZY-01-0003-00"));
        else if (organ is not null && !entry.Code.StartsWith($"{organ.Division}-Q-{organ.Department}-{entry.Category}-", StringComparison.Ordinal))
            Add("power-code-mismatch", "code", ($"编码与机关 {entry.Organ}、类别 {entry.Category} 不符", $"the code does not belong to organ {entry.Organ} and category {entry.Category}"));
        if (organ is not null && entry.Level != organ.Level)
            Add("organ-level", "level", ("权力层级与机关层级不符", "the level differs from the organ's"));
    }

    [GeneratedRegex(@"^[0-9]{6}-Q-[A-Z]{2,8}-[0-9]{2}-[0-9]{4}-[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeForm();

    private sealed record PowersFile(IReadOnlyList<PowerCategoryData> Categories, IReadOnlyList<PowerEntryData> Entries)
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }
    }
}
