using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Projects.Contracts;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>Facts of a stage: asked while it is prepared, frozen with its submission, put right by the lead with a reason.</summary>
public class StageFactsTests
{
    private static Dictionary<string, string?> Answers(params (string Name, string? Value)[] answers) => answers.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal);

    [Fact]
    public void Items_appear_and_disappear_with_the_answers()
    {
        var stage = Concluded().NextStage();
        Assert.Equal((false, false), (stage.Item("S2-04").IsCertain, stage.Stage.Find("S2-04")!.State is ItemState.Dropped));

        Accepted(stage.Stage.AnswerFacts(Answers(("agriculturalOrCollectiveLand", "false"), ("areaAssessment", "true")), stage.Setting));
        Assert.Equal(ItemState.Dropped, stage.Item("S2-04").State);
        Assert.Equal(["S2-04"], stage.Act<FactsAnswered>().Dropped);

        Accepted(stage.Stage.AnswerFacts(Answers(("agriculturalOrCollectiveLand", "true")), stage.Setting));
        Assert.Equal((ItemState.Waiting, true), (stage.Item("S2-04").State, stage.Item("S2-04").IsCertain));
        Assert.Equal("用地含农用地或集体土地：是", stage.Item("S2-04").Why.Zh);
        Assert.Equal(["S2-04"], stage.Acts<FactsAnswered>().Last().Added);
        Assert.Equal("true", stage.Stage.Facts["areaAssessment"]); // what is not named keeps its answer
    }

    [Fact]
    public void A_stage_without_a_pre_check_needs_its_answers_before_it_is_handed_in()
    {
        var stage = Concluded().NextStage();
        Refused("approvals.fact-missing", stage.WithPapers().Stage.Submit(Applicant, stage.Setting));
        Accepted(stage.Stage.AnswerFacts(Answers(("agriculturalOrCollectiveLand", "false")), stage.Setting));
        stage.Submitted();
        Assert.Equal(StageState.InParallel, stage.Stage.State);
        Refused("approvals.facts-frozen", stage.Stage.AnswerFacts(Answers(("agriculturalOrCollectiveLand", "true")), stage.Setting));
    }

    [Fact]
    public void What_an_earlier_stage_settled_is_not_asked_again_and_what_it_left_open_is()
    {
        var stage = Declared(ProjectType.Filing, ("annualEnergyTce", "100"), ("annualPowerKWh", "1000")).Passed("S1-07").AllApproved();
        Accepted(stage.Decide(stage.Closing));
        var next = stage.NextStage();
        Assert.Contains("siteLayers", StageCase.FactsAsked(2, next.Stage.Facts, Flow).Select(f => f.Name));
        Refused("approvals.fact-not-asked", next.Stage.AnswerFacts(Answers(("annualEnergyTce", "5000")), next.Setting));
        Accepted(next.Stage.AnswerFacts(Answers(("siteLayers", "L27"), ("areaAssessment", "false")), next.Setting));
        Assert.True(next.Item("S2-03").IsCertain);
        Accepted(next.Stage.AnswerFacts(Answers(("siteLayers", "none")), next.Setting));
        Assert.Equal(ItemState.Dropped, next.Item("S2-03").State);
    }

    [Fact]
    public void The_lead_puts_a_fact_right_in_the_pre_check()
    {
        var stage = Small().Submitted();
        Assert.Null(stage.Stage.Find("S1-06"));
        Refused("approvals.reason-missing", stage.Stage.CorrectFact("annualEnergyTce", "5200", " ", stage.Setting));
        Refused("approvals.fact-unchanged", stage.Stage.CorrectFact("annualEnergyTce", "100", "核对", stage.Setting));
        Refused("approvals.fact-not-a-number", stage.Stage.CorrectFact("annualEnergyTce", "many", "核对", stage.Setting));
        Accepted(stage.Stage.CorrectFact("annualEnergyTce", "5200", "节能报告载明 5200 吨标准煤", stage.Setting));
        Assert.Equal(["S1-06"], stage.Act<FactCorrected>().Added);
        Assert.Contains("M13", stage.Stage.MissingMaterials(Flow).Select(m => m.Id));
        Accepted(stage.Stage.CorrectFact("annualEnergyTce", "900", "再次核对", stage.Setting));
        Assert.Equal(ItemState.Dropped, stage.Item("S1-06").State);
        stage.Passed();
        Refused("approvals.facts-corrected-too-late", stage.Stage.CorrectFact("annualEnergyTce", "5200", "迟了", stage.Setting));
    }

    [Fact]
    public void Where_there_is_no_pre_check_a_corrected_fact_opens_its_item_at_once()
    {
        var stage = Concluded().NextStage();
        Accepted(stage.Stage.AnswerFacts(Answers(("agriculturalOrCollectiveLand", "false")), stage.Setting));
        stage.Submitted();
        Accepted(stage.Stage.CorrectFact("agriculturalOrCollectiveLand", "true", "勘测定界显示含集体土地", stage.Setting));
        Assert.Equal(ItemState.Open, stage.Item("S2-04").State);
        // The papers it needs were never asked for; they may come in now.
        var late = stage.Stage.MissingMaterials(Flow).Select(m => m.Id).ToList();
        foreach (var paper in late)
            Accepted(stage.Stage.Provide(paper, File(paper), Applicant, stage.Setting));
        Accepted(stage.Decide("S2-01"));
        Refused("approvals.facts-corrected-too-late", stage.Stage.CorrectFact("agriculturalOrCollectiveLand", "false", "再改", stage.Setting));
    }

    [Fact]
    public void A_condition_in_words_names_its_rule_whatever_the_project()
    {
        Assert.Equal("年综合能源消费量不低于 1,000 吨标准煤，或者年用电量不低于 5,000,000 千瓦时", Flow.Item("S1-06").Condition!.InWords().Zh);
        Assert.Equal("(Control layers touched by the site include Geohazard-prone area and hazard points, or Control layers touched by the site include Mining rights and overlying minerals), and not (A valid area assessment exists: yes)".Replace("not (A valid area assessment exists: yes)", "A valid area assessment exists: no", StringComparison.Ordinal), Flow.Item("S2-03").Condition!.InWords().En);
    }

    private static CaseBuilder Concluded()
    {
        var stage = Small().Passed().AllApproved();
        Accepted(stage.Decide(stage.Closing));
        return stage;
    }
}
