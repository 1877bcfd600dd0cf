using System.Globalization;
using Tongban.Foundation;

namespace Tongban.Approvals.Catalogue;

/// <summary>A condition in words, whatever the project: 年综合能源消费量不低于 1,000 吨标准煤，或者年用电量不低于 5,000,000 千瓦时.</summary>
internal static class ConditionWords
{
    public static Words InWords(this Condition condition) => condition switch
    {
        Condition.All all => Join(all.Parts, "，并且", ", and ", nested: typeof(Condition.Any)),
        Condition.Any any => Join(any.Parts, "，或者", ", or ", nested: typeof(Condition.All)),
        Condition.Not not => Negated(not.Part),
        Condition.Compare c => (
            $"{c.Fact.Title.Zh}{Compared(c.By).Zh} {Number(c.Threshold)} {c.Fact.Unit?.Zh}".TrimEnd(),
            $"{c.Fact.Title.En} {Compared(c.By).En} {Number(c.Threshold)} {c.Fact.Unit?.En}".TrimEnd()),
        Condition.Is i => ($"{i.Fact.Title.Zh}：是", $"{i.Fact.Title.En}: yes"),
        Condition.OneOf o => (
            $"{o.Fact.Title.Zh}为{string.Join("或", o.Values.Select(v => o.Fact.NameOf(v).Zh))}",
            $"{o.Fact.Title.En} is {string.Join(" or ", o.Values.Select(v => o.Fact.NameOf(v).En))}"),
        Condition.Contains c => ($"{c.Fact.Title.Zh}包括{c.Fact.NameOf(c.Value).Zh}", $"{c.Fact.Title.En} include {c.Fact.NameOf(c.Value).En}"),
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private static Words Negated(Condition part) => part is Condition.Is i
        ? ($"{i.Fact.Title.Zh}：否", $"{i.Fact.Title.En}: no")
        : ($"并非（{part.InWords().Zh}）", $"not ({part.InWords().En})");

    private static Words Join(IReadOnlyList<Condition> parts, string zh, string en, Type nested)
    {
        var words = parts.Select(p => p.GetType() == nested ? ($"（{p.InWords().Zh}）", $"({p.InWords().En})") : p.InWords()).ToList();
        return (string.Join(zh, words.Select(w => w.Zh)), string.Join(en, words.Select(w => w.En)));
    }

    private static Words Compared(CompareBy by) => by switch
    {
        CompareBy.AtLeast => ("不低于", "is at least"),
        CompareBy.Above => ("大于", "is more than"),
        CompareBy.AtMost => ("不高于", "is at most"),
        CompareBy.Below => ("低于", "is below"),
        CompareBy.Equal => ("等于", "is"),
        _ => ("不等于", "is not"),
    };

    private static string Number(decimal value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
