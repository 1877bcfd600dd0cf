using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tongban.Space.Engine.Files;

/// <summary>The parts of a layer file, in the order in which they lie in it.</summary>
internal enum LayerSection
{
    /// <summary>Doubles. Per polygon all X, then all Y; each ring closed.</summary>
    Coordinates,

    /// <summary><see cref="PolygonEntry"/>: polygons in Hilbert order, then those of the coverage area.</summary>
    Polygons,

    /// <summary>Integers. For a polygon with holes: where each ring begins, and the end.</summary>
    Rings,

    /// <summary>Pairs of integers, first corner and edges of each run of 16; only for polygons of more than two runs.</summary>
    Runs,

    /// <summary>Floats. Per polygon with runs: all west, all south, all east, all north sides, rounded outward, from the file's origin; then the same for boxes around 16 runs.</summary>
    RunBoxes,

    /// <summary>Floats. Blocks of 16 boxes, level by level from the polygons up; a block's children are the 16 following its number times 16.</summary>
    Tree,

    /// <summary><see cref="FeatureEntry"/>, and one more for the ends.</summary>
    Features,

    /// <summary>Polygon numbers, feature by feature.</summary>
    FeaturePolygons,

    /// <summary>UTF-8, feature by feature.</summary>
    FeatureIds,

    /// <summary>UTF-8 JSON, feature by feature.</summary>
    Attributes,

    /// <summary><see cref="OverlapEntry"/>: pairs of features that cover common ground.</summary>
    Overlaps,
}

/// <summary>What a polygon of the file counts for.</summary>
internal enum PolygonRole
{
    /// <summary>For its feature and for the layer's total.</summary>
    Plain = 0,

    /// <summary>For its feature only: it overlaps another of the layer.</summary>
    Member = 1,

    /// <summary>For the layer's total only: the union of a group of <see cref="Member"/> polygons.</summary>
    Dissolved = 2,

    /// <summary>A part of the area within which the layer is complete.</summary>
    Coverage = 3,
}

[StructLayout(LayoutKind.Sequential)]
internal struct PolygonEntry
{
    /// <summary>Index of the first X among the coordinates; the first Y lies <see cref="Vertices"/> further on.</summary>
    public long Coordinates;

    /// <summary>Corners, closing ones included.</summary>
    public int Vertices;
    public int RingCount;
    public int FirstRing;
    public int RunCount;
    public int FirstRun;
    public int FirstBox;

    /// <summary>Feature number; for a dissolved polygon the group's.</summary>
    public int Feature;
    public PolygonRole Role;
    public double Area;
}

[StructLayout(LayoutKind.Sequential)]
internal struct FeatureEntry
{
    public long Attributes;
    public long Id;
    public double Area;
    public int FirstPolygon;
    public int Reserved;
}

/// <summary>Two features that cover common ground, and how much.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OverlapEntry(int First, int Second, double Area);

[StructLayout(LayoutKind.Sequential)]
internal struct SectionEntry
{
    public long Offset;
    public long Bytes;
}

[InlineArray(LayerFormat.SectionCount)]
internal struct SectionTable
{
    private SectionEntry _first;
}

[InlineArray(LayerFormat.SectionCount)]
internal struct SectionChecksums
{
    private uint _first;
}

[InlineArray(LayerFormat.MaxCodeBytes)]
internal struct CodeBytes
{
    private byte _first;
}

/// <summary>First bytes of the file, all known before the sections are written; little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LayerHeader
{
    public ulong Magic;
    public int Version;
    public int Epsg;
    public long FileBytes;
    public long Vertices;
    public int Features;
    public int Polygons;
    public int CoveragePolygons;
    public int TreeBlocks;
    public int Groups;
    public int Reserved;
    public double OriginX;
    public double OriginY;
    public double West;
    public double South;
    public double East;
    public double North;

    /// <summary>m² of ground covered: the union's where features overlap.</summary>
    public double Area;
    public CodeBytes Code;
    public SectionTable Sections;
}

/// <summary>Last bytes of the file: checksums of what went before, so that file and hash are written in one pass.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LayerTrailer
{
    public uint Header;
    public SectionChecksums Sections;
    public uint Own;
    public uint Reserved;
    public ulong Magic;
}

/// <summary>Constants and small arithmetic of the layer file.</summary>
internal static class LayerFormat
{
    public const int Version = 1;
    public const int SectionCount = 11;
    public const int MaxCodeBytes = 64;
    public const int Fan = 16;

    /// <summary>Edges in a run of a layer's polygon.</summary>
    public const int RunEdges = 16;

    /// <summary>Polygons of up to so many runs carry no boxes: looking at 32 edges costs no more than at their boxes.</summary>
    public const int RunsWithoutBoxes = 2;

    /// <summary>Room behind each section, so that vectors may be read across its end.</summary>
    public const int Padding = 128;

    /// <summary>"TBLAYER1".</summary>
    public const ulong Magic = 0x31524559414C4254;

    private const double OriginGrid = 131_072;

    /// <summary>Boxes are floats. Taken from a round point near the layer instead of from the equator they are exact to a centimetre rather than to four metres.</summary>
    public static double OriginNear(double centre) => Math.Round(centre / OriginGrid) * OriginGrid;

    /// <summary>The largest float not above the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Down(double value)
    {
        var rounded = (float)value;
        return rounded > value ? MathF.BitDecrement(rounded) : rounded;
    }

    /// <summary>The smallest float not below the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Up(double value)
    {
        var rounded = (float)value;
        return rounded < value ? MathF.BitIncrement(rounded) : rounded;
    }

    public static long Align(long bytes) => (bytes + 63) & ~63L;

    /// <summary>Blocks of each tree level over so many items, from the items up; empty for none.</summary>
    public static int[] LevelsOver(int items)
    {
        List<int> levels = [];
        while (items > 0)
        {
            items = (items + Fan - 1) / Fan;
            levels.Add(items);
            if (items == 1)
                break;
        }

        return [.. levels];
    }

    /// <summary>CRC-32C, continued.</summary>
    public static uint Checksum(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var value in bytes[(words.Length * 8)..])
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
