using FsCheck;
using FsCheck.Fluent;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Designer;
using Tongban.Projects.Contracts;
using Tongban.Tests.Approvals.Catalogue;

namespace Tongban.Tests.Approvals.Designer;

public class SimulationTests
{
    public static TheoryData<ProjectType> AllTypes => new(ProjectTypes.All);

    private static Durations Spread(params int[] days) => new([.. days.Order()], DurationSource.Observed, days.Length);

    private static Simulation Run(Func<FlowItem, Durations> durations, long seed = 7, int runs = 300, ProjectType type = ProjectType.Filing, bool conditional = false) =>
        Simulation.Run(Xinyu.Flow, type, FactSheet.Empty, conditional, durations, seed, runs);

    [Theory, MemberData(nameof(AllTypes))]
    public void If_everyone_takes_what_he_promised_the_total_is_the_critical_path(ProjectType type)
    {
        foreach (var conditional in new[] { false, true })
        {
            var simulation = Run(i => Spread(i.PromisedDays), type: type, conditional: conditional);
            var path = Xinyu.Flow.CriticalPath(type, FactSheet.Empty, conditional);

            Assert.Equal((path.Days, path.Days, path.Days, path.Days), (simulation.Total.Least, simulation.Total.P50, simulation.Total.P90, simulation.Total.Most));
            Assert.Equal(path.Stages.Select(s => s.Days), simulation.Stages.Select(s => s.Spread.P90));
            Assert.Equal([new Column(path.Days, path.Days, 300)], simulation.Histogram);
            var critical = Gantt.Of(Xinyu.Flow, type, FactSheet.Empty, conditional).Stages.SelectMany(s => s.Bars).Where(b => b.IsCritical).Select(b => b.Item.Code);
            Assert.Equal(critical, simulation.Items.Where(i => i.CriticalShare == 1).Select(i => i.Item.Code));
            Assert.All(simulation.Items, i => Assert.True(i.CriticalShare is 0 or 1));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer_and_another_seed_another()
    {
        Durations Fallback(FlowItem item) => Durations.Of(item, [], 20);
        var (first, again, other) = (Run(Fallback, 42), Run(Fallback, 42), Run(Fallback, 43));

        Assert.Equal(first.Total, again.Total);
        Assert.Equal(first.Histogram, again.Histogram);
        Assert.Equal(first.Items.Select(i => i.CriticalShare), again.Items.Select(i => i.CriticalShare));
        Assert.NotEqual(first.Histogram, other.Histogram);
        Assert.Equal(300, first.Histogram.Sum(c => c.Runs));
        // The numbers themselves: a change of the generator would change what officials wrote down.
        Assert.Equal(Run(Fallback, 42, 1).Total.Least, Run(Fallback, 42, 1).Total.Most);
    }

    [Fact]
    public void With_shorter_durations_no_quantile_is_longer()
    {
        var days = Gen.ArrayOf(Gen.Choose(0, 40), 60);
        var cases = from base_ in days from shorter in Gen.ArrayOf(Gen.Choose(0, 40), 60) from seed in Gen.Choose(0, int.MaxValue - 1) select (Days: base_, Shorter: shorter, Seed: seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var codes = Xinyu.Flow.Items.Select((item, i) => (item.Code, i)).ToDictionary(p => p.Code, p => p.i);
            // Three observations an item; in the shorter world each of them is at most as long.
            Durations Long(FlowItem item) => Spread(c.Days[codes[item.Code]], c.Days[codes[item.Code]] + 3, c.Days[codes[item.Code]] * 2);
            Durations Short(FlowItem item) => Spread(Math.Min(c.Shorter[codes[item.Code]], c.Days[codes[item.Code]]), c.Days[codes[item.Code]] + 1, c.Days[codes[item.Code]] * 2);
            var (slow, quick) = (Run(Long, c.Seed, 40), Run(Short, c.Seed, 40));
            return quick.Total.P50 <= slow.Total.P50 && quick.Total.P90 <= slow.Total.P90 && quick.Total.Most <= slow.Total.Most && quick.Total.Least <= slow.Total.Least && quick.Total.Mean <= slow.Total.Mean
                && quick.Stages.Zip(slow.Stages).All(s => s.First.Spread.P90 <= s.Second.Spread.P90);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Too_few_cases_are_replaced_by_the_promise_and_the_law()
    {
        var site = Xinyu.Flow.Item("S1-03");
        var few = Durations.Of(site, [.. Enumerable.Repeat(9, 19)], 20);
        var enough = Durations.Of(site, [.. Enumerable.Repeat(9, 20)], 20);

        Assert.Equal((DurationSource.BetweenPromiseAndLaw, site.PromisedDays, site.Statutory!.Length.Value), (few.Source, few.Days[0], few.Days[^1]));
        Assert.Equal((DurationSource.Observed, 9, 9), (enough.Source, enough.Days[0], enough.Days[^1]));
        var free = Xinyu.Flow.Items.First(i => i.Statutory is null);
        Assert.Equal((DurationSource.Promised, free.PromisedDays), (Durations.Of(free, [], 20).Source, Durations.Of(free, [], 20).Days.Single()));
        Assert.All(Xinyu.Flow.Items, i => Assert.True(Durations.Of(i, [], 20).Days[0] == i.PromisedDays));
    }

    [Fact]
    public void Quantiles_are_drawn_evenly()
    {
        var simulation = Run(i => i.Code == "S1-02" ? Spread([.. Enumerable.Range(0, 10)]) : Spread(0), runs: 20_000);

        Assert.Equal((0, 9), (simulation.Total.Least, simulation.Total.Most));
        Assert.InRange(simulation.Total.P50, 4, 5);
        Assert.InRange(simulation.Total.P90, 8, 9);
        Assert.All(simulation.Histogram, c => Assert.InRange(c.Runs, 1800, 2200));
    }
}
