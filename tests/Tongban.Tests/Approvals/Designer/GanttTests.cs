using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Designer;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;
using Tongban.Tests.Approvals.Catalogue;

namespace Tongban.Tests.Approvals.Designer;

public class GanttTests
{
    public static TheoryData<ProjectType> AllTypes => new(ProjectTypes.All);

    [Theory, MemberData(nameof(AllTypes))]
    public void The_chart_says_the_same_as_the_longest_chain(ProjectType type)
    {
        foreach (var conditional in new[] { false, true })
        {
            var chart = Gantt.Of(Xinyu.Flow, type, FactSheet.Empty, conditional);
            var path = Xinyu.Flow.CriticalPath(type, FactSheet.Empty, conditional);

            Assert.Equal(path.Days, chart.Days);
            Assert.Equal(Xinyu.Flow.SerialBaseline(type, FactSheet.Empty, conditional), chart.SerialDays);
            foreach (var (stage, chain) in chart.Stages.Zip(path.Stages))
                Assert.All(chain.Items.Where(i => i.Counted), i => Assert.True(stage.Bars.Single(b => b.Item.Code == i.Code).IsCritical, i.Code));
        }
    }

    [Fact]
    public void An_item_later_by_its_slack_costs_nothing_and_a_day_more_costs_a_day()
    {
        foreach (var stage in Xinyu.Flow.Stages)
        {
            var network = Network.Of([.. stage.Items.Where(i => i.Counted)]);
            var timing = network.Time(i => i.PromisedDays);
            for (var n = 0; n < network.Items.Count; n++)
            {
                int Longer(int by) => network.Time(i => i.PromisedDays + (i == network.Items[n] ? by : 0)).Length;
                Assert.Equal(timing.Length, Longer(timing.Slack[n]));
                Assert.Equal(timing.Length + 1, Longer(timing.Slack[n] + 1));
            }
        }
    }

    [Fact]
    public void A_condition_is_explained_in_words()
    {
        Words Say(string condition) => ConditionParser.Parse(condition, Xinyu.Flow.Fact).Condition!.InWords();

        Assert.Equal("年综合能源消费量不低于 1,000 吨标准煤，或者年用电量不低于 5,000,000 千瓦时", Say("annualEnergyTce >= 1000 or annualPowerKWh >= 5000000").Zh);
        Assert.Equal("Annual energy use is at least 1,000 tce, and not (Annual electricity use is below 5 kWh)", Say("annualEnergyTce >= 1000 and not annualPowerKWh < 5").En);
    }

    [Fact]
    public void Every_condition_of_the_city_has_words_and_every_item_survives_its_form()
    {
        var flow = CatalogueFile.ReadText<FlowFile>(File.ReadAllText(Path.Combine(Xinyu.Folder, "flow.json")), "flow.json", [])!;
        foreach (var item in Xinyu.Flow.Items.Where(i => i.Condition is not null))
            Assert.DoesNotContain("  ", item.Condition!.InWords().En, StringComparison.Ordinal);
        foreach (var item in flow.Items)
            Assert.Equal(CatalogueFile.Write(item), CatalogueFile.Write(ItemForm.Of(item).Read(item, flow, [.. Xinyu.City.City.Departments.Select(d => d.Id)]).Value));
    }
}
