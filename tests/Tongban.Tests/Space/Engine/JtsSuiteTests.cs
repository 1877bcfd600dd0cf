using System.Formats.Tar;
using System.IO.Compression;
using System.Xml.Linq;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.Operation.Valid;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Tests.Space.Engine;

/// <summary>The pairs of areas on which overlay programs once failed, from the JTS suites: integral and clipper against the library's robust overlay and the suite's own answers.</summary>
public class JtsSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_valid_pair_of_areas_has_the_area_the_suite_expects()
    {
        var folder = EngineData.Shared("geometry-tests-jts")!;
        List<string> wrong = [];
        int pairs = 0, notValid = 0, suites = 0, integrals = 0, clipped = 0, overlaps = 0;
        foreach (var (name, file) in Files(Path.Combine(folder, "jts-testxml.tar.gz")))
        {
            var run = XDocument.Parse(file).Root!;
            var rounded = run.Element("precisionModel")?.Attribute("type")?.Value is "FIXED" || run.Element("precisionModel")?.Attribute("scale") is not null;
            foreach (var (number, @case) in run.Elements("case").Index())
            {
                if (Area(@case.Element("a")) is not { } a || Area(@case.Element("b")) is not { } b)
                    continue;
                if (!new IsValidOp(a).IsValid || !new IsValidOp(b).IsValid)
                {
                    notValid++;
                    continue;
                }

                pairs++;
                var where = $"{name} #{number + 1}";
                var scale = Math.ScaleB(1, 10 - (int)Math.Ceiling(Math.Log2(Math.Max(Extent(a), Extent(b)))));
                var (one, other) = (SiteGeometry.Of(Scaled(a, scale)), SiteGeometry.Of(Scaled(b, scale)));
                var integral = EngineData.Integral(one, other);
                var expected = Expected(@case, rounded) is { } stated ? stated * scale * scale : (double?)null;
                suites += expected is null ? 0 : 1;
                var library = EngineData.Overlay(Scaled(a, scale), Scaled(b, scale)).Area;

                // Coordinates of ten thousand times their extent leave fewer digits for the extent.
                var tolerance = Math.Max(1e-9 * Math.Max(library, 1), 1e-14 * Magnitude(a, b) * scale * Math.Max(Extent(a), Extent(b)) * scale);
                var clipper = new Clipper();
                var outcome = clipper.Clip(one.Edges, other.Edges, one.Bounds.And(other.Bounds), integral);
                var agrees = Math.Abs(integral - library) <= tolerance;
                if (!agrees && Math.Abs(integral - library) <= 1e-7 * library && outcome is ClipOutcome.Done)
                {
                    // The library could only answer by snapping corners to each other; the two ways of ours agree to the last digits.
                    output.WriteLine($"moved by the library: {where}, integral {integral:R}, rings {clipper.Rings.Area:R}, library {library:R}");
                    agrees = true;
                }

                if (agrees && (expected is null || Math.Abs(integral - expected.Value) <= Math.Max(tolerance, 1e-6 * library)))
                    integrals++;
                else
                    wrong.Add($"{where}: integral {integral:R}, library {library:R}, suite {expected:R}");
                if (integral <= 1e-3)
                    continue;
                overlaps++;
                if (outcome is ClipOutcome.Done
                    && (!clipper.IsDelicate || clipper.Rings.Polygons().TrueForAll(p => new IsValidOp(LibraryGeometry.Of(p)).IsValid)))
                    clipped++;
                else
                    output.WriteLine($"left to the library: {where}, integral {integral:R}, rings {clipper.Rings.Area:R}");
            }
        }

        output.WriteLine($"{pairs} valid pairs of areas ({suites} with the suite's own intersection), {integrals} integrals right; {overlaps} with common ground, {clipped} clipped; {notValid} pairs of invalid areas not run");
        foreach (var line in wrong)
            output.WriteLine(line);
        Assert.True(pairs > 100);
        Assert.Empty(wrong);
        Assert.True(overlaps - clipped <= overlaps / 20, $"{overlaps - clipped} of {overlaps} left to the library");
    }

    private static IEnumerable<(string Name, string Text)> Files(string archive)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } stream || !entry.Name.EndsWith(".xml", StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(stream);
            yield return (entry.Name, reader.ReadToEnd());
        }
    }

    private static Geometry? Area(XElement? element)
    {
        if (element is null)
            return null;
        var text = element.Value.Trim();
        try
        {
            var geometry = text.StartsWith('0') ? new WKBReader().Read(Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c))))) : new WKTReader().Read(text);
            return geometry is Polygon or MultiPolygon && !geometry.IsEmpty && geometry.Area > 0 ? geometry : null;
        }
        catch (Exception e) when (e is ParseException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static double? Expected(XElement @case, bool rounded)
    {
        if (rounded)
            return null;
        foreach (var op in @case.Elements("test").Elements("op"))
        {
            if (op.Attribute("name")?.Value is not ("intersection" or "intersectionNG") || !string.Equals(op.Attribute("arg1")?.Value, "A", StringComparison.OrdinalIgnoreCase))
                continue;
            return op.Value.Trim() is { Length: > 0 } text && !text.StartsWith('0') ? new WKTReader().Read(text).Area : null;
        }

        return null;
    }

    private static double Extent(Geometry geometry) => Math.Max(geometry.EnvelopeInternal.Width, geometry.EnvelopeInternal.Height);

    private static double Magnitude(Geometry a, Geometry b) =>
        new[] { a, b }.Max(g => Math.Max(Math.Max(Math.Abs(g.EnvelopeInternal.MinX), Math.Abs(g.EnvelopeInternal.MaxX)), Math.Max(Math.Abs(g.EnvelopeInternal.MinY), Math.Abs(g.EnvelopeInternal.MaxY))));

    private static List<PlanarPolygon> Scaled(Geometry geometry, double scale) =>
        [.. LibraryGeometry.Polygons(geometry).Select(p => new PlanarPolygon(Ring(p.Shell, scale), [.. p.Holes.Select(h => Ring(h, scale))]))];

    private static double[] Ring(double[] ring, double scale) => [.. ring.Select(v => v * scale)];
}
