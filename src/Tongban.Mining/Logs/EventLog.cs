namespace Tongban.Mining.Logs;

/// <summary>What the values of a column are. Everything but an instant is kept as it was written; the kind is remembered for export.</summary>
internal enum ColumnKind : byte { Text, Whole, Real, Flag, Id, Date }

/// <summary>An attribute of all cases or of all events: one value a row, or none.</summary>
/// <param name="Codes">Place in <paramref name="Words"/> for every row, -1 where there is no value. Empty for dates.</param>
/// <param name="Words">The different values, in ordinal order.</param>
/// <param name="Ticks">UTC ticks for every row of a date column, <see cref="NoDate"/> where there is no value. Empty for others.</param>
internal sealed record LogColumn(string Name, ColumnKind Kind, int[] Codes, string[] Words, long[] Ticks)
{
    public const long NoDate = long.MinValue;

    public bool IsDate => Kind is ColumnKind.Date;

    /// <summary>The value as text, dates in ISO 8601 and UTC; <see langword="null"/> where there is none.</summary>
    public string? TextAt(int row) => IsDate ? (Ticks[row] == NoDate ? null : LogTime.Write(Ticks[row])) : Codes[row] < 0 ? null : Words[Codes[row]];
}

/// <summary>An event log in columns: every text once, every event a few numbers, so that a million events take some tens of megabytes and are walked in milliseconds.</summary>
/// <remarks>
/// <para>The form is canonical: cases stand by the instant of their first event and then by name, the events of a case by instant and then as they came, names in ordinal order.
/// The same events therefore give the same bytes, and the digest of the file names its content.</para>
/// <para>The vocabulary is that of XES (IEEE 1849-2016): a case is a trace, an activity a <c>concept:name</c>, a resource an <c>org:resource</c>, a lifecycle a <c>lifecycle:transition</c>.</para>
/// </remarks>
internal sealed class EventLog
{
    public required string[] Cases { get; init; }

    /// <summary>The events of case c are those from <c>Starts[c]</c> to before <c>Starts[c + 1]</c>; no case is empty.</summary>
    public required int[] Starts { get; init; }

    public required string[] Activities { get; init; }

    public required int[] Activity { get; init; }

    /// <summary>Instants as UTC ticks, rising within a case.</summary>
    public required long[] At { get; init; }

    public required string[] Resources { get; init; }

    /// <summary>-1 where nobody is named.</summary>
    public required int[] Resource { get; init; }

    public required string[] Lifecycles { get; init; }

    /// <summary>Place in <see cref="Lifecycles"/>, <see cref="NoLifecycle"/> where none is given.</summary>
    public required byte[] Lifecycle { get; init; }

    public required LogColumn[] CaseColumns { get; init; }

    public required LogColumn[] EventColumns { get; init; }

    public const byte NoLifecycle = 255;

    public static EventLog Empty { get; } = new()
    {
        Cases = [], Starts = [0], Activities = [], Activity = [], At = [], Resources = [], Resource = [], Lifecycles = [], Lifecycle = [], CaseColumns = [], EventColumns = [],
    };

    public int CaseCount => Cases.Length;

    public int EventCount => Activity.Length;

    public ReadOnlySpan<int> TraceOf(int c) => Activity.AsSpan(Starts[c], Starts[c + 1] - Starts[c]);

    public long FirstAt(int c) => At[Starts[c]];

    public long LastAt(int c) => At[Starts[c + 1] - 1];

    /// <summary>From the first event of a case to its last.</summary>
    public long ThroughputOf(int c) => LastAt(c) - FirstAt(c);

    public LogColumn? CaseColumn(string? name) => CaseColumns.FirstOrDefault(k => k.Name == name);

    public LogColumn? EventColumn(string? name) => EventColumns.FirstOrDefault(k => k.Name == name);

    /// <summary>Code of a lifecycle transition, without regard to case; -2 when the log has none of that name.</summary>
    public int LifecycleCode(string name) => Array.FindIndex(Lifecycles, l => l.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? at : -2;

    /// <summary>Whether the log tells when an activity ended and something before that, so that handling can be told from waiting.</summary>
    public bool HasStartAndComplete => LifecycleCode("complete") >= 0 && (LifecycleCode("start") >= 0 || LifecycleCode("schedule") >= 0);

    /// <summary>The log in which every activity is one event, its completion: what variants, the flow graph and conformance look at. The log itself when it has no lifecycle to choose by.</summary>
    /// <remarks>Cases in which nothing was completed are left out.</remarks>
    public EventLog Completed()
    {
        var complete = LifecycleCode("complete");
        return complete < 0 || Array.TrueForAll(Lifecycle, l => l == complete) ? this : Where(null, e => Lifecycle[e] == complete);
    }

    /// <summary>The part of the log that fulfils both conditions; names keep their codes.</summary>
    /// <param name="cases">Which cases; all when left out.</param>
    /// <param name="events">Which events; all when left out. Cases without any left are left out.</param>
    public EventLog Where(Func<int, bool>? cases, Func<int, bool>? events)
    {
        List<int> keptCases = [], keptEvents = new(EventCount), starts = [0];
        for (var c = 0; c < CaseCount; c++)
        {
            if (cases?.Invoke(c) is false)
                continue;
            var before = keptEvents.Count;
            for (var e = Starts[c]; e < Starts[c + 1]; e++)
            {
                if (events?.Invoke(e) is not false)
                    keptEvents.Add(e);
            }
            if (keptEvents.Count == before)
                continue;
            keptCases.Add(c);
            starts.Add(keptEvents.Count);
        }
        int[] ofCase = [.. keptCases], ofEvent = [.. keptEvents];
        return new()
        {
            Cases = Pick(Cases, ofCase), Starts = [.. starts],
            Activities = Activities, Activity = Pick(Activity, ofEvent), At = Pick(At, ofEvent),
            Resources = Resources, Resource = Pick(Resource, ofEvent),
            Lifecycles = Lifecycles, Lifecycle = Pick(Lifecycle, ofEvent),
            CaseColumns = [.. CaseColumns.Select(k => Pick(k, ofCase))],
            EventColumns = [.. EventColumns.Select(k => Pick(k, ofEvent))],
        };
    }

    private static LogColumn Pick(LogColumn column, int[] rows) => column with { Codes = column.IsDate ? [] : Pick(column.Codes, rows), Ticks = column.IsDate ? Pick(column.Ticks, rows) : [] };

    private static T[] Pick<T>(T[] values, int[] rows)
    {
        var picked = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            picked[i] = values[rows[i]];
        return picked;
    }
}
