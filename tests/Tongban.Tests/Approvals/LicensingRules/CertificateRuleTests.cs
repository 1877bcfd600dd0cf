using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Tests.Approvals.Model;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.LicensingRules;

/// <summary>Rules T12, T16 and T17 of the licensing law: service, renewal in time, renewal by silence.</summary>
public class CertificateRuleTests
{
    [Fact]
    public void T12_certificate_is_served_within_ten_working_days()
    {
        var (c, result) = Decided();
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 10), result.ServiceDueOn);
        Assert.Equal("行政许可法第四十四条", result.Service.Basis);
        Assert.Equal(Light.Green, result.Service.LightOn(c.Today, Calendar));
        Assert.Equal(Light.DoubleRed, result.Service.LightOn(result.ServiceDueOn!.Value.AddDays(1), Calendar));

        c.AfterWorkingDays(3);
        Accepted(result.Acknowledge(c.Today, Calendar));
        Assert.Equal((ResultState.InForce, c.Today, ServiceWay.Electronic), (result.State, result.ServedOn!.Value, result.ServedBy!.Value));
        Assert.Equal(3, result.Acts.OfType<CertificateServed>().Single().DaysUsed);
        Refused("certificates.already-served", result.Acknowledge(c.Today, Calendar));
    }

    [Fact]
    public void T12_at_the_counter_a_receipt_is_needed()
    {
        var (c, result) = Decided();
        c.AfterWorkingDays(2);
        Refused("certificates.receipt-missing", result.HandOver(c.Today, " ", c.Today, Calendar));
        Refused("certificates.service-day-impossible", result.HandOver(c.Today.AddDays(1), "回证 1", c.Today, Calendar));
        Refused("certificates.service-day-impossible", result.HandOver(result.DecidedOn.AddDays(-1), "回证 1", c.Today, Calendar));
        Accepted(result.HandOver(c.Today, "李某 回证 1", c.Today, Calendar));
        Assert.Equal((ServiceWay.Counter, "李某 回证 1"), (result.ServedBy!.Value, result.Receipt));
        // Who took it stays out of the ledger.
        Assert.DoesNotContain("李某", System.Text.Json.JsonSerializer.Serialize(result.Acts.OfType<CertificateServed>().Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void T16_a_renewal_is_asked_for_thirty_days_before_the_expiry()
    {
        var (c, result) = Served();
        var last = result.ValidTo!.Value;
        Assert.Equal(result.DecidedOn.AddMonths(36), last);
        var tooLate = new CaseSetting(Flow, Calendar, CityClock.StartOf(last.AddDays(-29)));
        var refusal = result.Ask(HolderRequestKind.Renewal, "继续使用", Applicant, tooLate)!;
        Refused("certificates.renewal-too-late", refusal);
        Assert.Equal("行政许可法第五十条", refusal.LegalBasis);
        Assert.Contains(last.AddDays(-30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), refusal.Text.Zh, StringComparison.Ordinal);

        Accepted(result.Ask(HolderRequestKind.Renewal, "继续使用", Applicant, new CaseSetting(Flow, Calendar, CityClock.StartOf(last.AddDays(-30)))));
        Assert.Equal(last, result.RequestDueOn);
        Refused("certificates.request-open", result.Ask(HolderRequestKind.Change, "x", Applicant, c.Setting));
    }

    [Fact]
    public void T17_a_renewal_not_decided_by_the_expiry_counts_as_granted()
    {
        var (c, result) = Served();
        var last = result.ValidTo!.Value;
        Accepted(result.Ask(HolderRequestKind.Renewal, "继续使用", Applicant, new CaseSetting(Flow, Calendar, CityClock.StartOf(last.AddDays(-40)))));
        Refused("certificates.not-in-force", result.Lapse(last, Calendar));
        Accepted(result.Lapse(last.AddDays(1), Calendar));
        Assert.Equal((ResultState.InForce, last.AddMonths(36), 1), (result.State, result.ValidTo!.Value, result.Renewals));
        var answered = result.Acts.OfType<HolderRequestAnswered>().Single();
        Assert.True(answered is { Granted: true, Deemed: true });
    }

    [Fact]
    public void T17_without_a_request_the_permit_expires_and_can_be_struck_off()
    {
        var (c, result) = Served();
        var after = result.ValidTo!.Value.AddDays(1);
        Assert.False(result.HoldsOn(after));
        Refused("certificates.ground-does-not-fit", result.End(EndGround.NotRenewed, "届满", c.Today, Calendar));
        Accepted(result.Lapse(after, Calendar));
        Assert.Equal(ResultState.Expired, result.State);
        Accepted(result.End(EndGround.NotRenewed, "届满未延续", after, Calendar));
        Assert.Equal((ResultState.Cancelled, "行政许可法第七十条第一项"), (result.State, result.Acts.OfType<CertificateEnded>().Single().Basis));
    }

    [Fact]
    public void A_refused_renewal_lets_the_term_run_out_and_says_why()
    {
        var (c, result) = Served();
        Accepted(result.Ask(HolderRequestKind.Renewal, "继续使用", Applicant, c.Setting));
        Refused("approvals.refusal-needs-reasons", result.Answer(false, " ", c.Setting));
        Accepted(result.Answer(false, "不再符合规划", c.Setting));
        Assert.Null(result.Request);
        Accepted(result.Lapse(result.ValidTo!.Value.AddDays(1), Calendar));
        Assert.Equal(ResultState.Expired, result.State);
    }

    [Fact]
    public void A_change_is_answered_within_twenty_working_days_and_kept()
    {
        var (c, result) = Served();
        Accepted(result.Ask(HolderRequestKind.Change, "单位名称变更", Applicant, c.Setting));
        Assert.Equal(Calendar.AddWorkingDays(c.Today, 20), result.RequestDueOn);
        Accepted(result.Answer(true, "单位名称变更为新余新材料有限公司", c.Setting));
        Assert.Equal("单位名称变更为新余新材料有限公司", Assert.Single(result.Changes).Text);
        Assert.Equal(ResultState.InForce, result.State);
    }

    [Theory]
    [InlineData("ObtainedByFraud", "Revoked", "行政许可法第六十九条第二款")]
    [InlineData("BeyondPower", "Revoked", "行政许可法第六十九条第一款第二项")]
    [InlineData("LawChanged", "Withdrawn", "行政许可法第八条第二款")]
    [InlineData("OrganisationEnded", "Cancelled", "行政许可法第七十条第三项")]
    public void A_permit_ends_on_a_coded_ground(string name, string state, string basis)
    {
        var ground = Enum.Parse<EndGround>(name);
        var (c, result) = Served();
        Refused("approvals.reason-missing", result.End(ground, " ", c.Today, Calendar));
        Accepted(result.End(ground, "经查证属实", c.Today, Calendar));
        Assert.Equal((Enum.Parse<ResultState>(state), basis), (result.State, result.Acts.OfType<CertificateEnded>().Single().Basis));
        Assert.False(result.HoldsOn(c.Today));
        Refused("certificates.ground-does-not-fit", result.End(EndGround.NotEntitled, "再次", c.Today, Calendar));
    }

    [Fact]
    public void Construction_begun_in_time_frees_a_permit_from_its_term()
    {
        var (c, result) = Served();
        result.StartRecorded(result.ValidTo!.Value.AddDays(1));
        Assert.NotNull(result.ValidTo);
        result.StartRecorded(c.Today);
        Assert.Null(result.ValidTo);
        Refused("certificates.no-term", result.Ask(HolderRequestKind.Renewal, "x", Applicant, c.Setting));
    }

    [Fact]
    public void A_refusal_is_served_too_but_is_no_permit()
    {
        var c = Small().Passed();
        Accepted(c.Decide("S1-03", ItemDecision.Refused, "不符合规划"));
        var result = IssuedResult.Make(c.Stage, c.Item("S1-03"), Flow.Item("S1-03"), "余自然资预〔2026〕1号", new string('a', 64), ("不予许可", "Refusal"), c.Setting);
        Accepted(result.Acknowledge(c.Today, Calendar));
        Assert.Equal((ResultKind.Refusal, null, false), (result.Kind, result.ValidTo, result.HoldsOn(c.Today)));
        Refused("certificates.not-in-force", result.Ask(HolderRequestKind.Change, "x", Applicant, c.Setting));
        Refused("certificates.not-in-force", result.End(EndGround.NotEntitled, "x", c.Today, Calendar));
    }

    /// <summary>S1-03 granted and its paper made out.</summary>
    internal static (CaseBuilder Case, IssuedResult Result) Decided(string item = "S1-03", ItemDecision decision = ItemDecision.Approved)
    {
        var c = Small().Passed();
        if (decision is ItemDecision.ApprovedOnCommitment)
            Accepted(c.Stage.SignCommitment(item, "承诺", c.Setting));
        Accepted(c.Decide(item, decision));
        return (c, IssuedResult.Make(c.Stage, c.Item(item), Flow.Item(item), "余自然资预〔2026〕1号", new string('a', 64), Flow.Item(item).Result.Name, c.Setting));
    }

    internal static (CaseBuilder Case, IssuedResult Result) Served(string item = "S1-03")
    {
        var (c, result) = Decided(item);
        Accepted(result.Acknowledge(c.Today, Calendar));
        return (c, result);
    }
}
