using System.Runtime.InteropServices;
using Tongban.Mining.Model;

namespace Tongban.Mining.Logs;

/// <summary>Every different text once, numbered as it comes.</summary>
internal sealed class TextPool(int most, Action<int> grown)
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts => _texts;

    /// <returns>The code, or -1 when there are too many different texts.</returns>
    public int CodeOf(ReadOnlySpan<char> text)
    {
        var lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var code))
            return code;
        if (_texts.Count >= most)
            return -1;
        var kept = text.ToString();
        grown(kept.Length);
        _texts.Add(kept);
        return _codes[kept] = _texts.Count - 1;
    }

    public int Find(ReadOnlySpan<char> text) => _codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var code) ? code : -1;
}

/// <summary>An attribute while it is read in.</summary>
internal sealed class ColumnBuilder(string name, ColumnKind kind, LogLimits limits, Action<int> grown)
{
    private readonly TextPool _pool = new(limits.DistinctValues, grown);
    private List<int> _codes = [];
    private List<long> _ticks = [];

    public string Name { get; } = name;

    public ColumnKind Kind { get; } = kind;

    /// <summary>Too many different values: the attribute is left out.</summary>
    public bool Dropped { get; private set; }

    /// <summary>Values that were longer than the limit, and are kept cut.</summary>
    public int Cut { get; private set; }

    public bool Has(int row) => Kind is ColumnKind.Date ? row < _ticks.Count && _ticks[row] != LogColumn.NoDate : row < _codes.Count && _codes[row] >= 0;

    public void Set(int row, ReadOnlySpan<char> value)
    {
        if (Dropped || value.IsEmpty)
            return;
        if (value.Length > limits.TextLength)
        {
            value = value[..(char.IsHighSurrogate(value[limits.TextLength - 1]) ? limits.TextLength - 1 : limits.TextLength)];
            Cut++;
        }
        var code = _pool.CodeOf(value);
        if (code < 0)
        {
            (Dropped, _codes) = (true, []);
            return;
        }
        Pad(_codes, row, -1);
        _codes[row] = code;
    }

    public void Set(int row, long ticks)
    {
        Pad(_ticks, row, LogColumn.NoDate);
        _ticks[row] = ticks;
    }

    /// <summary>Whether the row has this value already.</summary>
    public bool Says(int row, ReadOnlySpan<char> value) => Has(row) && _codes[row] == _pool.Find(value);

    public bool Says(int row, long ticks) => Has(row) && _ticks[row] == ticks;

    /// <summary>The finished column for these rows, or <see langword="null"/> when none has a value.</summary>
    public LogColumn? Build(int[] rows)
    {
        if (Kind is ColumnKind.Date)
        {
            var ticks = Array.ConvertAll(rows, r => r < _ticks.Count ? _ticks[r] : LogColumn.NoDate);
            _ticks = [];
            return Array.TrueForAll(ticks, t => t == LogColumn.NoDate) ? null : new(Name, Kind, [], [], ticks);
        }
        if (Dropped)
            return null;
        var codes = Array.ConvertAll(rows, r => r < _codes.Count ? _codes[r] : -1);
        _codes = [];
        var words = Canonical.Sort(_pool.Texts, codes);
        return words.Length == 0 ? null : new(Name, Kind, codes, words, []);
    }

    private static void Pad<T>(List<T> list, int row, T nothing)
    {
        if (row < list.Count)
            return;
        var from = list.Count;
        CollectionsMarshal.SetCount(list, row + 1);
        CollectionsMarshal.AsSpan(list)[from..].Fill(nothing);
    }
}

/// <summary>Names in ordinal order, without those nobody uses, so that the same content has the same codes.</summary>
internal static class Canonical
{
    /// <summary>Rewrites the codes in place; those below zero stay.</summary>
    public static string[] Sort(IReadOnlyList<string> texts, int[] codes)
    {
        var used = new bool[texts.Count];
        foreach (var code in codes)
        {
            if (code >= 0)
                used[code] = true;
        }
        var order = Enumerable.Range(0, texts.Count).Where(i => used[i]).ToArray();
        Array.Sort(order, (a, b) => string.CompareOrdinal(texts[a], texts[b]));
        var now = new int[texts.Count];
        for (var i = 0; i < order.Length; i++)
            now[order[i]] = i;
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0)
                codes[i] = now[codes[i]];
        }
        return Array.ConvertAll(order, i => texts[i]);
    }
}

/// <summary>Takes events in as they come, case by case or mixed, and makes an <see cref="EventLog"/> of them.</summary>
internal sealed class EventLogBuilder
{
    private readonly LogLimits _limits;
    private readonly TextPool _cases, _activities, _resources, _lifecycles;
    private readonly List<int> _case = [], _activity = [], _resource = [];
    private readonly List<byte> _lifecycle = [];
    private readonly List<long> _at = [];
    private readonly Dictionary<string, ColumnBuilder> _caseColumns = new(StringComparer.Ordinal), _eventColumns = new(StringComparer.Ordinal);
    private long _characters;

    public EventLogBuilder(LogLimits limits)
    {
        _limits = limits;
        _cases = new(limits.Cases, Grown);
        _activities = new(limits.Activities, Grown);
        _resources = new(limits.Resources, Grown);
        _lifecycles = new(limits.Lifecycles, Grown);
    }

    public int EventCount => _case.Count;

    public IEnumerable<ColumnBuilder> Columns => _caseColumns.Values.Concat(_eventColumns.Values);

    public int CaseOf(ReadOnlySpan<char> name)
    {
        var code = _cases.CodeOf(name);
        return code >= 0 ? code : throw new LogRefusedException(MiningErrors.TooMany("cases", ("案例", "cases"), _limits.Cases));
    }

    /// <summary>Whether a case of this name has begun.</summary>
    public bool Knows(ReadOnlySpan<char> name) => _cases.Find(name) >= 0;

    /// <returns>The number of the event, for its attributes.</returns>
    public int Add(int ofCase, ReadOnlySpan<char> activity, long at, ReadOnlySpan<char> resource, ReadOnlySpan<char> lifecycle)
    {
        if (_case.Count >= _limits.Events)
            throw new LogRefusedException(MiningErrors.TooMany("events", ("事件", "events"), _limits.Events));
        var code = _activities.CodeOf(activity);
        if (code < 0)
            throw new LogRefusedException(MiningErrors.TooMany("activity", ("活动", "different activities"), _limits.Activities));
        var who = resource.IsEmpty ? -1 : _resources.CodeOf(resource);
        if (who < 0 && !resource.IsEmpty)
            throw new LogRefusedException(MiningErrors.TooMany("resource", ("执行者", "different resources"), _limits.Resources));
        var phase = lifecycle.IsEmpty ? EventLog.NoLifecycle : _lifecycles.CodeOf(lifecycle);
        if (phase < 0)
            throw new LogRefusedException(MiningErrors.TooMany("lifecycle", ("生命周期状态", "different lifecycle transitions"), _limits.Lifecycles));
        _case.Add(ofCase);
        _activity.Add(code);
        _at.Add(at);
        _resource.Add(who);
        _lifecycle.Add((byte)phase);
        return _case.Count - 1;
    }

    /// <returns>The column of that name, begun with this kind when it is new; <see langword="null"/> when there are too many.</returns>
    public ColumnBuilder? CaseColumn(string name, ColumnKind kind) => Column(_caseColumns, name, kind);

    public ColumnBuilder? EventColumn(string name, ColumnKind kind) => Column(_eventColumns, name, kind);

    /// <summary>The canonical log. The builder is of no use afterwards.</summary>
    public EventLog Build()
    {
        int events = _case.Count, cases = _cases.Texts.Count;
        var starts = new int[cases + 1];
        foreach (var c in _case)
            starts[c + 1]++;
        for (var c = 0; c < cases; c++)
            starts[c + 1] += starts[c];
        var order = new int[events];
        var next = starts.AsSpan(0, cases).ToArray();
        for (var e = 0; e < events; e++)
            order[next[_case[e]]++] = e;
        var at = _at;
        for (var c = 0; c < cases; c++)
        {
            var trace = order.AsSpan(starts[c], starts[c + 1] - starts[c]);
            for (var i = 1; i < trace.Length; i++)
            {
                if (at[trace[i]] < at[trace[i - 1]])
                {
                    // Events at the same instant keep the order in which they came.
                    trace.Sort((a, b) => at[a].CompareTo(at[b]) is not 0 and var byTime ? byTime : a.CompareTo(b));
                    break;
                }
            }
        }
        var byStart = Enumerable.Range(0, cases).Where(c => starts[c + 1] > starts[c]).ToArray();
        Array.Sort(byStart, (a, b) => at[order[starts[a]]].CompareTo(at[order[starts[b]]]) is not 0 and var byTime ? byTime : string.CompareOrdinal(_cases.Texts[a], _cases.Texts[b]));
        var (rows, ends, n) = (new int[events], new int[byStart.Length + 1], 0);
        for (var i = 0; i < byStart.Length; i++)
        {
            var c = byStart[i];
            order.AsSpan(starts[c], starts[c + 1] - starts[c]).CopyTo(rows.AsSpan(n));
            ends[i + 1] = n += starts[c + 1] - starts[c];
        }
        var activity = Array.ConvertAll(rows, e => _activity[e]);
        var resource = Array.ConvertAll(rows, e => _resource[e]);
        var phases = Array.ConvertAll(rows, e => _lifecycle[e] == EventLog.NoLifecycle ? -1 : _lifecycle[e]);
        var lifecycles = Canonical.Sort(_lifecycles.Texts, phases);
        return new()
        {
            Cases = Array.ConvertAll(byStart, c => _cases.Texts[c]), Starts = ends,
            Activities = Canonical.Sort(_activities.Texts, activity), Activity = activity,
            At = Array.ConvertAll(rows, e => at[e]),
            Resources = Canonical.Sort(_resources.Texts, resource), Resource = resource,
            Lifecycles = lifecycles, Lifecycle = Array.ConvertAll(phases, p => p < 0 ? EventLog.NoLifecycle : (byte)p),
            CaseColumns = Built(_caseColumns, byStart), EventColumns = Built(_eventColumns, rows),
        };
    }

    private static LogColumn[] Built(Dictionary<string, ColumnBuilder> columns, int[] rows) =>
        [.. columns.Values.OrderBy(k => k.Name, StringComparer.Ordinal).Select(k => k.Build(rows)).OfType<LogColumn>()];

    private ColumnBuilder? Column(Dictionary<string, ColumnBuilder> columns, string name, ColumnKind kind)
    {
        if (columns.TryGetValue(name, out var known))
            return known;
        if (columns.Count >= _limits.Columns)
            return null;
        return columns[name] = new(name, kind, _limits, Grown);
    }

    private void Grown(int characters)
    {
        if ((_characters += characters + 16) > _limits.Characters)
            throw new LogRefusedException(MiningErrors.TooMuchText());
    }
}
