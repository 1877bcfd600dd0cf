using Tongban.Space.Engine;

namespace Tongban.Bench.Space;

/// <summary>A generated city: farmland parcels that meet without gaps, red lines of 50,000 to 150,000 corners, smaller layers, and projects of four kinds. The same numbers give the same city.</summary>
internal sealed class World
{
    public const int Epsg = 4547;
    public const double West = 420_000, South = 3_230_000;
    private readonly int _side;
    private readonly double _step;

    /// <param name="parcels">Farmland parcels in all; a fixed extent of about 60 by 60 km per million.</param>
    public World(int parcels)
    {
        _side = (int)Math.Sqrt(parcels * 8.0 / 7);
        _step = 60;
        Extent = _side * _step;
    }

    public double Extent { get; }

    public PlanarPolygon Area => PlanarPolygon.Rectangle(West - 1000, South - 1000, West + Extent + 1000, South + Extent + 1000);

    /// <summary>33 layers: one of farmland parcels, four red lines, the rest scattered areas.</summary>
    public IEnumerable<(string Code, IEnumerable<PlanarPolygon> Polygons)> Layers()
    {
        yield return ("L01", Farmland());
        for (var i = 2; i <= 5; i++)
            yield return ($"L{i:00}", RedLine(i));
        for (var i = 6; i <= 33; i++)
            yield return ($"L{i:00}", Scattered(i));
    }

    /// <summary>Cells of a bent grid: neighbours share every corner.</summary>
    private IEnumerable<PlanarPolygon> Farmland()
    {
        const int perSide = 7;
        for (var i = 0; i < _side; i++)
        {
            for (var j = 0; j < _side; j++)
            {
                var ring = new double[2 * 4 * perSide];
                var at = 0;
                for (var k = 0; k < perSide; k++)
                    Put(ring, ref at, Horizontal(i, j, k, perSide));
                for (var k = 0; k < perSide; k++)
                    Put(ring, ref at, Vertical(i + 1, j, k, perSide));
                for (var k = perSide; k > 0; k--)
                    Put(ring, ref at, Horizontal(i, j + 1, k, perSide));
                for (var k = perSide; k > 0; k--)
                    Put(ring, ref at, Vertical(i, j, k, perSide));
                if ((Hash(i, j, 77) & 7) != 0) // an eighth is not farmland
                    yield return new(ring);
            }
        }

        static void Put(double[] ring, ref int at, (double X, double Y) p) => (ring[at++], ring[at++]) = p;
    }

    /// <summary>Corners of farmland around a grid cell, for sites that follow parcels.</summary>
    private PlanarPolygon Aligned(int i, int j, int wide, int high)
    {
        const int perSide = 7;
        List<double> ring = [];
        for (var a = 0; a < wide; a++)
            for (var k = 0; k < perSide; k++)
                Add(Horizontal(i + a, j, k, perSide));
        for (var b = 0; b < high; b++)
            for (var k = 0; k < perSide; k++)
                Add(Vertical(i + wide, j + b, k, perSide));
        for (var a = wide - 1; a >= 0; a--)
            for (var k = perSide; k > 0; k--)
                Add(Horizontal(i + a, j + high, k, perSide));
        for (var b = high - 1; b >= 0; b--)
            for (var k = perSide; k > 0; k--)
                Add(Vertical(i, j + b, k, perSide));
        return new([.. ring]);

        void Add((double X, double Y) p) => ring.AddRange([p.X, p.Y]);
    }

    private (double X, double Y) Node(int i, int j) =>
        (West + (i * _step) + (Noise(i, j, 1) * _step * 0.3), South + (j * _step) + (Noise(i, j, 2) * _step * 0.3));

    private (double X, double Y) Horizontal(int i, int j, int k, int of) => Between(Node(i, j), Node(i + 1, j), k, of, Noise((i * of) + k, j, 3));

    private (double X, double Y) Vertical(int i, int j, int k, int of) => Between(Node(i, j), Node(i, j + 1), k, of, Noise(i, (j * of) + k, 4));

    private static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, int k, int of, double bend)
    {
        if (k == 0)
            return a;
        if (k == of)
            return b;
        var (t, dx, dy) = ((double)k / of, b.X - a.X, b.Y - a.Y);
        return (a.X + (t * dx) - (dy * bend * 0.03), a.Y + (t * dy) + (dx * bend * 0.03));
    }

    /// <summary>A few large areas whose boundary wanders at every scale.</summary>
    private IEnumerable<PlanarPolygon> RedLine(int layer)
    {
        var random = new Random(layer);
        for (var n = 0; n < 3; n++)
        {
            var corners = 50_000 + random.Next(100_000);
            var (x, y) = (West + (Extent * (0.2 + (0.3 * n))), South + (Extent * (0.2 + (0.6 * random.NextDouble()))));
            yield return Wandering(random, x, y, Extent * (0.1 + (0.04 * random.NextDouble())), corners);
        }
    }

    private IEnumerable<PlanarPolygon> Scattered(int layer)
    {
        // Apart from each other: a grid of places, some taken.
        var random = new Random(layer);
        var places = 8 + (layer % 5 * 6);
        var step = Extent / places;
        for (var i = 0; i < places; i++)
        {
            for (var j = 0; j < places; j++)
            {
                if (random.NextDouble() < 0.5)
                    yield return Wandering(random, West + ((i + 0.5) * step), South + ((j + 0.5) * step), step * (0.05 + (0.2 * random.NextDouble())), 20 + random.Next(400));
            }
        }
    }

    /// <summary>Corners in order of their angle; the distance from the centre is a sum of waves, hence never crosses itself.</summary>
    private static PlanarPolygon Wandering(Random random, double x, double y, double radius, int corners)
    {
        var waves = Enumerable.Range(0, 12).Select(w => (Times: 1 << w, Height: Math.Pow(0.62, w) * 0.16, Phase: random.NextDouble() * Math.Tau)).Where(w => w.Times < corners / 4).ToArray();
        var ring = new double[2 * corners];
        for (var i = 0; i < corners; i++)
        {
            var angle = i * Math.Tau / corners;
            var r = 1.0;
            foreach (var (times, height, phase) in waves)
                r += height * Math.Sin((times * angle) + phase);
            r = radius * (r + (0.002 * (random.NextDouble() - 0.5)));
            (ring[2 * i], ring[(2 * i) + 1]) = (x + (r * Math.Cos(angle)), y + (r * Math.Sin(angle)));
        }

        return new(ring);
    }

    /// <summary>Half blocks, a quarter along parcel boundaries, an eighth complex, an eighth roads of up to 48 km.</summary>
    public (string Kind, PlanarPolygon Polygon) Project(int number)
    {
        var random = new Random((number * 7919) + 13);
        var (x, y) = (West + (Extent * (0.05 + (0.9 * random.NextDouble()))), South + (Extent * (0.05 + (0.9 * random.NextDouble()))));
        switch (number % 8)
        {
            case 0 or 2 or 4 or 6:
                var (w, h, turn) = (50 + (400 * random.NextDouble()), 50 + (300 * random.NextDouble()), random.NextDouble() * Math.PI);
                var (c, s) = (Math.Cos(turn), Math.Sin(turn));
                return ("block", new([x, y, x + (w * c), y + (w * s), x + (w * c) - (h * s), y + (w * s) + (h * c), x - (h * s), y + (h * c)]));
            case 1 or 5:
                var (i, j) = ((int)((x - West) / _step), (int)((y - South) / _step));
                return ("aligned", Aligned(Math.Min(i, _side - 8), Math.Min(j, _side - 8), 1 + random.Next(7), 1 + random.Next(7)));
            case 3:
                return ("complex", Wandering(random, x, y, 300 + (1500 * random.NextDouble()), 200 + random.Next(2000)));
            default:
                return ("road", Road(random, x, y));
        }
    }

    private PlanarPolygon Road(Random random, double x, double y)
    {
        var length = Math.Min(Extent * 0.8, 2000 + (46_000 * Math.Pow(random.NextDouble(), 2)));
        var towards = Math.Atan2(South + (Extent / 2) - y, West + (Extent / 2) - x);
        var steps = Math.Max(20, (int)(length / 40));
        var half = 8 + (random.NextDouble() * 25);
        double[] left = new double[2 * steps], right = new double[2 * steps];
        var phase = random.NextDouble() * Math.Tau;
        for (var i = 0; i < steps; i++)
        {
            var along = length * i / (steps - 1);
            var sway = (length * 0.03 * Math.Sin((6 * along / length) + phase)) + (120 * Math.Sin((along / 700) + phase));
            var slope = (0.03 * 6 * Math.Cos((6 * along / length) + phase)) + (120.0 / 700 * Math.Cos((along / 700) + phase));
            var (c, s) = (Math.Cos(towards), Math.Sin(towards));
            var (px, py) = (x + (along * c) - (sway * s), y + (along * s) + (sway * c));
            var direction = towards + Math.Atan(slope);
            var (nx, ny) = (-Math.Sin(direction) * half, Math.Cos(direction) * half);
            (left[2 * i], left[(2 * i) + 1], right[2 * (steps - 1 - i)], right[(2 * (steps - 1 - i)) + 1]) = (px + nx, py + ny, px - nx, py - ny);
        }

        return new([.. right, .. left]);
    }

    private static double Noise(int i, int j, int salt) => ((Hash(i, j, salt) & 0xFFFF) / 32768.0) - 1;

    private static uint Hash(int i, int j, int salt)
    {
        var h = ((uint)i * 0x9E3779B1) ^ ((uint)j * 0x85EBCA77) ^ ((uint)salt * 0xC2B2AE3D);
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return h ^ (h >> 15);
    }
}
