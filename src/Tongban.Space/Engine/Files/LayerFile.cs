using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine.Files;

/// <summary>A layer file that cannot be trusted: truncated, altered, or not one of ours.</summary>
internal sealed class LayerFileException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>One version of one layer, mapped into memory and read in place. Immutable, and safe to read from any number of threads.</summary>
/// <remarks>Owners count: <see cref="Share"/> adds one, <see cref="Dispose"/> takes one away, the last unmaps the file.</remarks>
internal sealed unsafe class LayerFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly LayerHeader _header;
    private readonly int[] _levels;
    private readonly PolygonEntry* _polygons;
    private readonly FeatureEntry* _features;
    private readonly float* _tree;
    private int _owners = 1;

    private LayerFile(MemoryMappedFile map, MemoryMappedViewAccessor view, byte* start, in LayerHeader header)
    {
        (_map, _view, _header) = (map, view, header);
        _start = start;
        _polygons = (PolygonEntry*)At(LayerSection.Polygons);
        _features = (FeatureEntry*)At(LayerSection.Features);
        _tree = (float*)At(LayerSection.Tree);
        _levels = LayerFormat.LevelsOver(header.Polygons);
        ReadOnlySpan<byte> code = _header.Code;
        Code = Encoding.UTF8.GetString(code[..(code.IndexOf((byte)0) is >= 0 and var end ? end : code.Length)]);
    }

    /// <summary>Code of the layer in the catalogue.</summary>
    public string Code { get; }

    /// <summary>The projected system of all coordinates.</summary>
    public int Epsg => _header.Epsg;

    /// <summary>m² of ground covered, each place counted once.</summary>
    public double Area => _header.Area;

    public int FeatureCount => _header.Features;

    /// <summary>Polygons in the tree, dissolved ones included.</summary>
    public int PolygonCount => _header.Polygons;

    public long Bytes => _header.FileBytes;

    public Window Bounds => new(_header.West, _header.South, _header.East, _header.North);

    public double OriginX => _header.OriginX;

    public double OriginY => _header.OriginY;

    /// <summary>Pairs of features that cover common ground.</summary>
    public ReadOnlySpan<OverlapEntry> Overlaps => Section<OverlapEntry>(LayerSection.Overlaps);

    internal ReadOnlySpan<PolygonEntry> Polygons => new(_polygons, _header.Polygons);

    internal ReadOnlySpan<PolygonEntry> Coverage => new(_polygons + _header.Polygons, _header.CoveragePolygons);

    /// <summary>Levels of the tree; 0 for a layer without polygons.</summary>
    internal int Levels => _levels.Length;

    /// <summary>Opens a file and checks every section's checksum.</summary>
    /// <param name="hash">SHA-256 the file must have, for the first opening of a version; <see langword="null"/> once that was done.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="LayerFileException">The file is not whole.</exception>
    public static LayerFile Open(string path, string? hash = null)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException("layer file", path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            if (stream.Length < Unsafe.SizeOf<LayerHeader>() + Unsafe.SizeOf<LayerTrailer>())
                throw new LayerFileException("too short for a layer file");
            if (hash is not null && !string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), hash, StringComparison.OrdinalIgnoreCase))
                throw new LayerFileException("the content is not that of the pinned version");
            return Map(stream);
        }
        catch (Exception e) when (e is IOException and not LayerFileException || e is UnauthorizedAccessException)
        {
            throw new LayerFileException(e.Message, e);
        }
    }

    private static LayerFile Map(FileStream stream)
    {
        var length = stream.Length;
        var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
        try
        {
            LayerFileVerification.Verify(start, length, out var header);
            return new(map, view, start, header);
        }
        catch
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            map.Dispose();
            throw;
        }
    }

    /// <summary>One more owner. Fails once the last has gone.</summary>
    public LayerFile Share()
    {
        for (var owners = Volatile.Read(ref _owners); ; owners = Volatile.Read(ref _owners))
        {
            ObjectDisposedException.ThrowIf(owners == 0, this);
            if (Interlocked.CompareExchange(ref _owners, owners + 1, owners) == owners)
                return this;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) != 0)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    /// <summary>Key of a feature, as the import gave it.</summary>
    public string FeatureId(int feature) => Encoding.UTF8.GetString(Slice(LayerSection.FeatureIds, Entry(feature).Id, _features[feature + 1].Id));

    /// <summary>Attributes of a feature: a JSON object in UTF-8, or nothing.</summary>
    public ReadOnlySpan<byte> Attributes(int feature) => Slice(LayerSection.Attributes, Entry(feature).Attributes, _features[feature + 1].Attributes);

    /// <summary>m², the sum of the feature's polygons.</summary>
    public double FeatureArea(int feature) => Entry(feature).Area;

    /// <summary>Numbers of a feature's polygons.</summary>
    public ReadOnlySpan<int> FeaturePolygons(int feature) =>
        Section<int>(LayerSection.FeaturePolygons)[Entry(feature).FirstPolygon.._features[feature + 1].FirstPolygon];

    /// <summary>A feature's polygons as rings, shells counter-clockwise, closed.</summary>
    public IReadOnlyList<PlanarPolygon> Geometry(int feature)
    {
        List<PlanarPolygon> polygons = [];
        foreach (var polygon in FeaturePolygons(feature))
            polygons.Add(Polygon(polygon));
        return polygons;
    }

    /// <summary>The area within which the layer is complete.</summary>
    public IReadOnlyList<PlanarPolygon> CoverageGeometry() => [.. Enumerable.Range(_header.Polygons, _header.CoveragePolygons).Select(Rings)];

    /// <summary>One polygon of the tree as rings.</summary>
    public PlanarPolygon Polygon(int polygon) => (uint)polygon < (uint)_header.Polygons ? Rings(polygon) : throw new ArgumentOutOfRangeException(nameof(polygon));

    private PlanarPolygon Rings(int polygon)
    {
        var edges = Edges(_polygons[polygon]);
        var rings = new double[edges.RingCount][];
        for (var ring = 0; ring < rings.Length; ring++)
        {
            var (first, end) = (edges.RingStart(ring), edges.RingEnd(ring));
            var points = new double[2 * (end - first)];
            for (var i = first; i < end; i++)
                (points[2 * (i - first)], points[(2 * (i - first)) + 1]) = (edges.X[i], edges.Y[i]);
            rings[ring] = points;
        }

        return new(rings[0], rings[1..]);
    }

    internal EdgeSet Edges(in PolygonEntry polygon)
    {
        var x = (double*)At(LayerSection.Coordinates) + polygon.Coordinates;
        return new()
        {
            X = x, Y = x + polygon.Vertices, Vertices = polygon.Vertices, RingCount = polygon.RingCount,
            RingStarts = polygon.RingCount > 1 ? (int*)At(LayerSection.Rings) + polygon.FirstRing : null,
            RunCount = polygon.RunCount, Runs = (int*)At(LayerSection.Runs) + (2L * polygon.FirstRun),
            Boxes = (float*)At(LayerSection.RunBoxes) + (4L * polygon.FirstBox), OriginX = _header.OriginX, OriginY = _header.OriginY,
        };
    }

    /// <summary>A block of the tree: sixteen boxes as <see cref="RunBoxes"/> lays them, sixteen apart.</summary>
    internal float* Block(int level, int block)
    {
        for (var below = 0; below < level; below++)
            block += _levels[below];
        return _tree + ((long)block * 4 * LayerFormat.Fan);
    }

    internal FloatBox PolygonBox(int polygon) => RunBoxes.Get(Block(0, polygon / LayerFormat.Fan), LayerFormat.Fan, polygon % LayerFormat.Fan);

    private ref readonly FeatureEntry Entry(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)feature, (uint)_header.Features, nameof(feature));
        return ref _features[feature];
    }

    private ReadOnlySpan<byte> Slice(LayerSection section, long from, long to) => new(At(section) + from, checked((int)(to - from)));

    private ReadOnlySpan<T> Section<T>(LayerSection section)
        where T : unmanaged => new(At(section), checked((int)(_header.Sections[(int)section].Bytes / Unsafe.SizeOf<T>())));

    private byte* At(LayerSection section) => _start + _header.Sections[(int)section].Offset;
}
