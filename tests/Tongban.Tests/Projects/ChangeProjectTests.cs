using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Projects;

/// <summary>A project's own data change while it is being approved: who may change what, what stays, who is told.</summary>
public class ChangeProjectTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_filed_project_is_changed_by_its_unit_keeps_its_code_and_the_departments_are_told(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        var at = $"/api/v1/projects/{code}/changes";

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "projects.change-reason"), (await applicant.SayAsync(HttpMethod.Post, at, new { name = "年产3万吨锂电材料项目" })).Refusal);
        Assert.Equal("projects.nothing-changed", (await applicant.SayAsync(HttpMethod.Post, at, new { reason = "无变化" })).Code);
        Assert.Equal("projects.length", (await applicant.SayAsync(HttpMethod.Post, at, new { name = "短", reason = "改名" })).Code);
        Assert.Equal("projects.finish-before-start", (await applicant.SayAsync(HttpMethod.Post, at, new { plannedFinish = "2026-05-01", reason = "提前" })).Code);
        Assert.Equal("projects.sources-differ", (await applicant.SayAsync(HttpMethod.Post, at, new { totalInvestment = 130_000_000m, reason = "增资" })).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await (await city.RegisterAsync("zhang.san", CityByHttp.OtherEnterprise, "新余示范光伏科技有限公司")).SayAsync(HttpMethod.Post, at, new { name = "别人的项目", reason = "改名" })).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "projects.change-not-yours"), (await (await city.OfficerAsync("ZRZY@360502")).SayAsync(HttpMethod.Post, at, new { scale = "一栋", reason = "改规模" })).Refusal);

        (await applicant.SayAsync(HttpMethod.Post, at, new JsonObject
        {
            ["name"] = "年产3万吨锂电材料项目", ["scale"] = "年产3万吨", ["totalInvestment"] = 130_000_000m, ["plannedFinish"] = "2028-06-30", ["contactPhone"] = "13900000000", ["reason"] = "扩大规模",
            ["sources"] = new JsonArray(new JsonObject { ["source"] = "13", ["yuan"] = 80_000_000m }, new JsonObject { ["source"] = "12", ["yuan"] = 50_000_000m }),
        })).Ok();
        await city.App.DrainAsync();

        var project = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json;
        Assert.Equal((code, "年产3万吨锂电材料项目", 130_000_000m), ((string?)project["code"], (string?)project["name"], (decimal)project["totalInvestment"]!));
        var land = await city.OfficerAsync("ZRZY@360502");
        Assert.Contains((await land.SayAsync(HttpMethod.Get, "/api/v1/worklist")).Ok().Json["items"]!.AsArray(), r => (string?)r!["projectName"] is "年产3万吨锂电材料项目");
        Assert.Equal("年产3万吨锂电材料项目", (string?)(await CityByHttp.StageAsync(land, stage))["projectName"]);
        var told = await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().Where(n => EF.Functions.Like(n.Occasion, "%project-changed%")).Select(n => n.Recipient).ToListAsync());
        Assert.Contains(Notice.Organ("ZRZY@360502"), told);
        Assert.Contains(Notice.Organ("STHJ@360502"), told);

        // The ledger names the fields and proves the values, and tells of no person.
        var entry = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/project:{(string)project["id"]!}/entries")).Ok().Json["items"]!.AsArray().Single(e => (string?)e!["act"] is "projects.changed")!;
        Assert.Contains("contactPhone", entry.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("13900000000", entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(ProjectType.Verification), InlineData(ProjectType.GovernmentApproval)]
    public async Task What_was_approved_is_changed_by_the_authority_that_approved_it(ProjectType type)
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, type);
        var at = $"/api/v1/projects/{code}/changes";
        var refused = await applicant.SayAsync(HttpMethod.Post, at, new { name = "新名称的项目", content = "新建厂房5栋及配套设施", reason = "调整方案" });
        Assert.Equal((HttpStatusCode.Forbidden, "projects.change-by-authority"), refused.Refusal);
        Assert.Contains(type is ProjectType.Verification ? "核准和备案管理条例第十一条" : "政府投资条例第二十一条", refused.Text, StringComparison.Ordinal);
        (await applicant.SayAsync(HttpMethod.Post, at, new { name = "新名称的项目", reason = "更名" })).Ok();

        var authority = await city.OfficerAsync("FGW@360502");
        Assert.Equal((HttpStatusCode.Forbidden, "projects.change-units-own"), (await authority.SayAsync(HttpMethod.Post, at, new { name = "别的名称", reason = "更名" })).Refusal);
        (await authority.SayAsync(HttpMethod.Post, at, new { content = "新建厂房5栋及配套设施", reason = "渝水发改投字〔2026〕3号" })).Ok();
        var project = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json;
        Assert.Equal(("新名称的项目", "新建厂房5栋及配套设施"), ((string?)project["name"], (string?)project["content"]));
    }

    [Fact]
    public async Task A_change_on_the_page_keeps_what_was_typed_and_names_the_field()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        using var browser = city.App.NewBrowser();
        await browser.SignInAsync("li.ming", TestApp.Password);
        if ((await browser.GetAsync("/capacity")).Html.QuerySelector($"#capacity button[value*='{CityByHttp.Enterprise}']") is { } capacity)
            await browser.SubmitAsync(await browser.GetAsync("/capacity"), "#capacity", ("post", capacity.GetAttribute("value")));

        var form = await browser.GetAsync($"/projects/{code}/change");
        var refused = await browser.SubmitAsync(form, "form:has([name=contactPhone])", ("contactPhone", "12"), ("totalInvestment", "much"), ("name", "年产四万吨锂电材料项目"), ("reason", "调整"));
        Assert.Equal("projects.not-a-number", refused.Refusal);
        Assert.Equal("much", refused.Html.QuerySelector("[name=totalInvestment]")?.GetAttribute("value"));
        Assert.Equal("年产四万吨锂电材料项目", refused.Html.QuerySelector("main [name=name]")?.GetAttribute("value"));
        refused = await browser.SubmitAsync(refused, "form:has([name=contactPhone])", ("totalInvestment", "120000000.50"));
        Assert.Equal("projects.phone", refused.Refusal);
        var done = await browser.SubmitAsync(refused, "form:has([name=contactPhone])", ("contactPhone", "0790-6440001"));
        Assert.Null(done.Refusal);
        Assert.Contains("年产四万吨锂电材料项目", done.Text, StringComparison.Ordinal);
    }
}
