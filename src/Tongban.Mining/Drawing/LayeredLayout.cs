namespace Tongban.Mining.Drawing;

/// <summary>A box to be placed. The coordinates are those of its middle.</summary>
internal sealed class LayoutNode(double width, double height)
{
    public double Width { get; } = width;

    public double Height { get; } = height;

    public double X { get; internal set; }

    public double Y { get; internal set; }

    public int Layer { get; internal set; }
}

/// <summary>An arrow to be led. A heavy one is led straight before a light one is.</summary>
internal sealed class LayoutEdge(int from, int to, double weight)
{
    public int From { get; } = from;

    public int To { get; } = to;

    public double Weight { get; } = weight;

    /// <summary>From the border of the first box to that of the second, downwards or, for what leads back, upwards; empty for a loop.</summary>
    public IReadOnlyList<(double X, double Y)> Points { get; internal set; } = [];

    /// <summary>Leads back, against the direction of the picture.</summary>
    public bool IsBack { get; internal set; }

    /// <summary>Where it passes the layers between its ends, from top to bottom.</summary>
    internal List<LayeredLayout.Cell> Bends { get; } = [];
}

/// <summary>Draws a directed graph in layers from top to bottom.</summary>
/// <remarks>
/// The four steps of K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE SMC 11(2), 1981: arrows that lead back are found and turned round (P. Eades, X. Lin,
/// W. F. Smyth, "A fast and effective heuristic for the feedback arc set problem", IPL 47, 1993, with the weights of the arrows); boxes get layers by the longest way to them; within the layers they are ordered by the weighted
/// mean of their neighbours, down and up in turn, and the order with the fewest crossings is kept; and each layer is moved to where its neighbours are, as near as the least distances allow, which is a regression
/// to a rising sequence and solved exactly by pooling (R. E. Barlow et al., <i>Statistical Inference under Order Restrictions</i>, 1972). No random number is drawn: the same graph gives the same picture.
/// </remarks>
internal sealed class LayeredLayout
{
    private const double Between = 26, LayerGap = 62, BendWidth = 16;
    private const int Sweeps = 20;
    private readonly IReadOnlyList<LayoutNode> _nodes;
    private readonly IReadOnlyList<LayoutEdge> _edges;
    private readonly List<Cell> _cells = [];
    private readonly List<List<Cell>> _layers = [];

    private LayeredLayout(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges) => (_nodes, _edges) = (nodes, edges);

    /// <summary>Size of the picture.</summary>
    public double Width { get; private set; }

    public double Height { get; private set; }

    public static LayeredLayout Of(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges)
    {
        var layout = new LayeredLayout(nodes, edges);
        if (nodes.Count > 0)
        {
            layout.TurnBackArrows();
            layout.Layer();
            layout.Split();
            layout.Order();
            layout.Place();
            layout.Lead();
        }
        return layout;
    }

    /// <summary>Crossings of the arrows between two layers; for tests.</summary>
    internal int Crossings() => Enumerable.Range(1, Math.Max(0, _layers.Count - 1)).Sum(CrossingsAbove);

    private void TurnBackArrows()
    {
        int n = _nodes.Count;
        var (left, right) = (new List<int>(), new List<int>());
        var there = Enumerable.Range(0, n).ToHashSet();
        var (into, outOf) = (new double[n], new double[n]);
        foreach (var e in _edges.Where(e => e.From != e.To))
        {
            outOf[e.From] += e.Weight;
            into[e.To] += e.Weight;
        }
        while (there.Count > 0)
        {
            if (there.Where(v => outOf[v] <= 0).OrderBy(v => v).Cast<int?>().FirstOrDefault() is { } sink)
                Take(sink, right);
            else if (there.Where(v => into[v] <= 0).OrderBy(v => v).Cast<int?>().FirstOrDefault() is { } source)
                Take(source, left);
            else
                Take(there.OrderByDescending(v => outOf[v] - into[v]).ThenBy(v => v).First(), left);
        }
        right.Reverse();
        var place = new int[n];
        foreach (var (v, i) in left.Concat(right).Select((v, i) => (v, i)))
            place[v] = i;
        foreach (var e in _edges)
            e.IsBack = place[e.From] > place[e.To];

        void Take(int v, List<int> side)
        {
            side.Add(v);
            there.Remove(v);
            foreach (var e in _edges.Where(e => e.From != e.To))
            {
                if (e.From == v)
                    into[e.To] -= e.Weight;
                if (e.To == v)
                    outOf[e.From] -= e.Weight;
            }
        }
    }

    private void Layer()
    {
        var arrows = _edges.Where(e => e.From != e.To).Select(e => e.IsBack ? (From: e.To, To: e.From) : (e.From, e.To)).Distinct().ToList();
        var (waiting, order) = (new int[_nodes.Count], new List<int>());
        foreach (var a in arrows)
            waiting[a.To]++;
        var free = new Queue<int>(Enumerable.Range(0, _nodes.Count).Where(v => waiting[v] == 0));
        while (free.TryDequeue(out var v))
        {
            order.Add(v);
            foreach (var a in arrows.Where(a => a.From == v))
            {
                _nodes[a.To].Layer = Math.Max(_nodes[a.To].Layer, _nodes[v].Layer + 1);
                if (--waiting[a.To] == 0)
                    free.Enqueue(a.To);
            }
        }
        // What nothing leads to hangs at the top by the rule above; it belongs just above what it leads to.
        foreach (var v in Enumerable.Reverse(order))
        {
            if (!arrows.Exists(a => a.To == v) && arrows.Where(a => a.From == v).Select(a => (int?)_nodes[a.To].Layer).Min() is { } below)
                _nodes[v].Layer = Math.Max(_nodes[v].Layer, below - 1);
        }
    }

    private void Split()
    {
        foreach (var node in _nodes)
            _cells.Add(new(node.Layer, node.Width));
        foreach (var edge in _edges.Where(e => e.From != e.To))
        {
            var (top, bottom) = edge.IsBack ? (edge.To, edge.From) : (edge.From, edge.To);
            var above = _cells[top];
            for (var layer = _nodes[top].Layer + 1; layer < _nodes[bottom].Layer; layer++)
            {
                var bend = new Cell(layer, BendWidth) { IsBend = true };
                _cells.Add(bend);
                Join(above, bend, edge.Weight, above.IsBend ? 8 : 2);
                edge.Bends.Add(bend);
                above = bend;
            }
            Join(above, _cells[bottom], edge.Weight, above.IsBend ? 2 : 1);
        }
        foreach (var cell in _cells)
        {
            while (_layers.Count <= cell.Layer)
                _layers.Add([]);
            cell.At = _layers[cell.Layer].Count;
            _layers[cell.Layer].Add(cell);
        }

        static void Join(Cell above, Cell below, double weight, double straight)
        {
            above.Below.Add((below, weight, straight));
            below.Above.Add((above, weight, straight));
        }
    }

    private void Order()
    {
        var (best, fewest) = (Snapshot(), Crossings());
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 1; i < _layers.Count; i++)
                Sort(_layers[down ? i : _layers.Count - 1 - i], down);
            Exchange();
            if (Crossings() is var crossings && crossings < fewest)
                (best, fewest) = (Snapshot(), crossings);
        }
        for (var i = 0; i < _layers.Count; i++)
            Take(_layers[i], best[i]);

        List<List<Cell>> Snapshot() => [.. _layers.Select(l => l.ToList())];

        static void Sort(List<Cell> layer, bool down)
        {
            var mean = layer.ToDictionary(c => c, c => (down ? c.Above : c.Below) is { Count: > 0 } near ? near.Sum(p => p.Cell.At * p.Weight) / near.Sum(p => p.Weight) : c.At);
            Take(layer, [.. layer.OrderBy(c => mean[c]).ThenBy(c => c.At)]);
        }

        static void Take(List<Cell> layer, List<Cell> order)
        {
            for (var i = 0; i < order.Count; i++)
            {
                layer[i] = order[i];
                order[i].At = i;
            }
        }
    }

    // Neighbours change places where that crosses less.
    private void Exchange()
    {
        foreach (var layer in _layers)
        {
            for (var i = 0; i + 1 < layer.Count; i++)
            {
                var (a, b) = (layer[i], layer[i + 1]);
                if (Crossed(a.Above, b.Above) + Crossed(a.Below, b.Below) <= Crossed(b.Above, a.Above) + Crossed(b.Below, a.Below))
                    continue;
                (layer[i], layer[i + 1], a.At, b.At) = (b, a, i + 1, i);
            }
        }

        static int Crossed(List<(Cell Cell, double, double)> left, List<(Cell Cell, double, double)> right) => left.Sum(l => right.Count(r => r.Cell.At < l.Cell.At));
    }

    private int CrossingsAbove(int layer)
    {
        var lines = _layers[layer].SelectMany(c => c.Above.Select(a => (Top: a.Cell.At, Bottom: c.At))).ToList();
        var crossings = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            for (var j = i + 1; j < lines.Count; j++)
                crossings += (lines[i].Top - lines[j].Top) * (lines[i].Bottom - lines[j].Bottom) < 0 ? 1 : 0;
        }
        return crossings;
    }

    private void Place()
    {
        foreach (var layer in _layers)
        {
            var x = 0.0;
            foreach (var cell in layer)
            {
                cell.X = x + (cell.Width / 2);
                x += cell.Width + Between;
            }
        }
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 0; i < _layers.Count; i++)
                Settle(_layers[down ? i : _layers.Count - 1 - i], sweep >= Sweeps - 2 ? null : down);
        }
        var left = _cells.Min(c => c.X - (c.Width / 2));
        foreach (var cell in _cells)
            cell.X -= left;
        Width = _cells.Max(c => c.X + (c.Width / 2));
        var y = 0.0;
        foreach (var layer in _layers)
        {
            var height = layer.Select(c => _cells.IndexOf(c)).Where(i => i < _nodes.Count).Select(i => _nodes[i].Height).DefaultIfEmpty(0).Max();
            foreach (var cell in layer)
                cell.Y = y + (height / 2);
            y += height + LayerGap;
        }
        Height = y - LayerGap;
        for (var i = 0; i < _nodes.Count; i++)
            (_nodes[i].X, _nodes[i].Y) = (_cells[i].X, _cells[i].Y);
    }

    /// <summary>Moves a layer to where its neighbours are, in order and with the least distances: take the distances off, pool what would then fall, put them on again.</summary>
    private static void Settle(List<Cell> layer, bool? down)
    {
        var (blocks, offset) = (new List<(double Sum, double Weight, int Count)>(), 0.0);
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            if (i > 0)
                offset += (layer[i - 1].Width / 2) + Between + (layer[i].Width / 2);
            offsets[i] = offset;
            var near = down is null ? [.. layer[i].Above, .. layer[i].Below] : down.Value ? layer[i].Above : layer[i].Below;
            var (wish, weight) = near.Count == 0 ? (layer[i].X, 0.01) : (near.Sum(p => p.Cell.X * p.Straight) / near.Sum(p => p.Straight), near.Sum(p => p.Straight));
            blocks.Add(((wish - offset) * weight, weight, 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Weight > blocks[^1].Sum / blocks[^1].Weight)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((a.Sum + b.Sum, a.Weight + b.Weight, a.Count + b.Count));
            }
        }
        var n = 0;
        foreach (var (sum, weight, count) in blocks)
        {
            for (var i = 0; i < count; i++, n++)
                layer[n].X = (sum / weight) + offsets[n];
        }
    }

    private void Lead()
    {
        foreach (var edge in _edges.Where(e => e.From != e.To))
        {
            var (top, bottom) = edge.IsBack ? (edge.To, edge.From) : (edge.From, edge.To);
            List<(double X, double Y)> points =
            [
                (Leaving(_nodes[top], edge.Bends is [var first, ..] ? first.X : _nodes[bottom].X), _nodes[top].Y + (_nodes[top].Height / 2)),
                .. edge.Bends.Select(b => (b.X, b.Y)),
                (Leaving(_nodes[bottom], edge.Bends is [.., var last] ? last.X : _nodes[top].X), _nodes[bottom].Y - (_nodes[bottom].Height / 2)),
            ];
            if (edge.IsBack)
                points.Reverse();
            edge.Points = points;
        }

        // Towards where it goes, but not off the box.
        static double Leaving(LayoutNode node, double to) => node.X + Math.Clamp((to - node.X) * 0.25, -node.Width * 0.38, node.Width * 0.38);
    }

    /// <summary>A box, or the place where a long arrow passes a layer.</summary>
    internal sealed class Cell(int layer, double width)
    {
        public int Layer { get; } = layer;

        public double Width { get; } = width;

        public bool IsBend { get; init; }

        public int At { get; set; }

        public double X { get; set; }

        public double Y { get; set; }

        public List<(Cell Cell, double Weight, double Straight)> Above { get; } = [];

        public List<(Cell Cell, double Weight, double Straight)> Below { get; } = [];
    }
}
