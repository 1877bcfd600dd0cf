using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Projects;

/// <summary>A unit asks for a change of what was verified or approved; its authority has twenty working days.</summary>
public class ChangeRequestTests
{
    private const string Authority = "FGW@360502", All = "/api/v1/change-requests";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task It_is_decided_in_twenty_working_days_and_what_is_agreed_to_is_in_effect(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (filed, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Verification, "渝水区天然气管道项目");
        var at = $"/api/v1/projects/{code}/change-requests";
        var wanted = new { scale = "年产3万吨", reason = "市场需求增加" };

        Assert.Equal((HttpStatusCode.Conflict, "projects.change-by-unit"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{filed}/change-requests", wanted)).Refusal);
        Assert.Equal("projects.change-units-own", (await applicant.SayAsync(HttpMethod.Post, at, new { name = "别的名称项目", reason = "改名" })).Code);
        Assert.Equal("projects.nothing-changed", (await applicant.SayAsync(HttpMethod.Post, at, new { reason = "无变化" })).Code);
        Assert.Equal("projects.sources-differ", (await applicant.SayAsync(HttpMethod.Post, at, new { totalInvestment = 130_000_000m, reason = "增资" })).Code);
        Assert.Equal("projects.change-by-authority", (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/changes", wanted)).Code);
        var id = (string)(await applicant.SayAsync(HttpMethod.Post, at, wanted)).Ok().Json["id"]!;
        Assert.Equal((HttpStatusCode.Conflict, "projects.change-requested-already"), (await applicant.SayAsync(HttpMethod.Post, at, wanted)).Refusal);
        var stranger = await city.RegisterAsync("zhang.san", CityByHttp.OtherEnterprise, "新余示范光伏科技有限公司");
        Assert.Equal((HttpStatusCode.NotFound, "projects.no-such-request"), (await stranger.SayAsync(HttpMethod.Get, $"{All}/{id}")).Refusal);
        Assert.Empty((await stranger.SayAsync(HttpMethod.Get, All)).Ok().Json["items"]!.AsArray());

        var authority = await city.OfficerAsync(Authority);
        Assert.Contains("变更申请：渝水区天然气管道项目，2026-03-30 前作出决定", (await authority.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);
        var shown = (await authority.SayAsync(HttpMethod.Get, $"{All}/{id}")).Ok().Json;
        Assert.Equal(("年产2万吨", "年产3万吨", true), ((string?)shown["changes"]![0]!["before"], (string?)shown["changes"]![0]!["after"], (bool)shown["mayDecide"]!));
        Assert.Equal(("2026-03-30", 20), ((string?)shown["clock"]!["limit"]!["dueOn"], (int)shown["clock"]!["daysLeft"]!));
        Assert.Equal((HttpStatusCode.Forbidden, "projects.request-not-yours"), (await (await city.OfficerAsync("ZRZY@360502")).SayAsync(HttpMethod.Post, $"{All}/{id}/decision", new { agreed = true })).Refusal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "projects.request-opinion"), (await authority.SayAsync(HttpMethod.Post, $"{All}/{id}/decision", new { agreed = false })).Refusal);
        Assert.Equal("年产2万吨", (string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["scale"]);

        city.App.Clock.Advance(TimeSpan.FromDays(2));
        authority = await city.OfficerAsync(Authority);
        (await authority.SayAsync(HttpMethod.Post, $"{All}/{id}/decision", new { agreed = true, opinion = "同意扩大规模" })).Ok();
        applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var project = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json;
        Assert.Equal((code, "年产3万吨"), ((string?)project["code"], (string?)project["scale"]));
        var decided = (await applicant.SayAsync(HttpMethod.Get, $"{All}/{id}")).Ok().Json;
        Assert.Equal(("agreed", 2), ((string?)decided["state"], (int)decided["clock"]!["daysUsed"]!));
        var paper = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/documents/{decided["document"]}")).Ok();
        Assert.Contains("年产3万吨", paper.Text, StringComparison.Ordinal);
        Assert.Contains((string)decided["number"]!, paper.Text, StringComparison.Ordinal);
        Assert.Contains("同意变更，项目信息已更新", (await applicant.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);
        var acts = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/timeline")).Ok().Json.AsArray().Select(e => (string?)e!["act"]).ToList();
        foreach (var act in new[] { "projects.change-requested", "projects.change-decided", "projects.changed" })
            Assert.Single(acts, a => a == act);
        Assert.Equal((HttpStatusCode.Conflict, "projects.request-over"), (await authority.SayAsync(HttpMethod.Post, $"{All}/{id}/decision", new { agreed = true })).Refusal);
        Assert.Equal((HttpStatusCode.Conflict, "projects.request-over"), (await applicant.SayAsync(HttpMethod.Post, $"{All}/{id}/withdrawal")).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Its_lights_are_told_once_it_is_taken_back_and_it_ends_with_its_project(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.GovernmentApproval);
        var at = $"/api/v1/projects/{code}/change-requests";
        var first = (string)(await applicant.SayAsync(HttpMethod.Post, at, new { location = "新余市渝水区高新大道2号", reason = "地块调整" })).Ok().Json["id"]!;
        await SweepAsync(city);
        Assert.Equal((0, 0), await LightsAsync(city));
        city.App.Clock.Advance(TimeSpan.FromDays(25));
        await SweepAsync(city);
        await SweepAsync(city);
        Assert.Equal((1, 0), await LightsAsync(city));
        city.App.Clock.Advance(TimeSpan.FromDays(4));
        await SweepAsync(city);
        await SweepAsync(city);
        Assert.Equal((1, 1), await LightsAsync(city));
        applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        (await applicant.SayAsync(HttpMethod.Post, $"{All}/{first}/withdrawal")).Ok();

        var second = (await applicant.SayAsync(HttpMethod.Post, at, new { content = "新建厂房4栋及配套设施", reason = "增加一栋" })).Ok().Json["id"]!;
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/withdrawal", new { reason = "投资方案调整" })).Ok();
        await city.App.DrainAsync();
        Assert.Equal(["ended", "withdrawn"], (await applicant.SayAsync(HttpMethod.Get, All)).Ok().Json["items"]!.AsArray().Select(r => (string?)r!["state"]));
        Assert.Equal((HttpStatusCode.Conflict, "projects.request-over"), (await (await city.OfficerAsync(Authority)).SayAsync(HttpMethod.Post, $"{All}/{second}/decision", new { agreed = true })).Refusal);
    }

    [Fact]
    public async Task Unit_and_authority_do_it_on_pages()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Verification);
        using var unit = await city.App.BrowserOfAsync("li.ming");
        Assert.Contains($"/projects/{code}/change-request", (await unit.GetAsync($"/projects/{code}")).Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var form = await unit.GetAsync($"/projects/{code}/change-request");
        Assert.Equal("projects.nothing-changed", (await unit.SubmitAsync(form, "form:has([name=reason])", ("reason", "无变化"))).Refusal);
        var asked = await unit.SubmitAsync(form, "form:has([name=reason])", ("scale", "年产3万吨"), ("reason", "市场需求增加"));
        Assert.Contains("申请已提交", asked.Text, StringComparison.Ordinal);
        Assert.Contains("起算日不计", asked.Text, StringComparison.Ordinal);

        await city.App.PersonAsync("fgw", "经办员");
        await city.App.PostAsync("fgw", Authority, Roles.Handler);
        using var authority = await city.App.BrowserOfAsync("fgw");
        Assert.Contains(asked.Address.AbsolutePath, (await authority.GetAsync("/change-requests")).Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var request = await authority.GetAsync(asked.Address.AbsolutePath);
        Assert.Equal("projects.request-opinion", (await authority.SubmitAsync(request, "form:has([name=agreed])", ("agreed", "false"))).Refusal);
        var decided = await authority.SubmitAsync(request, "form:has([name=agreed])", ("agreed", "false"), ("opinion", "与产业规划不符（产业结构调整指导目录）"));
        Assert.Contains("不同意变更", decided.Text, StringComparison.Ordinal);
        Assert.Contains("Refused", (await authority.GetAsync($"/culture?c=en&returnUrl={asked.Address.AbsolutePath}")).Text, StringComparison.Ordinal);
        Assert.Equal("年产2万吨", (string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["scale"]);
    }

    private static Task<bool> SweepAsync(CityByHttp city) => city.App.InScopeAsync(async s =>
    {
        await s.GetServices<IScheduledJob>().Single(j => j.Name == "projects.change-request-lights").RunAsync(default);
        return true;
    });

    private static Task<(int Yellow, int Red)> LightsAsync(CityByHttp city) => city.App.InScopeAsync(async s =>
    {
        var notices = s.GetRequiredService<TongbanDb>().Set<Notice>().Where(n => n.Recipient == Notice.Organ(Authority));
        return (await notices.CountAsync(n => n.Occasion.StartsWith("change-request.yellow")), await notices.CountAsync(n => n.Occasion.StartsWith("change-request.red")));
    });
}
