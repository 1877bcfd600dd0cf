using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine.Files;

/// <summary>What was written.</summary>
/// <param name="Hash">SHA-256 of the file, lower-case hexadecimal: the version's name.</param>
/// <param name="Area">m² of ground covered, each place counted once.</param>
/// <param name="Overlaps">Pairs of features that cover common ground, by their order of entry.</param>
internal sealed record LayerFileSummary(string Hash, long Bytes, int Features, int Polygons, long Vertices, double Area, IReadOnlyList<OverlapEntry> Overlaps);

/// <summary>Writes one version of one layer as an immutable file that is mapped and read in place.</summary>
/// <remarks>
/// Everything a check would otherwise work out each time is worked out once here: direction of rings, areas, boxes, the tree, and which features cover common
/// ground. Features are expected to be valid in the sense of the OGC rules; the import checks and repairs them before.
/// The file appears under its name only when it is complete and on disk.
/// </remarks>
internal sealed unsafe class LayerFileWriter
{
    private readonly string _code;
    private readonly int _epsg;
    private readonly Arena _arena = new();
    private readonly List<PolygonDraft> _polygons = [];
    private readonly List<PolygonDraft> _coverage = [];
    private readonly List<FeatureEntry> _features = [];
    private readonly ByteList _ids = new();
    private readonly ByteList _attributes = new();

    /// <param name="code">Code of the layer in the catalogue, at most 64 bytes in UTF-8.</param>
    /// <param name="epsg">The projected system all coordinates are in.</param>
    /// <param name="coverage">The area within which the layer is complete. Outside it, and everywhere when there is none, the answer is "not checked".</param>
    public LayerFileWriter(string code, int epsg, IEnumerable<PlanarPolygon> coverage)
    {
        if (Encoding.UTF8.GetByteCount(code) is 0 or > LayerFormat.MaxCodeBytes)
            throw new ArgumentException("a layer code has 1 to 64 bytes", nameof(code));
        (_code, _epsg) = (code, epsg);
        foreach (var polygon in Dissolve.Separate(coverage))
            _coverage.Add(Prepare(polygon) with { Role = PolygonRole.Coverage, Feature = -1 });
    }

    /// <summary>Look for features that cover common ground. Off only where the source guarantees that there are none.</summary>
    public bool FindOverlaps { get; init; } = true;

    /// <inheritdoc cref="Add(string, ReadOnlySpan{byte})"/>
    public void Add(LayerFeature feature)
    {
        Add(feature.Id, feature.Attributes.Span);
        foreach (var part in feature.Parts)
            AddPart(Prepare(part));
    }

    /// <summary>Begins a feature; its polygons follow.</summary>
    public void Add(string id, ReadOnlySpan<byte> attributes = default)
    {
        _features.Add(new() { Id = _ids.Count, Attributes = _attributes.Count });
        _ids.AddText(id);
        _attributes.Add(attributes);
    }

    /// <summary>Adds a polygon to the last feature.</summary>
    /// <param name="points">x, y, x, y, …, ring after ring.</param>
    /// <param name="ringEnds">Number of points up to the end of each ring; the first ring is the shell.</param>
    public void AddPart(ReadOnlySpan<double> points, ReadOnlySpan<int> ringEnds) => AddPart(PolygonPreparation.Prepare(_arena, points, ringEnds));

    private void AddPart(PolygonDraft draft)
    {
        draft.Feature = _features.Count - 1;
        CollectionsMarshal.AsSpan(_features)[draft.Feature].Area += draft.Area;
        _polygons.Add(draft);
    }

    private PolygonDraft Prepare(PlanarPolygon polygon)
    {
        double[] points = [.. polygon.Rings.SelectMany(r => r)];
        var ends = new int[1 + polygon.Holes.Count];
        var end = 0;
        foreach (var (at, ring) in polygon.Rings.Index())
            ends[at] = end += ring.Length / 2;
        return PolygonPreparation.Prepare(_arena, points, ends);
    }

    /// <summary>Writes the file. The writer is used up afterwards.</summary>
    public LayerFileSummary Write(string path)
    {
        var box = Box();
        var (originX, originY) = (LayerFormat.OriginNear((box.West + box.East) / 2), LayerFormat.OriginNear((box.South + box.North) / 2));
        AddRuns(_polygons, originX, originY);
        AddRuns(_coverage, originX, originY);
        IReadOnlyList<OverlapEntry> overlaps = [];
        var groups = 0;
        if (FindOverlaps)
        {
            overlaps = new OverlapFinder(_polygons).Find();
            var before = _polygons.Count;
            groups = Dissolve.Groups(_polygons, overlaps, polygon => Prepare(polygon));
            overlaps = Dissolve.ByFeature(_polygons, overlaps);
            AddRuns(_polygons, originX, originY, before);
        }

        var order = HilbertOrder.Of(_polygons, box);
        var drafts = CollectionsMarshal.AsSpan(_polygons);
        double area = 0;
        foreach (ref readonly var draft in drafts)
            area += draft.Role is PolygonRole.Member ? 0 : draft.Area;
        var partial = path + ".part";
        string hash;
        long bytes, vertices;
        using (var output = new LayerFileOutput(partial))
        {
            var tables = new LayerTables(_polygons, _coverage, order, _features, originX, originY);
            var header = new LayerHeader
            {
                Magic = LayerFormat.Magic, Version = LayerFormat.Version, Epsg = _epsg, Vertices = vertices = tables.Vertices, Features = _features.Count, Polygons = _polygons.Count,
                CoveragePolygons = _coverage.Count, TreeBlocks = tables.TreeBlocks, Groups = groups, OriginX = originX, OriginY = originY,
                West = box.West, South = box.South, East = box.East, North = box.North, Area = area,
            };
            Encoding.UTF8.GetBytes(_code, header.Code);
            header.FileBytes = bytes = Lay(ref header.Sections, tables, overlaps.Count);
            output.Write(header);
            foreach (var (edges, _) in tables.InOrder())
                output.Write(new ReadOnlySpan<byte>(edges.X, 16 * edges.Vertices));
            output.EndSection();
            output.WriteSection<PolygonEntry>(CollectionsMarshal.AsSpan(tables.Polygons));
            output.WriteSection<int>(CollectionsMarshal.AsSpan(tables.Rings));
            foreach (var (edges, _) in tables.InOrder())
                output.Write(new ReadOnlySpan<byte>(edges.Runs, 8 * edges.RunCount));
            output.EndSection();
            foreach (var (edges, _) in tables.InOrder())
                output.Write(new ReadOnlySpan<byte>(edges.Boxes, 16 * RunBoxes.BoxCount(edges.RunCount)));
            output.EndSection();
            output.WriteSection<float>(tables.Tree);
            _features.Add(new() { Id = _ids.Count, Attributes = _attributes.Count, FirstPolygon = tables.FeaturePolygons.Length });
            output.WriteSection<FeatureEntry>(CollectionsMarshal.AsSpan(_features));
            output.WriteSection<int>(tables.FeaturePolygons);
            output.WriteSection<byte>(_ids.Span);
            output.WriteSection<byte>(_attributes.Span);
            output.WriteSection<OverlapEntry>(overlaps.ToArray());
            hash = output.Complete(bytes);
        }

        File.Move(partial, path, overwrite: true);
        GC.KeepAlive(_arena);
        return new(hash, bytes, _features.Count - 1, _polygons.Count, vertices, area, overlaps);
    }

    private Window Box()
    {
        var box = new Window(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var draft in _polygons.Concat(_coverage))
            box = new(Math.Min(box.West, draft.Box.West), Math.Min(box.South, draft.Box.South), Math.Max(box.East, draft.Box.East), Math.Max(box.North, draft.Box.North));
        return box.IsEmpty ? default : box;
    }

    private void AddRuns(List<PolygonDraft> drafts, double originX, double originY, int first = 0)
    {
        foreach (ref var draft in CollectionsMarshal.AsSpan(drafts)[first..])
            PolygonPreparation.AddRuns(_arena, ref draft.Edges, LayerFormat.RunEdges, LayerFormat.RunsWithoutBoxes, originX, originY);
    }

    private long Lay(ref SectionTable sections, LayerTables tables, int overlaps)
    {
        ReadOnlySpan<long> lengths =
        [
            16 * tables.Vertices, (long)Unsafe.SizeOf<PolygonEntry>() * tables.Polygons.Count, 4L * tables.Rings.Count, 8L * tables.Runs, 16L * tables.Boxes, 4L * tables.Tree.Length,
            (long)Unsafe.SizeOf<FeatureEntry>() * (_features.Count + 1), 4L * tables.FeaturePolygons.Length, _ids.Count, _attributes.Count, (long)Unsafe.SizeOf<OverlapEntry>() * overlaps,
        ];
        var at = LayerFormat.Align(Unsafe.SizeOf<LayerHeader>());
        for (var i = 0; i < LayerFormat.SectionCount; i++)
        {
            sections[i] = new() { Offset = at, Bytes = lengths[i] };
            at = LayerFormat.Align(at + lengths[i] + LayerFormat.Padding);
        }

        return at + Unsafe.SizeOf<LayerTrailer>();
    }
}
