using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using static Tongban.Tests.Approvals.Model.CaseBuilder;

namespace Tongban.Tests.Approvals.Model;

/// <summary>City-county linkage: who decides follows from division, level and amount; the first step is a step inside the same item.</summary>
public class LinkageTests
{
    private const string City = "ZRZY@360500";

    private static CaseBuilder Big(string division = "360502") =>
        Declared(600_000_000m, division, ProjectType.Filing, ("annualEnergyTce", "100"), ("annualPowerKWh", "1000"), ("siteLayers", "none"));

    [Theory]
    [InlineData("360502", "499999999.99", "ZRZY@360502", null)]
    [InlineData("360502", "500000000", City, "ZRZY@360502")]
    [InlineData("360521", "900000000", City, "ZRZY@360521")]
    [InlineData("360500", "900000000", City, null)]
    public void Jurisdiction_follows_from_division_and_amount(string division, string investment, string decides, string? first)
    {
        var found = Flow.JurisdictionOf(Flow.Item("S1-03"), ProjectType.Filing, division, decimal.Parse(investment, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((decides, first), (found.Deciding, found.First));
    }

    [Fact]
    public void The_reverse_is_possible_too()
    {
        var found = Flow.JurisdictionOf(Flow.Item("S3-02"), ProjectType.Filing, "360521", 68_000_000m);
        Assert.Equal(("RFB@360521", "RFB@360500"), (found.Deciding, found.First));
        Assert.Equal("总投资不足 10,000 万元：市级受理、县级决定", found.Rule!.InWords().Zh);
        Assert.Null(Flow.JurisdictionOf(Flow.Item("S3-02"), ProjectType.Filing, "360502", 68_000_000m).First);
    }

    [Fact]
    public void The_county_checks_first_and_the_city_decides()
    {
        var c = Big().Passed();
        var item = c.Item("S1-03");
        Assert.Equal((Land, City, Land), (item.Organ, item.DecidingOrgan, item.FirstOrgan));
        Assert.Equal((3, 20), (item.Limit!.Length.Value, item.Limit.Statutory!.Value.Value));
        Refused("approvals.first-step-open", c.Decide("S1-03"));
        Refused("approvals.first-opinion-missing", c.Stage.Forward("S1-03", true, " ", Officer(Land), Power("S1-03"), c.Setting));

        c.AfterWorkingDays(2);
        Accepted(c.Stage.Forward("S1-03", true, "初审同意", Officer(Land), Power("S1-03"), c.Setting));
        Assert.Equal((City, ItemState.Open, (Guid?)null), (item.Organ, item.State, item.Handler));
        Assert.Equal((4, c.Today), (item.Limit!.Length.Value, item.Limit.StartedOn));
        Assert.Equal((2, false), (c.Act<ItemForwarded>().DaysUsed, c.Act<ItemForwarded>().Late));
        Assert.True(item.FirstLimit!.IsEnded);
        Refused("approvals.no-first-step", c.Stage.Forward("S1-03", true, "再转", Officer(City), Power("S1-03"), c.Setting));
        Accepted(c.Decide("S1-03"));
        Assert.Equal(City, c.Acts<ItemDecided>().Single(d => d.Item == "S1-03").Organ);
    }

    [Fact]
    public void A_late_first_check_stays_visible()
    {
        var c = Big().Passed().AfterWorkingDays(4);
        Assert.Equal(Light.Red, c.Item("S1-03").Limit!.LightOn(c.Today, Calendar));
        Accepted(c.Stage.Forward("S1-03", false, "与控规不符", Officer(Land), Power("S1-03"), c.Setting));
        Assert.True(c.Act<ItemForwarded>().Late);
        Assert.False(c.Item("S1-03").FirstAgrees);
    }

    [Fact]
    public void The_first_step_has_special_procedures_of_its_own_and_waits_for_them()
    {
        var c = Big().Passed();
        Accepted(c.Ask("S1-03"));
        Accepted(c.Grant("S1-03"));
        Refused("approvals.already-paused", c.Stage.Forward("S1-03", true, "同意", Officer(Land), Power("S1-03"), c.Setting));
        Accepted(c.Stage.Resume("S1-03", c.Setting));
        Accepted(c.Stage.Forward("S1-03", true, "同意", Officer(Land), Power("S1-03"), c.Setting));
        Assert.Equal(4, c.Item("S1-03").Limit!.Remaining(c.Today, Calendar));
    }
}
