using FsCheck;
using FsCheck.Fluent;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;

namespace Tongban.Tests.Mining;

/// <summary>What holds of every log, tried on logs at random.</summary>
public class MiningProperties
{
    private sealed record Happened(int Case, int Activity, int Minute, int Who, int Phase, int Attribute);

    private static readonly string[] Activities = ["受理", "审查, \"会签\"", "=决定", "送达;归档", "退回", "补正\n材料", "e", "f"];
    private static readonly string[] Phases = ["", "start", "complete", "schedule"];

    private static readonly Gen<Happened> Events =
        from ofCase in Gen.Choose(0, 6)
        from activity in Gen.Choose(0, Activities.Length - 1)
        from minute in Gen.Choose(0, 40)
        from who in Gen.Choose(0, 3)
        from phase in Gen.Choose(0, 3)
        from attribute in Gen.Choose(0, 4)
        select new Happened(ofCase, activity, minute, who, phase, attribute);

    private static readonly Arbitrary<Happened[]> Logs = Gen.Choose(1, 40).SelectMany(n => Gen.ArrayOf(Events, n)).ToArbitrary();

    [Fact]
    public void Counts_and_times_add_up() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Logs, events =>
    {
        var log = LogOf(events);
        var graph = FlowGraph.Of(log);
        var variants = VariantTable.Of(log);
        return graph.Edges.Sum(e => e.Count) == log.EventCount - log.CaseCount
            && variants.All.Sum(v => v.Count) == log.CaseCount
            && variants.All.Sum(v => v.Count * v.Trace.Length) == log.EventCount
            && Math.Abs(variants.Coverage(variants.All.Count) - 1) < 1e-9
            && graph.Nodes.Sum(n => n.Events) == log.EventCount && graph.Nodes.Sum(n => n.Starts) == log.CaseCount && graph.Nodes.Sum(n => n.Ends) == log.CaseCount
            && graph.Edges.Sum(e => e.Time.Total) == Enumerable.Range(0, log.CaseCount).Sum(log.ThroughputOf)
            && graph.Simplified(1).Edges.Count == graph.Edges.Count && graph.Simplified(0.4).Edges.Sum(e => e.Count) >= 0.4 * graph.Edges.Sum(e => e.Count)
            && ReworkTable.Of(log).ExtraEvents == log.EventCount - graph.Nodes.Sum(n => n.Cases)
            && BottleneckTable.Of(log, graph).Activities.Sum(b => b.Time.Total) == graph.Edges.Sum(e => e.Time.Total);
    }));

    [Fact]
    public void A_log_written_out_and_read_back_is_the_same_log() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Logs, events =>
    {
        using var written = new MemoryStream();
        LogExport.Csv(LogOf(events), written);
        // What a table can carry is what it was read as once.
        var log = Read(written, LogMapping.OfExport(LogOf(events)));
        using var table = new MemoryStream();
        LogExport.Csv(log, table);
        using var xes = new MemoryStream();
        LogExport.Xes(log, xes);
        var digest = LogFile.DigestOf(log);
        return digest == LogFile.DigestOf(Read(table, LogMapping.OfExport(log)))
            && digest == LogFile.DigestOf(Read(xes, new([], LogMapping.DefaultZone, null, null)))
            && digest == LogFile.DigestOf(LogFile.Read(LogFile.Write(log)));
    }));

    [Fact]
    public void It_does_not_matter_how_the_events_of_different_cases_come_mixed() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Logs, events =>
        LogFile.DigestOf(LogOf(events)) == LogFile.DigestOf(LogOf([.. events.OrderBy(e => (e.Case * 7) % 5).ThenBy(e => e.Case)]))));

    [Fact]
    public void The_alignment_costs_what_trying_everything_costs()
    {
        var models = from arrows in Gen.ListOf(from a in Gen.Choose(0, 4) from b in Gen.Choose(a + 1, 5) select (a, b), 6)
                     from required in Gen.SubListOf([0, 1, 2, 3, 4, 5])
                     from trace in Gen.Choose(0, 9).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 6), n))
                     select (arrows, required, trace);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(models.ToArbitrary(), m =>
        {
            if (m.trace.Length == 0)
                return true;
            var model = DeclaredModel.Of(Enumerable.Range(0, 6).Select(Name), m.arrows.Select(a => (Name(a.a), Name(a.b))), m.required.Select(Name)).Value;
            var log = Receipt.Log([.. m.trace.Select((a, i) => ("c", Name(a), (double)i))]);
            return Conformance.Align(log, log.TraceOf(0), model).Cost == Cheapest(m.trace, model);
        }));

        static string Name(int a) => ((char)('a' + a)).ToString();

        // g is in no model. Every choice of events that may stand together is tried.
        static int Cheapest(int[] trace, DeclaredModel model)
        {
            var best = int.MaxValue;
            for (var chosen = 0; chosen < 1 << trace.Length; chosen++)
            {
                var kept = Enumerable.Range(0, trace.Length).Where(i => (chosen & (1 << i)) != 0).ToList();
                if (kept.Exists(i => trace[i] == 6) || kept.Exists(i => kept.Exists(j => i < j && (trace[i] == trace[j] || model.Before(model.Find(Name(trace[j])), model.Find(Name(trace[i])))))))
                    continue;
                var missing = Enumerable.Range(0, 6).Count(a => model.Required[model.Find(Name(a))] && !kept.Exists(i => trace[i] == a));
                best = Math.Min(best, trace.Length - kept.Count + missing);
            }
            return best;
        }
    }

    [Fact]
    public void Without_a_declared_flow_a_limit_saves_what_lies_above_it() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Logs, events =>
    {
        var log = LogOf([.. events.Select(e => e with { Phase = 0 })]);
        var whatIf = new WhatIf(log, _ => null);
        var limit = TimeSpan.FromMinutes(5).Ticks;
        var (saved, touched) = (0L, 0);
        for (var c = 0; c < log.CaseCount; c++)
        {
            var less = 0L;
            for (var e = log.Starts[c] + 1; e < log.Starts[c + 1]; e++)
                less += log.Activity[e] == 0 ? Math.Max(0, log.At[e] - log.At[e - 1] - limit) : 0;
            saved += less;
            touched += less > 0 ? 1 : 0;
        }
        var result = whatIf.Of(new(0, null, limit));
        return (saved, touched) == (result.Saved, result.Touched) && result.Before.Total - result.After.Total == saved;
    }));

    private static EventLog LogOf(Happened[] events)
    {
        var builder = new EventLogBuilder(LogLimits.Default);
        var (remark, due) = (builder.EventColumn("备注", ColumnKind.Text)!, builder.CaseColumn("deadline", ColumnKind.Date)!);
        foreach (var e in events)
        {
            var number = builder.CaseOf($"案 {e.Case}");
            var at = builder.Add(number, Activities[e.Activity], Receipt.At(e.Minute / 60.0), e.Who == 0 ? "" : $"-{e.Who}", Phases[e.Phase]);
            if (e.Attribute > 0)
                remark.Set(at, $"v{e.Attribute}");
            if (e.Attribute > 2 && !due.Has(number))
                due.Set(number, Receipt.At(e.Minute + 0.125));
        }
        return builder.Build();
    }

    private static EventLog Read(MemoryStream file, LogMapping mapping)
    {
        file.Position = 0;
        var read = LogReading.Read(file, mapping, LogLimits.Default, default);
        return read.Error is { } refusal ? throw new InvalidOperationException(refusal.Text.En) : read.Value.Log;
    }
}
