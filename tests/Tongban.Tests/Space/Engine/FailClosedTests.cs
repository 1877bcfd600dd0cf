using System.Runtime.CompilerServices;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;

namespace Tongban.Tests.Space.Engine;

/// <summary>Whatever happens to a layer, a site is never called clear of it unless it was looked at.</summary>
public sealed class FailClosedTests : IDisposable
{
    private const double X = 500_000, Y = 3_400_000;
    private static readonly SiteGeometry Site = SiteGeometry.Of([EngineData.Square(X, Y, 100)]);
    private readonly EngineData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_sound_layer_is_answered()
    {
        var hit = One(_data.Layer("L01", EngineData.Features(EngineData.Square(X + 90, Y + 90, 100))));
        Assert.Equal((LayerVerdict.Hit, NotCheckedReason.None, 100.0), (hit.Verdict, hit.Reason, hit.SquareMetres));
        Assert.Equal("F0", Assert.Single(hit.Features).Id);
        Assert.Equal(0.01, hit.SiteShare, 12);
        Assert.Equal(LayerVerdict.Clear, One(_data.Layer("L02", EngineData.Features(EngineData.Square(X + 200, Y, 100)))).Verdict);
        Assert.Equal(LayerVerdict.Clear, One(_data.Layer("L03", [])).Verdict);
        var near = One(_data.Layer("L04", EngineData.Features(EngineData.Square(X + 130, Y, 100)), near: 50));
        Assert.Equal((LayerVerdict.Near, 30.0), (near.Verdict, near.Nearest!.Metres));
    }

    [Fact]
    public void A_touch_or_a_sliver_below_the_tolerance_is_no_conflict()
    {
        Assert.Equal(LayerVerdict.Clear, One(_data.Layer("L01", EngineData.Features(EngineData.Square(X + 100, Y, 100)))).Verdict);
        var sliver = One(_data.Layer("L02", EngineData.Features(EngineData.Square(X + 99.995, Y, 100)), near: 10));
        Assert.Equal((LayerVerdict.Near, 0.0), (sliver.Verdict, sliver.Nearest!.Metres));
        Assert.Equal(0.5, sliver.SquareMetres, 6);
        Assert.Equal(LayerVerdict.Hit, One(_data.Layer("L03", EngineData.Features(EngineData.Square(X + 99.995, Y, 100)), tolerance: 0.4)).Verdict);
    }

    [Fact]
    public void A_missing_file_is_not_checked()
    {
        var pin = _data.Layer("L01", EngineData.Features(EngineData.Square(X + 500, Y, 100)));
        File.Delete(pin.Path);
        NotChecked(pin, NotCheckedReason.FileMissing);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        var pin = _data.Layer("L01", [.. EngineData.Features(Ring(), EngineData.Star(new Random(1), X + 900, Y, 300, 200, hole: true), EngineData.Square(X + 950, Y, 200))]);
        var sound = File.ReadAllBytes(pin.Path);
        LayerSection[] seen = [.. Enum.GetValues<LayerSection>()];
        var offsets = SectionsOf(sound).Append((At: sound.Length - 8L, Bytes: 8L)).Append((At: 8L, Bytes: 64L)).ToList();
        Assert.All(offsets.Take(seen.Length), o => Assert.True(o.Bytes > 0)); // every section has something to damage
        foreach (var (at, bytes) in offsets)
        {
            foreach (var where in (long[])[at, at + (bytes / 2), at + bytes - 1])
            {
                var damaged = sound.ToArray();
                damaged[where] ^= 0x10;
                File.WriteAllBytes(pin.Path, damaged);
                NotChecked(pin with { Hash = null }, NotCheckedReason.FileDamaged); // by the checksums alone
            }
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(200), InlineData(0.3), InlineData(0.999)]
    public void A_half_written_file_is_found(double length)
    {
        var pin = _data.Layer("L01", EngineData.Features(EngineData.Square(X + 500, Y, 100)));
        using (var file = File.OpenWrite(pin.Path))
            file.SetLength(length is > 0 and < 1 ? (long)(file.Length * length) : (long)length);
        NotChecked(pin with { Hash = null }, NotCheckedReason.FileDamaged);
    }

    [Fact]
    public void Another_version_another_layer_and_another_system_are_found()
    {
        var pin = _data.Layer("L01", EngineData.Features(EngineData.Square(X + 500, Y, 100)));
        var other = _data.Layer("L02", EngineData.Features(EngineData.Square(X + 600, Y, 100)));
        NotChecked(pin with { Hash = other.Hash }, NotCheckedReason.FileDamaged);
        NotChecked(pin with { Code = "L09" }, NotCheckedReason.WrongFile);
        using var set = LayerSet.Open(EngineData.Epsg + 1, [pin]);
        Assert.Equal(NotCheckedReason.WrongFile, _data.Engine.Check(set, Site)[0].Reason);
        File.WriteAllText(pin.Path, new string('x', 5000));
        NotChecked(pin with { Hash = null }, NotCheckedReason.FileDamaged);
    }

    [Fact]
    public void Outside_the_coverage_nothing_is_clear()
    {
        var far = EngineData.Features(EngineData.Square(X + 900, Y, 10)).ToList();
        NotChecked(_data.Layer("L01", far, coverage: [EngineData.Square(X + 500, Y, 1000)]), NotCheckedReason.OutsideCoverage);
        NotChecked(_data.Layer("L02", far, coverage: []), NotCheckedReason.OutsideCoverage);
        NotChecked(_data.Layer("L03", far, coverage: [EngineData.Square(X + 50, Y - 500, 1000)]), NotCheckedReason.PartlyOutsideCoverage);
        NotChecked(_data.Layer("L04", far, near: 60, coverage: [EngineData.Square(X - 50, Y - 500, 1000)]), NotCheckedReason.SurroundingsOutsideCoverage);
        Assert.Equal(LayerVerdict.Clear, One(_data.Layer("L05", far, near: 40, coverage: [EngineData.Square(X - 50, Y - 500, 1000)])).Verdict);

        // A hit is a hit, but there may be more.
        var hit = One(_data.Layer("L06", EngineData.Features(EngineData.Square(X + 60, Y, 10)), coverage: [EngineData.Square(X + 50, Y - 500, 1000)]));
        Assert.Equal((LayerVerdict.Hit, NotCheckedReason.PartlyOutsideCoverage), (hit.Verdict, hit.Reason));
        Assert.Equal(0.5, hit.CoveredShare, 9);
    }

    [Fact]
    public void Out_of_time_nothing_is_clear()
    {
        using var set = LayerSet.Open(EngineData.Epsg, [_data.Layer("L01", EngineData.Features(EngineData.Square(X + 500, Y, 100))), _data.Layer("L02", [])]);
        var findings = new OverlayEngine(new SlowClock()).Check(set, Site, new() { TimeLimit = TimeSpan.FromSeconds(2.5), Distances = true });
        Assert.All(findings, f => Assert.Equal((LayerVerdict.NotChecked, NotCheckedReason.TimeExceeded), (f.Verdict, f.Reason)));
    }

    [Fact]
    public void A_new_version_of_one_layer_leaves_the_others_and_the_old_set_alone()
    {
        var first = _data.Layer("L01", EngineData.Features(EngineData.Square(X + 500, Y, 100)));
        var second = _data.Layer("L02", EngineData.Features(EngineData.Square(X + 20, Y, 10)));
        using var old = LayerSet.Open(EngineData.Epsg, [first, second]);
        var path = Path.Combine(_data.Folder, "L01-2.layer");
        var writer = new LayerFileWriter("L01", EngineData.Epsg, [EngineData.Square(X - 5000, Y - 5000, 10_000)]);
        writer.Add(new LayerFeature("new", [EngineData.Square(X, Y, 50)]));
        using var renewed = old.With(new("L01", path, writer.Write(path).Hash));
        Assert.Same(old.Layers[1].File, renewed.Layers[1].File);
        Assert.Equal([LayerVerdict.Clear, LayerVerdict.Hit], _data.Engine.Check(old, Site).Select(f => f.Verdict));
        Assert.Equal([LayerVerdict.Hit, LayerVerdict.Hit], _data.Engine.Check(renewed, Site).Select(f => f.Verdict));
    }

    [Fact]
    public void A_set_may_go_while_it_is_in_use_and_not_be_used_afterwards()
    {
        var set = LayerSet.Open(EngineData.Epsg, [_data.Layer("L01", EngineData.Features(EngineData.Square(X + 20, Y, 10)))]);
        set.Enter();
        set.Dispose();
        set.Dispose();
        Assert.Equal(LayerVerdict.Hit, Assert.Single(_data.Engine.Check(set, Site)).Verdict);
        set.Leave();
        Assert.Throws<ObjectDisposedException>(() => _data.Engine.Check(set, Site));
    }

    [Fact]
    public void The_same_content_gives_the_same_file()
    {
        var polygons = Enumerable.Range(0, 50).Select(i => EngineData.Star(new Random(i), X + (200 * (i % 7)), Y + (150 * i / 7), 120, 5 + i)).ToArray();
        var first = _data.Layer("L01", EngineData.Features(polygons));
        Assert.Equal(first.Hash, _data.Layer("L01", EngineData.Features(polygons)).Hash);
        using var file = LayerFile.Open(first.Path, first.Hash);
        Assert.Equal(50, file.FeatureCount);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"F{i}", file.FeatureId(i));
            Assert.Equal($$"""{"n":{{i}}}""", System.Text.Encoding.UTF8.GetString(file.Attributes(i)));
            Assert.Equal(polygons[i].Area, Assert.Single(file.Geometry(i)).Area, 6);
        }

        Assert.NotEqual(0, file.Overlaps.Length);
    }

    private LayerFinding One(LayerPin pin)
    {
        using var set = LayerSet.Open(EngineData.Epsg, [pin]);
        return Assert.Single(_data.Engine.Check(set, Site, new() { Geometry = true }));
    }

    private void NotChecked(LayerPin pin, NotCheckedReason reason)
    {
        var finding = One(pin);
        Assert.Equal((LayerVerdict.NotChecked, reason), (finding.Verdict, finding.Reason));
    }

    private static PlanarPolygon Ring() => new(EngineData.Square(X + 800, Y, 300).Shell, [EngineData.Square(X + 850, Y + 20, 100).Shell]);

    private static unsafe List<(long At, long Bytes)> SectionsOf(byte[] file)
    {
        fixed (byte* start = file)
        {
            List<(long, long)> sections = [];
            foreach (var section in (*(LayerHeader*)start).Sections)
                sections.Add((section.Offset, section.Bytes));
            Assert.Equal(LayerFormat.Magic, (*(LayerHeader*)start).Magic);
            Assert.True(Unsafe.SizeOf<LayerHeader>() < file.Length);
            return sections;
        }
    }

    /// <summary>A second passes each time one looks.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
