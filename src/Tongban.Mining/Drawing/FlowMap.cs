using System.Globalization;
using System.Net;
using System.Text;
using Tongban.Foundation;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Api;
using static Tongban.Foundation.Words;

namespace Tongban.Mining.Drawing;

/// <summary>The directly-follows graph as a picture: boxes with how often, arrows with how often and how long. The table beside it says the same.</summary>
internal static class FlowMap
{
    private const double Margin = 28, LineHeight = 17;
    private const int Levels = 6;

    /// <param name="name">What an activity is called on the page.</param>
    /// <param name="byTime">Arrows are as thick as they take time, instead of as they are frequent.</param>
    public static string Svg(FlowGraph graph, Func<int, string> name, bool byTime)
    {
        var boxes = graph.Nodes.Select(n => (Node: n, Lines: Wrap(name(n.Activity)))).ToList();
        List<LayoutNode> nodes = [.. boxes.Select(b => new LayoutNode(Math.Max(96, b.Lines.Max(WidthOf) + 22), 26 + (b.Lines.Count * LineHeight))), new(22, 22), new(22, 22)];
        var (begin, end) = (nodes.Count - 2, nodes.Count - 1);
        var at = graph.Nodes.Select((n, i) => (n.Activity, i)).ToDictionary(p => p.Activity, p => p.i);
        List<LayoutEdge> edges = [.. graph.Edges.Select(e => new LayoutEdge(at[e.From], at[e.To], e.Count))];
        foreach (var (node, i) in graph.Nodes.Select((n, i) => (n, i)))
        {
            if (node.Starts > 0 && (node.Starts * 50 >= graph.Cases || !edges.Exists(e => e.To == i && e.From != i)))
                edges.Add(new(begin, i, node.Starts));
            if (node.Ends > 0 && (node.Ends * 50 >= graph.Cases || !edges.Exists(e => e.From == i && e.To != i)))
                edges.Add(new(i, end, node.Ends));
        }
        var layout = LayeredLayout.Of(nodes, edges);
        var (most, longest) = (graph.Nodes.Count == 0 ? 1 : graph.Nodes.Max(n => n.Events), graph.Edges.Count == 0 ? 1 : Math.Max(1, graph.Edges.Max(e => byTime ? e.Time.Total : e.Count)));
        var (width, height) = (layout.Width + (2 * Margin) + 60, layout.Height + (2 * Margin));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"tb-flowmap\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" role=\"img\" aria-labelledby=\"flowmap-title flowmap-desc\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"flowmap-title\">{T($"流程图：{graph.Nodes.Count} 个活动，{graph.Edges.Count} 条路径", $"Process map: {graph.Nodes.Count} activities, {graph.Edges.Count} paths")}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"flowmap-desc\">{T("方框为活动和发生次数，箭头为紧接关系、次数和中位时长。旁边的表格内容相同。", "Boxes are activities and how often they happened, arrows what came right after what, how often, and the median time. The table says the same.")}</desc>");
        svg.Append("<defs>");
        for (var level = 0; level < Levels; level++)
            svg.Append(CultureInfo.InvariantCulture, $"<marker id=\"tip{level}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerUnits=\"userSpaceOnUse\" markerWidth=\"{8 + level}\" markerHeight=\"{8 + level}\" orient=\"auto\"><path class=\"tb-flowmap-tip\" d=\"M0 0L10 5L0 10z\"/></marker>");
        svg.Append("</defs>");
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({Margin:0} {Margin:0})\">");
        for (var i = 0; i < edges.Count; i++)
        {
            var edge = edges[i];
            var step = i < graph.Edges.Count ? graph.Edges[i] : null;
            var level = step is null ? 0 : Math.Clamp((int)(Levels * Math.Sqrt((double)(byTime ? step.Time.Total : step.Count) / longest)), 0, Levels - 1);
            var css = step is null ? "tb-flowmap-edge tb-flowmap-border" : $"tb-flowmap-edge tb-flowmap-w{level}{(edge.IsBack ? " tb-flowmap-back" : "")}";
            svg.Append("<g>");
            if (step is not null)
                svg.Append(CultureInfo.InvariantCulture, $"<title>{Text($"{name(step.From)} → {name(step.To)}：{step.Count}，{LengthOf.Short(step.Time.Median)}")}</title>");
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{css}\" d=\"{(edge.From == edge.To ? Loop(nodes[edge.From]) : Curve(edge.Points))}\" marker-end=\"url(#tip{level})\"/>");
            if (step is not null)
            {
                var (x, y) = LabelAt(edge, nodes);
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tb-flowmap-note\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"middle\">{step.Count}<tspan x=\"{x:0.#}\" dy=\"13\">{Text(LengthOf.Short(step.Time.Median))}</tspan></text>");
            }
            svg.Append("</g>");
        }
        for (var i = 0; i < boxes.Count; i++)
        {
            var (box, (node, lines)) = (nodes[i], boxes[i]);
            var level = Math.Clamp((int)(Levels * Math.Sqrt((double)node.Events / most)), 0, Levels - 1);
            svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Text(name(node.Activity))}</title><rect class=\"tb-flowmap-node tb-flowmap-n{level}\" x=\"{box.X - (box.Width / 2):0.#}\" y=\"{box.Y - (box.Height / 2):0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"6\"/>");
            var y = box.Y - (box.Height / 2) + 17;
            foreach (var line in lines)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tb-flowmap-label tb-flowmap-t{level}\" x=\"{box.X:0.#}\" y=\"{y:0.#}\" text-anchor=\"middle\">{Text(line)}</text>");
                y += LineHeight;
            }
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tb-flowmap-count tb-flowmap-t{level}\" x=\"{box.X:0.#}\" y=\"{y:0.#}\" text-anchor=\"middle\">{node.Events}</text></g>");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"tb-flowmap-begin\" cx=\"{nodes[begin].X:0.#}\" cy=\"{nodes[begin].Y:0.#}\" r=\"10\"><title>{T("开始", "Begin")}</title></circle>");
        svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"tb-flowmap-end\" cx=\"{nodes[end].X:0.#}\" cy=\"{nodes[end].Y:0.#}\" r=\"10\"><title>{T("结束", "End")}</title></circle>");
        return svg.Append("</g></svg>").ToString();
    }

    /// <summary>A smooth line through the points that leaves and arrives upright.</summary>
    private static string Curve(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            var middle = (b.Y - a.Y) / 2;
            path.Append(CultureInfo.InvariantCulture, $"C{a.X:0.#} {a.Y + middle:0.#} {b.X:0.#} {b.Y - middle:0.#} {b.X:0.#} {b.Y:0.#}");
        }
        return path.ToString();
    }

    private static string Loop(LayoutNode box)
    {
        var (x, y) = (box.X + (box.Width / 2), box.Y);
        return string.Create(CultureInfo.InvariantCulture, $"M{x:0.#} {y - 8:0.#}C{x + 26:0.#} {y - 22:0.#} {x + 26:0.#} {y + 22:0.#} {x + 2:0.#} {y + 8:0.#}");
    }

    private static (double X, double Y) LabelAt(LayoutEdge edge, List<LayoutNode> nodes)
    {
        if (edge.From == edge.To)
            return (nodes[edge.From].X + (nodes[edge.From].Width / 2) + 34, nodes[edge.From].Y);
        var points = edge.Points;
        if (points.Count > 2)
            return (points[points.Count / 2].X, points[points.Count / 2].Y - 2);
        return ((points[0].X + points[1].X) / 2, ((points[0].Y + points[1].Y) / 2) - 2);
    }

    private static double WidthOf(string line) => line.Sum(c => c >= 0x2E80 ? 14.0 : char.IsUpper(c) ? 9.2 : 7.4);

    /// <summary>At most three lines; what is longer is cut, and whole in the title of the box.</summary>
    private static List<string> Wrap(string name)
    {
        const double Widest = 150;
        List<string> lines = [];
        var (line, word) = (new StringBuilder(), new StringBuilder());
        foreach (var c in name)
        {
            word.Append(c);
            if (c != ' ' && c < 0x2E80)
                continue;
            Put();
        }
        Put();
        if (line.Length > 0)
            lines.Add(line.ToString().Trim());
        if (lines.Count > 3)
            lines = [lines[0], lines[1], lines[2].Length > 2 ? $"{lines[2][..^1]}…" : $"{lines[2]}…"];
        return lines.Count == 0 ? [""] : lines;

        void Put()
        {
            if (line.Length > 0 && WidthOf(line.ToString() + word) > Widest)
            {
                lines.Add(line.ToString().Trim());
                line.Clear();
            }
            // One word wider than a line is cut into pieces.
            while (WidthOf(word.ToString()) > Widest)
            {
                lines.Add(word.ToString(0, 18));
                word.Remove(0, 18);
            }
            line.Append(word);
            word.Clear();
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
