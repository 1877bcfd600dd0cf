using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Tests.Space.Engine;

/// <summary>Layers on disk for one test, polygons at random, and the library's answers.</summary>
internal sealed class EngineData : IDisposable
{
    public const int Epsg = 4547;
    private static readonly PlanarPolygon City = PlanarPolygon.Rectangle(480_000, 3_380_000, 520_000, 3_420_000);

    public string Folder { get; } = Directory.CreateTempSubdirectory("tongban-engine-").FullName;

    public OverlayEngine Engine { get; } = new(TimeProvider.System);

    public LayerPin Layer(string code, IEnumerable<LayerFeature> features, double tolerance = 1, double near = 0, IEnumerable<PlanarPolygon>? coverage = null)
    {
        var writer = new LayerFileWriter(code, Epsg, coverage ?? [City]);
        foreach (var feature in features)
            writer.Add(feature);
        var path = Path.Combine(Folder, code + ".layer");
        return new(code, path, writer.Write(path).Hash, tolerance, near);
    }

    public void Dispose() => Directory.Delete(Folder, true);

    public static PlanarPolygon Square(double x, double y, double side) => PlanarPolygon.Rectangle(x, y, x + side, y + side);

    public static IEnumerable<LayerFeature> Features(params PlanarPolygon[] polygons) =>
        polygons.Select((p, i) => new LayerFeature($"F{i}", [p], System.Text.Encoding.UTF8.GetBytes($$"""{"n":{{i}}}""")));

    /// <summary>A valid polygon around a point: corners in order of their angle, perhaps with a hole in its heart.</summary>
    public static PlanarPolygon Star(Random random, double x, double y, double radius, int corners, bool hole = false)
    {
        var ring = new double[2 * corners];
        for (var i = 0; i < corners; i++)
        {
            var r = radius * (0.5 + (0.5 * random.NextDouble()));
            (ring[2 * i], ring[(2 * i) + 1]) = (x + (r * Math.Cos(i * Math.Tau / corners)), y + (r * Math.Sin(i * Math.Tau / corners)));
        }

        return hole && corners >= 8 ? new(ring, [[x - (radius / 5), y - (radius / 5), x + (radius / 5), y - (radius / 5), x + (radius / 6), y + (radius / 5)]]) : new(ring);
    }

    /// <summary>A polygon of unit squares on a coarse grid: shares edges, corners and holes with any other of the kind.</summary>
    public static List<PlanarPolygon> Blocks(Random random, double x, double y, double size, int cells, double share)
    {
        var squares = from i in Enumerable.Range(0, cells) from j in Enumerable.Range(0, cells) where random.NextDouble() < share select (Geometry)LibraryGeometry.Of(Square(x + (i * size), y + (j * size), size));
        var all = squares.ToList();
        return all.Count == 0 ? [Square(x, y, size)] : LibraryGeometry.Polygons(OverlayNGRobust.Union(all));
    }

    public static double Integral(SiteGeometry one, SiteGeometry other) =>
        new CommonArea().Of(one.Edges, other.Edges, one.Bounds.And(other.Bounds), SiteGeometry.RunEdges, SiteGeometry.RunEdges);

    public static Geometry Overlay(IReadOnlyCollection<PlanarPolygon> one, IReadOnlyCollection<PlanarPolygon> other, SpatialFunction function = SpatialFunction.Intersection) =>
        OverlayNGRobust.Overlay(LibraryGeometry.Of(one), LibraryGeometry.Of(other), function);

    public static double Tolerance(double area) => Math.Max(1e-6, 1e-9 * area);

    public static string? Shared(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            foreach (var shared in (string[])["shared", "../shared"])
            {
                if (Path.GetFullPath(Path.Combine(at.FullName, shared, "data", name)) is var folder && Directory.Exists(folder))
                    return folder;
            }
        }

        Assert.Skip($"shared/data/{name} is not on this machine");
        return null;
    }
}
