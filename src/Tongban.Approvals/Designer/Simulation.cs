using System.Text;
using Tongban.Approvals.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>Where the durations of an item come from.</summary>
internal enum DurationSource
{
    /// <summary>Working days that closed cases really took, each as likely as it was.</summary>
    Observed,

    /// <summary>Too few cases: every whole number of days between the promise and the law, equally likely.</summary>
    BetweenPromiseAndLaw,

    /// <summary>Too few cases and no law beyond the promise: the promised days.</summary>
    Promised,
}

/// <summary>How long an item may take: whole working days in ascending order, each equally likely.</summary>
/// <param name="Observations">How many closed cases there are, used or not.</param>
internal sealed record Durations(IReadOnlyList<int> Days, DurationSource Source, int Observations)
{
    /// <summary>The days at a quantile from 0 up to but not including 1. For two lists of which one is shorter at every quantile, so is the answer.</summary>
    public int At(double quantile) => Days[(int)(quantile * Days.Count)];

    /// <summary>Observed days when there are enough of them, otherwise the stated fallback.</summary>
    /// <param name="least">Fewer observations than this say too little.</param>
    public static Durations Of(FlowItem item, IReadOnlyList<int> observed, int least)
    {
        if (observed.Count >= least && observed.Count > 0)
            return new([.. observed.Order()], DurationSource.Observed, observed.Count);
        var law = item.Statutory switch
        {
            null or { AtOnce: true } => item.PromisedDays,
            // Seven calendar days hold five working days, festivals aside.
            { Length: { Unit: Foundation.Time.LimitUnit.CalendarDay } length } => Math.Max(item.PromisedDays, length.Value * 5 / 7),
            { Length: var length } => Math.Max(item.PromisedDays, length.Value),
        };
        return new([.. Enumerable.Range(item.PromisedDays, law - item.PromisedDays + 1)], law == item.PromisedDays ? DurationSource.Promised : DurationSource.BetweenPromiseAndLaw, observed.Count);
    }
}

/// <summary>The spread of a length over all runs.</summary>
internal sealed record Spread(int Least, int P50, int P90, int Most, double Mean)
{
    /// <param name="ascending">Days of all runs, ascending.</param>
    public static Spread Of(int[] ascending) => new(ascending[0], Quantile(ascending, 0.5), Quantile(ascending, 0.9), ascending[^1], ascending.Average());

    // The smallest number of days within which that share of the runs was done.
    private static int Quantile(int[] ascending, double share) => ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Length) - 1)];
}

internal sealed record SimulatedStage(FlowStage Stage, Spread Spread);

/// <param name="CriticalShare">In which share of the runs the item stood on the longest chain of its stage.</param>
internal sealed record SimulatedItem(FlowItem Item, Durations Durations, double CriticalShare);

/// <summary>A column of the histogram.</summary>
/// <param name="From">First number of days in it.</param>
/// <param name="To">Last number of days in it.</param>
internal sealed record Column(int From, int To, int Runs);

/// <summary>Monte Carlo of the total: how long projects of a type may take if the departments go on as they did.</summary>
/// <remarks>
/// Each item of each run draws a quantile from a generator that depends on the seed, the run and the item's code alone. So the same seed gives the same answer on every machine, two versions
/// are compared on the same luck, and a flow whose items are quicker is quicker in every single run, not only on average. Time of applicants and special procedures is not in it.
/// </remarks>
internal sealed record Simulation(ProjectType Type, long Seed, int Runs, Spread Total, IReadOnlyList<SimulatedStage> Stages, IReadOnlyList<SimulatedItem> Items, IReadOnlyList<Column> Histogram)
{
    public const int MostRuns = 50_000, DefaultRuns = 10_000, LeastObservations = 20;

    private const int Columns = 24;

    /// <param name="durations">By item code; every counted item of the flow has one.</param>
    /// <param name="withConditional">Whether items whose condition is not known to hold take part.</param>
    public static Simulation Run(FlowCatalogue flow, ProjectType type, FactSheet facts, bool withConditional, Func<FlowItem, Durations> durations, long seed, int runs)
    {
        runs = Math.Clamp(runs, 1, MostRuns);
        var totals = new int[runs];
        var (stages, items) = (new List<SimulatedStage>(), new List<SimulatedItem>());
        foreach (var stage in flow.Stages)
        {
            var network = Network.Of([.. stage.Items.Where(i => i.Counted && i.AppliesWhen(type, facts).Applies is var applies && (applies is Truth.Yes || (withConditional && applies is Truth.Unknown)))]);
            var spreads = network.Items.Select(durations).ToArray();
            var keys = network.Items.Select(i => KeyOf(i.Code)).ToArray();
            var (lengths, critical, days) = (new int[runs], new int[network.Items.Count], new int[network.Items.Count]);
            for (var run = 0; run < runs; run++)
            {
                for (var i = 0; i < days.Length; i++)
                    days[i] = spreads[i].At(Quantile(seed, run, keys[i]));
                var timing = network.Time(days);
                lengths[run] = timing.Length;
                totals[run] += timing.Length;
                for (var i = 0; i < days.Length; i++)
                    critical[i] += timing.Slack[i] == 0 ? 1 : 0;
            }
            Array.Sort(lengths);
            stages.Add(new(stage, Spread.Of(lengths)));
            items.AddRange(network.Items.Select((item, i) => new SimulatedItem(item, spreads[i], (double)critical[i] / runs)));
        }
        Array.Sort(totals);
        return new(type, seed, runs, Spread.Of(totals), stages, items, Bin(totals));
    }

    private static List<Column> Bin(int[] ascending)
    {
        var (least, most) = (ascending[0], ascending[^1]);
        var width = Math.Max(1, (most - least + Columns) / Columns);
        var columns = new List<Column>();
        for (var from = least; from <= most; from += width)
            columns.Add(new(from, from + width - 1, ascending.Count(d => d >= from && d < from + width)));
        return columns;
    }

    // FNV-1a of the code: the key of an item is the same in every version that has it.
    private static ulong KeyOf(string code)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(code))
            hash = (hash ^ b) * 1099511628211UL;
        return hash;
    }

    // SplitMix64, counted instead of stepped.
    private static double Quantile(long seed, int run, ulong key) => (Mix(Mix(unchecked((ulong)seed) ^ key) + unchecked((ulong)run * 0x9E3779B97F4A7C15UL)) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
