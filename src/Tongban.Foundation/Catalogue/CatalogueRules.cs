namespace Tongban.Foundation.Catalogue;

/// <summary>Checks that every list of a city's data needs.</summary>
public static class CatalogueRules
{
    /// <summary>No key twice.</summary>
    public static void Unique<T>(IReadOnlyList<T> rows, Func<T, string> key, string file, string list, string member, List<CatalogueFault> faults)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!seen.TryAdd(key(rows[i]), i))
                faults.Add(new("duplicate-id", file, $"{list}[{i}].{member}", ($"“{key(rows[i])}”与 {list}[{seen[key(rows[i])]}] 重复", $"“{key(rows[i])}” is already {list}[{seen[key(rows[i])]}]")));
        }
    }

    /// <summary>A Chinese name with Chinese characters, an English name without.</summary>
    public static void Named<T>(IReadOnlyList<T> rows, Func<T, string> zh, Func<T, string> en, string file, string list, List<CatalogueFault> faults)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var at = list.Length == 0 ? "" : $"{list}[{i}].";
            if (!zh(rows[i]).Any(IsHan))
                faults.Add(new("name-missing", file, $"{at}nameZh", ("缺少中文名称", "the Chinese name is missing")));
            if (string.IsNullOrWhiteSpace(en(rows[i])) || en(rows[i]).Any(IsHan))
                faults.Add(new("name-missing", file, $"{at}nameEn", ("缺少英文名称", "the English name is missing")));
        }
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
