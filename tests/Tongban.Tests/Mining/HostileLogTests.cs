using System.IO.Compression;
using System.Text;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Drawing;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;

namespace Tongban.Tests.Mining;

/// <summary>Files that are sent to do harm, and files that are merely wrong: each gets its reason, none takes the process along.</summary>
public class HostileLogTests
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0"><trace><string key="concept:name" value="c1"/>""";

    [Fact]
    public void Entities_that_grow_without_end_are_refused_before_the_first_of_them()
    {
        var laughs = new StringBuilder("""<?xml version="1.0"?><!DOCTYPE log [<!ENTITY l0 "ha">""");
        for (var i = 1; i < 12; i++)
            laughs.Append($"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">");
        Assert.Equal("mining.document-type", Refusal(laughs.Append("]><log><trace><string key=\"concept:name\" value=\"&l11;\"/></trace></log>").ToString()));
        Assert.Equal("mining.document-type", Refusal("""<!DOCTYPE log SYSTEM "http://127.0.0.1:1/x.dtd"><log/>"""));
    }

    [Fact]
    public void Nesting_has_an_end() =>
        Assert.Equal("mining.too-deep", Refusal(Head + string.Concat(Enumerable.Repeat("<list key=\"x\"><values>", 200_000))));

    [Fact]
    public void A_value_of_a_hundred_megabytes_is_never_held()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = new Endless(Encoding.UTF8.GetBytes(Head + "<event><string key=\"concept:name\" value=\""), 100 << 20);
        Assert.Equal("mining.too-long", LogReading.Read(file, Plain, LogLimits.Default with { FileBytes = 200 << 20 }, default).Error?.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 << 20);
        using var table = new Endless("case,activity,timestamp\nc1,\""u8.ToArray(), 100 << 20);
        Assert.Equal("mining.too-long", LogReading.Read(table, Guess("case,activity,timestamp\n"), LogLimits.Default with { FileBytes = 200 << 20 }, default).Error?.Code);
    }

    [Fact]
    public void A_packed_file_may_not_grow_without_measure()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Head));
            var blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)' ');
            // Tags between the blanks, so that it is the growth and not the length that is looked at.
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(blanks.AsSpan(0, 900_000));
                gzip.Write("<event/>"u8);
            }
        }
        packed.Position = 0;
        Assert.Equal("mining.packed-bomb", LogReading.Read(packed, Plain, LogLimits.Default, default).Error?.Code);
    }

    [Fact]
    public void Names_of_a_foreign_log_are_text_in_the_drawing()
    {
        var log = Receipt.Log(("1", "<script>alert(1)</script>", 0), ("1", "a\"><b x=\"", 1), ("1", "&lt;i&gt;", 2));
        var svg = FlowMap.Svg(FlowGraph.Of(log), a => log.Activities[a], byTime: false);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<b ", svg, StringComparison.Ordinal);
        Assert.Contains("&amp;lt;i", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body/></html>", "mining.unreadable")]
    [InlineData("<log><trace>", "mining.unreadable")]
    [InlineData("", "mining.empty")]
    [InlineData("<log/>", "mining.no-events")]
    [InlineData("<log><event><string key='concept:name' value='a'/><date key='time:timestamp' value='2026-03-02T08:00:00Z'/></event></log>", "mining.no-events")]
    public void What_is_no_log_is_told_so(string content, string code) => Assert.Equal(code, Refusal(content));

    [Fact]
    public void Encodings_in_which_markup_could_hide_are_refused()
    {
        foreach (var encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
            Assert.Equal("mining.unreadable", Refusal([.. encoding.Preamble, .. encoding.GetBytes("<log/>")]));
        Assert.Equal("mining.unreadable", Refusal(Encoding.Unicode.GetBytes("<log/>")));
    }

    [Fact]
    public void Everything_else_that_xes_may_say_is_understood_or_passed_over()
    {
        const string Xes = """
            <log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
              <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
              <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
              <classifier name="Who did what" keys="concept:name 'my key'"/>
              <float key="total" value="3.5"><int key="inner" value="1"/></float>
              <trace>
                <string key="concept:name" value="c1"/><int key="floors" value="12"/><boolean key="urgent" value="true"/><id key="uid" value="7f1e"/>
                <list key="parcels"><values><string key="p" value="A"/><string key="p" value="B"/></values></list>
                <event><string key="concept:name" value="受理"><string key="translation" value="accept"/></string><date key="time:timestamp" value="2026-03-02T09:00:00.000+08:00"/><string key="my key" value="x"/><foreign/></event>
                <event><string key="concept:name" value="决定"/></event>
                <event><string key="concept:name" value="决定"/><date key="time:timestamp" value="2026-03-05T09:00:00.000+08:00"/></event>
              </trace>
              <trace><string key="concept:name" value="c1"/><event><string key="concept:name" value="受理"/><date key="time:timestamp" value="2026-03-02T01:00:00Z"/></event></trace>
              <trace><string key="concept:name" value="empty"/></trace>
            </log>
            """;
        var (log, report) = Receipt.Read(Encoding.UTF8.GetBytes(Xes));
        Assert.Equal(["c1", "c1 (2)"], log.Cases);
        Assert.Equal(3, log.EventCount);
        Assert.Equal("A; B", log.CaseColumn("parcels")!.TextAt(0));
        Assert.Equal([ColumnKind.Whole, ColumnKind.Text, ColumnKind.Id, ColumnKind.Flag], log.CaseColumns.Select(c => c.Kind));
        Assert.Equal("2026-03-02T01:00:00Z", LogTime.Write(log.At[0]));
        Assert.Equal((2L, 4L), (report.Rejected, report.Rows));
        Assert.All(report.Listed, r => Assert.NotEmpty(r.ReasonZh));

        using var again = new MemoryStream(Encoding.UTF8.GetBytes(Xes));
        var classified = LogReading.Read(again, Plain with { Classifier = "Who did what" }, LogLimits.Default, default).Value.Log;
        Assert.Equal(["决定+", "受理+", "受理+x"], classified.Activities.Order(StringComparer.Ordinal));
    }

    /// <summary>Fifty thousand equal names would take days to make different.</summary>
    [Fact]
    public void A_head_with_thousands_of_columns_is_refused_before_it_is_looked_at()
    {
        var table = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Repeat("a", 50_000)) + "\n1,2\n");
        Assert.Equal("mining.too-many", LogReading.Preview(new MemoryStream(table), LogLimits.Default).Error?.Code);
        Assert.Equal(200, LogReading.Preview(new MemoryStream(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Repeat("a", 200)) + "\n")), LogLimits.Default).Value.Guess.Columns.Select(c => c.Name).Distinct().Count());
    }

    [Fact]
    public void Rows_that_cannot_be_taken_in_say_why()
    {
        const string Table = "办件编号;环节;办理时间;经办人;截止时间\r\n1;受理;2026/3/2 9:00;甲;2026-04-01\r\n1;;2026/3/3 9:00;甲;\r\n;受理;2026/3/3 9:00;甲;\r\n1;决定;明天;乙;\r\n1;决定;2026年3月9日 10:30;乙;2026-05-01\r\n1;决定;2026-03-10;乙;;more\r\n\r\n";
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var (log, report) = Receipt.Read(Encoding.GetEncoding("GB18030").GetBytes(Table));
        Assert.Equal((2, 4L), (log.EventCount, report.Rejected));
        Assert.Equal([3L, 4L, 5L, 7L], report.Listed.Select(r => r.Row));
        Assert.Contains(report.Notes, n => n.Zh.Contains("前后不一", StringComparison.Ordinal));
        Assert.Equal("2026-03-31T16:00:00Z", log.CaseColumn("截止时间")!.TextAt(0));
        Assert.Equal("mining.no-such-role", LogMapping.Parse("环节=task", Guess(Table)).Error?.Code);
        Assert.Equal("mining.no-such-column", LogMapping.Parse("x=case", Guess(Table)).Error?.Code);
        Assert.Equal("mining.role-missing", LogReading.Read(new MemoryStream(Encoding.UTF8.GetBytes("a,b\n1,2\n")), Guess("a,b\n1,2\n"), LogLimits.Default, default).Error?.Code);
        // Limits are named, never silently kept to.
        Assert.Equal("mining.too-many", LogReading.Read(File.OpenRead(Receipt.Fixture), Guess(File.ReadAllText(Receipt.Fixture)), LogLimits.Default with { Events = 100 }, default).Error?.Code);
        var few = LogReading.Read(File.OpenRead(Receipt.Fixture), Guess(File.ReadAllText(Receipt.Fixture)), LogLimits.Default with { DistinctValues = 100 }, default).Value;
        Assert.Null(few.Log.EventColumn("concept:instance"));
        Assert.Contains(few.Report.Notes, n => n.En.Contains("concept:instance", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2011-10-11 13:45:40.276000+02:00", "2011-10-11T11:45:40.276Z")]
    [InlineData("2026-03-02T09:00:00", "2026-03-02T01:00:00Z")]
    [InlineData("2026-03-02", "2026-03-01T16:00:00Z")]
    [InlineData("2026/3/2 9:05", "2026-03-02T01:05:00Z")]
    [InlineData("2026-03-02T09:00:00.1234567-0530", "2026-03-02T14:30:00.1234567Z")]
    [InlineData("02.03.2026 09:00", "2026-03-02T01:00:00Z")]
    [InlineData("03/02/2026", null)]
    [InlineData("0001-01-01T00:00:00Z", null)]
    [InlineData("2026-02-30 09:00:00", null)]
    [InlineData("2026-03-02T25:00:00", null)]
    public void Times_are_read_or_refused_and_never_guessed(string written, string? expected) =>
        Assert.Equal(expected, LogTime.TryRead(written, LogTime.Zone(LogMapping.DefaultZone)!, null, out var ticks) ? LogTime.Write(ticks) : null);

    private static LogMapping Plain => new([], LogMapping.DefaultZone, null, null);

    private static LogMapping Guess(string table) => LogReading.Preview(new MemoryStream(Encoding.UTF8.GetBytes(table)), LogLimits.Default).Value.Guess;

    private static string? Refusal(string content) => Refusal(Encoding.UTF8.GetBytes(content));

    private static string? Refusal(byte[] content) => LogReading.Read(new MemoryStream(content), Plain, LogLimits.Default, default).Error?.Code;

    /// <summary>A beginning, and then the same letter again and again.</summary>
    private sealed class Endless(byte[] head, long letters) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => head.Length + letters;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var n = (int)Math.Min(count, Length - Position);
            for (var i = 0; i < n; i++)
                buffer[offset + i] = Position + i < head.Length ? head[Position + i] : (byte)'a';
            Position += n;
            return n;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
