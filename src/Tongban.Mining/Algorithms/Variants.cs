using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>One way in which cases went: the same activities in the same order.</summary>
/// <param name="Trace">Codes of the activities.</param>
/// <param name="Example">A case that went this way, the first one.</param>
internal sealed record Variant(int[] Trace, int Count, int Example, Durations Throughput);

/// <summary>The ways in which cases went, the most frequent first; of equals the shorter, then by activities.</summary>
/// <remarks>W. M. P. van der Aalst, <i>Process Mining: Data Science in Action</i>, 2nd ed., Springer 2016: a log as a multiset of traces.</remarks>
internal sealed record VariantTable(IReadOnlyList<Variant> All, int Cases)
{
    /// <summary>Which variant each case went, in the order of <see cref="All"/>.</summary>
    public required int[] OfCase { get; init; }

    /// <summary>Share of the cases that the first n variants cover, 0 to 1.</summary>
    public double Coverage(int n) => Cases == 0 ? 0 : (double)All.Take(n).Sum(v => v.Count) / Cases;

    /// <summary>How many variants it takes to cover a share of the cases.</summary>
    public int Needed(double share)
    {
        var (sum, n) = (0, 0);
        while (n < All.Count && sum < share * Cases)
            sum += All[n++].Count;
        return n;
    }

    public static VariantTable Of(EventLog log)
    {
        var places = new Dictionary<int, int>(new SameTrace(log));
        var (found, counts) = (new List<int>(), new List<int>());
        var ofCase = new int[log.CaseCount];
        for (var c = 0; c < log.CaseCount; c++)
        {
            if (!places.TryGetValue(c, out var at))
            {
                places[c] = at = found.Count;
                found.Add(c);
                counts.Add(0);
            }
            counts[at]++;
            ofCase[c] = at;
        }
        var ends = new int[counts.Count + 1];
        for (var i = 0; i < counts.Count; i++)
            ends[i + 1] = ends[i] + counts[i];
        var (next, times) = (ends.AsSpan(0, counts.Count).ToArray(), new long[log.CaseCount]);
        for (var c = 0; c < log.CaseCount; c++)
            times[next[ofCase[c]]++] = log.ThroughputOf(c);
        var variants = new Variant[counts.Count];
        for (var i = 0; i < variants.Length; i++)
            variants[i] = new(log.TraceOf(found[i]).ToArray(), counts[i], found[i], Durations.Of(times.AsSpan(ends[i], counts[i])));
        var order = Enumerable.Range(0, variants.Length).ToArray();
        Array.Sort(order, (a, b) => Compare(variants[a], variants[b]));
        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        return new([.. order.Select(i => variants[i])], log.CaseCount) { OfCase = Array.ConvertAll(ofCase, i => rank[i]) };
    }

    private static int Compare(Variant a, Variant b) =>
        b.Count.CompareTo(a.Count) is not 0 and var byCount ? byCount : a.Trace.Length.CompareTo(b.Trace.Length) is not 0 and var byLength ? byLength : a.Trace.AsSpan().SequenceCompareTo(b.Trace);

    /// <summary>Cases are the same when their traces are: nothing is copied to find out.</summary>
    private sealed class SameTrace(EventLog log) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => log.TraceOf(x).SequenceEqual(log.TraceOf(y));

        public int GetHashCode(int c)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(log.TraceOf(c)));
            return hash.ToHashCode();
        }
    }
}
