using Tongban.Approvals.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>One bar of the chart.</summary>
/// <param name="Start">Working days after the stage opened.</param>
/// <param name="Slack">Working days by which it may be late without the stage being late; zero on the critical path.</param>
/// <param name="IsConditional">Applies only when its condition holds.</param>
internal sealed record GanttBar(FlowItem Item, int Start, int Finish, int Slack, bool IsConditional)
{
    public bool IsCritical => Slack == 0;
}

/// <summary>A stage of the chart.</summary>
/// <param name="Offset">Working days before the stage opens when all stages before take their promised days.</param>
/// <param name="SerialDays">What it took one after another before the reform.</param>
internal sealed record GanttStage(FlowStage Stage, int Offset, int Days, int SerialDays, IReadOnlyList<GanttBar> Bars);

/// <summary>The promised days of a project type as a Gantt chart: when each item begins and ends if everyone takes what he promised, and how much slack it has.</summary>
internal sealed record Gantt(ProjectType Type, bool WithConditional, IReadOnlyList<GanttStage> Stages)
{
    public int Days => Stages.Sum(s => s.Days);

    public int SerialDays => Stages.Sum(s => s.SerialDays);

    /// <param name="withConditional">Whether items whose condition is not known to hold are drawn too.</param>
    public static Gantt Of(FlowCatalogue flow, ProjectType type, FactSheet facts, bool withConditional)
    {
        var (stages, offset) = (new List<GanttStage>(), 0);
        foreach (var stage in flow.Stages)
        {
            var drawn = stage.Items.Where(i => i.Counted).Select(i => i.AppliesWhen(type, facts)).Where(a => a.Applies is Truth.Yes || (withConditional && a.Applies is Truth.Unknown)).ToList();
            var network = Network.Of([.. drawn.Select(a => a.Item)]);
            var timing = network.Time(i => i.PromisedDays);
            var bars = drawn.Select((a, n) => new GanttBar(a.Item, timing.Start[n], timing.Start[n] + a.Item.PromisedDays, timing.Slack[n], a.Applies is not Truth.Yes || !a.Item.MandatoryFor.Contains(type))).ToList();
            stages.Add(new(stage, offset, timing.Length, drawn.Sum(a => a.Item.LegacyDays), bars));
            offset += timing.Length;
        }
        return new(type, withConditional, stages);
    }
}

/// <summary>Items of one stage with their arrows, in an order in which nobody stands before what it waits for.</summary>
internal sealed class Network
{
    private readonly IReadOnlyList<FlowItem> _items;
    private readonly int[][] _before;
    private readonly int[] _order;

    private Network(IReadOnlyList<FlowItem> items, int[][] before, int[] order) => (_items, _before, _order) = (items, before, order);

    public IReadOnlyList<FlowItem> Items => _items;

    /// <param name="items">Items of one stage that apply; whatever they wait for that is not among them is ignored.</param>
    public static Network Of(IReadOnlyList<FlowItem> items)
    {
        var index = items.Select((item, i) => (item.Code, i)).ToDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);
        var before = items.Select(i => i.DependsOn.Where(index.ContainsKey).Select(d => index[d]).ToArray()).ToArray();
        var (order, state) = (new List<int>(items.Count), new bool[items.Count]);
        for (var i = 0; i < items.Count; i++)
            Visit(i);
        return new(items, before, [.. order]);

        void Visit(int i)
        {
            if (state[i])
                return;
            state[i] = true;
            foreach (var b in before[i])
                Visit(b);
            order.Add(i);
        }
    }

    /// <summary>When each item begins at the earliest, how long the whole takes, and the slack of each.</summary>
    public Timing Time(Func<FlowItem, int> days)
    {
        var length = new int[_items.Count];
        for (var i = 0; i < length.Length; i++)
            length[i] = days(_items[i]);
        return Time(length);
    }

    /// <inheritdoc cref="Time(Func{FlowItem, int})"/>
    public Timing Time(ReadOnlySpan<int> days)
    {
        var (start, latest) = (new int[_items.Count], new int[_items.Count]);
        var total = 0;
        foreach (var i in _order)
        {
            foreach (var b in _before[i])
                start[i] = Math.Max(start[i], start[b] + days[b]);
            total = Math.Max(total, start[i] + days[i]);
        }
        Array.Fill(latest, total);
        for (var n = _order.Length - 1; n >= 0; n--)
        {
            var i = _order[n];
            foreach (var b in _before[i])
                latest[b] = Math.Min(latest[b], latest[i] - days[i]);
        }
        for (var i = 0; i < latest.Length; i++)
            latest[i] -= start[i] + days[i];
        return new(total, start, latest);
    }
}

/// <summary>Earliest starts and slacks, by the items' places.</summary>
internal sealed record Timing(int Length, IReadOnlyList<int> Start, IReadOnlyList<int> Slack);
