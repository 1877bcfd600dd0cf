using System.Text.Json;
using System.Text.Json.Nodes;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Tests.Approvals.Catalogue;

public class FlowCatalogueTests
{
    private static readonly JsonNode Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Xinyu.Root, "tests", "fixtures", "approvals", "expected.json")))!["expected"]!;

    public static TheoryData<ProjectType> AllTypes => new(ProjectTypes.All);

    [Fact]
    public void The_city_is_whole()
    {
        var city = Xinyu.City;

        Assert.Equal((34, 102, 118), (city.City.Departments.Count, city.City.Organs.Count, city.Powers.Entries.Count));
        Assert.Equal((5, 46, 49), (city.Flow.Stages.Count, city.Flow.Items.Count, city.Flow.Materials.Count));
        Assert.Equal(45, city.Flow.Items.Count(i => i.Counted));
    }

    [Theory, MemberData(nameof(AllTypes))]
    public void The_longest_chain_takes_the_published_days(ProjectType type)
    {
        var path = Xinyu.Flow.CriticalPath(type, FactSheet.Empty);

        Assert.Equal((int)Expected["criticalPathDays"]![type.Code()]!, path.Days);
        Assert.Equal(Expected["stageDays"]!.AsArray().Select(d => (int)d!), path.Stages.Select(s => s.Days));
    }

    [Theory, MemberData(nameof(AllTypes))]
    public void One_after_another_took_the_published_days(ProjectType type) =>
        Assert.Equal((int)Expected["serialLegacyDays"]![type.Code()]!, Xinyu.Flow.SerialBaseline(type, FactSheet.Empty));

    [Theory]
    [InlineData(ProjectType.Filing, 191)]
    [InlineData(ProjectType.Verification, 198)]
    [InlineData(ProjectType.GovernmentApproval, 210)]
    public void With_every_conditional_item_the_clock_stays_and_the_serial_sum_grows(ProjectType type, int serial)
    {
        Assert.Equal(36, Xinyu.Flow.CriticalPath(type, FactSheet.Empty, withUnknown: true).Days);
        Assert.Equal(serial, Xinyu.Flow.SerialBaseline(type, FactSheet.Empty, withUnknown: true));
    }

    [Fact]
    public void The_longest_chain_of_a_filing_names_its_items()
    {
        var path = Xinyu.Flow.CriticalPath(ProjectType.Filing, FactSheet.Empty);

        Assert.Equal(["S1-01", "S1-02", "S1-03", "S1-12"], path.Stages[0].Items.Select(i => i.Code));
        Assert.Equal(["S2-01", "S2-05", "S2-06", "S2-07"], path.Stages[1].Items.Select(i => i.Code));
        Assert.Equal(["S3-01", "S3-07", "S3-08"], path.Stages[2].Items.Select(i => i.Code));
        Assert.Equal(["S4-01", "S4-06"], path.Stages[3].Items.Select(i => i.Code));
        Assert.Equal(["S5-01", "S5-02", "S5-08"], path.Stages[4].Items.Select(i => i.Code));
        Assert.All(path.Stages, s => Assert.Equal(s.Days, s.Items.Sum(i => i.PromisedDays)));
    }

    [Fact]
    public void A_small_filing_needs_seven_items_in_the_first_stage()
    {
        var facts = FactSheet.Empty.With("annualEnergyTce", 300).With("annualPowerKWh", 400_000).With("siteLayers", Array.Empty<string>());

        var items = Xinyu.Flow.ApplicableItems(1, ProjectType.Filing, facts);

        Assert.Equal(["S1-01", "S1-02", "S1-03", "S1-04", "S1-05", "S1-08", "S1-12"], items.Where(a => a.Applies == Truth.Yes).Select(a => a.Item.Code));
        Assert.DoesNotContain(items, a => a.Applies == Truth.Unknown);
        Assert.Equal(12, items.Count);
    }

    [Fact]
    public void What_is_not_known_is_said()
    {
        var energy = Xinyu.Flow.Item("S1-06").AppliesWhen(ProjectType.Filing, FactSheet.Empty.With("annualEnergyTce", 300));

        Assert.Equal(Truth.Unknown, energy.Applies);
        Assert.Equal(["annualPowerKWh"], energy.Missing.Select(f => f.Name));
        Assert.Equal("尚不清楚：年用电量", energy.Explain().Zh);
    }

    [Fact]
    public void The_conclusion_waits_for_what_applies()
    {
        var flow = Xinyu.Flow;
        var dry = FactSheet.Empty.With("annualEnergyTce", 1200).With("siteLayers", ["L01"]);

        Assert.Equal(["S1-03", "S1-04", "S1-05", "S1-06", "S1-08"], flow.Prerequisites("S1-12", ProjectType.Filing, dry).Select(a => a.Item.Code));
        Assert.Equal(["S1-03", "S1-04", "S1-05", "S1-06", "S1-07"], flow.Prerequisites("S1-09", ProjectType.Verification, FactSheet.Empty).Select(a => a.Item.Code));
        Assert.Equal(Truth.Unknown, flow.Prerequisites("S1-09", ProjectType.Verification, FactSheet.Empty)[^1].Applies);
    }

    [Theory]
    [InlineData(ProjectType.Filing, "S1-12")]
    [InlineData(ProjectType.Verification, "S1-09")]
    [InlineData(ProjectType.GovernmentApproval, "S1-11")]
    public void Each_type_has_its_concluding_item(ProjectType type, string code) => Assert.Equal(code, Xinyu.Flow.Conclusion(1, type).Code);

    [Fact]
    public void An_item_of_the_city_stays_with_the_city()
    {
        var flow = Xinyu.Flow;

        Assert.Equal("FGW@360500", flow.HandlingOrgan(flow.Item("S1-09"), "360521"));
        Assert.Equal("ZRZY@360521", flow.HandlingOrgan(flow.Item("S1-03"), "360521"));
        Assert.Equal("FGW@360502", flow.LeadOrgan(1, "360502"));
    }

    [Fact]
    public void Every_organ_that_handles_an_item_holds_a_power_for_it()
    {
        foreach (var item in Xinyu.Flow.Items)
        {
            foreach (var division in Xinyu.City.City.City.AllDivisions)
            {
                var organ = Xinyu.Flow.HandlingOrgan(item, division.Code);
                Assert.Equal(item.PowerCategory, Xinyu.City.Powers.Find(organ, item.Code, Xinyu.Today)?.Category);
            }
        }
    }

    [Theory]
    [InlineData("S1-08", "360500", "余发改备〔2026〕7号")]
    [InlineData("S1-08", "360521", "分发改备〔2026〕7号")]
    [InlineData("S1-09", "360521", "余发改核〔2026〕7号")]
    [InlineData("S3-07", "360502", "建字第360502202600007号")]
    [InlineData("S1-01", "360500", null)]
    public void Results_are_numbered_in_official_style(string item, string division, string? number) =>
        Assert.Equal(number, Xinyu.Flow.ResultNumber(Xinyu.Flow.Item(item), division, 2026, 7));

    [Fact]
    public void One_set_of_materials_serves_the_stage()
    {
        var facts = FactSheet.Empty.With("annualEnergyTce", 1200).With("siteLayers", Array.Empty<string>());

        var materials = Xinyu.Flow.MaterialsOf(1, ProjectType.Filing, facts);

        Assert.Equal(["M01", "M02", "M03", "M04", "M08", "M10", "M11", "M12", "M13"], materials.Select(m => m.Material.Id));
        Assert.Equal(Necessity.Tolerable, materials.Single(m => m.Material.Id == "M11").Necessity);
        Assert.Equal(["S1-01"], materials.Single(m => m.Material.Id == "M04").Material.ProducedBy);
    }

    [Fact]
    public void Limits_keep_the_unit_of_the_law()
    {
        var flow = Xinyu.Flow;

        Assert.Equal(new LimitLength(30, LimitUnit.CalendarDay), flow.Item("S1-05").Statutory!.Length);
        Assert.Equal(new LimitLength(20), flow.Item("S1-09").Statutory!.Length);
        Assert.Equal(new LimitLength(40), flow.Item("S1-09").Statutory!.Extension);
        Assert.True(flow.Item("S1-08").Statutory!.AtOnce);
        Assert.Null(flow.Item("S1-10").Statutory);
        Assert.Equal((45, 15), (flow.StageLimit.Length.Value, flow.StageLimit.Extension!.Value.Value));
    }

    [Fact]
    public void The_version_follows_the_content_and_not_the_layout()
    {
        var folder = Directory.CreateTempSubdirectory("tongban-version-").FullName;
        try
        {
            var text = File.ReadAllText(Path.Combine(Xinyu.Folder, "flow.json"));
            File.WriteAllText(Path.Combine(folder, "flow.json"), text);
            var first = CatalogueFile.Version(folder, "flow.json");
            File.WriteAllText(Path.Combine(folder, "flow.json"), text.Replace("\n", "\r\n  ", StringComparison.Ordinal));
            var spaced = CatalogueFile.Version(folder, "flow.json");
            File.WriteAllText(Path.Combine(folder, "flow.json"), text.Replace("\"promisedDays\": 4", "\"promisedDays\": 3", StringComparison.Ordinal));

            Assert.Equal(first, spaced);
            Assert.NotEqual(first, CatalogueFile.Version(folder, "flow.json"));
            Assert.Matches("^[0-9a-f]{12}$", Xinyu.Flow.Version);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_report_shows_days_and_chains()
    {
        var text = CatalogueReport.Of(Xinyu.City).Render();

        Assert.Contains("36", text, StringComparison.Ordinal);
        Assert.Contains("135", text, StringComparison.Ordinal);
        Assert.Contains("S1-02 1 → S1-03 4 → S1-12 2", text, StringComparison.Ordinal);
        Assert.Contains(Xinyu.Flow.Version, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_names_a_schema_that_is_there()
    {
        foreach (var file in Directory.GetFiles(Xinyu.Folder, "*.json"))
        {
            var schema = (string)JsonNode.Parse(File.ReadAllText(file))!["$schema"]!;
            var path = Path.GetFullPath(Path.Combine(Xinyu.Folder, schema));
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string)JsonNode.Parse(File.ReadAllText(path))!["$schema"]!);
        }
    }

    [Theory]
    [InlineData("city", "", typeof(CityData), "schema,name,allDivisions")]
    [InlineData("departments", "/properties/departments/items", typeof(DepartmentData), "name")]
    [InlineData("organs", "/properties/organs/items", typeof(OrganData), "name")]
    [InlineData("powers", "/properties/entries/items", typeof(PowerEntryData), "name")]
    [InlineData("flow", "", typeof(FlowFile), "schema")]
    [InlineData("flow", "/$defs/item", typeof(ItemRow), "")]
    [InlineData("flow", "/$defs/fact", typeof(FactRow), "")]
    [InlineData("flow", "/$defs/stage", typeof(StageRow), "")]
    [InlineData("flow", "/$defs/limit", typeof(LimitRow), "")]
    [InlineData("flow", "/$defs/material", typeof(MaterialRow), "")]
    [InlineData("flow", "/$defs/clockStopType", typeof(ClockStopRow), "")]
    [InlineData("flow", "/$defs/linkage", typeof(LinkageFile), "")]
    [InlineData("flow", "/$defs/jurisdiction", typeof(JurisdictionRow), "")]
    [InlineData("flow", "/$defs/earlyStart", typeof(EarlyStartRow), "")]
    [InlineData("flow", "/$defs/group", typeof(GroupRow), "")]
    public void Schemas_and_records_have_the_same_members(string schema, string at, Type record, string computed)
    {
        var node = JsonNode.Parse(File.ReadAllText(Path.Combine(Xinyu.Root, "catalog", "schema", $"{schema}.schema.json")))!;
        foreach (var step in at.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = node[step]!;

        Assert.Equal(
            record.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Except(computed.Split(',')).Order(StringComparer.Ordinal),
            node["properties"]!.AsObject().Select(p => p.Key).Where(k => k != "$schema").Order(StringComparer.Ordinal));
    }
}
