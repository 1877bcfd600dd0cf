using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Tongban.Foundation;

namespace Tongban.Space.Engine;

/// <summary>What an input may be at most.</summary>
internal sealed record ScanLimits(long Bytes, long Points, int Rings, int Parts, int Depth)
{
    /// <summary>One feature of a layer. The largest red lines known have some 200,000 corners.</summary>
    public static ScanLimits Feature { get; } = new(256 << 20, 4_000_000, 200_000, 200_000, 8);

    /// <summary>A whole layer as one text.</summary>
    public static ScanLimits Layer { get; } = new(2L << 30, 100_000_000, 20_000_000, 20_000_000, 12);
}

/// <summary>Why an input is not handed to a parser.</summary>
internal enum ScanFault
{
    None,
    Empty,
    TooManyBytes,
    TooManyPoints,
    TooManyRings,
    TooManyParts,
    TooDeep,

    /// <summary>A number that is not finite, or not a number.</summary>
    NotFinite,

    /// <summary>Ends before it is complete, or does not follow the form.</summary>
    Malformed,

    /// <summary>Sound, but of a kind that is not accepted.</summary>
    UnknownKind,
}

/// <summary>What was counted on the way, up to the fault if there was one.</summary>
/// <param name="At">Byte at which the fault was noticed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScanResult(ScanFault Fault, long At, long Points, int Rings, int Parts, int Depth)
{
    public bool IsSound => Fault is ScanFault.None;

    /// <summary>The fault in words, for the report of an import.</summary>
    public Words Words => Fault switch
    {
        ScanFault.Empty => ("没有内容。", "There is nothing in it."),
        ScanFault.TooManyBytes => ("数据过大。", "There are too many bytes."),
        ScanFault.TooManyPoints => ("坐标点过多。", "There are too many points."),
        ScanFault.TooManyRings => ("圈过多。", "There are too many rings."),
        ScanFault.TooManyParts => ("图形部分过多。", "There are too many parts."),
        ScanFault.TooDeep => ("嵌套过深。", "It is nested too deeply."),
        ScanFault.NotFinite => ("坐标不是有限的数值。", "A coordinate is not a finite number."),
        ScanFault.Malformed => new Words("第{0}个字节处不符合格式或不完整。", "It does not follow its form, or ends early, at byte {0}.").With(At),
        ScanFault.UnknownKind => new Words("第{0}个字节处的几何类型不受支持。", "The kind of geometry at byte {0} is not accepted.").With(At),
        _ => ("未发现问题。", "Nothing was found."),
    };
}

/// <summary>Looks over well-known text, well-known binary and GeoJSON in one pass that builds nothing and calls itself never, before any parser is let near them.</summary>
/// <remarks>A parser that descends by calling itself ends the process on a text of a million brackets, and one that believes a count of four thousand million points ends it sooner.
/// Sound here means safe to parse, not valid: rings that cross are the importer's business.</remarks>
internal static class InputScan
{
    private const int Point = 1, LineString = 2, Polygon = 3, MultiPoint = 4, MultiLineString = 5, MultiPolygon = 6, Collection = 7, CurvePolygon = 10, MultiSurface = 12, PolyhedralSurface = 15, Triangle = 17;

    /// <summary>Well-known text, such as <c>MULTIPOLYGON (((…)))</c>, with or without <c>SRID=…;</c>.</summary>
    public static ScanResult Wkt(ReadOnlySpan<byte> text, ScanLimits limits)
    {
        var counts = new Counts(limits);
        if (text.Length > limits.Bytes)
            return counts.Stop(ScanFault.TooManyBytes, limits.Bytes);
        var at = 0;
        var depth = 0;
        var numbers = 0;
        var words = false;
        while (at < text.Length)
        {
            var c = text[at];
            switch (c)
            {
                case (byte)'(':
                    counts.Deepest = Math.Max(counts.Deepest, ++depth);
                    if (depth > limits.Depth)
                        return counts.Stop(ScanFault.TooDeep, at);
                    at++;
                    // The innermost bracket holds the numbers: a ring. The one around it is a part.
                    var inner = NextVisible(text, at);
                    if (inner < text.Length && text[inner] is not ((byte)'(') && !IsLetter(text[inner]))
                        counts.Rings++;
                    else
                        counts.Parts++;
                    break;
                case (byte)')':
                    if (--depth < 0)
                        return counts.Stop(ScanFault.Malformed, at);
                    counts.Points += numbers > 0 ? 1 : 0;
                    numbers = 0;
                    at++;
                    break;
                case (byte)',':
                    if (depth == 0)
                        return counts.Stop(ScanFault.Malformed, at);
                    counts.Points += numbers > 0 ? 1 : 0;
                    numbers = 0;
                    at++;
                    break;
                case (byte)'-' or (byte)'+' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'):
                    if (!Utf8Parser.TryParse(text[at..], out double value, out var used) || used == 0)
                        return counts.Stop(ScanFault.Malformed, at);
                    if (!double.IsFinite(value))
                        return counts.Stop(ScanFault.NotFinite, at);
                    if (depth > 0 && ++numbers > 4)
                        return counts.Stop(ScanFault.Malformed, at);
                    at += used;
                    if (at < text.Length && IsLetter(text[at]))
                        return counts.Stop(ScanFault.Malformed, at);
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    at++;
                    break;
                case (byte)';' or (byte)'=' when depth == 0:
                    at++;
                    break;
                default:
                    if (!IsLetter(c))
                        return counts.Stop(ScanFault.Malformed, at);
                    var word = Word(text, at);
                    if (IsNotANumber(text.Slice(at, word)))
                        return counts.Stop(ScanFault.NotFinite, at);
                    if (word > 20)
                        return counts.Stop(ScanFault.UnknownKind, at);
                    words = true;
                    at += word;
                    break;
            }

            if (counts.Exceeded(at) is { } fault)
                return fault;
        }

        return !words ? counts.Stop(text.Length == 0 ? ScanFault.Empty : ScanFault.Malformed, 0) : depth != 0 ? counts.Stop(ScanFault.Malformed, at) : counts.Sound();
    }

    /// <summary>Well-known binary, plain, with Z and M in either notation, or extended with a reference system.</summary>
    public static ScanResult Wkb(ReadOnlySpan<byte> bytes, ScanLimits limits)
    {
        var counts = new Counts(limits);
        if (bytes.Length == 0)
            return counts.Stop(ScanFault.Empty, 0);
        if (bytes.Length > limits.Bytes)
            return counts.Stop(ScanFault.TooManyBytes, limits.Bytes);
        // Geometries still to come at each level; the array is the stack.
        Span<uint> open = stackalloc uint[Math.Min(limits.Depth, 64) + 1];
        var depth = 0;
        open[0] = 1;
        var at = 0;
        while (true)
        {
            while (open[depth] == 0)
            {
                if (--depth < 0)
                    return at == bytes.Length ? counts.Sound() : counts.Stop(ScanFault.Malformed, at);
            }

            open[depth]--;
            if (bytes.Length - at < 5 || bytes[at] > 1)
                return counts.Stop(ScanFault.Malformed, at);
            var little = bytes[at] == 1;
            var kind = UInt32(bytes[(at + 1)..], little);
            var dimensions = 2 + ((kind & 0x80000000) != 0 ? 1 : 0) + ((kind & 0x40000000) != 0 ? 1 : 0);
            var hasSystem = (kind & 0x20000000) != 0;
            kind &= 0x1FFFFFFF;
            dimensions += (kind / 1000) switch { 1 or 2 => 1, 3 => 2, _ => 0 };
            if (kind >= 4000 || dimensions > 4)
                return counts.Stop(ScanFault.UnknownKind, at + 1);
            kind %= 1000;
            at += hasSystem ? 9 : 5;
            if (at > bytes.Length)
                return counts.Stop(ScanFault.Malformed, bytes.Length);
            if (kind is Point)
            {
                if (!Coordinates(bytes, ref at, 1, dimensions, little, ref counts, mayBeEmpty: true))
                    return counts.Failed;
                continue;
            }

            if (kind is not (LineString or Polygon or Triangle or MultiPoint or MultiLineString or MultiPolygon or Collection or CurvePolygon or MultiSurface or PolyhedralSurface))
                return counts.Stop(ScanFault.UnknownKind, at - 4);
            if (bytes.Length - at < 4)
                return counts.Stop(ScanFault.Malformed, at);
            var count = UInt32(bytes[at..], little);
            at += 4;
            switch (kind)
            {
                case LineString:
                    if (!Coordinates(bytes, ref at, count, dimensions, little, ref counts))
                        return counts.Failed;
                    break;
                case Polygon or Triangle:
                    counts.Parts++;
                    if (count > (uint)(bytes.Length - at) / 4)
                        return counts.Stop(ScanFault.Malformed, at);
                    for (var ring = 0u; ring < count; ring++)
                    {
                        if (bytes.Length - at < 4)
                            return counts.Stop(ScanFault.Malformed, at);
                        var points = UInt32(bytes[at..], little);
                        at += 4;
                        counts.Rings++;
                        if (!Coordinates(bytes, ref at, points, dimensions, little, ref counts))
                            return counts.Failed;
                    }

                    break;
                default:
                    // The smallest member has nine bytes: a larger count than fits is a lie.
                    if (count > (uint)(bytes.Length - at) / 9)
                        return counts.Stop(ScanFault.Malformed, at);
                    counts.Deepest = Math.Max(counts.Deepest, depth + 1);
                    if (++depth >= open.Length)
                        return counts.Stop(ScanFault.TooDeep, at);
                    open[depth] = count;
                    break;
            }

            if (counts.Exceeded(at) is { } fault)
                return fault;
        }
    }

    /// <summary>GeoJSON. Only numbers within <c>coordinates</c> count as points; attributes are read over.</summary>
    public static ScanResult GeoJson(ReadOnlySpan<byte> utf8, ScanLimits limits)
    {
        var counts = new Counts(limits);
        if (utf8.Length > limits.Bytes)
            return counts.Stop(ScanFault.TooManyBytes, limits.Bytes);
        var mark = utf8.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (utf8[mark..].Trim(" \t\r\n"u8).IsEmpty)
            return counts.Stop(ScanFault.Empty, 0);
        var reader = new Utf8JsonReader(utf8[mark..], new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            // Depth at which the array of coordinates began, or -1; arrays within it that hold numbers are positions, those around them rings.
            int coordinates = -1, numbers = 0;
            var previous = JsonTokenType.None;
            var wasPosition = false;
            while (reader.Read())
            {
                counts.Deepest = Math.Max(counts.Deepest, reader.CurrentDepth);
                if (reader.CurrentDepth >= limits.Depth)
                    return counts.Stop(ScanFault.TooDeep, mark + reader.TokenStartIndex);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName when coordinates < 0 && reader.ValueTextEquals("coordinates"u8):
                        previous = JsonTokenType.PropertyName;
                        continue;
                    case JsonTokenType.StartArray:
                        if (coordinates < 0 && previous is JsonTokenType.PropertyName)
                            coordinates = reader.CurrentDepth;
                        numbers = 0;
                        wasPosition = false;
                        break;
                    case JsonTokenType.Number when coordinates >= 0:
                        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
                            return counts.Stop(ScanFault.NotFinite, mark + reader.TokenStartIndex);
                        numbers++;
                        break;
                    case JsonTokenType.EndArray when coordinates >= 0:
                        if (numbers > 0)
                            counts.Points++;
                        else if (wasPosition)
                            counts.Rings++;
                        else
                            counts.Parts++;
                        wasPosition = numbers > 0;
                        numbers = 0;
                        if (reader.CurrentDepth == coordinates)
                            coordinates = -1;
                        break;
                    default:
                        break;
                }

                previous = JsonTokenType.None;
                if (counts.Exceeded(mark + reader.TokenStartIndex) is { } fault)
                    return fault;
            }
        }
        catch (JsonException e)
        {
            return counts.Stop(reader.CurrentDepth >= 63 ? ScanFault.TooDeep : ScanFault.Malformed, mark + reader.BytesConsumed + (e.BytePositionInLine is null ? 0 : 1));
        }

        return counts.Sound();
    }

    private static bool Coordinates(ReadOnlySpan<byte> bytes, ref int at, uint points, int dimensions, bool little, ref Counts counts, bool mayBeEmpty = false)
    {
        if (points > (uint)(bytes.Length - at) / (8u * (uint)dimensions))
            return counts.Fail(ScanFault.Malformed, at);
        counts.Points += points;
        if (counts.Exceeded(at) is not null)
            return counts.Fail(ScanFault.TooManyPoints, at);
        for (var point = 0u; point < points; point++)
        {
            for (var d = 0; d < dimensions; d++, at += 8)
            {
                var value = BitConverter.Int64BitsToDouble(little ? BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]) : BinaryPrimitives.ReadInt64BigEndian(bytes[at..]));
                // Heights and measures may be missing; an empty point is written with NaN.
                if (!double.IsFinite(value) && d < 2 && !(mayBeEmpty && double.IsNaN(value)))
                    return counts.Fail(ScanFault.NotFinite, at);
            }
        }

        return true;
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static bool IsLetter(byte c) => (c | 0x20) is >= (byte)'a' and <= (byte)'z';

    private static bool IsNotANumber(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "nan") || System.Text.Ascii.EqualsIgnoreCase(word, "inf") || System.Text.Ascii.EqualsIgnoreCase(word, "infinity");

    private static int Word(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && IsLetter(text[end]))
            end++;
        return end - at;
    }

    private static int NextVisible(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return at;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Counts(ScanLimits limits)
    {
        public long Points;
        public int Rings;
        public int Parts;
        public int Deepest;

        public ScanResult Failed { get; private set; }

        public readonly ScanResult Sound() => new(ScanFault.None, 0, Points, Rings, Parts, Deepest);

        public readonly ScanResult Stop(ScanFault fault, long at) => new(fault, at, Points, Rings, Parts, Deepest);

        public readonly ScanResult? Exceeded(long at) =>
            Points > limits.Points ? Stop(ScanFault.TooManyPoints, at) : Rings > limits.Rings ? Stop(ScanFault.TooManyRings, at) : Parts > limits.Parts ? Stop(ScanFault.TooManyParts, at) : null;

        public bool Fail(ScanFault fault, long at)
        {
            Failed = Stop(fault, at);
            return false;
        }
    }
}
