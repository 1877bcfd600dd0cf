using System.Buffers.Binary;

namespace Tongban.Space.Import;

/// <summary>Walks a well-known binary before a parser sees it: known types, counts that fit into the bytes, finite numbers, no deep nesting.</summary>
internal ref struct WkbScan
{
    private const int Deepest = 4;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private WkbScan(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int Points { get; private set; }

    public int Rings { get; private set; }

    /// <returns>What is wrong, as a short code, or <see langword="null"/>.</returns>
    public static string? Check(ReadOnlySpan<byte> wkb)
    {
        var scan = new WkbScan(wkb);
        return scan.Geometry(0) ?? (scan._at == wkb.Length ? null : "trailing-bytes");
    }

    private string? Geometry(int depth)
    {
        if (depth > Deepest)
            return "too-deep";
        if (_at + 5 > _bytes.Length || _bytes[_at] > 1)
            return "broken-binary";
        var little = _bytes[_at++] == 1;
        if (Number(little) is not { } type)
            return "broken-binary";
        var (z, m) = ((type & 0x80000000) != 0, (type & 0x40000000) != 0);
        if ((type & 0x20000000) != 0)
            _at += 4;
        type &= 0x0FFFFFFF;
        (z, m) = (z || type / 1000 is 1 or 3, m || type / 1000 is 2 or 3);
        var size = 8 * (2 + (z ? 1 : 0) + (m ? 1 : 0));
        switch (type % 1000)
        {
            case 1:
                return Positions(1, size, little, mayBeEmpty: true);
            case 2:
                return Line(size, little);
            case 3:
                return Count(little, 4) is not { } rings ? "broken-binary" : Each(rings, size, little);
            case 4 or 5 or 6 or 7:
                if (Count(little, 5) is not { } parts)
                    return "broken-binary";
                for (var i = 0u; i < parts; i++)
                {
                    if (Geometry(depth + 1) is { } fault)
                        return fault;
                }
                return null;
            default:
                return "curved-or-unknown";
        }
    }

    private string? Each(uint rings, int size, bool little)
    {
        for (var i = 0u; i < rings; i++)
        {
            if (Line(size, little) is { } fault)
                return fault;
        }
        Rings += (int)rings;
        return Rings > ImportLimits.RingsOfFeature ? "too-many-rings" : null;
    }

    private string? Line(int size, bool little) => Count(little, size) is { } points ? Positions(points, size, little, mayBeEmpty: false) : "broken-binary";

    private string? Positions(uint count, int size, bool little, bool mayBeEmpty)
    {
        if (_at + (count * (long)size) > _bytes.Length)
            return "broken-binary";
        for (var i = 0u; i < count; i++, _at += size)
        {
            var (x, y) = little
                ? (BinaryPrimitives.ReadDoubleLittleEndian(_bytes[_at..]), BinaryPrimitives.ReadDoubleLittleEndian(_bytes[(_at + 8)..]))
                : (BinaryPrimitives.ReadDoubleBigEndian(_bytes[_at..]), BinaryPrimitives.ReadDoubleBigEndian(_bytes[(_at + 8)..]));
            if ((!double.IsFinite(x) || !double.IsFinite(y)) && !(mayBeEmpty && double.IsNaN(x)))
                return "bad-number";
        }
        Points += (int)count;
        return Points > ImportLimits.PointsOfFeature ? "too-many-points" : null;
    }

    private uint? Count(bool little, int least) => Number(little) is { } count && _at + (count * (long)least) <= _bytes.Length ? count : null;

    private uint? Number(bool little)
    {
        if (_at + 4 > _bytes.Length)
            return null;
        var value = little ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[_at..]) : BinaryPrimitives.ReadUInt32BigEndian(_bytes[_at..]);
        _at += 4;
        return value;
    }
}
