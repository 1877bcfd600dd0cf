using System.Diagnostics;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;

var random = new Random(7);
PlanarPolygon Blob(double cx, double cy, double r, int n)
{
    var ring = new double[2 * n];
    for (var i = 0; i < n; i++)
    {
        var rr = r * (0.5 + random.NextDouble());
        (ring[2 * i], ring[(2 * i) + 1]) = (cx + (rr * Math.Cos(i * Math.Tau / n)), cy + (rr * Math.Sin(i * Math.Tau / n)));
    }
    var hole = new double[8];
    for (var i = 0; i < 4; i++)
        (hole[2 * i], hole[(2 * i) + 1]) = (cx + (r * 0.2 * Math.Cos(i * Math.Tau / 4)), cy + (r * 0.2 * Math.Sin(i * Math.Tau / 4)));
    return new(ring, [hole]);
}
var path = Path.Combine(Path.GetTempPath(), "engine-smoke.layer");
var writer = new LayerFileWriter("L01", 4547, [PlanarPolygon.Rectangle(400000, 3300000, 420000, 3320000)]);
List<PlanarPolygon> all = [];
for (var i = 0; i < 400; i++)
{
    all.Add(Blob(401000 + (random.NextDouble() * 18000), 3301000 + (random.NextDouble() * 18000), 50 + (random.NextDouble() * 400), 8 + random.Next(200)));
    writer.Add(new LayerFeature($"F{i}", [all[^1]], "{}"u8.ToArray()));
}
var sw = Stopwatch.StartNew();
var summary = writer.Write(path);
Console.WriteLine($"{summary with { Overlaps = [] }} overlaps {summary.Overlaps.Count} {sw.ElapsedMilliseconds} ms");
using var set = LayerSet.Open(4547, [new("L01", path, summary.Hash), new("L02", path + "x", null)]);
Console.WriteLine(string.Join(' ', set.Layers.Select(l => l.Fault + " " + l.FaultDetail)));
var union = OverlayNGRobust.Union(all.Select(p => (Geometry)LibraryGeometry.Of(p)).ToList());
Console.WriteLine($"{union.Area} {summary.Area}");
var engine = new OverlayEngine(TimeProvider.System);
double worst = 0, worstFeature = 0;
for (var i = 0; i < 60; i++)
{
    var p = Blob(401000 + (random.NextDouble() * 18000), 3301000 + (random.NextDouble() * 18000), 50 + (random.NextDouble() * (i % 10 == 0 ? 6000 : 500)), 8 + random.Next(i % 10 == 0 ? 3000 : 100));
    var site = SiteGeometry.Of([p]);
    var f = engine.Check(set, site)[0];
    var g = LibraryGeometry.Of(p);
    var expected = OverlayNGRobust.Overlay(g, union, NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection).Area;
    worst = Math.Max(worst, Math.Abs(f.SquareMetres - expected));
    if (Math.Abs(f.SquareMetres - expected) > 1e-3)
        Console.WriteLine($"{i} {f.Verdict} {f.SquareMetres} {expected} covered {f.CoveredShare}");
    foreach (var o in f.Features)
        worstFeature = Math.Max(worstFeature, Math.Abs(o.SquareMetres - OverlayNGRobust.Overlay(g, LibraryGeometry.Of(all[int.Parse(o.Id[1..], null)]), NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection).Area));
}
Console.WriteLine($"worst {worst} {worstFeature}");
