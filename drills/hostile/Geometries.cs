using System.Globalization;
using System.Text;

namespace Tongban.Drills.Hostile;

/// <summary>Geometries that cost or break: depth, rings, corners, numbers that are none.</summary>
internal static class Geometries
{
    /// <summary>What an honest caller sends.</summary>
    public static readonly string[] Sound =
    [
        """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}""",
        "POLYGON((114.9 27.8,114.905 27.8,114.905 27.805,114.9 27.805,114.9 27.8))",
        """{"type":"LineString","coordinates":[[114.9,27.8],[114.95,27.82],[115.0,27.81]]}""",
    ];

    private static readonly Lazy<IReadOnlyList<(string Name, string Text)>> All = new(() => [.. Make()]);

    public static IReadOnlyList<(string Name, string Text)> Corpus => All.Value;

    public static string Hostile(Random random) => Corpus[random.Next(Corpus.Count)] is { Text.Length: < 200_000 } one ? one.Text : Corpus[0].Text;

    private static IEnumerable<(string, string)> Make()
    {
        yield return ("bow tie", Polygon("[114.9,27.8],[114.91,27.81],[114.91,27.8],[114.9,27.81],[114.9,27.8]"));
        yield return ("depth of arrays", "{\"type\":\"Polygon\",\"coordinates\":" + new string('[', 20_000) + new string(']', 20_000) + "}");
        yield return ("depth of collections", string.Concat(Enumerable.Repeat("{\"type\":\"GeometryCollection\",\"geometries\":[", 4000)) + "{\"type\":\"Point\",\"coordinates\":[114.9,27.8]}" + string.Concat(Enumerable.Repeat("]}", 4000)));
        yield return ("depth of collections, shallow", string.Concat(Enumerable.Repeat("{\"type\":\"GeometryCollection\",\"geometries\":[", 12)) + Sound[0] + string.Concat(Enumerable.Repeat("]}", 12)));
        yield return ("WKT depth", string.Concat(Enumerable.Repeat("GEOMETRYCOLLECTION(", 5000)) + "POINT(1 1)" + new string(')', 5000));
        yield return ("WKT parentheses", "POLYGON" + new string('(', 50_000) + "1 1" + new string(')', 50_000));
        yield return ("40,000 corners of a circle", Polygon(Circle(40_000, 0.02)));
        yield return ("15,000 corners of a star through its middle", Polygon(Star(15_000, 0.02)));
        yield return ("2,001 corners of a star through its middle", Polygon(Star(2001, 0.02)));
        yield return ("2,000 corners of a comb across a comb", Polygon(Comb(2000)));
        yield return ("30,000 corners on one line", Polygon(string.Join(',', Enumerable.Range(0, 30_000).Select(n => FormattableString.Invariant($"[{114.9 + (n % 2 * 0.01)},27.8]")).Append("[114.9,27.8]"))));
        yield return ("the same corner 50,000 times", Polygon(string.Join(',', Enumerable.Repeat("[114.9,27.8]", 50_000))));
        yield return ("10,000 holes", "{\"type\":\"Polygon\",\"coordinates\":[[[114.8,27.7],[115.1,27.7],[115.1,27.9],[114.8,27.9],[114.8,27.7]]," + string.Join(',', Enumerable.Range(0, 10_000).Select(n => $"[{Square(114.81 + (n % 100 * 0.002), 27.71 + (n / 100 * 0.0015), 0.0005)}]")) + "]}");
        yield return ("2,000 holes over each other", "{\"type\":\"Polygon\",\"coordinates\":[[[114.8,27.7],[115.1,27.7],[115.1,27.9],[114.8,27.9],[114.8,27.7]]," + string.Join(',', Enumerable.Range(0, 2000).Select(n => $"[{Square(114.85 + (n * 0.00001), 27.75, 0.05)}]")) + "]}");
        yield return ("5,000 parts over each other", "{\"type\":\"MultiPolygon\",\"coordinates\":[" + string.Join(',', Enumerable.Range(0, 5000).Select(n => $"[[{Square(114.85 + (n * 0.00001), 27.75, 0.05)}]]")) + "]}");
        yield return ("20,000 features", "{\"type\":\"FeatureCollection\",\"features\":[" + string.Join(',', Enumerable.Repeat("{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}", 20_000)) + "]}");
        yield return ("100,000 empty rings", "{\"type\":\"Polygon\",\"coordinates\":[" + string.Join(',', Enumerable.Repeat("[]", 100_000)) + "]}");
        yield return ("numbers out of range", Polygon("[1e308,1e308],[-1e308,1e308],[-1e308,-1e308],[1e308,1e308]"));
        yield return ("numbers beyond", Polygon("[1e999,0],[0,1e999],[1,1],[1e999,0]"));
        yield return ("no numbers", Polygon("[NaN,0],[0,Infinity],[1,1],[NaN,0]"));
        yield return ("hair-thin", Polygon("[114.9,27.8],[114.9000000000001,27.8],[114.9000000000001,27.8000000000001],[114.9,27.8]"));
        yield return ("texts for numbers", Polygon("[\"114.9\",\"27.8\"],[\"1\",\"2\"],[\"3\",\"4\"],[\"114.9\",\"27.8\"]"));
        yield return ("nulls", Polygon("[null,null],[null,1],[1,null],[null,null]"));
        yield return ("three dimensions and more", Polygon("[114.9,27.8,1,2,3,4,5],[114.91,27.8,1],[114.91,27.81],[114.9,27.8,9]"));
        yield return ("open ring", Polygon("[114.9,27.8],[114.91,27.8],[114.91,27.81]"));
        yield return ("one corner", Polygon("[114.9,27.8]"));
        yield return ("whole earth", Polygon("[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]"));
        yield return ("whole city", Polygon("[114.3,27.4],[115.4,27.4],[115.4,28.2],[114.3,28.2],[114.3,27.4]"));
        yield return ("poles", Polygon("[0,90],[1,90],[1,89.9999],[0,90]"));
        yield return ("other system", "{\"type\":\"Polygon\",\"crs\":{\"type\":\"link\",\"properties\":{\"href\":\"http://127.0.0.1:1/crs\"}},\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}");
        yield return ("no such system", "{\"type\":\"Polygon\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:99999999999\"}},\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}");
        yield return ("no such type", "{\"type\":\"Cube\",\"coordinates\":[]}");
        yield return ("type twice", "{\"type\":\"Point\",\"type\":\"Polygon\",\"coordinates\":[1,2],\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}");
        yield return ("null geometry", "{\"type\":\"Feature\",\"geometry\":null,\"properties\":null}");
        yield return ("empty", "{\"type\":\"Polygon\",\"coordinates\":[]}");
        yield return ("WKT empty", "POLYGON EMPTY");
        yield return ("WKT cut", "POLYGON((114.9 27.8,114.905 27.8,");
        yield return ("WKT numbers", "POLYGON((1e400 0,0 1e400,NaN 1,1e400 0))");
        yield return ("WKT 100,000 corners", "POLYGON((" + string.Join(',', Enumerable.Range(0, 100_000).Select(n => FormattableString.Invariant($"{114.9 + (0.01 * Math.Cos(n)):F6} {27.8 + (0.01 * Math.Sin(n)):F6}"))) + "))");
        yield return ("WKT curve", "CURVEPOLYGON(CIRCULARSTRING(0 0,4 0,4 4,0 4,0 0))");
        yield return ("WKT Z M", "POLYGON ZM((114.9 27.8 1 2,114.91 27.8 1 2,114.91 27.81 1 2,114.9 27.8 1 2))");
        yield return ("EWKT", "SRID=4490;POLYGON((114.9 27.8,114.91 27.8,114.91 27.81,114.9 27.8))");
        yield return ("boundary points, cut", "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n4,1.0,1,x,面,,,,@\nJ1,1,99999999999999999999,1e308\n");
        yield return ("boundary points, 60,000", "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n计量单位=米\n[地块坐标]\n60000,1.0,1,x,面,,,,@\n" + string.Join('\n', Enumerable.Range(0, 60_000).Select(n => FormattableString.Invariant($"J{n},1,{3076500 + (n % 300)},{38588600 + (n / 300)}"))));
        yield return ("boundary points, no system", "[地块坐标]\n3,@\nJ1,1,a,b\nJ2,1,,\n");
        yield return ("commas", new string(',', 500_000));
        yield return ("blanks", new string(' ', 500_000));
    }

    private static string Polygon(string ring) => $"{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}";

    private static string Square(double x, double y, double side) => string.Create(CultureInfo.InvariantCulture, $"[{x:F6},{y:F6}],[{x + side:F6},{y:F6}],[{x + side:F6},{y + side:F6}],[{x:F6},{y + side:F6}],[{x:F6},{y:F6}]");

    private static string Circle(int corners, double radius) => Corners(Enumerable.Range(0, corners).Select(n => (radius * Math.Cos(2 * Math.PI * n / corners), radius * Math.Sin(2 * Math.PI * n / corners))));

    // Every edge crosses nearly every other one.
    private static string Star(int corners, double radius) => Corners(Enumerable.Range(0, corners).Select(n => (radius * Math.Cos(Math.PI * n * (corners - 1) / corners), radius * Math.Sin(Math.PI * n * (corners - 1) / corners))));

    // Half of the edges up and down, half left and right over them.
    private static string Comb(int edges) => Corners(Enumerable.Range(0, edges / 2).Select(n => (n * 0.00001, n % 2 * 0.02)).Concat(Enumerable.Range(0, edges / 2).Select(n => (n % 2 * 0.02, 0.001 + (n * 0.00001)))));

    private static string Corners(IEnumerable<(double X, double Y)> corners)
    {
        var text = new StringBuilder();
        string? first = null;
        foreach (var (x, y) in corners)
        {
            var corner = string.Create(CultureInfo.InvariantCulture, $"[{114.9 + x:F7},{27.8 + y:F7}]");
            first ??= corner;
            text.Append(corner).Append(',');
        }
        return text.Append(first).ToString();
    }
}
