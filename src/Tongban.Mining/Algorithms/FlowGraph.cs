using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>An activity in the graph.</summary>
/// <param name="Starts">Cases that began with it.</param>
/// <param name="Ends">Cases that ended with it.</param>
internal sealed record FlowNode(int Activity, int Events, int Cases, int Starts, int Ends);

/// <summary>One activity directly after another in the same case.</summary>
/// <param name="Time">From the event before to the event after.</param>
internal sealed record FlowEdge(int From, int To, int Count, Durations Time);

/// <summary>The directly-follows graph: what came right after what, how often, and how long after.</summary>
/// <remarks>
/// <para>The counts of all edges are the events less the cases, and the times of all edges add up to the throughput times of all cases.</para>
/// <para>W. M. P. van der Aalst, A. J. M. M. Weijters, L. Maruster, "Workflow Mining: Discovering Process Models from Event Logs", IEEE TKDE 16(9), 2004 (the relation); W. M. P. van der Aalst,
/// "A practitioner's guide to process mining: Limitations of the directly-follows graph", Procedia Computer Science 164, 2019 (what it does not tell: activities side by side look like a loop).</para>
/// </remarks>
internal sealed record FlowGraph(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowEdge> Edges, int Cases, int Events)
{
    private const int DenseCells = 1 << 20;

    public static FlowGraph Of(EventLog log)
    {
        var n = log.Activities.Length;
        var (events, cases, starts, ends, seen) = (new int[n], new int[n], new int[n], new int[n], new int[n]);
        var steps = log.EventCount - log.CaseCount;
        var (edgeOf, times) = (new int[Math.Max(steps, 0)], new long[Math.Max(steps, 0)]);
        var counts = new List<int>();
        var keys = new List<long>();
        var dense = (long)n * n <= DenseCells ? new int[n * n] : null;
        var sparse = dense is null ? new Dictionary<long, int>() : null;
        var step = 0;
        for (var c = 0; c < log.CaseCount; c++)
        {
            int from = log.Starts[c], to = log.Starts[c + 1];
            starts[log.Activity[from]]++;
            ends[log.Activity[to - 1]]++;
            for (var e = from; e < to; e++)
            {
                var a = log.Activity[e];
                events[a]++;
                if (seen[a] != c + 1)
                {
                    seen[a] = c + 1;
                    cases[a]++;
                }
                if (e == from)
                    continue;
                var key = ((long)log.Activity[e - 1] * n) + a;
                int edge;
                if (dense is not null)
                {
                    edge = dense[key] - 1;
                    if (edge < 0)
                        dense[key] = (edge = Begin(key)) + 1;
                }
                else if (!sparse!.TryGetValue(key, out edge))
                {
                    sparse[key] = edge = Begin(key);
                }
                counts[edge]++;
                (edgeOf[step], times[step]) = (edge, log.At[e] - log.At[e - 1]);
                step++;
            }
        }
        var places = new int[counts.Count + 1];
        for (var i = 0; i < counts.Count; i++)
            places[i + 1] = places[i] + counts[i];
        var (next, sorted) = (places.AsSpan(0, counts.Count).ToArray(), new long[steps]);
        for (var i = 0; i < steps; i++)
            sorted[next[edgeOf[i]]++] = times[i];
        var edges = new FlowEdge[counts.Count];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = new((int)(keys[i] / n), (int)(keys[i] % n), counts[i], Durations.Of(sorted.AsSpan(places[i], counts[i])));
        Array.Sort(edges, (x, y) => y.Count.CompareTo(x.Count) is not 0 and var byCount ? byCount : (x.From, x.To).CompareTo((y.From, y.To)));
        var nodes = Enumerable.Range(0, n).Where(a => events[a] > 0).Select(a => new FlowNode(a, events[a], cases[a], starts[a], ends[a])).OrderByDescending(x => x.Events).ThenBy(x => x.Activity).ToList();
        return new(nodes, edges, log.CaseCount, log.EventCount);

        int Begin(long key)
        {
            keys.Add(key);
            counts.Add(0);
            return counts.Count - 1;
        }
    }

    /// <summary>The graph with the most frequent paths only: as many edges as it takes to cover a share of all steps, and those without which an activity that remains would hang in the air.</summary>
    /// <param name="share">0 to 1 of the steps between events.</param>
    /// <remarks>After the idea of C. W. Günther, W. M. P. van der Aalst, "Fuzzy Mining", BPM 2007, in its simplest form: what is rare is left out and said to be, nothing is merged.</remarks>
    public FlowGraph Simplified(double share)
    {
        if (share >= 1)
            return this;
        var total = Edges.Sum(e => (long)e.Count);
        var (kept, sum) = (new HashSet<FlowEdge>(), 0L);
        foreach (var edge in Edges)
        {
            if (sum >= share * total)
                break;
            kept.Add(edge);
            sum += edge.Count;
        }
        // What is kept of the activities stays connected to where cases come from and go to.
        var shown = kept.SelectMany(e => new[] { e.From, e.To }).ToHashSet();
        if (shown.Count == 0 && Nodes.Count > 0)
            shown.Add(Nodes[0].Activity);
        bool grew;
        do
        {
            grew = false;
            foreach (var node in Nodes.Where(x => shown.Contains(x.Activity)).ToList())
            {
                if (node.Starts == 0 && !kept.Any(e => e.To == node.Activity && e.From != e.To) && Edges.FirstOrDefault(e => e.To == node.Activity && e.From != e.To) is { } into)
                    grew |= kept.Add(into) | shown.Add(into.From);
                if (node.Ends == 0 && !kept.Any(e => e.From == node.Activity && e.From != e.To) && Edges.FirstOrDefault(e => e.From == node.Activity && e.From != e.To) is { } outOf)
                    grew |= kept.Add(outOf) | shown.Add(outOf.To);
            }
        }
        while (grew);
        return this with { Nodes = [.. Nodes.Where(x => shown.Contains(x.Activity))], Edges = [.. Edges.Where(kept.Contains)] };
    }
}
