using NetTopologySuite.IO;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;

namespace Tongban.Bench.Space;

/// <summary>Every parcel of Cambridge against its 33 layers, each verdict and area beside PostGIS.</summary>
internal static class CambridgeBench
{
    public static async Task RunAsync(PgServer? server, string folder, int every)
    {
        if (Cambridge.Folder() is not { } data)
        {
            Console.WriteLine("shared/data/spatial-layers-cambridge is not on this machine: left out");
            return;
        }

        var files = Cambridge.Layers(data);
        var names = files.Select(Cambridge.NameOf).ToList();
        await using var peer = server is null ? null : await PostGis.OpenAsync(server, names, Cambridge.Epsg);
        List<LayerPin> pins = [];
        for (var i = 0; i < files.Length; i++)
        {
            var features = Cambridge.Read(files[i]);
            var writer = new LayerFileWriter(names[i], Cambridge.Epsg, [PlanarPolygon.Rectangle(300_000, 4_600_000, 400_000, 4_800_000)]);
            features.ForEach(writer.Add);
            var path = Path.Combine(folder, names[i] + ".layer");
            pins.Add(new(names[i], path, writer.Write(path).Hash));
            if (peer is not null)
                await peer.LoadAsync(i, features);
        }

        if (peer is not null)
            await peer.IndexAsync();
        var parcels = Cambridge.Read(Cambridge.Parcels(data)).Where((_, i) => i % every == 0).ToList();
        using var set = LayerSet.Open(Cambridge.Epsg, pins);
        var engine = new OverlayEngine(TimeProvider.System);
        foreach (var parcel in parcels.Take(500))
            engine.Check(set, SiteGeometry.Of(parcel.Parts), new() { Geometry = true });
        var rows = names.Select(n => new Row(n)).ToList();
        WKBWriter wkb = new();
        var (own, ownGeometry, theirs) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var parcel in parcels)
        {
            var start = ProcessorClock.Thread();
            engine.Check(set, SiteGeometry.Of(parcel.Parts));
            var middle = ProcessorClock.Thread();
            var findings = engine.Check(set, SiteGeometry.Of(parcel.Parts), new() { Geometry = true });
            own.Add(middle - start);
            ownGeometry.Add(ProcessorClock.Thread() - middle);
            double[]? values = null;
            if (peer is not null)
            {
                (var found, var cpu) = await peer.AskAsync(peer.AsImportedOnce, wkb.Write(LibraryGeometry.Of(parcel.Parts)));
                values = found;
                theirs.Add(cpu);
            }

            for (var i = 0; i < findings.Count; i++)
                rows[i].Count(findings[i], values is null ? null : double.IsNaN(values[i]) ? 0 : values[i]);
        }

        Console.WriteLine($"\n## Cambridge: {files.Length} layers × {parcels.Count} parcels\n");
        Console.WriteLine("| layer | hits | verdicts other than PostGIS | largest difference, m² | beyond max(1e-6, 1e-9 × area) | pairs left to the library | self-checks failed |\n|---|---|---|---|---|---|---|");
        rows.Add(Row.Sum(rows));
        foreach (var row in rows)
            Console.WriteLine($"| {row.Name} | {row.Hits} | {row.Differ} | {row.Largest:E1} | {row.Beyond} | {row.Fallbacks} | {row.Failed} |");
        Console.WriteLine("\n| CPU ms a parcel | mean | p50 | p99 | parcels/CPU-s |\n|---|---|---|---|---|");
        Console.WriteLine(Figures.Line("engine, areas", own));
        Console.WriteLine(Figures.Line("engine, areas and geometry", ownGeometry));
        if (theirs.Count > 0)
            Console.WriteLine(Figures.Line("PostGIS as imported, each place once", theirs));
    }

    private sealed class Row(string name)
    {
        public string Name => name;

        public int Hits { get; private set; }

        public int Differ { get; private set; }

        public int Beyond { get; private set; }

        public int Fallbacks { get; private set; }

        public int Failed { get; private set; }

        public double Largest { get; private set; }

        public void Count(LayerFinding finding, double? expected)
        {
            Hits += finding.Verdict is LayerVerdict.Hit ? 1 : 0;
            Fallbacks += finding.Fallbacks;
            Failed += finding.SelfCheck is SelfCheck.Failed ? 1 : 0;
            if (expected is not { } area)
                return;
            var off = Math.Abs(finding.SquareMetres - area);
            Largest = Math.Max(Largest, off);
            Beyond += off > Math.Max(1e-6, 1e-9 * area) ? 1 : 0;
            Differ += finding.Verdict != (area > 1 ? LayerVerdict.Hit : LayerVerdict.Clear) ? 1 : 0;
        }

        public static Row Sum(List<Row> rows)
        {
            var all = new Row("**all**");
            foreach (var row in rows)
                (all.Hits, all.Differ, all.Beyond, all.Fallbacks, all.Failed, all.Largest) = (all.Hits + row.Hits, all.Differ + row.Differ, all.Beyond + row.Beyond, all.Fallbacks + row.Fallbacks, all.Failed + row.Failed, Math.Max(all.Largest, row.Largest));
            return all;
        }
    }
}
