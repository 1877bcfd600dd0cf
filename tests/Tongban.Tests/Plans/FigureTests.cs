using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Plans.Exchange;
using Tongban.Plans.Figures;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;
using Tongban.Server.City;
using Tongban.Tests.Support;

namespace Tongban.Tests.Plans;

/// <summary>Figures and reconciliations are computed from rows.</summary>
public class FigureTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    /// <summary>347.5 billion yuan, 101 %, +14.3 points: month eleven of 2020, from the returns of the demonstration city, and as it was known at the time.</summary>
    [Theory, MemberData(nameof(Databases))]
    public async Task The_figures_of_november_2020_come_out_of_the_demonstration_data(Database database)
    {
        var clock = new DemoClock(new DateTimeOffset(2018, 12, 1, 1, 30, 0, TimeSpan.Zero));
        await using var app = await TestApp.StartAsync(database, options: o => o with { Clock = clock });
        Assert.Null(await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default)));
        var acts = new DemoActs(app.Services);
        var people = new DemoPeople(acts, app.Services.GetRequiredService<CityCatalogue>(), new(2018, 12, 1));
        await people.LoadAsync();
        await new DemoPlans(acts, people, clock, new(2021, 2, 1)).TellPastAsync();

        Task<FigureSheet> SheetAsync(int month, DateTimeOffset asOf, string? division = null) => app.InScopeAsync(s => s.GetRequiredService<PlanFigures>().SheetAsync(2020, month, asOf, division, default));
        var sheet = await SheetAsync(11, clock.GetUtcNow());
        Assert.Equal(347_500_000_000m, sheet.Done);
        Assert.Equal(("101%", "+14.3"), (FigureExport.Whole(sheet.Rate), FigureExport.Points(sheet.YoyPoints)[..5]));
        Assert.Equal(("91.7%", "+9.3"), (FigureExport.Percent(sheet.TimeProgress), FigureExport.Points(sheet.Lead)[..4]));
        Assert.Equal(86.7m, decimal.Round(sheet.LastRate!.Value, 1));
        foreach (var rows in new[] { sheet.Divisions, sheet.Sectors, sheet.Sources })
            Assert.Equal((sheet.Plan, sheet.Done), (rows.Sum(r => r.Plan), rows.Sum(r => r.Done)));
        Assert.Equal(sheet.Done, sheet.Months.Sum(m => m.Done));
        // On the last day of October 2020 the returns of October were not in yet, and nobody knew of November.
        var then = await SheetAsync(11, new DateTimeOffset(2020, 10, 31, 12, 0, 0, TimeSpan.Zero));
        Assert.True(then.Done > 0 && then.Done < sheet.Done);
        Assert.Equal(0, then.Months[9].Done + then.Months[10].Done);
        Assert.Equal(0, (await SheetAsync(11, new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero))).Projects);

        // A month is put right a year later: from then on the correction counts, and for every day before what was returned first.
        var code = (await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<PlanProject>().Select(p => p.Code).OrderBy(c => c).FirstAsync()));
        await acts.AsAsync(people.Handler("FGW@360500"), s => s.GetRequiredService<TakeInHandlers>().ProgressAsync("更正", RowReading.Given<ReturnRow>([new(code, 2020, 5, 1_000_000.01m, 50), new(code, 2020, 5, 2_000_000.02m, 50)], r => r.ProjectCode), default));
        Assert.Equal(347_500_000_000m, (await SheetAsync(11, clock.GetUtcNow().AddTicks(-1))).Done);
        var later = await SheetAsync(11, clock.GetUtcNow());
        Assert.NotEqual(347_500_000_000m, later.Done);
        // What the database adds up is what all rows in memory give, of whatever day and division, and a closed project still counts.
        var (plans, items, returns, projects) = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            return (await db.Set<InvestmentPlan>().AsNoTracking().ToListAsync(), await db.Set<PlanItem>().AsNoTracking().ToListAsync(), await db.Set<ProgressReturn>().AsNoTracking().ToListAsync(), await db.Set<PlanProject>().AsNoTracking().ToListAsync());
        });
        Assert.All(projects, p => Assert.Equal(PoolState.Closed, p.State));
        foreach (var (asOf, month, division) in new[] { (clock.GetUtcNow(), 11, (string?)null), (clock.GetUtcNow(), 6, "360502"), (new DateTimeOffset(2020, 6, 20, 0, 0, 0, TimeSpan.Zero), 8, null) })
        {
            IReadOnlyList<FigureItem> Items(int year) => plans.Where(p => p.Kind == PlanKind.Annual && p.FirstYear == year && p.ApprovedAt <= asOf).MaxBy(p => p.Edition) is { } plan
                ? [.. items.Where(i => i.PlanId == plan.Id && (division == null || i.Division == division)).Select(i => new FigureItem(i.Code, i.Division, i.Sector, i.In(year), [.. i.Shares.Select(x => new FundShare(x.Source, x.Yuan))]))] : [];
            var here = projects.Where(p => division == null || p.Division == division).Select(p => p.Code).ToHashSet();
            var done = returns.Where(r => r.RecordedAt <= asOf && here.Contains(r.ProjectCode)).GroupBy(r => (r.ProjectCode, r.Year, r.Month)).Select(g => new FigureDone(g.Key.ProjectCode, g.Key.Year, g.Key.Month, g.MaxBy(r => r.Edition)!.DoneYuan)).ToList();
            var (expected, actual) = (FigureArithmetic.Of(2020, month, asOf, Items(2020), Items(2019), done), await SheetAsync(month, asOf, division));
            Assert.Equal((expected.Projects, expected.Plan, expected.Done, expected.Rate, expected.YoyPoints, expected.Outside), (actual.Projects, actual.Plan, actual.Done, actual.Rate, actual.YoyPoints, actual.Outside));
            Assert.Equal(expected.Months, actual.Months);
            Assert.Equal(expected.Sources, actual.Sources);
            Assert.Equal(expected.Sectors, actual.Sectors);
            Assert.Equal(expected.Divisions.Select(d => (d.Key, d.Plan, d.Done, d.YoyPoints)), actual.Divisions.Select(d => (d.Key, d.Plan, d.Done, d.YoyPoints)));
            Assert.True(actual.Done > 0);
        }
    }

    [Fact]
    public void Points_are_differences_of_rates_and_a_correction_counts_from_its_day_on()
    {
        FigureItem[] plan = [new("a", "360500", "water", 100, [new("05", 40), new("09", 60)])], last = [new("a", "360500", "water", 200, [new("05", 200)])];
        var sheet = FigureArithmetic.Of(2026, 2, PlanBuilder.Now, plan, last, [new("a", 2026, 1, 30.01m), new("a", 2026, 2, 20), new("a", 2025, 1, 50), new("a", 2025, 3, 100), new("z", 2026, 1, 7)]);
        Assert.Equal((50.01m, 50.01m, 25m, 25.01m, 7m), (sheet.Done, sheet.Rate, sheet.LastRate, sheet.YoyPoints, sheet.Outside));
        Assert.Equal([20m, 30.01m], sheet.Sources.OrderBy(s => s.Key).Select(s => s.Done).Select(d => decimal.Round(d, 2)));
    }

    [Fact]
    public async Task Both_sides_of_a_reconciliation_are_explained()
    {
        Statement S(string voucher, int day, decimal yuan, string code = "p") => new(voucher, new(2026, 3, day), code, yuan);
        Statement[] ours = [S("1", 2, 100), S("2", 3, 50_000), S("3", 4, 70), S("4", 5, 300), S("5", 6, 80, "q"), S("6", 30, 11), S("7", 9, 40) with { ReversedOn = new(2026, 3, 12) }, S("8", 10, 999)];
        Statement[] theirs = [S("1", 2, 100), S("2", 3, 5), S("3", 5, 70), S("4a", 5, 100), S("4b", 6, 200), S("5", 6, 80), S("8x", 11, 999), S("1", 2, 100)];
        var result = await Reconciliation.CompareAsync(ours.ToAsyncEnumerable(), theirs.ToAsyncEnumerable(), new(2026, 3, 1), new(2026, 3, 31), ct: TestContext.Current.CancellationToken);
        Assert.Equal((1, 100m, 8, 8), (result.Agree, result.AgreeYuan, result.Ours, result.Theirs));
        // Put aside in files and in another order, it is the same.
        var again = await Reconciliation.CompareAsync(ours.Reverse().ToAsyncEnumerable(), theirs.Reverse().ToAsyncEnumerable(), new(2026, 3, 1), new(2026, 3, 31), inMemory: 3, ct: TestContext.Current.CancellationToken);
        Assert.Equal((result.Agree, result.AgreeYuan, result.OursYuan, result.TheirsYuan, result.Differing), (again.Agree, again.AgreeYuan, again.OursYuan, again.TheirsYuan, again.Differing));
        Assert.Equal(result.Differences.Select(d => (d.Kind, d.VoucherNo, d.Why.En)), again.Differences.Select(d => (d.Kind, d.VoucherNo, d.Why.En)));
        string Why(string voucher, ReconciliationKind kind) => result.Differences.Single(d => d.VoucherNo == voucher && d.Kind == kind).Why.En;
        Assert.Contains("ten thousand", Why("2", ReconciliationKind.AmountDiffers), StringComparison.Ordinal);
        Assert.Contains("another day", Why("3", ReconciliationKind.DayDiffers), StringComparison.Ordinal);
        Assert.Contains("4a, 4b", Why("4", ReconciliationKind.OnlyHere), StringComparison.Ordinal);
        Assert.Contains("codes differ", Why("5", ReconciliationKind.ProjectDiffers), StringComparison.Ordinal);
        Assert.Contains("in transit", Why("6", ReconciliationKind.OnlyHere), StringComparison.Ordinal);
        Assert.Contains("reversed", Why("7", ReconciliationKind.OnlyHere), StringComparison.Ordinal);
        Assert.Contains("8x", Why("8", ReconciliationKind.OnlyHere), StringComparison.Ordinal);
        Assert.Contains("twice", Why("1", ReconciliationKind.OnlyThere), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_comes_back_as_it_went_out()
    {
        var file = Sheets.Write(("支付", ["凭证编号", "支付日期", "指标编号", "项目代码", "金额"], [["ZF-1", new DateOnly(2026, 3, 2), "指1", PlanBuilder.Code(), 1_234_567.89m], ["ZF-2", "2026年3月3日", "指1", PlanBuilder.Code(), "1,000.50"], ["ZF-3", "昨天", "指1", null, 0.001m]]));
        var rows = RowReading.Payments(file, null).Value;
        Assert.Equal((1_234_567.89m, new DateOnly(2026, 3, 2)), (rows[0].Value.Value.Yuan, rows[0].Value.Value.Day));
        Assert.Equal((1_000.50m, new DateOnly(2026, 3, 3)), (rows[1].Value.Value.Yuan, rows[1].Value.Value.Day));
        Assert.Equal(["day", "projectCode"], rows[2].Value.Error!.All.Select(e => e.Field));
        Assert.Equal("plans.column-missing", RowReading.Arrivals(file, null).Error!.Code);
        Assert.Null(RowReading.Arrivals(file, "指标编号=pool;支付日期=day").Error);
    }
}
