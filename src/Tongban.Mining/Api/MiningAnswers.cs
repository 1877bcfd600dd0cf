using Tongban.Mining.Algorithms;
using Tongban.Mining.Desk;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Api;

/// <summary>How long something took, in hours of calendar time.</summary>
internal sealed record TimeAnswer(int Count, decimal TotalHours, decimal MeanHours, decimal MedianHours, decimal P90Hours, decimal LongestHours)
{
    public static TimeAnswer Of(Durations d) => new(d.Count, LengthOf.Hours(d.Total), LengthOf.Hours(d.Mean), LengthOf.Hours(d.Median), LengthOf.Hours(d.P90), LengthOf.Hours(d.Most));
}

/// <summary>One of the logs. <c>key</c> is its identifier, <c>own-stages</c> or <c>own-items</c>.</summary>
internal sealed record LogAnswer(string Key, string Name, LogState State, bool Own, int Cases, int Events, DateTimeOffset? From, DateTimeOffset? To)
{
    public static LogAnswer Of(LogRow row) => new(row.Key, row.Name.ToString(), row.State, row.Own, row.Cases, row.Events, row.From, row.To);
}

/// <summary>A file that was handed in, with what its columns are taken for.</summary>
internal sealed record HandedInAnswer(Guid Log, LogFormat Format, IReadOnlyList<MappedColumn> Columns, string Zone, IReadOnlyList<string> Classifiers, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>What became of a file.</summary>
internal sealed record TakenInAnswer(Guid Log, string Digest, int Cases, int Events, int Activities, long Rejected, IReadOnlyList<RejectedEvent> Rejections, IReadOnlyList<ImportNote> Notes);

/// <summary>A log at a glance.</summary>
/// <param name="Position">Of our own logs: place of the ledger up to which it was read.</param>
internal sealed record OverviewAnswer(
    string Key, string Name, string Digest, long? Position, int Cases, int Events, int Activities, int Resources, DateTimeOffset From, DateTimeOffset To, TimeAnswer Throughput, int Variants, int VariantsForEighty, int OnWeekends, bool HandlingKnown,
    int CasesWithRework, IReadOnlyList<string> Attributes)
{
    public static OverviewAnswer Of(LogPart part)
    {
        var variants = VariantTable.Of(part.Done);
        return new(part.Open.Key, part.Open.Name.ToString(), LogFile.DigestOf(part.Whole), part.Open.Position, part.Whole.CaseCount, part.Whole.EventCount, part.Whole.Activity.Distinct().Count(), part.Whole.Resource.Where(r => r >= 0).Distinct().Count(),
            LogTime.Instant(part.Whole.At.Min()), LogTime.Instant(part.Whole.At.Max()), TimeAnswer.Of(part.Throughput()), variants.All.Count, variants.Needed(0.8), part.OnWeekends(), HandlingTimes.Of(part.Whole).Known,
            ReworkTable.Of(part.Done).CasesWithRework, [.. part.Whole.CaseColumns.Select(c => c.Name)]);
    }
}

/// <summary>One way in which cases went.</summary>
/// <param name="Coverage">Share of the cases that this and all more frequent ones cover.</param>
internal sealed record VariantAnswer(int Rank, int Cases, double Share, double Coverage, IReadOnlyList<string> Activities, TimeAnswer Throughput, string Example);

/// <summary>The variants, the most frequent first, and how many there are.</summary>
internal sealed record VariantsAnswer(int Total, IReadOnlyList<VariantAnswer> Variants)
{
    public static VariantsAnswer Of(LogPart part, int most)
    {
        var table = VariantTable.Of(part.Done);
        List<VariantAnswer> rows = [];
        var sum = 0;
        foreach (var v in table.All.Take(most))
        {
            sum += v.Count;
            rows.Add(new(rows.Count + 1, v.Count, (double)v.Count / table.Cases, (double)sum / table.Cases, [.. v.Trace.Select(part.NameOf)], TimeAnswer.Of(v.Throughput), part.Done.Cases[v.Example]));
        }
        return new(table.All.Count, rows);
    }
}

/// <summary>An activity of the graph. Waiting and handling are left out where the log does not tell them apart.</summary>
internal sealed record NodeAnswer(string Activity, int Events, int Cases, int Starts, int Ends, TimeAnswer? Waiting, TimeAnswer? Handling, TimeAnswer? Standing);

/// <summary>What came right after what, how often and how long after.</summary>
internal sealed record EdgeAnswer(string From, string To, int Count, TimeAnswer Time);

/// <summary>The directly-follows graph.</summary>
/// <param name="Steps">Of the whole graph; those of the edges shown may be fewer.</param>
internal sealed record GraphAnswer(int Cases, int Events, int Steps, bool HandlingKnown, IReadOnlyList<NodeAnswer> Nodes, IReadOnlyList<EdgeAnswer> Edges)
{
    public static GraphAnswer Of(LogPart part, double share)
    {
        var (graph, times) = (FlowGraph.Of(part.Done), HandlingTimes.Of(part.Whole));
        var shown = graph.Simplified(share);
        return new(graph.Cases, graph.Events, graph.Events - graph.Cases, times.Known,
            [.. shown.Nodes.Select(n => times.Find(n.Activity) is var t ? new NodeAnswer(part.NameOf(n.Activity), n.Events, n.Cases, n.Starts, n.Ends, Time(t?.Waiting), Time(t?.Handling), Time(t?.Standing)) : null!)],
            [.. shown.Edges.Select(e => new EdgeAnswer(part.NameOf(e.From), part.NameOf(e.To), e.Count, TimeAnswer.Of(e.Time)))]);

        static TimeAnswer? Time(Durations? d) => d is null ? null : TimeAnswer.Of(d);
    }
}

/// <summary>Where time is lost. <c>from</c> is empty for an activity whatever came before it.</summary>
internal sealed record BottleneckAnswer(string? From, string To, double Share, TimeAnswer Time);

/// <summary>An activity that was done again.</summary>
internal sealed record ReworkAnswer(string Activity, int Cases, int Extra, int AtOnce, int ShortLoops, int? SelfDistance, string? Witness, TimeAnswer Time);

/// <summary>Bottlenecks and rework.</summary>
internal sealed record BottlenecksAnswer(IReadOnlyList<BottleneckAnswer> Activities, IReadOnlyList<BottleneckAnswer> Steps, int CasesWithRework, int ExtraEvents, IReadOnlyList<ReworkAnswer> Rework)
{
    public static BottlenecksAnswer Of(LogPart part, int most)
    {
        var table = BottleneckTable.Of(part.Done, FlowGraph.Of(part.Done));
        var rework = ReworkTable.Of(part.Done);
        return new([.. table.Activities.Take(most).Select(Answer)], [.. table.Steps.Take(most).Select(Answer)], rework.CasesWithRework, rework.ExtraEvents,
            [.. rework.Activities.Select(r => new ReworkAnswer(part.NameOf(r.Activity), r.Cases, r.Extra, r.AtOnce, r.ShortLoops, r.SelfDistance, r.Witness is { } w ? part.NameOf(w) : null, TimeAnswer.Of(r.Time)))]);

        BottleneckAnswer Answer(Bottleneck b) => new(b.From is { } from ? part.NameOf(from) : null, part.NameOf(b.To), b.Share, TimeAnswer.Of(b.Time));
    }
}

/// <summary>A deviation from the declared flow.</summary>
/// <param name="Other">What had to come first.</param>
internal sealed record DeviationAnswer(DeviationKind Kind, string Activity, string? Other, int Cases, int Events, IReadOnlyList<string> Examples);

/// <summary>How well the cases kept to the declared flow.</summary>
internal sealed record ConformanceAnswer(int Checked, int Kept, double Fitness, long Cost, int Estimated, IReadOnlyList<DeviationAnswer> Deviations)
{
    public static ConformanceAnswer Of(LogPart part, ConformanceTable table) => new(table.Checked, table.Kept, table.Fitness, table.Cost, table.Estimated,
        [.. table.Deviations.Select(d => new DeviationAnswer(d.Kind, part.Open.Label(d.Activity).ToString(), d.Other is null ? null : part.Open.Label(d.Other).ToString(), d.Cases, d.Events, [.. d.Examples.Select(c => part.Done.Cases[c])]))]);
}

/// <summary>How a group of cases stands to its deadlines.</summary>
internal sealed record DeadlineAnswer(string? Name, int Cases, int WithDeadline, int Ended, int Late, int Open, double LateShare, TimeAnswer LateBy)
{
    public static DeadlineAnswer Of(DeadlineRow row) => new(row.Name, row.Cases, row.WithDeadline, row.Ended, row.Late, row.Open, row.LateShare, TimeAnswer.Of(row.By));
}

/// <summary>Deadline compliance.</summary>
internal sealed record DeadlinesAnswer(DeadlineAnswer All, IReadOnlyList<DeadlineAnswer> Groups, IReadOnlyList<LateAnswer> Latest);

/// <summary>A case that ended late.</summary>
internal sealed record LateAnswer(string Case, decimal Hours);

/// <summary>One side of a comparison.</summary>
internal sealed record PartAnswer(int Cases, int Events, int Variants, TimeAnswer Throughput, double ReworkShare, DeadlineAnswer? Deadlines)
{
    public static PartAnswer Of(ComparedPart part) => new(part.Cases, part.Events, part.Variants, TimeAnswer.Of(part.Throughput), part.ReworkShare, part.Deadlines is { } d ? DeadlineAnswer.Of(d) : null);
}

/// <summary>A step of both sides: how often in a case, and its median time.</summary>
internal sealed record StepAnswer(string From, string To, double Left, double Right, decimal LeftMedianHours, decimal RightMedianHours);

/// <summary>Two parts of a log side by side. <c>p</c> is the likelihood that the throughput times differ so much by chance.</summary>
internal sealed record ComparisonAnswer(PartAnswer Left, PartAnswer Right, double? P, IReadOnlyList<StepAnswer> Steps)
{
    public static ComparisonAnswer Of(OpenLog open, ComparisonTable table) => new(PartAnswer.Of(table.Left), PartAnswer.Of(table.Right), table.P,
        [.. table.Steps.Take(50).Select(s => new StepAnswer(open.NameOf(s.From), open.NameOf(s.To), s.Left, s.Right, LengthOf.Hours(s.LeftMedian), LengthOf.Hours(s.RightMedian)))]);
}

/// <summary>What a change would have saved on the cases of the past.</summary>
internal sealed record SavingAnswer(string Activity, string? With, decimal? LimitHours, int Touched, decimal SavedHours, decimal PerCaseHours, decimal MedianBeforeHours, decimal MedianAfterHours)
{
    public static SavingAnswer Of(OpenLog open, Saving s) => new(open.NameOf(s.Change.Activity), s.Change.With is { } with ? open.NameOf(with) : null, s.Change.With is null ? LengthOf.Hours(s.Change.Limit) : null, s.Touched, LengthOf.Hours(s.Saved), LengthOf.Hours(s.PerCase), LengthOf.Hours(s.Before.Median), LengthOf.Hours(s.After.Median));
}

/// <summary>Limits and merges, the greatest saving first, and what they presume.</summary>
/// <param name="Ordered">A declared flow says what waits for what; otherwise everything counts as done one after another.</param>
internal sealed record WhatIfAnswer(bool Ordered, int LeftOut, SavingAnswer? Asked, IReadOnlyList<SavingAnswer> Limits, IReadOnlyList<SavingAnswer> Merges);
