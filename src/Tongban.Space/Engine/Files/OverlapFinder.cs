using System.Runtime.InteropServices;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine.Files;

/// <summary>Finds polygons of one layer that cover common ground, by the same integral a check uses.</summary>
internal sealed class OverlapFinder(List<PolygonDraft> polygons)
{
    private readonly CommonArea _common = new();

    /// <summary>Common ground below this is rounding: along a boundary that neighbours share, points lie a few nanometres beside each other. It grows with the boundary and not with the polygons: two districts
    /// of a square kilometre that overlap by one square millimetre in a parcel do overlap there.</summary>
    private static double Noise(in Window common) => Math.Max(1e-6, 1e-8 * (common.Width + common.Height));

    /// <returns>Pairs of polygon numbers, the smaller first.</returns>
    public List<OverlapEntry> Find()
    {
        // A sweep from west to east: a polygon is held against those still open.
        var drafts = CollectionsMarshal.AsSpan(polygons);
        var order = new int[drafts.Length];
        var west = new double[drafts.Length];
        for (var i = 0; i < drafts.Length; i++)
            (order[i], west[i]) = (i, drafts[i].Box.West);
        Array.Sort(west, order);
        List<OverlapEntry> found = [];
        List<int> others = [];
        var open = new OpenPolygons(drafts);
        foreach (var at in order)
        {
            ref readonly var draft = ref drafts[at];
            open.Meeting(drafts, draft.Box, others);
            foreach (var other in others)
            {
                ref readonly var second = ref drafts[other];
                var window = draft.Box.And(second.Box);
                var common = _common.Of(draft.Edges, second.Edges, window, LayerFormat.RunEdges);
                if (common > Noise(window))
                    found.Add(new(Math.Min(at, other), Math.Max(at, other), common));
            }

            open.Add(at, draft.Box);
        }

        found.Sort((a, b) => (a.First, a.Second).CompareTo((b.First, b.Second)));
        return found;
    }

    /// <summary>Polygons not yet passed, in bands from south to north, so that few are looked at.</summary>
    private sealed class OpenPolygons
    {
        private const int Count = 512;
        private readonly List<int>[] _bands = new List<int>[Count];
        private readonly double _south;
        private readonly double _height;

        public OpenPolygons(ReadOnlySpan<PolygonDraft> drafts)
        {
            var (south, north) = (double.MaxValue, double.MinValue);
            foreach (ref readonly var draft in drafts)
                (south, north) = (Math.Min(south, draft.Box.South), Math.Max(north, draft.Box.North));
            (_south, _height) = (south, Math.Max((north - south) / Count, double.Epsilon));
            for (var i = 0; i < Count; i++)
                _bands[i] = [];
        }

        public void Add(int polygon, in Window box)
        {
            for (int band = Band(box.South), last = Band(box.North); band <= last; band++)
                _bands[band].Add(polygon);
        }

        /// <summary>Those whose boxes share ground with a box, each once; forgets those that lie behind.</summary>
        public void Meeting(ReadOnlySpan<PolygonDraft> drafts, in Window box, List<int> found)
        {
            found.Clear();
            var first = Band(box.South);
            for (int band = first, last = Band(box.North); band <= last; band++)
            {
                var open = _bands[band];
                for (var i = open.Count - 1; i >= 0; i--)
                {
                    ref readonly var other = ref drafts[open[i]].Box;
                    if (other.East <= box.West)
                    {
                        open[i] = open[^1];
                        open.RemoveAt(open.Count - 1);
                    }
                    else if (other.South < box.North && other.North > box.South && band == Math.Max(first, Band(other.South)))
                    {
                        found.Add(open[i]);
                    }
                }
            }
        }

        private int Band(double y) => Math.Clamp((int)((y - _south) / _height), 0, Count - 1);
    }
}
