using Tongban.Foundation;

namespace Tongban.Dispatch.Models;

/// <summary>A model that a report may be about, and why it is thought so.</summary>
/// <param name="Words">Words of the text that point to it.</param>
/// <param name="Conditions">Conditions of it that the data support.</param>
internal sealed record ModelSuggestion(string Model, int Score, IReadOnlyList<string> Words, IReadOnlyList<Words> Conditions)
{
    /// <summary>Why, in a sentence.</summary>
    public Words Why
    {
        get
        {
            List<string> zh = [], en = [];
            if (Words.Count > 0)
            {
                zh.Add($"文字提到“{string.Join("”“", Words)}”");
                en.Add($"the text says “{string.Join("”, “", Words)}”");
            }
            if (Conditions.Count > 0)
            {
                zh.Add($"数据显示：{string.Join("；", Conditions.Select(c => c.Zh))}");
                en.Add($"the data say: {string.Join("; ", Conditions.Select(c => c.En))}");
            }
            return (string.Join("，", zh), string.Join(", and ", en));
        }
    }
}

/// <summary>Suggests models from the words of a report and the project's data. What the words say goes before what only the data say: it is his words somebody reports. It only proposes: whoever reports chooses.</summary>
internal static class ModelAdvice
{
    /// <summary>A condition that the data support weighs as much as this many characters of matching words.</summary>
    public const int ConditionWeight = 3;

    /// <param name="supported">For each model the conditions that are true for the project now.</param>
    public static IReadOnlyList<ModelSuggestion> Suggest(DispatchCatalogue catalogue, string text, Func<DispatchModel, IReadOnlyList<Words>> supported, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(supported);
        return
        [
            .. catalogue.Models.Select(m =>
                {
                    var words = m.Data.Keywords.Where(k => text.Contains(k, StringComparison.OrdinalIgnoreCase)).ToList();
                    // A word inside another one that was found too says nothing more.
                    words.RemoveAll(w => words.Exists(o => o.Length > w.Length && o.Contains(w, StringComparison.OrdinalIgnoreCase)));
                    var conditions = supported(m);
                    return new ModelSuggestion(m.Code, words.Sum(w => w.Length) + (conditions.Count * ConditionWeight), words, conditions);
                })
                .Where(s => s.Score > 0).OrderByDescending(s => s.Words.Count > 0).ThenByDescending(s => s.Score).ThenByDescending(s => s.Words.Count).ThenBy(s => s.Model, StringComparer.Ordinal).Take(most),
        ];
    }
}
