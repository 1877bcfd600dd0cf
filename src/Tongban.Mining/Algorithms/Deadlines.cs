using Tongban.Mining.Logs;

namespace Tongban.Mining.Algorithms;

/// <summary>How cases stand to their deadlines.</summary>
/// <param name="Name">Of the group; <see langword="null"/> for cases that do not say.</param>
/// <param name="WithDeadline">Cases that have one.</param>
/// <param name="Late">Ended after their deadline.</param>
/// <param name="Open">Have a deadline and no end.</param>
/// <param name="By">By how much the late ones were late.</param>
internal sealed record DeadlineRow(string? Name, int Cases, int WithDeadline, int Ended, int Late, int Open, Durations By)
{
    public int InTime => Ended - Late;

    /// <summary>Of those that ended and had a deadline, 0 to 1.</summary>
    public double LateShare => Ended == 0 ? 0 : (double)Late / Ended;
}

/// <summary>Deadline compliance, as a whole and by groups.</summary>
/// <param name="LateCases">The latest first, at most a hundred.</param>
internal sealed record DeadlineTable(DeadlineRow All, IReadOnlyList<DeadlineRow> Groups, IReadOnlyList<(int Case, long By)> LateCases)
{
    private const int MostListed = 100;

    /// <param name="deadline">A date of the case.</param>
    /// <param name="end">A date of the case; the case's last event when left out. A case without the date has not ended.</param>
    /// <param name="groupOf">Name of the group of a case.</param>
    public static DeadlineTable Of(EventLog log, LogColumn deadline, LogColumn? end, Func<int, string?>? groupOf)
    {
        var (all, groups) = (new Sum(), new Dictionary<string, Sum>(StringComparer.Ordinal));
        var nameless = new Sum();
        List<(int Case, long By)> late = [];
        for (var c = 0; c < log.CaseCount; c++)
        {
            var due = deadline.Ticks[c];
            var ended = end is null ? log.LastAt(c) : end.Ticks[c];
            all.Add(due, ended);
            if (groupOf is not null)
            {
                var name = groupOf(c);
                if (name is null)
                    nameless.Add(due, ended);
                else if (groups.TryGetValue(name, out var sum))
                    sum.Add(due, ended);
                else
                    (groups[name] = new()).Add(due, ended);
            }
            if (due != LogColumn.NoDate && ended != LogColumn.NoDate && ended > due)
                late.Add((c, ended - due));
        }
        var rows = groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Value.Row(g.Key)).ToList();
        if (nameless.Cases > 0)
            rows.Add(nameless.Row(null));
        return new(all.Row(null), rows, [.. late.OrderByDescending(l => l.By).ThenBy(l => l.Case).Take(MostListed)]);
    }

    private sealed class Sum
    {
        private readonly List<long> _late = [];
        private int _due, _ended, _open;

        public int Cases { get; private set; }

        public void Add(long due, long ended)
        {
            Cases++;
            if (due == LogColumn.NoDate)
                return;
            _due++;
            if (ended == LogColumn.NoDate)
            {
                _open++;
                return;
            }
            _ended++;
            if (ended > due)
                _late.Add(ended - due);
        }

        public DeadlineRow Row(string? name) => new(name, Cases, _due, _ended, _late.Count, _open, Durations.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_late)));
    }
}
