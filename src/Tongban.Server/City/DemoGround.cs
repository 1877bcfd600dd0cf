using System.Globalization;

namespace Tongban.Server.City;

/// <summary>Invented ground for the demonstration city: rivers, roads, fields and lines that look like a valley town's and are nobody's. The same every time.</summary>
/// <remarks>Metres east and north of a point in the town; written as GeoJSON in CGCS2000 degrees. Every feature says that it is demonstration data.</remarks>
internal sealed class DemoGround
{
    public const double Longitude = 114.93, Latitude = 27.82;

    private const double East = 98_500, North = 110_830;

    private readonly Dictionary<string, List<string>> _layers = new(StringComparer.Ordinal);
    private readonly Random _random = new(360500);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private static readonly (double X, double Y)[] Yuan = Smooth([(-38_000, -9_000), (-30_000, -6_500), (-24_500, -1_800), (-18_000, -3_800), (-11_500, -1_200), (-6_000, -3_200), (-500, -2_300), (4_200, -900), (9_500, -2_800), (16_000, 600), (23_500, 3_900), (31_000, 3_100), (41_000, 7_000)], 14);
    private static readonly (double X, double Y)[] Kongmu = Smooth([(-9_000, 21_000), (-5_500, 15_500), (-1_800, 12_000), (900, 7_400), (2_700, 3_600), (2_300, 800), (4_200, -900)], 12);
    private static readonly (double X, double Y)[] Town = Blob(1_500, 1_200, 8_200, 5_400, 64, 0.16, 1);
    private static readonly (double X, double Y)[] Fenyi = Blob(-25_500, 900, 3_600, 2_700, 48, 0.15, 2);
    private static readonly (double X, double Y)[] Park = Blob(12_500, 5_200, 3_900, 2_600, 40, 0.12, 3);
    private static readonly (double X, double Y)[] Lake = Blob(-10_500, -8_200, 4_100, 2_500, 90, 0.34, 4);

    /// <summary>The city's outline, about.</summary>
    public static (double X, double Y)[] Outline { get; } = Smooth(
        [(-43_000, -6_000), (-38_500, 9_500), (-29_000, 15_500), (-18_500, 20_500), (-9_500, 25_500), (2_500, 24_000), (13_000, 21_500), (24_000, 24_500), (35_500, 19_000), (43_500, 9_500), (41_000, -3_500), (30_000, -10_500), (17_500, -15_500), (6_500, -22_500), (-6_500, -26_500), (-19_500, -22_000), (-31_000, -19_500), (-40_000, -14_500), (-43_000, -6_000)], 6)[..^1];

    /// <summary>Features of each layer.</summary>
    public IReadOnlyDictionary<string, List<string>> Layers => _layers;

    public static string Collection(IEnumerable<string> features) => $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    public static DemoGround Make()
    {
        var ground = new DemoGround();
        ground.Towns();
        ground.Fields();
        ground.Hills();
        ground.Waters();
        ground.Hazards();
        ground.Heritage();
        ground.Networks();
        return ground;
    }

    /// <summary>A later survey of the farmland: some parcels are gone, some new, some cut smaller.</summary>
    public static IEnumerable<string> FarmlandAfterSurvey(IReadOnlyList<string> farmland)
    {
        for (var i = 0; i < farmland.Count; i++)
        {
            if (i % 61 != 7)
                yield return i % 53 == 11 ? Halved(farmland[i]) : farmland[i];
        }
        for (var i = 0; i < 9; i++)
            yield return Feature($"L01-N{i + 1:000}", "新划入地块", null, Polygon([Rectangle(16_500 + (i % 3 * 420), -4_600 - (i / 3 * 330), 380, 290, 0.1)]));

        // Only the first three corners stay: a triangle of about half the ground.
        static string Halved(string feature)
        {
            var start = feature.IndexOf("[[[", StringComparison.Ordinal) + 3;
            var end = feature.IndexOf("]]]", start, StringComparison.Ordinal);
            var corners = feature[start..end].Split("],[");
            return feature[..start] + string.Join("],[", corners[0], corners[1], corners[2], corners[0]) + feature[end..];
        }
    }

    /// <summary>Parks as a consultant delivered them: one boundary crosses itself, one is empty.</summary>
    public static IEnumerable<string> GreenLinesAsDelivered(IEnumerable<string> green) =>
    [
        .. green, Feature("L08-9001", "滨河带状公园（待核）", null, Polygon([[(3_000, 3_900), (3_900, 4_700), (3_900, 3_900), (3_000, 4_500)]])), Feature("L08-9002", "空图形", null, """{"type":"Polygon","coordinates":[]}"""),
    ];

    /// <summary>Area in which a layer is complete.</summary>
    public static string Coverage(params (double X, double Y)[][] areas) => areas.Length == 1 ? Polygon([areas[0]])
        : $$"""{"type":"MultiPolygon","coordinates":[{{string.Join(',', areas.Select(a => $"[{Ring(a)}]"))}}]}""";

    /// <summary>The southern part of the city: for a survey that has not been in the north yet.</summary>
    public static (double X, double Y)[] South { get; } = [(-42_000, -4_000), (-30_000, 5_500), (42_000, 5_500), (40_500, -3_500), (30_000, -10_500), (17_500, -15_500), (6_500, -22_500), (-6_500, -26_500), (-19_500, -22_000), (-31_000, -19_500), (-40_000, -14_500)];

    /// <summary>Around the town: what the district surveyed itself.</summary>
    public static (double X, double Y)[] District { get; } = [(-14_000, -14_000), (-14_000, 16_000), (24_000, 16_000), (24_000, -14_000)];

    public static string SiteOf(double x, double y, double width, double height) => Polygon([Rectangle(x, y, width, height, 0.12)]);

    private void Towns()
    {
        Add("L03", "渝水中心城区", null, Town);
        Add("L03", "分宜县城", null, Fenyi);
        Add("L03", "高新产业园", null, Park);
        Add("L03", "良山集镇", null, Blob(-3_800, -14_500, 1_100, 800, 24, 0.12, 5));
        Add("L03", "水北集镇", null, Blob(17_500, 14_500, 1_200, 900, 24, 0.12, 6));
        Add("L04", "城镇发展区", null, Blob(2_500, 1_800, 10_500, 6_900, 50, 0.12, 7));
        Add("L04", "农业农村发展区", null, Blob(22_000, 600, 8_000, 5_200, 50, 0.2, 8));
        Add("L04", "生态保护控制区", null, Blob(-12_000, -9_000, 8_500, 5_600, 50, 0.2, 9));
        for (var i = 0; i < 14; i++)
            Add("L06", $"村庄规划 {i + 1:00}", null, Blob(Between(-11_000, 21_000), i % 2 == 0 ? Between(8_500, 14_500) : Between(-13_000, -6_500), Between(350, 700), Between(300, 600), 16, 0.15, 20 + i));
        for (var i = 0; i < 14; i++)
            Add("L08", $"公园绿地 {i + 1:00}", null, Blob(1_500 + ((i % 2 == 0 ? 6_200 : 3_100) * Math.Cos(i * Math.Tau / 14)), 1_200 + ((i % 2 == 0 ? 3_900 : 1_900) * Math.Sin(i * Math.Tau / 14)), Between(180, 420), Between(150, 360), 20, 0.2, 40 + i));
        Add("L07", "袁河城区段蓝线", null, Ribbon(Along(Yuan, -8_500, 10_500), 210));
        Add("L07", "孔目江城区段蓝线", null, Ribbon(Kongmu[24..], 120));
        foreach (var (x, y, name) in new[] { (-3_900.0, 3_300.0, "第二水厂"), (6_900, -2_600, "城市污水处理厂"), (3_600, 4_700, "城北变电站"), (-5_600, 200, "燃气门站"), (8_300, 2_900, "消防训练基地"), (12_900, 3_700, "园区变电站"), (-1_200, -3_900, "公交枢纽"), (9_800, 5_600, "垃圾转运站") })
            Add("L10", name, null, Rectangle(x, y, Between(150, 320), Between(120, 260), Between(-0.4, 0.4)));
        foreach (var (x, y, w, h, name) in new[] { (12_500.0, 5_200.0, 4_600.0, 3_200.0, "高新区重点管控单元"), (2_000, 800, 8_800, 5_900, "中心城区重点管控单元"), (-25_500, 900, 4_200, 3_300, "分宜重点管控单元") })
            Add("L15", name, null, Blob(x, y, w, h, 40, 0.1, (int)w));
    }

    // Parcels of a few hundred metres in the valley, where neither town nor river is.
    private void Fields()
    {
        foreach (var (cx, cy, columns, rows, turn) in new[] { (20_000.0, 400.0, 26, 17, 0.2), (-17_000.0, 1_800.0, 22, 13, -0.1), (-33_000.0, -3_800.0, 16, 12, 0.15), (6_000.0, 11_500.0, 22, 11, -0.25), (1_000.0, -10_500.0, 20, 10, 0.05), (30_500.0, 10_500.0, 16, 10, 0.3) })
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    if (_random.NextDouble() < 0.18)
                        continue;
                    var (dx, dy) = ((column - (columns / 2.0)) * 390, (row - (rows / 2.0)) * 300);
                    var (x, y) = (cx + (dx * Math.Cos(turn)) - (dy * Math.Sin(turn)), cy + (dx * Math.Sin(turn)) + (dy * Math.Cos(turn)));
                    if (!Inside(Outline, x, y) || Inside(Town, x, y) || Inside(Fenyi, x, y) || Inside(Park, x, y) || Inside(Lake, x, y) || Near(Yuan, x, y, 480) || Near(Kongmu, x, y, 380))
                        continue;
                    var parcel = Rectangle(x, y, Between(290, 365), Between(210, 275), turn + Between(-0.03, 0.03));
                    if (_random.NextDouble() < 0.58)
                        Add("L01", "永久基本农田地块", null, parcel);
                    Add("L11", _random.NextDouble() < 0.7 ? "水田" : "旱地", null, parcel);
                }
            }
        }
        // Land cover as a mosaic of shared corners: nothing overlaps, nothing is left out.
        const int Columns = 30, Rows = 18;
        var corners = new (double X, double Y)[Columns + 1, Rows + 1];
        for (var i = 0; i <= Columns; i++)
        {
            for (var j = 0; j <= Rows; j++)
                corners[i, j] = (-41_000 + (i * 2_760) + Between(-700, 700), -25_000 + (j * 2_760) + Between(-700, 700));
        }
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j < Rows; j++)
            {
                (double X, double Y)[] cell = [corners[i, j], corners[i + 1, j], corners[i + 1, j + 1], corners[i, j + 1]];
                var (x, y) = (cell.Average(c => c.X), cell.Average(c => c.Y));
                if (cell.All(c => Inside(Outline, c.X, c.Y)))
                    Add("L12", Inside(Town, x, y) || Inside(Park, x, y) ? "城镇住宅用地" : Inside(Lake, x, y) ? "湖泊水面" : Math.Abs(y) > 14_000 ? "乔木林地" : Math.Abs(y) > 9_000 ? "灌木林地" : "水田", null, cell);
            }
        }
    }

    private void Hills()
    {
        foreach (var (x, y, w, h, name) in new[] { (-22_000.0, 13_000.0, 8_500.0, 3_600.0, "蒙山水源涵养红线"), (7_500, 19_000, 9_500, 2_900, "北部山地红线"), (29_500, 15_500, 5_600, 2_600, "东北丘陵红线"), (-4_000, -20_000, 9_800, 3_300, "南部山地红线"), (-29_500, -13_500, 7_200, 3_000, "大岗山红线"), (19_500, -9_500, 4_600, 2_300, "百丈峰红线"), (-10_500, -8_400, 4_700, 3_000, "仙女湖水域红线") })
        {
            Add("L02", name, null, Blob(x, y, w, h, 180, 0.24, (int)(x + y)));
            if (name.Contains('山', StringComparison.Ordinal))
                Add("L14", name.Replace("红线", "优先保护单元", StringComparison.Ordinal), null, Blob(x, y, w * 1.12, h * 1.15, 90, 0.16, (int)(x - y)));
        }
        for (var i = 0; i < 90; i++)
        {
            var (x, y) = (Between(-36_000, 36_000), i % 2 == 0 ? Between(9_000, 21_000) : Between(-22_000, -8_500));
            if (!Inside(Outline, x, y))
                continue;
            Add("L20", i % 3 == 0 ? "国家级公益林" : "省级公益林", null, Blob(x, y, Between(500, 1_700), Between(400, 1_200), 28, 0.25, 100 + i));
            if (i % 3 == 0)
                Add("L21", "天然阔叶林", null, Blob(x + 300, y - 200, Between(300, 900), Between(250, 700), 22, 0.25, 300 + i));
        }
        Nested("L16", "蒙山自然保护区", -22_500, 13_400, 3_900, 2_000, ("core", 0.4), ("buffer", 0.68), ("exp", 1));
        Nested("L17", "仙女湖风景名胜区", -10_500, -8_200, 5_600, 3_600, ("core", 0.55), ("other", 1));
        foreach (var (x, y, name) in new[] { (-30_000.0, -13_000.0, "大岗山森林公园"), (19_800, -9_700, "百丈峰森林公园"), (-2_000, 9_800, "孔目江湿地公园"), (-21_500, 12_500, "蒙山地质公园") })
            Add("L18", name, null, Blob(x, y, Between(1_300, 2_300), Between(900, 1_600), 36, 0.2, (int)x));
        foreach (var (x, y, name) in new[] { (-1_900.0, 10_900.0, "孔目江湿地"), (-10_800, -8_000, "仙女湖湿地"), (15_200, 400, "袁河河口湿地"), (-24_000, -1_900, "分宜袁河湿地") })
            Add("L19", name, null, Blob(x, y, Between(600, 1_500), Between(420, 900), 32, 0.25, (int)y));
        foreach (var (x, y, name) in new[] { (-20_000.0, -15_500.0, "南部重点治理区"), (25_000, 12_500, "东北重点预防区"), (5_000, 17_500, "北部重点预防区") })
            Add("L25", name, null, Blob(x, y, Between(4_500, 7_500), Between(2_000, 3_400), 40, 0.2, (int)x + 5));
    }

    private void Waters()
    {
        Add("L23", "袁河管理范围", null, Ribbon(Yuan, 165));
        Add("L23", "孔目江管理范围", null, Ribbon(Kongmu, 85));
        Add("L23", "仙女湖水库管理范围", null, Lake);
        for (var i = 0; i < 22; i++)
            Add("L23", $"山塘水库 {i + 1:00}", null, Blob(Between(-34_000, 34_000), i % 2 == 0 ? Between(7_500, 16_000) : Between(-17_000, -6_500), Between(180, 520), Between(140, 380), 26, 0.3, 400 + i));
        Nested("L22", "孔目江饮用水水源地", 1_300, 6_600, 3_000, 2_200, ("g1", 0.3), ("g2", 0.62), ("qa", 1));
        Nested("L22", "分宜袁河饮用水水源地", -28_500, -5_400, 2_600, 1_700, ("g1", 0.3), ("g2", 0.65), ("qa", 1));
        Add("L24", "袁河蓄滞洪区", null, Ribbon(Along(Yuan, 6_500, 21_000), 900));
        Add("L24", "袁河上游洪泛区", null, Ribbon(Along(Yuan, -22_000, -12_500), 700));
        Add("L24", "孔目江山洪风险区", null, Ribbon(Kongmu[..20], 420));
    }

    private void Hazards()
    {
        for (var i = 0; i < 36; i++)
        {
            var (x, y) = (Between(-34_000, 34_000), Between(-20_000, 4_500));
            if (Inside(South, x, y))
                Add("L26", $"地质灾害隐患点 {i + 1:00}", "hazard-point", Point(x, y));
        }
        for (var i = 0; i < 7; i++)
            Add("L26", $"滑坡易发区 {i + 1:00}", null, Blob(Between(-30_000, 28_000), Between(-19_000, -7_000), Between(700, 2_000), Between(500, 1_300), 30, 0.25, 500 + i));
    }

    private void Heritage()
    {
        for (var i = 0; i < 22; i++)
            Nested("L28", $"文物保护单位 {i + 1:00}", Between(-27_000, 26_000), Between(-12_000, 13_000), Between(120, 260), Between(110, 230), ("scope", 0.42), ("ctrl", 1));
    }

    private void Networks()
    {
        Line("L30", "沪昆高速", "expressway", Smooth([(-42_000, 3_500), (-28_000, 5_500), (-14_000, 6_500), (-1_000, 8_600), (11_000, 9_300), (24_000, 7_500), (42_500, 11_000)], 10));
        Line("L30", "大广高速连接线", "expressway", Smooth([(15_500, 21_000), (14_000, 12_500), (15_800, 3_000), (13_500, -6_500), (15_000, -14_500)], 10));
        Line("L30", "国道 220", "national", Smooth([(-40_000, -2_500), (-26_000, 2_600), (-12_000, 2_200), (-4_000, 2_400), (6_500, 3_600), (20_000, 5_500), (41_500, 8_500)], 10));
        Line("L30", "国道 533", "national", Smooth([(-6_500, 24_000), (-3_500, 13_000), (-1_600, 3_000), (-2_800, -6_500), (-5_500, -16_500), (-6_000, -25_000)], 10));
        Line("L30", "省道 222", "provincial", Smooth([(-30_000, 14_500), (-27_000, 4_500), (-25_000, -6_500), (-26_500, -18_000)], 8));
        Line("L30", "省道 226", "provincial", Smooth([(6_500, -21_000), (5_000, -11_500), (6_200, -3_800), (7_800, 4_500), (7_000, 14_000), (9_000, 22_500)], 8));
        Line("L30", "省道 312", "provincial", Smooth([(22_000, 23_000), (23_500, 11_500), (25_500, 2_500), (26_500, -8_500)], 8));
        for (var i = 0; i < 12; i++)
        {
            var (x, y) = (Between(-28_000, 28_000), Between(-14_000, 14_000));
            Line("L30", $"县道 {701 + i}", "county", Smooth([(x, y), (x + Between(1_500, 3_500), y + Between(-2_500, 2_500)), (x + Between(4_500, 7_500), y + Between(-3_500, 3_500))], 6));
            Line("L30", $"乡道 {301 + i}", "township", Smooth([(x + 900, y - 400), (x + Between(500, 1_500), y + Between(1_500, 2_600)), (x + Between(-900, 900), y + Between(3_000, 4_200))], 5));
        }
        Line("L31", "沪昆铁路", "urban-other", Smooth([(-41_500, -500), (-27_000, 1_700), (-13_000, 500), (-3_000, -500), (5_500, 500), (17_000, 3_200), (42_000, 5_500)], 10));
        Line("L31", "沪昆高铁", "elsewhere-high-speed", Smooth([(-40_500, 8_500), (-22_000, 9_500), (-6_000, 10_500), (9_000, 11_600), (25_000, 10_500), (42_000, 13_500)], 10));
        Line("L31", "新余站联络线", "suburban-other", Smooth([(1_500, 100), (3_500, 2_600), (3_900, 6_500), (2_800, 11_100)], 8));
        Line("L32", "西气东输支线", "pipeline", Smooth([(-41_000, -9_500), (-22_000, -7_500), (-6_500, -6_500), (8_500, -5_500), (24_000, -2_500), (41_000, 500)], 10));
        Line("L32", "500 千伏罗安线", "power-500", Smooth([(-36_000, 12_000), (-14_000, 11_800), (4_000, 14_500), (22_000, 16_500), (38_000, 15_000)], 6));
        Line("L32", "220 千伏仙女湖线", "power-330", Smooth([(-12_500, -14_500), (-7_500, -5_500), (-4_800, 5_500), (-1_500, 14_000)], 6));
        for (var i = 0; i < 8; i++)
        {
            var (x, y) = (Between(-15_000, 18_000), Between(-9_000, 9_000));
            Line("L32", $"110 千伏线路 {i + 1}", "power-110", [(x, y), (x + Between(1_200, 3_000), y + Between(-1_500, 1_500)), (x + Between(3_500, 6_500), y + Between(-2_500, 2_500))]);
        }
    }

    private double Between(double least, double most) => least + (_random.NextDouble() * (most - least));

    private void Add(string layer, string name, string? zone, (double X, double Y)[] ring) => Add(layer, name, zone, Polygon([ring]));

    private void Add(string layer, string name, string? zone, string geometry)
    {
        var number = _numbers[layer] = _numbers.GetValueOrDefault(layer) + 1;
        if (!_layers.TryGetValue(layer, out var features))
            _layers.Add(layer, features = []);
        features.Add(Feature($"{layer}-{number:0000}", name, zone, geometry));
    }

    private void Line(string layer, string name, string zone, (double X, double Y)[] points) => Add(layer, name, zone, $$"""{"type":"LineString","coordinates":[{{string.Join(',', points.Select(Place))}}]}""");

    /// <summary>Zones one inside the other, each with the next smaller one cut out.</summary>
    private void Nested(string layer, string name, double x, double y, double w, double h, params (string Zone, double Part)[] zones)
    {
        (double X, double Y)[]? inner = null;
        foreach (var (zone, part) in zones)
        {
            var ring = Blob(x, y, w * part, h * part, 48, 0.12, (int)x);
            Add(layer, name, zone, Polygon(inner is null ? [ring] : [ring, [.. inner.Reverse()]]));
            inner = ring;
        }
    }

    private static string Feature(string id, string name, string? zone, string geometry) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"type":"Feature","properties":{"BSM":"{{{id}}}","名称":"{{{name}}}"{{{(zone is null ? "" : $",\"分区\":\"{zone}\"")}}},"数据性质":"演示数据（虚构）"},"geometry":{{{geometry}}}}""");

    private static string Polygon((double X, double Y)[][] rings) => $$"""{"type":"Polygon","coordinates":[{{string.Join(',', rings.Select(Ring))}}]}""";

    private static string Ring((double X, double Y)[] ring) => $"[{string.Join(',', ring.Append(ring[0]).Select(Place))}]";

    private static string Point(double x, double y) => $$"""{"type":"Point","coordinates":{{Place((x, y))}}}""";

    private static string Place((double X, double Y) at) => string.Create(CultureInfo.InvariantCulture, $"[{Longitude + (at.X / East):0.0000000},{Latitude + (at.Y / North):0.0000000}]");

    private static (double X, double Y)[] Rectangle(double x, double y, double width, double height, double turn)
    {
        (double X, double Y) Corner(double dx, double dy) => (x + (dx * width / 2 * Math.Cos(turn)) - (dy * height / 2 * Math.Sin(turn)), y + (dx * width / 2 * Math.Sin(turn)) + (dy * height / 2 * Math.Cos(turn)));
        return [Corner(-1, -1), Corner(1, -1), Corner(1, 1), Corner(-1, 1)];
    }

    /// <summary>An ellipse whose edge wanders: a sum of a few waves, so that it never crosses itself.</summary>
    private static (double X, double Y)[] Blob(double x, double y, double w, double h, int corners, double wander, int seed)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(2, 7).Select(k => (K: k, Size: wander * (0.4 + random.NextDouble()) / k * 1.6, At: random.NextDouble() * Math.Tau)).ToArray();
        var ring = new (double, double)[corners];
        for (var i = 0; i < corners; i++)
        {
            var angle = i * Math.Tau / corners;
            var radius = Math.Max(0.25, 1 + waves.Sum(v => v.Size * Math.Sin((v.K * angle) + v.At)));
            ring[i] = (x + (w * radius * Math.Cos(angle)), y + (h * radius * Math.Sin(angle)));
        }
        return ring;
    }

    /// <summary>A curve through the points (Catmull-Rom), with so many pieces between two.</summary>
    private static (double X, double Y)[] Smooth((double X, double Y)[] points, int pieces)
    {
        List<(double, double)> curve = [];
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (a, b, c, d) = (points[Math.Max(0, i - 1)], points[i], points[i + 1], points[Math.Min(points.Length - 1, i + 2)]);
            for (var j = 0; j < pieces; j++)
            {
                var t = (double)j / pieces;
                double At(double p, double q, double r, double s) => 0.5 * ((2 * q) + ((r - p) * t) + (((2 * p) - (5 * q) + (4 * r) - s) * t * t) + (((3 * q) - p - (3 * r) + s) * t * t * t));
                curve.Add((At(a.X, b.X, c.X, d.X), At(a.Y, b.Y, c.Y, d.Y)));
            }
        }
        curve.Add(points[^1]);
        return [.. curve];
    }

    private static (double X, double Y)[] Along((double X, double Y)[] line, double west, double east) => [.. line.Where(p => p.X >= west && p.X <= east)];

    private static (double X, double Y)[] Ribbon((double X, double Y)[] line, double half)
    {
        List<(double, double)> left = [], right = [];
        for (var i = 0; i < line.Length; i++)
        {
            var (a, b) = (line[Math.Max(0, i - 1)], line[Math.Min(line.Length - 1, i + 1)]);
            var length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
            var wide = half * (1 + (0.25 * Math.Sin(i * 0.7)));
            var (nx, ny) = (-(b.Y - a.Y) / length * wide, (b.X - a.X) / length * wide);
            left.Add((line[i].X + nx, line[i].Y + ny));
            right.Add((line[i].X - nx, line[i].Y - ny));
        }
        right.Reverse();
        return [.. left, .. right];
    }

    private static bool Inside((double X, double Y)[] ring, double x, double y)
    {
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            if (ring[i].Y > y != ring[j].Y > y && x < ring[i].X + ((y - ring[i].Y) / (ring[j].Y - ring[i].Y) * (ring[j].X - ring[i].X)))
                inside = !inside;
        }
        return inside;
    }

    private static bool Near((double X, double Y)[] line, double x, double y, double metres) => line.Any(p => Math.Abs(p.X - x) < metres * 1.5 && Math.Abs(p.Y - y) < metres * 1.5);
}
