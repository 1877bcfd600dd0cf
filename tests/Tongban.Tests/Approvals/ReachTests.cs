using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Server.Web;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>How far a mandate for one project reaches: to everything of this project, and to nothing of another.</summary>
public class ReachTests
{
    private const string Centre = "ZSJ@360502", Land = "ZRZY@360502", Ecology = "STHJ@360502", Enterprise = CityByHttp.Enterprise;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_agent_for_one_project_sees_all_of_it_and_nothing_of_another(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var owner = await city.RegisterAsync("li.ming", Enterprise);
        var (mine, other) = (await LivedAsync(city, owner, "锂电材料一期"), await LivedAsync(city, owner, "锂电材料二期"));
        await city.App.DrainAsync();
        var (here, there) = (await RecordsAsync(city, owner, mine), await RecordsAsync(city, owner, other));
        Assert.Equal(here.Keys, there.Keys);

        await city.App.PersonAsync("agent.one", "代办员");
        (await owner.SayAsync(HttpMethod.Post, $"/api/v1/enterprises/{Enterprise}/agents", new { userName = "agent.one", scope = "oneProject", projectId = mine.Id, from = "2026-03-02", to = "2026-12-31" })).Ok();
        var agent = await city.AsAsync("agent.one", Enterprise);
        foreach (var (kind, address) in here)
        {
            (await owner.SayAsync(HttpMethod.Get, there[kind])).Ok();
            Assert.Equal((kind, HttpStatusCode.OK), (kind, (await agent.SayAsync(HttpMethod.Get, address)).Status));
            Assert.Equal((kind, HttpStatusCode.NotFound), (kind, (await agent.SayAsync(HttpMethod.Get, there[kind])).Status));
        }
        foreach (var list in Lists)
        {
            var (all, seen) = ((await owner.SayAsync(HttpMethod.Get, list)).Ok().Text, (await agent.SayAsync(HttpMethod.Get, list)).Ok().Text);
            Assert.True(other.Names.Exists(n => all.Contains(n, StringComparison.Ordinal)), $"{list} shows the other project to nobody");
            Assert.All(other.Names, n => Assert.DoesNotContain(n, seen, StringComparison.Ordinal));
            Assert.True(mine.Names.Exists(n => seen.Contains(n, StringComparison.Ordinal)), $"{list} does not show the agent his project: {seen}");
        }
        Assert.Empty((await agent.SayAsync(HttpMethod.Get, $"/api/v1/projects?q={Uri.EscapeDataString("二期")}")).Ok().Json["items"]!.AsArray());

        // The numbers beside the side bar count what the lists show.
        var (ownerActor, agentActor) = (await ActorAsync(city, "li.ming", null), await ActorAsync(city, "agent.one", new([Guid.Parse(mine.Id)])));
        foreach (var badge in await city.App.InScopeAsync(s => Task.FromResult(s.GetServices<INavigationSource>().SelectMany(n => n.Items).Where(i => i.Href is "/my/certificates" or ShellPaths.Inbox).Select(i => i.Badge!).ToList())))
        {
            var (ofOwner, ofAgent) = (await CountAsync(city, badge, ownerActor), await CountAsync(city, badge, agentActor));
            Assert.True(ofAgent > 0 && ofAgent < ofOwner, $"{badge}: {ofAgent} of {ofOwner}");
        }

        using var browser = await city.App.BrowserOfAsync("agent.one");
        using var ownerBrowser = await city.App.BrowserOfAsync("li.ming");
        foreach (var (page, otherPage) in Pages(mine, here).Zip(Pages(other, there)))
        {
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).Status));
            Assert.Equal((otherPage, HttpStatusCode.OK), (otherPage, (await ownerBrowser.GetAsync(otherPage)).Status));
            var refused = await browser.GetAsync(otherPage);
            Assert.Equal((otherPage, HttpStatusCode.NotFound), (otherPage, refused.Status));
            Assert.All(other.Names.Where(n => !otherPage.Contains(n, StringComparison.Ordinal)), n => Assert.DoesNotContain(n, refused.Text, StringComparison.Ordinal));
        }
        foreach (var list in new[] { "/projects", "/my/certificates", "/approvals/hearings", "/notices", "/agency", "/ratings" })
            Assert.All(other.Names, n => Assert.DoesNotContain(n, browser.GetAsync(list).Result.Text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Acting_is_refused_where_seeing_is_and_so_is_what_belongs_to_no_project(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var owner = await city.RegisterAsync("li.ming", Enterprise);
        var (mine, other) = (await LivedAsync(city, owner, "锂电材料一期"), await LivedAsync(city, owner, "锂电材料二期"));
        var there = await RecordsAsync(city, owner, other, duties: false);
        await city.App.PersonAsync("agent.one", "代办员");
        (await owner.SayAsync(HttpMethod.Post, $"/api/v1/enterprises/{Enterprise}/agents", new { userName = "agent.one", scope = "oneProject", projectId = mine.Id, from = "2026-03-02", to = "2026-12-31" })).Ok();
        var agent = await city.AsAsync("agent.one", Enterprise);

        foreach (var (address, body) in new (string, object)[]
        {
            ($"/api/v1/stages/{other.Stage}/withdrawal", new { reason = "试" }), ($"{there["certificate"]}/acknowledgement", new { }), ($"{there["hearing"]}/waiver", new { }),
            ($"/api/v1/projects/{other.Code}/start", new { on = "2026-03-02" }), ($"/api/v1/projects/{other.Code}/early-starts", new { item = "S2-02" }), ($"/api/v1/projects/{other.Code}/withdrawal", new { reason = "试" }),
            ($"/api/v1/projects/{other.Code}/agency-services", new { scope = "试", from = "2026-03-02", to = "2026-12-31" }), ($"{there["agency"]}/entries", new { kind = "handOver", text = "试" }),
        })
        {
            var said = await agent.SayAsync(HttpMethod.Post, address, body);
            Assert.True(said.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{address}: {(int)said.Status} {said.Text}");
        }
        Assert.Equal(HttpStatusCode.NotFound, (await agent.SayAsync(HttpMethod.Post, "/api/v1/ratings", new { subject = "agency", subjectId = there["agency"].Split('/')[^1], overall = 5 })).Status);
        Assert.Equal("projects.no-mandate", (await agent.SayAsync(HttpMethod.Post, "/api/v1/projects", CityByHttp.Declaration(ProjectType.Filing, "锂电材料三期"))).Code);
        var own = await RecordsAsync(city, owner, mine, duties: false);
        (await agent.SayAsync(HttpMethod.Post, $"{own["hearing"]}/waiver")).Ok();
        (await agent.SayAsync(HttpMethod.Post, $"{own["certificate"]}/acknowledgement")).Ok();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_second_mandate_widens_the_reach_and_one_for_every_matter_takes_its_bounds_away(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var owner = await city.RegisterAsync("li.ming", Enterprise);
        List<(string Code, string Id)> projects = [];
        foreach (var name in new[] { "锂电材料一期", "锂电材料二期", "锂电材料三期" })
        {
            var (code, _) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing, name);
            projects.Add((code, (string)(await owner.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!));
        }
        await city.App.PersonAsync("agent.one", "代办员");
        HttpClient? agent = null;
        for (var count = 1; count <= 2; count++)
        {
            (await owner.SayAsync(HttpMethod.Post, $"/api/v1/enterprises/{Enterprise}/agents", new { userName = "agent.one", scope = "oneProject", projectId = projects[count - 1].Id, from = "2026-03-02", to = "2026-12-31" })).Ok();
            // The same token, asked about again after a minute.
            agent ??= await city.AsAsync("agent.one", Enterprise);
            city.App.Clock.Advance(TimeSpan.FromSeconds(61));
            var seen = (await agent.SayAsync(HttpMethod.Get, "/api/v1/projects")).Ok().Json["items"]!.AsArray().Select(p => (string)p!["code"]!).ToList();
            Assert.Equal(projects.Take(count).Select(p => p.Code).Order(), seen.Order());
        }
        (await owner.SayAsync(HttpMethod.Post, $"/api/v1/enterprises/{Enterprise}/agents", new { userName = "agent.one", scope = "all", from = "2026-03-03", to = "2026-12-31" })).Ok();
        city.App.Clock.Advance(TimeSpan.FromDays(1));
        agent = await city.AsAsync("agent.one", Enterprise);
        Assert.Equal(3, (await agent.SayAsync(HttpMethod.Get, "/api/v1/projects")).Ok().Json["items"]!.AsArray().Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_session_ends_with_its_mandate_and_is_not_renewed_while_the_reach_is_the_same(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var owner = await city.RegisterAsync("li.ming", Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing, "锂电材料一期");
        var id = (string)(await owner.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!;
        await city.App.PersonAsync("agent.one", "代办员");
        var mandate = (await owner.SayAsync(HttpMethod.Post, $"/api/v1/enterprises/{Enterprise}/agents", new { userName = "agent.one", scope = "oneProject", projectId = id, from = "2026-03-02", to = "2026-12-31" })).Ok().Json["agents"]![0]!;
        using var agent = await city.App.BrowserOfAsync("agent.one");
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync($"/my/stages/{stage}")).Status);
        var cookie = Assert.IsType<string>(SessionOf(agent));
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync($"/my/stages/{stage}")).Status);
        Assert.Equal(cookie, SessionOf(agent));

        (await owner.SayAsync(HttpMethod.Delete, $"/api/v1/enterprises/{Enterprise}/agents/{(string)mandate["id"]!}")).Ok();
        // A session is asked about again after a minute.
        city.App.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("/login", (await agent.GetAsync($"/my/stages/{stage}")).Address.AbsolutePath);
    }

    [Fact]
    public void A_reach_is_what_it_holds()
    {
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var reach = new ProjectReach([one, two, one]);
        Assert.Equal(new ProjectReach([two, one]), reach);
        Assert.Equal(new ProjectReach([two, one]).GetHashCode(), reach.GetHashCode());
        Assert.Equal(reach, ProjectReach.Parse(reach.ToString()));
        Assert.Empty(ProjectReach.Parse(new ProjectReach([]).ToString()).Ids);
        Assert.NotEqual(new ProjectReach([one]), reach);
        var actor = new Actor(Guid.CreateVersion7(), "", Roles.Applicant, null, Enterprise, reach);
        Assert.Equal(actor with { Projects = new([two, one]) }, actor);
        Assert.True(actor.StandsFor(Enterprise, one));
        Assert.False(actor.StandsFor(Enterprise, Guid.CreateVersion7()) || actor.StandsForAllOf(Enterprise) || actor.StandsFor(CityByHttp.OtherEnterprise, one));
        Assert.True((actor with { Projects = null }).StandsForAllOf(Enterprise));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_plainly_visible_is_visible(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var stage = await city.StageAsync(await city.DeclareForFourDepartmentsAsync());
        var other = await city.StageAsync(await city.DeclareAsync());
        Actor[] readers =
        [
            Actor.Stranger, city.Applicant, city.Applicant with { Projects = new([]) }, city.Applicant with { Projects = new([stage.ProjectId]) }, city.Applicant with { Enterprise = CityByHttp.OtherEnterprise },
            city.Officer(stage.Lead), city.Officer("QXJ@360500"), .. stage.Items.Select(i => city.Officer(i.Organ)),
        ];
        foreach (var reader in readers)
        {
            var seen = await city.ReadAsync(db => db.Set<StageCase>().VisibleTo(reader).Select(s => s.Id).ToListAsync());
            foreach (var one in new[] { stage, other })
                Assert.Equal(seen.Contains(one.Id), one.IsPlainlyVisibleTo(reader));
        }
    }

    private static async Task<Actor> ActorAsync(CityByHttp city, string userName, ProjectReach? reach) => await city.App.InScopeAsync(async s =>
        new Actor(await s.GetRequiredService<TongbanDb>().Set<Person>().Where(p => p.UserName == userName).Select(p => p.Id).SingleAsync(), userName, Roles.Applicant, null, Enterprise, reach));

    private static async Task<int> CountAsync(CityByHttp city, System.Linq.Expressions.Expression<Func<TongbanDb, NavReader, int>> badge, Actor actor) => await city.App.InScopeAsync(async s =>
        (await new WaitingCounts([badge], actor.Roles).AskAsync(s.GetRequiredService<TongbanDb>(), actor, s.GetRequiredService<CityClock>().Today)).Single());

    private static string? SessionOf(Browser browser) => browser.Cookies.GetCookies(Browser.Address)["tongban"]?.Value;

    private static readonly string[] Lists =
    [
        "/api/v1/projects", "/api/v1/certificates/mine", "/api/v1/hearings", "/api/v1/agency-services", "/api/v1/ratings", "/api/v1/notices", "/api/v1/supervision-duties",
    ];

    private static IEnumerable<string> Pages(Lived project, SortedDictionary<string, string> records) =>
    [
        $"/projects/{project.Code}", $"/my/stages/{project.Stage}", $"/projects/{project.Code}/term", $"/projects/{project.Code}/agency",
        .. new[] { ("certificate", "/certificates/"), ("hearing", "/approvals/hearings/"), ("check", "/approvals/commitment-checks/"), ("agency", "/agency/"), ("rating", "/ratings/") }.Select(p => p.Item2 + records[p.Item1].Split('/')[^1]),
    ];

    // A project with one record of every kind that an applicant meets.
    private static async Task<Lived> LivedAsync(CityByHttp city, HttpClient owner, string name)
    {
        var (code, stage) = await city.AcceptedAsync(owner, name);
        var (land, ecology, items) = (await city.OfficerAsync(Land), await city.OfficerAsync(Ecology), $"/api/v1/stages/{stage}/items");
        (await owner.SayAsync(HttpMethod.Post, $"{items}/S1-05/commitment", new { agreed = true })).Ok();
        (await ecology.SayAsync(HttpMethod.Post, $"{items}/S1-05/decision", new { decision = "approvedOnCommitment", opinion = "凭承诺同意" })).Ok();
        (await land.SayAsync(HttpMethod.Post, $"{items}/S1-03/hearing", new { cause = "refusal", reason = "拟不予许可" })).Ok();
        var agency = (string)(await owner.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/agency-services", new { scope = "代为提交", from = "2026-03-02", to = "2026-12-31" })).Ok().Json["id"]!;
        (await owner.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{agency}/termination", new { text = "自行办理" })).Ok();
        (await owner.SayAsync(HttpMethod.Post, "/api/v1/ratings", new { subject = "agency", subjectId = agency, overall = 5 })).Ok();
        return new(code, stage, (string)(await owner.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!, name);
    }

    private static async Task<SortedDictionary<string, string>> RecordsAsync(CityByHttp city, HttpClient owner, Lived project, bool duties = true)
    {
        var (stage, code) = ($"/api/v1/stages/{project.Stage}", $"/api/v1/projects/{project.Code}");
        SortedDictionary<string, string> found = new(StringComparer.Ordinal)
        {
            ["stage"] = stage, ["item"] = $"{stage}/items/S1-03", ["applicability"] = $"{stage}/applicability", ["clock"] = $"{stage}/clock", ["held"] = $"{stage}/held", ["inspections"] = $"{stage}/items/S1-03/inspections",
            ["joint"] = $"{stage}/joint", ["project"] = code, ["stages"] = $"{code}/stages", ["term"] = $"{code}/term", ["documents"] = $"{code}/documents", ["timeline"] = $"{code}/timeline",
            ["archive"] = $"{code}/archive", ["package"] = $"{code}/archive/package", ["early"] = $"{code}/early-starts", ["path"] = $"/api/v1/efficiency/projects/{project.Code}",
            ["ledger"] = $"/api/v1/ledger/matters/project:{project.Id}/entries",
            ["paper"] = $"/approvals/materials/{project.Stage}/M10/1",
        };
        foreach (var (kind, list, room) in new[]
        {
            ("certificate", "/api/v1/certificates/mine", "certificates"), ("hearing", "/api/v1/hearings", "hearings"), ("agency", "/api/v1/agency-services", "agency-services"), ("rating", "/api/v1/ratings", "ratings"),
            ("duty", "/api/v1/supervision-duties", "supervision-duties"),
        })
        {
            if (kind is "duty" && !duties)
                continue;
            var json = (await owner.SayAsync(HttpMethod.Get, list)).Ok().Json;
            var rows = json as System.Text.Json.Nodes.JsonArray ?? json["items"]!.AsArray();
            found[kind] = $"/api/v1/{room}/{(string)rows.First(r => (string?)r!["projectCode"] == project.Code)!["id"]!}";
        }
        var checks = (await (await city.OfficerAsync(Ecology)).SayAsync(HttpMethod.Get, "/api/v1/commitment-checks")).Ok().Json.AsArray();
        found["check"] = $"/api/v1/commitment-checks/{(string)checks.First(c => (string?)c!["projectCode"] == project.Code)!["id"]!}";
        var documents = (await owner.SayAsync(HttpMethod.Get, $"{code}/documents")).Ok().Json;
        var first = (documents as System.Text.Json.Nodes.JsonArray ?? documents["items"]!.AsArray())[0]!;
        found["document"] = $"/api/v1/projects/documents/{(string)first["id"]!}";
        return found;
    }

    private sealed record Lived(string Code, string Stage, string Id, string Name)
    {
        public List<string> Names => [Code, Name];
    }
}
