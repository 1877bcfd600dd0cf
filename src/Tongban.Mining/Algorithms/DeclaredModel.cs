using Tongban.Foundation;
using Tongban.Mining.Model;

namespace Tongban.Mining.Algorithms;

/// <summary>The declared flow (规定流程): what has to come before what, and what has to happen at all. Everything else may happen side by side, once each.</summary>
/// <remarks>A partially ordered model rather than a net: the published flow of approvals says of each item what it waits for, and nothing about the order of what runs in parallel.</remarks>
internal sealed class DeclaredModel
{
    private readonly Dictionary<string, int> _index;
    private readonly bool[,] _before;

    private DeclaredModel(string[] activities, bool[] required, bool[,] before)
    {
        (Activities, Required, _before) = (activities, required, before);
        _index = activities.Select((a, i) => (a, i)).ToDictionary(p => p.a, p => p.i, StringComparer.Ordinal);
    }

    public string[] Activities { get; }

    /// <summary>Must happen in every case.</summary>
    public bool[] Required { get; }

    public int Find(string activity) => _index.GetValueOrDefault(activity, -1);

    /// <summary>Whether the first has to be done before the second, by itself or through others.</summary>
    public bool Before(int first, int second) => _before[first, second];

    /// <param name="arrows">What waits for what. Names among them are activities too.</param>
    public static Result<DeclaredModel> Of(IEnumerable<string> activities, IEnumerable<(string Before, string After)> arrows, IEnumerable<string> required)
    {
        var (pairs, must) = (arrows.ToList(), required.ToHashSet(StringComparer.Ordinal));
        string[] names = [.. activities.Concat(pairs.SelectMany(p => new[] { p.Before, p.After })).Concat(must).Distinct(StringComparer.Ordinal)];
        var index = names.Select((a, i) => (a, i)).ToDictionary(p => p.a, p => p.i, StringComparer.Ordinal);
        var before = new bool[names.Length, names.Length];
        foreach (var (first, second) in pairs)
            before[index[first], index[second]] = true;
        // Closure after S. Warshall, "A Theorem on Boolean Matrices", JACM 9(1), 1962.
        for (var k = 0; k < names.Length; k++)
        {
            for (var i = 0; i < names.Length; i++)
            {
                for (var j = 0; before[i, k] && j < names.Length; j++)
                    before[i, j] |= before[k, j];
            }
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (before[i, i])
                return MiningErrors.ModelCircle(names[i]);
        }
        return new DeclaredModel(names, Array.ConvertAll(names, must.Contains), before);
    }

    /// <summary>Reads what a person wrote: <c>a &gt; b &gt; c</c> for an order, <c>! a</c> for what must happen, a name alone for what may; <c>#</c> begins a remark.</summary>
    public static Result<DeclaredModel> Parse(string? text)
    {
        List<string> activities = [], required = [];
        List<(string, string)> arrows = [];
        var line = 0;
        foreach (var written in (text ?? "").Split('\n'))
        {
            line++;
            var rule = written.Trim();
            if (rule.Length == 0 || rule[0] == '#')
                continue;
            if (rule.Length > 2000 || line > 500)
                return MiningErrors.ModelLine(line);
            var must = rule[0] is '!' or '！';
            var names = (must ? rule[1..] : rule).Split(['>', '＞', '→'], StringSplitOptions.TrimEntries);
            if (names.Any(n => n.Length is 0 or > 400) || (must && names.Length > 1))
                return MiningErrors.ModelLine(line);
            if (must)
                required.Add(names[0]);
            activities.AddRange(names);
            for (var i = 1; i < names.Length; i++)
                arrows.Add((names[i - 1], names[i]));
        }
        if (activities.Count == 0)
            return MiningErrors.ModelLine(1);
        return activities.Distinct(StringComparer.Ordinal).Count() > 300 ? MiningErrors.TooMany("model", ("活动", "activities"), 300) : Of(activities, arrows, required);
    }
}
