using System.Text.Json.Nodes;

namespace Tongban.Tests.Approvals.Catalogue;

/// <summary>Each fault is planted once in a copy of the city and has to be found, with its place.</summary>
public class FaultTests
{
    private sealed record Plant(string Code, string File, string Path, Action<JsonObject> Edit, string? In = null)
    {
        public string EditedFile => In ?? File;
    }

    private static readonly Dictionary<string, Plant> Plants = new Plant[]
    {
        new("unknown-member", "flow.json", "items[2].promissedDays", f => f.Item("S1-03")["promissedDays"] = 3),
        new("missing-member", "flow.json", "items[2]", f => f.Item("S1-03").Remove("legacyDays")),
        new("wrong-type", "flow.json", "items[2].promisedDays", f => f.Item("S1-03")["promisedDays"] = "4"),
        new("wrong-type", "flow.json", "items[2].role", f => f.Item("S1-03")["role"] = "parallell"),
        new("wrong-type", "flow.json", "items[2].role", f => f.Item("S1-03")["role"] = 3),
        new("wrong-type", "flow.json", "items[2].nameZh", f => f.Item("S1-03")["nameZh"] = null),
        new("wrong-type", "flow.json", "items[2].dependsOn", f => f.Item("S1-03")["dependsOn"] = "S1-02"),
        new("wrong-type", "flow.json", "items[2].result", f => f.Item("S1-03")["result"] = "批复"),
        new("wrong-type", "powers.json", "entries[0].validFrom", f => f["entries"]![0]!["validFrom"] = "2015-02-30"),
        new("missing-member", "city.json", "", f => f.Remove("timeZone")),
        new("unknown-time-zone", "city.json", "timeZone", f => f["timeZone"] = "Asia/Xinyu"),
        new("division-form", "city.json", "divisions[0].code", f => f["divisions"]![0]!["code"] = "370502"),
        new("division-kind", "city.json", "divisions[0].kind", f => f["divisions"]![0]!["kind"] = "region"),
        new("duplicate-id", "city.json", "divisions[1].code", f => f["divisions"]![1]!["code"] = "360502"),
        new("name-missing", "city.json", "nameEn", f => f["nameEn"] = "新余"),
        new("department-form", "departments.json", "departments[0].id", f => f["departments"]![0]!["id"] = "fgw"),
        new("duplicate-id", "departments.json", "departments[1].id", f => f["departments"]![1]!["id"] = "FGW"),
        new("name-missing", "departments.json", "departments[3].nameZh", f => f["departments"]![3]!["nameZh"] = "ZJJ"),
        new("organ-missing", "organs.json", "", f => f["organs"]!.AsArray().RemoveAt(5)),
        new("lead-without-organ", "flow.json", "stages[0].leadDepartment", f => RemoveOrgan(f, "FGW@360521"), "organs.json"),
        new("unknown-department", "organs.json", "organs[0].department", f => f["organs"]![0]!["department"] = "XXX"),
        new("unknown-division", "organs.json", "organs[0].division", f => f["organs"]![0]!["division"] = "360599"),
        new("organ-key", "organs.json", "organs[0].key", f => f["organs"]![0]!["key"] = "FGW@3605"),
        new("organ-level", "organs.json", "organs[0].level", f => f["organs"]![0]!["level"] = "county"),
        new("unknown-department", "flow.json", "items[2].department", f => f.Item("S1-03")["department"] = "GTJ"),
        new("unknown-department", "flow.json", "items[1].consults[1]", f => f.Item("S1-02")["consults"]![1] = "GTJ"),
        new("unknown-department", "flow.json", "stages[1].leadDepartment", f => f["stages"]![1]!["leadDepartment"] = "GTJ"),
        new("unknown-material", "flow.json", "items[2].materials[0].ref", f => f.Item("S1-03")["materials"]![0]!["ref"] = "M99"),
        new("duplicate-id", "flow.json", "items[2].materials[1].ref", f => f.Item("S1-03")["materials"]![1]!["ref"] = "M04"),
        new("duplicate-id", "flow.json", "items[3].id", f => f.Item("S1-04")["id"] = "S1-03"),
        new("duplicate-id", "flow.json", "materials[1].id", f => f["materials"]![1]!["id"] = "M01"),
        new("duplicate-id", "flow.json", "facts[1].name", f => f["facts"]![1]!["name"] = "annualEnergyTce"),
        new("unknown-item", "flow.json", "items[2].dependsOn[0]", f => f.Item("S1-03")["dependsOn"]![0] = "S1-42"),
        new("unknown-item", "flow.json", "materials[3].producedBy[0]", f => f["materials"]![3]!["producedBy"]![0] = "S1-42"),
        new("unknown-item", "powers.json", "entries[0].itemCode", f => f["entries"]![0]!["itemCode"] = "S9-99"),
        new("item-form", "flow.json", "items[2].id", f => f.Item("S1-03")["id"] = "S2-03"),
        new("unknown-stage", "flow.json", "items[2].stage", f => f.Item("S1-03")["stage"] = 7),
        new("unknown-stage", "flow.json", "facts[0].stage", f => f["facts"]![0]!["stage"] = 0),
        new("stage-order", "flow.json", "stages[1].no", f => f["stages"]![1]!["no"] = 3),
        new("dependency-cycle", "flow.json", "items[1].dependsOn", f => f.Item("S1-02")["dependsOn"] = new JsonArray("S1-05")),
        new("dependency-across-stages", "flow.json", "items[12].dependsOn[0]", f => f.Item("S2-01")["dependsOn"] = new JsonArray("S1-03")),
        new("unknown-item", "flow.json", "linkage.jurisdiction[0].item", f => f.Jurisdiction(0)["item"] = "S1-42"),
        new("first-step-days", "flow.json", "linkage.jurisdiction[0].firstStepDays", f => f.Jurisdiction(0).Remove("firstStepDays")),
        new("first-step-above-law", "flow.json", "linkage.jurisdiction[0].firstStepDays", f => f.Jurisdiction(0)["firstStepDays"] = 21),
        new("jurisdiction-empty", "flow.json", "linkage.jurisdiction[0]", f => f.Jurisdiction(0)["investmentBelow"] = 500000000),
        new("jurisdiction-unreachable", "flow.json", "linkage.jurisdiction[1]", f => { f.Jurisdiction(1)["item"] = "S1-03"; f.Jurisdiction(1)["investmentFrom"] = 600000000; }),
        new("jurisdiction-role", "flow.json", "linkage.jurisdiction[0].item", f => f.Jurisdiction(0)["item"] = "S1-02"),
        new("unknown-division", "flow.json", "linkage.jurisdiction[3].divisions", f => f.Jurisdiction(3)["divisions"] = new JsonArray("360522")),
        new("linkage-organ-missing", "flow.json", "linkage.jurisdiction[1]", f => RemoveOrgan(f, "STHJ@360521"), "organs.json"),
        new("no-power-in-force", "flow.json", "linkage.jurisdiction[0]", f => f.Jurisdiction(0)["item"] = "S1-09"),
        new("early-start-role", "flow.json", "linkage.earlyStart[0].item", f => f["linkage"]!["earlyStart"]![0]!["item"] = "S1-05"),
        new("early-start-ungated", "flow.json", "linkage.earlyStart[0].after", f => f["linkage"]!["earlyStart"]![0]!["after"] = new JsonArray()),
        new("early-start-not-earlier", "flow.json", "linkage.earlyStart[0].after[0]", f => f["linkage"]!["earlyStart"]![0]!["after"]![0] = "S2-01"),
        new("group-empty", "flow.json", "linkage.groups[3].items", f => f.Group(3)["items"] = new JsonArray()),
        new("group-role", "flow.json", "linkage.groups[1].items", f => f.Group(1)["items"]!.AsArray().Add("S5-08")),
        new("group-of-one", "flow.json", "linkage.groups[0].items", f => f.Group(0)["departments"] = new JsonArray()),
        new("group-overlap", "flow.json", "linkage.groups[1].items", f => f.Group(0)["items"] = new JsonArray("S5-02", "S5-05")),
        new("group-across-stages", "flow.json", "linkage.groups[1].items", f => f.Group(1)["items"]!.AsArray().Add("S4-03")),
        new("group-without-material", "flow.json", "linkage.groups[2].material", f => f.Group(2).Remove("material")),
        new("unknown-project-type", "flow.json", "items[2].appliesTo[1]", f => f.Item("S1-03")["appliesTo"]![1] = "VERIFY"),
        new("applies-to-nothing", "flow.json", "items[5].appliesTo", f => f.Item("S1-06")["appliesTo"] = new JsonArray()),
        new("mandatory-not-applicable", "flow.json", "items[7].mandatoryFor[1]", f => f.Item("S1-08")["mandatoryFor"] = new JsonArray("FILE", "GOV")),
        new("condition-missing", "flow.json", "items[5].condition", f => f.Item("S1-06")["condition"] = null),
        new("condition-idle", "flow.json", "items[2].condition", f => f.Item("S1-03")["condition"] = "annualEnergyTce > 1"),
        new("condition-syntax", "flow.json", "items[5].condition", f => f.Item("S1-06")["condition"] = "annualEnergyTce >= 1000 || annualPowerKWh >= 5000000"),
        new("condition-type", "flow.json", "items[5].condition", f => f.Item("S1-06")["condition"] = "annualEnergyTce contains 'L23'"),
        new("unknown-fact", "flow.json", "items[5].condition", f => f.Item("S1-06")["condition"] = "annualEnergy >= 1000"),
        new("unknown-value", "flow.json", "items[6].condition", f => f.Item("S1-07")["condition"] = "siteLayers contains 'L34'"),
        new("fact-asked-later", "flow.json", "items[5].condition", f => f.Item("S1-06")["condition"] = "earthworkM3 > 1"),
        new("fact-form", "flow.json", "facts[10].name", f => f["facts"]![10]!["name"] = "road_occupation"),
        new("fact-unit-missing", "flow.json", "facts[0]", f => f["facts"]![0]!.AsObject().Remove("unitEn")),
        new("fact-values-missing", "flow.json", "facts[2]", f => f["facts"]![2]!["values"] = new JsonArray()),
        new("promise-above-statute", "flow.json", "items[2].promisedDays", f => f.Item("S1-03")["promisedDays"] = 21),
        new("promise-above-statute", "flow.json", "items[7].promisedDays", f => f.Item("S1-08")["promisedDays"] = 1),
        new("promise-above-statute", "flow.json", "items[33].promisedDays", f => f.Item("S4-06")["promisedDays"] = 8),
        new("negative-days", "flow.json", "items[2]", f => f.Item("S1-03")["legacyDays"] = -1),
        new("limit-form", "flow.json", "items[2].statutoryLimit.value", f => f.Item("S1-03")["statutoryLimit"]!["value"] = 0),
        new("limit-form", "flow.json", "items[2].statutoryLimit.extension", f => f.Item("S1-03")["statutoryLimit"]!["extension"]!["basis"] = ""),
        new("basis-missing", "flow.json", "items[2].statutoryLimit.basis", f => f.Item("S1-03")["statutoryLimit"]!["basis"] = ""),
        new("basis-missing", "flow.json", "clockStopTypes[0].basis", f => f["clockStopTypes"]![0]!["basis"] = " "),
        new("basis-missing", "powers.json", "entries[0].legalBasis", f => f["entries"]![0]!["legalBasis"] = ""),
        new("document-mark", "flow.json", "items[2].result.documentMark", f => f.Item("S1-03")["result"]!["documentMark"] = null),
        new("remedies-missing", "flow.json", "remedies", f => f["remedies"]!["basis"] = ""),
        new("unknown-clock-stop", "flow.json", "items[2].clockStops[0]", f => f.Item("S1-03")["clockStops"]![0] = "long-weekend"),
        new("no-conclusion", "flow.json", "stages[0]", f => f.Item("S1-09")["role"] = "parallel"),
        new("several-conclusions", "flow.json", "stages[0]", f => f.Item("S1-10")["role"] = "conclusion"),
        new("conclusion-conditional", "flow.json", "items[8]", f => (f.Item("S1-09")["mandatoryFor"], f.Item("S1-09")["condition"]) = (new JsonArray(), "annualEnergyTce > 1")),
        new("not-by-lead", "flow.json", "items[1].department", f => f.Item("S1-02")["department"] = "ZSJ"),
        new("role-twice", "flow.json", "stages[0]", f => f.Item("S1-10")["role"] = "pre-check"),
        new("filing-not-instant", "flow.json", "items[7]", f => f.Item("S1-08")["handling"] = "promised"),
        new("follow-on-counted", "flow.json", "items[45].countedInCriticalPath", f => f.Item("S5-09")["countedInCriticalPath"] = true),
        new("unknown-power-category", "flow.json", "items[2].powerCategory", f => f.Item("S1-03")["powerCategory"] = "44"),
        new("power-category-mismatch", "flow.json", "items[2].powerCategory", f => f.Item("S1-03")["powerCategory"] = "20"),
        new("no-power-in-force", "flow.json", "items[2]", f => Power(f, "ZRZY@360521", "S1-03")["validTo"] = "2026-03-01", "powers.json"),
        new("no-power-in-force", "flow.json", "items[2]", f => Power(f, "ZRZY@360521", "S1-03")["validFrom"] = "2026-03-03", "powers.json"),
        new("no-power-in-force", "flow.json", "items[5]", f => Power(f, "FGW@360500", "S1-06")["itemCode"] = "S1-07", "powers.json"),
        new("unknown-organ", "powers.json", "entries[0].organ", f => f["entries"]![0]!["organ"] = "BDC@370000"),
        new("unknown-power-category", "powers.json", "entries[0].category", f => f["entries"]![0]!["category"] = "44"),
        new("validity-reversed", "powers.json", "entries[0].validTo", f => f["entries"]![0]!["validTo"] = "2014-12-31"),
        new("power-status", "powers.json", "entries[0].status", f => f["entries"]![0]!["status"] = "draft"),
        new("power-code-form", "powers.json", "entries[0].code", f => f["entries"]![0]!["code"] = "360500-BDC-1"),
        new("power-code-mismatch", "powers.json", "entries[0].code", f => f["entries"]![0]!["code"] = "360502-Q-BDC-07-0009-00"),
        new("duplicate-id", "powers.json", "entries[1].code", f => f["entries"]![1]!["code"] = (string)f["entries"]![0]!["code"]!),
        new("organ-level", "powers.json", "entries[0].level", f => f["entries"]![0]!["level"] = "county"),
    }.Select((p, i) => (p, i)).ToDictionary(p => $"{p.i:00} {p.p.Code} at {p.p.File} {p.p.Path}", p => p.p);

    public static TheoryData<string> Names => new(Plants.Keys);

    [Theory, MemberData(nameof(Names))]
    public void A_planted_fault_is_found_at_its_place(string name)
    {
        var plant = Plants[name];

        var faults = Xinyu.FaultsOf(plant.EditedFile, plant.Edit);

        var fault = faults.FirstOrDefault(f => f.Code == plant.Code && f.File == plant.File && f.Path == plant.Path);
        Assert.True(fault is not null, $"found instead: {string.Join(" | ", faults)}");
        Assert.False(string.IsNullOrWhiteSpace(fault.Text.Zh) || string.IsNullOrWhiteSpace(fault.Text.En));
    }

    [Fact]
    public void More_than_forty_kinds_of_fault_are_told_apart() =>
        Assert.True(Plants.Values.Select(p => p.Code).Distinct().Count() >= 40);

    [Fact]
    public void All_faults_come_at_once()
    {
        var faults = Xinyu.FaultsOf("flow.json", f =>
        {
            f.Item("S1-03")["department"] = "GTJ";
            f.Item("S1-05")["dependsOn"]![0] = "S1-42";
            f.Item("S1-06")["condition"] = "annualEnergy >= 1000";
            f.Item("S4-06")["promisedDays"] = 8;
        });

        Assert.Equal(["promise-above-statute", "unknown-department", "unknown-fact", "unknown-item"], faults.Select(f => f.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_faults_of_shape_come_at_once_from_all_files()
    {
        var faults = Xinyu.InCopy(folder =>
        {
            var flow = Path.Combine(folder, "flow.json");
            File.WriteAllText(flow, File.ReadAllText(flow).Replace("\"promisedDays\": 4", "\"promisedDays\": 4.5", StringComparison.Ordinal));
            File.Delete(Path.Combine(folder, "organs.json"));
        });

        Assert.Contains(faults, f => f is { Code: "missing-file", File: "organs.json" });
        Assert.True(faults.Count(f => f.Code == "wrong-type" && f.Path.EndsWith(".promisedDays", StringComparison.Ordinal)) > 10);
    }

    [Fact]
    public void A_cycle_is_named_item_by_item()
    {
        var faults = Xinyu.FaultsOf("flow.json", f => f.Item("S1-02")["dependsOn"] = new JsonArray("S1-05"));

        Assert.Contains("S1-02 → S1-05 → S1-02", Assert.Single(faults).Text.En);
    }

    [Theory]
    [InlineData("{ \"a\": 1, }")]
    [InlineData("{ /* why */ }")]
    [InlineData("{ \"a\": 1, \"a\": 2 }")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{ \"a\\ud800\": 1 }")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]")]
    public void Loose_json_is_refused(string text) => Assert.Contains(
        Xinyu.InCopy(folder => File.WriteAllText(Path.Combine(folder, "powers.json"), text)), f => f is { Code: "not-json", File: "powers.json" });

    [Fact]
    public void A_missing_folder_is_told_file_by_file() =>
        Assert.Equal(4, Xinyu.InCopy(folder => Array.ForEach(Directory.GetFiles(folder), File.Delete)).Count(f => f.Code == "missing-file"));

    [Theory]
    [InlineData("city.json"), InlineData("departments.json"), InlineData("organs.json"), InlineData("powers.json"), InlineData("flow.json")]
    public void Whatever_stands_in_a_file_the_compiler_answers(string file)
    {
        var random = new Random(360500);
        for (var round = 0; round < 25; round++)
        {
            Xinyu.FaultsOf(file, root =>
            {
                for (var i = 0; i < 3; i++)
                    Spoil(root, random);
            });
        }
    }

    private static void Spoil(JsonObject root, Random random)
    {
        JsonNode node = root;
        while (true)
        {
            var inner = node is JsonObject o ? o.Select(p => p.Value).ToList() : [.. node.AsArray()];
            if (inner.Count == 0)
                return;
            var at = random.Next(inner.Count);
            if (inner[at] is JsonObject or JsonArray && random.Next(10) > 0)
            {
                node = inner[at]!;
                continue;
            }

            JsonNode? value = random.Next(9) switch
            {
                0 => null,
                1 => "",
                2 => -1,
                3 => 99_999_999_999L,
                4 => new JsonArray(),
                5 => new JsonObject(),
                6 => "S1-03",
                7 => true,
                _ => inner[random.Next(inner.Count)]?.DeepClone(),
            };
            if (node is JsonObject target)
                target[target.ElementAt(at).Key] = value;
            else
                node.AsArray()[at] = value;
            return;
        }
    }

    private static JsonObject Power(JsonObject powers, string organ, string item) =>
        powers["entries"]!.AsArray().Single(e => (string)e!["organ"]! == organ && (string)e["itemCode"]! == item)!.AsObject();

    private static void RemoveOrgan(JsonObject organs, string key)
    {
        var list = organs["organs"]!.AsArray();
        list.Remove(list.Single(o => (string)o!["key"]! == key));
    }
}
