using FsCheck;
using FsCheck.Fluent;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;

namespace Tongban.Tests.Approvals.Catalogue;

public class ConditionTests
{
    private static readonly Fact Energy = new("energy", FactType.Number, 1, ("年综合能耗", "Annual energy use"), default, default, new Words("吨标煤", "tce"), []);
    private static readonly Fact Power = new("power", FactType.Number, 1, ("年用电量", "Annual electricity"), default, default, new Words("千瓦时", "kWh"), []);
    private static readonly Fact Layers = new("layers", FactType.Set, 1, ("涉及图层", "Layers"), default, default, null, [new("L23", ("河湖管理范围", "River area")), new("L24", ("洪泛区", "Flood plain"))]);
    private static readonly Fact Kind = new("kind", FactType.Choice, 1, ("建筑类型", "Building type"), default, default, null, [new("home", ("居住", "residential")), new("works", ("工业", "industrial"))]);
    private static readonly Fact Road = new("road", FactType.Bool, 1, ("占用道路", "Road is occupied"), default, default, null, []);
    private static readonly Dictionary<string, Fact> Facts = new[] { Energy, Power, Layers, Kind, Road }.ToDictionary(f => f.Name);

    [Theory]
    [InlineData("energy >= 1000", "energy=1000", "Yes")]
    [InlineData("energy > 1000", "energy=1000", "No")]
    [InlineData("energy <= 1000", "energy=1000", "Yes")]
    [InlineData("energy < 1000", "energy=1000", "No")]
    [InlineData("energy == 1000", "energy=1000.0", "Yes")]
    [InlineData("energy != 1000", "energy=1000", "No")]
    [InlineData("energy >= 0.5", "energy=0.49", "No")]
    [InlineData("energy >= 1000", "", "Unknown")]
    [InlineData("energy >= 1000 or power >= 5", "energy=1000", "Yes")]
    [InlineData("energy >= 1000 or power >= 5", "energy=999", "Unknown")]
    [InlineData("energy >= 1000 and power >= 5", "energy=999", "No")]
    [InlineData("energy >= 1000 and power >= 5", "energy=1000", "Unknown")]
    [InlineData("energy >= 1 or power >= 1 and road", "energy=1;power=0;road=false", "Yes")]
    [InlineData("(energy >= 1 or power >= 1) and road", "energy=1;power=0;road=false", "No")]
    [InlineData("not road", "road=false", "Yes")]
    [InlineData("not road", "", "Unknown")]
    [InlineData("not not road", "road=true", "Yes")]
    [InlineData("not road and energy > 1", "road=true", "No")]
    [InlineData("kind == 'home'", "kind=home", "Yes")]
    [InlineData("kind != 'home'", "kind=home", "No")]
    [InlineData("kind in ('home', 'works')", "kind=works", "Yes")]
    [InlineData("layers contains 'L23'", "layers=L24,L23", "Yes")]
    [InlineData("layers contains 'L23'", "layers=none", "No")]
    [InlineData("layers contains 'L23' or layers contains 'L24'", "layers=unknown", "Unknown")]
    public void Conditions_are_answered_in_three_values(string text, string answers, string expected) =>
        Assert.Equal(expected, Parse(text).Evaluate(Sheet(answers)).ToString());

    [Theory]
    [InlineData("", 1, "condition-syntax")]
    [InlineData("energy", 7, "condition-type")]
    [InlineData("energy >=", 10, "condition-type")]
    [InlineData("energy >= 'x'", 11, "condition-type")]
    [InlineData("energy >= 1.2.3", 11, "condition-type")]
    [InlineData("energy >= 1 or", 15, "condition-syntax")]
    [InlineData("energy >= 1 || road", 13, "condition-syntax")]
    [InlineData("energy >= 1 road", 13, "condition-syntax")]
    [InlineData("(road", 6, "condition-syntax")]
    [InlineData("road)", 5, "condition-syntax")]
    [InlineData("road == true", 6, "condition-type")]
    [InlineData("kind in 'home'", 9, "condition-syntax")]
    [InlineData("kind in ('home' 'works')", 17, "condition-syntax")]
    [InlineData("kind == 'shed'", 9, "unknown-value")]
    [InlineData("layers contains 'L99'", 17, "unknown-value")]
    [InlineData("layers contains 'L23", 17, "condition-syntax")]
    [InlineData("kind contains 'home'", 6, "condition-type")]
    [InlineData("wind > 3", 1, "unknown-fact")]
    [InlineData("and road", 1, "condition-syntax")]
    [InlineData("ROAD", 1, "unknown-fact")]
    [InlineData("not", 4, "condition-syntax")]
    public void Faults_name_their_column(string text, int column, string code)
    {
        var (condition, fault) = ConditionParser.Parse(text, n => Facts.GetValueOrDefault(n));

        Assert.Null(condition);
        Assert.Equal((code, column), (fault!.Code, fault.Column));
        Assert.False(string.IsNullOrEmpty(fault.Text.Zh) || string.IsNullOrEmpty(fault.Text.En));
    }

    [Fact]
    public void Endless_nesting_is_refused() =>
        Assert.Equal("condition-syntax", ConditionParser.Parse(new string('(', 5000) + "road", n => Facts.GetValueOrDefault(n)).Fault!.Code);

    [Theory]
    [InlineData("energy >= 1000 or power >= 5000000", "energy=1200", "年综合能耗 1,200 吨标煤，达到 1,000", "Annual energy use 1,200 tce, which reaches 1,000")]
    [InlineData("energy >= 1000 or power >= 5000000", "energy=800;power=3", "年综合能耗 800 吨标煤，未达到 1,000；年用电量 3 千瓦时，未达到 5,000,000", "Annual energy use 800 tce, which is below 1,000; Annual electricity 3 kWh, which is below 5,000,000")]
    [InlineData("layers contains 'L23' or layers contains 'L24'", "layers=L24", "涉及图层：有 L24 洪泛区", "Layers: L24 Flood plain is among them")]
    [InlineData("layers contains 'L23' and not road", "layers=L23;road=true", "占用道路：是", "Road is occupied: yes")]
    [InlineData("kind in ('home')", "kind=works", "建筑类型为工业，不属于居住", "Building type is industrial, which is none of residential")]
    [InlineData("energy >= 1000 and power > 1", "energy=1000", "尚不清楚：年用电量", "not known yet: Annual electricity")]
    public void The_answer_is_explained_by_what_decided_it(string text, string answers, string zh, string en) =>
        Assert.Equal(new Words(zh, en), Parse(text).Explain(Sheet(answers)));

    [Theory]
    [InlineData("energy >= 1000 or power > 1", "", "energy,power")]
    [InlineData("energy >= 1000 or power > 1", "energy=1", "power")]
    [InlineData("energy >= 1000 or power > 1", "energy=1000", "")]
    [InlineData("road and (energy >= 1 or power > 1)", "road=false", "")]
    [InlineData("road and (energy >= 1 or power > 1)", "energy=2", "road")]
    public void Only_facts_that_matter_are_missing(string text, string answers, string missing) =>
        Assert.Equal(missing, string.Join(',', Parse(text).Missing(Sheet(answers)).Select(f => f.Name)));

    [Theory]
    [InlineData("energy", "-1", "approvals.fact-not-a-number")]
    [InlineData("energy", "many", "approvals.fact-not-a-number")]
    [InlineData("energy", "1,000", "approvals.fact-not-a-number")]
    [InlineData("energy", "99999999999999999999999999999999", "approvals.fact-not-a-number")]
    [InlineData("road", "yes", "approvals.fact-not-in-vocabulary")]
    [InlineData("kind", "shed", "approvals.fact-not-in-vocabulary")]
    [InlineData("layers", "L23,L99", "approvals.fact-not-in-vocabulary")]
    public void Answers_are_checked(string fact, string text, string code)
    {
        var error = Facts[fact].Parse(text).Error;

        Assert.Equal((code, fact), (error!.Code, error.Field));
    }

    [Fact]
    public void A_sheet_survives_storage()
    {
        var facts = FactSheet.Empty.With("annualEnergyTce", 1200.5m).With("siteLayers", ["L24", "L01"]).With("roadOccupation", false).With("buildingType", "public");

        var stored = FactSheet.FromJson(Xinyu.Flow, facts.ToJson()).Value;

        Assert.Equal(facts.ToJson(), stored.ToJson());
        Assert.All(facts.Known, name => Assert.Equal(facts[name], stored[name]));
        Assert.Equal("approvals.unknown-fact", FactSheet.FromJson(Xinyu.Flow, """{"x":"1"}""").Error!.Code);
    }

    [Fact]
    public void Knowing_more_never_turns_an_answer_around() => Prop.ForAll(
        Gen.Two(Gen.Choose(0, 4)).Select(p => (Text: Texts[p.Item1], p.Item2)).ToArbitrary(),
        Gen.ListOf(Gen.Choose(0, 5)).ToArbitrary(),
        (which, order) =>
        {
            var condition = Parse(which.Text);
            var facts = FactSheet.Empty;
            var answer = condition.Evaluate(facts);
            foreach (var step in order)
            {
                facts = step switch
                {
                    0 => facts["energy"] is null ? facts.With("energy", which.Item2) : facts,
                    1 => facts["power"] is null ? facts.With("power", which.Item2) : facts,
                    2 => facts["road"] is null ? facts.With("road", which.Item2 % 2 == 0) : facts,
                    3 => facts["kind"] is null ? facts.With("kind", which.Item2 > 2 ? "home" : "works") : facts,
                    _ => facts["layers"] is null ? facts.With("layers", which.Item2 > 2 ? ["L23"] : Array.Empty<string>()) : facts,
                };
                var next = condition.Evaluate(facts);
                Assert.True(answer == Truth.Unknown || next == answer);
                Assert.Equal(next == Truth.Unknown, condition.Missing(facts).Count > 0);
                answer = next;
            }
        }).QuickCheckThrowOnFailure();

    private static readonly string[] Texts =
    [
        "energy >= 2 or power >= 3",
        "not (energy >= 2 and road) or layers contains 'L23'",
        "kind in ('home') and (road or not layers contains 'L24')",
        "not road and not (power > 1 or energy < 2)",
        "(energy == 2 or kind != 'home') and (road or power <= 3)",
    ];

    private static Condition Parse(string text)
    {
        var (condition, fault) = ConditionParser.Parse(text, n => Facts.GetValueOrDefault(n));
        Assert.Null(fault);
        return condition!;
    }

    private static FactSheet Sheet(string answers) => answers.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split('='))
        .Aggregate(FactSheet.Empty, (sheet, pair) => sheet.With(pair[0], Facts[pair[0]].Parse(pair[1]).Value));
}
