using System.Text.Json;
using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Tests.Approvals.Catalogue;

namespace Tongban.Tests.Dispatch;

/// <summary>The 27 models as data: compiled, proved, and refused with a code of its own for every kind of fault.</summary>
public class ModelTests
{
    [Fact]
    public void The_citys_models_are_sound()
    {
        var catalogue = DispatchBuilder.Catalogue;
        Assert.Equal([5, 4, 4, 4, 4, 3, 3], catalogue.Models.GroupBy(m => m.Data.GroupZh).Select(g => g.Count()));
        Assert.Equal(Enumerable.Range(1, 27).Select(i => $"XT-{i:00}"), catalogue.Models.Select(m => m.Code));
        Assert.Equal("FGW@360500", catalogue.Office);
        Assert.All(catalogue.Models, m => Assert.Equal(m.Data.Compare.Count, m.Conditions.Count));
    }

    [Fact]
    public async Task What_no_room_knows_is_taken_from_the_report_and_says_so()
    {
        var stated = new Dictionary<string, string> { ["estimateWan"] = "12000", ["feasibilityWan"] = "10000", ["workersNeeded"] = "100", ["workersOnSite"] = "70" };
        async Task<CompareResult> CompareAsync(string model, params IProjectFactSource[] rooms)
        {
            var found = DispatchBuilder.Catalogue.Find(model)!;
            return (await new FactDesk(DispatchBuilder.Catalogue, rooms).AskAsync(DispatchBuilder.Project(), [found], stated, new(2026, 3, 2), default)).Compare(found);
        }
        var estimate = (await CompareAsync("XT-11")).Conditions[0];
        Assert.Equal(Truth.True, estimate.Truth);
        // 万元 on the form, yuan in the fact; the evidence names who said it.
        Assert.Equal(("120000000", "项目单位填报"), (estimate.Facts[0].Value, estimate.Facts[0].SourceZh));
        Assert.Equal(Truth.True, (await CompareAsync("XT-26")).Conditions[0].Truth);
        // What a room knows goes before what the unit states.
        Assert.Equal(Truth.False, (await CompareAsync("XT-26", new Week())).Conditions[0].Truth);
        stated.Clear();
        Assert.Equal(Truth.NoData, (await CompareAsync("XT-11")).Conditions[0].Truth);
    }

    private sealed class Week : IProjectFactSource
    {
        public Words Name => ("周调度", "the weekly dispatch");

        public Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<ProjectFact>>([new("weekly.workersNeeded", "100"), new("weekly.workersOnSite", "95")]);
    }

    [Fact]
    public void Every_way_through_the_questions_leads_to_one_model_and_every_model_is_reached()
    {
        var table = DispatchBuilder.Catalogue.File.Classification;
        Assert.Empty(table.Gaps());
        Assert.Empty(table.Overlaps());
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in table.Facts[0].Values)
        {
            foreach (var answer in table.Facts.Single(f => f.Name == group.Value).Values)
            {
                // What the other questions would say changes nothing.
                var answers = table.Facts.Skip(1).ToDictionary(f => f.Name, f => f.Values[0].Value, StringComparer.Ordinal);
                (answers["group"], answers[group.Value]) = (group.Value, answer.Value);
                reached.Add(table.Decide(answers)!);
            }
        }
        Assert.Equal(27, reached.Count);
    }

    [Theory]
    [InlineData("3", "no", "no", "no", "3")]
    [InlineData("2", "no", "no", "no", "2")]
    [InlineData("3", "no", "yes", "no", "2")]
    [InlineData("3", "no", "yes", "yes", "1")]
    [InlineData("2", "no", "no", "yes", "2")]
    [InlineData("1", "no", "no", "no", "1")]
    [InlineData("3", "yes", "no", "no", "1")]
    public void The_grade_follows_from_the_table(string model, string cross, string key, string delayed, string grade) =>
        Assert.Equal(grade, DispatchBuilder.Catalogue.File.Grading.Decide(new Dictionary<string, string> { ["model"] = model, ["crossDivision"] = cross, ["keyProject"] = key, ["delayed"] = delayed }));

    public static TheoryData<string, string, string> Faults => new()
    {
        { "unknown-member", "\"status\":", "\"stand\":1,\"status\":" },
        { "not-json", "{\n  \"$schema\"", "\n  \"$schema\"" },
        { "unit-missing", "\"office\": \"FGW\"", "\"office\": \"QQQ\"" },
        { "limit", "\"feedbackWithin\": 3", "\"feedbackWithin\": 0" },
        { "duplicate-id", "\"code\": \"XT-02\"", "\"code\": \"XT-01\"" },
        { "name-missing", "\"itemEn\": \"Planning conditions delayed\"", "\"itemEn\": \"\"" },
        { "unknown-unit", "\"leadUnit\": \"林业局\"", "\"leadUnit\": \"林务局\"" },
        { "unit-twice", "\"coUnits\": [\"财政局\", \"农业农村局\"]", "\"coUnits\": [\"财政局\", \"财政局\"]" },
        { "unknown-grade", "\"defaultGrade\": \"1\"", "\"defaultGrade\": \"4\"" },
        { "unknown-field", "\"fields\": [\"forestAreaHa\"]", "\"fields\": [\"forestAreaMu\"]" },
        { "table-gap", "{\"when\": {\"group\": [\"land\"], \"land\": [\"quota\"]}, \"then\": \"XT-03\"},", "" },
        { "table-overlap", "{\"when\": {\"group\": [\"land\"], \"land\": [\"quota\"]}", "{\"when\": {\"group\": [\"land\"], \"land\": [\"quota\", \"supply\"]}" },
        { "table-fact", "\"when\": {\"group\": [\"land\"], \"land\": [\"quota\"]}", "\"when\": {\"group\": [\"land\"], \"ground\": [\"quota\"]}" },
        { "table-value", "\"land\": [\"quota\"]", "\"land\": [\"quotum\"]" },
        { "table-outcome", "\"then\": \"XT-03\"", "\"then\": \"XT-33\"" },
        { "table-unreached", "\"then\": \"XT-03\"", "\"then\": \"XT-04\"" },
        { "unknown-evidence", "\"evidence\": \"quota\"}", "\"evidence\": \"hearsay\"}" },
        { "expression", "item(S2-01).state=overdue", "item(S2-01.state=overdue" },
        { "unknown-fact", "item(S2-01).state=overdue", "item(S2-01).status=overdue" },
        { "unknown-value", "item(S2-01).state=overdue", "item(S2-01).state=late" },
        { "unknown-item", "item(S2-01).state=overdue", "item(S9-01).state=overdue" },
        { "unknown-layer", "overlap(site,L01)>0", "overlap(site,L99)>0" },
        { "comparison-kind", "notice.objections>0", "notice.objections>today" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void Every_kind_of_fault_has_a_code_of_its_own(string code, string sound, string faulty)
    {
        var text = File.ReadAllText(Path.Combine(Xinyu.Folder, DispatchCatalogue.FileName));
        Assert.Contains(sound, text, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("dispatch-").FullName;
        try
        {
            var at = text.IndexOf(sound, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, DispatchCatalogue.FileName), text[..at] + faulty + text[(at + sound.Length)..]);
            var outcome = DispatchCatalogue.Read(folder, Xinyu.City.City, Xinyu.Flow.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal), Xinyu.City.Layers.Layers.Select(l => l.Code).ToHashSet(StringComparer.Ordinal));
            Assert.Contains(code, outcome.Faults.Select(f => f.Code));
            Assert.False(outcome.IsSound);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_city_without_the_file_has_no_models_and_no_faults()
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-").FullName;
        var outcome = DispatchCatalogue.Read(folder, Xinyu.City.City);
        Directory.Delete(folder);
        Assert.True(outcome.IsSound);
        Assert.Empty(outcome.Value.Models);
    }

    [Fact]
    public void A_model_is_suggested_by_the_words_and_by_the_data_and_says_why()
    {
        var none = ModelAdvice.Suggest(DispatchBuilder.Catalogue, "天气不好", _ => []);
        Assert.Empty(none);
        var byWords = ModelAdvice.Suggest(DispatchBuilder.Catalogue, "220千伏高压线杆塔未迁改，影响基坑开挖", _ => []);
        Assert.Equal("XT-18", byWords[0].Model);
        Assert.Contains("“高压线”", byWords[0].Why.Zh, StringComparison.Ordinal);
        var byData = ModelAdvice.Suggest(DispatchBuilder.Catalogue, "手续办不下来", m => m.Code == "XT-07" ? [(Words)("事项超期", "The item is overdue")] : []);
        Assert.Equal("XT-07", Assert.Single(byData).Model);
        Assert.Contains("the data say: The item is overdue", byData[0].Why.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_are_those_of_the_projects_division_and_the_sector_department_where_the_plan_names_one()
    {
        var catalogue = DispatchBuilder.Catalogue;
        Assert.Equal("SZF@360502", catalogue.OrganOf("区县人民政府", "360502"));
        Assert.Equal("JTJ@360500", catalogue.OrganOf("行业主管部门", "360502", "JTJ@360500"));
        Assert.Equal("FGW@360502", catalogue.OrganOf("行业主管部门", "360502"));
        Assert.Equal("ZRZY@360521", catalogue.OrganOf("自然资源局", "360521", "JTJ@360500"));
    }

    [Fact]
    public void The_schema_and_the_records_have_the_same_members()
    {
        var schema = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(Xinyu.Root, "catalog", "schema", "dispatch.schema.json")))!;
        foreach (var (at, record, computed) in new[] { ("", typeof(DispatchFile), new[] { "schema" }), ("model", typeof(ModelData), ["group", "item", "content"]), ("fact", typeof(FactData), ["text"]), ("field", typeof(FieldData), ["text", "unit"]), ("compare", typeof(CompareData), ["meaning"]), ("unit", typeof(UnitData), []) })
        {
            var node = at.Length == 0 ? schema : schema["$defs"]![at]!;
            Assert.Equal(record.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Except(computed).Order(StringComparer.Ordinal), node["properties"]!.AsObject().Select(p => p.Key).Where(k => k != "$schema").Order(StringComparer.Ordinal));
        }
    }
}
