using System.Buffers;
using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;
using Tongban.Space.Import;

namespace Tongban.Space.Map;

/// <summary>Cuts a tile out of a layer file: the packed tree finds what lies there, rings are thinned to half a pixel, clipped, taken from the city's plane to Web Mercator, and rounded to the tile's units.</summary>
/// <remarks>
/// The work of a tile is bounded. What is smaller than a pixel is not drawn one by one but marks the pixels it lies on (<c>dense</c>), so a million parcels still look like farmland from afar; when more features or points are left than a
/// browser draws at ease, the same is done again at twice the coarseness. Only what is thinned away is lost, never an entity. The tile is a picture: areas and verdicts come from the engine.
/// The same file and address give the same bytes.
/// </remarks>
internal sealed unsafe class TileBuilder
{
    public const int MaxFeatures = 5_000;
    public const int MaxPoints = 80_000;

    /// <summary>Corners that are read for one tile; beyond, the smallest polygons become pixels.</summary>
    public const long MaxVerticesRead = 8_000_000;

    /// <summary>Drawn beyond the tile's edge, so that lines along a clipped edge stay unseen.</summary>
    private const int Margin = 8 * TileAddress.Pixel;

    /// <summary>Cells along a side for what is too small: two pixels each.</summary>
    private const int Cells = 256;

    private readonly LayerFile _file;
    private readonly bool _zones;
    private readonly Func<double, double, (double Longitude, double Latitude)> _toDegrees;
    private readonly Func<double, double, (double East, double North)> _toPlane;
    private readonly Window _degrees;

    /// <param name="zones">Whether the layer has zones of different levels; otherwise nothing is looked up for small entities.</param>
    public TileBuilder(LayerFile file, bool zones)
    {
        var plane = ReferenceSystem.OfEpsg(file.Epsg, "epsg").Value;
        (_file, _zones, _toDegrees, _toPlane) = (file, zones, plane.ToDegrees(), ReferenceSystem.OfEpsg(4490, "epsg").Value.To(plane));
        var bounds = file.Bounds;
        foreach (ref readonly var polygon in file.Coverage)
        {
            var edges = file.Edges(polygon);
            for (var i = 0; i < edges.Vertices; i++)
                bounds = new(Math.Min(bounds.West, edges.X[i]), Math.Min(bounds.South, edges.Y[i]), Math.Max(bounds.East, edges.X[i]), Math.Max(bounds.North, edges.Y[i]));
        }
        _degrees = bounds.West <= bounds.East ? Around(bounds, (x, y) => _toDegrees(x, y), 1e-4) : new(1, 1, 0, 0);
    }

    /// <summary>Box of entities and coverage in degrees; upside down for a file with neither.</summary>
    public Window Degrees => _degrees;

    /// <returns>The tile, empty where the layer has nothing.</returns>
    public byte[] Build(TileAddress tile)
    {
        var seen = new Window(tile.LongitudeAt(-Margin), tile.LatitudeAt(TileAddress.Extent + Margin), tile.LongitudeAt(TileAddress.Extent + Margin), tile.LatitudeAt(-Margin));
        var common = seen.And(_degrees);
        if (common.IsEmpty)
            return [];
        var window = Around(common, (x, y) => _toPlane(x, y), 1);
        var unit = UnitMetres(tile, common);
        var found = Find(window);
        var answer = new ArrayBufferWriter<byte>();
        var coverage = new MvtWriter("coverage");
        new Cut(this, tile, window, unit * TileAddress.Pixel / 2).Add(coverage, _file.Coverage);
        coverage.WriteTo(answer);
        for (var coarse = 1; ; coarse *= 2)
        {
            var entities = new MvtWriter("entities");
            if (Draw(entities, found, tile, window, unit, coarse) || coarse >= Cells)
            {
                entities.WriteTo(answer);
                return answer.WrittenSpan.ToArray();
            }
        }
    }

    /// <returns>Whether it stayed within bounds.</returns>
    private bool Draw(MvtWriter to, List<int> found, TileAddress tile, Window window, double unit, int coarse)
    {
        var smallest = unit * TileAddress.Pixel * coarse;
        List<int> large = [], small = [];
        long vertices = 0;
        foreach (var polygon in found)
        {
            var box = _file.PolygonBox(polygon);
            if (Math.Max(box.East - box.West, box.North - box.South) >= smallest)
            {
                large.Add(polygon);
                vertices += _file.Polygons[polygon].Vertices;
            }
            else
                small.Add(polygon);
        }
        if (vertices > MaxVerticesRead && coarse < Cells)
            return false;
        var cut = new Cut(this, tile, window, smallest / 2);
        large.Sort((a, b) => _file.Polygons[a].Feature.CompareTo(_file.Polygons[b].Feature));
        for (var i = 0; i < large.Count;)
        {
            var feature = _file.Polygons[large[i]].Feature;
            cut.Begin();
            for (; i < large.Count && _file.Polygons[large[i]].Feature == feature; i++)
                cut.Add(_file.Edges(_file.Polygons[large[i]]));
            cut.End(to, TagsOf(feature));
            // The coarsest picture is cut off rather than begun again: no tile is without end.
            if (to.Features > MaxFeatures || to.Points > MaxPoints)
                return false;
        }
        foreach (var (zone, cells) in Dense(small, tile))
        {
            foreach (var (west, south, east, north) in Rectangles(cells))
                to.Path([west, north, east, north, east, south, west, south], close: true);
            to.End(area: true, zone.Length == 0 ? [("dense", "1")] : [("dense", "1"), ("zone", zone)]);
        }
        return to.Points <= 2 * MaxPoints;
    }

    private List<int> Find(Window window)
    {
        List<int> found = [];
        LayerSearch.Visit(_file, window, polygon =>
        {
            if (_file.Polygons[polygon].Role is PolygonRole.Plain or PolygonRole.Member)
                found.Add(polygon);
        });
        return found;
    }

    private (string, string)[] TagsOf(int feature)
    {
        List<(string, string)> tags = [("id", _file.FeatureId(feature))];
        if (Zone(feature) is { } zone)
            tags.Add(("zone", zone));
        if (Entity.NameOf(_file.Attributes(feature)) is { Length: > 0 } name)
            tags.Add(("name", name.Length > 40 ? name[..40] : name));
        return [.. tags];
    }

    private string? Zone(int feature) => _zones ? Entity.ZoneOf(_file.Attributes(feature)) : null;

    private SortedDictionary<string, ulong[]> Dense(List<int> small, TileAddress tile)
    {
        var zones = new SortedDictionary<string, ulong[]>(StringComparer.Ordinal);
        foreach (var polygon in small)
        {
            var box = _file.PolygonBox(polygon).At(_file.OriginX, _file.OriginY);
            var (west, south) = _toDegrees(box.West, box.South);
            var (east, north) = _toDegrees(box.East, box.North);
            var (left, bottom) = tile.UnitsOf(west, south);
            var (right, top) = tile.UnitsOf(east, north);
            var zone = Zone(_file.Polygons[polygon].Feature) ?? "";
            if (!zones.TryGetValue(zone, out var cells))
                zones.Add(zone, cells = new ulong[Cells * Cells / 64]);
            for (var row = Cell(top); row <= Cell(bottom); row++)
            {
                for (var column = Cell(left); column <= Cell(right); column++)
                {
                    var at = (row * Cells) + column;
                    if ((uint)column < Cells && (uint)row < Cells)
                        cells[at / 64] |= 1UL << (at % 64);
                }
            }
        }
        return zones;
    }

    private static int Cell(double units) => (int)Math.Floor(Math.Clamp(units, -TileAddress.Extent, 2 * TileAddress.Extent) * Cells / TileAddress.Extent);

    /// <summary>Runs of marked cells in a row, joined downward while they repeat; beyond what is drawn at ease on a grid of half the fineness.</summary>
    private static List<(int West, int South, int East, int North)> Rectangles(ulong[] cells)
    {
        for (var step = 1; ; step *= 2)
        {
            var found = Rectangles(cells, step);
            if (found.Count <= MaxFeatures || step >= Cells)
                return found;
        }
    }

    private static List<(int West, int South, int East, int North)> Rectangles(ulong[] cells, int step)
    {
        const int Side = TileAddress.Extent / Cells;
        List<(int, int, int, int)> done = [];
        Dictionary<(int West, int East), int> open = [];
        for (var row = 0; row <= Cells; row += step)
        {
            Dictionary<(int West, int East), int> now = [];
            if (row < Cells)
            {
                for (var column = 0; column < Cells; column += step)
                {
                    if (!Marked(cells, column, row, step))
                        continue;
                    var from = column;
                    while (column < Cells && Marked(cells, column, row, step))
                        column += step;
                    now[(from, column)] = open.GetValueOrDefault((from, column), row);
                }
            }
            foreach (var (run, top) in open)
            {
                if (!now.TryGetValue(run, out var kept) || kept != top)
                    done.Add((run.West * Side, row * Side, run.East * Side, top * Side));
            }
            open = now;
        }
        done.Sort();
        return done;
    }

    private static bool Marked(ulong[] cells, int column, int row, int step)
    {
        for (var r = row; r < row + step; r++)
        {
            for (var c = column; c < column + step; c++)
            {
                var at = (r * Cells) + c;
                if ((cells[at / 64] & (1UL << (at % 64))) != 0)
                    return true;
            }
        }
        return false;
    }

    private static double UnitMetres(TileAddress tile, in Window common)
    {
        var middle = (common.South + common.North) / 2;
        return 2 * Math.PI * 6_378_137 * Math.Cos(middle * Math.PI / 180) / ((long)TileAddress.Extent << tile.Zoom);
    }

    /// <summary>The box in another system, found from nine places on it and widened a little for what bends between them.</summary>
    private static Window Around(in Window box, Func<double, double, (double, double)> to, double margin)
    {
        double west = double.MaxValue, south = double.MaxValue, east = double.MinValue, north = double.MinValue;
        for (var i = 0; i <= 4; i++)
        {
            for (var j = 0; j <= 4; j++)
            {
                var (x, y) = to(box.West + (i * box.Width / 4), box.South + (j * box.Height / 4));
                (west, south, east, north) = (Math.Min(west, x), Math.Min(south, y), Math.Max(east, x), Math.Max(north, y));
            }
        }
        margin += 0.002 * Math.Max(east - west, north - south);
        return new(west - margin, south - margin, east + margin, north + margin);
    }

    /// <summary>What is being cut for one tile at one coarseness.</summary>
    private sealed class Cut(TileBuilder builder, TileAddress tile, Window window, double apart)
    {
        private readonly List<int[]> _areas = [];
        private readonly List<int[]> _lines = [];
        private readonly Polyline _ring = new();
        private readonly Polyline _spare = new();

        public void Begin()
        {
            _areas.Clear();
            _lines.Clear();
        }

        public void Add(MvtWriter to, ReadOnlySpan<PolygonEntry> polygons)
        {
            Begin();
            foreach (ref readonly var polygon in polygons)
                Add(builder._file.Edges(polygon));
            End(to, []);
        }

        public void Add(in EdgeSet edges)
        {
            for (var ring = 0; ring < edges.RingCount; ring++)
            {
                if (Ring(edges, edges.RingStart(ring), edges.RingEnd(ring) - 1) is not { } units)
                {
                    if (ring == 0)
                        return;
                    continue;
                }
                var doubled = Doubled(units);
                if (IsThin(units, Math.Abs(doubled)))
                {
                    // Too thin for an area, but there: a road seen from afar is a line.
                    if (ring > 0)
                        continue;
                    _lines.Add(units);
                    return;
                }
                if (doubled > 0 != (ring == 0))
                    Reverse(units);
                _areas.Add(units);
            }
        }

        public void End(MvtWriter to, (string, string)[] tags)
        {
            foreach (var ring in _areas)
                to.Path(ring, close: true);
            to.End(area: true, tags);
            foreach (var ring in _lines)
                to.Path([.. ring, ring[0], ring[1]], close: false);
            to.End(area: false, tags);
        }

        private int[]? Ring(in EdgeSet edges, int first, int end)
        {
            _ring.Clear();
            var square = apart * apart;
            for (var i = first; i < end; i++)
            {
                double x = edges.X[i], y = edges.Y[i];
                if (_ring.Count > 0 && i < end - 1)
                {
                    var (dx, dy) = (x - _ring.X[^1], y - _ring.Y[^1]);
                    if ((dx * dx) + (dy * dy) < square)
                        continue;
                }
                _ring.Add(x, y);
            }
            if (!_ring.Clip(window, _spare))
                return null;
            for (var i = 0; i < _ring.Count; i++)
            {
                var (longitude, latitude) = builder._toDegrees(_ring.X[i], _ring.Y[i]);
                (_ring.X[i], _ring.Y[i]) = tile.UnitsOf(longitude, latitude);
            }
            if (!_ring.Clip(new(-Margin, -Margin, TileAddress.Extent + Margin, TileAddress.Extent + Margin), _spare))
                return null;
            List<int> units = [];
            for (var i = 0; i < _ring.Count; i++)
            {
                var (x, y) = ((int)Math.Round(_ring.X[i]), (int)Math.Round(_ring.Y[i]));
                if (units.Count == 0 || x != units[^2] || y != units[^1])
                {
                    units.Add(x);
                    units.Add(y);
                }
            }
            while (units.Count > 2 && units[0] == units[^2] && units[1] == units[^1])
                units.RemoveRange(units.Count - 2, 2);
            return units.Count >= 4 ? [.. units] : null;
        }

        /// <summary>Narrower than a pixel and far longer than that: twice the area over the length of the edge is the width of a strip.</summary>
        private static bool IsThin(int[] ring, long doubled)
        {
            if (doubled < 2 * TileAddress.Pixel)
                return true;
            double around = 0;
            for (var i = 0; i < ring.Length; i += 2)
            {
                var next = (i + 2) % ring.Length;
                around += Math.Sqrt(((double)(ring[next] - ring[i]) * (ring[next] - ring[i])) + ((double)(ring[next + 1] - ring[i + 1]) * (ring[next + 1] - ring[i + 1])));
            }
            return doubled < TileAddress.Pixel * around && around > 16 * TileAddress.Pixel && doubled * 16 < around * around;
        }

        private static long Doubled(int[] ring)
        {
            long sum = 0;
            for (var i = 0; i < ring.Length; i += 2)
            {
                var next = (i + 2) % ring.Length;
                sum += ((long)ring[i] * ring[next + 1]) - ((long)ring[next] * ring[i + 1]);
            }
            return sum;
        }

        private static void Reverse(int[] ring)
        {
            for (int i = 0, j = ring.Length - 2; i < j; i += 2, j -= 2)
                (ring[i], ring[i + 1], ring[j], ring[j + 1]) = (ring[j], ring[j + 1], ring[i], ring[i + 1]);
        }
    }

    /// <summary>A ring's corners, cut by the four sides of a window one after the other.</summary>
    private sealed class Polyline
    {
        public List<double> X { get; private set; } = [];

        public List<double> Y { get; private set; } = [];

        public int Count => X.Count;

        public void Clear()
        {
            X.Clear();
            Y.Clear();
        }

        public void Add(double x, double y)
        {
            X.Add(x);
            Y.Add(y);
        }

        /// <returns>Whether anything is left.</returns>
        public bool Clip(in Window window, Polyline spare)
        {
            if (X.Count == 0)
                return false;
            double west = double.MaxValue, south = double.MaxValue, east = double.MinValue, north = double.MinValue;
            for (var i = 0; i < Count; i++)
                (west, south, east, north) = (Math.Min(west, X[i]), Math.Min(south, Y[i]), Math.Max(east, X[i]), Math.Max(north, Y[i]));
            if (west >= window.West && south >= window.South && east <= window.East && north <= window.North)
                return true;
            Side(spare, horizontal: true, window.West, keepAbove: true);
            Side(spare, horizontal: true, window.East, keepAbove: false);
            Side(spare, horizontal: false, window.South, keepAbove: true);
            Side(spare, horizontal: false, window.North, keepAbove: false);
            return Count > 1;
        }

        private void Side(Polyline spare, bool horizontal, double limit, bool keepAbove)
        {
            spare.Clear();
            var along = horizontal ? X : Y;
            for (var i = 0; i < Count; i++)
            {
                var before = i == 0 ? Count - 1 : i - 1;
                bool inNow = keepAbove ? along[i] >= limit : along[i] <= limit, inBefore = keepAbove ? along[before] >= limit : along[before] <= limit;
                if (inNow != inBefore)
                {
                    var share = (limit - along[before]) / (along[i] - along[before]);
                    var (x, y) = (X[before] + (share * (X[i] - X[before])), Y[before] + (share * (Y[i] - Y[before])));
                    spare.Add(horizontal ? limit : x, horizontal ? y : limit);
                }
                if (inNow)
                    spare.Add(X[i], Y[i]);
            }
            (X, Y, spare.X, spare.Y) = (spare.X, spare.Y, X, Y);
        }
    }
}
