using System.Numerics;
using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>A change that is tried on the cases of the past.</summary>
/// <param name="Activity">Its duration is cut to <paramref name="Limit"/>; or it is merged with <paramref name="With"/>.</param>
/// <param name="Limit">Ticks; only for a limit.</param>
internal sealed record Change(int Activity, int? With, long Limit);

/// <summary>What a change would have saved.</summary>
/// <param name="Touched">Cases that would have ended earlier.</param>
/// <param name="Saved">Ticks over all cases.</param>
/// <param name="Before">Throughput of all cases as it was, <paramref name="After"/> as it would have been.</param>
internal sealed record Saving(Change Change, int Touched, long Saved, Durations Before, Durations After)
{
    public long PerCase => Before.Count == 0 ? 0 : Saved / Before.Count;
}

/// <summary>Recomputes the critical path of past cases under a change.</summary>
/// <remarks>
/// <para>Every completed activity of a case is a task. It became ready when the tasks it waits for had ended (by the declared flow; without one, the task before it), and its gap from then to its beginning is kept: a faster
/// predecessor moves it forward, nobody begins more promptly than he did. The case ends with its last task (J. E. Kelley, M. R. Walker, "Critical-Path Planning and Scheduling", EJCC 1959, on durations as they were).</para>
/// <para>A limit cuts the duration of an activity and presumes that all who took longer keep to it. A merge does two activities together, as early as the first of them and as long as the longer; it is not tried where
/// something else had to happen between them. Time is calendar time. People and their load are not part of the picture, so that savings of several changes do not add up.</para>
/// </remarks>
internal sealed class WhatIf
{
    /// <summary>Tasks of a case with a declared flow; longer ones are left out of what is recomputed and counted.</summary>
    public const int MostTasks = 64;

    private readonly List<CaseTasks> _cases = [];
    private readonly int _activities;
    private readonly bool _ordered;

    /// <summary>Cases with more tasks than can be recomputed.</summary>
    public int LeftOut { get; private set; }

    /// <param name="log">With all its life cycle.</param>
    /// <param name="modelOf">The declared flow of a case; without one its tasks followed one another.</param>
    public WhatIf(EventLog log, Func<int, DeclaredModel?> modelOf)
    {
        _activities = log.Activities.Length;
        int complete = log.LifecycleCode("complete"), schedule = log.LifecycleCode("schedule"), start = log.LifecycleCode("start");
        for (var c = 0; c < log.CaseCount; c++)
        {
            var model = modelOf(c);
            _ordered |= model is not null;
            if (Tasks(log, c, model, complete, schedule, start) is { } tasks)
                _cases.Add(tasks);
            else
                LeftOut++;
        }
    }

    /// <summary>Whether a declared flow says what waits for what; otherwise everything followed one after another.</summary>
    public bool Ordered => _ordered;

    /// <summary>How long each activity took, over all cases.</summary>
    public Durations DurationOf(int activity)
    {
        List<long> all = [];
        foreach (var tasks in _cases)
        {
            for (var i = 0; i < tasks.Activity.Length; i++)
            {
                if (tasks.Activity[i] == activity)
                    all.Add(tasks.End[i] - tasks.Start[i]);
            }
        }
        return Durations.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all));
    }

    /// <summary>Each activity cut to its own median, the greatest saving first: half of the cases show that it can be done.</summary>
    public IReadOnlyList<Saving> Limits() =>
        [.. Enumerable.Range(0, _activities).Select(a => (a, Time: DurationOf(a))).Where(p => p.Time.Count > 0 && p.Time.Most > p.Time.Median).Select(p => Of(new(p.a, null, Sensible(p.Time)))).Where(s => s.Saved > 0).OrderByDescending(s => s.Saved).ThenBy(s => s.Change.Activity)];

    // Nobody can be held to no time at all: where half are done at once, the mean is what can be asked of the others.
    private static long Sensible(Durations time) => time.Median >= TimeSpan.TicksPerHour ? time.Median : Math.Max(time.Mean, TimeSpan.TicksPerHour);

    /// <summary>Each two activities that follow one another often, done together, the greatest saving first.</summary>
    /// <param name="most">How many pairs are tried, the most frequent first.</param>
    public IReadOnlyList<Saving> Merges(int most = 20)
    {
        var pairs = new Dictionary<(int, int), int>();
        foreach (var tasks in _cases)
        {
            for (var i = 0; i < tasks.Activity.Length; i++)
            {
                for (var j = i + 1; j < Math.Min(tasks.Activity.Length, i + (_ordered ? MostTasks : 2)); j++)
                {
                    if (tasks.Activity[i] != tasks.Activity[j] && tasks.WaitsFor(j, i))
                        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(pairs, (tasks.Activity[i], tasks.Activity[j]), out _)++;
                }
            }
        }
        return [.. pairs.OrderByDescending(p => p.Value).ThenBy(p => p.Key).Take(most).Select(p => Of(new(p.Key.Item1, p.Key.Item2, 0))).Where(s => s.Saved > 0).OrderByDescending(s => s.Saved).ThenBy(s => (s.Change.Activity, s.Change.With))];
    }

    public Saving Of(Change change)
    {
        var (touched, saved) = (0, 0L);
        long[] before = new long[_cases.Count], after = new long[_cases.Count];
        for (var n = 0; n < _cases.Count; n++)
        {
            var tasks = _cases[n];
            var less = Math.Max(0, tasks.EndsAt - tasks.EndUnder(change));
            before[n] = tasks.Throughput;
            after[n] = tasks.Throughput - Math.Min(less, tasks.Throughput);
            touched += less > 0 ? 1 : 0;
            saved += less;
        }
        return new(change, touched, saved, Durations.Of(before), Durations.Of(after));
    }

    private static CaseTasks? Tasks(EventLog log, int c, DeclaredModel? model, int complete, int schedule, int start)
    {
        List<int> activity = [], places = [];
        List<long> begins = [], ends = [];
        var ready = new Dictionary<int, long>();
        var last = log.FirstAt(c);
        for (var e = log.Starts[c]; e < log.Starts[c + 1]; e++)
        {
            var (a, at, phase) = (log.Activity[e], log.At[e], log.Lifecycle[e]);
            if (phase == schedule || phase == start)
            {
                ready.TryAdd(a, at);
                continue;
            }
            if (complete >= 0 && phase != complete)
                continue;
            var place = model?.Find(log.Activities[a]) ?? 0;
            if (place < 0)
                continue;
            var began = ready.Remove(a, out var since) ? since : last;
            activity.Add(a);
            places.Add(place);
            begins.Add(Math.Min(began, at));
            ends.Add(at);
            if (model is null || !log.HasStartAndComplete)
                last = at;
        }
        if (activity.Count > MostTasks && model is not null)
            return null;
        var tasks = new CaseTasks([.. activity], [.. begins], [.. ends], model is null ? null : new ulong[activity.Count], log.ThroughputOf(c));
        for (var i = 0; model is not null && i < activity.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                // Only what had ended when the task began was waited for; what came against the order was not.
                if (model.Before(places[j], places[i]) && ends[j] <= begins[i])
                    tasks.Before![i] |= 1UL << j;
            }
        }
        return tasks;
    }

    /// <summary>The tasks of one case in the order of their ends.</summary>
    /// <param name="Before">For each task a bit for each that it waits for; <see langword="null"/> when they followed one another.</param>
    private sealed record CaseTasks(int[] Activity, long[] Start, long[] End, ulong[]? Before, long Throughput)
    {
        public long EndsAt => End.Length == 0 ? 0 : End[^1];

        public bool WaitsFor(int task, int earlier) => Before is null ? earlier == task - 1 : (Before[task] & (1UL << earlier)) != 0;

        /// <summary>When the case would have ended.</summary>
        public long EndUnder(Change change)
        {
            if (change.With is not { } with)
                return !Activity.AsSpan().Contains(change.Activity) ? EndsAt : Before is null ? EndsAt - TooLong(change) : new Recomputed(this, change, -1, -1).LastEnd();
            int a = Array.IndexOf(Activity, change.Activity), b = Array.IndexOf(Activity, with);
            // What was done more than once in a case is not one task that could be merged.
            if (a < 0 || b < 0 || Array.LastIndexOf(Activity, change.Activity) != a || Array.LastIndexOf(Activity, with) != b || Between(Math.Min(a, b), Math.Max(a, b)))
                return EndsAt;
            if (Before is not null)
                return new Recomputed(this, change, a, b).LastEnd();
            var (first, second) = (Math.Min(a, b), Math.Max(a, b));
            return EndsAt - Math.Max(0, End[second] - Start[first] - Math.Max(End[first] - Start[first], End[second] - Start[second]));
        }

        private long TooLong(Change change)
        {
            var sum = 0L;
            for (var i = 0; i < Activity.Length; i++)
                sum += Activity[i] == change.Activity ? Math.Max(0, End[i] - Start[i] - change.Limit) : 0;
            return sum;
        }

        // Whether something waits for the first and the second waits for it.
        private bool Between(int a, int b)
        {
            if (Before is null)
                return b != a + 1;
            for (var i = a + 1; i < b; i++)
            {
                if (WaitsFor(i, a) && WaitsFor(b, i))
                    return true;
            }
            return false;
        }
    }

    /// <summary>The ends of the tasks of one case under a change; <c>a</c> and <c>b</c> are done together, or below zero.</summary>
    private sealed class Recomputed(CaseTasks tasks, Change change, int a, int b)
    {
        private readonly long?[] _ends = new long?[tasks.Activity.Length];

        public long LastEnd()
        {
            var last = long.MinValue;
            for (var i = 0; i < _ends.Length; i++)
                last = Math.Max(last, EndOf(i));
            return last;
        }

        private long EndOf(int i)
        {
            if (_ends[i] is { } known)
                return known;
            if (i == a || i == b)
            {
                // Together they begin when the earlier of them would, and not before what the later waits for is there.
                var (first, second) = tasks.Start[a] <= tasks.Start[b] ? (a, b) : (b, a);
                var begin = Begin(first, tasks.Before![first] & ~(1UL << second));
                for (var rest = tasks.Before[second] & ~(1UL << first); rest != 0; rest &= rest - 1)
                    begin = Math.Max(begin, EndOf(BitOperations.TrailingZeroCount(rest)));
                _ends[a] = _ends[b] = begin + Math.Max(tasks.End[a] - tasks.Start[a], tasks.End[b] - tasks.Start[b]);
                return _ends[i]!.Value;
            }
            var length = tasks.End[i] - tasks.Start[i];
            if (change.With is null && tasks.Activity[i] == change.Activity)
                length = Math.Min(length, change.Limit);
            var end = Begin(i, tasks.Before![i]) + length;
            _ends[i] = end;
            return end;
        }

        /// <summary>As long after what the task waits for as it was.</summary>
        private long Begin(int i, ulong before)
        {
            if (before == 0)
                return tasks.Start[i];
            long was = long.MinValue, now = long.MinValue;
            for (var rest = before; rest != 0; rest &= rest - 1)
            {
                var j = BitOperations.TrailingZeroCount(rest);
                was = Math.Max(was, tasks.End[j]);
                now = Math.Max(now, EndOf(j));
            }
            return now + (tasks.Start[i] - was);
        }
    }
}
