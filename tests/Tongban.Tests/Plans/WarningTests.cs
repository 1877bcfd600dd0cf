using Tongban.Plans.Model;
using Tongban.Plans.Warnings;

namespace Tongban.Tests.Plans;

/// <summary>Each of the fifteen rules fires where it should, at its level, and nowhere else.</summary>
public class WarningTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    /// <summary>A project of which there is nothing to say.</summary>
    private static readonly ProjectFacts Sound = new(PlanBuilder.Code(), PlanBuilder.Owner, PoolState.UnderConstruction, 100_000_000m)
    {
        InPlan = true, YearPlan = 50_000_000m, YearFiscal = 40_000_000m, YearIndicators = 40_000_000m, CumulativePlan = 60_000_000m, Estimate = 100_000_000m, EstimateOverFeasibility = 0.1m, PaidTotal = 30_000_000m, YearDone = 45_000_000m,
        PhysicalPercent = 50, LastReturn = (2026 * 12) + 9, Started = true, HasPermit = true, HasStartReport = true,
    };

    public static TheoryData<string, string> Rules => new()
    {
        { "W01", "Red" }, { "W02", "Yellow" }, { "W04", "Yellow" }, { "W04", "Red" }, { "W05", "Red" }, { "W06", "Red" }, { "W07", "Red" }, { "W08", "Yellow" }, { "W09", "Yellow" }, { "W09", "Red" }, { "W10", "Red" }, { "W11", "Red" }, { "W12", "Yellow" }, { "W12", "Red" }, { "W13", "Red" }, { "W15", "Yellow" }, { "W16", "Yellow" }, { "W16", "Red" },
    };

    [Fact]
    public void A_sound_project_is_left_alone() => Assert.Empty(WarningRules.Of(Sound, Today));

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_fires_alone_and_at_its_level(string rule, string level)
    {
        var facts = (rule, level) switch
        {
            ("W01", _) => Sound with { YearIndicators = 0 },
            ("W02", _) => Sound with { YearIndicators = 39_999_999.99m },
            ("W04", "Yellow") => Sound with { PaidTotal = 60_000_000.01m },
            ("W04", _) => Sound with { PaidTotal = 70_000_000.01m },
            ("W05", _) => Sound with { EntryConditionMet = false },
            ("W06", _) => Sound with { EstimateOverFeasibility = 0.1001m },
            ("W07", _) => Sound with { CumulativePlan = 100_000_000.01m },
            ("W08", _) => Sound with { LastReturn = (2026 * 12) + 8 },
            ("W09", "Yellow") => Sound with { IdleMonths = 2 },
            ("W09", _) => Sound with { IdleMonths = 3 },
            ("W10", _) => Sound with { HasPermit = false },
            ("W11", _) => Sound with { AdvanceFunding = true },
            // Ten twelfths of the year are over.
            ("W12", "Yellow") => Sound with { YearDone = 36_000_000m },
            ("W12", _) => Sound with { YearDone = 31_000_000m },
            ("W13", _) => Sound with { ContentDiffers = true },
            ("W16", "Yellow") => Sound with { IdleIndicators = 10_000m },
            ("W16", _) => Sound with { IdleIndicators = 10_000m, LongIdleIndicators = 0.01m },
            _ => Sound with { SpaceChecked = false },
        };
        var finding = Assert.Single(WarningRules.Of(facts, Today));
        Assert.Equal((rule, level), (finding.Rule, finding.Level.ToString()));
        Assert.NotEqual("", WarningRules.Of(rule).Basis);
    }

    [Fact]
    public void Sources_are_watched_too()
    {
        Assert.Equal("W03", Assert.Single(WarningRules.Of(new SourceFacts("2026-05-01", "05", 2026, "360500", 0, 100, 10, 10.01m, 0))).Rule);
        Assert.Equal("W14", Assert.Single(WarningRules.Of(new SourceFacts("05-2026", "05", 2026, "360500", 120, 100, 0, 0, 20))).Rule);
        Assert.Empty(WarningRules.Of(new SourceFacts("05-2026", "05", 2026, "360500", 100, 100, 100, 100, 0)));
    }

    /// <summary>What arrived first is used first: of two arrivals, the old one is idle as far as payments have not eaten it up; small change is not spoken of, and the city sets the months.</summary>
    [Fact]
    public void Money_that_lies_too_long_is_idle()
    {
        SourceFacts Facts(decimal old, decimal veryOld, decimal paid) => new("2026-05-01", "05", 2026, "360500", 0, 1_000_000m, 900_000m, paid, 0) { ArrivedLongAgo = old, ArrivedVeryLongAgo = veryOld };
        var finding = Assert.Single(WarningRules.Of(Facts(500_000m, 200_000m, 250_000m)));
        Assert.Equal(("W16", WarningLevel.Yellow), (finding.Rule, finding.Level));
        Assert.Contains("250,000.00", finding.Facts.Zh, StringComparison.Ordinal);
        Assert.Equal(WarningLevel.Red, Assert.Single(WarningRules.Of(Facts(500_000m, 200_000m, 150_000m))).Level);
        Assert.Empty(WarningRules.Of(Facts(500_000m, 200_000m, 490_000.01m)));
        Assert.Single(WarningRules.Of(Facts(500_000m, 0, 490_000.01m), new PlanRules(new IdleFundsRule(6, 12, 9_000m))));
        Assert.Contains("平台规则", WarningRules.Of("W16").Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void The_return_of_a_month_is_missed_from_the_sixth_of_the_next()
    {
        var facts = Sound with { LastReturn = (2026 * 12) + 8 };
        Assert.DoesNotContain(WarningRules.Of(facts, new(2026, 11, 5)), f => f.Rule == "W08");
        Assert.Contains(WarningRules.Of(facts, new(2026, 11, 6)), f => f.Rule == "W08");
    }

    [Fact]
    public void A_warning_is_ordered_answered_and_accepted()
    {
        var warning = PlanWarning.Raise(WarningRules.Of(Sound with { AdvanceFunding = true }, Today).Single(), Today, PlanBuilder.Now);
        Assert.Equal("plans.warning-state", warning.GiveAnswer("没有责令", Today)!.Code);
        Assert.Equal("plans.due-past", warning.OrderAnswer("请说明垫资情况", Today, "FGW@360500", Today)!.Code);
        Assert.Null(warning.OrderAnswer("请说明垫资情况", Today.AddDays(5), "FGW@360500", Today));
        Assert.True(warning.IsOverdue(Today.AddDays(6)));
        Assert.Null(warning.GiveAnswer("已结清垫资款项", Today));
        Assert.Null(warning.Accept(Today));
        Assert.Equal(WarningState.Cleared, warning.State);
    }
}
