using System.Net;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>The three lists bind: what may be declared, who may act, what is looked at afterwards.</summary>
public class ListBindingTests
{
    private const string Land = "ZRZY@360502", Ecology = "STHJ@360502";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task The_forbidden_cannot_be_declared_and_the_restricted_not_be_filed(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var forbidden = CityByHttp.Declaration(ProjectType.Verification, "土法炼焦示范项目");
        forbidden["industry"] = "C252";
        var refused = await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", forbidden);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "projects.prohibited"), refused.Refusal);
        Assert.Contains("-N-FGW-01-", (string)refused.Json["detail"]!, StringComparison.Ordinal);
        Assert.Contains("企业投资项目核准和备案管理条例第十五条", (string)refused.Json["legalBasis"]!, StringComparison.Ordinal);
        Assert.NotNull((string?)refused.Json["wayOut"]);

        var restricted = CityByHttp.Declaration(ProjectType.Filing, "城北热电联产项目");
        (restricted["industry"], restricted["content"]) = ("D44", "新建热电站一座");
        Assert.Equal("projects.filing-not-enough", (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", restricted)).Code);
        restricted["type"] = ProjectType.Verification.Code();
        (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", restricted)).Ok();

        var farmland = CityByHttp.Declaration(ProjectType.Filing);
        farmland["facts"] = new JsonObject { ["siteLayers"] = "L01" };
        Assert.Equal("projects.prohibited", (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", farmland)).Code);
        var foreign = CityByHttp.Declaration(ProjectType.Filing, "船舶制造项目");
        (foreign["industry"], foreign["facts"]) = ("C373", new JsonObject { ["investor"] = "foreign" });
        Assert.Equal("projects.filing-not-enough", (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", foreign)).Code);
        foreign["facts"] = new JsonObject { ["investor"] = "domestic" };
        (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", foreign)).Ok();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_project_keeps_the_comparison_and_shows_it_and_the_draft_warns(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var screening = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["screening"]!;
        Assert.Equal((1, 1, 1), ((int)screening["editions"]!["negative"]!, (int)screening["editions"]!["power"]!, (int)screening["editions"]!["supervision"]!));
        Assert.Equal(("needsItem", "S1-07"), ((string)Assert.Single(screening["hits"]!.AsArray())!["effect"]!, (string)screening["hits"]![0]!["item"]!));
        Assert.Contains("projects.screened", (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/timeline")).Ok().Text, StringComparison.Ordinal);

        var draft = (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new Dictionary<string, string> { ["name"] = "土法炼焦", ["industry"] = "C252" } })).Ok().Json;
        using var browser = await city.App.BrowserOfAsync("li.ming");
        Assert.Contains("负面清单比对", (await browser.GetAsync($"/projects/{code}")).Text, StringComparison.Ordinal);
        var page = await browser.GetAsync($"/my/projects/drafts/{(string)draft["id"]!}");
        Assert.Contains("负面清单禁止，不能申报", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_filing_that_the_list_does_not_forbid_is_not_turned_away_as_prohibited(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await CityByHttp.SubmitAsync(applicant, stage);
        var lead = await city.OfficerAsync($"FGW@{CityByHttp.Division}");
        var refused = await lead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/non-acceptance", new { ground = "prohibited", reason = "本地不欢迎此类项目。" });
        Assert.Equal("approvals.nothing-forbids-it", refused.Code);
        Assert.Equal("approvals.nothing-forbids-it", (await lead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/non-acceptance", new { ground = "prohibited", reason = "属于禁止。", entry = "360500-N-SLJ-04-0002-00" })).Code);
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/non-acceptance", new { ground = "otherAuthority", reason = "应由市发展改革委办理。" })).Ok();
        Assert.Contains("approvals.filing-not-accepted", (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/timeline")).Ok().Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_act_without_power_is_impossible(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var land = await city.OfficerAsync(Land);
        // The power lapses between the opening of the item and its decision: ended on the list, by draft, review and publication.
        const string Power = "360502-Q-ZRZY-01-0001-00";
        var (reviewer, administrator) = (await city.OfficerAsync("SZF@360500", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator));
        var entry = (await land.SayAsync(HttpMethod.Get, $"/api/v1/lists/power/entries/{Power}")).Ok().Json;
        var (content, item) = (entry["versions"]![0]!["content"]!.DeepClone(), (string)entry["versions"]![0]!["content"]!["power"]!["itemCode"]!);
        content["validFrom"] = "2026-03-02";
        (await land.SayAsync(HttpMethod.Put, $"/api/v1/lists/power/entries/{Power}/draft", new JsonObject { ["content"] = content, ["reason"] = "cancelled", ["ends"] = true, ["note"] = "国务院决定取消" })).Ok();
        (await land.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Power}/submission")).Ok();
        (await reviewer.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Power}/review", new { lawful = true })).Ok();
        (await administrator.SayAsync(HttpMethod.Post, $"/api/v1/lists/power/entries/{Power}/publication", new { document = "国发〔2026〕1号" })).Ok();

        Assert.StartsWith("S1-", item, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, "authority.no-power"), (await DecideAsync(land, stage, item)).Refusal);
        (await DecideAsync(await city.OfficerAsync(Ecology), stage, "S1-05")).Ok();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Each_permit_brings_its_duties_and_the_organ_records_the_checks(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        var ecology = await city.OfficerAsync(Ecology);
        (await DecideAsync(ecology, stage, "S1-05")).Ok();
        await city.App.DrainAsync();
        await city.App.DrainAsync();

        var duties = (await ecology.SayAsync(HttpMethod.Get, "/api/v1/supervision-duties")).Ok().Json["items"]!.AsArray();
        // Decided without a commitment: the check of commitments is not among them.
        var duty = Assert.Single(duties)!;
        Assert.Equal(("S1-05", Ecology, "open"), ((string)duty["item"]!, (string)duty["organ"]!, (string)duty["state"]!));
        Assert.Contains("环评批复", (string)duty["checkZh"]!, StringComparison.Ordinal);
        Assert.True(DateOnly.Parse((string)duty["dueOn"]!, System.Globalization.CultureInfo.InvariantCulture) > new DateOnly(2026, 5, 1));
        // The filing took effect on receipt and brought the duties of the development commission.
        var lead = await city.OfficerAsync($"FGW@{CityByHttp.Division}");
        Assert.Contains((await lead.SayAsync(HttpMethod.Get, "/api/v1/supervision-duties")).Ok().Json["items"]!.AsArray(), d => (string)d!["item"]! == "S1-08");

        var id = (string)duty["id"]!;
        Assert.Equal(HttpStatusCode.NotFound, (await lead.SayAsync(HttpMethod.Post, $"/api/v1/supervision-duties/{id}/check", new { result = "passed", findings = "符合要求。" })).Status);
        Assert.Equal("approvals.fee-not-listed", (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/supervision-duties/{id}/check", new { result = "passed", findings = "符合要求。", fee = "检测费", feeYuan = 500 })).Code);
        Assert.Equal("approvals.findings-missing", (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/supervision-duties/{id}/check", new { result = "passed", findings = " " })).Code);
        Assert.Equal("checked", (string?)(await ecology.SayAsync(HttpMethod.Post, $"/api/v1/supervision-duties/{id}/check", new { result = "toCorrect", findings = "环保设施未同步建设。" })).Ok().Json["state"]);
        Assert.Equal("approvals.duty-closed", (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/supervision-duties/{id}/check", new { result = "passed", findings = "符合要求。" })).Code);
        var again = Assert.Single((await ecology.SayAsync(HttpMethod.Get, "/api/v1/supervision-duties")).Ok().Json["items"]!.AsArray())!;
        Assert.Equal((2, "2026-03-23"), ((int)again["round"]!, (string)again["dueOn"]!));

        await city.App.PersonAsync("huan.bao", "环保");
        await city.App.PostAsync("huan.bao", Ecology, Roles.Handler);
        using var browser = await city.App.BrowserOfAsync("huan.bao");
        var list = await browser.GetAsync("/approvals/supervision-duties");
        var page = await browser.GetAsync(list.Html.QuerySelector("tbody a")!.GetAttribute("href")!);
        Assert.Equal("approvals.check-result-missing", (await browser.SubmitAsync(page, "form.tb-form", ("Form.Findings", "已整改到位。"))).Refusal);
        page = await browser.SubmitAsync(page, "form.tb-form", ("Form.Result", "Passed"), ("Form.Findings", "已整改到位。"), ("act", Guid.CreateVersion7().ToString()));
        Assert.Contains("检查已记录", page.Text, StringComparison.Ordinal);
        using var owner = await city.App.BrowserOfAsync("li.ming");
        Assert.Contains("事后监管", (await owner.GetAsync($"/projects/{code}")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_running_case_keeps_the_edition_it_began_under(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var ecology = await city.OfficerAsync(Ecology);
        var (drafter, reviewer, administrator) = (await city.OfficerAsync("STHJ@360500"), await city.OfficerAsync("SZF@360500", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator));
        var power = (string)(await ecology.SayAsync(HttpMethod.Get, "/api/v1/powers?organ=STHJ@360502&item=S1-05")).Ok().Json["items"]![0]!["code"]!;
        var listed = (await ecology.SayAsync(HttpMethod.Get, "/api/v1/lists/supervision/export.json?department=STHJ")).Ok().Json["entries"]!.AsArray()
            .Single(e => e!["content"]!["supervision"]!["powers"]!.AsArray().Any(p => (string)p! == power) && (string)e["content"]!["class"]! == "J1")!;
        var code = (string)listed["code"]!;
        var content = (await ecology.SayAsync(HttpMethod.Get, $"/api/v1/lists/supervision/entries/{code}")).Ok().Json["versions"]![0]!["content"]!.DeepClone();
        content["supervision"]!["firstDueDays"] = 5;
        content["validFrom"] = "2026-03-02";
        (await drafter.SayAsync(HttpMethod.Put, $"/api/v1/lists/supervision/entries/{code}/draft", new JsonObject { ["content"] = content, ["reason"] = "lawChanged", ["ends"] = false })).Ok();
        (await drafter.SayAsync(HttpMethod.Post, $"/api/v1/lists/supervision/entries/{code}/submission")).Ok();
        (await reviewer.SayAsync(HttpMethod.Post, $"/api/v1/lists/supervision/entries/{code}/review", new { lawful = true })).Ok();
        (await administrator.SayAsync(HttpMethod.Post, $"/api/v1/lists/supervision/entries/{code}/publication", new { document = "余府发〔2026〕8号" })).Ok();

        (await DecideAsync(ecology, stage, "S1-05")).Ok();
        var (_, later) = await city.AcceptedAsync(applicant, "年产3万吨锂电材料项目");
        (await DecideAsync(ecology, later, "S1-05")).Ok();
        await city.App.DrainAsync();
        await city.App.DrainAsync();
        var duties = (await ecology.SayAsync(HttpMethod.Get, "/api/v1/supervision-duties")).Ok().Json["items"]!.AsArray();
        Assert.Equal([2, 1], duties.Select(d => (int)d!["entryVersion"]!));
    }

    private static Task<Said> DecideAsync(HttpClient officer, string stage, string item) =>
        officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", new { decision = "approved", opinion = "经审查，同意。" });
}
