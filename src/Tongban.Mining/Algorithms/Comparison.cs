using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>One side of a comparison.</summary>
internal sealed record ComparedPart(int Cases, int Events, int Variants, Durations Throughput, double ReworkShare, DeadlineRow? Deadlines);

/// <summary>A step that both sides are compared by.</summary>
/// <param name="Left">Per case of the left side; so too <paramref name="Right"/>.</param>
internal sealed record ComparedStep(int From, int To, double Left, double Right, long LeftMedian, long RightMedian)
{
    public double Difference => Right - Left;
}

/// <summary>An activity that both sides are compared by: how many of their cases had it.</summary>
internal sealed record ComparedActivity(int Activity, double Left, double Right);

/// <summary>Two parts of a log side by side: two periods, two divisions, two channels.</summary>
/// <param name="P">How likely a difference of throughput times at least as large is by chance alone; <see langword="null"/> when a side has fewer than eight cases.</param>
/// <remarks>The test is H. B. Mann, D. R. Whitney, "On a Test of Whether One of Two Random Variables is Stochastically Larger than the Other", Annals of Mathematical Statistics 18(1), 1947, two-sided, by the normal
/// approximation with the correction for ties: durations are far from normal and their means follow a few long cases. A small p says that the sides differ, not why.</remarks>
internal sealed record ComparisonTable(ComparedPart Left, ComparedPart Right, IReadOnlyList<ComparedStep> Steps, IReadOnlyList<ComparedActivity> Activities, double? P)
{
    public static ComparisonTable Of(EventLog left, EventLog right, Func<EventLog, DeadlineRow?> deadlines)
    {
        var (l, r) = (FlowGraph.Of(left), FlowGraph.Of(right));
        var (leftEdges, rightEdges) = (l.Edges.ToDictionary(e => (e.From, e.To)), r.Edges.ToDictionary(e => (e.From, e.To)));
        var steps = leftEdges.Keys.Union(rightEdges.Keys).Select(k =>
        {
            var (a, b) = (leftEdges.GetValueOrDefault(k), rightEdges.GetValueOrDefault(k));
            return new ComparedStep(k.From, k.To, Per(a?.Count, l.Cases), Per(b?.Count, r.Cases), a?.Time.Median ?? 0, b?.Time.Median ?? 0);
        }).OrderByDescending(s => Math.Abs(s.Difference)).ThenBy(s => (s.From, s.To)).ToList();
        var (leftNodes, rightNodes) = (l.Nodes.ToDictionary(x => x.Activity), r.Nodes.ToDictionary(x => x.Activity));
        var activities = leftNodes.Keys.Union(rightNodes.Keys)
            .Select(a => new ComparedActivity(a, Per(leftNodes.GetValueOrDefault(a)?.Cases, l.Cases), Per(rightNodes.GetValueOrDefault(a)?.Cases, r.Cases)))
            .OrderByDescending(a => Math.Abs(a.Right - a.Left)).ThenBy(a => a.Activity).ToList();
        return new(Part(left, deadlines), Part(right, deadlines), steps, activities, MannWhitney(Throughputs(left), Throughputs(right)));
    }

    /// <summary>The figures of one part by itself.</summary>
    public static ComparedPart Figures(EventLog part, Func<EventLog, DeadlineRow?> deadlines) => Part(part, deadlines);

    /// <summary>Two-sided p of the Mann-Whitney U test.</summary>
    internal static double? MannWhitney(long[] left, long[] right)
    {
        double m = left.Length, n = right.Length;
        if (m < 8 || n < 8)
            return null;
        var all = left.Select(t => (t, Left: true)).Concat(right.Select(t => (t, Left: false))).OrderBy(p => p.t).ToArray();
        double ranks = 0, ties = 0;
        for (var i = 0; i < all.Length;)
        {
            var j = i;
            while (j < all.Length && all[j].t == all[i].t)
                j++;
            double tied = j - i;
            var rank = (i + 1 + j) / 2.0;
            for (; i < j; i++)
                ranks += all[i].Left ? rank : 0;
            ties += (tied * tied * tied) - tied;
        }
        var u = ranks - (m * (m + 1) / 2);
        var total = m + n;
        var variance = m * n / 12 * (total + 1 - (ties / (total * (total - 1))));
        if (variance <= 0)
            return 1;
        var z = Math.Max(0, Math.Abs(u - (m * n / 2)) - 0.5) / Math.Sqrt(variance);
        return Math.Min(1, 2 * UpperTail(z));
    }

    /// <summary>How much of a standard normal distribution lies above z ≥ 0 (M. Abramowitz, I. A. Stegun, <i>Handbook of Mathematical Functions</i>, 1964, 26.2.17; error below 8·10⁻⁸).</summary>
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + (0.2316419 * z));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
    }

    private static ComparedPart Part(EventLog log, Func<EventLog, DeadlineRow?> deadlines) =>
        new(log.CaseCount, log.EventCount, VariantTable.Of(log).All.Count, Durations.Of(Throughputs(log)), log.CaseCount == 0 ? 0 : (double)ReworkTable.Of(log).CasesWithRework / log.CaseCount, deadlines(log));

    private static long[] Throughputs(EventLog log) => [.. Enumerable.Range(0, log.CaseCount).Select(log.ThroughputOf)];

    private static double Per(int? count, int cases) => cases == 0 ? 0 : (double)(count ?? 0) / cases;
}
