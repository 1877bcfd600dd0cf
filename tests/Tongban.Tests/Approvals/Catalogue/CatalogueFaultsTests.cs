using System.Text.Json.Nodes;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation.Catalogue;

namespace Tongban.Tests.Approvals.Catalogue;

/// <summary>One fault planted at a time, as a tired hand would make it: the compiler names the item and the rule, and says nothing else.</summary>
public class CatalogueFaultsTests
{
    /// <param name="Names">What the sentence has to name: the item, the organ, the stage.</param>
    private sealed record Plant(string Code, string Names, Action<Copy> Make);

    private static readonly Dictionary<string, Plant> Plants = new Plant[]
    {
        new("dependency-cycle", "S3-07", c => c.Flow(f => f.Item("S3-01")["dependsOn"] = new JsonArray("S3-07"))),
        new("organ-missing", "CGJ@360521", c => c.RemoveOrgan("CGJ@360521")),
        new("promise-above-statute", "S1-03", c => c.Flow(f => f.Item("S1-03")["promisedDays"] = 21)),
        new("no-power-in-force", "ZRZY@360521", c => c.Power("ZRZY@360521", "S1-03", p => p["validTo"] = "2026-03-01")),
        new("unknown-item", "S4-77", c => c.Flow(f => f.Item("S4-06")["dependsOn"]!.AsArray().Add("S4-77"))),
        new("dependency-across-stages", "S2-01", c => c.Flow(f => f.Item("S1-10")["dependsOn"]!.AsArray().Add("S2-01"))),
        new("duplicate-id", "S1-03", c => c.Flow(f => f["items"]!.AsArray().Add(f.Item("S1-03").DeepClone()))),
        new("stage-without-lead", "立项审批", c => c.Flow(f => f["stages"]![0]!["leadDepartment"] = "")),
        new("several-conclusions", "S1-10", c => c.Flow(f => f.Item("S1-10")["role"] = "conclusion")),
        new("no-conclusion", "APPR", c => c.Flow(f => f.Item("S1-09")["role"] = "parallel")),
        new("applies-to-nothing", "S1-06", c => c.Flow(f => (f.Item("S1-06")["appliesTo"], f.Item("S1-06")["condition"]) = (new JsonArray(), null))),
        new("unknown-fact", "S1-06", c => c.Flow(f => f.Item("S1-06")["condition"] = "annualCoal >= 1000")),
        new("condition-type", "S1-06", c => c.Flow(f => f.Item("S1-06")["condition"] = "annualEnergyTce contains 'L23'")),
        new("unknown-value", "S1-07", c => c.Flow(f => f.Item("S1-07")["condition"] = "siteLayers contains 'L99'")),
        new("condition-syntax", "S1-06", c => c.Flow(f => f.Item("S1-06")["condition"] = "annualEnergyTce >= 1000 or")),
        new("fact-asked-later", "S1-06", c => c.Flow(f => f.Item("S1-06")["condition"] = "spoilM3 > 0")),
        new("condition-missing", "S1-06", c => c.Flow(f => f.Item("S1-06")["condition"] = null)),
        new("unknown-material", "S1-03", c => c.Flow(f => f.Item("S1-03")["materials"]![0]!["ref"] = "M99")),
        new("material-without-issuer", "M16", c => c.Flow(f => Material(f, "M16")["producedBy"] = new JsonArray())),
        new("tolerance-not-allowed", "S2-04", c => c.Flow(f => f.Item("S2-04")["materials"]![1]!["necessity"] = "tolerable")),
        new("unknown-clock-stop", "S1-05", c => c.Flow(f => f.Item("S1-05")["clockStops"]!.AsArray().Add("long-weekend"))),
        new("unreachable-item", "S4-09", c => c.Flow(f => f.Item("S4-09")["dependsOn"] = new JsonArray("S4-06"))),
        new("dependency-idle", "S1-10", c => c.Flow(f => f.Item("S1-08")["dependsOn"]!.AsArray().Add("S1-10"))),
        new("level-without-organ", "S3-01", c => c.CountyOnly("S3-01", "ZRZY@360500")),
        new("document-mark", "S1-05", c => c.Flow(f => f.Item("S1-05")["result"]!["documentMark"] = null)),
        new("calendar-missing", "2026", c => File.Delete(Path.Combine(c.Calendars, "2026.json"))),
        new("basis-missing", "S1-03", c => c.Flow(f => f.Item("S1-03")["statutoryLimit"]!["basis"] = "")),
        new("not-by-lead", "S4-06", c => c.TakenOver("S4-06", "ZJJ", "ZSJ")),
        new("opinion-days", "6", c => c.Flow(f => f["opinionDays"] = 6)),
        new("power-category-mismatch", "S1-07", c => c.Flow(f => f.Item("S1-07")["powerCategory"] = "20")),
        new("remedies-missing", "救济", c => c.Flow(f => f["remedies"]!["basis"] = "")),
    }.ToDictionary(p => p.Code);

    public static TheoryData<string> Codes => new(Plants.Keys);

    [Theory, MemberData(nameof(Codes))]
    public void A_planted_fault_is_named_with_its_rule_and_alone(string code)
    {
        var plant = Plants[code];
        var copy = new Copy();
        try
        {
            plant.Make(copy);
            var faults = CatalogueCompiler.Compile(copy.Folder, Xinyu.Today, copy.Calendars).Faults;

            Assert.True(faults.Count > 0, "nothing was found");
            Assert.All(faults, f => Assert.Equal(code, f.Code));
            Assert.Contains(faults, f => f.Text.Zh.Contains(plant.Names, StringComparison.Ordinal));
            Assert.All(faults, f => Assert.False(string.IsNullOrWhiteSpace(f.Rule?.Zh) || string.IsNullOrWhiteSpace(f.Rule?.En), $"{f.Code} has no rule"));
        }
        finally
        {
            copy.Delete();
        }
    }

    [Fact]
    public void At_least_twenty_faults_have_messages_of_their_own()
    {
        var sentences = Plants.Values.Select(p =>
        {
            var copy = new Copy();
            try
            {
                p.Make(copy);
                return CatalogueCompiler.Compile(copy.Folder, Xinyu.Today, copy.Calendars).Faults[0].Text.En;
            }
            finally
            {
                copy.Delete();
            }
        }).Distinct(StringComparer.Ordinal).ToList();

        Assert.Equal(Plants.Count, sentences.Count);
        Assert.True(sentences.Count >= 20);
    }

    [Fact]
    public void The_copy_itself_is_sound()
    {
        var copy = new Copy();
        try
        {
            Assert.Empty(CatalogueCompiler.Compile(copy.Folder, Xinyu.Today, copy.Calendars).Faults);
        }
        finally
        {
            copy.Delete();
        }
    }

    private static JsonObject Material(JsonObject flow, string id) => flow["materials"]!.AsArray().Single(m => (string)m!["id"]! == id)!.AsObject();

    /// <summary>The city and the calendars in a folder of their own.</summary>
    private sealed class Copy
    {
        private readonly string _root = Directory.CreateTempSubdirectory("tongban-faults-").FullName;

        public Copy()
        {
            Take(Xinyu.Folder, Folder);
            Take(Path.Combine(Xinyu.Root, "catalog", "cn", "calendar"), Calendars);
        }

        public string Folder => Path.Combine(_root, "xinyu");

        public string Calendars => Path.Combine(_root, "calendar");

        public void Delete() => Directory.Delete(_root, recursive: true);

        public void Flow(Action<JsonObject> edit) => Edit("flow.json", edit);

        public void Power(string organ, string item, Action<JsonObject> edit) => Edit("powers.json", p => edit(Entries(p).Single(e => (string)e["organ"]! == organ && (string)e["itemCode"]! == item)));

        public void RemoveOrgan(string key) => Edit("organs.json", o => o["organs"]!.AsArray().Remove(o["organs"]!.AsArray().Single(x => (string)x!["key"]! == key)));

        /// <summary>The item goes down to the counties, and the city's organ loses its power for it.</summary>
        public void CountyOnly(string item, string cityOrgan)
        {
            Flow(f => f.Item(item)["level"] = "county");
            Edit("powers.json", p => p["entries"]!.AsArray().Remove(Entries(p).Single(e => (string)e["organ"]! == cityOrgan && (string)e["itemCode"]! == item)));
        }

        /// <summary>Another department handles the item, and holds the powers for it.</summary>
        public void TakenOver(string item, string from, string to)
        {
            Flow(f => f.Item(item)["department"] = to);
            Edit("powers.json", p =>
            {
                foreach (var (entry, i) in Entries(p).Where(e => (string)e["itemCode"]! == item).Select((e, i) => (e, i)))
                {
                    entry["organ"] = ((string)entry["organ"]!).Replace(from, to, StringComparison.Ordinal);
                    entry["code"] = $"{((string)entry["organ"]!).Split('@')[1]}-Q-{to}-{(string)entry["category"]!}-{9000 + i}-00";
                }
            });
        }

        private static IEnumerable<JsonObject> Entries(JsonObject powers) => powers["entries"]!.AsArray().Select(e => e!.AsObject());

        private void Edit(string file, Action<JsonObject> edit)
        {
            var path = Path.Combine(Folder, file);
            var root = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            edit(root);
            File.WriteAllText(path, root.ToJsonString());
        }

        private static void Take(string from, string to)
        {
            Directory.CreateDirectory(to);
            foreach (var file in Directory.GetFiles(from))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
