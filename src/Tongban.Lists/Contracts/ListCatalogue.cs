using System.Text.Json.Serialization;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Lists.Model;

namespace Tongban.Lists.Contracts;

/// <summary>One list of a city's folder: its classes with the published counts, and its entries.</summary>
public sealed record ListFile(string NameZh, string NameEn, string PrincipleZh, string PrincipleEn, IReadOnlyList<ListClassData> Classes, IReadOnlyList<ListEntryData> Entries)
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    [JsonIgnore]
    public Words Principle => (PrincipleZh, PrincipleEn);

    public ListClassData? Class(string code) => Classes.FirstOrDefault(c => c.Code == code);
}

/// <summary>The three lists of a city as its folder states them (<c>lists/negative.json</c>, <c>power.json</c>, <c>supervision.json</c>). A city without that folder has none.</summary>
public sealed class ListCatalogue
{
    private const string Folder = "lists";

    private ListCatalogue(IReadOnlyDictionary<ListKind, ListFile> lists) => Lists = lists;

    public static ListCatalogue None { get; } = new(new Dictionary<ListKind, ListFile>());

    public IReadOnlyDictionary<ListKind, ListFile> Lists { get; }

    public static string FileOf(ListKind list) => $"{Folder}/{list.ToString().ToLowerInvariant()}.json";

    /// <summary>Reads the lists and checks them: counts by class, unique codes, organs and linked powers that exist, and every power that backs an item under its own code.</summary>
    public static CatalogueOutcome<ListCatalogue> Read(string folder, CityCatalogue city, PowerCatalogue? powers)
    {
        ArgumentNullException.ThrowIfNull(city);
        var faults = new List<CatalogueFault>();
        if (!Directory.Exists(Path.Combine(folder, Folder)))
            return new(None, faults);
        var lists = new Dictionary<ListKind, ListFile>();
        foreach (var list in Enum.GetValues<ListKind>())
        {
            if (CatalogueFile.Read<ListFile>(folder, FileOf(list), faults) is { } file)
                lists[list] = file;
        }
        if (lists.Count < 3)
            return new(null, faults);
        foreach (var (list, file) in lists)
            Check(list, file, city, faults);

        var known = lists[ListKind.Power].Entries.Select(e => e.Code).ToHashSet(StringComparer.Ordinal);
        var supervision = lists[ListKind.Supervision].Entries;
        for (var i = 0; i < supervision.Count; i++)
        {
            foreach (var power in (supervision[i].Content.Supervision?.Powers ?? []).Where(p => !known.Contains(p)))
                faults.Add(new("unknown-linked-power", FileOf(ListKind.Supervision), $"entries[{i}].content.supervision.powers", ($"权力清单中没有“{power}”", $"the power list has no “{power}”")));
        }
        // The lines that back approval items are entries of the list too, under the same code; public services (公共服务, category 21) are none of the ten categories.
        for (var i = 0; i < (powers?.Entries.Count ?? 0); i++)
        {
            var line = powers!.Entries[i];
            if (lists[ListKind.Power].Class(line.Category) is not null && !known.Contains(line.Code))
                faults.Add(new("power-not-listed", "powers.json", $"entries[{i}].code", ($"“{line.Code}”不在权力清单 {FileOf(ListKind.Power)} 中", $"“{line.Code}” is not on the power list {FileOf(ListKind.Power)}")));
        }
        return new(new(lists), faults);
    }

    /// <summary>The entry of the power list by which an organ acts on an item on a day.</summary>
    public ListEntryData? PowerFor(string organ, string item, DateOnly day) => !Lists.TryGetValue(ListKind.Power, out var file) ? null
        : file.Entries.FirstOrDefault(e => e.Content.Organ == organ && e.Content.Power?.ItemCode == item && e.Content.ValidFrom <= day && !(e.Content.ValidTo < day));

    private static void Check(ListKind list, ListFile file, CityCatalogue city, List<CatalogueFault> faults)
    {
        var name = FileOf(list);
        CatalogueRules.Unique(file.Classes, c => c.Code, name, "classes", "code", faults);
        CatalogueRules.Named(file.Classes, c => c.NameZh, c => c.NameEn, name, "classes", faults);
        CatalogueRules.Unique(file.Entries, e => e.Code, name, "entries", "code", faults);
        var counts = file.Entries.GroupBy(e => e.Content.Class, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        for (var i = 0; i < file.Classes.Count; i++)
        {
            var given = counts.GetValueOrDefault(file.Classes[i].Code);
            if (given != file.Classes[i].Count)
                faults.Add(new("class-count", name, $"classes[{i}].count", ($"{file.Classes[i].NameZh}应有 {file.Classes[i].Count} 条，实有 {given} 条", $"{file.Classes[i].NameEn} should have {file.Classes[i].Count} entries and has {given}")));
        }
        for (var i = 0; i < file.Entries.Count; i++)
        {
            var (code, content) = file.Entries[i];
            var at = $"entries[{i}]";
            if (file.Class(content.Class) is null)
                faults.Add(new("unknown-list-class", name, $"{at}.content.class", ($"清单没有类别“{content.Class}”", $"the list has no class “{content.Class}”")));
            if (city.Organ(content.Organ) is not { } organ)
                faults.Add(new("unknown-organ", name, $"{at}.content.organ", ($"没有机关“{content.Organ}”", $"there is no organ “{content.Organ}”")));
            else if (organ.Level != content.Level)
                faults.Add(new("organ-level", name, $"{at}.content.level", ("层级与机关层级不符", "the level differs from the organ's")));
            if (ListRules.Check(list, code, content, isNew: false) is { } refusal)
                faults.AddRange(refusal.All.Select(e => new CatalogueFault("list-entry", name, $"{at}{(e.Field is null ? "" : $".{e.Field}")}", e.Text)));
        }
    }
}
