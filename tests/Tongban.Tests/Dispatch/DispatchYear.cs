using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Models;
using Tongban.Foundation;

namespace Tongban.Tests.Dispatch;

/// <summary>A simulated year of dispatch by a clock that goes from day to day: each model and each rule fires exactly once where it should, and on no other day.</summary>
public class DispatchYear
{
    /// <summary>Facts that make exactly the conditions of one model true, all others false: what the platform would know of 27 projects.</summary>
    private static readonly Dictionary<string, string> Quiet = new(StringComparer.Ordinal)
    {
        ["project.needsConversion"] = "false", ["landArea.approved"] = "5", ["landArea.required"] = "5", ["quota.available(division,year)"] = "9", ["project.newConstructionAreaHa"] = "5", ["offset.confirmed"] = "true",
        ["contract.handOverOn"] = "2026-12-31", ["landHandedOver"] = "true", ["permit.forest.state"] = "done", ["tempLand.requested"] = "false", ["tempLand.state"] = "done", ["project.landUse"] = "M1", ["layer(L05).landUse"] = "M1", ["project.far"] = "1", ["layer(L05).maxFar"] = "2",
        ["notice.objections"] = "0", ["controlled"] = "L22", ["item(S3-01).rounds"] = "0", ["distinct(item(S3-01).opinions)"] = "agreed", ["design.estimate"] = "100", ["feasibility.estimate"] = "100", ["change.costWan"] = "1", ["project.contingencyLeftWan"] = "9", ["change.major"] = "false",
        ["acquisition.signedHouseholds"] = "9", ["acquisition.totalHouseholds"] = "10", ["plan.signRatio"] = "0.5", ["acquisition.stageDue"] = "2026-12-31", ["expropriation.signedArea"] = "9", ["expropriation.totalArea"] = "10", ["fund.compensationArrived"] = "9", ["fund.compensationDue"] = "9",
        ["housing.available"] = "9", ["housing.required"] = "9", ["survey.specialObjects"] = "0", ["specialObjects.agreed"] = "0", ["relocation(power).due"] = "2026-12-31", ["relocation(power).state"] = "open", ["distance(site,L32.pipeline)"] = "80", ["permit.pipelineWork.state"] = "done",
        ["relocation(water).state"] = "done", ["relocation(water).due"] = "2026-12-31", ["relocation(telecom).state"] = "done", ["relocation(telecom).due"] = "2026-12-31", ["spoilM3"] = "1", ["dumpSites.remainingM3(within=30km)"] = "9", ["permit.nightWork.state"] = "done",
        ["weekly.stopWorkDays"] = "0", ["weekly.stopReason"] = "weather", ["fund.arrivedWan"] = "900", ["fund.planWan"] = "100", ["plan.fiscalWan"] = "1", ["budgetIndicator.amountWan"] = "1", ["weekly.workersOnSite"] = "9", ["weekly.workersNeeded"] = "9", ["material.stockDays"] = "5;9",
        ["weekly.maskStockDays"] = "30", ["weekly.disinfectantStockDays"] = "30", ["weekly.resumed"] = "true", ["project.plannedResumeOn"] = "2026-12-31", ["plan.landReadyOn"] = "2026-12-31",
    };

    /// <summary>What is different of the project that has this trouble and no other.</summary>
    private static readonly Dictionary<string, (string Fact, string Value)[]> Troubles = new(StringComparer.Ordinal)
    {
        ["XT-01"] = [("item(S1-03).state", "overdue")], ["XT-02"] = [("landArea.approved", "3")], ["XT-03"] = [("quota.available(division,year)", "1")], ["XT-04"] = [("item(S2-05).state", "overdue")], ["XT-05"] = [("tempLand.requested", "true"), ("tempLand.state", "open")],
        ["XT-06"] = [("project.far", "3")], ["XT-07"] = [("item(S2-01).state", "overdue")], ["XT-08"] = [("notice.objections", "2")], ["XT-09"] = [("overlap(site,L22)", "50")], ["XT-10"] = [("item(S3-01).rounds", "2")], ["XT-11"] = [("design.estimate", "111")], ["XT-12"] = [("item(S4-02).state", "overdue")],
        ["XT-13"] = [("change.major", "true")], ["XT-14"] = [("acquisition.signedHouseholds", "4")], ["XT-15"] = [("expropriation.signedArea", "4")], ["XT-16"] = [("housing.available", "1")], ["XT-17"] = [("survey.specialObjects", "2")], ["XT-18"] = [("relocation(power).due", "2026-01-05")],
        ["XT-19"] = [("distance(site,L32.pipeline)", "0..4.999")], ["XT-20"] = [("item(S4-09).state", "overdue")], ["XT-21"] = [("relocation(telecom).state", "open"), ("relocation(telecom).due", "2026-01-05")], ["XT-22"] = [("item(S4-07).state", "correction")], ["XT-23"] = [("item(S4-08).state", "overdue")],
        ["XT-24"] = [("weekly.stopWorkDays", "3"), ("weekly.stopReason", "dispute")], ["XT-25"] = [("budgetIndicator.amountWan", "0")], ["XT-26"] = [("material.stockDays", "2;9")], ["XT-27"] = [("weekly.maskStockDays", "3")],
    };

    [Fact]
    public void Each_of_the_27_models_is_supported_by_its_own_trouble_and_by_no_other()
    {
        var catalogue = DispatchBuilder.Catalogue;
        var fired = catalogue.Models.ToDictionary(m => m.Code, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var (trouble, changed) in Troubles)
        {
            var known = Known(changed);
            foreach (var model in catalogue.Models)
            {
                var compared = known.Compare(model);
                Assert.DoesNotContain(compared.Conditions, c => c.Truth is Truth.NoData);
                if (compared.Outcome is ComparisonOutcome.Supported)
                    fired[model.Code].Add(trouble);
            }
        }
        Assert.All(fired, f => Assert.Equal([f.Key], f.Value));
        // With nothing known, nothing is said of any of them, and nothing is taken for false.
        var nothing = new KnownFacts(catalogue, new Dictionary<string, KnownFact>());
        Assert.All(catalogue.Models, m => Assert.Equal(ComparisonOutcome.Unknown, nothing.Compare(m).Outcome));
    }

    [Fact]
    public void Each_rule_of_escalation_fires_on_its_day_and_once()
    {
        var start = new DateOnly(2026, 1, 5);
        var at = DispatchBuilder.On(start);
        var (calm, silent) = (Received(DispatchBuilder.Report("XT-17", at: at, no: 7), at), Received(DispatchBuilder.Report("XT-26", at: at, no: 6), at));
        Assert.Null(silent.GiveAnswer(silent.Lead, MatterOutcome.Resolved, "已协调", [], DispatchBuilder.Person, at).Error);
        Assert.Null(calm.GiveAnswer(calm.Lead, MatterOutcome.Resolved, "已迁建", [], DispatchBuilder.Person, at).Error);
        Assert.Null(calm.Confirm(null, at));
        (DispatchMatter Matter, string Rules)[] stories =
        [
            // Never received by its lead, two assist: urged, overdue, raised to Ⅱ, and after two cycles more to the leaders.
            (Received(DispatchBuilder.Report("XT-18", at: at, grade: 3, no: 1), at, all: false), "NotReceived AssistingOverdue AssistingOverdue LeadOverdue→2 TwoCycles→1"),
            (Received(DispatchBuilder.Report("XT-07", at: at, no: 2), at), "AssistingOverdue LeadOverdue→2 TwoCycles→1"),
            // The leaders have it already: the lead is urged, and nothing is higher.
            (Received(DispatchBuilder.Report("XT-24", at: at, grade: 1, no: 3), at), "AssistingOverdue AssistingOverdue AssistingOverdue LeadOverdue"),
            (Received(DispatchBuilder.Report("XT-25", at: at, key: true, since: start, no: 5), at), "AssistingOverdue LeadOverdue→1"),
            (silent, "SilentReporter"),
            (calm, ""),
        ];
        var happened = stories.Select(_ => new List<(DateOnly Day, Escalation What)>()).ToList();
        for (var day = start; day.Year == 2026; day = day.AddDays(1))
        {
            for (var i = 0; i < stories.Length; i++)
            {
                happened[i].AddRange(stories[i].Matter.Sweep(DispatchBuilder.On(day)).Select(e => (day, e)));
                // Done again the same day, it does nothing.
                Assert.Empty(stories[i].Matter.Sweep(DispatchBuilder.On(day)));
            }
        }
        for (var i = 0; i < stories.Length; i++)
            Assert.Equal(stories[i].Rules, string.Join(' ', happened[i].Select(h => h.What.To < h.What.From ? $"{h.What.Rule}→{h.What.To}" : $"{h.What.Rule}")));

        var calendar = DispatchBuilder.Calendar;
        Assert.Equal(calendar.AddWorkingDays(start, 1).AddDays(1), happened[0][0].Day);
        Assert.Equal(calendar.AddWorkingDays(start, 15).AddDays(1), happened[0].Single(h => h.What.Rule is EscalationRule.LeadOverdue).Day);
        Assert.Equal(calendar.AddWorkingDays(start, 5).AddDays(1), happened[1].Single(h => h.What.Rule is EscalationRule.LeadOverdue).Day);
        // Raised in January, the second 25th after it is that of February.
        Assert.Equal(calendar.AddWorkingDays(new(2026, 2, 25), 3).AddDays(1), happened[1].Single(h => h.What.Rule is EscalationRule.TwoCycles).Day);
        Assert.Equal(calendar.AddWorkingDays(start, 3).AddDays(1), happened[4].Single().Day);
        Assert.Equal((MatterState.Closed, false), (silent.State, silent.Confirmed));
    }

    [Fact]
    public void Two_feedback_cycles_at_grade_two_and_a_delayed_key_project_go_to_the_leaders_on_their_day()
    {
        // A task with a long limit: the matter is reopened again and again, so that only the cycles count.
        var start = new DateOnly(2026, 1, 5);
        var days = new List<(DateOnly, EscalationRule)>();
        var cycles = Received(DispatchBuilder.Report("XT-14", at: DispatchBuilder.On(start), grade: 2, no: 8), DispatchBuilder.On(start));
        for (var day = start; day < new DateOnly(2026, 6, 1); day = day.AddDays(1))
        {
            var at = DispatchBuilder.On(day);
            if (cycles.LeadTask is { } task && task.DueOn == day)
            {
                Assert.Null(cycles.GiveAnswer(cycles.Lead, MatterOutcome.PartlyResolved, "部分签约", [], DispatchBuilder.Person, at).Error);
                Assert.Null(cycles.Reopen("仍未签完", at));
                Assert.Null(cycles.Receive(cycles.Lead, DispatchBuilder.Person, at));
            }
            days.AddRange(cycles.Sweep(at).Where(e => e.To < e.From).Select(e => (day, e.Rule)));
        }
        // 25 February is the second 25th; three working days later feedback was due.
        Assert.Equal([(DispatchBuilder.Calendar.AddWorkingDays(new(2026, 2, 25), 3).AddDays(1), EscalationRule.TwoCycles)], days);

        days.Clear();
        var key = Received(DispatchBuilder.Report("XT-14", at: DispatchBuilder.On(start), grade: 2, key: true, since: new(2025, 12, 20), no: 9), DispatchBuilder.On(start));
        for (var day = start; day < new DateOnly(2026, 2, 1); day = day.AddDays(1))
            days.AddRange(key.Sweep(DispatchBuilder.On(day)).Where(e => e.To < e.From).Select(e => (day, e.Rule)));
        Assert.Equal([(new DateOnly(2026, 1, 20), EscalationRule.KeyProjectDelayed)], days);
    }

    private static KnownFacts Known((string Fact, string Value)[] changed)
    {
        var catalogue = DispatchBuilder.Catalogue;
        var facts = new Dictionary<string, string>(Quiet, StringComparer.Ordinal) { ["today"] = "2026-03-02", ["year"] = "2026", ["monthsElapsed"] = "2", ["division"] = "360502", ["L22.toleranceM2"] = "1" };
        foreach (var name in catalogue.Models.SelectMany(m => m.Conditions).SelectMany(c => c.Facts).Select(f => f.Name))
        {
            if (name.StartsWith("item(", StringComparison.Ordinal) && name.EndsWith(".state", StringComparison.Ordinal))
                facts.TryAdd(name, "done");
            else if (name.StartsWith("overlap(site,L", StringComparison.Ordinal))
                facts.TryAdd(name, "0");
        }
        facts.TryAdd("overlap(site,L22)", "0");
        foreach (var (fact, value) in changed)
            facts[fact] = value;
        return new(catalogue, facts.ToDictionary(f => f.Key, f => new KnownFact(f.Value, ("试验", "test"), null), StringComparer.Ordinal));
    }

    private static DispatchMatter Received(DispatchMatter matter, MatterSetting at, bool all = true)
    {
        foreach (var task in matter.Tasks.Where(t => t.IsOpen && (all || !t.IsLead)).ToList())
            Assert.Null(matter.Receive(task.Organ, DispatchBuilder.Person, at));
        return matter;
    }
}
