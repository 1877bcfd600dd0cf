using System.Numerics;
using System.Runtime.Intrinsics;
using Tongban.Space.Engine.Files;

namespace Tongban.Space.Engine.Kernel;

/// <summary>The polygon of a layer nearest to a site, best first: whatever box is nearest is opened next, until none is nearer than what was found.</summary>
/// <remarks>For sites and layers without common ground. A site is seen as the boxes of its runs, or of sixteen runs each: the bounding box of a road says nothing.</remarks>
internal sealed unsafe class NearestSearch
{
    private readonly PriorityQueue<(int Level, int Number), float> _open = new();
    private FloatBox[] _site = new FloatBox[64];
    private int _siteBoxes;
    private FloatBox _siteBox;
    private double _best;

    /// <summary>Number of the polygon, or -1 when there is none within the limit.</summary>
    public int Polygon { get; private set; }

    public double Metres => Math.Sqrt(_best);

    /// <returns>False when time ran out.</returns>
    public bool Find(LayerFile file, SiteGeometry site, double limit, TimeProvider clock, long until)
    {
        Polygon = -1;
        _best = limit * limit;
        _open.Clear();
        if (file.Levels == 0)
            return true;
        See(site, file.OriginX, file.OriginY);
        Open(file, file.Levels - 1, 0);
        while (_open.TryDequeue(out var at, out var bound) && bound < _best)
        {
            if (until != long.MaxValue && clock.GetTimestamp() >= until)
                return false;
            if (at.Level > 0)
            {
                Open(file, at.Level - 1, at.Number);
                continue;
            }

            ref readonly var polygon = ref file.Polygons[at.Number];
            if (polygon.Role is PolygonRole.Dissolved)
                continue;
            var before = _best;
            ToPolygon(site, file.Edges(polygon), file.PolygonBox(at.Number));
            if (_best < before)
                Polygon = at.Number;
        }

        return true;
    }

    /// <summary>Metres to the border of the coverage area.</summary>
    public double ToCoverage(LayerFile file, SiteGeometry site)
    {
        _best = double.PositiveInfinity;
        See(site, file.OriginX, file.OriginY);
        foreach (ref readonly var part in file.Coverage)
        {
            var edges = file.Edges(part);
            var box = new Window(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            for (var i = 0; i < edges.Vertices; i++)
                box = new(Math.Min(box.West, edges.X[i]), Math.Min(box.South, edges.Y[i]), Math.Max(box.East, edges.X[i]), Math.Max(box.North, edges.Y[i]));
            ToPolygon(site, edges, FloatBox.Around(box, file.OriginX, file.OriginY));
        }

        return Metres;
    }

    /// <summary>The site's boxes, measured from the layer's origin.</summary>
    private void See(SiteGeometry site, double originX, double originY)
    {
        ref readonly var edges = ref site.Edges;
        var groups = edges.GroupCount > 0;
        _siteBoxes = groups ? edges.GroupCount : edges.RunCount;
        if (_site.Length < _siteBoxes)
            _site = new FloatBox[2 * _siteBoxes];
        for (var i = 0; i < _siteBoxes; i++)
        {
            var box = RunBoxes.Get(groups ? edges.GroupBoxes : edges.Boxes, _siteBoxes, i);
            _site[i] = edges.OriginX == originX && edges.OriginY == originY ? box : FloatBox.Around(box.At(edges.OriginX, edges.OriginY), originX, originY);
        }

        _siteBox = FloatBox.Around(site.Bounds, originX, originY);
    }

    private void Open(LayerFile file, int level, int block)
    {
        var boxes = file.Block(level, block);
        var bounds = BoxDistance.Squared(_siteBox, boxes, LayerFormat.Fan);
        var candidates = BoxDistance.Below(bounds, _best);
        if (candidates != 0 && _siteBoxes > 1)
        {
            bounds = Vector512.Create(float.PositiveInfinity);
            for (var i = 0; i < _siteBoxes; i++)
                bounds = Vector512.Min(bounds, BoxDistance.Squared(_site[i], boxes, LayerFormat.Fan));
            candidates &= BoxDistance.Below(bounds, _best);
        }

        for (; candidates != 0; candidates &= candidates - 1)
        {
            var child = BitOperations.TrailingZeroCount(candidates);
            _open.Enqueue((level, (block * LayerFormat.Fan) + child), bounds[child]);
        }
    }

    private void ToPolygon(SiteGeometry site, in EdgeSet polygon, in FloatBox box)
    {
        if (polygon.RunCount == 0)
        {
            for (var ring = 0; ring < polygon.RingCount; ring++)
                ToChain(site, polygon, polygon.RingStart(ring), polygon.RingEnd(ring) - polygon.RingStart(ring) - 1, box);
            return;
        }

        // The run nearest to the site's box first: it rules out most of the others.
        var (nearest, least) = (0, float.PositiveInfinity);
        for (var run = 0; run < polygon.RunCount; run += 16)
        {
            if (polygon.GroupCount > 0 && Bound(RunBoxes.Get(polygon.GroupBoxes, polygon.GroupCount, run / 16)) >= least)
                continue;
            var bounds = BoxDistance.Squared(_siteBox, polygon.Boxes + run, polygon.RunCount);
            for (var bits = BoxDistance.Below(bounds, least) & BoxScan.Lanes(polygon.RunCount - run); bits != 0; bits &= bits - 1)
            {
                var at = BitOperations.TrailingZeroCount(bits);
                if (Bound(RunBoxes.Get(polygon.Boxes, polygon.RunCount, run + at)) is var bound && bound < least)
                    (nearest, least) = (run + at, bound);
            }
        }

        ToRun(site, polygon, nearest);
        for (var run = 0; run < polygon.RunCount; run += 16)
        {
            if (polygon.GroupCount > 0 && Bound(RunBoxes.Get(polygon.GroupBoxes, polygon.GroupCount, run / 16)) >= _best)
                continue;
            var bounds = BoxDistance.Squared(_siteBox, polygon.Boxes + run, polygon.RunCount);
            for (var bits = BoxDistance.Below(bounds, _best) & BoxScan.Lanes(polygon.RunCount - run); bits != 0; bits &= bits - 1)
            {
                var at = run + BitOperations.TrailingZeroCount(bits);
                if (at != nearest)
                    ToRun(site, polygon, at);
            }
        }
    }

    private float Bound(in FloatBox box)
    {
        var least = float.PositiveInfinity;
        for (var i = 0; i < _siteBoxes; i++)
            least = Math.Min(least, BoxDistance.Squared(_site[i], box));
        return least;
    }

    private void ToRun(SiteGeometry site, in EdgeSet polygon, int run) =>
        ToChain(site, polygon, polygon.Runs[2 * run], polygon.Runs[(2 * run) + 1], RunBoxes.Get(polygon.Boxes, polygon.RunCount, run));

    /// <summary>Holds a chain of the polygon against the site's runs that may be nearer than the best so far.</summary>
    private void ToChain(SiteGeometry site, in EdgeSet polygon, int start, int count, in FloatBox box)
    {
        ref readonly var edges = ref site.Edges;
        for (var i = 0; i < _siteBoxes; i++)
        {
            if (BoxDistance.Squared(_site[i], box) >= _best)
                continue;
            if (edges.GroupCount == 0)
            {
                Chains(edges, i, polygon, start, count);
                continue;
            }

            var own = edges.OriginX == polygon.OriginX && edges.OriginY == polygon.OriginY ? box : FloatBox.Around(box.At(polygon.OriginX, polygon.OriginY), edges.OriginX, edges.OriginY);
            var bounds = BoxDistance.Squared(own, edges.Boxes + (16 * i), edges.RunCount);
            for (var bits = BoxDistance.Below(bounds, _best) & BoxScan.Lanes(edges.RunCount - (16 * i)); bits != 0; bits &= bits - 1)
            {
                var at = BitOperations.TrailingZeroCount(bits);
                if (bounds[at] < _best)
                    Chains(edges, (16 * i) + at, polygon, start, count);
            }
        }
    }

    private void Chains(in EdgeSet site, int run, in EdgeSet polygon, int start, int count)
    {
        var first = site.Runs[2 * run];
        _best = SegmentDistance.Chains(site.X + first, site.Y + first, site.Runs[(2 * run) + 1], polygon.X + start, polygon.Y + start, count, _best);
    }
}
