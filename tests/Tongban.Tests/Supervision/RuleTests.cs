using Tongban.Approvals.Joint;
using Tongban.Approvals.Model;
using Tongban.Approvals.SupervisionDuties;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Projects.ChangeRequests;
using Tongban.Projects.Contracts;
using Tongban.Supervision.Fees;
using Tongban.Supervision.Rules;
using static Tongban.Tests.Supervision.CaseStory;

namespace Tongban.Tests.Supervision;

/// <summary>Each of the twenty-three rules fires where it should, on the day it should, and nowhere else.</summary>
public class RuleTests
{
    private const string Later = "2026-04-01";

    [Fact]
    public void There_are_twenty_three_rules_each_with_its_basis()
    {
        Assert.Equal(Enumerable.Range(1, 23).Select(i => $"JC-{i:00}"), RuleBook.All.Select(r => r.Code));
        Assert.All(RuleBook.All, r => Assert.True(r.Basis.Length > 5 && r.Measure.Zh.Length > 5 && r.Measure.En.Length > 5));
        Assert.All(RuleBook.All.Where(r => r.Origin is RuleOrigin.Law), r => Assert.Contains("第", r.Basis, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sound_case_is_left_alone()
    {
        var fold = new CaseStory().Accepted().Concluded().Read("2027-01-04");
        Assert.Empty(fold.Made);
        Assert.Empty(fold.Running());
        Assert.Equal(3, fold.Measured.Count(m => m is { Kind: MeasureKind.Closed, InTime: true }));
        Assert.Null(fold.NextOn);
    }

    [Fact]
    public void Overdue_fires_on_the_day_after_and_is_over_with_the_decision()
    {
        Assert.Empty(new CaseStory().Accepted().Read("2026-03-11").Made);
        var story = new CaseStory().Accepted();
        var found = Only(story, RuleBook.Overdue, "2026-03-12");
        Assert.Equal((new DateOnly(2026, 3, 12), Severity.Red, "S1-03", Land), (found.On, found.Level, found.Item, found.Organ));
        Assert.Contains("2026-03-11", found.Text.Zh, StringComparison.Ordinal);
        var settled = Assert.Single(story.Decided("S1-03", Land, "2026-03-13").Read("2026-03-13").Settled);
        Assert.Equal((found.Id, 2), (settled.Id, settled.Days));
    }

    [Fact]
    public void The_laws_own_limit_is_a_double_red()
    {
        // Promised 5, the law allows 20: fifteen working days later.
        Assert.Single(new CaseStory().Accepted().Read("2026-04-01").Made);
        Assert.Equal(Severity.DoubleRed, new CaseStory().Accepted().Read("2026-04-02").Made[^1].Level);
        // The stage as a whole has its own.
        Assert.Contains(new CaseStory().Accepted().Read("2026-05-07").Made, m => m is { Item: null, Level: Severity.DoubleRed });
    }

    [Fact]
    public void An_extension_in_time_moves_the_red_light()
    {
        var story = new CaseStory().Accepted().On("2026-03-09").ByOfficer(Land).Did(new ExtensionRequested(Stage, "S1-03", 10, LimitUnit.WorkingDay, Said))
            .On("2026-03-10").ByHead(Land).Did(new LimitExtended(Stage, "S1-03", 10, LimitUnit.WorkingDay, "行政许可法第四十二条", new(2026, 3, 25)));
        Assert.Empty(story.Read("2026-03-25").Made);
        Assert.Single(story.Read("2026-03-26").Made);
    }

    [Fact]
    public void A_second_correction_and_a_blocked_demand_fire()
    {
        var once = Corrected(new CaseStory(), "2026-03-03");
        Assert.DoesNotContain(once.Read("2026-03-03").Made, m => m.Rule == RuleBook.SecondCorrection);
        var twice = once.On("2026-03-04").ByApplicant().Did(new CorrectionAnswered(Stage, Said)).On("2026-03-05").ByOfficer(Lead).Did(new CorrectionRequested(Stage, ["M12"], Said));
        Assert.Equal(Lead, Only(twice, RuleBook.SecondCorrection, "2026-03-05").Organ);
        var blocked = new CaseStory().Accepted().On("2026-03-05").ByOfficer(Land).Did(new LaterDemandBlocked(Stage, Land, ["M12"], Said, null, new(2026, 3, 4)));
        Assert.Equal(Land, Only(blocked, RuleBook.SecondCorrection, "2026-03-05").Organ);
    }

    [Fact]
    public void A_demand_outside_the_list_fires_also_in_an_opinion()
    {
        Assert.DoesNotContain(Corrected(new CaseStory(), "2026-03-03").Read("2026-03-03").Made, m => m.Rule == RuleBook.OutsideList);
        var demanded = Submitted(new CaseStory()).On("2026-03-03").ByOfficer(Lead).Did(new CorrectionRequested(Stage, ["M10", "M77"], Said));
        Assert.Contains("M77", Only(demanded, RuleBook.OutsideList, "2026-03-03").Text.En, StringComparison.Ordinal);
        var opinion = Submitted(new CaseStory()).On("2026-03-03").ByOfficer(Land).Did(new PreCheckOpinionGiven(Stage, Land, false, ["M77"], Said));
        Assert.Equal(Land, Only(opinion, RuleBook.OutsideList, "2026-03-03").Organ);
    }

    [Fact]
    public void A_decision_without_a_power_fires_unless_the_law_itself_decides()
    {
        var story = new CaseStory().Accepted();
        story.HasPower = false;
        // The decision of the pre-check had none either.
        Assert.Equal(["S1-02", "S1-03"], story.Decided("S1-03", Land, "2026-03-09").Read("2026-03-09").Made.Select(m => m.Rule == RuleBook.WithoutPower ? m.Item : null));
        var deemed = Submitted(new CaseStory { HasPower = false }).On("2026-03-10").ByPlatform().Did(new ItemDecided(Stage, "S1-02", Lead, ItemDecision.Approved, "行政许可法第三十二条第一款第四项", new(2026, 3, 10), 6, Said));
        Assert.DoesNotContain(deemed.Read("2026-03-10").Made, m => m.Rule == RuleBook.WithoutPower);
    }

    [Fact]
    public void A_skipped_prerequisite_fires_but_not_for_an_early_start_or_a_refusal()
    {
        var skipped = WithBothOpen(new CaseStory().Accepted()).Decided("S1-04", Water, "2026-03-09");
        Assert.Contains("S1-03", Only(skipped, RuleBook.PrerequisiteSkipped, "2026-03-09").Text.Zh, StringComparison.Ordinal);
        Assert.Empty(WithBothOpen(new CaseStory().Accepted()).Decided("S1-04", Water, "2026-03-09", ItemDecision.Refused).Read("2026-03-09").Made);
        var early = new CaseStory().On("2026-03-02", 5).ByApplicant().Did(new ItemStartedEarly(Stage, 1, "S1-04", Water, [])).Accepted().Did(new ItemsOpened(Stage, default, [new("S1-04", Water, new(2026, 3, 11))]));
        Assert.DoesNotContain(early.Decided("S1-04", Water, "2026-03-09").Read("2026-03-09").Made, m => m.Rule == RuleBook.PrerequisiteSkipped);
    }

    [Fact]
    public void A_pause_needs_a_request_a_second_person_a_basis_an_end_and_a_listed_procedure()
    {
        Assert.Empty(Paused(new CaseStory().Accepted()).Read("2026-03-11").Made);
        Assert.Equal(RuleBook.PausedWithoutBasis, Only(new CaseStory().Accepted().On("2026-03-05").ByHead(Land).Did(Begun(PauseTypes.ExpertReview)), RuleBook.PausedWithoutBasis, "2026-03-05").Rule);
        Assert.Contains("自己", Only(Paused(new CaseStory().Accepted(), head: Officer), RuleBook.PausedWithoutBasis, "2026-03-05").Text.Zh, StringComparison.Ordinal);
        Assert.Contains("依据", Only(Paused(new CaseStory().Accepted(), basis: " "), RuleBook.PausedWithoutBasis, "2026-03-05").Text.Zh, StringComparison.Ordinal);
        Assert.Contains("目录", Only(Paused(new CaseStory().Accepted(), PauseTypes.Auction), RuleBook.PausedWithoutBasis, "2026-03-05").Text.Zh, StringComparison.Ordinal);
        var again = Paused(new CaseStory().Accepted()).On("2026-03-09").ByOfficer(Land).Did(new SpecialProcedureEnded(Stage, "S1-03", new(2026, 3, 9), new(2026, 3, 17)));
        Assert.Empty(again.Read("2026-03-09").Made);
        Assert.Contains("再次", Only(Paused(again, on: "2026-03-10"), RuleBook.PausedWithoutBasis, "2026-03-10").Text.Zh, StringComparison.Ordinal);
        // A hearing follows from the applicant's own request.
        Assert.Empty(new CaseStory().Accepted().On("2026-03-05").ByOfficer(Land).Did(Begun(PauseTypes.Hearing)).Read("2026-03-05").Made);
    }

    [Fact]
    public void A_pause_beyond_the_day_that_was_told_fires_as_the_organs_or_the_intermediarys()
    {
        Assert.Empty(Paused(new CaseStory().Accepted()).Read("2026-03-20").Made);
        var found = Only(Paused(new CaseStory().Accepted()), RuleBook.PausedTooLong, "2026-03-21");
        Assert.Equal(new DateOnly(2026, 3, 21), found.On);
        Only(Paused(new CaseStory().Accepted(), PauseTypes.Testing), RuleBook.IntermediaryLate, "2026-03-21");
        Assert.Empty(Paused(new CaseStory().Accepted(), PauseTypes.Testing).On("2026-03-20").ByOfficer(Land).Did(new SpecialProcedureEnded(Stage, "S1-03", new(2026, 3, 20), new(2026, 3, 30))).Read("2026-03-23").Made);
    }

    [Fact]
    public void An_extension_needs_a_request_by_another_and_comes_once()
    {
        var extended = new LimitExtended(Stage, "S1-03", 10, LimitUnit.WorkingDay, "行政许可法第四十二条", new(2026, 3, 25));
        var asked = new ExtensionRequested(Stage, "S1-03", 10, LimitUnit.WorkingDay, Said);
        Only(new CaseStory().Accepted().On("2026-03-09").ByHead(Land).Did(extended), RuleBook.ExtendedUnapproved, "2026-03-09");
        Only(new CaseStory().Accepted().On("2026-03-09").ByHead(Land).Did(asked).Did(extended), RuleBook.ExtendedUnapproved, "2026-03-09");
        Assert.Empty(new CaseStory().Accepted().On("2026-03-09").ByOfficer(Land).Did(asked).ByHead(Land).Did(extended).Read("2026-03-09").Made);
        Only(new CaseStory().Accepted().On("2026-03-09").ByOfficer(Land).Did(asked).ByHead(Land).Did(extended).ByOfficer(Land).Did(asked).ByHead(Land).Did(extended), RuleBook.ExtendedUnapproved, "2026-03-09");
        Only(new CaseStory().Accepted().On("2026-03-09").ByHead(Lead).Did(extended with { Item = null }), RuleBook.ExtendedUnapproved, "2026-03-09");
    }

    [Fact]
    public void A_fee_outside_the_list_fires_whether_a_check_charged_it_or_the_enterprise_reports_it()
    {
        CaseStory Checked(string? fee, decimal? yuan) => new CaseStory().On("2026-03-05").ByOfficer(Water).Did(new SupervisionDutyMade(Thing, "S1-04", "J-7", 1, Water, 1, new(2026, 6, 1)))
            .Did(new SupervisionChecked(Thing, "J-7", 1, DutyResult.Passed, fee, yuan, Said));
        Assert.Empty(Checked(null, null).Read(Later).Made);
        Assert.Empty(Checked("水土保持补偿费", 800m).Read(Later).Made);
        Assert.Equal(Water, Only(Checked("资料费", 50m), RuleBook.FeeOutsideList, Later).Organ);
        Assert.Empty(new CaseStory().On("2026-03-05").ByApplicant().Did(new FeeReported(Project, Water, "水土保持补偿费", 800m, new(2026, 3, 4))).Read(Later).Made);
        Assert.Contains("500", Only(new CaseStory().On("2026-03-05").ByApplicant().Did(new FeeReported(Project, Land, "加急费", 500m, new(2026, 3, 4))), RuleBook.FeeOutsideList, Later).Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_served_after_ten_working_days_fires()
    {
        CaseStory Made() => new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-09").Did(new CertificateMade(Thing, Stage, "S1-03", default, "余自然资〔2026〕1号", Said, new(2026, 3, 23), null));
        Assert.Empty(Made().Read("2026-03-23").Made);
        Assert.Equal(Land, Only(Made(), RuleBook.ServedLate, "2026-03-24").Organ);
        Assert.Empty(Made().On("2026-03-23").ByApplicant().Did(new CertificateServed(Thing, default, new(2026, 3, 23), 10, null)).Read(Later).Made);
    }

    [Fact]
    public void A_decision_seconds_after_receipt_fires_unless_it_is_a_commitment_or_a_joint_one()
    {
        CaseStory AtOnce(ItemDecision decision, string organ) => new CaseStory().Accepted().ByOfficer(organ).Did(new ItemDecided(Stage, "S1-03", Land, decision, "P-1", new(2026, 3, 4), 0, Said)).Did(new ResultIssued(Stage, "S1-03", "1号", Said));
        Only(AtOnce(ItemDecision.Approved, Land), RuleBook.DecidedAtOnce, Later);
        Assert.Empty(AtOnce(ItemDecision.ApprovedOnCommitment, Land).Read(Later).Made);
        Assert.Empty(AtOnce(ItemDecision.Approved, Lead).Read(Later).Made);
        Assert.Empty(new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-05").Read(Later).Made);
    }

    [Fact]
    public void Nobody_decides_where_he_acted_for_the_applicant_in_whichever_order()
    {
        var before = new CaseStory().Accepted().On("2026-03-09").By(Applicant, Land, null).Did(new ItemDecided(Stage, "S1-03", Land, ItemDecision.Approved, "P-1", new(2026, 3, 9), 3, Said)).Did(new ResultIssued(Stage, "S1-03", "1号", Said));
        Assert.Equal(Applicant, Only(before, RuleBook.OwnCase, Later).Officer);
        var after = new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-09").On("2026-03-10").By(Officer, null, "91360502MA0001018B").Did(new MaterialProvided(Stage, "M10", Said, 2));
        Assert.Equal(2, after.Read(Later).Made.Count(m => m.Rule == RuleBook.OwnCase)); // the pre-check and the item
    }

    [Fact]
    public void A_stage_closed_with_an_open_item_fires_unless_it_is_refused()
    {
        CaseStory Closed(ItemDecision decision) => new CaseStory().Accepted().On("2026-03-09").ByOfficer(Lead).Did(new StageConcluded(Stage, 1, decision, new(2026, 3, 9), 3));
        Assert.Contains("S1-03", Only(Closed(ItemDecision.Approved), RuleBook.ClosedWithOpenItem, Later).Text.En, StringComparison.Ordinal);
        Assert.Empty(Closed(ItemDecision.Refused).Read(Later).Made);
    }

    [Fact]
    public void The_second_return_fires_and_the_first_does_not()
    {
        CaseStory Returned(CaseStory story, string day) => story.On(day).ByOfficer(Lead).Did(new ItemReturned(Stage, "S1-03", Land, Said));
        var once = Returned(new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-05"), "2026-03-06");
        Assert.Empty(once.Read("2026-03-06").Made);
        Only(Returned(once.Decided("S1-03", Land, "2026-03-09"), "2026-03-10"), RuleBook.ReturnedTooOften, "2026-03-10");
    }

    [Fact]
    public void What_was_returned_has_the_days_that_were_left()
    {
        // Decided with four working days left of five; taken up again on the 16th.
        var story = new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-05").On("2026-03-16").ByOfficer(Lead).Did(new ItemReturned(Stage, "S1-03", Land, Said));
        Assert.Equal(new DateOnly(2026, 3, 20), Assert.Single(story.Read("2026-03-16").Running()).DueOn);
        Only(story, RuleBook.Overdue, "2026-03-21");
    }

    [Fact]
    public void A_late_pre_check_fires_and_a_correction_stops_its_clock()
    {
        Assert.DoesNotContain(Submitted(new CaseStory()).Read("2026-03-09").Made, m => m.Rule == RuleBook.PreCheckLate);
        var late = Submitted(new CaseStory()).Read("2026-03-10").Made;
        Assert.Equal(new DateOnly(2026, 3, 10), Assert.Single(late, m => m.Rule == RuleBook.PreCheckLate).On);
        Assert.DoesNotContain(Corrected(new CaseStory(), "2026-03-06").Read(Later).Made, m => m.Rule == RuleBook.PreCheckLate);
        // One day was left when the demand was made, and is left when it is answered.
        var answered = Corrected(new CaseStory(), "2026-03-06").On("2026-03-16").ByApplicant().Did(new CorrectionAnswered(Stage, Said));
        Assert.DoesNotContain(answered.Read("2026-03-17").Made, m => m.Rule == RuleBook.PreCheckLate);
        Assert.Contains(answered.Read("2026-03-18").Made, m => m.Rule == RuleBook.PreCheckLate);
    }

    [Fact]
    public void A_late_opinion_fires_in_the_pre_check_and_after_a_joint_visit()
    {
        Assert.Empty(Submitted(new CaseStory()).Read("2026-03-05").Made);
        Assert.Equal(Land, Only(Submitted(new CaseStory()), RuleBook.OpinionLate, "2026-03-06").Organ);
        CaseStory Visited() => new CaseStory().Accepted().On("2026-03-05").ByOfficer(Lead).Did(new JointVisitArranged(Thing, Stage, new(2026, 3, 6), 1, [Land, Water])).On("2026-03-09").ByOfficer(Land).Did(new JointFindingGiven(Thing, Stage, Land, null, true, Said));
        Assert.Empty(Visited().Read("2026-03-11").Made);
        Assert.Equal(Water, Only(Visited().Decided("S1-03", Land, "2026-03-10"), RuleBook.OpinionLate, "2026-03-12").Organ);
    }

    [Fact]
    public void A_refusal_without_reason_fires()
    {
        CaseStory Refused(string? reason) => new CaseStory().Accepted().On("2026-03-09").ByOfficer(Land).Did(new ItemDecided(Stage, "S1-03", Land, ItemDecision.Refused, "P-1", new(2026, 3, 9), 3, Sha256.Of(reason))).Did(new ResultIssued(Stage, "S1-03", "1号", Said));
        Only(Refused(null), RuleBook.RefusedWithoutReason, Later);
        Assert.Empty(Refused("不符合国土空间规划").Read(Later).Made);
        Only(Submitted(new CaseStory()).On("2026-03-03").ByOfficer(Lead).Did(new StageNotAccepted(Stage, NotAcceptedGround.Prohibited, Sha256.Of(""))), RuleBook.RefusedWithoutReason, "2026-03-04");
        Only(new CaseStory().On("2026-03-03").ByOfficer(Lead).Did(new FilingNotAccepted(Stage, NotAcceptedGround.Prohibited, " ", null, null)), RuleBook.RefusedWithoutReason, "2026-03-04");
        Only(new CaseStory().On("2026-03-03").ByHead(Land).Did(new CertificateEnded(Thing, default, default, "", new(2026, 3, 3), Said)), RuleBook.RefusedWithoutReason, "2026-03-04");
    }

    [Fact]
    public void A_commitment_not_looked_at_fires_also_after_the_days_to_make_it_good()
    {
        CaseStory Opened() => new CaseStory().On("2026-03-05").ByOfficer(Land).Did(new CommitmentCheckOpened(Thing, Stage, "S1-03", Land, new(2026, 5, 6)));
        Assert.Empty(Opened().Read("2026-05-06").Made);
        Only(Opened(), RuleBook.CommitmentUnchecked, "2026-05-07");
        Assert.Empty(Opened().On("2026-04-01").ByOfficer(Land).Did(new CommitmentChecked(Thing, Stage, "S1-03", CheckOutcome.Kept, new(2026, 4, 1), null, Said)).Read("2026-06-01").Made);
        var partly = Opened().On("2026-04-01").ByOfficer(Land).Did(new CommitmentChecked(Thing, Stage, "S1-03", CheckOutcome.Partly, new(2026, 4, 1), new(2026, 4, 20), Said));
        Assert.Equal(new DateOnly(2026, 4, 21), Only(partly, RuleBook.CommitmentUnchecked, "2026-05-01").On);
    }

    [Fact]
    public void A_hearing_held_late_or_told_late_fires()
    {
        CaseStory Asked() => new CaseStory().On("2026-03-05").ByApplicant().Did(new HearingRequested(Thing, Stage, "S1-03", HearingParty.Applicant, new(2026, 3, 5), new(2026, 4, 2)));
        Assert.Empty(Asked().Read("2026-04-02").Made);
        Only(Asked(), RuleBook.HearingLate, "2026-04-03");
        CaseStory Told(int day) => Asked().On("2026-03-09").ByOfficer(Land).Did(new HearingNoticed(Thing, Stage, "S1-03", new DateTimeOffset(2026, 3, day, 1, 0, 0, TimeSpan.Zero), new(2026, 3, 9), Head));
        Assert.Empty(Told(16).Read("2026-03-16").Made);
        Only(Told(15), RuleBook.HearingLate, "2026-03-16");
        Assert.Empty(Told(16).On("2026-03-16").ByOfficer(Land).Did(new HearingHeld(Thing, Stage, "S1-03", new(2026, 3, 16), Said)).Read("2026-05-01").Made);
    }

    [Fact]
    public void A_result_without_number_or_never_issued_fires()
    {
        CaseStory Decided() => new CaseStory().Accepted().On("2026-03-09").ByOfficer(Land).Did(new ItemDecided(Stage, "S1-03", Land, ItemDecision.Approved, "P-1", new(2026, 3, 9), 3, Said));
        Assert.Empty(Decided().Read("2026-03-10").Made);
        Only(Decided(), RuleBook.ResultWithoutNumber, "2026-03-11");
        Only(Decided().Did(new ResultIssued(Stage, "S1-03", null, Said)), RuleBook.ResultWithoutNumber, "2026-03-11");
        Assert.Empty(Decided().Did(new ResultIssued(Stage, "S1-03", "余自然资〔2026〕1号", Said)).Read(Later).Made);
    }

    [Fact]
    public void An_entry_dated_back_fires_unless_the_law_itself_counts_from_before()
    {
        // Decided on Monday, it says; entered on Tuesday.
        var back = new CaseStory().Accepted().On("2026-03-10").ByOfficer(Land).Did(new ItemDecided(Stage, "S1-03", Land, ItemDecision.Approved, "P-1", new(2026, 3, 9), 3, Said)).Did(new ResultIssued(Stage, "S1-03", "1号", Said));
        var found = Only(back, RuleBook.DatedBack, Later);
        Assert.Equal((Severity.Red, Land, Officer), (found.Level, found.Organ, found.Officer));
        Assert.Contains("2026-03-09", found.Text.Zh, StringComparison.Ordinal);
        Assert.Empty(new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-10").Read(Later).Made);
        // What was begun before midnight and entered a moment after it is no back-dating.
        var night = new CaseStory().Accepted().On("2026-03-10", -(9 * 60) - 20).ByOfficer(Land).Did(new ItemDecided(Stage, "S1-03", Land, ItemDecision.Approved, "P-1", new(2026, 3, 9), 3, Said)).Did(new ResultIssued(Stage, "S1-03", "1号", Said));
        Assert.Empty(night.Read(Later).Made);
        // A case that counts as accepted does so from the day of its papers.
        Assert.DoesNotContain(Submitted(new CaseStory()).On("2026-03-10").ByPlatform().Did(new StageAccepted(Stage, new(2026, 3, 2), true, new(2026, 5, 6))).Read("2026-03-10").Made, m => m.Rule == RuleBook.DatedBack);
    }

    [Fact]
    public void What_happened_outside_may_be_entered_within_three_working_days()
    {
        CaseStory Served(string entered) => new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-09").Did(new CertificateMade(Thing, Stage, "S1-03", default, "1号", Said, new(2026, 3, 23), null))
            .On(entered).ByOfficer(Land).Did(new CertificateServed(Thing, default, new(2026, 3, 10), 1, null));
        Assert.Empty(Served("2026-03-13").Read(Later).Made);
        Assert.Equal((Severity.Yellow, "S1-03"), (Only(Served("2026-03-16"), RuleBook.DatedBack, Later).Level, Only(Served("2026-03-16"), RuleBook.DatedBack, Later).Item));
    }

    [Fact]
    public void A_closed_case_that_is_acted_on_fires_unless_it_was_reopened_or_returned()
    {
        CaseStory Closed() => new CaseStory().Accepted().Concluded();
        Only(Closed().On("2026-03-18").ByOfficer(Land).Did(new LimitExtended(Stage, null, 5, LimitUnit.WorkingDay, "", new(2026, 3, 30))).Did(new RequestRejected(Stage, null, "x", Said)), RuleBook.ExtendedUnapproved, "2026-03-18", RuleBook.ClosedCaseChanged);
        Only(Closed().On("2026-03-18").ByOfficer(Lead).Did(new FactCorrected(Stage, 1, "annualEnergyTce", Said, Said, Said, [], [])), RuleBook.ClosedCaseChanged, "2026-03-18");
        // Decided twice, without having been returned in between.
        Only(new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-09").Decided("S1-03", Land, "2026-03-10"), RuleBook.ClosedCaseChanged, "2026-03-10");
        Assert.Empty(new CaseStory().Accepted().Decided("S1-03", Land, "2026-03-09").On("2026-03-10").ByOfficer(Lead).Did(new ItemReturned(Stage, "S1-03", Land, Said)).Decided("S1-03", Land, "2026-03-11").Read("2026-03-11").Made);
        // Another document in the place of the one that went out.
        Only(Closed().On("2026-03-18").ByOfficer(Land).Did(new ResultIssued(Stage, "S1-03", "1号", Sha256.Of("另一份"))), RuleBook.ClosedCaseChanged, "2026-03-18");
        Assert.Empty(Closed().On("2026-03-18").ByOfficer(Land).Did(new ResultIssued(Stage, "S1-03", "1号", Said)).Read("2026-03-18").Made);
    }

    [Fact]
    public void An_approval_changed_without_a_request_fires_and_with_one_does_not()
    {
        CaseStory Changed(CaseStory story, bool byAuthority = true, string field = "scale") => story.On("2026-03-18").ByOfficer(Lead).Did(new ProjectChanged(Project, "2603-360502-04-01-000001", [field], byAuthority, Said, Said));
        CaseStory Agreed(CaseStory story) => story.On("2026-03-18").ByOfficer(Lead).Did(new ChangeRequestDecided(Project, Thing, Lead, true, 3, false, Said));
        var found = Only(Changed(new CaseStory().Accepted().Concluded()), RuleBook.ClosedCaseChanged, "2026-03-19");
        Assert.Equal((Severity.Yellow, Lead), (found.Level, found.Organ));
        Assert.Contains("规模", found.Text.Zh, StringComparison.Ordinal);
        // Agreed to on the same day, whichever of the two stands first in the chain.
        Assert.Empty(Agreed(Changed(new CaseStory().Accepted().Concluded())).Read(Later).Made);
        Assert.Empty(Changed(Agreed(new CaseStory().Accepted().Concluded())).Read(Later).Made);
        // The unit's own data, and what is not approved yet.
        Assert.Empty(Changed(new CaseStory().Accepted().Concluded(), byAuthority: false).Read(Later).Made);
        Assert.Empty(Changed(new CaseStory().Accepted().Concluded(), field: "contactName").Read(Later).Made);
        Assert.Empty(Changed(new CaseStory()).Read(Later).Made);
    }

    // The rule fires and no other, but for those that are named beside it.
    private static Made Only(CaseStory story, string rule, string through, params string[] beside)
    {
        var made = Assert.Single(story.Read(through).Made, m => !beside.Contains(m.Rule));
        Assert.Equal(rule, made.Rule);
        Assert.True(made.Text.Zh.Length > 10 && made.Text.En.Length > 10);
        return made;
    }

    private static CaseStory Submitted(CaseStory story) => story.On("2026-03-02", 30).ByApplicant().Did(new StageSubmitted(Stage, 1, Said));

    private static CaseStory Corrected(CaseStory story, string day) => Submitted(story).On("2026-03-03").ByOfficer(Land).Did(new PreCheckOpinionGiven(Stage, Land, true, [], null)).On(day, 30).ByOfficer(Lead).Did(new CorrectionRequested(Stage, ["M10"], Said));

    private static CaseStory WithBothOpen(CaseStory story) => story.Did(new ItemsOpened(Stage, default, [new("S1-04", Water, new(2026, 3, 11))]));

    private static SpecialProcedureBegun Begun(string type, string basis = "行政许可法第四十五条", DateOnly? on = null) => new(Stage, "S1-03", type, basis, on ?? new(2026, 3, 5), new(2026, 3, 20));

    private static CaseStory Paused(CaseStory story, string type = PauseTypes.ExpertReview, Guid? head = null, string basis = "行政许可法第四十五条", string on = "2026-03-05") => story.On(on).ByOfficer(Land)
        .Did(new SpecialProcedureRequested(Stage, "S1-03", type, new(2026, 3, 20), Said)).On(on, 30).By(head ?? Head, Land, null).Did(Begun(type, basis, DateOnly.ParseExact(on, "yyyy-MM-dd")));
}
