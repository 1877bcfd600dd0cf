using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Model;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>A project that ends before its time takes its open stage with it, on both databases through the API.</summary>
public class EndWithProjectTests
{
    private const string Land = "ZRZY@360502", Lead = "FGW@360502", Reason = "投资方案调整，不再实施";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_withdrawn_project_closes_its_stage_stops_all_clocks_and_tells_everyone(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        var land = await city.OfficerAsync(Land);
        (await land.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-03/decision", new { decision = "approved", opinion = "同意。" })).Ok();
        Assert.NotEmpty(await WorklistAsync(land));
        city.App.Clock.Advance(TimeSpan.FromDays(1));
        (applicant, land) = (await city.AsAsync("li.ming", CityByHttp.Enterprise), await city.OfficerAsync(Land));

        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/withdrawal", new { reason = Reason })).Ok();
        await city.App.DrainAsync();

        var closed = await StageAsync(city, stage);
        Assert.Equal(StageState.ProjectEnded, closed.State);
        Assert.True(closed.Limit!.IsEnded);
        Assert.All(closed.Items, i => Assert.True(i.IsClosed, i.Code));
        Assert.All(closed.Items.Where(i => i.Limit is not null), i => Assert.True(i.Limit!.IsEnded, i.Code));
        Assert.Equal(ItemState.Decided, closed.Find("S1-03")!.State);
        Assert.Equal(ItemState.Dropped, closed.Find("S1-04")!.State);
        Assert.Empty(await WorklistAsync(land));

        var seen = await CityByHttp.StageAsync(land, stage);
        Assert.Equal("projectEnded", (string?)seen["state"]);
        Assert.Contains(Reason, (string?)seen["endReason"], StringComparison.Ordinal);
        Assert.Contains("行政许可法第二十九条", (string?)seen["endReason"], StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, "approvals.stage-closed"), (await land.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-04/decision", new { decision = "approved", opinion = "同意。" })).Refusal);

        // Told: who still worked, and the enterprise. Not: who had nothing open.
        var told = await NoticesAsync(city, "project-ended");
        Assert.Contains(Notice.Organ(Land), told);
        Assert.Contains(Notice.Organ("STHJ@360502"), told);
        Assert.Contains(Notice.Enterprise(CityByHttp.Enterprise), told);
        Assert.Equal(told.Count, told.Distinct().Count());

        var progress = await city.App.InScopeAsync(s => s.GetRequiredService<IProjectProgress>().OfAsync(closed.ProjectId, default));
        Assert.Equal(ProgressState.Failed, progress[0].State);

        // Heard twice, done once.
        await city.App.InScopeAsync(async s =>
        {
            var entry = await s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().AsNoTracking().SingleAsync(e => e.Act == "projects.withdrawn");
            await s.GetServices<IActHandler>().Single(h => h.Name == "approvals.end-with-project").HandleAsync(entry, default);
            return true;
        });
        Assert.Equal(closed.Version, (await StageAsync(city, stage)).Version);
        Assert.True((await city.App.InScopeAsync(s => s.GetRequiredService<LedgerReader>().VerifyAsync())).Sound);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_invalidated_code_closes_a_stage_in_pre_check_and_the_consulted_organs_are_told(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await CityByHttp.SubmitAsync(applicant, stage);
        var asked = (await StageAsync(city, stage)).Opinions.Select(o => Notice.Organ(o.Organ)).ToList();
        Assert.NotEmpty(asked);

        var authority = await city.OfficerAsync("FGW@360500", Roles.Head);
        (await authority.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/invalidation", new { reason = "重复赋码" })).Ok();
        await city.App.DrainAsync();

        var closed = await StageAsync(city, stage);
        Assert.Equal(StageState.ProjectEnded, closed.State);
        Assert.Null(closed.DueOn);
        Assert.Contains("企业投资项目核准和备案管理条例第四条", closed.EndReason, StringComparison.Ordinal);
        var told = await NoticesAsync(city, "project-ended");
        Assert.Equal([.. asked.Append(Notice.Organ(Lead)).Append(Notice.Enterprise(CityByHttp.Enterprise)).Distinct().Order(StringComparer.Ordinal)], told.Order(StringComparer.Ordinal));

        // What the officer's and the applicant's pages say.
        await city.App.PersonAsync("page.lead", "王某");
        await city.App.PostAsync("page.lead", Lead, Roles.Handler);
        using var officer = await city.App.BrowserOfAsync("page.lead");
        var page = await officer.GetAsync($"/approvals/stages/{stage}");
        Assert.Contains("项目已终止", page.Text, StringComparison.Ordinal);
        Assert.Contains("重复赋码", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("#pre-check"));
        using var owner = await city.App.BrowserOfAsync("li.ming");
        page = await owner.GetAsync($"/my/stages/{stage}");
        Assert.Contains("项目代码已作废", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nothing_follows_the_last_stage_of_a_project_that_has_ended(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, stage);
        await city.Acts.PassAsync(city.Officer(Lead), stage);
        await city.DecideAllAsync(stage);
        var project = (await city.StageAsync(stage)).ProjectId;
        var code = (await city.StageAsync(stage)).ProjectCode;
        Assert.Null((await city.TryAsync(city.Applicant, s => s.GetRequiredService<Tongban.Projects.EndProject.EndProjectHandlers>().WithdrawAsync(new(code, Reason), default))).Error);
        await city.App.DrainAsync();
        Assert.Equal(StageState.ProjectEnded, (await city.StageAsync(stage)).State);
        Assert.Equal(1, await city.ReadAsync(db => db.Set<StageCase>().CountAsync(s => s.ProjectId == project)));
    }

    private static Task<StageCase> StageAsync(CityByHttp city, string stage) => city.App.InScopeAsync(s =>
        s.GetRequiredService<TongbanDb>().Set<StageCase>().AsNoTracking().Include(c => c.Items).Include(c => c.Opinions).SingleAsync(c => c.Id == Guid.Parse(stage)));

    private static Task<List<string>> NoticesAsync(CityByHttp city, string occasion) => city.App.InScopeAsync(s =>
        s.GetRequiredService<TongbanDb>().Set<Notice>().AsNoTracking().Where(n => n.Occasion.StartsWith(occasion)).Select(n => n.Recipient).ToListAsync());

    private static async Task<JsonArray> WorklistAsync(HttpClient officer) => (await officer.SayAsync(HttpMethod.Get, "/api/v1/worklist")).Ok().Json["items"]!.AsArray();
}
