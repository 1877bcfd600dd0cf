using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>How often an activity was done again in the same case.</summary>
/// <param name="Cases">Cases in which it was done more than once.</param>
/// <param name="Extra">Times it was done beyond the first, over all cases.</param>
/// <param name="AtOnce">Of these, right after itself.</param>
/// <param name="ShortLoops">Of these, with exactly one other activity between: a, b, a.</param>
/// <param name="SelfDistance">The least number of other events between two times; <see langword="null"/> when it was never repeated.</param>
/// <param name="Witness">The activity that most often stood between two times; <see langword="null"/> when nothing did.</param>
/// <param name="Time">From the first time to the last, in the cases in which it was repeated.</param>
internal sealed record RepeatedActivity(int Activity, int Cases, int Extra, int AtOnce, int ShortLoops, int? SelfDistance, int? Witness, Durations Time);

/// <summary>What was done more than once: loops, repetitions, and how far apart.</summary>
/// <remarks>Self-distance after S. J. van Zelst et al. as in the pm4py library: the events between two executions of an activity. Loops of length one and two as in A. K. Alves de Medeiros et al.,
/// "Process Mining: Extending the α-algorithm to Mine Short Loops", BETA Working Paper 113, Eindhoven 2004.</remarks>
internal sealed record ReworkTable(IReadOnlyList<RepeatedActivity> Activities, int CasesWithRework, int ExtraEvents, int Cases)
{
    public static ReworkTable Of(EventLog log)
    {
        var n = log.Activities.Length;
        int[] cases = new int[n], extra = new int[n], atOnce = new int[n], loops = new int[n], least = new int[n], last = new int[n], first = new int[n], seen = new int[n], counted = new int[n];
        Array.Fill(least, int.MaxValue);
        var between = new Dictionary<long, int>();
        var times = new List<long>?[n];
        var (reworked, all) = (0, 0);
        for (var c = 0; c < log.CaseCount; c++)
        {
            var again = false;
            for (var e = log.Starts[c]; e < log.Starts[c + 1]; e++)
            {
                var a = log.Activity[e];
                if (seen[a] != c + 1)
                {
                    (seen[a], first[a], last[a]) = (c + 1, e, e);
                    continue;
                }
                again = true;
                all++;
                extra[a]++;
                if (counted[a] != c + 1)
                {
                    counted[a] = c + 1;
                    cases[a]++;
                }
                var distance = e - last[a] - 1;
                least[a] = Math.Min(least[a], distance);
                atOnce[a] += distance == 0 ? 1 : 0;
                loops[a] += distance == 1 ? 1 : 0;
                // Long ways round say little about what sent the case back; the first dozen activities do.
                for (var w = last[a] + 1; w < Math.Min(e, last[a] + 13); w++)
                    System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(between, ((long)a * n) + log.Activity[w], out _)++;
                last[a] = e;
            }
            if (!again)
                continue;
            reworked++;
            foreach (var a in log.TraceOf(c))
            {
                if (counted[a] != c + 1)
                    continue;
                (times[a] ??= []).Add(log.At[last[a]] - log.At[first[a]]);
                counted[a] = 0;
            }
        }
        var witness = between.GroupBy(p => (int)(p.Key / n)).ToDictionary(g => g.Key, g => (int)(g.MaxBy(p => (p.Value, -p.Key)).Key % n));
        var repeated = Enumerable.Range(0, n).Where(a => extra[a] > 0)
            .Select(a => new RepeatedActivity(a, cases[a], extra[a], atOnce[a], loops[a], least[a], witness.TryGetValue(a, out var w) ? w : null, Durations.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(times[a]))))
            .OrderByDescending(r => r.Extra).ThenBy(r => r.Activity).ToList();
        return new(repeated, reworked, all, log.CaseCount);
    }
}
