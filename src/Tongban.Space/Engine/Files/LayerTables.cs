using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine.Files;

/// <summary>The tables of a layer file, worked out in the order in which polygons are stored.</summary>
internal sealed unsafe class LayerTables
{
    private readonly List<PolygonDraft> _polygons;
    private readonly List<PolygonDraft> _coverage;
    private readonly int[] _order;

    public LayerTables(List<PolygonDraft> polygons, List<PolygonDraft> coverage, int[] order, List<FeatureEntry> features, double originX, double originY)
    {
        (_polygons, _coverage, _order) = (polygons, coverage, order);
        Polygons = new(order.Length + coverage.Count);
        foreach (var (edges, draft) in InOrder())
        {
            Polygons.Add(new()
            {
                Coordinates = 2 * Vertices, Vertices = edges.Vertices, RingCount = edges.RingCount, FirstRing = Rings.Count, RunCount = edges.RunCount, FirstRun = Runs, FirstBox = Boxes,
                Feature = draft.Feature, Role = draft.Role, Area = draft.Area,
            });
            Vertices += edges.Vertices;
            if (edges.RingCount > 1)
                Rings.AddRange(new ReadOnlySpan<int>(edges.RingStarts, edges.RingCount + 1));
            Runs += edges.RunCount;
            Boxes += RunBoxes.BoxCount(edges.RunCount);
        }

        FeaturePolygons = ByFeature(features);
        var levels = LayerFormat.LevelsOver(order.Length);
        TreeBlocks = levels.Sum();
        Tree = BuildTree(levels, originX, originY);
    }

    public List<PolygonEntry> Polygons { get; }

    public List<int> Rings { get; } = [];

    public int[] FeaturePolygons { get; }

    public float[] Tree { get; }

    public int TreeBlocks { get; }

    public long Vertices { get; private set; }

    public int Runs { get; private set; }

    public int Boxes { get; private set; }

    public IEnumerable<(EdgeSet Edges, PolygonDraft Draft)> InOrder()
    {
        foreach (var at in _order)
            yield return (_polygons[at].Edges, _polygons[at]);
        foreach (var draft in _coverage)
            yield return (draft.Edges, draft);
    }

    /// <summary>Counting sort: where each feature's polygons begin, then the polygons.</summary>
    private int[] ByFeature(List<FeatureEntry> features)
    {
        var next = new int[features.Count + 1];
        foreach (ref readonly var polygon in CollectionsMarshal.AsSpan(Polygons))
        {
            if (polygon.Role is PolygonRole.Plain or PolygonRole.Member)
                next[polygon.Feature + 1]++;
        }

        for (var i = 0; i < features.Count; i++)
        {
            next[i + 1] += next[i];
            CollectionsMarshal.AsSpan(features)[i].FirstPolygon = next[i];
        }

        var all = new int[next[^1]];
        for (var i = 0; i < _order.Length; i++)
        {
            if (Polygons[i].Role is PolygonRole.Plain or PolygonRole.Member)
                all[next[Polygons[i].Feature]++] = i;
        }

        return all;
    }

    private float[] BuildTree(int[] levels, double originX, double originY)
    {
        var tree = new float[TreeBlocks * 4 * LayerFormat.Fan];
        var boxes = new FloatBox[_order.Length];
        for (var i = 0; i < boxes.Length; i++)
            boxes[i] = FloatBox.Around(CollectionsMarshal.AsSpan(_polygons)[_order[i]].Box, originX, originY);
        fixed (float* start = tree)
        {
            var block = start;
            foreach (var count in levels)
            {
                var above = new FloatBox[count];
                for (var i = 0; i < count; i++, block += 4 * LayerFormat.Fan)
                    above[i] = RunBoxes.FillBlock(block, boxes.AsSpan(i * LayerFormat.Fan, Math.Min(LayerFormat.Fan, boxes.Length - (i * LayerFormat.Fan))));
                boxes = above;
            }
        }

        return tree;
    }
}
