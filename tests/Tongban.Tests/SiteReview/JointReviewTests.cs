using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Model;
using Tongban.Space.Contracts;
using Tongban.Tests.Approvals.Model;

namespace Tongban.Tests.SiteReview;

/// <summary>What may be done in a joint review and when, without a database.</summary>
public class JointReviewTests
{
    private const string Land = "ZRZY@360500", Water = "SLJ@360500", Ecology = "STHJ@360500";

    // Monday 2 March 2026, 9:00 in the city; five working days later is Monday 9 March.
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Due = new(2026, 3, 9);
    private static readonly Guid Officer = Guid.CreateVersion7();

    private static WorkCalendar Calendar => CaseBuilder.Calendar;

    [Fact]
    public void A_conflict_asks_every_organ_that_answers_for_a_layer_once()
    {
        var review = Opened(Forbidden("L01", Land), Restricted("L23", Water), Restricted("L07", Land, Water));
        Assert.Equal([(Water, Due), (Land, Due)], review.Tasks.Select(t => (t.Organ, t.DueOn!.Value)).Order());
        Assert.Equal(["L07", "L23"], review.FindingsOf(Water).Select(f => f.Layer));
        Assert.Equal("L01 L07 L23", string.Join(' ', Assert.Single(review.Acts.OfType<ReviewOpened>()).Layers));
    }

    [Fact]
    public void An_opinion_answers_every_finding_and_says_what_its_kind_needs()
    {
        var review = Opened(Restricted("L23", Water), Restricted("L24", Water));
        Assert.Equal("reviews.not-asked", Give(review, Ecology)?.Code);
        Assert.Equal(["L23.text", "L23.items", "L24.stance"], Fields(Give(review, Water, new GivenOpinion("L23", Stance.Condition, " ", null, null, []))));
        Assert.Equal(["L23.text", "L23.ground", "L23.legalBasis"], Fields(Give(review, Water, new("L23", Stance.Object, null, null, null, []), Agree("L24"))));
        Assert.Equal(["L23.items"], Fields(Give(review, Water, Condition("L23", "S9-99"), Agree("L24"))));
        Assert.Equal("reviews.not-your-layer", Give(review, Water, Condition("L23"), Agree("L24"), Agree("L01"))?.Code);
        Assert.Null(Give(review, Water, Condition("L23"), Agree("L24")));
        var given = Assert.Single(review.Acts.OfType<ReviewOpinionGiven>());
        Assert.Equal(("L23:condition L24:agree", "S1-07", 0, false), (string.Join(' ', given.Stances), string.Join(' ', given.Items), given.DaysUsed, given.Late));

        // Until the round is concluded it may be stated anew, and only the last word counts.
        Assert.Null(Give(review, Water, Agree("L23"), Agree("L24")));
        Assert.Equal([Stance.Agree, Stance.Agree], review.Opinions.Select(o => o.Stance));
    }

    [Fact]
    public void It_is_not_concluded_while_an_opinion_may_still_come_and_names_those_who_kept_silent()
    {
        var review = Opened(Restricted("L23", Water), Restricted("L03", Land));
        Assert.Null(Give(review, Water, Agree("L23")));
        var early = Conclude(review, ReviewClass.NoConflict, Due);
        Assert.Equal(("reviews.not-all-heard", ErrorKind.Conflict), (early?.Code, early?.Kind));
        Assert.Null(Conclude(review, ReviewClass.NoConflict, Due.AddDays(1)));
        Assert.Equal([Land], Assert.Single(review.Conclusions).Missing);
        Assert.Equal(TaskState.Missing, review.Tasks.Single(t => t.Organ == Land).State);
        Assert.Equal("reviews.not-open", Give(review, Land, Agree("L03"))?.Code);
    }

    [Fact]
    public void Layers_nobody_looked_at_have_to_be_named()
    {
        var review = Opened([Restricted("L23", Water)], notChecked: ["L02", "L16"]);
        Give(review, Water, Agree("L23"));
        var unnamed = review.Conclude(ReviewClass.NoConflict, "同意", ["L02"], Officer, Monday, Calendar);
        Assert.Equal(("reviews.not-checked-unnamed", "notChecked"), (unnamed?.Code, unnamed?.Field));
        Assert.Contains("L16", unnamed!.Text.En, StringComparison.Ordinal);
        Assert.DoesNotContain("L02", unnamed.Text.En, StringComparison.Ordinal);
        Assert.Null(review.Conclude(ReviewClass.NoConflict, "同意", ["L02", "L16"], Officer, Monday, Calendar));
        Assert.Equal(["L02", "L16"], review.Conclusion!.NotChecked);
    }

    [Fact]
    public void No_conflict_is_not_possible_while_a_forbidden_hit_stands_or_a_dispute_is_open()
    {
        var review = Opened(Forbidden("L01", Land));
        Give(review, Land, Agree("L01"));
        Assert.Equal("reviews.forbidden-stands", Conclude(review, ReviewClass.NoConflict)?.Code);
        Assert.Null(Dispute(review, "L01"));
        Assert.Equal("reviews.dispute-undecided", Conclude(review, ReviewClass.NoConflict)?.Code);
        Assert.Equal("reviews.not-the-authority", review.DecideDispute("L01", Water, true, DisputeGround.LayerWrong, "图层有误", "土地管理法", null, Monday, Calendar)?.Code);
        Assert.Null(review.DecideDispute("L01", Land, false, null, "重叠属实", "土地管理法第三十五条", null, Monday, Calendar));
        Assert.Equal(HitState.Upheld, review.Current.Single().State);
        Assert.Equal("reviews.forbidden-stands", Conclude(review, ReviewClass.NoConflict)?.Code);
        Assert.Null(Conclude(review, ReviewClass.NotFeasible));
    }

    [Fact]
    public void A_dismissed_hit_stays_visible_and_no_longer_stands_in_the_way()
    {
        var review = Opened(Forbidden("L01", Land));
        Give(review, Land, Condition("L01"));
        Assert.Equal("approvalNumber", Assert.Single(review.Dispute("L01", DisputeGround.Exemption, "已经批准", null, [], true, Monday, Calendar)!.All).Field);
        Assert.Null(review.Dispute("L01", DisputeGround.Exemption, "已经批准", "国土资函〔2026〕12号", [], true, Monday, Calendar));
        Assert.Equal("reviews.disputed-already", Dispute(review, "L01")?.Code);
        Assert.Equal(["reason", "basis"], Fields(review.DecideDispute("L01", Land, true, DisputeGround.Exemption, "", "", null, Monday, Calendar)));
        Assert.Null(review.DecideDispute("L01", Land, true, DisputeGround.Exemption, "批复有效", "土地管理法第三十五条", null, Monday, Calendar));
        var finding = review.Current.Single();
        Assert.Equal((HitState.Dismissed, "国土资函〔2026〕12号", true), (finding.State, finding.ApprovalNumber, finding.IsActive));
        Assert.Null(Conclude(review, ReviewClass.NoConflict));
        var concluded = Assert.Single(review.Acts.OfType<ReviewConcluded>());
        // A condition about ground that is none any more is not carried.
        Assert.Equal(("L01", 0), (Assert.Single(concluded.Dismissed), concluded.Conditions));
    }

    [Fact]
    public void An_objection_stands_in_the_way_of_no_conflict_but_of_nothing_else()
    {
        var review = Opened(Restricted("L23", Water));
        Give(review, Water, new GivenOpinion("L23", Stance.Object, "妨碍行洪", ObjectionGround.Prohibited, "防洪法第二十二条", []));
        Assert.Equal("reviews.objection-stands", Conclude(review, ReviewClass.NoConflict)?.Code);
        Assert.Null(Conclude(review, ReviewClass.AdjustSite));
        Assert.Equal(ReviewState.AwaitingSite, review.State);
    }

    [Fact]
    public void A_new_boundary_begins_a_new_round_and_conditions_wait_for_its_end()
    {
        var review = Opened(Restricted("L23", Water));
        Give(review, Water, Condition("L23"));
        Assert.Null(Conclude(review, ReviewClass.NoConflict));
        Assert.Equal(new DateOnly(2026, 3, 2), Assert.Single(review.Opinions).CarriedOn);

        var next = Check("b", [], Restricted("L03", Land));
        Assert.True(review.Follow(Project, next, [new(next.Layers[0], [Land])], Monday.AddDays(1), Calendar));
        Assert.Equal((2, ReviewState.Open, "L03"), (review.Round, review.State, review.Current.Single().Layer));
        Assert.Null(review.Opinions.Single().CarriedOn);
        Assert.Null(review.TaskOf(Water));
        Assert.Equal(new DateOnly(2026, 3, 10), review.TaskOf(Land)!.DueOn);
        Assert.Equal("reviews.no-such-finding", Dispute(review, "L23")?.Code);
        // Told twice of the same check, nothing happens.
        Assert.False(review.Follow(Project, next, [new(next.Layers[0], [Land])], Monday.AddDays(1), Calendar));
    }

    [Fact]
    public void A_layer_that_changed_adds_and_takes_away_in_the_same_round()
    {
        var review = Opened(Restricted("L23", Water), Restricted("L03", Land));
        Give(review, Land, Agree("L03"));
        Give(review, Water, Condition("L23"));
        Assert.Null(Conclude(review, ReviewClass.NoConflict));
        var later = Check("a", [], Restricted("L03", Land), Forbidden("L22", Ecology));
        Assert.True(review.Follow(Project, later, [.. later.Layers.Select((l, i) => new ReviewedLayer(l, [i == 0 ? Land : Ecology]))], Monday.AddDays(1), Calendar));
        Assert.Equal((1, ReviewState.Open), (review.Round, review.State));
        Assert.Equal(["L03", "L22"], review.Current.Select(f => f.Layer).Order());
        // Who was heard about what stays is not asked again.
        Assert.Equal([(Water, TaskState.Given), (Ecology, TaskState.Open), (Land, TaskState.Given)], review.Tasks.Select(t => (t.Organ, t.State)).OrderBy(t => t.Organ, StringComparer.Ordinal));
        var extended = Assert.Single(review.Acts.OfType<ReviewExtended>());
        Assert.Equal(("L22", "L23"), (Assert.Single(extended.Added), Assert.Single(extended.Gone)));
        Assert.All(review.Opinions, o => Assert.Null(o.CarriedOn));
    }

    [Fact]
    public void A_late_opinion_says_so()
    {
        var review = Opened(Restricted("L23", Water));
        Assert.Null(review.GiveOpinion(Water, [Agree("L23")], [], Officer, null, Monday.AddDays(9), Calendar));
        Assert.Equal((7, true), Assert.Single(review.Acts.OfType<ReviewOpinionGiven>()) is var g ? (g.DaysUsed, g.Late) : default);
    }

    [Fact]
    public void The_lead_has_five_working_days_once_everybody_was_heard()
    {
        var review = Opened(Restricted("L23", Water), Restricted("L03", Land));
        Assert.Null(review.LeadLimit);
        Assert.Null(review.GiveOpinion(Water, [Agree("L23")], [], Officer, null, Monday, Calendar));
        Assert.Null(review.LeadLimit);
        Assert.Null(review.GiveOpinion(Land, [Agree("L03")], [], Officer, null, Monday.AddDays(1), Calendar));
        Assert.Equal((new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 10)), (review.LeadLimit!.StartedOn, review.LeadDueOn!.Value));
        Assert.Equal(review.LeadDueOn, Assert.Single(review.Acts.OfType<ReviewConclusionAwaited>()).DueOn);

        // Stated anew, an opinion neither stops that clock nor begins it again.
        Assert.Null(review.GiveOpinion(Water, [Agree("L23")], [], Officer, null, Monday.AddDays(2), Calendar));
        Assert.Equal(new DateOnly(2026, 3, 10), review.LeadDueOn);
        Assert.Single(review.Acts.OfType<ReviewConclusionAwaited>());
        Assert.Null(Conclude(review, ReviewClass.NoConflict, new DateOnly(2026, 3, 11)));
        Assert.Equal((6, true), Assert.Single(review.Acts.OfType<ReviewConcluded>()) is var c ? (c.DaysUsed, c.Late) : default);
        Assert.Null(review.LeadLimit);
    }

    [Fact]
    public void Silence_begins_the_leads_clock_with_its_last_day_however_late_that_is_noticed()
    {
        var review = Opened(Restricted("L23", Water), Restricted("L03", Land));
        Assert.Null(Give(review, Water, Agree("L23")));
        Assert.False(review.AwaitConclusion(At(Due), Calendar));
        Assert.True(review.AwaitConclusion(At(Due.AddDays(4)), Calendar));
        Assert.False(review.AwaitConclusion(At(Due.AddDays(4)), Calendar));
        Assert.Equal((Due, new DateOnly(2026, 3, 16)), (review.LeadLimit!.StartedOn, review.LeadDueOn!.Value));
        Assert.Equal([Land], Assert.Single(review.Acts.OfType<ReviewConclusionAwaited>()).Silent);

        // Whoever is asked about more is waited for again.
        Assert.Null(review.AskFor([new(Layer("L26", CheckVerdict.Near, ControlLevel.Restricted, Ecology), [Ecology])], At(Due.AddDays(4)), Calendar));
        Assert.Null(review.LeadLimit);
        Assert.Equal([Ecology], review.JustAsked.Skip(2).Select(t => t.Organ));
    }

    [Fact]
    public void The_leads_clock_stands_still_while_a_dispute_is_undecided()
    {
        var review = Opened(Restricted("L23", Water));
        Assert.Null(Give(review, Water, Agree("L23")));
        Assert.Equal(Due, review.LeadDueOn);
        Assert.Null(review.Dispute("L23", DisputeGround.BoundaryAccuracy, "边线在管理线之外", null, [], true, Monday.AddDays(1), Calendar));
        Assert.Equal(Light.Blue, review.LeadLimit!.LightOn(Due, Calendar));
        Assert.Null(review.DecideDispute("L23", Water, false, null, "属实", "河道管理条例第二十条", null, Monday.AddDays(7), Calendar));
        // Six days of the decision are not the lead's: Tuesday the 3rd counted, Monday the 9th did not.
        Assert.Equal((Light.Green, new DateOnly(2026, 3, 13)), (review.LeadLimit!.LightOn(Due, Calendar), review.LeadDueOn!.Value));
        var days = review.LeadLimit.Explain(Due, Calendar);
        Assert.Equal((1, 4), (days.Count(d => d.Charged), days.Count(d => d.To is ChargedTo.SpecialProcedure)));
        Assert.Null(Conclude(review, ReviewClass.NoConflict, Due));
        Assert.False(Assert.Single(review.Conclusions).Late);
    }

    [Theory]
    [InlineData(null, "L01", "L01,?L02,?L03")]
    [InlineData("none", "L01", "L01")]
    [InlineData("L02", "L01", "L01,L02")]
    [InlineData("L04", "", "?")]
    public void The_check_answers_for_the_layers_it_looked_at(string? answered, string hits, string expected)
    {
        var codes = hits.Length == 0 ? [] : hits.Split(',');
        var findings = new SiteFindings(Guid.Empty, "a", Monday, null, codes, [], hits.Length == 0 ? ["L01", "L02", "L03", "L04"] : ["L04"], []);
        // What the unit claims about a layer that was looked at and is clear does not count.
        Assert.Equal(expected == "?" ? "none" : expected, SiteLayers.Join(answered, findings, ["L01", "L02", "L03", "L04"]));
        Assert.Equal("L02,L03", SiteLayers.Join("L02,L03", null, ["L01"]));
    }

    private static ProjectRecord Project { get; } = CaseBuilder.Small().Project;

    private static JointReview Opened(params (LayerResult Result, string[] Organs)[] layers) => Opened(layers, []);

    private static JointReview Opened((LayerResult Result, string[] Organs)[] layers, string[] notChecked) =>
        JointReview.Open(Project, Check("a", notChecked, layers), [.. layers.Select(l => new ReviewedLayer(l.Result, l.Organs))], Land, null, null, Monday, Calendar);

    private static CheckSummary Check(string site, string[] notChecked, params (LayerResult Result, string[] Organs)[] layers) =>
        new(Guid.CreateVersion7(), SiteSubject.Of(Project.Code), "用地", Monday.AddMinutes(site == "a" ? layers.Length : 100), site, "set", Guid.NewGuid().ToString("N"), "D", notChecked.Length == 0,
            [.. layers.Select(l => l.Result), .. notChecked.Select(c => Layer(c, CheckVerdict.NotChecked, ControlLevel.Forbidden, Land))]);

    private static (LayerResult, string[]) Forbidden(string code, params string[] organs) => (Layer(code, CheckVerdict.Hit, ControlLevel.Forbidden, organs[0]), organs);

    private static (LayerResult, string[]) Restricted(string code, params string[] organs) => (Layer(code, CheckVerdict.Hit, ControlLevel.Restricted, organs[0]), organs);

    private static LayerResult Layer(string code, CheckVerdict verdict, ControlLevel level, string authority) => new(
        code, code, code, authority, verdict, level, 100, 0.5, null, verdict is CheckVerdict.NotChecked ? "no-version" : null, null, null, null, "规则", "rule", "依据", [], [], 0, "说明", "explained");

    private static GivenOpinion Agree(string layer) => new(layer, Stance.Agree, null, null, null, []);

    private static GivenOpinion Condition(string layer, string item = "S1-07") => new(layer, Stance.Condition, "编制防洪评价报告", null, "防洪法第三十三条", [item]);

    private static Error? Give(JointReview review, string organ, params GivenOpinion[] given) => review.GiveOpinion(organ, given, [], Officer, new HashSet<string>(["S1-07"]), Monday, Calendar);

    private static Error? Dispute(JointReview review, string layer) => review.Dispute(layer, DisputeGround.BoundaryAccuracy, "边线在红线之外", null, [], true, Monday, Calendar);

    private static Error? Conclude(JointReview review, ReviewClass kind, DateOnly? on = null) =>
        review.Conclude(kind, "会审结论", review.NotChecked.ToList(), Officer, on is { } day ? At(day) : Monday, Calendar);

    private static DateTimeOffset At(DateOnly day) => new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)).ToUniversalTime();

    private static IReadOnlyList<string?> Fields(Error? error) => [.. (error?.All ?? []).Select(e => e.Field)];
}
