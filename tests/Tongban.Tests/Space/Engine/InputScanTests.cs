using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Tongban.Space.Engine;

namespace Tongban.Tests.Space.Engine;

/// <summary>Nothing that arrives can end the process or take more than a glance.</summary>
public class InputScanTests
{
    private static readonly ScanLimits Small = new(1 << 20, 1000, 100, 50, 8);

    [Theory]
    [InlineData("POLYGON ((0 0, 4 0, 4 4, 0 0))", ScanFault.None)]
    [InlineData("SRID=4490;MULTIPOLYGON Z (((0 0 1, 4 0 1, 4 4 1, 0 0 1)), ((9 9 1, 8 9 1, 8 8 1, 9 9 1)))", ScanFault.None)]
    [InlineData("POLYGON EMPTY", ScanFault.None)]
    [InlineData("", ScanFault.Empty)]
    [InlineData("   ", ScanFault.Malformed)]
    [InlineData("POLYGON ((0 0, 4 0, 4 4, 0 0)", ScanFault.Malformed)]
    [InlineData("POLYGON ((0 0, 4 0)))", ScanFault.Malformed)]
    [InlineData("POLYGON ((0 0, 4 NaN, 4 4, 0 0))", ScanFault.NotFinite)]
    [InlineData("POLYGON ((0 0, 4 1e999, 4 4, 0 0))", ScanFault.NotFinite)]
    [InlineData("POLYGON ((0 0, Infinity 1, 4 4, 0 0))", ScanFault.NotFinite)]
    [InlineData("POLYGON ((0 0, 0x10 1, 4 4, 0 0))", ScanFault.Malformed)]
    [InlineData("POLYGON ((0 0; DROP TABLE x))", ScanFault.Malformed)]
    public void Text_is_looked_over(string text, object fault) => Assert.Equal((ScanFault)fault, InputScan.Wkt(Encoding.UTF8.GetBytes(text), Small).Fault);

    [Fact]
    public void Depth_points_rings_and_parts_are_counted_and_bounded()
    {
        Assert.Equal((4L, 1, 1), InputScan.Wkt("POLYGON ((0 0, 4 0, 4 4, 0 0))"u8, Small) is var s ? (s.Points, s.Rings, s.Parts) : default);
        Assert.Equal(ScanFault.TooDeep, InputScan.Wkt(Encoding.UTF8.GetBytes(new string('(', 900_000)), Small).Fault);
        Assert.Equal(ScanFault.TooDeep, InputScan.GeoJson(Encoding.UTF8.GetBytes("{\"coordinates\":" + new string('[', 900_000)), Small).Fault);
        Assert.Equal(ScanFault.TooManyPoints, InputScan.Wkt(Encoding.UTF8.GetBytes("POLYGON ((" + string.Join(',', Enumerable.Repeat("1 2", 1500)) + "))"), Small).Fault);
        Assert.Equal(ScanFault.TooManyRings, InputScan.Wkt(Encoding.UTF8.GetBytes("POLYGON (" + string.Join(',', Enumerable.Repeat("(1 2)", 200)) + ")"), Small).Fault);
        Assert.Equal(ScanFault.TooManyBytes, InputScan.GeoJson(new byte[2 << 20], Small).Fault);
        Assert.Equal(ScanFault.NotFinite, InputScan.GeoJson("""{"type":"Point","coordinates":[1e999,2]}"""u8, Small).Fault);
        Assert.Equal((4L, 1), InputScan.GeoJson("""{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]]],"properties":{"a":[1,2,3]}}"""u8, Small) is var g ? (g.Points, g.Rings) : default);
    }

    [Fact]
    public void Binary_that_lies_about_its_counts_is_not_believed()
    {
        var sound = LibraryGeometry.Of(EngineData.Square(0, 0, 5)).AsBinary();
        Assert.Equal((ScanFault.None, 5L, 1), InputScan.Wkb(sound, Small) is var s ? (s.Fault, s.Points, s.Rings) : default);
        for (var length = 0; length < sound.Length; length++)
            Assert.NotEqual(ScanFault.None, InputScan.Wkb(sound.AsSpan(0, length), Small).Fault);
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var changed = sound.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            changed[random.Next(13)] = (byte)random.Next(256);
            _ = InputScan.Wkb(changed, Small);
        }

        byte[] manyPoints = [1, 3, 0, 0, 0, 255, 255, 255, 255];
        Assert.Equal(ScanFault.Malformed, InputScan.Wkb(manyPoints, Small).Fault);
        byte[] nested = [.. Enumerable.Repeat<byte[]>([1, 7, 0, 0, 0, 1, 0, 0, 0], 50_000).SelectMany(b => b)];
        Assert.Equal(ScanFault.TooDeep, InputScan.Wkb(nested, Small).Fault);
        var notFinite = sound.ToArray();
        BitConverter.TryWriteBytes(notFinite.AsSpan(13), double.NaN);
        Assert.Equal(ScanFault.NotFinite, InputScan.Wkb(notFinite, Small).Fault);
    }

    [Fact]
    public void Each_of_the_collected_bad_inputs_is_answered_in_words_and_at_once()
    {
        var folder = EngineData.Shared("geometry-invalid")!;
        var files = Directory.GetFiles(Path.Combine(folder, "chrieke"), "*.geojson", SearchOption.AllDirectories);
        Assert.True(files.Length > 70);
        var clock = Stopwatch.StartNew();
        foreach (var file in files)
        {
            var result = InputScan.GeoJson(File.ReadAllBytes(file), ScanLimits.Feature);
            Assert.True(result.IsSound || result.Words.En.Length > 10, file);
        }

        using var csv = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "planning-data-invalid_geometry.csv.gz")), CompressionMode.Decompress));
        var areas = Regex.Matches(csv.ReadToEnd(), @"MULTIPOLYGON\s*\(\(\(.*?\)\)\)", RegexOptions.Singleline).Select(m => InputScan.Wkt(Encoding.UTF8.GetBytes(m.Value), ScanLimits.Feature)).ToList();
        Assert.Equal(4, areas.Count);
        Assert.All(areas, a => Assert.True(a is { IsSound: true, Points: >= 325 }));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_ring_that_encloses_nothing_never_reaches_a_kernel()
    {
        Assert.Throws<ArgumentException>(() => SiteGeometry.Of([]));
        Assert.Throws<ArgumentException>(() => SiteGeometry.Of([new([0, 0, 1, 1, 2, 2])]));
        Assert.Throws<ArgumentException>(() => SiteGeometry.Of([new([0, 0, 1, 1])]));
        Assert.Throws<ArgumentException>(() => SiteGeometry.Of([new([0, 0, double.NaN, 1, 2, 0])]));
    }
}
