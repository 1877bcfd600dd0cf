using System.Text;

namespace Tongban.Tests.Space.Map;

/// <summary>A feature as a map would read it: rings of whole units, closed for areas.</summary>
internal sealed record ReadFeature(int Type, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<IReadOnlyList<(int X, int Y)>> Paths)
{
    /// <summary>Square units: positive rings are shells, negative ones holes.</summary>
    public double Area => Paths.Sum(p => p.Select((a, i) => (a, b: p[(i + 1) % p.Count])).Sum(e => (double)((e.a.X * (long)e.b.Y) - (e.b.X * (long)e.a.Y)))) / 2;
}

/// <summary>Reads Mapbox vector tiles by the letter of their specification (2.1), for the tests.</summary>
internal static class ReadTile
{
    public static Dictionary<string, List<ReadFeature>> Of(byte[] tile)
    {
        var layers = new Dictionary<string, List<ReadFeature>>(StringComparer.Ordinal);
        foreach (var (field, bytes, _) in Fields(tile))
        {
            Assert.Equal(3, field);
            var parts = Fields(bytes).ToList();
            Assert.Equal(2UL, parts.Single(p => p.Field == 15).Value);
            Assert.Equal(4096UL, parts.Single(p => p.Field == 5).Value);
            List<string> keys = [.. parts.Where(p => p.Field == 3).Select(p => Encoding.UTF8.GetString(p.Bytes))];
            List<string> values = [.. parts.Where(p => p.Field == 4).Select(p => Encoding.UTF8.GetString(Fields(p.Bytes).Single(v => v.Field == 1).Bytes))];
            layers.Add(Encoding.UTF8.GetString(parts.Single(p => p.Field == 1).Bytes), [.. parts.Where(p => p.Field == 2).Select(p => Feature(p.Bytes, keys, values))]);
        }
        return layers;
    }

    private static ReadFeature Feature(byte[] bytes, List<string> keys, List<string> values)
    {
        var fields = Fields(bytes).ToList();
        var type = (int)fields.Single(f => f.Field == 3).Value;
        var tags = fields.Where(f => f.Field == 2).SelectMany(f => Numbers(f.Bytes)).Chunk(2).ToDictionary(p => keys[(int)p[0]], p => values[(int)p[1]], StringComparer.Ordinal);
        List<IReadOnlyList<(int, int)>> paths = [];
        List<(int, int)> path = [];
        var numbers = Numbers(fields.Single(f => f.Field == 4).Bytes).ToList();
        var (x, y) = (0, 0);
        for (var i = 0; i < numbers.Count;)
        {
            var (command, count) = (numbers[i] & 7, (int)(numbers[i] >> 3));
            i++;
            if (command == 7)
            {
                Assert.Equal(3, type);
                continue;
            }
            if (command == 1)
                paths.Add(path = []);
            Assert.True(count > 0, "a command without points");
            for (var n = 0; n < count; n++)
            {
                x += Signed(numbers[i++]);
                y += Signed(numbers[i++]);
                path.Add((x, y));
            }
        }
        return new(type, tags, paths);
    }

    private static int Signed(ulong n) => (int)(n >> 1) ^ -(int)(n & 1);

    private static IEnumerable<ulong> Numbers(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
            yield return Number(bytes, ref at);
    }

    private static IEnumerable<(int Field, byte[] Bytes, ulong Value)> Fields(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var head = Number(bytes, ref at);
            var value = Number(bytes, ref at);
            if ((head & 7) == 2)
            {
                yield return ((int)(head >> 3), bytes[at..(at + (int)value)], 0);
                at += (int)value;
            }
            else
                yield return ((int)(head >> 3), [], value);
        }
    }

    private static ulong Number(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(bytes[at] & 0x7F) << shift;
            if (bytes[at++] < 0x80)
                return value;
        }
    }
}
