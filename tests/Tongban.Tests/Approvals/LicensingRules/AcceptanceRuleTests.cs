using Tongban.Approvals.Model;
using Tongban.Foundation.Time;
using Tongban.Tests.Approvals.Model;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.LicensingRules;

/// <summary>Rules T1 to T11 of the licensing law (domain 01 § 1.1): acceptance, correction, limits.</summary>
public class AcceptanceRuleTests
{
    [Fact]
    public void T1_what_needs_no_licence_is_not_accepted_at_once()
    {
        var c = Small().Submitted();
        Accepted(c.Stage.NotAccept(NotAcceptedGround.NoLicenceNeeded, "依法不需要取得行政许可", c.Setting));
        Assert.Equal((StageState.NotAccepted, "行政许可法第三十二条第一款第一项"), (c.Stage.State, NotAcceptedGround.NoLicenceNeeded.Basis()));
        Assert.Equal(0, c.Stage.PreCheck!.Limit!.Elapsed(c.Today, Calendar));
    }

    [Fact]
    public void T2_another_authoritys_matter_is_not_accepted_and_the_right_one_is_named()
    {
        var c = Small().Submitted();
        Refused("approvals.reason-missing", c.Stage.NotAccept(NotAcceptedGround.OtherAuthority, " ", c.Setting));
        Accepted(c.Stage.NotAccept(NotAcceptedGround.OtherAuthority, "请向分宜县发展和改革委员会申请", c.Setting));
        Assert.Contains("分宜县发展和改革委员会", c.Stage.EndReason, StringComparison.Ordinal);
        Assert.Equal("行政许可法第三十二条第一款第二项", NotAcceptedGround.OtherAuthority.Basis());
    }

    [Fact]
    public void T3_what_can_be_put_right_on_the_spot_is_put_right_on_the_spot()
    {
        var c = Small().AskedToCorrect(("M10", "缺第 4 点")).After(TimeSpan.FromMinutes(10));
        Accepted(c.Stage.Provide("M10", File("fixed.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.AnswerCorrection(c.Setting));
        c.Passed();
        Assert.Equal((c.Today, 0), (c.Stage.AcceptedOn!.Value, c.Stage.PreCheck!.Limit!.Elapsed(c.Today, Calendar)));
    }

    [Fact]
    public void T4_everything_to_be_corrected_is_told_once_within_five_working_days()
    {
        var c = Small().Submitted();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 5), c.Stage.DueOn);
        Accepted(c.Stage.RequestCorrection([new(Lead, "M10", "缺第 4 点"), new(Lead, "M12", "缺附图")], c.Setting));
        c.After(TimeSpan.FromHours(1));
        Accepted(c.Stage.Provide("M10", File("a.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.Provide("M12", File("b.pdf"), Applicant, c.Setting));
        Accepted(c.Stage.AnswerCorrection(c.Setting));
        Refused("approvals.second-correction", c.Stage.RequestCorrection([new(Lead, "M10", "再补")], c.Setting));
    }

    [Fact]
    public void T4_a_later_demand_stays_on_record_and_names_the_first()
    {
        var c = Small().AskedToCorrect(("M10", "缺第 4 点"));
        var words = c.Stage.FirstDemand(Flow);
        Assert.Contains("2026-03-02", words.Zh, StringComparison.Ordinal);
        Assert.Contains(Flow.Material("M10")!.Name.Zh, words.Zh, StringComparison.Ordinal);
        Demand later = new(Lead, "M12", "缺附图");
        Assert.True(c.Stage.RecordLaterDemand(Lead, [later], Officer(Lead), c.Setting));
        Assert.False(c.Stage.RecordLaterDemand(Lead, [later], Officer(Lead), c.Setting));
        var act = c.Act<LaterDemandBlocked>();
        Assert.Equal((Lead, "M12", c.Today), (act.Organ, Assert.Single(act.Materials), act.FirstAskedOn!.Value));
        Assert.DoesNotContain("缺附图", System.Text.Json.JsonSerializer.Serialize(act), StringComparison.Ordinal);
        // The demand itself has no effect.
        Assert.DoesNotContain(c.Stage.Demands, d => d.Material == "M12");
    }

    [Fact]
    public void T5_without_a_word_in_five_working_days_it_counts_as_accepted_from_the_receipt()
    {
        var c = Small().Submitted();
        var received = c.Today;
        c.AfterWorkingDays(6);
        Accepted(c.Stage.DeemAccepted(c.Setting));
        Assert.Equal((true, received), (c.Stage.IsDeemedAccepted, c.Stage.AcceptedOn!.Value));
    }

    [Fact]
    public void T6_complete_papers_are_accepted_with_a_dated_receipt()
    {
        var c = Small().Passed();
        var accepted = c.Act<StageAccepted>();
        Assert.Equal((c.Today, false), (accepted.AcceptedOn, accepted.Deemed));
        // The pre-check's result is the notice of acceptance, numbered and dated like every paper of the organ.
        Assert.Contains("受理", Flow.Item("S1-02").Result.Name.Zh, StringComparison.Ordinal);
        Assert.NotNull(Flow.Item("S1-02").Result.DocumentMark);
    }

    [Fact]
    public void T6_papers_cannot_be_called_incomplete_before_they_were_asked_for()
    {
        var c = Small().Submitted();
        Refused("approvals.correction-first", c.Stage.NotAccept(NotAcceptedGround.StillIncomplete, "不全", c.Setting));
    }

    [Fact]
    public void T7_an_item_is_decided_within_twenty_working_days_of_the_acceptance()
    {
        var c = Small().Passed();
        var item = c.Item("S1-03");
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 20), item.StatutoryDueOn);
        Assert.True(item.DueOn < item.StatutoryDueOn);
        Assert.Equal(Light.DoubleRed, item.Limit!.LightOn(item.StatutoryDueOn!.Value.AddDays(1), Calendar));
    }

    [Fact]
    public void T8_the_head_extends_once_by_ten_working_days()
    {
        var c = Small().Passed();
        Accepted(c.Stage.RequestExtension("S1-03", "界址复核", Officer(Land), c.Setting));
        Accepted(c.Grant("S1-03"));
        Assert.Equal(10, c.Act<LimitExtended>().Days);
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 30), c.Item("S1-03").StatutoryDueOn);
        Refused("approvals.already-extended", c.Stage.RequestExtension("S1-03", "再延", Officer(Land), c.Setting));
    }

    [Fact]
    public void T9_joint_handling_ends_within_forty_five_working_days()
    {
        var c = Small().Passed();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 45), c.Stage.DueOn);
        Assert.Contains("第四十二条第二款", c.Stage.Limit!.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void T10_joint_handling_is_extended_once_by_fifteen_working_days()
    {
        var c = Small().Passed();
        Accepted(c.Stage.RequestStageExtension("专题论证", Officer(Lead), c.Setting));
        Accepted(c.Stage.AnswerStageExtension(true, null, Head(Lead), c.Setting));
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 60), c.Stage.DueOn);
        Refused("approvals.already-extended", c.Stage.RequestStageExtension("再延", Officer(Lead), c.Setting));
    }

    [Fact]
    public void T11_the_lower_authority_reviews_within_twenty_working_days_and_the_higher_ones_time_is_not_charged_to_it()
    {
        var forwarded = Flow.Items.Where(i => i.ClockStops.Any(s => s.Id == "higher-approval")).ToList();
        Assert.NotEmpty(forwarded);
        Assert.All(forwarded, i => Assert.InRange(i.PromisedDays, 0, 20));
        var c = Small().Passed();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 20), c.Item("S1-03").StatutoryDueOn);
        c.AfterWorkingDays(2);
        Accepted(c.Ask("S1-03", "higher-approval", 20, "报上级审批"));
        Accepted(c.Grant("S1-03"));
        var used = c.Item("S1-03").Limit!.Elapsed(c.Today, Calendar);
        c.AfterWorkingDays(15);
        Assert.Equal(used, c.Item("S1-03").Limit!.Elapsed(c.Today, Calendar));
    }
}
