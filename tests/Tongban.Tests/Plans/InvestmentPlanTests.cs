using FsCheck;
using FsCheck.Fluent;
using Tongban.Foundation;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Tests.Plans;

/// <summary>Three departments, one plan: fields, confirmation, freezing, amendment, the turn of the year.</summary>
public class InvestmentPlanTests
{
    private static readonly PoolCapacity[] Plenty = [.. new[] { "05", "09" }.SelectMany(s => Enumerable.Range(2026, 4).Select(y => new PoolCapacity(s, y, null, 1_000_000_000m)))];

    [Fact]
    public void A_plan_is_approved_when_all_three_have_confirmed_every_item_as_it_is()
    {
        var project = PlanBuilder.Project();
        var plan = InvestmentPlan.Draft(PlanKind.Annual, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
        PlanBuilder.Agree(plan, project, new YearShare(2026, "05", 10_000_000m), new YearShare(2026, "09", 20_000_000m));
        // A later change by one is a change for all.
        Assert.Null(plan.Fill(project.Code, new SectorFields("八车道", "桩基完成")));
        Assert.Equal("plans.not-confirmed", Approve(plan, project)!.Code);
        foreach (var part in Enum.GetValues<PlanPart>())
            Assert.Null(plan.Confirm(project.Code, part));
        Assert.Null(Approve(plan, project));
        Assert.Equal("plans.plan-frozen", plan.Fill(project.Code, new SectorFields("四车道", "桩基完成"))!.Code);
        Assert.Equal("plans.plan-frozen", plan.Confirm(project.Code, PlanPart.Finance)!.Code);
    }

    [Fact]
    public void Differences_between_plan_and_budget_are_shown_and_stop_the_approval()
    {
        var project = PlanBuilder.Project();
        var plan = InvestmentPlan.Draft(PlanKind.Annual, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
        PlanBuilder.Agree(plan, project, new YearShare(2026, "05", 10_000_000m), new YearShare(2026, "09", 20_000_000m));
        Assert.Null(plan.Fill(project.Code, new FinanceFields("市级财政", [new("05", 10_000_000m), new("09", 15_000_000m)])));
        var difference = Assert.Single(plan.Differences());
        Assert.Equal(("09", 20_000_000m, 15_000_000m), (difference.Source, difference.Plan, difference.Budget));
        foreach (var part in Enum.GetValues<PlanPart>())
            Assert.Null(plan.Confirm(project.Code, part));
        Assert.Equal("plans.plan-differs", Approve(plan, project)!.Code);
    }

    [Fact]
    public void What_lacks_its_approval_or_its_money_is_named_with_the_article()
    {
        var project = PlanBuilder.Project(ready: false);
        var plan = InvestmentPlan.Draft(PlanKind.Annual, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
        PlanBuilder.Agree(plan, project, new YearShare(2026, "05", 10_000_000m));
        var refusal = plan.Approve("余府字1号", null, new Dictionary<string, PlanProject> { [project.Code] = project }, [new("05", 2026, null, 9_000_000m), new("05", 2026, "water", 50_000_000m)], PlanBuilder.Now)!;
        Assert.Equal(["plans.entry-condition", "plans.entry-condition", "plans.fund-deficit"], refusal.All.Select(e => e.Code));
        Assert.Contains(refusal.All, e => e.LegalBasis == "政府投资条例第十七条");
        Assert.Equal(1_000_000m, Assert.Single(plan.Deficits([new("05", 2026, null, 9_000_000m)])).Short);
    }

    [Fact]
    public void An_amendment_is_a_new_version_in_which_every_cut_and_shift_has_a_reason()
    {
        var (first, second) = (PlanBuilder.Project(1), PlanBuilder.Project(2));
        var plan = InvestmentPlan.Draft(PlanKind.Annual, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
        PlanBuilder.Agree(plan, first, new YearShare(2026, "05", 10_000_000m));
        PlanBuilder.Agree(plan, second, new YearShare(2026, "05", 20_000_000m));
        Assert.Null(Approve(plan, first, second));
        var next = plan.Amend(2, "年中调整", PlanBuilder.Now).Value;
        Assert.Empty(InvestmentPlan.Changes(plan, next));
        PlanBuilder.Agree(next, first, new YearShare(2026, "05", 8_000_000m));
        Assert.Null(next.Remove(second.Code, "征地未完成"));
        foreach (var part in Enum.GetValues<PlanPart>())
            Assert.Null(next.Confirm(second.Code, part));
        Assert.Equal([PlanChangeKind.Cut, PlanChangeKind.Removed], InvestmentPlan.Changes(plan, next).Select(c => c.Kind));
        Assert.Equal("plans.change-without-reason", next.Approve("余府字2号", plan, Projects(first, second), Plenty, PlanBuilder.Now)!.Code);
        Assert.Null(next.Enter(first, 0, new(PlanNature.New, null, "年内开工", [new(2026, "05", 8_000_000m)], "资金未落实"), PlanBuilder.Now));
        Assert.Null(next.Fill(first.Code, new FinanceFields("市级财政", [new("05", 8_000_000m)])));
        foreach (var part in Enum.GetValues<PlanPart>())
            Assert.Null(next.Confirm(first.Code, part));
        Assert.Null(next.Approve("余府字2号", plan, Projects(first, second), Plenty, PlanBuilder.Now));
    }

    [Fact]
    public void Money_put_off_is_a_shift_even_when_the_sum_is_the_same()
    {
        var project = PlanBuilder.Project();
        var plan = InvestmentPlan.Draft(PlanKind.Rolling, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
        Assert.Null(plan.Enter(project, 0, new(PlanNature.New, null, "目标", [new(2026, "05", 10_000_000m), new(2027, "05", 10_000_000m)], null), PlanBuilder.Now));
        Assert.Null(plan.Approve("余府字1号", null, Projects(project), Plenty, PlanBuilder.Now));
        var next = plan.Amend(2, "滚动调整", PlanBuilder.Now).Value;
        Assert.Null(next.Enter(project, 0, new(PlanNature.New, null, "目标", [new(2026, "05", 4_000_000m), new(2028, "05", 16_000_000m)], null), PlanBuilder.Now));
        Assert.Equal(PlanChangeKind.Shifted, Assert.Single(InvestmentPlan.Changes(plan, next)).Kind);
    }

    /// <summary>Whatever a rolling plan says, at the turn of the year no yuan is lost and none is made.</summary>
    [Fact]
    public void At_the_turn_of_the_year_nothing_is_lost()
    {
        var amounts = Gen.Choose(0, 300).Select(m => m * 100_000.01m).ListOf(3);
        Prop.ForAll(amounts.NonEmptyListOf().ToArbitrary(), rows =>
        {
            var plan = InvestmentPlan.Draft(PlanKind.Rolling, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
            var projects = rows.Select((_, i) => PlanBuilder.Project(i + 1)).ToList();
            foreach (var (project, row) in projects.Zip(rows))
                _ = plan.Enter(project, 0, new(PlanNature.New, null, "目标", [.. row.Select((y, i) => new YearShare(2026 + i, "05", decimal.Round(y, 2))).Where(s => s.Yuan > 0)], null), PlanBuilder.Now);
            if (plan.Items.All(i => i.Planned == 0))
                return true;
            if (plan.Approve("余府字1号", null, projects.ToDictionary(p => p.Code), [.. Enumerable.Range(2026, 3).Select(y => new PoolCapacity("05", y, null, 100_000_000_000m))], PlanBuilder.Now) is not null)
                return false;
            var (annual, next) = plan.RollOver(1, 1, new Dictionary<string, decimal>(), PlanBuilder.Now).Value;
            return annual.Items.Sum(i => i.Planned) == plan.Items.Sum(i => i.In(2026)) && next.Items.Sum(i => i.Planned) == plan.Items.Sum(i => i.In(2027) + i.In(2028)) && next.FirstYear == 2027
                && next.Items.All(i => i.DoneBefore + i.Planned <= i.Total) && InvestmentPlan.Changes(plan, next).All(c => !c.NeedsReason);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Whatever is planned: an approved plan takes from no source in any year more than its pools have, earmarked money for its sector only; and what would fit is not refused for money.</summary>
    [Fact]
    public void An_approved_plan_overdraws_no_source_in_any_year()
    {
        string[] sectors = ["transport", "water"];
        var item = Gen.Choose(0, 1).SelectMany(sector => Gen.Choose(1, 40).ListOf(3).Select(millions => (sectors[sector], millions)));
        var pools = Gen.Choose(0, 60).ListOf(3).SelectMany(open => Gen.Choose(0, 60).ListOf(3).Select(earmarked => (open, earmarked)));
        Prop.ForAll(item.NonEmptyListOf().Resize(6).ToArbitrary(), pools.ToArbitrary(), (items, money) =>
        {
            var plan = InvestmentPlan.Draft(PlanKind.Rolling, PlanBuilder.City, 2026, 1, null, PlanBuilder.Now);
            var projects = items.Select((x, i) => PlanBuilder.Project(i + 1, x.Item1, true, new FundShare("05", 200_000_000m))).ToList();
            foreach (var (project, x) in projects.Zip(items))
                _ = plan.Enter(project, 0, new(PlanNature.New, null, "目标", [.. x.millions.Select((m, y) => new YearShare(2026 + y, "05", m * 1_000_000m))], null), PlanBuilder.Now);
            List<PoolCapacity> capacities = [.. Enumerable.Range(0, 3).SelectMany(y => new[] { new PoolCapacity("05", 2026 + y, null, money.open[y] * 1_000_000m), new PoolCapacity("05", 2026 + y, "water", money.earmarked[y] * 1_000_000m) })];
            var refusal = plan.Approve("余府字1号", null, projects.ToDictionary(p => p.Code), capacities, PlanBuilder.Now);
            // By hand: water may take all, transport what is open, both together no more than there is.
            var fits = Enumerable.Range(0, 3).All(y =>
            {
                decimal Of(string sector) => items.Where(x => x.Item1 == sector).Sum(x => x.millions[y]);
                return Of("transport") <= money.open[y] && Of("transport") + Of("water") <= money.open[y] + money.earmarked[y];
            });
            return fits ? refusal is null : refusal is not null && refusal.All.All(e => e.Code == "plans.fund-deficit");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_project_goes_through_the_pool_step_by_step_with_its_conditions()
    {
        var project = PlanBuilder.Project(ready: false);
        Assert.Equal("政府投资条例第九条", project.Move(PoolState.Preparatory, null)!.LegalBasis);
        Assert.Null(project.RecordMilestone(MilestoneKind.Proposal, PlanBuilder.Today, "建议书1号", null, PlanBuilder.Today));
        Assert.Null(project.Move(PoolState.Preparatory, null));
        Assert.Equal("plans.by-plan-only", project.Move(PoolState.Planned, null)!.Code);
        Assert.Equal("plans.condition-missing", project.EnterPlan()!.Code);
        Assert.Null(project.RecordMilestone(MilestoneKind.Feasibility, PlanBuilder.Today, "可研1号", 90_000_000m, PlanBuilder.Today));
        Assert.Null(project.EnterPlan());
        Assert.Equal(2, project.Move(PoolState.UnderConstruction, null)!.All.Count());
        Assert.Equal("plans.reason-missing", project.Move(PoolState.Suspended, null)!.Code);
        Assert.Null(project.Move(PoolState.Suspended, "资金未落实"));
        Assert.Null(project.Move(PoolState.Planned, "资金已落实"));
        Assert.Equal(PoolState.Planned, project.State);
        Assert.Equal("plans.no-such-step", project.Move(PoolState.Closed, null)!.Code);
        Assert.Null(project.RecordMilestone(MilestoneKind.Estimate, PlanBuilder.Today, "概算1号", 99_000_000.01m, PlanBuilder.Today));
        Assert.True(project.EstimateOverFeasibility > PlanProject.EstimateMargin);
    }

    private static Error? Approve(InvestmentPlan plan, params PlanProject[] projects) => plan.Approve("余府字1号", null, Projects(projects), Plenty, PlanBuilder.Now);

    private static Dictionary<string, PlanProject> Projects(params PlanProject[] projects) => projects.ToDictionary(p => p.Code, StringComparer.Ordinal);
}
