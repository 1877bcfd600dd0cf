using System.Runtime.InteropServices;

namespace Tongban.Space.Engine.Kernel;

/// <summary>Takes the rings of a clip, removes what has no width, and puts holes into their shells.</summary>
internal sealed class RingCollector
{
    /// <summary>A ring that encloses less than this for each metre of its length is what the imagined move made up, not ground.</summary>
    private const double NoWidth = 2e-8;
    private readonly List<Ring> _rings = [];
    private readonly Dictionary<(double X, double Y), int> _seen = [];
    private double[] _loop = [];
    private double[] _points = new double[1024];
    private int _count;
    private int _first;
    private bool _splits;

    public double OriginX { get; private set; }

    public double OriginY { get; private set; }

    /// <summary>m², shells minus holes.</summary>
    public double Area { get; private set; }

    public int RingCount => _rings.Count;

    /// <param name="splits">One of the sources has several rings. They may touch at a corner; a ring that passes there twice is then taken apart.</param>
    public void Begin(double originX, double originY, bool splits)
    {
        _splits = splits;
        _rings.Clear();
        (OriginX, OriginY, _count, Area) = (originX, originY, 0, 0);
    }

    public void BeginRing() => _first = _count;

    public void Add(double x, double y)
    {
        if (_count > _first && _points[_count - 2] == x && _points[_count - 1] == y)
            return;
        if (_count + 4 > _points.Length)
            Array.Resize(ref _points, _points.Length * 2);
        _points[_count++] = x;
        _points[_count++] = y;
    }

    public void EndRing()
    {
        TakeOutSpikes();
        if (_splits)
            Split();
        Keep();
    }

    /// <summary>Takes out each loop between two visits of one corner and keeps it as a ring of its own; the rest stays as the open ring.</summary>
    private void Split()
    {
        _seen.Clear();
        var (kept, count) = (0, _count - _first);
        if (_loop.Length < count)
            _loop = new double[2 * count];
        _points.AsSpan(_first, count).CopyTo(_loop);
        List<double[]>? loops = null;
        var open = _loop.AsSpan();
        for (var i = 0; i < count; i += 2)
        {
            var corner = (_loop[i], _loop[i + 1]);
            if (_seen.TryGetValue(corner, out var before))
            {
                (loops ??= []).Add(open[before..kept].ToArray());
                for (var j = before + 2; j < kept; j += 2)
                    _seen.Remove((open[j], open[j + 1]));
                kept = before + 2;
                continue;
            }

            _seen[corner] = kept;
            (open[kept], open[kept + 1]) = corner;
            kept += 2;
        }

        if (loops is null)
            return;
        open[..kept].CopyTo(_points.AsSpan(_first));
        _count = _first + kept;
        Keep();
        foreach (var loop in loops)
        {
            _first = _count;
            for (var i = 0; i < loop.Length; i += 2)
                Add(loop[i], loop[i + 1]);
            Keep();
        }

        _first = _count;
    }

    private void Keep()
    {
        var corners = (_count - _first) / 2;
        var (twice, length) = (0.0, 0.0);
        for (var i = 0; i < corners; i++)
        {
            var (x0, y0) = At(i);
            var (x1, y1) = At(i + 1 == corners ? 0 : i + 1);
            twice += ((x0 - OriginX) * (y1 - OriginY)) - ((x1 - OriginX) * (y0 - OriginY));
            length += Math.Abs(x1 - x0) + Math.Abs(y1 - y0);
        }

        if (corners < 3 || Math.Abs(twice) <= 2 * NoWidth * length)
        {
            _count = _first;
            return;
        }

        _rings.Add(new(_first, _count, twice / 2, -1));
        Area += twice / 2;
    }

    /// <summary>Finds the shell of each hole: the smallest that contains it.</summary>
    public bool Group()
    {
        for (var hole = 0; hole < _rings.Count; hole++)
        {
            if (_rings[hole].Area > 0)
                continue;
            int? found = null;
            for (var shell = 0; shell < _rings.Count; shell++)
            {
                if (_rings[shell].Area > -_rings[hole].Area && (found is not { } best || _rings[shell].Area < _rings[best].Area) && Contains(_rings[shell], _rings[hole]))
                    found = shell;
            }

            if (found is not { } owner)
                return false;
            _rings[hole] = _rings[hole] with { Shell = owner };
        }

        return true;
    }

    public List<PlanarPolygon> Polygons()
    {
        List<PlanarPolygon> polygons = [];
        for (var shell = 0; shell < _rings.Count; shell++)
        {
            if (_rings[shell].Area <= 0)
                continue;
            List<double[]>? holes = null;
            for (var hole = 0; hole < _rings.Count; hole++)
            {
                if (_rings[hole].Shell == shell)
                    (holes ??= []).Add(Points(_rings[hole]));
            }

            polygons.Add(new(Points(_rings[shell]), holes ?? (IReadOnlyList<double[]>)[]));
        }

        return polygons;
    }

    private (double X, double Y) At(int corner) => (_points[_first + (2 * corner)], _points[_first + (2 * corner) + 1]);

    private double[] Points(in Ring ring) => [.. _points.AsSpan(ring.Start, ring.End - ring.Start), _points[ring.Start], _points[ring.Start + 1]];

    /// <summary>Where the boundary goes out and straight back, it goes nowhere.</summary>
    private void TakeOutSpikes()
    {
        var kept = _first;
        for (var i = _first; i < _count; i += 2)
        {
            var (x, y) = (_points[i], _points[i + 1]);
            while (kept - _first >= 4 && IsSpike(_points[kept - 4], _points[kept - 3], _points[kept - 2], _points[kept - 1], x, y))
                kept -= 2;
            if (kept > _first && _points[kept - 2] == x && _points[kept - 1] == y)
                continue;
            (_points[kept], _points[kept + 1]) = (x, y);
            kept += 2;
        }

        // Around the closing corner.
        for (var changed = true; changed && kept - _first >= 6;)
        {
            changed = false;
            if (_points[kept - 2] == _points[_first] && _points[kept - 1] == _points[_first + 1])
                (kept, changed) = (kept - 2, true);
            else if (IsSpike(_points[kept - 4], _points[kept - 3], _points[kept - 2], _points[kept - 1], _points[_first], _points[_first + 1]))
                (kept, changed) = (kept - 2, true);
            else if (IsSpike(_points[kept - 2], _points[kept - 1], _points[_first], _points[_first + 1], _points[_first + 2], _points[_first + 3]))
            {
                Array.Copy(_points, _first + 2, _points, _first, kept - _first - 2);
                (kept, changed) = (kept - 2, true);
            }
        }

        _count = kept;
    }

    private static bool IsSpike(double ax, double ay, double bx, double by, double cx, double cy)
    {
        var (ux, uy, vx, vy) = (bx - ax, by - ay, cx - bx, cy - by);
        if ((ux * vx) + (uy * vy) >= 0)
            return false;
        var width = Math.Abs((ux * vy) - (uy * vx));
        return width <= 1e-9 * Math.Max(Math.Abs(ux) + Math.Abs(uy), Math.Abs(vx) + Math.Abs(vy));
    }

    private bool Contains(in Ring shell, in Ring hole)
    {
        // A corner of the hole may lie on the shell: the majority of three decides.
        var inside = 0;
        var corners = (hole.End - hole.Start) / 2;
        for (var i = 0; i < 3; i++)
        {
            var at = hole.Start + (2 * (i * corners / 3));
            inside += IsInside(shell, _points[at], _points[at + 1]) ? 1 : 0;
        }

        return inside >= 2;
    }

    private bool IsInside(in Ring ring, double x, double y)
    {
        var inside = false;
        var (px, py) = (_points[ring.End - 2], _points[ring.End - 1]);
        for (var i = ring.Start; i < ring.End; i += 2)
        {
            var (qx, qy) = (_points[i], _points[i + 1]);
            if (qy > y != py > y && x < qx + ((px - qx) * (y - qy) / (py - qy)))
                inside = !inside;
            (px, py) = (qx, qy);
        }

        return inside;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Ring(int Start, int End, double Area, int Shell);
}
