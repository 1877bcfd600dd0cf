using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Tongban.Bench;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;

namespace Tongban.Tests.Space.Engine;

/// <summary>Real layers of one city against a part of its parcels; all of them, and PostGIS, in <c>bench/space</c>.</summary>
public class CambridgeTests(ITestOutputHelper output)
{
    private const int EveryNth = 20;

    [Fact]
    public void Verdicts_and_areas_are_the_librarys()
    {
        if (Cambridge.Folder() is not { } folder)
        {
            Assert.Skip("shared/data/spatial-layers-cambridge is not on this machine");
            return;
        }

        // The smaller layers: the whole set takes the library minutes.
        var files = Cambridge.Layers(folder).Where(f => new FileInfo(f).Length < 400_000).ToList();
        var parcels = Cambridge.Read(Cambridge.Parcels(folder)).Where((_, i) => i % EveryNth == 0).ToList();
        var temporary = Directory.CreateTempSubdirectory("tongban-cambridge-").FullName;
        try
        {
            List<LayerPin> pins = [];
            List<(STRtree<Geometry> Tree, string Name)> library = [];
            foreach (var file in files)
            {
                var features = Cambridge.Read(file);
                var writer = new LayerFileWriter(Cambridge.NameOf(file), Cambridge.Epsg, [PlanarPolygon.Rectangle(300_000, 4_600_000, 400_000, 4_800_000)]);
                features.ForEach(writer.Add);
                var path = Path.Combine(temporary, Cambridge.NameOf(file));
                pins.Add(new(Cambridge.NameOf(file), path, writer.Write(path).Hash));
                STRtree<Geometry> tree = new();
                foreach (var feature in features)
                    tree.Insert(LibraryGeometry.Of(feature.Parts).EnvelopeInternal, LibraryGeometry.Of(feature.Parts));
                library.Add((tree, pins[^1].Code));
            }

            using var set = LayerSet.Open(Cambridge.Epsg, pins);
            var engine = new OverlayEngine(TimeProvider.System);
            int compared = 0, hits = 0, fallbacks = 0;
            var worst = 0.0;
            foreach (var parcel in parcels)
            {
                var findings = engine.Check(set, SiteGeometry.Of(parcel.Parts), new() { Geometry = true });
                var site = LibraryGeometry.Of(parcel.Parts);
                var prepared = PreparedGeometryFactory.Prepare(site);
                for (var i = 0; i < findings.Count; i++)
                {
                    var expected = Expected(library[i].Tree, site, prepared);
                    var finding = findings[i];
                    var off = Math.Abs(finding.SquareMetres - expected);
                    worst = Math.Max(worst, off);
                    Assert.True(off <= EngineData.Tolerance(expected), $"{library[i].Name}, parcel {parcel.Id}: {finding.SquareMetres:R} against {expected:R}");
                    Assert.Equal(expected > 1 ? LayerVerdict.Hit : LayerVerdict.Clear, finding.Verdict);
                    Assert.NotEqual(SelfCheck.Failed, finding.SelfCheck);
                    compared++;
                    hits += finding.Verdict is LayerVerdict.Hit ? 1 : 0;
                    fallbacks += finding.Fallbacks;
                }
            }

            output.WriteLine($"{files.Count} layers × {parcels.Count} parcels: {compared} verdicts, {hits} hits, {fallbacks} pairs left to the library, largest difference {worst:E2} m²");
            Assert.True(hits > 100);
        }
        finally
        {
            Directory.Delete(temporary, true);
        }
    }

    private static double Expected(STRtree<Geometry> tree, Geometry site, IPreparedGeometry prepared)
    {
        var near = tree.Query(site.EnvelopeInternal).Where(prepared.Intersects).Select(g => OverlayNGRobust.Overlay(site, g, SpatialFunction.Intersection)).Where(g => g.Area > 0).ToList();
        if (near.Count < 2)
            return near.Count == 0 ? 0 : near[0].Area;
        var areas = near.SelectMany(g => LibraryGeometry.Polygons(g)).Select(p => (Geometry)LibraryGeometry.Of(p)).ToList();
        return OverlayNGRobust.Union(areas).Area;
    }
}
