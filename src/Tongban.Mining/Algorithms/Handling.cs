using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>How long an activity waited before somebody began it, and how long it was then worked on.</summary>
/// <param name="Waiting">From being ready to the start; <see langword="null"/> where the log does not tell.</param>
/// <param name="Handling">From the start to completion, without the time it stood still; <see langword="null"/> where the log does not tell.</param>
/// <param name="Standing">From suspend to resume; <see langword="null"/> where it was never suspended.</param>
internal sealed record ActivityTime(int Activity, Durations? Waiting, Durations? Handling, Durations? Standing);

/// <summary>Waiting and handling told apart, as far as the log tells them apart.</summary>
/// <remarks>
/// <para>Of the transactional life cycle of XES (IEEE 1849-2016, <c>lifecycle:transition</c>): <c>schedule</c> makes an activity ready, <c>start</c> begins it, <c>suspend</c> and <c>resume</c> let it stand,
/// <c>complete</c> ends it. Where nothing says when it became ready, it was ready when the activity completed before it in the same case. Where only completions are recorded, nothing can be told:
/// the time since the event before holds both, and the graph shows it.</para>
/// <para>Pairs are made within a case and an activity, the earliest open one first.</para>
/// </remarks>
internal sealed record HandlingTimes(IReadOnlyList<ActivityTime> Activities, bool Known)
{
    public static HandlingTimes Of(EventLog log)
    {
        if (!log.HasStartAndComplete)
            return new([], false);
        int schedule = log.LifecycleCode("schedule"), start = log.LifecycleCode("start"), complete = log.LifecycleCode("complete"), suspend = log.LifecycleCode("suspend"), resume = log.LifecycleCode("resume");
        var n = log.Activities.Length;
        List<long>?[] waiting = new List<long>?[n], handling = new List<long>?[n], standing = new List<long>?[n];
        var open = new Dictionary<int, Queue<Instance>>();
        for (var c = 0; c < log.CaseCount; c++)
        {
            open.Clear();
            long? completed = null;
            for (var e = log.Starts[c]; e < log.Starts[c + 1]; e++)
            {
                int a = log.Activity[e], phase = log.Lifecycle[e];
                var at = log.At[e];
                if (!open.TryGetValue(a, out var queue))
                    open[a] = queue = [];
                if (phase == schedule)
                {
                    queue.Enqueue(new() { Ready = at });
                }
                else if (phase == start)
                {
                    var instance = queue.FirstOrDefault(i => i.Began is null);
                    if (instance is null)
                        queue.Enqueue(instance = new() { Ready = completed });
                    instance.Began = at;
                    if (instance.Ready is { } ready)
                        (waiting[a] ??= []).Add(Math.Max(0, at - ready));
                }
                else if (phase == suspend && queue.TryPeek(out var running))
                {
                    running.Suspended ??= at;
                }
                else if (phase == resume && queue.TryPeek(out var resting) && resting.Suspended is { } since)
                {
                    resting.Stood += at - since;
                    resting.Suspended = null;
                    (standing[a] ??= []).Add(at - since);
                }
                else if (phase == complete)
                {
                    if (queue.TryDequeue(out var done) && done.Began is { } began)
                    {
                        if (done.Suspended is { } still)
                            done.Stood += at - still;
                        (handling[a] ??= []).Add(Math.Max(0, at - began - done.Stood));
                    }
                    completed = at;
                }
            }
        }
        var times = Enumerable.Range(0, n).Where(a => waiting[a] is not null || handling[a] is not null || standing[a] is not null).Select(a => new ActivityTime(a, Sum(waiting[a]), Sum(handling[a]), Sum(standing[a]))).ToList();
        return new(times, times.Exists(t => t.Handling is not null));
    }

    public ActivityTime? Find(int activity) => Activities.FirstOrDefault(t => t.Activity == activity);

    private static Durations? Sum(List<long>? ticks) => ticks is null ? null : Durations.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ticks));

    private sealed class Instance
    {
        public long? Ready { get; init; }

        public long? Began { get; set; }

        public long? Suspended { get; set; }

        public long Stood { get; set; }
    }
}
