using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Plans.Warnings;

/// <summary>What a sweep did.</summary>
internal sealed record Swept(int Projects, int Raised, int Cleared, int Standing);

/// <summary>Holds every project and every source against the rules, opens what is new, closes what is over. It may run as often as one likes: the same facts change nothing.</summary>
internal sealed class WarningSweep(TongbanDb db, FundQueries funds, ISiteCheckRegister checks, CityClock clock)
{
    public async Task<Result<Swept>> RunAsync(Caller caller, CancellationToken ct)
    {
        var today = clock.Today;
        var (projects, findings) = await FindAsync(today, ct);
        return await db.ActAsync("sweep-plan-warnings", caller, async () =>
        {
            var standing = (await db.Set<PlanWarning>().Where(w => w.State != WarningState.Cleared).ToListAsync(ct)).ToDictionary(w => (w.Rule, w.Subject));
            // An answer that was accepted stands for the rest of the month, although the facts are the same.
            var month = new DateOnly(today.Year, today.Month, 1);
            var answered = (await db.Set<PlanWarning>().AsNoTracking().Where(w => w.State == WarningState.Cleared && w.Answer != null && w.ClearedOn >= month).Select(w => new { w.Rule, w.Subject }).ToListAsync(ct)).Select(w => (w.Rule, w.Subject)).ToHashSet();
            var (raised, cleared) = (0, 0);
            foreach (var finding in findings)
            {
                if (standing.Remove((finding.Rule, finding.Subject), out var warning))
                {
                    warning.See(finding, today);
                }
                else if (!answered.Contains((finding.Rule, finding.Subject)))
                {
                    var next = PlanWarning.Raise(finding, today, clock.Now);
                    db.Add(next);
                    raised++;
                    if (finding.Owner is { } owner && finding.Level is WarningLevel.Red)
                        db.Add(Notice.To(Notice.Enterprise(owner), $"plan-warning:{next.Id}", new Words("项目 {0}：{1}", "Project {0}: {2}").With(finding.Subject, WarningRules.Of(finding.Rule).Title.Zh, WarningRules.Of(finding.Rule).Title.En), $"/plans/warnings/{next.Id}", clock.Now));
                }
            }
            foreach (var over in standing.Values)
            {
                over.Clear(today);
                cleared++;
            }
            return (Result<Swept>)new Swept(projects, raised, cleared, findings.Count);
        }, ct);
    }

    /// <summary>All findings of the day.</summary>
    public async Task<(int Projects, IReadOnlyList<Finding> Findings)> FindAsync(DateOnly today, CancellationToken ct)
    {
        var year = today.Year;
        var plan = await db.Set<InvestmentPlan>().AsNoTracking().Include(p => p.Items).Where(p => p.Kind == PlanKind.Annual && p.FirstYear == year && p.State == PlanState.Approved).OrderByDescending(p => p.Edition).FirstOrDefaultAsync(ct);
        var items = plan?.Items.Where(i => !i.Removed).ToDictionary(i => i.Code, StringComparer.Ordinal) ?? [];
        var projects = await db.Set<PlanProject>().AsNoTracking().Where(p => p.State != PoolState.Closed).ToListAsync(ct);
        var indicators = (await db.Set<BudgetIndicator>().AsNoTracking().Where(i => i.Year == year).GroupBy(i => i.ProjectCode).Select(g => new { Code = g.Key, Yuan = g.Sum(i => i.Yuan + i.Adjustments) }).ToListAsync(ct)).ToDictionary(i => i.Code, i => i.Yuan, StringComparer.Ordinal);
        var paid = (await db.Set<Payment>().AsNoTracking().Where(p => p.ReversedOn == null).GroupBy(p => p.ProjectCode).Select(g => new { Code = g.Key, Yuan = g.Sum(p => p.Yuan) }).ToListAsync(ct)).ToDictionary(p => p.Code, p => p.Yuan, StringComparer.Ordinal);
        var late = (await db.Set<Payment>().AsNoTracking().Where(p => p.DueOn != null && p.ReversedOn == null && p.Day > p.DueOn.Value.AddDays(WarningRules.PaymentDays)).GroupBy(p => p.ProjectCode).Select(g => new { Code = g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(p => p.Code, p => p.Count, StringComparer.Ordinal);
        // The newest edition of each month; this year and the last are enough for every rule.
        var returns = (await db.Set<ProgressReturn>().AsNoTracking().Where(r => r.Year >= year - 1).ToListAsync(ct)).GroupBy(r => r.ProjectCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.GroupBy(r => (r.Year * 12) + r.Month - 1).Select(m => (Month: m.Key, Return: m.MaxBy(r => r.Edition)!)).OrderByDescending(m => m.Month).ToList(), StringComparer.Ordinal);
        var subjects = items.Keys.SelectMany(c => new[] { $"plan-item:{c}", $"project:{c}" }).ToList();
        var seen = subjects.Count == 0 ? new Dictionary<string, CheckSummary>() : await checks.LatestAsync(subjects, ct);
        var findings = new List<Finding>();
        foreach (var p in projects)
        {
            var item = items.GetValueOrDefault(p.Code);
            var months = returns.GetValueOrDefault(p.Code) ?? [];
            var yearDone = months.Where(m => m.Return.Year == year).Sum(m => m.Return.DoneYuan);
            findings.AddRange(WarningRules.Of(new ProjectFacts(p.Code, p.Owner, p.State, p.TotalInvestment)
            {
                InPlan = item is not null,
                YearPlan = item?.In(year) ?? 0,
                YearFiscal = item?.Fiscal(year) ?? 0,
                YearIndicators = indicators.GetValueOrDefault(p.Code),
                CumulativePlan = item is null ? 0 : item.DoneBefore + item.In(year),
                Estimate = p.Estimate,
                EstimateOverFeasibility = p.EstimateOverFeasibility,
                EntryConditionMet = p.MissingFor(PoolState.Planned).Count == 0,
                PaidTotal = paid.GetValueOrDefault(p.Code),
                YearDone = yearDone,
                PhysicalPercent = months.Count == 0 ? 0 : months[0].Return.PhysicalPercent,
                LastReturn = months.Count == 0 ? null : months[0].Month,
                IdleMonths = months.TakeWhile(m => m.Return.DoneYuan == 0).Count(),
                Started = p.State is PoolState.UnderConstruction || yearDone > 0,
                HasPermit = p.Find(MilestoneKind.ConstructionPermit) is not null,
                HasStartReport = p.Find(MilestoneKind.StartReport) is not null,
                AdvanceFunding = months.Count > 0 && months[0].Return.AdvanceFunding,
                LatePayments = late.GetValueOrDefault(p.Code),
                ContentDiffers = p.Find(MilestoneKind.ContentChanged) is { } changed && !p.Milestones.Any(m => m.Kind is MilestoneKind.Feasibility or MilestoneKind.Estimate or MilestoneKind.EstimateAdjustment && m.On >= changed.On),
                SpaceChecked = item is null || seen.ContainsKey($"plan-item:{p.Code}") || seen.ContainsKey($"project:{p.Code}"),
            }, today));
        }
        var pools = await db.Set<FundPool>().AsNoTracking().Where(p => p.Year == year).ToListAsync(ct);
        findings.AddRange(pools.SelectMany(p => WarningRules.Of(new SourceFacts(p.Pool, p.Source, p.Year, 0, p.Yuan, p.Arrived, p.Paid, 0))));
        if (plan is not null)
        {
            var planned = plan.BySource();
            findings.AddRange(plan.Deficits(await funds.CapacitiesAsync([year], ct)).SelectMany(d => WarningRules.Of(new SourceFacts($"{d.Source}-{d.Year}", d.Source, d.Year, planned.GetValueOrDefault((d.Source, d.Year)), pools.Where(p => p.Source == d.Source).Sum(p => p.Yuan), 0, 0, d.Short))));
        }
        return (projects.Count, findings);
    }
}

/// <summary>Every morning at six, and whenever somebody asks.</summary>
internal sealed class WarningSweepJob(WarningSweep sweep, Caller caller) : IScheduledJob
{
    public string Name => "plans.warning-sweep";

    public string Cron => "0 0 6 * * ?";

    public async Task RunAsync(CancellationToken ct)
    {
        caller.Actor = Actor.System;
        if ((await sweep.RunAsync(caller, ct)).Error is { } refusal)
            throw new InvalidOperationException(refusal.Text.En);
    }
}
