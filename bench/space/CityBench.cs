using System.Diagnostics;
using NetTopologySuite.IO;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;

namespace Tongban.Bench.Space;

/// <summary>A generated city of a million polygons and its projects, beside PostGIS as imported and tuned.</summary>
internal static class CityBench
{
    public static async Task RunAsync(PgServer? server, string folder, int parcels, int projects, int many)
    {
        var world = new World(parcels);
        var layers = world.Layers().Select(l => (l.Code, Features: l.Polygons.Select((p, i) => new LayerFeature($"{i}", [p])).ToList())).ToList();
        Console.WriteLine($"\n## City of {layers.Sum(l => l.Features.Count):N0} polygons, {layers.Sum(l => l.Features.Sum(f => (long)f.Parts[0].Shell.Length / 2)):N0} corners, {layers.Count} layers, {projects} projects\n");
        var pins = Import(world, layers, folder);
        await using var peer = server is null ? null : await PostGis.OpenAsync(server, [.. layers.Select(l => l.Code)], World.Epsg);
        if (peer is not null)
            await ImportAsync(peer, layers);
        layers.Clear();
        GC.Collect();

        var sites = Enumerable.Range(0, projects).Select(world.Project).ToList();
        using var set = LayerSet.Open(World.Epsg, pins);
        var engine = new OverlayEngine(TimeProvider.System);
        var options = new[] { ("areas", CheckOptions.Areas), ("areas and geometry", new CheckOptions { Geometry = true }), ("areas and distances", new CheckOptions { Distances = true }) };
        for (var round = 0; round < 2; round++)
        {
            foreach (var (_, polygon) in sites.Take(200))
            {
                foreach (var (_, option) in options)
                    engine.Check(set, SiteGeometry.Of([polygon]), option);
            }
        }

        Console.WriteLine("| CPU ms a project | mean | p50 | p99 | projects/CPU-s |\n|---|---|---|---|---|");
        Dictionary<string, double> means = [];
        IReadOnlyList<LayerFinding>[] answers = [];
        foreach (var (name, option) in options)
        {
            List<double> times = [];
            List<IReadOnlyList<LayerFinding>> found = [];
            foreach (var (_, polygon) in sites)
            {
                var start = ProcessorClock.Thread();
                found.Add(engine.Check(set, SiteGeometry.Of([polygon]), option));
                times.Add(ProcessorClock.Thread() - start);
            }

            means[name] = times.Average();
            Console.WriteLine(Figures.Line($"engine, {name}", times));
            foreach (var kind in sites.Select(s => s.Kind).Distinct())
                Console.WriteLine(Figures.Line($"… {kind}", [.. times.Where((_, i) => sites[i].Kind == kind)]));
            if (option.Geometry)
            {
                var pairs = found.Sum(f => f.Sum(l => l.Features.Count));
                Console.WriteLine($"\nPairs with common ground {pairs}, left to the library {found.Sum(f => f.Sum(l => l.Fallbacks))} ({100.0 * found.Sum(f => f.Sum(l => l.Fallbacks)) / Math.Max(1, pairs):0.00} %), repaired {found.Sum(f => f.Sum(l => l.Repaired))}, self-checks failed {found.Sum(f => f.Count(l => l.SelfCheck is SelfCheck.Failed))}\n\n| CPU ms a project | mean | p50 | p99 | projects/CPU-s |\n|---|---|---|---|---|");
            }

            answers = option.Distances ? [.. answers, .. found] : answers.Length == 0 ? [.. found] : answers;
        }

        if (peer is not null)
            await BesideAsync(peer, sites, means, answers[..sites.Count], answers[sites.Count..]);
        Threads(engine, set, sites, options);
        Many(engine, set, world, many);
    }

    private static List<LayerPin> Import(World world, List<(string Code, List<LayerFeature> Features)> layers, string folder)
    {
        List<LayerPin> pins = [];
        long bytes = 0, polygons = 0;
        double reading = 0, searching = 0;
        foreach (var (code, features) in layers)
        {
            var path = Path.Combine(folder, code + ".layer");
            var start = ProcessorClock.Thread();
            var plain = new LayerFileWriter(code, World.Epsg, [world.Area]) { FindOverlaps = false };
            Add(plain, features);
            plain.Write(path);
            var middle = ProcessorClock.Thread();
            var writer = new LayerFileWriter(code, World.Epsg, [world.Area]);
            Add(writer, features);
            var summary = writer.Write(path);
            reading += middle - start;
            searching += ProcessorClock.Thread() - middle - (middle - start);
            pins.Add(new(code, path, summary.Hash));
            bytes += summary.Bytes;
            polygons += summary.Polygons;
            if (summary.Overlaps.Count > 0)
                Console.WriteLine($"{code}: {summary.Overlaps.Count} pairs overlap");
        }

        Console.WriteLine($"Import of the engine: {reading / 1000:0.0} s CPU for flat arrays to checked files on disk, {searching / 1000:0.0} s more to look for overlaps; {bytes / 1048576.0 / polygons * 1e6:0} MB mapped a million polygons");
        return pins;

        static void Add(LayerFileWriter writer, List<LayerFeature> features)
        {
            var ends = new int[1];
            foreach (var feature in features)
            {
                writer.Add(feature.Id);
                ends[0] = feature.Parts[0].Shell.Length / 2;
                writer.AddPart(feature.Parts[0].Shell, ends);
            }
        }
    }

    private static async Task ImportAsync(PostGis peer, List<(string Code, List<LayerFeature> Features)> layers)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), peer.Cpu);
        for (var i = 0; i < layers.Count; i++)
            await peer.LoadAsync(i, layers[i].Features);
        await peer.IndexAsync();
        Console.WriteLine($"Import of PostGIS: {(peer.Cpu - cpu) / 1000:0.0} s CPU of its backend, {clock.Elapsed.TotalSeconds:0.0} s; {await peer.MegabytesAsync("^l[0-9]+$"):0} MB");
        (cpu, _) = (peer.Cpu, 0);
        await peer.TuneAsync();
        Console.WriteLine($"Subdivision, order and index: {(peer.Cpu - cpu) / 1000:0.0} s CPU more; {await peer.MegabytesAsync("^pieces$"):0} MB for areas, {await peer.MegabytesAsync("^s[0-9]+$"):0} MB for distances\n");
    }

    private static async Task BesideAsync(PostGis peer, List<(string Kind, PlanarPolygon Polygon)> sites, Dictionary<string, double> means, IReadOnlyList<LayerFinding>[] areas, IReadOnlyList<LayerFinding>[] distances)
    {
        WKBWriter writer = new();
        var wkb = sites.Select(s => writer.Write(LibraryGeometry.Of(s.Polygon))).ToList();
        var asked = new[]
        {
            ("as imported, areas", peer.AsImported, "areas"), ("tuned, areas", peer.Tuned, "areas"), ("tuned, areas and geometry merged", peer.TunedWithGeometry, "areas and geometry"),
            ("tuned, distances", peer.TunedDistances, "areas and distances"),
        };
        foreach (var (name, statement, against) in asked)
        {
            foreach (var site in wkb.Take(20))
                await peer.AskAsync(statement, site);
            List<double> times = [];
            List<double[]> values = [];
            foreach (var site in wkb)
            {
                var (found, cpu) = await peer.AskAsync(statement, site);
                times.Add(cpu);
                values.Add(found);
            }

            Console.WriteLine(Figures.Line($"PostGIS {name}", times));
            var compared = against == "areas and distances" ? CompareDistances(distances, values) : CompareAreas(areas, values);
            var own = against == "areas and distances" ? means[against] - means["areas"] : means[against];
            Console.WriteLine($"| | | | | **{times.Average() / own:0.0} ×** the engine's ({own:0.000} ms); {compared} |");
        }
    }

    private static string CompareAreas(IReadOnlyList<LayerFinding>[] own, List<double[]> theirs)
    {
        int count = 0, differ = 0, beyond = 0;
        var largest = 0.0;
        for (var site = 0; site < own.Length; site++)
        {
            for (var layer = 0; layer < own[site].Count; layer++)
            {
                var area = double.IsNaN(theirs[site][layer]) ? 0 : theirs[site][layer];
                var off = Math.Abs(own[site][layer].SquareMetres - area);
                count++;
                differ += own[site][layer].Verdict != (area > 1 ? LayerVerdict.Hit : LayerVerdict.Clear) && own[site][layer].Verdict is not LayerVerdict.NotChecked ? 1 : 0;
                beyond += off > Math.Max(1e-6, 1e-9 * area) ? 1 : 0;
                largest = Math.Max(largest, off);
            }
        }

        return $"{differ} of {count} verdicts differ, {beyond} areas beyond max(1e-6, 1e-9 × area), largest difference {largest:E1} m²";
    }

    private static string CompareDistances(IReadOnlyList<LayerFinding>[] own, List<double[]> theirs)
    {
        var largest = 0.0;
        for (var site = 0; site < own.Length; site++)
        {
            for (var layer = 0; layer < own[site].Count; layer++)
                largest = Math.Max(largest, own[site][layer].Nearest is { } nearest ? Math.Abs(nearest.Metres - theirs[site][layer]) : 0);
        }

        return $"largest difference {largest:E1} m";
    }

    private static void Threads(OverlayEngine engine, LayerSet set, List<(string Kind, PlanarPolygon Polygon)> sites, (string Name, CheckOptions Option)[] options)
    {
        Console.WriteLine("\n| threads | what | projects/s | CPU ms a project |\n|---|---|---|---|");
        foreach (var (name, option) in options)
        {
            foreach (var threads in (int[])[1, 2])
            {
                var (clock, cpu, next) = (Stopwatch.StartNew(), 0.0, -1);
                var work = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
                {
                    var start = ProcessorClock.Thread();
                    for (var at = Interlocked.Increment(ref next); at < 2 * sites.Count; at = Interlocked.Increment(ref next))
                        engine.Check(set, SiteGeometry.Of([sites[at % sites.Count].Polygon]), option);
                    lock (sites)
                        cpu += ProcessorClock.Thread() - start;
                })).ToList();
                work.ForEach(t => t.Start());
                work.ForEach(t => t.Join());
                Console.WriteLine($"| {threads} | {name} | {2 * sites.Count / clock.Elapsed.TotalSeconds:0} | {cpu / (2 * sites.Count):0.000} |");
            }
        }
    }

    private static void Many(OverlayEngine engine, LayerSet set, World world, int many)
    {
        if (many == 0)
            return;
        var (cpu, hits) = (0.0, 0L);
        for (var i = 0; i < many; i++)
        {
            var polygon = world.Project(1000 + i).Polygon;
            var start = ProcessorClock.Thread();
            var findings = engine.Check(set, SiteGeometry.Of([polygon]));
            cpu += ProcessorClock.Thread() - start;
            hits += findings.Count(f => f.Verdict is LayerVerdict.Hit);
        }

        Console.WriteLine($"\n{many:N0} projects, areas: {cpu / 1000:0.0} s CPU on one thread, {hits:N0} hits; resident {Machine.Memory("VmRSS") / 1024.0:0} MB");
    }
}
