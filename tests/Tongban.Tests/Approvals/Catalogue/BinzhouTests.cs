using Tongban.Approvals.Catalogue;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Tests.Approvals.Catalogue;

/// <summary>滨州市工程建设项目并联审批管理规定 as a catalogue: what the rule says, read back from what the compiler made of it.</summary>
public class BinzhouTests
{
    private static readonly Lazy<CompiledCity> Sound = new(() =>
    {
        var outcome = CatalogueCompiler.Compile(Path.Combine(Xinyu.Root, "catalog", "binzhou"), Xinyu.Today, Path.Combine(Xinyu.Root, "catalog", "cn", "calendar"));
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    });

    private static FlowCatalogue Flow => Sound.Value.Flow;

    // 第三条
    [Fact]
    public void Four_stages_have_the_leads_of_article_3()
    {
        Assert.Equal([("立项用地规划许可", "FGW"), ("工程建设许可", "ZRZY"), ("施工许可", "XZSP"), ("竣工验收", "ZJJ")], Flow.Stages.Select(s => (s.Name.Zh, s.Lead.Id)));
        Assert.All(Flow.Stages, s => Assert.All(s.Items.Where(i => i.Role is ItemRole.PreCheck or ItemRole.Conclusion), i => Assert.Equal(s.Lead, i.Department)));
    }

    // 第十条: the one figure of the rule itself.
    [Fact]
    public void Corrections_are_told_within_the_two_working_days_of_article_10()
    {
        var preChecks = Flow.Items.Where(i => i.Role is ItemRole.PreCheck).ToList();

        Assert.Equal(Flow.Stages.Count, preChecks.Count);
        Assert.All(preChecks, i => Assert.Equal(2, i.PromisedDays));
        Assert.True(Flow.OpinionDays < 2);
    }

    // 第十八条
    [Fact]
    public void The_five_parts_of_joint_acceptance_begin_together_and_end_in_one_opinion()
    {
        var parts = Flow.Stage(4).Items.Where(i => i.Role is ItemRole.Parallel && i.MandatoryFor.Count == 3).ToList();

        Assert.Equal(["规划条件核实", "土地核验", "建设工程消防验收（备案）", "人防工程竣工验收备案", "城建档案验收"], parts.Select(i => i.Name.Zh));
        Assert.All(parts, i => Assert.Equal(["S4-01"], i.DependsOn));
        Assert.Empty(parts.Select(i => i.Code).Except(Flow.Conclusion(4, ProjectType.Filing).DependsOn));
    }

    // 第十九条
    [Fact]
    public void The_four_procedures_of_article_19_are_off_the_clock()
    {
        var byRule = Flow.ClockStops.Where(c => c.Basis.Contains("第十九条第二款", StringComparison.Ordinal));

        Assert.Equal(["公示", "评审", "听证", "招投标"], byRule.Select(c => c.Name.Zh));
        Assert.All(Flow.Items.Where(i => i.Statutory is { AtOnce: false }), i => Assert.True(i.PromisedDays <= i.Statutory!.Length.Value));
    }

    // 第十六条: the decision follows the arrival of the earlier result.
    [Fact]
    public void What_waits_for_another_result_is_decided_a_day_after_it() =>
        Assert.All(Flow.Items.Where(i => i.Role is ItemRole.Parallel or ItemRole.Conclusion && i.DependsOn.Any(d => Flow.Item(d).Role is ItemRole.Parallel)), i => Assert.Equal(1, i.PromisedDays));

    // 第六条 and 第十八条 name them.
    [Fact]
    public void Every_department_the_rule_names_is_there_in_every_division()
    {
        string[] named = ["发展和改革", "自然资源和规划", "行政审批服务", "住房和城乡建设", "教育", "工业和信息化", "公安", "民政", "生态环境", "交通运输", "水利", "文化和旅游", "卫生健康", "应急管理", "城市管理", "气象", "人民防空", "城市建设档案", "人民政府"];
        var city = Sound.Value.City;

        // Besides those of the rule there is the finance department, which approves nothing: it pays.
        Assert.Equal(["财政局"], city.Departments.Select(d => d.NameZh).Where(d => !named.Any(n => d.StartsWith(n, StringComparison.Ordinal))));
        Assert.All(named, n => Assert.Contains(city.Departments, d => d.NameZh.StartsWith(n, StringComparison.Ordinal)));
        Assert.Equal(["371602", "371603", "371621", "371622", "371623", "371625", "371681"], city.City.Divisions.Select(d => d.Code));
        Assert.Equal(8 * city.Departments.Count, city.Organs.Count);
        Assert.Equal("county-city", city.Division("371681")!.Kind);
    }

    // The rule leaves the days of the stages to implementing rules (第十九条); with the laws' own limits the sums are these.
    [Theory]
    [InlineData(ProjectType.Filing, 24, 215)]
    [InlineData(ProjectType.Verification, 25, 235)]
    [InlineData(ProjectType.GovernmentApproval, 25, 235)]
    public void The_longest_chain_by_the_laws_own_limits_stays_within_the_national_120(ProjectType type, int first, int serial)
    {
        var path = Flow.CriticalPath(type, FactSheet.Empty);

        Assert.Equal([first, 24, 18, 18], path.Stages.Select(s => s.Days));
        Assert.Equal(first + 60, path.Days);
        Assert.True(path.Days <= 120);
        Assert.Equal(serial, Flow.SerialBaseline(type, FactSheet.Empty));
        // 行政许可法第四十二条: jointly handled, each stage within 45 working days even when everything applies.
        Assert.All(Flow.CriticalPath(type, FactSheet.Empty, withUnknown: true).Stages, s => Assert.True(s.Days <= Flow.StageLimit.Length.Value));
    }

    [Fact]
    public void Every_power_names_its_article() => Assert.All(Sound.Value.Powers.Entries, e => Assert.False(string.IsNullOrWhiteSpace(e.LegalBasis)));
}
