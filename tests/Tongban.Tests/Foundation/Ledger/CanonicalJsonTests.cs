using System.Globalization;
using System.Text;
using System.Text.Json;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;

namespace Tongban.Tests.Foundation.Ledger;

public sealed class CanonicalJsonTests
{
    private enum Verdict
    {
        Granted,
        Refused,
    }

    private sealed record Line(string Paper, int Copies);

    [Act("test.decided", "已决定", "decided")]
    private sealed record Decided(
        Guid Case, Verdict Verdict, decimal Amount, DateOnly On, DateTimeOffset At, string? Remark, IReadOnlyList<Line> Lines, Dictionary<string, decimal> Shares, double Area, bool Urgent, long Count) : IAct;

    private static Decided Sample => new(
        new Guid("0198c0de-0000-7000-8000-000000000001"), Verdict.Refused, 1200.500m, new DateOnly(2026, 3, 1),
        new DateTimeOffset(2026, 3, 1, 8, 0, 0, 500, TimeSpan.FromHours(8)), null, [new("图纸\"\\\n\u001f/é𠮷", 2)], new() { ["b"] = 2.0m, ["a"] = 0.10m, ["B"] = -0.0m }, 1e21, true, 42);

    [Fact]
    public void An_act_is_written_in_the_one_documented_way() => Assert.Equal(
        """{"amount":"1200.5","area":1e+21,"at":"2026-03-01T00:00:00.5Z","case":"0198c0de-0000-7000-8000-000000000001","count":42,"lines":[{"copies":2,"paper":"图纸\"\\\n\u001f/é𠮷"}],"on":"2026-03-01","shares":{"B":"0","a":"0.1","b":"2"},"urgent":true,"verdict":"Refused"}""",
        CanonicalJson.Write(Sample));

    [Fact]
    public void What_was_written_reads_back_and_writes_the_same()
    {
        var text = CanonicalJson.Write(Sample);
        Assert.Equal(text, CanonicalJson.Normalize(text));
        Assert.Equal(text, CanonicalJson.Write(CanonicalJson.Read<Decided>(text)));
        Assert.Equal(Encoding.UTF8.GetBytes(text), CanonicalJson.Serialize(Sample));
    }

    [Theory, InlineData("de-DE"), InlineData("zh-CN"), InlineData("ar-SA")]
    public void The_culture_of_the_reader_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = CanonicalJson.Write(Sample);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, CanonicalJson.Write(Sample));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0"), InlineData(0x8000000000000000, "0"), InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324"), InlineData(0x7fefffffffffffff, "1.7976931348623157e+308"), InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992"), InlineData(0x4430000000000000, "295147905179352830000"), InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23"), InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23"), InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000"), InlineData(0x444b1ae4d6e2ef50, "1e+21"), InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001"), InlineData(0x41b3de4355555553, "333333333.3333332"), InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333"), InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_follow_the_standards_table(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.WriteValue(BitConverter.UInt64BitsToDouble(bits)));

    // RFC 8785, 3.2.3.
    [Fact]
    public void Names_are_ordered_as_the_standard_shows() => Assert.Equal(
        "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\ufb33\":7}",
        CanonicalJson.Normalize("""{ "\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4 }"""));

    [Fact]
    public void Any_text_and_any_number_survive_a_second_writing()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 3000; round++)
        {
            var text = CanonicalJson.WriteValue(Something(random, 0));
            Assert.Equal(text, CanonicalJson.Normalize(text));
            using var parsed = JsonDocument.Parse(text);
        }
    }

    [Fact]
    public void What_other_readers_would_see_differently_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CanonicalJson.WriteValue(1L << 53));
        Assert.Throws<ArgumentException>(() => CanonicalJson.WriteValue(double.NaN));
        Assert.Throws<ArgumentException>(() => CanonicalJson.WriteValue("\udc00"));
        Assert.Throws<ArgumentException>(() => CanonicalJson.WriteValue((Verdict)9));
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Normalize("""{"a":1,"a":2}"""));
    }

    private static object Something(Random random, int depth) => random.Next(depth > 3 ? 6 : 8) switch
    {
        0 => Text(random),
        1 => random.NextInt64(-(1L << 53) + 1, 1L << 53),
        2 => Finite(random),
        3 => random.Next(2) == 0,
        4 => new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29)),
        5 => DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(1L << 55)),
        6 => Enumerable.Range(0, random.Next(5)).Select(_ => Something(random, depth + 1)).ToList(),
        _ => Enumerable.Range(0, random.Next(5)).Select(_ => Text(random)).Distinct().ToDictionary(k => k, _ => Something(random, depth + 1)),
    };

    private static double Finite(Random random)
    {
        var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : 0.5;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ =>
        Rune.TryCreate(random.Next(3) == 0 ? random.Next(0x110000) : random.Next(0x80), out var rune) ? rune.ToString() : "中"));
}
