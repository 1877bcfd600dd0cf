using System.Runtime.InteropServices;

namespace Tongban.Space.Engine.Kernel;

/// <summary>How a clip ended.</summary>
internal enum ClipOutcome
{
    /// <summary>The rings are there and their area is the integral's.</summary>
    Done,

    /// <summary>The walk did not close or its area is wrong: someone else has to do it.</summary>
    Failed,
}

/// <summary>Cuts one area with another by walking their boundaries: along the site while it is inside the other, along the other while that is inside the site, changing at each crossing.</summary>
/// <remarks>Both keep their inside on the left, so shells come out counter-clockwise and holes clockwise without more ado. Linear in what is looked at; buffers stay for the next pair.</remarks>
internal sealed unsafe class Clipper
{
    private readonly Crossings _crossings = new();
    private readonly RingCollector _rings = new();
    private int[] _bySite = [];
    private int[] _byOther = [];
    private int[] _nextOnSite = [];
    private int[] _nextOnOther = [];
    private int[] _placeOnSite = [];
    private int[] _placeOnOther = [];
    private int[] _previousOnSite = [];
    private int[] _previousOnOther = [];
    private bool[] _done = [];
    private Along[] _keys = [];
    private EdgeSet _site;
    private EdgeSet _other;

    /// <summary>Rings of the common ground, grouped. Valid until the next clip.</summary>
    public RingCollector Rings => _rings;

    /// <summary>Boundaries touched or nearly did; the rings may hold knots no wider than a rounding.</summary>
    public bool IsDelicate => _crossings.IsDelicate;

    /// <summary>Area of the smaller boundary's polygon outside the other, found by a walk of its own; for the self-check.</summary>
    public double LeftOver { get; private set; }

    /// <summary>The polygon <see cref="LeftOver"/> is left of: the site, or the other.</summary>
    public bool LeftOverIsOfSite { get; private set; }

    public ClipOutcome Clip(in EdgeSet site, in EdgeSet other, in Window window, double expected)
    {
        (_site, _other) = (site, other);
        _rings.Begin(window.West, window.South, splits: site.RingCount + other.RingCount > 2);
        _crossings.Find(site, other, window);
        var count = _crossings.Found.Count;
        if (count % 2 != 0)
            return ClipOutcome.Failed;
        Room(count);
        if (!Link(_site, _bySite, _nextOnSite, _previousOnSite, onSite: true) || !Link(_other, _byOther, _nextOnOther, _previousOnOther, onSite: false) || !Walk())
            return ClipOutcome.Failed;
        WholeRings(_site, _bySite, onSite: true);
        WholeRings(_other, _byOther, onSite: false);
        return _rings.Group() && Math.Abs(_rings.Area - expected) <= Tolerance(expected) && MeasureLeftOver() ? ClipOutcome.Done : ClipOutcome.Failed;
    }

    /// <summary>How far two ways to the same area may differ: an intersection's place is rounded to some 5e-10 m at a northing of 3 400 km.</summary>
    public static double Tolerance(double area) => Math.Max(1e-6, 1e-9 * Math.Abs(area));

    private ReadOnlySpan<Crossing> Found => CollectionsMarshal.AsSpan(_crossings.Found);

    private void Room(int count)
    {
        if (_done.Length < count)
        {
            var room = Math.Max(64, 2 * count);
            (_bySite, _byOther, _nextOnSite, _nextOnOther, _previousOnSite, _previousOnOther) = (new int[room], new int[room], new int[room], new int[room], new int[room], new int[room]);
            (_placeOnSite, _placeOnOther) = (new int[room], new int[room]);
            (_done, _keys) = (new bool[room], new Along[room]);
        }

        _done.AsSpan(0, count).Clear();
    }

    /// <summary>Puts crossings in their order along each ring. Along a ring the site enters and leaves by turns; where two crossings fall on the same spot that tells their order.</summary>
    private bool Link(in EdgeSet edges, int[] order, int[] next, int[] previous, bool onSite)
    {
        var found = Found;
        for (var i = 0; i < found.Length; i++)
            (_keys[i], order[i]) = (onSite ? found[i].Site : found[i].Other, i);
        Array.Sort(_keys, order, 0, found.Length, AlongOrder.Instance);
        var first = 0;
        for (var ring = 0; ring < edges.RingCount && first < found.Length; ring++)
        {
            var last = first;
            while (last < found.Length && _keys[last].Edge < edges.RingEnd(ring) - 1)
                last++;
            if ((last - first) % 2 != 0 || !Alternate(edges, edges.RingStart(ring), onSite, order.AsSpan(first, last - first), _keys.AsSpan(first, last - first)))
                return false;
            var place = onSite ? _placeOnSite : _placeOnOther;
            for (var i = first; i < last; i++)
            {
                place[order[i]] = i;
                var following = order[i + 1 < last ? i + 1 : first];
                next[order[i]] = following;
                previous[following] = order[i];
            }

            first = last;
        }

        return true;
    }

    /// <param name="start">First corner of the ring.</param>
    private bool Alternate(in EdgeSet edges, int start, bool onSite, Span<int> order, Span<Along> keys)
    {
        if (order.Length > 1 && SameSpot(keys[0], keys[1]))
        {
            // Nothing before tells their order but where the ring begins: from outside one enters first.
            var inside = Side.IsInside(onSite ? _other : _site, edges.X[start], edges.Y[start], areaIsSite: !onSite);
            var first = 0;
            while (first < order.Length && SameSpot(keys[0], keys[first]) && Found[order[first]].Entering != (onSite ? !inside : inside))
                first++;
            if (first == order.Length || !SameSpot(keys[0], keys[first]))
                return false;
            (order[0], order[first]) = (order[first], order[0]);
            (keys[0], keys[first]) = (keys[first], keys[0]);
        }

        return ByTurns(order, keys);
    }

    private bool ByTurns(Span<int> order, Span<Along> keys)
    {
        var found = Found;
        for (var i = 1; i < order.Length; i++)
        {
            if (found[order[i]].Entering != found[order[i - 1]].Entering)
                continue;
            var j = i + 1;
            while (j < order.Length && SameSpot(keys[i], keys[j]) && found[order[j]].Entering == found[order[i]].Entering)
                j++;
            if (j == order.Length || !SameSpot(keys[i], keys[j]))
                return false;
            (order[i], order[j]) = (order[j], order[i]);
            (keys[i], keys[j]) = (keys[j], keys[i]);
        }

        return true;
    }

    private static bool SameSpot(in Along a, in Along b) => a.Edge == b.Edge && Math.Abs(a.Part - b.Part) < 1e-9;

    private bool Walk()
    {
        var found = Found;
        for (var start = 0; start < found.Length; start++)
        {
            if (!found[start].Entering || _done[start])
                continue;
            _rings.BeginRing();
            var at = start;
            do
            {
                if (_done[at] || !found[at].Entering)
                    return false;
                _done[at] = true;
                _rings.Add(found[at].X, found[at].Y);
                var leaves = _nextOnSite[at];
                Corners(_site, found[at].Site, found[leaves].Site, _placeOnSite[leaves] <= _placeOnSite[at]);
                if (found[leaves].Entering)
                    return false;
                _rings.Add(found[leaves].X, found[leaves].Y);
                at = _nextOnOther[leaves];
                Corners(_other, found[leaves].Other, found[at].Other, _placeOnOther[at] <= _placeOnOther[leaves]);
            }
            while (at != start);
            _rings.EndRing();
        }

        return true;
    }

    /// <summary>Adds the corners between two places on one ring, forward.</summary>
    /// <param name="wraps">The second place comes first in the ring's order: the way leads past the ring's beginning.</param>
    private void Corners(in EdgeSet edges, in Along from, in Along to, bool wraps)
    {
        if (from.Edge == to.Edge && !wraps)
            return;
        var (start, end) = RingOf(edges, from.Edge);
        for (var corner = from.Edge; corner != to.Edge || corner == from.Edge;)
        {
            corner = corner + 1 == end - 1 ? start : corner + 1;
            _rings.Add(edges.X[corner], edges.Y[corner]);
            if (corner == to.Edge)
                break;
        }
    }

    private static (int Start, int End) RingOf(in EdgeSet edges, int edge)
    {
        if (edges.RingCount == 1)
            return (0, edges.Vertices);
        var at = new ReadOnlySpan<int>(edges.RingStarts, edges.RingCount + 1).BinarySearch(edge);
        var ring = at >= 0 ? at : ~at - 1;
        return (edges.RingStarts[ring], edges.RingStarts[ring + 1]);
    }

    /// <summary>Rings that cross nothing belong to the common ground whole or not at all.</summary>
    private void WholeRings(in EdgeSet edges, int[] order, bool onSite)
    {
        var found = Found;
        var crossing = 0;
        for (var ring = 0; ring < edges.RingCount; ring++)
        {
            var (start, end) = (edges.RingStart(ring), edges.RingEnd(ring));
            var crossed = false;
            for (; crossing < found.Length && (onSite ? found[order[crossing]].Site : found[order[crossing]].Other).Edge < end; crossing++)
                crossed = true;
            if (crossed || !Side.IsInside(onSite ? _other : _site, edges.X[start], edges.Y[start], areaIsSite: !onSite))
                continue;
            _rings.BeginRing();
            for (var i = start; i < end - 1; i++)
                _rings.Add(edges.X[i], edges.Y[i]);
            _rings.EndRing();
        }
    }

    /// <summary>What the smaller of the two has outside the larger: along itself where it is outside, back along the larger where that is inside.</summary>
    private bool MeasureLeftOver()
    {
        LeftOverIsOfSite = _site.Vertices < _other.Vertices;
        var sum = new SignedSum(_rings.OriginX, _rings.OriginY);
        var found = Found;
        _done.AsSpan(0, found.Length).Clear();
        var (own, against) = LeftOverIsOfSite ? (_site, _other) : (_other, _site);
        var (ownPlace, againstPlace) = LeftOverIsOfSite ? (_placeOnSite, _placeOnOther) : (_placeOnOther, _placeOnSite);
        for (var start = 0; start < found.Length; start++)
        {
            // Where the site leaves the other, the site is outside from there on; where it enters, the other is.
            if (found[start].Entering == LeftOverIsOfSite || _done[start])
                continue;
            sum.Begin(found[start].X, found[start].Y);
            var at = start;
            do
            {
                if (_done[at])
                    return false;
                _done[at] = true;
                var turns = (LeftOverIsOfSite ? _nextOnSite : _nextOnOther)[at];
                Sum(ref sum, own, LeftOverIsOfSite ? found[at].Site : found[at].Other, LeftOverIsOfSite ? found[turns].Site : found[turns].Other, forward: true, ownPlace[turns] <= ownPlace[at]);
                sum.Add(found[turns].X, found[turns].Y);
                at = (LeftOverIsOfSite ? _previousOnOther : _previousOnSite)[turns];
                Sum(ref sum, against, LeftOverIsOfSite ? found[turns].Other : found[turns].Site, LeftOverIsOfSite ? found[at].Other : found[at].Site, forward: false, againstPlace[at] >= againstPlace[turns]);
                sum.Add(found[at].X, found[at].Y);
            }
            while (at != start);
            sum.End();
        }

        WholeLeftOver(ref sum, own, against, LeftOverIsOfSite ? _bySite : _byOther, LeftOverIsOfSite, outside: true);
        WholeLeftOver(ref sum, against, own, LeftOverIsOfSite ? _byOther : _bySite, !LeftOverIsOfSite, outside: false);
        LeftOver = sum.Area;
        return true;
    }

    private static void Sum(ref SignedSum sum, in EdgeSet edges, in Along from, in Along to, bool forward, bool wraps)
    {
        if (from.Edge == to.Edge && !wraps)
            return;
        var (start, end) = RingOf(edges, from.Edge);
        if (forward)
        {
            var corner = from.Edge;
            do
            {
                corner = corner + 1 == end - 1 ? start : corner + 1;
                sum.Add(edges.X[corner], edges.Y[corner]);
            }
            while (corner != to.Edge);
            return;
        }

        for (var corner = from.Edge; ;)
        {
            sum.Add(edges.X[corner], edges.Y[corner]);
            corner = corner == start ? end - 2 : corner - 1;
            if (corner == to.Edge)
                return;
        }
    }

    private void WholeLeftOver(ref SignedSum sum, in EdgeSet edges, in EdgeSet against, int[] order, bool onSite, bool outside)
    {
        var found = Found;
        var crossing = 0;
        for (var ring = 0; ring < edges.RingCount; ring++)
        {
            var (start, end) = (edges.RingStart(ring), edges.RingEnd(ring));
            var crossed = false;
            for (; crossing < found.Length && (onSite ? found[order[crossing]].Site : found[order[crossing]].Other).Edge < end; crossing++)
                crossed = true;
            if (crossed || Side.IsInside(against, edges.X[start], edges.Y[start], areaIsSite: !onSite) == outside)
                continue;
            sum.Begin(edges.X[start], edges.Y[start]);
            for (var i = start + 1; i < end - 1; i++)
                sum.Add(outside ? edges.X[i] : edges.X[end - 1 - (i - start)], outside ? edges.Y[i] : edges.Y[end - 1 - (i - start)]);
            sum.End();
        }
    }

    /// <summary>The area of rings as their corners pass by.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct SignedSum(double originX, double originY)
    {
        private double _firstX;
        private double _firstY;
        private double _x;
        private double _y;
        private double _twice;

        public readonly double Area => _twice / 2;

        public void Begin(double x, double y) => (_firstX, _firstY) = (_x, _y) = (x - originX, y - originY);

        public void Add(double x, double y)
        {
            (x, y) = (x - originX, y - originY);
            _twice += (_x * y) - (x * _y);
            (_x, _y) = (x, y);
        }

        public void End() => _twice += (_x * _firstY) - (_firstX * _y);
    }
}
