using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tongban.Space.Engine.Files;

/// <summary>Finds every file that is not exactly what was written, before anything in it is believed.</summary>
/// <remarks>Checksums find accidents. The numbers in the tables are checked as well, since the kernels follow them by pointer: a file that was forged with right checksums must not lead out of the mapping.</remarks>
internal static unsafe class LayerFileVerification
{
    private const int MaxPiece = 1 << 30;

    public static void Verify(byte* start, long length, out LayerHeader header)
    {
        header = *(LayerHeader*)start;
        Require(BitConverter.IsLittleEndian, "this processor keeps numbers the other way round");
        Require(header.Magic == LayerFormat.Magic, "not a layer file");
        Require(header.Version == LayerFormat.Version, $"version {header.Version} of the format; this program reads {LayerFormat.Version}");
        Require(header.FileBytes == length, $"{length} bytes instead of {header.FileBytes}");

        var trailer = *(LayerTrailer*)(start + length - Unsafe.SizeOf<LayerTrailer>());
        var own = LayerFormat.Checksum(0, MemoryMarshal.AsBytes(new ReadOnlySpan<LayerTrailer>(in trailer))[..(int)Marshal.OffsetOf<LayerTrailer>(nameof(LayerTrailer.Own))]);
        Require(trailer.Magic == LayerFormat.Magic && trailer.Own == own && trailer.Reserved == 0, "the end of the file is damaged");
        Require(trailer.Header == Checksum(start, Unsafe.SizeOf<LayerHeader>()), "the header is damaged");
        var end = LayerFormat.Align(Unsafe.SizeOf<LayerHeader>());
        RequireZero(start, Unsafe.SizeOf<LayerHeader>(), end);
        for (var i = 0; i < LayerFormat.SectionCount; i++)
        {
            var section = header.Sections[i];
            Require(section.Offset == end && section.Bytes >= 0 && section.Bytes <= length - section.Offset, $"section {(LayerSection)i} lies outside the file");
            end = LayerFormat.Align(section.Offset + section.Bytes + LayerFormat.Padding);
            Require(end <= length - Unsafe.SizeOf<LayerTrailer>(), $"section {(LayerSection)i} lies outside the file");
            Require(trailer.Sections[i] == Checksum(start + section.Offset, section.Bytes), $"section {(LayerSection)i} is damaged");
            RequireZero(start, section.Offset + section.Bytes, end);
        }

        Require(end == length - Unsafe.SizeOf<LayerTrailer>(), "the file is longer than its sections");
        VerifyTables(start, header);
    }

    private static void VerifyTables(byte* start, in LayerHeader header)
    {
        Require(header is { Features: >= 0, Polygons: >= 0, CoveragePolygons: >= 0, Vertices: >= 0 }, "negative counts");
        var polygons = Table<PolygonEntry>(start, header, LayerSection.Polygons);
        var rings = Table<int>(start, header, LayerSection.Rings);
        var runs = Table<int>(start, header, LayerSection.Runs);
        var boxes = header.Sections[(int)LayerSection.RunBoxes].Bytes / 16;
        Require(polygons.Length == header.Polygons + header.CoveragePolygons, "the number of polygons");
        Require(header.Sections[(int)LayerSection.Coordinates].Bytes == 16 * header.Vertices, "the number of corners");
        Require(header.Sections[(int)LayerSection.Tree].Bytes == 16L * LayerFormat.Fan * LayerFormat.LevelsOver(header.Polygons).Sum(), "the size of the tree");
        for (var p = 0; p < polygons.Length; p++)
        {
            ref readonly var polygon = ref polygons[p];
            var sound = polygon.Vertices >= 4 && polygon.Coordinates >= 0 && polygon.Coordinates % 2 == 0 && polygon.Coordinates + (2L * polygon.Vertices) <= 2 * header.Vertices
                && polygon.RingCount >= 1 && polygon.FirstRing >= 0 && (polygon.RingCount == 1 || polygon.FirstRing + polygon.RingCount + 1L <= rings.Length)
                && polygon.RunCount >= 0 && polygon.FirstRun >= 0 && 2 * ((long)polygon.FirstRun + polygon.RunCount) <= runs.Length
                && polygon.FirstBox >= 0 && polygon.FirstBox + (long)Kernel.RunBoxes.BoxCount(polygon.RunCount) <= boxes
                && (p >= header.Polygons ? polygon.Role is PolygonRole.Coverage : polygon.Role is PolygonRole.Dissolved
                    ? (uint)polygon.Feature < (uint)header.Groups : polygon.Role is PolygonRole.Plain or PolygonRole.Member && (uint)polygon.Feature < (uint)header.Features)
                && double.IsFinite(polygon.Area);
            Require(sound, $"polygon {p}");
            if (polygon.RingCount > 1)
                Require(Rises(rings.Slice(polygon.FirstRing, polygon.RingCount + 1), polygon.Vertices), $"rings of polygon {p}");
            for (var run = polygon.FirstRun; run < polygon.FirstRun + polygon.RunCount; run++)
                Require(runs[2 * run] >= 0 && runs[(2 * run) + 1] is > 0 and <= LayerFormat.RunEdges && runs[2 * run] + runs[(2 * run) + 1] < polygon.Vertices, $"runs of polygon {p}");
        }

        var features = Table<FeatureEntry>(start, header, LayerSection.Features);
        var (ids, attributes) = (header.Sections[(int)LayerSection.FeatureIds].Bytes, header.Sections[(int)LayerSection.Attributes].Bytes);
        var owned = Table<int>(start, header, LayerSection.FeaturePolygons);
        Require(features.Length == header.Features + 1, "the number of features");
        for (var f = 0; f < header.Features; f++)
        {
            ref readonly var feature = ref features[f];
            ref readonly var next = ref features[f + 1];
            Require(feature.Id >= 0 && feature.Id <= next.Id && feature.Attributes >= 0 && feature.Attributes <= next.Attributes && feature.FirstPolygon >= 0 && feature.FirstPolygon <= next.FirstPolygon, $"feature {f}");
        }

        Require(features[^1].Id == ids && features[^1].Attributes == attributes && features[^1].FirstPolygon == owned.Length, "the end of the features");
        foreach (var polygon in owned)
            Require((uint)polygon < (uint)header.Polygons, "the polygons of a feature");
        foreach (var pair in Table<OverlapEntry>(start, header, LayerSection.Overlaps))
            Require((uint)pair.First < (uint)header.Features && (uint)pair.Second < (uint)header.Features, "the overlaps");
    }

    private static bool Rises(ReadOnlySpan<int> starts, int end)
    {
        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] - starts[i - 1] < 4)
                return false;
        }

        return starts[0] == 0 && starts[^1] == end;
    }

    private static ReadOnlySpan<T> Table<T>(byte* start, in LayerHeader header, LayerSection section)
        where T : unmanaged
    {
        var entry = header.Sections[(int)section];
        Require(entry.Bytes % Unsafe.SizeOf<T>() == 0 && entry.Bytes / Unsafe.SizeOf<T>() <= int.MaxValue, $"the size of section {section}");
        return new(start + entry.Offset, (int)(entry.Bytes / Unsafe.SizeOf<T>()));
    }

    private static uint Checksum(byte* at, long bytes)
    {
        uint crc = 0;
        for (; bytes > 0; at += MaxPiece, bytes -= MaxPiece)
            crc = LayerFormat.Checksum(crc, new(at, (int)Math.Min(bytes, MaxPiece)));
        return crc;
    }

    private static void RequireZero(byte* start, long from, long to) =>
        Require(!new ReadOnlySpan<byte>(start + from, (int)(to - from)).ContainsAnyExcept((byte)0), "bytes between the sections are not zero");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new LayerFileException(otherwise);
    }
}
