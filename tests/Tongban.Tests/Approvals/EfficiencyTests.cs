using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Efficiency;
using Tongban.Approvals.Model;
using Tongban.Approvals.SpecialProcedure;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>How long it really took, read from the clocks.</summary>
public class EfficiencyTests
{
    private const string Lead = "FGW@360502", City = "FGW@360500", Land = "ZRZY@360502", Ecology = "STHJ@360502", Water = "SLJ@360500";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_stage_is_measured_along_the_chain_that_decided_its_end(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await RunAsync(city);

        var spans = await city.ReadAsync(db => db.Set<EfficiencySpan>().AsNoTracking().Where(s => s.StageCaseId == stage).ToListAsync());
        var whole = Assert.Single(spans, s => s.Kind is SpanKind.Stage);
        // Pre-check 4 March (two days), water 5, 6 and, after five days of experts, 16 March; conclusion 17 March.
        Assert.Equal(["S1-02", "S1-07", "S1-12"], spans.Where(s => s.OnPath > 0).OrderBy(s => s.OnPath).Select(s => s.Item));
        Assert.Equal(new Shares(2 + 3 + 1, 0, 0, 5, 0, 0), whole.Shares);
        Assert.Equal((7, 38 + 5 + 7), (whole.Promised, whole.Legacy));
        var water = Assert.Single(spans, s => s.Item is "S1-07");
        Assert.Equal((3, 5, 4), (water.Days, water.Special, water.Promised));
        Assert.Equal(5, water.Pauses["expert-review"]);
        // What stood beside the chain counts for its item only: the same explanation, the same days.
        Assert.Equal(2, Assert.Single(spans, s => s.Item is "S1-03").Days);
        var limits = (await city.StageAsync(stage)).Items.Where(i => i.Limit is not null).ToDictionary(i => i.Code, i => i.Limit!);
        var calendar = city.App.Services.GetRequiredService<Tongban.Foundation.Time.Calendars>().Current;
        Assert.All(spans.Where(s => s.Item is not null), s => Assert.Equal(limits[s.Item!].Elapsed(limits[s.Item!].EndedOn!.Value, calendar), s.Days));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Told_twice_or_made_anew_the_figures_are_the_same(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        await RunAsync(city);
        city.App.Clock.Now = new DateTimeOffset(2026, 3, 18, 1, 30, 0, TimeSpan.Zero);
        var refused = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, refused);
        await city.Acts.PassAsync(city.Officer(Lead), refused);
        await DecideAsync(city, refused, ("S1-03", Land), ("S1-04", Land), ("S1-05", Ecology), ("S1-06", City));
        await city.Acts.DecideAsync(city.Officer(Water), refused, "S1-07", ItemDecision.Refused, "不符合防洪要求（防洪法第三十三条）。");
        await city.Acts.DecideAsync(city.Officer(Lead), refused, "S1-12", ItemDecision.Refused, "洪水影响评价未通过。");
        await city.App.DrainAsync();
        var before = await SnapshotAsync(city);
        Assert.Contains("\"Count\":2", before, StringComparison.Ordinal);

        Assert.Equal(2, await city.App.InScopeAsync(s => s.GetRequiredService<EfficiencyBook>().RebuildAsync(default)));
        Assert.Equal(before, await SnapshotAsync(city));

        // The subscription begins again from the first act: nothing is counted twice.
        var acts = await city.ReadAsync(db => db.Set<Tongban.Foundation.Ledger.LedgerEntry>().AsNoTracking().Where(e => e.Act == "approvals.stage-concluded").ToListAsync());
        foreach (var act in acts)
        {
            await city.App.InScopeAsync(async s =>
            {
                await s.GetRequiredService<EfficiencyBook>().HandleAsync(act, default);
                return true;
            });
        }
        Assert.Equal(before, await SnapshotAsync(city));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_public_sees_figures_without_names_and_the_head_the_path_of_each_project(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await RunAsync(city);
        var told = await city.StageAsync(stage);
        var (code, name) = (told.ProjectCode, told.ProjectName);
        await city.App.PersonAsync("the.head");
        await city.App.PostAsync("the.head", Lead, Roles.Head);

        using var anyone = city.App.NewBrowser();
        var open = await anyone.GetAsync("/approvals/efficiency");
        Assert.DoesNotContain(name, open.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(code, open.Text, StringComparison.Ordinal);
        // One stage is somebody's: it is counted, its days are not told.
        using var client = city.App.NewClient();
        var report = (await client.SayAsync(HttpMethod.Get, "/api/v1/efficiency")).Ok().Json;
        var first = report["stages"]![0]!["figures"]!;
        Assert.Equal(1, (int)first["count"]!);
        Assert.Null(first["mean"]);
        // 36 and 135 come from the flow in force.
        var filing = report["targets"]!.AsArray().Single(t => (string?)t!["type"] is "FILE")!;
        Assert.Equal((36, 135), ((int)filing["days"]!, (int)filing["serialDays"]!));
        Assert.Equal("/login", (await anyone.GetAsync($"/approvals/efficiency/{code}")).Address.AbsolutePath);

        using var head = await city.App.BrowserOfAsync("the.head");
        var page = await head.GetAsync("/approvals/efficiency");
        Assert.Contains(name, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(name, (await head.GetAsync("/approvals/efficiency?to=2026-02")).Text, StringComparison.Ordinal);
        var path = await head.GetAsync($"/approvals/efficiency/{code}");
        Assert.Contains("专家评审 5", path.Text, StringComparison.Ordinal);
        Assert.Contains("实际 6 个工作日，承诺 7 个", path.Text, StringComparison.Ordinal);

        using var officer = await city.App.ClientOfAsync("the.head");
        var answer = (await officer.SayAsync(HttpMethod.Get, $"/api/v1/efficiency/projects/{code}")).Ok().Json;
        Assert.Equal(["S1-02", "S1-07", "S1-12"], answer["stages"]![0]!["path"]!.AsArray().Select(i => (string)i!["code"]!));
        var table = await officer.GetStringAsync(new Uri("/api/v1/efficiency.csv", UriKind.Relative));
        Assert.Contains("立项审批", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Percentiles_are_by_nearest_rank()
    {
        var cells = new[] { (2, 3), (4, 4), (9, 2), (30, 1) }.Select(p => new EfficiencyQuery.Sum(SpanKind.Stage, 1, default, "", "", p.Item1, p.Item2, p.Item1 > 4 ? p.Item2 : 0, p.Item2 * 7, 0, 0, 0, 0, 0, 0));

        var figures = EfficiencyQuery.Figures(cells, 1);

        Assert.Equal((10, 4, 9, 30), (figures.Count, figures.P50, figures.P90, figures.Max));
        Assert.Equal((7.0m, 7m, 70m), (figures.Mean, figures.Promised, figures.OnTime));
        Assert.Null(EfficiencyQuery.Figures(cells, 11).Mean);
    }

    // Declared on Monday 2 March, accepted on the 4th, everything but water decided on the 6th, water stood still from the 6th to the 13th, decided on the 16th, concluded on the 17th.
    private static async Task<Guid> RunAsync(TestCity city)
    {
        var stage = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, stage);
        GoTo(city, 4);
        await city.Acts.PassAsync(city.Officer(Lead), stage);
        GoTo(city, 6);
        await city.Acts.RequestPauseAsync(city.Officer(Water), stage, "S1-07", "expert-review", new DateOnly(2026, 3, 20), "组织专家评审");
        await city.Acts.GrantAsync(city.Head(Water), stage, "S1-07");
        await DecideAsync(city, stage, ("S1-03", Land), ("S1-04", Land), ("S1-05", Ecology), ("S1-06", City));
        GoTo(city, 13);
        await city.Acts.AsAsync(city.Officer(Water), s => s.GetRequiredService<ResumeItemHandler>().HandleAsync(new(stage, "S1-07"), default));
        GoTo(city, 16);
        await DecideAsync(city, stage, ("S1-07", Water));
        GoTo(city, 17);
        await DecideAsync(city, stage, ("S1-12", Lead));
        await city.App.DrainAsync();
        return stage;
    }

    private static async Task DecideAsync(TestCity city, Guid stage, params (string Item, string Organ)[] items)
    {
        foreach (var (item, organ) in items)
            await city.Acts.DecideAsync(city.Officer(organ), stage, item, ItemDecision.Approved, "经审查，同意。");
    }

    private static async Task<string> SnapshotAsync(TestCity city)
    {
        var report = await city.App.InScopeAsync(s => s.GetRequiredService<EfficiencyQuery>() is var query ? query.ReportAsync(query.Filter(null, null, null, null), nameless: false, default) : throw new InvalidOperationException());
        var spans = await city.ReadAsync(db => db.Set<EfficiencySpan>().AsNoTracking().OrderBy(s => s.Id).ToListAsync());
        var cells = await city.ReadAsync(db => db.Set<EfficiencyCell>().AsNoTracking().Where(c => c.Count > 0).OrderBy(c => c.Month).ThenBy(c => c.Kind).ThenBy(c => c.Stage).ThenBy(c => c.Department).ThenBy(c => c.Days)
            .Select(c => new { c.Kind, c.Month, c.Stage, c.Type, c.Division, c.Department, c.Days, c.Count, c.Late, c.Promised, c.Legacy, c.Special }).ToListAsync());
        return JsonSerializer.Serialize(new { report, spans, cells });
    }

    private static void GoTo(TestCity city, int day) => city.App.Clock.Now = new DateTimeOffset(2026, 3, day, 1, 30, 0, TimeSpan.Zero);
}
