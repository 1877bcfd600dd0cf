using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>In what way a case left the declared flow.</summary>
internal enum DeviationKind
{
    /// <summary>办理了流程中没有的活动.</summary>
    Unknown,

    /// <summary>提前: done before something that has to come first.</summary>
    OutOfOrder,

    /// <summary>重复: done again.</summary>
    Repeated,

    /// <summary>缺少: what must happen did not.</summary>
    Missing,
}

/// <summary>One kind of deviation at one place of the flow.</summary>
/// <param name="Other">What had to come first; <see langword="null"/> for other kinds.</param>
/// <param name="Examples">Cases, at most five.</param>
internal sealed record Deviation(DeviationKind Kind, string Activity, string? Other, int Cases, int Events, IReadOnlyList<int> Examples);

/// <summary>How well the cases kept to the declared flow.</summary>
/// <param name="Checked">Cases for which there is a declared flow.</param>
/// <param name="Kept">Cases without a deviation.</param>
/// <param name="Fitness">Mean over the cases, 0 to 1.</param>
/// <param name="Estimated">Cases too long for the exact answer; their cost is an upper bound.</param>
internal sealed record ConformanceTable(int Checked, int Kept, double Fitness, long Cost, int Estimated, IReadOnlyList<Deviation> Deviations);

/// <summary>Holds cases against a declared flow by the cheapest alignment.</summary>
/// <remarks>
/// <para>An alignment explains a case by the flow: an event that the flow allows at that place is a synchronous move and costs nothing, an event it does not allow (log move) and a required activity
/// that is not there in time (model move) cost one each; fitness is one less the cost over that of matching nothing (A. Adriansyah, B. F. van Dongen, W. M. P. van der Aalst, "Conformance Checking using
/// Cost-Based Fitness Analysis", EDOC 2011; for partial orders X. Lu, D. Fahland, W. M. P. van der Aalst, "Conformance Checking Based on Partially Ordered Event Data", BPM 2014 Workshops).</para>
/// <para>For a partially ordered flow the cheapest alignment needs no search. Say that a later event x rules out an earlier event y when x's activity is y's own or has to come before it. That relation is
/// itself a partial order, so what can be synchronous together is an antichain of it, and the best one, a required activity counting two (its log move and its model move), comes from a maximum matching
/// (R. P. Dilworth, "A Decomposition Theorem for Partially Ordered Sets", Annals of Mathematics 51, 1950; the matching by H. W. Kuhn's augmenting paths, 1955; the antichain by D. Kőnig's theorem, 1931).</para>
/// </remarks>
internal static class Conformance
{
    /// <summary>Events of one case up to which the answer is exact.</summary>
    private const int MostExact = 150;

    /// <param name="modelOf">The declared flow of a case; <see langword="null"/> leaves the case out.</param>
    public static ConformanceTable Of(EventLog log, Func<int, DeclaredModel?> modelOf, VariantTable? variants = null)
    {
        variants ??= VariantTable.Of(log);
        var known = new Dictionary<(DeclaredModel, int), Alignment>();
        var found = new Dictionary<(DeviationKind, string, string?), Found>();
        var (total, kept, cost, fitness, estimated) = (0, 0, 0L, 0.0, 0);
        for (var c = 0; c < log.CaseCount; c++)
        {
            if (modelOf(c) is not { } model)
                continue;
            if (!known.TryGetValue((model, variants.OfCase[c]), out var alignment))
                known[(model, variants.OfCase[c])] = alignment = Align(log, log.TraceOf(c), model);
            total++;
            cost += alignment.Cost;
            fitness += alignment.Fitness;
            estimated += alignment.Exact ? 0 : 1;
            if (alignment.Cost == 0)
                kept++;
            foreach (var (key, count) in alignment.Deviations)
            {
                if (!found.TryGetValue(key, out var place))
                    found[key] = place = new();
                place.Cases++;
                place.Events += count;
                if (place.Examples.Count < 5)
                    place.Examples.Add(c);
            }
        }
        return new(total, kept, total == 0 ? 1 : fitness / total, cost, estimated,
            [.. found.Select(f => new Deviation(f.Key.Item1, f.Key.Item2, f.Key.Item3, f.Value.Cases, f.Value.Events, f.Value.Examples)).OrderByDescending(d => d.Cases).ThenBy(d => d.Kind).ThenBy(d => d.Activity, StringComparer.Ordinal).ThenBy(d => d.Other, StringComparer.Ordinal)]);
    }

    /// <summary>The cheapest explanation of one case.</summary>
    internal static Alignment Align(EventLog log, ReadOnlySpan<int> trace, DeclaredModel model)
    {
        var deviations = new Dictionary<(DeviationKind, string, string?), int>();
        var events = new List<int>(trace.Length);
        var cost = 0;
        foreach (var a in trace)
        {
            var at = model.Find(log.Activities[a]);
            if (at >= 0)
            {
                events.Add(at);
                continue;
            }
            cost++;
            Add((DeviationKind.Unknown, log.Activities[a], null));
        }
        var exact = events.Count <= MostExact;
        var synchronous = exact ? Best(events, model) : Greedy(events, model);
        var matched = new bool[model.Activities.Length];
        for (var i = 0; i < events.Count; i++)
            matched[events[i]] |= synchronous[i];
        for (var i = 0; i < events.Count; i++)
        {
            if (synchronous[i])
                continue;
            cost++;
            if (matched[events[i]])
                Add((DeviationKind.Repeated, model.Activities[events[i]], null));
            else
                Add((DeviationKind.OutOfOrder, model.Activities[events[i]], Against(i)));
        }
        var required = 0;
        for (var a = 0; a < matched.Length; a++)
        {
            if (!model.Required[a])
                continue;
            required++;
            if (matched[a])
                continue;
            cost++;
            if (!events.Contains(a))
                Add((DeviationKind.Missing, model.Activities[a], null));
        }
        var worst = trace.Length + required;
        return new(cost, worst == 0 ? 1 : 1 - ((double)cost / worst), exact, deviations);

        void Add((DeviationKind, string, string?) key) => deviations[key] = deviations.GetValueOrDefault(key) + 1;

        // What stands on the other side of the order, among what was kept: the activity that had to come first, or the one before which this had to come.
        string? Against(int i)
        {
            for (var j = 0; j < events.Count; j++)
            {
                if (synchronous[j] && (j > i ? model.Before(events[j], events[i]) : model.Before(events[i], events[j])))
                    return model.Activities[events[j]];
            }
            return null;
        }
    }

    /// <summary>Whether the later event cannot stand beside the earlier one.</summary>
    private static bool RulesOut(List<int> events, DeclaredModel model, int later, int earlier) => events[later] == events[earlier] || model.Before(events[later], events[earlier]);

    private static bool[] Best(List<int> events, DeclaredModel model)
    {
        // An event of a required activity stands for two.
        List<int> copies = [];
        for (var i = 0; i < events.Count; i++)
        {
            copies.Add(i);
            if (model.Required[events[i]])
                copies.Add(i);
        }
        var n = copies.Count;
        var rules = new List<int>[n];
        var any = false;
        for (var x = 0; x < n; x++)
        {
            rules[x] = [];
            for (var y = 0; y < n && copies[y] < copies[x]; y++)
            {
                if (RulesOut(events, model, copies[x], copies[y]))
                    rules[x].Add(y);
            }
            any |= rules[x].Count > 0;
        }
        var kept = new bool[events.Count];
        if (!any)
        {
            Array.Fill(kept, true);
            return kept;
        }
        int[] left = new int[n], right = new int[n];
        Array.Fill(left, -1);
        Array.Fill(right, -1);
        var tried = new bool[n];
        for (var x = 0; x < n; x++)
        {
            Array.Clear(tried);
            Augment(x);
        }
        // Kőnig: from the unmatched on the left along alternating paths; what is not reached on the left, or is reached on the right, covers every arrow.
        bool[] reachedLeft = new bool[n], reachedRight = new bool[n];
        var way = new Stack<int>();
        for (var x = 0; x < n; x++)
        {
            if (left[x] < 0)
            {
                reachedLeft[x] = true;
                way.Push(x);
            }
        }
        while (way.TryPop(out var x))
        {
            foreach (var y in rules[x])
            {
                if (reachedRight[y])
                    continue;
                reachedRight[y] = true;
                if (right[y] >= 0 && !reachedLeft[right[y]])
                {
                    reachedLeft[right[y]] = true;
                    way.Push(right[y]);
                }
            }
        }
        for (var x = 0; x < n; x++)
            kept[copies[x]] |= reachedLeft[x] && !reachedRight[x];
        return kept;

        bool Augment(int x)
        {
            foreach (var y in rules[x])
            {
                if (tried[y])
                    continue;
                tried[y] = true;
                if (right[y] < 0 || Augment(right[y]))
                {
                    (left[x], right[y]) = (y, x);
                    return true;
                }
            }
            return false;
        }
    }

    private static bool[] Greedy(List<int> events, DeclaredModel model)
    {
        var kept = new bool[events.Count];
        List<int> chosen = [];
        for (var i = 0; i < events.Count; i++)
        {
            if (chosen.TrueForAll(j => !RulesOut(events, model, i, j)))
            {
                kept[i] = true;
                chosen.Add(i);
            }
        }
        return kept;
    }

    private sealed class Found
    {
        public int Cases { get; set; }

        public int Events { get; set; }

        public List<int> Examples { get; } = [];
    }
}

/// <summary>One case explained by the flow.</summary>
internal sealed record Alignment(int Cost, double Fitness, bool Exact, IReadOnlyDictionary<(DeviationKind Kind, string Activity, string? Other), int> Deviations);
