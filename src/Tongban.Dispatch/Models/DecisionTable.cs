using System.Text.Json.Serialization;
using Tongban.Foundation;

namespace Tongban.Dispatch.Models;

/// <summary>One answer a declared fact may have.</summary>
internal sealed record TableValue(string Value, string NameZh, string NameEn)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>A fact that a decision table declares, with every answer it may have.</summary>
internal sealed record TableFact(string Name, string NameZh, string NameEn, IReadOnlyList<TableValue> Values)
{
    [JsonIgnore]
    public Words Text => (NameZh, NameEn);
}

/// <summary>A rule: what the facts have to be, and what follows. A fact it does not name may be anything.</summary>
internal sealed record TableRule(IReadOnlyDictionary<string, IReadOnlyList<string>> When, string Then);

/// <summary>A decision table over declared facts. It is sound when every case meets exactly one rule; <see cref="Gaps"/> and <see cref="Overlaps"/> prove it.</summary>
/// <remarks>A rule is a box in the space of all cases. Overlap is two boxes with a case in common; completeness is that nothing is left of the whole space once every box has been cut out of it.
/// So the proof is exact and does not count the cases one by one.</remarks>
internal sealed record DecisionTable(IReadOnlyList<TableFact> Facts, IReadOnlyList<TableRule> Rules)
{
    /// <summary>Cases that are shown at most of what is missing.</summary>
    public const int MostShown = 3;

    private const int MostBoxes = 20_000;

    /// <summary>The outcome of the one rule that fits; <see langword="null"/> where a fact has no answer or none fits.</summary>
    public string? Decide(IReadOnlyDictionary<string, string> answers) => Fitting(answers)?.Then;

    /// <summary>The rule that fits, to explain why.</summary>
    public TableRule? Fitting(IReadOnlyDictionary<string, string> answers) => Rules.FirstOrDefault(r => r.When.All(w => answers.TryGetValue(w.Key, out var answer) && w.Value.Contains(answer, StringComparer.Ordinal)));

    /// <summary>Every pair of rules that some case meets both of, with such a case.</summary>
    public IEnumerable<(int First, int Second, string Case)> Overlaps()
    {
        var boxes = Boxes();
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = i + 1; j < boxes.Count; j++)
            {
                if (Meet(boxes[i], boxes[j]) is { } common)
                    yield return (i, j, Say(common));
            }
        }
    }

    /// <summary>Cases that no rule meets, a few of them.</summary>
    public IReadOnlyList<string> Gaps()
    {
        List<ulong[]> left = [[.. Facts.Select(f => f.Values.Count >= 64 ? ulong.MaxValue : (1UL << f.Values.Count) - 1)]];
        foreach (var box in Boxes())
        {
            left = [.. left.SelectMany(whole => Without(whole, box))];
            if (left.Count > MostBoxes)
                throw new InvalidOperationException("the decision table is too tangled to be proved");
        }
        return [.. left.Take(MostShown).Select(Say)];
    }

    private List<ulong[]> Boxes() => [.. Rules.Select(r => Facts.Select(f => !r.When.TryGetValue(f.Name, out var values) ? (f.Values.Count >= 64 ? ulong.MaxValue : (1UL << f.Values.Count) - 1)
        : f.Values.Select((v, i) => values.Contains(v.Value, StringComparer.Ordinal) ? 1UL << i : 0).Aggregate(0UL, (a, b) => a | b)).ToArray())];

    private static ulong[]? Meet(ulong[] a, ulong[] b)
    {
        var common = a.Zip(b, (x, y) => x & y).ToArray();
        return common.All(c => c != 0) ? common : null;
    }

    // What is left of a box is cut along one fact after another, so that the pieces do not overlap.
    private static IEnumerable<ulong[]> Without(ulong[] whole, ulong[] cut)
    {
        if (Meet(whole, cut) is null)
        {
            yield return whole;
            yield break;
        }
        var rest = whole.ToArray();
        for (var i = 0; i < rest.Length; i++)
        {
            if ((rest[i] & ~cut[i]) is var outside and not 0)
            {
                var piece = rest.ToArray();
                piece[i] = outside;
                yield return piece;
            }
            rest[i] &= cut[i];
        }
    }

    private string Say(ulong[] box) => string.Join(", ", Facts.Select((f, i) => $"{f.Name}={f.Values[System.Numerics.BitOperations.TrailingZeroCount(box[i])].Value}"));
}
