using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>A place where time is lost.</summary>
/// <param name="From"><see langword="null"/> for an activity as a whole: the time before it, whatever came before.</param>
/// <param name="Share">Of the throughput time of all cases together, 0 to 1. Those of all steps add up to one.</param>
internal sealed record Bottleneck(int? From, int To, Durations Time, double Share);

/// <summary>Where the time of the cases goes: the steps between events, and the activities before which it goes, by what they take in all.</summary>
/// <remarks>Every instant of a case lies in exactly one step, so the shares add up and nothing is counted twice. A step is slow because people waited or because they worked: which of the two only
/// <see cref="HandlingTimes"/> can tell. After W. M. P. van der Aalst, A. Adriansyah, B. van Dongen, "Replaying history on process models for conformance checking and performance analysis", WIREs DMKD 2(2), 2012,
/// on the directly-follows graph instead of a net.</remarks>
internal sealed record BottleneckTable(IReadOnlyList<Bottleneck> Steps, IReadOnlyList<Bottleneck> Activities, long Total)
{
    public static BottleneckTable Of(EventLog log, FlowGraph graph)
    {
        var total = graph.Edges.Sum(e => e.Time.Total);
        var steps = graph.Edges.Select(e => new Bottleneck(e.From, e.To, e.Time, Share(e.Time.Total))).OrderByDescending(b => b.Time.Total).ThenBy(b => (b.From, b.To)).ToList();
        var before = new List<long>?[log.Activities.Length];
        for (var c = 0; c < log.CaseCount; c++)
        {
            for (var e = log.Starts[c] + 1; e < log.Starts[c + 1]; e++)
                (before[log.Activity[e]] ??= []).Add(log.At[e] - log.At[e - 1]);
        }
        var activities = Enumerable.Range(0, before.Length).Where(a => before[a] is not null)
            .Select(a => Durations.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(before[a])) is var d ? new Bottleneck(null, a, d, Share(d.Total)) : null!)
            .OrderByDescending(b => b.Time.Total).ThenBy(b => b.To).ToList();
        return new(steps, activities, total);

        double Share(long ticks) => total == 0 ? 0 : (double)ticks / total;
    }
}
