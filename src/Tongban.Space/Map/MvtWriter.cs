using System.Buffers;
using System.Text;

namespace Tongban.Space.Map;

/// <summary>One layer of a Mapbox vector tile (specification 2.1), written as it goes: features with rings in whole units, text attributes kept once.</summary>
/// <remarks>Rings come in as the tile builder has them, flat and in whole units; the usual library wants geometry objects in degrees, drops what is thinner than a pixel, and brings a serialiser that works by reflection.</remarks>
internal sealed class MvtWriter(string name)
{
    private readonly ArrayBufferWriter<byte> _features = new();
    private readonly ArrayBufferWriter<byte> _geometry = new();
    private readonly ArrayBufferWriter<byte> _feature = new();
    private readonly Dictionary<string, uint> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint> _values = new(StringComparer.Ordinal);
    private readonly List<uint> _tags = [];
    private int _x;
    private int _y;

    public int Features { get; private set; }

    public int Points { get; private set; }

    public void Tag(string key, string value)
    {
        _tags.Add(Number(_keys, key));
        _tags.Add(Number(_values, value));
    }

    /// <summary>Adds a ring of the feature being written.</summary>
    /// <param name="ring">x, y, x, y, …, not closed. For an area shells clockwise on the screen, holes the other way.</param>
    /// <param name="close">An area; otherwise a line.</param>
    public void Path(ReadOnlySpan<int> ring, bool close)
    {
        Varint(_geometry, (1 << 3) | 1);
        Move(ring[0], ring[1]);
        Varint(_geometry, (uint)((((ring.Length / 2) - 1) << 3) | 2));
        for (var i = 2; i < ring.Length; i += 2)
            Move(ring[i], ring[i + 1]);
        if (close)
            Varint(_geometry, (1 << 3) | 7);
        Points += ring.Length / 2;
    }

    /// <summary>Ends the feature; one without a ring is not written.</summary>
    public void End(bool area, ReadOnlySpan<(string Key, string Value)> tags)
    {
        if (_geometry.WrittenCount > 0)
        {
            foreach (var (key, value) in tags)
                Tag(key, value);
            var packed = new ArrayBufferWriter<byte>();
            foreach (var tag in _tags)
                Varint(packed, tag);
            Field(_feature, 2, packed.WrittenSpan);
            Varint(_feature, 3 << 3);
            Varint(_feature, area ? 3u : 2u);
            Field(_feature, 4, _geometry.WrittenSpan);
            Field(_features, 2, _feature.WrittenSpan);
            Features++;
        }
        _feature.ResetWrittenCount();
        _geometry.ResetWrittenCount();
        _tags.Clear();
        (_x, _y) = (0, 0);
    }

    /// <summary>The layer as a part of a tile; nothing for one without features.</summary>
    public void WriteTo(ArrayBufferWriter<byte> tile)
    {
        if (Features == 0)
            return;
        var layer = new ArrayBufferWriter<byte>();
        Varint(layer, 15 << 3);
        Varint(layer, 2);
        Field(layer, 1, Encoding.UTF8.GetBytes(name));
        layer.Write(_features.WrittenSpan);
        foreach (var key in _keys.Keys)
            Field(layer, 3, Encoding.UTF8.GetBytes(key));
        var value = new ArrayBufferWriter<byte>();
        foreach (var text in _values.Keys)
        {
            value.ResetWrittenCount();
            Field(value, 1, Encoding.UTF8.GetBytes(text));
            Field(layer, 4, value.WrittenSpan);
        }
        Varint(layer, 5 << 3);
        Varint(layer, TileAddress.Extent);
        Field(tile, 3, layer.WrittenSpan);
    }

    private void Move(int x, int y)
    {
        Varint(_geometry, Zigzag(x - _x));
        Varint(_geometry, Zigzag(y - _y));
        (_x, _y) = (x, y);
    }

    private static uint Zigzag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static uint Number(Dictionary<string, uint> known, string text)
    {
        if (!known.TryGetValue(text, out var number))
            known.Add(text, number = (uint)known.Count);
        return number;
    }

    private static void Field(ArrayBufferWriter<byte> to, uint field, ReadOnlySpan<byte> bytes)
    {
        Varint(to, (field << 3) | 2);
        Varint(to, (uint)bytes.Length);
        to.Write(bytes);
    }

    private static void Varint(ArrayBufferWriter<byte> to, uint value)
    {
        var room = to.GetSpan(5);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            room[count++] = (byte)(value | 0x80);
        room[count++] = (byte)value;
        to.Advance(count);
    }
}
