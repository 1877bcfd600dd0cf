using System.Globalization;
using System.Text;
using Tongban.Foundation;
using Tongban.Space.Contracts;
using Tongban.Space.Model;

namespace Tongban.Tests.Space;

public class SiteTests
{
    private const string Square = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}""";

    internal const string Example = """
        [属性描述]
        格式版本号=1.01
        数据产生单位=某某自然资源局
        数据产生日期=2025-06-15
        坐标系=2000国家大地坐标系
        几度分带=3
        投影类型=高斯克吕格
        计量单位=米
        带号=38
        精度=0.001
        转换参数=,,,,,,
        [地块坐标]
        5,27.3051,1,地块一,面,,工业用地,,@
        J1,1,3076603.070,38588690.664
        J2,1,3076606.690,38589183.413
        J3,1,3077160.811,38589179.330
        J4,1,3077157.190,38588686.604
        J1,1,3076603.070,38588690.664

        """;

    private static Site Read(string geoJson) => Site.FromGeoJson(geoJson, "site").Value.Site;

    private static string Box(double west, double south, double size = 0.001) => string.Create(CultureInfo.InvariantCulture,
        $"[[[{west},{south}],[{west + size},{south}],[{west + size},{south + size}],[{west},{south + size}],[{west},{south}]]]");

    [Fact]
    public void The_published_square_has_the_published_area_and_corner()
    {
        var site = Read(Square);
        Assert.InRange(site.AreaSquareMetres, 273050.4m, 273051.4m);
        Assert.Equal(27.3051m, site.AreaHectares);
        Assert.Equal(409.58m, site.AreaMu);
        Assert.Equal((38, 4, 1), (site.Zone, site.PointCount, site.PartCount));
        Assert.Equal(114.9025, site.Centroid.Longitude, 4);
        Assert.Equal(new SiteBounds(114.9, 27.8, 114.905, 27.805), site.Bounds);

        var (east, north) = GaussKruger.Zone(38).Project(new(114.9, 27.8));
        Assert.InRange(east, 38588690.663, 38588690.665);
        Assert.InRange(north, 3076603.069, 3076603.071);
    }

    [Fact]
    public void The_same_boundary_has_the_same_digest_wherever_it_begins_and_however_it_turns()
    {
        var turned = """{"type":"Feature","properties":null,"geometry":{"type":"MultiPolygon","coordinates":[[[[114.905,27.805],[114.905,27.800],[114.9,27.8],[114.9,27.805],[114.905,27.805]]]]}}""";
        Assert.Equal(Read(Square).Digest, Read(turned).Digest);
        Assert.Equal(Read(Square).GeoJson, Site.FromStored(Read(turned).GeoJson).GeoJson);
    }

    [Fact]
    public void The_example_file_is_read_without_remarks_and_written_back_to_the_byte()
    {
        var reading = Site.FromBoundaryPoints(Example, "site").Value;
        Assert.Equal(["space.division-not-checked"], reading.Warnings.Select(w => w.Code));
        Assert.InRange(reading.Site.AreaSquareMetres, 273050.4m, 273051.4m);
        Assert.Equal(Example, BoundaryPointsFile.Parse(Example, "site").Value.Write());
    }

    [Theory, InlineData("utf-8"), InlineData("gb18030"), InlineData("gbk"), InlineData("utf-16")]
    public void A_file_is_read_in_the_encodings_of_surveying_practice(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var e = Encoding.GetEncoding(encoding);
        byte[] file = [.. e.GetPreamble(), .. e.GetBytes(Example)];
        Assert.Equal(Site.FromBoundaryPoints(Example, "site").Value.Site.Digest, Site.FromBoundaryPoints(file, "site").Value.Site.Digest);
    }

    [Fact]
    public void Full_width_signs_and_windows_line_ends_are_read()
    {
        var typed = Example.Replace("[属性描述]", "【属性描述】", StringComparison.Ordinal).Replace(',', ',').Replace('3', '3').ReplaceLineEndings("\r\n");
        Assert.Equal(Site.FromBoundaryPoints(Example, "site").Value.Site.Digest, Site.FromText(typed, "site").Value.Site.Digest);
    }

    [Fact]
    public void A_site_with_holes_and_several_parcels_survives_the_round_trip_exactly()
    {
        var hole = "[[114.9201,27.8001],[114.9201,27.8004],[114.9204,27.8004],[114.9201,27.8001]]";
        var big = Box(114.92, 27.8).TrimEnd(']') + "]]," + hole + "]";
        var site = Read($$"""{"type":"MultiPolygon","coordinates":[{{Box(114.9, 27.8)}},{{big}},{{Box(114.93123456, 27.81234567)}}]}""");
        var text = site.ToBoundaryPoints("新余市自然资源局", new(2026, 3, 2), "甲,乙@地块", "工业用地");
        var again = Site.FromBoundaryPoints(text, "site").Value;
        Assert.Equal(site.GeoJson, again.Site.GeoJson);
        Assert.Equal(3, again.Site.PartCount);
        Assert.Equal(text, BoundaryPointsFile.Parse(text, "site").Value.Write());
        Assert.Equal(["space.division-not-checked"], again.Warnings.Select(w => w.Code));
    }

    [Theory]
    [InlineData("带号=38", "带号=39", "space.zone-mismatch")]
    [InlineData("2000国家大地坐标系", "1980西安坐标系", "space.coordinate-system")]
    [InlineData("5,27.3051", "5,29.3051", "space.area-mismatch")]
    [InlineData("J2,1,3076606.690,38589183.413", "J2,1,38589183.413,3076606.690", "space.axes-swapped")]
    [InlineData("J2,1,3076606.690,38589183.413", "J2,1,27.8,114.9", "space.degrees-in-file")]
    [InlineData("J2,1,3076606.690,38589183.413", "J2,1,3076606.690", "space.bad-line")]
    [InlineData("J2,1,3076606.690,38589183.413", "J2,x,3076606.690,38589183.413", "space.bad-line")]
    [InlineData("J2,1,3076606.690,38589183.413", "J2,1,NaN,38589183.413", "space.bad-number")]
    [InlineData("J2,1,3076606.690,38589183.413", "J2,1,3076606.690,38989183.413", "space.bad-line")]
    [InlineData("[地块坐标]", "[地块]", "space.bad-line")]
    public void A_faulty_file_is_refused_by_name(string right, string wrong, string code)
    {
        var error = Site.FromBoundaryPoints(Example.Replace(right, wrong, StringComparison.Ordinal), "boundary").Error;
        Assert.Equal((code, "boundary"), (error?.Code, error?.Field));
        Assert.NotNull(error!.WayOut);
    }

    [Fact]
    public void Y_without_a_zone_takes_it_from_the_header_and_asks_when_there_is_none()
    {
        var bare = Example.Replace(",38588", ",588", StringComparison.Ordinal).Replace(",38589", ",589", StringComparison.Ordinal);
        Assert.Equal(Site.FromBoundaryPoints(Example, "f").Value.Site.Digest, Site.FromBoundaryPoints(bare, "f").Value.Site.Digest);
        Assert.Equal("space.zone-unknown", Site.FromBoundaryPoints(bare.Replace("带号=38", "带号=", StringComparison.Ordinal), "f").Error?.Code);
    }

    [Theory]
    [InlineData("5,27.3051", "6,27.3051", "space.point-count")]
    [InlineData("5,27.3051", "5,27.4", "space.area-differs")]
    [InlineData("J1,1,3076603.070,38588690.664\n\n", "\n", null)]
    [InlineData("J4,1,3077157.190,38588686.604\n        J1,1,3076603.070,38588690.664", "J4,1,3077157.190,38588686.604", "space.rings-closed")]
    public void Small_faults_of_a_file_are_remarks(string right, string wrong, string? code)
    {
        var text = Example.Replace(right.Replace("        ", "", StringComparison.Ordinal), wrong, StringComparison.Ordinal);
        var reading = Site.FromBoundaryPoints(text, "f").Value;
        Assert.Equal("space.division-not-checked", reading.Warnings[^1].Code);
        if (code is not null)
            Assert.Contains(code, reading.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void A_crossing_is_refused_with_its_place()
    {
        var error = Site.FromGeoJson("""{"type":"Polygon","coordinates":[[[114.9,27.8],[114.902,27.802],[114.902,27.8],[114.9,27.802],[114.9,27.8]]]}""", "f").Error!;
        Assert.Equal("space.self-crossing", error.Code);
        Assert.Contains("114.901000, 27.801000", error.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_parcels_are_refused_and_touching_ones_are_not()
    {
        string Two(double west) => $$"""{"type":"MultiPolygon","coordinates":[{{Box(114.9, 27.8)}},{{Box(west, 27.8)}}]}""";
        Assert.Equal("space.parts-overlap", Site.FromGeoJson(Two(114.9009), "f").Error?.Code);
        Assert.Null(Site.FromGeoJson(Two(114.901), "f").Error);
    }

    [Fact]
    public void A_sliver_and_repeated_points_are_remarks()
    {
        var reading = Site.FromGeoJson("""{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.8],[114.905,27.8000005],[114.9,27.8000005],[114.9,27.8]]]}""", "f").Value;
        Assert.Equal(["space.duplicates-removed", "space.sliver", "space.division-not-checked"], reading.Warnings.Select(w => w.Code));
        Assert.NotNull(reading.Warnings[1].Place);
    }

    public static TheoryData<string, string> Hostile()
    {
        var ring = string.Join(',', Enumerable.Repeat("[114.9,27.8]", 20_002));
        return new()
        {
            { "", "space.empty" },
            { "   \n", "space.empty" },
            { "null", "space.bad-structure" },
            { "{", "space.not-json" },
            { "{\"type\":\"Polygon\",\"type\":\"Point\"}", "space.not-json" },
            { "{\"type\":\"\\ud800\",\"coordinates\":[]}", "space.bad-structure" },
            { new string('[', 100_000), "space.too-deep" },
            { "{\"type\":\"Feature\",\"properties\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", "space.too-deep" },
            { new string(' ', Site.MaxBytes) + "{}", "space.too-large" },
            { new string('中', Site.MaxBytes / 2), "space.too-large" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[" + ring + "]]}", "space.too-many-points" },
            { "{\"type\":\"Polygon\",\"coordinates\":[" + string.Join(',', Enumerable.Repeat("[]", 501)) + "]}", "space.too-many-rings" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[1e999,27.8],[114,27],[115,28]]]}", "space.bad-number" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[NaN,27.8],[114,27],[115,28]]]}", "space.not-json" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[27.8,114.9],[27.8,114.91],[27.81,114.9]]]}", "space.axes-swapped" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[38588690,3076603],[38589183,3076606],[38589183,3077160]]]}", "space.projected-coordinates" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[3076603,38588690],[3076606,38589183],[3077160,38589183]]]}", "space.axes-swapped" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[-0.1,51.5],[-0.2,51.5],[-0.2,51.6]]]}", "space.outside-range" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[110,27],[115,27],[115,28]]]}", "space.extent" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.9,27.8],[114.9,27.8]]]}", "space.too-few-points" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.900005,27.8],[114.9,27.800005]]]}", "space.zero-area" },
            { "{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.91,27.8],[114.92,27.81],[114.91,27.8]]]}", "space.self-crossing" },
            { "{\"type\":\"Polygon\",\"coordinates\":[" + Box(114.9, 27.8)[1..^1] + "," + Box(114.95, 27.8)[1..^1] + "]}", "space.hole-outside" },
            { "{\"type\":\"LineString\",\"coordinates\":[[114.9,27.8],[114.91,27.8]]}", "space.not-an-area" },
            { "{\"type\":\"<script>\",\"coordinates\":[]}", "space.not-an-area" },
            { "{\"type\":\"Polygon\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4610\"}},\"coordinates\":[]}", "space.coordinate-system" },
            { "{\"type\":\"MultiPolygon\",\"coordinates\":[]}", "space.empty" },
        };
    }

    [Theory, MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Hostile_input_is_answered_with_a_refusal(string text, string code)
    {
        var error = Site.FromGeoJson(text, "boundary").Error;
        Assert.Equal((code, "boundary"), (error?.Code, error?.Field));
        Assert.NotNull(error!.WayOut);
        Assert.InRange(error.Text.Zh.Length, 5, 300);
        Assert.DoesNotContain('\n', error.Text.Zh);
        _ = Site.FromText(text, "boundary");
        _ = Site.FromBoundaryPoints(text, "boundary").Error;
    }

    [Fact]
    public void Random_bytes_and_damaged_files_never_throw()
    {
        var random = new Random(20260302);
        var good = (byte[][])[Encoding.UTF8.GetBytes(Square), Encoding.UTF8.GetBytes(Example)];
        for (var i = 0; i < 4_000; i++)
        {
            var bytes = good[i % 2].ToArray();
            for (var n = random.Next(1, 6); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)(n % 2 == 0 ? random.Next(256) : random.Next(32, 126));
            Judge(Site.FromGeoJson(bytes, "f"));
            Judge(Site.FromBoundaryPoints(bytes, "f"));
        }

        static void Judge(Result<SiteReading> result) => Assert.True(result.Error is { Field: "f", WayOut: not null } || result.Value.Site.AreaSquareMetres > 0);
    }
}
