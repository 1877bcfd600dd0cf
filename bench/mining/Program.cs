using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Xml;
using Tongban.Bench;
using Tongban.Bench.Mining;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;
using EventLog = Tongban.Mining.Logs.EventLog;

// A generated log is read in and mined, beside what it takes to read the same file and do nothing with it.
Option<int> events = new("--events") { DefaultValueFactory = _ => 1_000_000 }, seed = new("--seed") { DefaultValueFactory = _ => 1 }, rounds = new("--rounds") { DefaultValueFactory = _ => 3 };
var command = new RootCommand("Import and mining of an event log") { events, seed, rounds };
command.SetAction(parsed =>
{
    var (n, s) = (parsed.GetValue(events), parsed.GetValue(seed));
    var folder = Directory.CreateTempSubdirectory("tongban-mining-").FullName;
    try
    {
        var (csv, xes) = (Path.Combine(folder, "log.csv"), Path.Combine(folder, "log.xes"));
        Generated.Write(n, s, csv, xes);
        Say($"{Machine.Describe()}; {n:#,##0} events, seed {s}, CSV {new FileInfo(csv).Length >> 20} MB, XES {new FileInfo(xes).Length >> 20} MB; best of {parsed.GetValue(rounds)} rounds by processor time");
        var limits = LogLimits.Default with { FileBytes = long.MaxValue, Events = int.MaxValue };
        EventLog log = EventLog.Empty;
        for (var round = 0; round < parsed.GetValue(rounds); round++)
        {
            Best("ceiling CSV: lines only", () => Lines(csv));
            Best("import CSV", () => log = Read(csv, limits));
            Best("ceiling XES: XmlReader only", () => Nodes(xes));
            Best("import XES", () => Read(xes, limits));
        }
        foreach (var (name, time) in Times)
            Say($"{name,-34} {time.Wall,7:0.00} s  {time.Cpu,7:0.00} s CPU  {n / time.Wall,12:#,##0} events/s  {time.Allocated / (double)n,7:0} bytes allocated an event");
        Say($"import of the ceiling, by CPU: CSV {Times["ceiling CSV: lines only"].Cpu / Times["import CSV"].Cpu:0.00}, XES {Times["ceiling XES: XmlReader only"].Cpu / Times["import XES"].Cpu:0.00}");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Say($"{log.CaseCount:#,##0} cases; held: {GC.GetTotalMemory(true) / (double)n:0} bytes an event; the process's most: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB; digest {LogFile.DigestOf(log)[..16]}");

        Times.Clear();
        var model = DeclaredModel.Of(log.Activities, log.Activities.Zip(log.Activities.Skip(1)), [log.Activities[0]]).Value;
        long edges = 0, variants = 0;
        for (var round = 0; round < parsed.GetValue(rounds); round++)
        {
            VariantTable table = null!;
            FlowGraph graph = null!;
            Best("variants", () => variants = (table = VariantTable.Of(log)).All.Count);
            Best("directly-follows graph, durations", () => edges = (graph = FlowGraph.Of(log)).Edges.Sum(e => (long)e.Count));
            Best("bottlenecks", () => BottleneckTable.Of(log, graph));
            Best("rework", () => ReworkTable.Of(log));
            Best("deadlines by department", () => DeadlineTable.Of(log, log.CaseColumn("deadline")!, null, log.CaseColumn("department")!.TextAt));
            Best("conformance, exact alignments", () => Conformance.Of(log, _ => model, table));
            Best("comparison of two periods", () => ComparisonTable.Of(log.Where(c => c < log.CaseCount / 2, null), log.Where(c => c >= log.CaseCount / 2, null), _ => null));
            Best("what if: every limit and merge", () =>
            {
                var whatIf = new WhatIf(log, _ => null);
                whatIf.Limits();
                whatIf.Merges();
            });
        }
        foreach (var (name, time) in Times)
            Say($"{name,-34} {time.Wall,7:0.00} s  {time.Cpu,7:0.00} s CPU  {time.Allocated >> 20,6} MB allocated");
        Say($"all of it {Times.Values.Sum(t => t.Wall):0.00} s; {variants:#,##0} variants; edges {edges:#,##0} = events - cases: {(edges == log.EventCount - log.CaseCount ? "yes" : "NO")}; the process's most: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        return edges == log.EventCount - log.CaseCount ? 0 : 1;
    }
    finally
    {
        Directory.Delete(folder, true);
    }
});
return await command.Parse(args).InvokeAsync();

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

static void Best(string name, Action work)
{
    var (clock, cpu, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
    work();
    var time = (Wall: clock.Elapsed.TotalSeconds, Cpu: (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Allocated: GC.GetTotalAllocatedBytes() - before);
    Times[name] = Times.TryGetValue(name, out var best) && best.Cpu < time.Cpu ? best : time;
}

static EventLog Read(string path, LogLimits limits)
{
    using var file = File.OpenRead(path);
    var preview = LogReading.Preview(file, limits).Value;
    return LogReading.Read(file, preview.Guess, limits, default).Value.Log;
}

static void Lines(string path)
{
    using var text = new StreamReader(path);
    while (text.ReadLine() is not null)
    {
    }
}

static void Nodes(string path)
{
    using var xml = XmlReader.Create(path, new XmlReaderSettings { IgnoreWhitespace = true });
    while (xml.Read())
    {
        if (xml.NodeType is XmlNodeType.Element)
            xml.GetAttribute("value");
    }
}

/// <summary>The best round of each, by processor time.</summary>
internal static partial class Program
{
    private static readonly Dictionary<string, (double Wall, double Cpu, long Allocated)> Times = [];
}
