using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.Warnings;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Plans;

/// <summary>The sweep adds up in the database and goes lot by lot; what it finds is what all rows in memory give.</summary>
public class SweepTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Lots_of_any_size_find_the_same_and_the_books_are_checked_by_sums(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await FurnishAsync(city);
        var ct = TestContext.Current.CancellationToken;
        var (whole, byTwo, expected) = await city.App.InScopeAsync(async s =>
        {
            var sweep = s.GetRequiredService<WarningSweep>();
            var today = s.GetRequiredService<CityClock>().Today;
            var all = await sweep.FindAsync(today, ct);
            sweep.Lot = 2;
            return (all, await sweep.FindAsync(today, ct), await FromMemoryAsync(s.GetRequiredService<TongbanDb>(), today));
        });
        static IEnumerable<string> Told(IEnumerable<Finding> findings) => findings.Select(f => $"{f.Rule} {f.Subject} {f.Division} {f.Level} {f.Facts.Zh}").Order(StringComparer.Ordinal);
        Assert.Equal((9, 9), (whole.Projects, byTwo.Projects));
        Assert.Equal(Told(whole.Findings), Told(byTwo.Findings));
        Assert.Equal(Told(expected), Told(whole.Findings.Where(f => f.Owner is not null)));
        foreach (var rule in new[] { "W02", "W04", "W09", "W11", "W16" })
            Assert.Contains(whole.Findings, f => f.Rule == rule && f.Owner is not null);
        // Money that arrived sixteen months ago: of 300 thousand 100 were paid; what arrived last month is not idle.
        var idle = Assert.Single(whole.Findings, f => f.Rule == "W16" && f.Owner is null);
        Assert.Equal(("2024-05-01", WarningLevel.Yellow), (idle.Subject, idle.Level));
        Assert.Contains("200,000.00", idle.Facts.Zh, StringComparison.Ordinal);

        // Settled by lots of two: as many warnings as findings, and once more nothing changes.
        foreach (var again in new[] { false, true })
        {
            var swept = await city.App.InScopeAsync(async s =>
            {
                var sweep = s.GetRequiredService<WarningSweep>();
                sweep.Lot = 2;
                return (await sweep.RunAsync(new Caller { Actor = Actor.System, ActId = Guid.CreateVersion7() }, ct)).Value;
            });
            Assert.Equal((9, again ? 0 : whole.Findings.Count, 0, whole.Findings.Count), (swept.Projects, swept.Raised, swept.Cleared, swept.Standing));
        }
        Assert.Equal(whole.Findings.Count, await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<PlanWarning>().CountAsync(w => w.State == WarningState.Open)));

        var check = await city.App.InScopeAsync(s => Check(s).CheckAsync(ct));
        Assert.Empty(check.Faults);
        Assert.Empty(check.Negative);
        // An indicator that says it used a fen more than was paid out of it is found, and no other.
        Assert.Null((await city.App.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            return db.ActAsync("a fen too much", new Caller { Actor = Actor.System }, async () =>
            {
                (await db.Set<BudgetIndicator>().SingleAsync(i => i.IndicatorNo == "指1", ct)).Use(0.01m);
                return (Result<bool>)true;
            }, ct);
        })).Error);
        Assert.Equal(["指1"], Assert.Single((await city.App.InScopeAsync(s => Check(s).CheckAsync(ct))).Faults).Differs);
    }

    private static FundQueries Check(IServiceProvider services)
    {
        services.GetRequiredService<Caller>().Actor = Actor.System;
        return services.GetRequiredService<FundQueries>();
    }

    // The facts from all rows, without any sum of the database.
    private static async Task<List<Finding>> FromMemoryAsync(TongbanDb db, DateOnly today)
    {
        var items = (await db.Set<PlanItem>().AsNoTracking().ToListAsync()).ToDictionary(i => i.Code, StringComparer.Ordinal);
        var (indicators, payments, returns) = (await db.Set<BudgetIndicator>().AsNoTracking().ToListAsync(), await db.Set<Payment>().AsNoTracking().ToListAsync(), await db.Set<ProgressReturn>().AsNoTracking().ToListAsync());
        List<Finding> findings = [];
        foreach (var p in await db.Set<PlanProject>().AsNoTracking().ToListAsync())
        {
            var item = items.GetValueOrDefault(p.Code);
            var months = returns.Where(r => r.ProjectCode == p.Code).GroupBy(r => (r.Year * 12) + r.Month - 1).OrderByDescending(g => g.Key).Select(g => g.MaxBy(r => r.Edition)!).ToList();
            var mine = indicators.Where(i => i.ProjectCode == p.Code).ToList();
            findings.AddRange(WarningRules.Of(new ProjectFacts(p.Code, p.Owner, p.State, p.TotalInvestment)
            {
                Division = p.Division, InPlan = item is not null, YearPlan = item?.In(today.Year) ?? 0, YearFiscal = item?.Fiscal(today.Year) ?? 0, YearIndicators = mine.Where(i => i.Year == today.Year).Sum(i => i.Yuan + i.Adjustments),
                CumulativePlan = item is null ? 0 : item.DoneBefore + item.In(today.Year), Estimate = p.Estimate, EntryConditionMet = p.MissingFor(PoolState.Planned).Count == 0,
                PaidTotal = payments.Where(x => x.ProjectCode == p.Code && x.ReversedOn == null).Sum(x => x.Yuan), YearDone = months.Where(m => m.Year == today.Year).Sum(m => m.DoneYuan), PhysicalPercent = months.FirstOrDefault()?.PhysicalPercent ?? 0,
                LastReturn = months.Count == 0 ? null : (months[0].Year * 12) + months[0].Month - 1, IdleMonths = months.TakeWhile(m => m.DoneYuan == 0).Count(), Started = p.State is PoolState.UnderConstruction || months.Any(m => m.Year == today.Year && m.DoneYuan > 0),
                HasPermit = p.Find(MilestoneKind.ConstructionPermit) is not null, HasStartReport = p.Find(MilestoneKind.StartReport) is not null, AdvanceFunding = months.FirstOrDefault()?.AdvanceFunding ?? false,
                LatePayments = payments.Count(x => x.ProjectCode == p.Code && x.ReversedOn == null && x.DueOn is { } due && x.Day > due.AddDays(60)), SpaceChecked = item is null,
                IdleIndicators = mine.Where(i => i.Used == 0 && i.IssuedOn <= today.AddMonths(-12)).Sum(i => i.Yuan), LongIdleIndicators = mine.Where(i => i.Used == 0 && i.IssuedOn <= today.AddMonths(-24)).Sum(i => i.Yuan),
            }, today));
        }
        return findings;
    }

    private static async Task FurnishAsync(CityByHttp city) => Assert.Null((await city.App.InScopeAsync(s =>
    {
        var (db, clock) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<CityClock>());
        return db.ActAsync("furnish", new Caller { Actor = Actor.System }, () =>
        {
            var journal = new Journal(Guid.CreateVersion7(), clock.Now);
            FundPool Open(string no, int year) => FundPool.Open(new(no, "资金池", "05", year, FundLevel.Municipal, null, null, new(2024, 1, 1), new(2026, 12, 31), 10_000_000m), PlanBuilder.City, journal, clock.Today, clock.Now).Value;
            var (pool, old) = (Open("2026-05-01", 2026), Open("2024-05-01", 2024));
            Assert.Null(pool.Arrive("A1", 5_000_000m, clock.Today.AddMonths(-1), journal));
            Assert.Null(old.Arrive("A2", 300_000m, clock.Today.AddMonths(-16), journal));
            Assert.Null(old.Arrive("A3", 50_000m, clock.Today.AddMonths(-1), journal));
            var plan = InvestmentPlan.Draft(PlanKind.Annual, PlanBuilder.City, 2026, 1, null, clock.Now);
            var projects = Enumerable.Range(1, 9).Select(n => n == 2 ? PlanBuilder.Project(n, "transport", true, new FundShare("05", 2_000_000m)) : PlanBuilder.Project(n)).ToList();
            foreach (var (project, n) in projects.Select((p, i) => (p, i + 1)))
            {
                db.Add(project);
                if (n <= 6)
                    PlanBuilder.Agree(plan, project, new YearShare(2026, "05", 1_000_000m * n));
                // 1 to 4 have indicators, too small from 3 on; 5 one of last year that nobody used, 6 one of three years ago.
                var indicator = n <= 4 ? pool.Issue(new($"指{n}", pool.Pool, project.Code, clock.Today.AddMonths(-1), n <= 2 ? 1_000_000m * n : 700_000m), project, journal, clock.Now).Value
                    : n <= 6 ? old.Issue(new($"指{n}", old.Pool, project.Code, clock.Today.AddMonths(n == 5 ? -13 : -36), 100_000m), project, journal, clock.Now).Value : null;
                if (indicator is not null)
                    db.Add(indicator);
                for (var k = 1; n <= 4 && k <= n; k++)
                {
                    PaymentRow row = new($"付{n}-{k}", clock.Today.AddDays(-k), indicator!.IndicatorNo, project.Code, 100_000.01m * k, DueOn: k == 3 ? clock.Today.AddDays(-64) : clock.Today.AddDays(-10));
                    if (pool.Pay(indicator, row, journal) is not null)
                        continue;
                    var payment = Payment.Of(row, indicator, journal.Batch, clock.Now);
                    db.Add(payment);
                    if (n == 4 && k == 3)
                        Assert.Null(pool.Reverse(indicator, payment, clock.Today, journal));
                }
                // Returns of last year; 7 has a correction, 8 did nothing for three months, 9 never returned anything.
                for (var month = 10; n != 9 && month <= 12; month++)
                {
                    var first = ProgressReturn.Of(new(project.Code, 2025, month, n == 8 ? 0 : 10_000.01m * n, n == 3 ? 0.1m : n), project.Code, 1, Guid.Empty, clock.Now);
                    db.Add(first);
                    if (n != 7)
                        continue;
                    first.Supersede(clock.Now);
                    db.Add(ProgressReturn.Of(new(project.Code, 2025, month, 0, 3, AdvanceFunding: month == 12), project.Code, 2, Guid.Empty, clock.Now));
                }
                if (n >= 7)
                {
                    Assert.Null(project.RecordMilestone(MilestoneKind.ConstructionPermit, PlanBuilder.Today, "许可1号", null, PlanBuilder.Today));
                    Assert.Null(project.RecordMilestone(MilestoneKind.StartReport, PlanBuilder.Today, "开工1号", null, PlanBuilder.Today));
                    Assert.Null(project.EnterPlan());
                    Assert.Null(project.Move(PoolState.UnderConstruction, null));
                }
            }
            var lone = old.Issue(new("指9", old.Pool, projects[8].Code, clock.Today.AddMonths(-1), 100_000m), projects[8], journal, clock.Now).Value;
            PaymentRow paid = new("付9-1", clock.Today, "指9", projects[8].Code, 100_000m);
            Assert.Null(old.Pay(lone, paid, journal));
            db.AddRange(pool, old, lone, Payment.Of(paid, lone, journal.Batch, clock.Now));
            Assert.Null(plan.Approve("余府字1号", null, projects.ToDictionary(p => p.Code), [new("05", 2026, null, 100_000_000m)], clock.Now));
            db.Add(plan);
            db.AddRange(journal.Postings);
            return Task.FromResult((Result<bool>)true);
        });
    })).Error);
}
