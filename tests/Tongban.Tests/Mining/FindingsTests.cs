using Tongban.Mining.Algorithms;
using Tongban.Mining.Desk;
using Tongban.Mining.Logs;

namespace Tongban.Tests.Mining;

/// <summary>Small logs whose answers can be seen with the naked eye.</summary>
public class FindingsTests
{
    [Fact]
    public void Waiting_and_handling_are_told_apart_where_the_log_tells()
    {
        var builder = new EventLogBuilder(LogLimits.Default);
        foreach (var (activity, hour, phase) in new[] { ("申报", 0, "complete"), ("审查", 1, "schedule"), ("审查", 4, "start"), ("审查", 5, "suspend"), ("审查", 9, "resume"), ("审查", 10, "complete"), ("决定", 12, "start"), ("决定", 13, "complete") })
            builder.Add(builder.CaseOf("1"), activity, Receipt.At(hour), default, phase);
        var log = builder.Build();

        var times = HandlingTimes.Of(log);

        Assert.True(times.Known);
        var review = times.Find(Array.IndexOf(log.Activities, "审查"))!;
        Assert.Equal((3, 2, 4), (Hours(review.Waiting), Hours(review.Handling), Hours(review.Standing)));
        var decision = times.Find(Array.IndexOf(log.Activities, "决定"))!;
        // Nothing says when the decision became ready: it was ready when the review was over.
        Assert.Equal((2, 1, null), (Hours(decision.Waiting), Hours(decision.Handling), decision.Standing));
        Assert.Null(times.Find(Array.IndexOf(log.Activities, "申报")));
        Assert.Equal(3, log.Completed().EventCount);
    }

    [Fact]
    public void A_case_is_told_where_it_left_the_flow()
    {
        var model = DeclaredModel.Parse("# 规定流程\n受理 > 预审 > 审查 > 决定\n预审 > 测绘 > 决定\n! 决定\n补正").Value;
        var log = Receipt.Log(
            ("good", "受理", 0), ("good", "预审", 1), ("good", "测绘", 2), ("good", "审查", 3), ("good", "决定", 4),
            ("early", "受理", 0), ("early", "审查", 1), ("early", "预审", 2), ("early", "决定", 3),
            ("twice", "受理", 0), ("twice", "补正", 1), ("twice", "补正", 2), ("twice", "决定", 3),
            ("odd", "受理", 0), ("odd", "招待", 1));

        var table = Conformance.Of(log, _ => model);

        Assert.Equal((4, 1, 0), (table.Checked, table.Kept, table.Estimated));
        Assert.Contains(table.Deviations, d => d is { Kind: DeviationKind.OutOfOrder, Cases: 1 } && (d.Activity, d.Other) is ("审查", "预审") or ("预审", "审查"));
        Assert.Contains(table.Deviations, d => d is { Kind: DeviationKind.Repeated, Activity: "补正", Events: 1 });
        Assert.Contains(table.Deviations, d => d is { Kind: DeviationKind.Unknown, Activity: "招待" });
        Assert.Contains(table.Deviations, d => d is { Kind: DeviationKind.Missing, Activity: "决定" } && log.Cases[d.Examples[0]] == "odd");
        Assert.Equal(1 + 1 + 2, table.Cost);
        Assert.Equal("mining.model-circle", DeclaredModel.Parse("a > b\nb > a").Error?.Code);
        Assert.Equal("mining.model-line", DeclaredModel.Parse("a > b\na >").Error?.Code);
    }

    [Fact]
    public void With_a_declared_flow_only_the_critical_path_saves()
    {
        // b (2 h) and c (8 h) run side by side after a; d waits for both.
        var model = DeclaredModel.Parse("a > b > d\na > c > d").Value;
        var builder = new EventLogBuilder(LogLimits.Default);
        foreach (var (activity, from, to) in new[] { ("a", 0, 1), ("b", 1, 3), ("c", 1, 9), ("d", 10, 12) })
        {
            builder.Add(builder.CaseOf("1"), activity, Receipt.At(from), default, "start");
            builder.Add(builder.CaseOf("1"), activity, Receipt.At(to), default, "complete");
        }
        var log = builder.Build();
        var whatIf = new WhatIf(log, _ => model);
        int A(string name) => Array.IndexOf(log.Activities, name);

        Assert.Equal(0, whatIf.Of(new(A("b"), null, TimeSpan.FromHours(1).Ticks)).Saved);
        // Shortened to one hour, c no longer decides: b does.
        Assert.Equal(TimeSpan.FromHours(6).Ticks, whatIf.Of(new(A("c"), null, TimeSpan.FromHours(1).Ticks)).Saved);
        Assert.Equal(TimeSpan.FromHours(3).Ticks, whatIf.Of(new(A("c"), null, TimeSpan.FromHours(5).Ticks)).Saved);
        // c and d together: they begin when b is there, after three hours, and take the eight of c.
        Assert.Equal(TimeSpan.FromHours(1).Ticks, whatIf.Of(new(A("c"), A("d"), 0)).Saved);
        // Between a and d something else had to happen.
        Assert.Equal(0, whatIf.Of(new(A("a"), A("d"), 0)).Saved);
        Assert.True(whatIf.Ordered);
    }

    [Fact]
    public void Two_parts_differ_by_chance_or_not()
    {
        var fast = Receipt.Log([.. Enumerable.Range(0, 30).SelectMany(i => new[] { ($"f{i}", "a", (double)i), ($"f{i}", "b", i + 1 + (i % 5 * 0.1)) })]);
        var slow = Receipt.Log([.. Enumerable.Range(0, 30).SelectMany(i => new[] { ($"s{i}", "a", (double)i), ($"s{i}", "b", i + 2 + (i % 5 * 0.1)) })]);

        Assert.InRange(ComparisonTable.Of(fast, slow, _ => null).P!.Value, 0, 1e-9);
        Assert.Equal(1, ComparisonTable.Of(fast, fast, _ => null).P!.Value, 2);
        Assert.Null(ComparisonTable.MannWhitney([1, 2], [3, 4]));
        // Counted by hand: U = 14 of 10 and 10, four pairs tied, z = 2.687.
        Assert.InRange(ComparisonTable.MannWhitney([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [4, 6, 8, 10, 12, 14, 16, 18, 20, 22])!.Value, 0.00718, 0.00722);
    }

    [Fact]
    public void Periods_stand_side_by_side_and_each_leads_to_its_cases()
    {
        var log = Receipt.Log([.. Enumerable.Range(0, 10).SelectMany(i => new[] { ($"{i}", "a", i * 24 * 25.0), ($"{i}", "b", (i * 24 * 25.0) + i) })]);
        var open = new OpenLog { Key = "x", Name = ("日志", "log"), Log = log, Zone = TimeZoneInfo.Utc, Label = a => (a, a) };
        var groups = LogPart.Of(open, new()).Value.Groups(LogPart.ByQuarter);
        Assert.Equal(groups.Select(g => g.Name).Order(StringComparer.Ordinal), groups.Select(g => g.Name));
        Assert.True(groups.Count is 3 or 4);
        Assert.Equal(10, groups.Sum(g => g.Figures.Cases));
        Assert.All(groups, g => Assert.Equal(g.Figures.Cases, LogPart.Of(open, g.Filter).Value.Whole.CaseCount));
        Assert.Empty(LogPart.Of(open, new()).Value.Groups("nothing"));
    }

    [Fact]
    public void Nobody_is_proposed_to_take_no_time_at_all()
    {
        var builder = new EventLogBuilder(LogLimits.Default);
        foreach (var (name, hours) in new[] { ("1", 0), ("2", 0), ("3", 30) })
        {
            builder.Add(builder.CaseOf(name), "a", Receipt.At(0), default, "complete");
            builder.Add(builder.CaseOf(name), "b", Receipt.At(hours), default, "complete");
        }
        // The median is nothing; the mean of ten hours is what the third can be asked for.
        Assert.Equal(TimeSpan.FromHours(10).Ticks, Assert.Single(new WhatIf(builder.Build(), _ => null).Limits()).Change.Limit);
    }

    [Fact]
    public void Percentiles_of_few_values_are_what_one_expects()
    {
        Assert.Equal((0, 0L), (Durations.Of([]).Count, Durations.None.Mean));
        var four = Durations.Of([40, 10, 30, 20]);
        Assert.Equal((4, 100L, 10L, 25L, 40L, 40L), (four.Count, four.Total, four.Least, four.Median, four.P90, four.Most));
        Assert.Equal((9L, 5L), (Durations.Of([.. Enumerable.Range(1, 10).Select(i => (long)i)]).P90, Durations.Of([.. Enumerable.Range(1, 9).Select(i => (long)i)]).Median));
    }

    private static int Hours(Durations? time) => (int)TimeSpan.FromTicks(time!.Median).TotalHours;
}
