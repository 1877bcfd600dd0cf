using System.IO.Compression;
using System.Text.Json;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;
using Tongban.Space.Engine;

namespace Tongban.Bench;

/// <summary>The 33 layers and 13,116 parcels of Cambridge, Massachusetts, in metres (EPSG:32619). What is not valid is repaired, as an import would after a person agreed; what is no area is left out.</summary>
internal static class Cambridge
{
    public const int Epsg = 32619;
    private static readonly MathTransform ToMetres = new CoordinateTransformationFactory().CreateFromCoordinateSystems(
        GeographicCoordinateSystem.WGS84, ProjectedCoordinateSystem.WGS84_UTM(19, true)).MathTransform;

    /// <returns><see langword="null"/> where the data is not on this machine.</returns>
    public static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            foreach (var shared in (string[])["shared", "../shared"])
            {
                if (Path.GetFullPath(Path.Combine(at.FullName, shared, "data", "spatial-layers-cambridge")) is var folder && Directory.Exists(folder))
                    return folder;
            }
        }

        return null;
    }

    /// <summary>Files of the layers, in order of their names.</summary>
    public static string[] Layers(string folder) => [.. Directory.GetFiles(Path.Combine(folder, "layers"), "*.geojson.gz").Order(StringComparer.Ordinal)];

    public static string Parcels(string folder) => Path.Combine(folder, "projects", "ASSESSING_ParcelsFY2014.geojson.gz");

    public static string NameOf(string file) => Path.GetFileName(file)[..^".geojson.gz".Length];

    public static List<LayerFeature> Read(string file)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        List<LayerFeature> features = [];
        var number = 0;
        foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
        {
            number++;
            if (feature.GetProperty("geometry") is not { ValueKind: JsonValueKind.Object } geometry)
                continue;
            List<PlanarPolygon> parts = [];
            var coordinates = geometry.GetProperty("coordinates");
            switch (geometry.GetProperty("type").GetString())
            {
                case "Polygon":
                    parts.AddRange(Polygon(coordinates));
                    break;
                case "MultiPolygon":
                    parts.AddRange(coordinates.EnumerateArray().SelectMany(Polygon));
                    break;
                default:
                    continue;
            }

            parts = Valid(parts);
            if (parts.Count > 0)
                features.Add(new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), parts));
        }

        return features;
    }

    private static List<PlanarPolygon> Valid(List<PlanarPolygon> parts)
    {
        if (parts.Count == 0)
            return parts;
        var geometry = LibraryGeometry.Of(parts);
        return new IsValidOp(geometry).IsValid ? parts : LibraryGeometry.Polygons(GeometryFixer.Fix(geometry));
    }

    private static IEnumerable<PlanarPolygon> Polygon(JsonElement rings)
    {
        var read = rings.EnumerateArray().Select(Ring).Where(r => r.Length >= 8).ToList();
        if (read.Count > 0 && PlanarPolygon.SignedArea(read[0]) != 0)
            yield return new(read[0], read[1..]);
    }

    private static double[] Ring(JsonElement positions)
    {
        var points = new double[2 * positions.GetArrayLength()];
        foreach (var (i, position) in positions.EnumerateArray().Index())
            (points[2 * i], points[(2 * i) + 1]) = ToMetres.Transform(position[0].GetDouble(), position[1].GetDouble());
        return points;
    }
}
