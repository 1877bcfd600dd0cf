using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Contracts;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Plans.Warnings;

/// <summary>What a sweep did.</summary>
internal sealed record Swept(int Projects, int Raised, int Cleared, int Standing);

/// <summary>Holds every project and every source against the rules, opens what is new, closes what is over. It may run as often as one likes: the same facts change nothing.</summary>
/// <remarks>Projects are gone through by code, so many at a time, and each lot is settled by itself: a city of any size takes the memory of one lot. What can be added up is added up in the database.</remarks>
internal sealed class WarningSweep(TongbanDb db, FundQueries funds, ISiteCheckRegister checks, PlanCatalogue catalogue, CityClock clock)
{
    /// <summary>Projects of a lot.</summary>
    public int Lot { get; set; } = 2000;

    public async Task<Result<Swept>> RunAsync(Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (today, key) = (clock.Today, caller.ActId);
        var plans = await PlansAsync(today.Year, ct);
        var sum = new Swept(0, 0, 0, 0);
        try
        {
            string? after = null;
            for (var lot = 0; ; lot++)
            {
                var (projects, last, findings) = await ProjectsAsync(plans, after, today, ct);
                // The last lot has no end: what stood for a project that is gone is closed with it.
                var (from, to) = (after, projects < Lot ? null : last);
                caller.ActId = key?.Part($"lot-{lot}");
                if ((await SettleAsync(caller, findings, w => w.Owner != null && (from == null || string.Compare(w.Subject, from) > 0) && (to == null || string.Compare(w.Subject, to) <= 0), today, ct)).TryGet(out var done, out var refusal))
                    sum = new(sum.Projects + projects, sum.Raised + done.Raised, sum.Cleared + done.Cleared, sum.Standing + findings.Count);
                else
                    return refusal;
                if (to is null)
                    break;
                after = to;
            }
            caller.ActId = key;
            var money = await MoneyAsync(plans, today, ct);
            if (!(await SettleAsync(caller, money, w => w.Owner == null, today, ct)).TryGet(out var settled, out var no))
                return no;
            return sum with { Raised = sum.Raised + settled.Raised, Cleared = sum.Cleared + settled.Cleared, Standing = sum.Standing + money.Count };
        }
        finally
        {
            caller.ActId = key;
        }
    }

    /// <summary>All findings of the day.</summary>
    public async Task<(int Projects, IReadOnlyList<Finding> Findings)> FindAsync(DateOnly today, CancellationToken ct)
    {
        var plans = await PlansAsync(today.Year, ct);
        var (count, all, after) = (0, new List<Finding>(), (string?)null);
        while (true)
        {
            var (projects, last, findings) = await ProjectsAsync(plans, after, today, ct);
            count += projects;
            all.AddRange(findings);
            if (projects < Lot)
                break;
            after = last;
        }
        return (count, [.. all, .. await MoneyAsync(plans, today, ct)]);
    }

    private Task<Result<Swept>> SettleAsync(Caller caller, IReadOnlyList<Finding> findings, Expression<Func<PlanWarning, bool>> concerned, DateOnly today, CancellationToken ct) => db.ActAsync("sweep-plan-warnings", caller, async () =>
    {
        var standing = (await db.Set<PlanWarning>().Where(w => w.State != WarningState.Cleared).Where(concerned).ToListAsync(ct)).ToDictionary(w => (w.Rule, w.Subject));
        // An answer that was accepted stands for the rest of the month, although the facts are the same.
        var month = new DateOnly(today.Year, today.Month, 1);
        var answered = (await db.Set<PlanWarning>().AsNoTracking().Where(w => w.State == WarningState.Cleared && w.Answer != null && w.ClearedOn >= month).Where(concerned).Select(w => new { w.Rule, w.Subject }).ToListAsync(ct)).Select(w => (w.Rule, w.Subject)).ToHashSet();
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
        return (Result<Swept>)new Swept(0, raised, cleared, 0);
    }, ct);

    // The annual plans in force of all levels.
    private async Task<IReadOnlyList<Guid>> PlansAsync(int year, CancellationToken ct) =>
        [.. (await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Kind == PlanKind.Annual && p.FirstYear == year && p.State == PlanState.Approved).Select(p => new { p.Id, p.Division, p.Edition }).ToListAsync(ct)).GroupBy(p => p.Division, StringComparer.Ordinal).Select(g => g.MaxBy(p => p.Edition)!.Id)];

    private async Task<(int Projects, string? Last, IReadOnlyList<Finding> Findings)> ProjectsAsync(IReadOnlyList<Guid> plans, string? after, DateOnly today, CancellationToken ct)
    {
        var (year, idle) = (today.Year, catalogue.Rules.IdleFunds);
        var projects = await db.Set<PlanProject>().AsNoTracking().Where(p => p.State != PoolState.Closed && (after == null || string.Compare(p.Code, after) > 0)).OrderBy(p => p.Code).Take(Lot).ToListAsync(ct);
        if (projects.Count == 0)
            return (0, after, []);
        var (first, last) = (projects[0].Code, projects[^1].Code);
        var items = (await db.Set<PlanItem>().AsNoTracking().Where(i => plans.Contains(i.PlanId) && !i.Removed && string.Compare(i.Code, first) >= 0 && string.Compare(i.Code, last) <= 0).ToListAsync(ct)).ToDictionary(i => i.Code, StringComparer.Ordinal);
        var (yellow, red) = (today.AddMonths(-idle.Months), today.AddMonths(-idle.RedMonths));
        // What an indicator has used is what was paid out of it: the payments themselves need not be read.
        var indicators = (await db.Set<BudgetIndicator>().AsNoTracking().Where(i => string.Compare(i.ProjectCode, first) >= 0 && string.Compare(i.ProjectCode, last) <= 0).GroupBy(i => i.ProjectCode).Select(g => new
        {
            Code = g.Key, Year = g.Sum(i => i.Year == year ? i.Yuan + i.Adjustments : 0m), Paid = g.Sum(i => i.Used), Idle = g.Sum(i => i.Used == 0 && i.IssuedOn <= yellow ? i.Yuan + i.Adjustments : 0m), LongIdle = g.Sum(i => i.Used == 0 && i.IssuedOn <= red ? i.Yuan + i.Adjustments : 0m),
        }).ToListAsync(ct)).ToDictionary(i => i.Code, StringComparer.Ordinal);
        var late = (await db.Set<Payment>().AsNoTracking().Where(p => p.LateBy != null && p.ReversedOn == null && string.Compare(p.ProjectCode, first) >= 0 && string.Compare(p.ProjectCode, last) <= 0).GroupBy(p => p.ProjectCode).Select(g => new { Code = g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(p => p.Code, p => p.Count, StringComparer.Ordinal);
        // This year and the last are enough for every rule.
        var returns = (await db.Set<ProgressReturn>().AsNoTracking().Where(r => r.Year >= year - 1 && r.SupersededAt == null && string.Compare(r.ProjectCode, first) >= 0 && string.Compare(r.ProjectCode, last) <= 0)
            .Select(r => new { r.ProjectCode, Month = (r.Year * 12) + r.Month - 1, r.Year, r.DoneYuan, r.PhysicalPercent, r.AdvanceFunding }).ToListAsync(ct)).GroupBy(r => r.ProjectCode, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderByDescending(r => r.Month).ToList(), StringComparer.Ordinal);
        var subjects = items.Keys.SelectMany(c => new[] { $"plan-item:{c}", $"project:{c}" }).ToList();
        var seen = subjects.Count == 0 ? new Dictionary<string, CheckLine>() : await checks.LatestLinesAsync(subjects, ct);
        var findings = new List<Finding>();
        foreach (var p in projects)
        {
            var (item, money, months) = (items.GetValueOrDefault(p.Code), indicators.GetValueOrDefault(p.Code), returns.GetValueOrDefault(p.Code) ?? []);
            var yearDone = months.Where(m => m.Year == year).Sum(m => m.DoneYuan);
            findings.AddRange(WarningRules.Of(new ProjectFacts(p.Code, p.Owner, p.State, p.TotalInvestment)
            {
                Division = p.Division,
                InPlan = item is not null,
                YearPlan = item?.In(year) ?? 0,
                YearFiscal = item?.Fiscal(year) ?? 0,
                YearIndicators = money?.Year ?? 0,
                CumulativePlan = item is null ? 0 : item.DoneBefore + item.In(year),
                Estimate = p.Estimate,
                EstimateOverFeasibility = p.EstimateOverFeasibility,
                EntryConditionMet = p.MissingFor(PoolState.Planned).Count == 0,
                PaidTotal = money?.Paid ?? 0,
                YearDone = yearDone,
                PhysicalPercent = months.Count == 0 ? 0 : months[0].PhysicalPercent,
                LastReturn = months.Count == 0 ? null : months[0].Month,
                IdleMonths = months.TakeWhile(m => m.DoneYuan == 0).Count(),
                Started = p.State is PoolState.UnderConstruction || yearDone > 0,
                HasPermit = p.Find(MilestoneKind.ConstructionPermit) is not null,
                HasStartReport = p.Find(MilestoneKind.StartReport) is not null,
                AdvanceFunding = months.Count > 0 && months[0].AdvanceFunding,
                LatePayments = late.GetValueOrDefault(p.Code),
                ContentDiffers = p.Find(MilestoneKind.ContentChanged) is { } changed && !p.Milestones.Any(m => m.Kind is MilestoneKind.Feasibility or MilestoneKind.Estimate or MilestoneKind.EstimateAdjustment && m.On >= changed.On),
                SpaceChecked = item is null || seen.ContainsKey($"plan-item:{p.Code}") || seen.ContainsKey($"project:{p.Code}"),
                IdleIndicators = money?.Idle ?? 0,
                LongIdleIndicators = money?.LongIdle ?? 0,
            }, today, catalogue.Rules));
        }
        return (projects.Count, last, findings);
    }

    // Pools of the year, older ones that still hold money, and what the plans take from sources that have it not.
    private async Task<IReadOnlyList<Finding>> MoneyAsync(IReadOnlyList<Guid> plans, DateOnly today, CancellationToken ct)
    {
        var (year, idle) = (today.Year, catalogue.Rules.IdleFunds);
        var findings = new List<Finding>();
        var pools = await db.Set<FundPool>().AsNoTracking().Where(p => p.Year == year || p.Arrived > p.Paid).OrderBy(p => p.Pool).ToListAsync(ct);
        var (yellow, red) = (today.AddMonths(-idle.Months), today.AddMonths(-idle.RedMonths));
        var arrived = (await db.Set<Posting>().AsNoTracking().Where(l => l.Account == Account.Inflow && l.Voucher.StartsWith("A:") && l.Day <= yellow).GroupBy(l => l.PoolId).Select(g => new { Pool = g.Key, Long = -g.Sum(l => l.Yuan), VeryLong = -g.Sum(l => l.Day <= red ? l.Yuan : 0m) }).ToListAsync(ct)).ToDictionary(a => a.Pool);
        foreach (var p in pools)
        {
            var before = arrived.GetValueOrDefault(p.Id);
            findings.AddRange(WarningRules.Of(new SourceFacts(p.Pool, p.Source, p.Year, p.Division, 0, p.Yuan, p.Arrived, p.Paid, 0) { ArrivedLongAgo = before?.Long ?? 0, ArrivedVeryLongAgo = before?.VeryLong ?? 0 }, catalogue.Rules));
        }
        foreach (var id in plans)
        {
            var level = await db.Set<InvestmentPlan>().AsNoTracking().Where(p => p.Id == id).Select(p => p.Division).SingleAsync(ct);
            // Item by item: what is kept are the sums by source and sector.
            var uses = new Dictionary<(string Source, int Year, string Sector), decimal>();
            await foreach (var item in db.Set<PlanItem>().AsNoTracking().Where(i => i.PlanId == id && !i.Removed).Select(i => new { i.Sector, i.Shares }).AsAsyncEnumerable().WithCancellation(ct))
            {
                foreach (var s in item.Shares)
                    uses[(s.Source, s.Year, item.Sector)] = uses.GetValueOrDefault((s.Source, s.Year, item.Sector)) + s.Yuan;
            }
            var capacities = await funds.CapacitiesAsync(level, [year], ct);
            findings.AddRange(InvestmentPlan.Deficits(uses.Select(u => (u.Key.Source, u.Key.Year, u.Key.Sector, u.Value)), capacities).SelectMany(d => WarningRules.Of(new SourceFacts(PlanLevels.IsCity(level) ? $"{d.Source}-{d.Year}" : $"{d.Source}-{d.Year}@{level}", d.Source, d.Year, level,
                uses.Where(u => (u.Key.Source, u.Key.Year) == (d.Source, d.Year)).Sum(u => u.Value), capacities.Where(c => (c.Source, c.Year) == (d.Source, d.Year)).Sum(c => c.Yuan), 0, 0, d.Short), catalogue.Rules)));
        }
        return findings;
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
