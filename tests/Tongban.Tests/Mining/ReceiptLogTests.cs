using System.Globalization;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;

namespace Tongban.Tests.Mining;

/// <summary>A log recorded by others, mined by the room and by a plain computation of the test's own.</summary>
public class ReceiptLogTests
{
    [Fact]
    public void The_fixture_gives_what_a_plain_computation_gives() => Agrees(Receipt.Fixture, Receipt.Read(Receipt.Fixture).Log);

    [Fact]
    public void The_whole_log_gives_what_a_plain_computation_gives()
    {
        var path = Receipt.Whole("receipt.csv.gz");
        var (log, report) = Receipt.Read(path);

        Agrees(path, log);
        Assert.Equal((1434, 8577, 27, 48, 116), (log.CaseCount, log.EventCount, log.Activities.Length, log.Resources.Length, VariantTable.Of(log).All.Count));
        Assert.Equal((8578L, 0L), (report.Rows, report.Rejected));
        var deadlines = DeadlineTable.Of(log, log.CaseColumn("deadline")!, log.CaseColumn("enddate"), null);
        Assert.Equal((1434, 377, 105), (deadlines.All.WithDeadline, deadlines.All.Late, deadlines.All.Open));
        // What the description of the data says, in the clock of where it was recorded.
        var amsterdam = LogTime.Zone("Europe/Amsterdam")!;
        Assert.Equal((new DateOnly(2010, 10, 2), new DateOnly(2012, 1, 23)), (LogTime.DayOf(log.At.Min(), amsterdam), LogTime.DayOf(log.At.Max(), amsterdam)));
        Assert.Equal(20, log.At.Count(t => LogTime.DayOf(t, amsterdam).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        var (start, due) = (log.CaseColumn("startdate")!.Ticks, log.CaseColumn("deadline")!.Ticks);
        Assert.Equal(1080, Enumerable.Range(0, log.CaseCount).Count(c => LogTime.DayOf(due[c], amsterdam).DayNumber - LogTime.DayOf(start[c], amsterdam).DayNumber == 56));
        // Only completions are recorded, so nothing tells waiting from working.
        Assert.False(HandlingTimes.Of(log).Known);
        Assert.Same(log, log.Completed());
    }

    [Fact]
    public void Xes_and_table_tell_the_same()
    {
        var table = Receipt.Read(Receipt.Whole("receipt.csv.gz")).Log;
        var (xes, report) = Receipt.Read(Receipt.Whole("receipt.xes.gz"));

        Assert.Equal((table.CaseCount, table.EventCount, 0L), (xes.CaseCount, xes.EventCount, report.Rejected));
        Assert.Equal(Names(table), Names(xes));
        var (a, b) = (FlowGraph.Of(table), FlowGraph.Of(xes));
        Assert.Equal(a.Edges.Select(e => (table.Activities[e.From], table.Activities[e.To], e.Count, e.Time)), b.Edges.Select(e => (xes.Activities[e.From], xes.Activities[e.To], e.Count, e.Time)));
        Assert.Equal(377, DeadlineTable.Of(xes, xes.CaseColumn("deadline")!, xes.CaseColumn("enddate"), null).All.Late);

        static IEnumerable<(string, int)> Names(EventLog log) => VariantTable.Of(log).All.Select(v => (string.Join('|', v.Trace.Select(t => log.Activities[t])), v.Count)).OrderBy(p => p.Item1, StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back_as_the_same_log()
    {
        var log = Receipt.Read(Receipt.Fixture).Log;
        var digest = LogFile.DigestOf(log);
        Assert.Equal(digest, LogFile.DigestOf(LogFile.Read(LogFile.Write(log))));
        using var table = new MemoryStream();
        LogExport.Csv(log, table);
        Assert.Equal(digest, LogFile.DigestOf(Receipt.Read(table.ToArray()).Log));
        using var xes = new MemoryStream();
        LogExport.Xes(log, xes);
        Assert.Equal(digest, LogFile.DigestOf(Receipt.Read(xes.ToArray()).Log));
    }

    // Cases as lists of rows, medians as the mean of the middle two: every line here says what it means.
    private static void Agrees(string path, EventLog log)
    {
        var cases = Receipt.Rows(path).GroupBy(r => r["case:concept:name"]).Select(g => g.OrderBy(r => Time(r["time:timestamp"])).ToList()).ToList();
        Assert.Equal((cases.Count, cases.Sum(c => c.Count)), (log.CaseCount, log.EventCount));

        var variants = cases.GroupBy(c => string.Join('|', c.Select(r => r["concept:name"]))).ToDictionary(g => g.Key, g => (g.Count(), Median(g.Select(Throughput))));
        var ours = VariantTable.Of(log);
        Assert.Equal(variants.OrderBy(v => v.Key, StringComparer.Ordinal), ours.All.ToDictionary(v => string.Join('|', v.Trace.Select(t => log.Activities[t])), v => (v.Count, Seconds(v.Throughput.Median))).OrderBy(v => v.Key, StringComparer.Ordinal));
        Assert.Equal(variants.Values.Max(v => v.Item1), ours.All[0].Count);
        Assert.Equal(Median(cases.Select(Throughput)), Seconds(Durations.Of([.. Enumerable.Range(0, log.CaseCount).Select(log.ThroughputOf)]).Median));

        var steps = cases.SelectMany(c => c.Zip(c.Skip(1))).GroupBy(p => $"{p.First["concept:name"]} > {p.Second["concept:name"]}")
            .ToDictionary(g => g.Key, g => (g.Count(), Median(g.Select(p => (decimal)(Time(p.Second["time:timestamp"]) - Time(p.First["time:timestamp"])).Ticks / TimeSpan.TicksPerSecond))));
        Assert.Equal(steps.OrderBy(s => s.Key, StringComparer.Ordinal), FlowGraph.Of(log).Edges.ToDictionary(e => $"{log.Activities[e.From]} > {log.Activities[e.To]}", e => (e.Count, Seconds(e.Time.Median))).OrderBy(s => s.Key, StringComparer.Ordinal));

        var late = cases.Count(c => c[0]["case:enddate"].Length > 0 && Time(c[0]["case:enddate"]) > Time(c[0]["case:deadline"]));
        Assert.Equal(late, DeadlineTable.Of(log, log.CaseColumn("deadline")!, log.CaseColumn("enddate"), null).All.Late);

        var again = cases.SelectMany(c => c.GroupBy(r => r["concept:name"])).Where(g => g.Count() > 1).GroupBy(g => g.Key).ToDictionary(g => g.Key, g => (g.Count(), g.Sum(r => r.Count() - 1)));
        Assert.Equal(again.OrderBy(a => a.Key, StringComparer.Ordinal), ReworkTable.Of(log).Activities.ToDictionary(r => log.Activities[r.Activity], r => (r.Cases, r.Extra)).OrderBy(a => a.Key, StringComparer.Ordinal));
        Assert.Equal(cases.Count(c => c.GroupBy(r => r["concept:name"]).Any(g => g.Count() > 1)), ReworkTable.Of(log).CasesWithRework);
    }

    private static decimal Throughput(List<Dictionary<string, string>> rows) => (decimal)(Time(rows[^1]["time:timestamp"]) - Time(rows[0]["time:timestamp"])).Ticks / TimeSpan.TicksPerSecond;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    // To the microsecond: half a tick is nobody's time.
    private static decimal Seconds(long ticks) => decimal.Round((decimal)ticks / TimeSpan.TicksPerSecond, 6, MidpointRounding.ToZero);

    private static decimal Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
        return decimal.Round(middle, 6, MidpointRounding.ToZero);
    }
}
