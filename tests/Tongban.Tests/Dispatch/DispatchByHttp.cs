using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Matters;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Server.City;
using Tongban.Tests.Support;

namespace Tongban.Tests.Dispatch;

/// <summary>A difficulty from its report to its end, over the API and its pages.</summary>
public class DispatchByHttp
{
    private const string Lead = "DLGS@360502", Land = "ZRZY@360502", Office = "FGW@360500";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task From_the_report_through_a_return_and_a_decision_to_the_confirmation(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var unit = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var stranger = await city.RegisterAsync("wang.wu", CityByHttp.OtherEnterprise, "新余另一家有限公司");
        var (code, _) = await CityByHttp.DeclareAsync(unit, ProjectType.Filing);
        await city.App.DrainAsync();

        Assert.Equal("XT-18", (string?)(await unit.SayAsync(HttpMethod.Post, "/api/v1/dispatch/suggestions", new { project = code, text = "高压线杆塔未迁改" })).Ok().Json[0]!["model"]);
        Assert.Equal(27, (await unit.SayAsync(HttpMethod.Get, "/api/v1/dispatch/models")).Ok().Json.AsArray().Count);
        var report = new { project = code, answers = new { group = "pipeline", pipeline = "power" }, text = "高压线杆塔未迁改，影响施工", contact = "李某 13800000000", occurredOn = "2026-03-01", fields = new { voltageKv = "220", lengthM = "600" } };
        Assert.Equal((HttpStatusCode.NotFound, "dispatch.no-such-project"), (await stranger.SayAsync(HttpMethod.Post, "/api/v1/dispatch/matters", report)).Refusal);
        var refused = await unit.SayAsync(HttpMethod.Post, "/api/v1/dispatch/matters", new { project = code, model = "XT-18", text = "高压线", occurredOn = "2036-01-01", fields = new { lengthM = "很长" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("contact occurredOn fields.voltageKv fields.lengthM", string.Join(' ', refused.Json["errors"]!.AsArray().Select(e => (string?)e!["field"])));
        var reported = (await unit.SayAsync(HttpMethod.Post, "/api/v1/dispatch/matters", report)).Ok().Json;
        Assert.Equal(("XT-2026-000001", "dispatched", "unknown", Lead, 2), ((string?)reported["number"], (string?)reported["state"], (string?)reported["compared"], (string?)reported["lead"], (int)reported["grade"]!));
        var at = $"/api/v1/dispatch/matters/{reported["id"]}";

        // Whoever has nothing to do with it does not see it, or not whom to call.
        Assert.Equal((HttpStatusCode.NotFound, "dispatch.no-such-matter"), (await stranger.SayAsync(HttpMethod.Get, at)).Refusal);
        var (lead, land, office, other) = (await city.OfficerAsync(Lead), await city.OfficerAsync(Land), await city.OfficerAsync(Office), await city.OfficerAsync("STHJ@360500"));
        Assert.Null((string?)(await other.SayAsync(HttpMethod.Get, at)).Ok().Json["contact"]);
        Assert.Equal("李某 13800000000", (string?)(await lead.SayAsync(HttpMethod.Get, at)).Ok().Json["contact"]);
        Assert.Equal("dispatch.not-your-task", (await other.SayAsync(HttpMethod.Post, $"{at}/receipt")).Code);
        Assert.Contains((await lead.SayAsync(HttpMethod.Get, "/api/v1/dispatch/tasks")).Ok().Json.AsArray(), t => (string?)t!["number"] == "XT-2026-000001" && (bool)t["isLead"]!);
        Assert.Contains("XT-2026-000001", (await lead.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);
        var open = await city.App.InScopeAsync(s => s.GetRequiredService<IOpenTasks>().OpenAsync(Lead, city.App.Clock.Now.AddMinutes(1), default));
        Assert.Equal(("XT-2026-000001", 0), (Assert.Single(open).Number, open[0].DaysUsed));

        // Returned to the unit it names, returned again, decided.
        (await lead.SayAsync(HttpMethod.Post, $"{at}/receipt")).Ok();
        Assert.Equal("dispatch.no-such-organ", (await lead.SayAsync(HttpMethod.Post, $"{at}/return", new { ground = "notOurDuty", basis = "三定方案", reason = "产权不属本公司", proposed = "QQQ@360502" })).Code);
        (await lead.SayAsync(HttpMethod.Post, $"{at}/return", new { ground = "notOurDuty", basis = "三定方案", reason = "产权不属本公司", proposed = Land })).Ok();
        (await land.SayAsync(HttpMethod.Post, $"{at}/return", new { ground = "notOurDuty", basis = "三定方案", reason = "不属本局职责" })).Ok();
        Assert.Equal("dispatch.not-the-office", (await land.SayAsync(HttpMethod.Post, $"{at}/adjudication", new { organ = Lead, reason = "理由充分" })).Code);
        Assert.Contains((await office.SayAsync(HttpMethod.Get, "/api/v1/dispatch/desk")).Ok().Json["toDecide"]!.AsArray(), m => (string?)m!["number"] == "XT-2026-000001");
        (await office.SayAsync(HttpMethod.Post, $"{at}/adjudication", new { organ = Lead, reason = "产权单位负责迁改" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "dispatch.binding"), (await lead.SayAsync(HttpMethod.Post, $"{at}/return", new { ground = "notOurDuty", basis = "三定方案", reason = "产权不属本公司" })).Refusal);

        // Reported twice: merged, and whoever reported it is told.
        var second = (await unit.SayAsync(HttpMethod.Post, "/api/v1/dispatch/matters", report)).Ok().Json;
        (await office.SayAsync(HttpMethod.Post, $"/api/v1/dispatch/matters/{second["id"]}/merger", new { into = "xt-2026-000001" })).Ok();

        // Nobody receives it: the sweep urges once, however often it runs.
        city.App.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await city.App.InScopeAsync(s => s.GetRequiredService<DispatchSweep>().SweepAsync(default)));
        Assert.Equal(0, await city.App.InScopeAsync(s => s.GetRequiredService<DispatchSweep>().SweepAsync(default)));
        lead = await city.OfficerAsync(Lead);
        (await lead.SayAsync(HttpMethod.Post, $"{at}/feedback", new { text = "方案已报审" })).Ok();
        (await lead.SayAsync(HttpMethod.Post, $"{at}/answer", new { outcome = "resolved", text = "已迁改", files = new[] { new { name = "验收.pdf", content = Convert.ToBase64String(DemoPaper.Pdf("done")) } } })).Ok();
        unit = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var detail = (await unit.SayAsync(HttpMethod.Get, at)).Ok().Json;
        Assert.Equal(("answered", "已迁改"), ((string?)detail["state"], (string?)detail["answer"]));
        var file = detail["entries"]!.AsArray().SelectMany(e => e!["files"]!.AsArray()).Single()!;
        Assert.Equal("application/pdf", (await unit.SayAsync(HttpMethod.Get, $"{at}/files/{file["digest"]}")).Ok().MediaType);
        Assert.Equal("已迁改", (string?)(await unit.SayAsync(HttpMethod.Get, $"/api/v1/dispatch/matters/{second["id"]}")).Ok().Json["answer"]);
        (await unit.SayAsync(HttpMethod.Post, $"{at}/confirmation", new { })).Ok();
        Assert.Equal("closed", (string?)(await unit.SayAsync(HttpMethod.Get, at)).Ok().Json["state"]);
        var told = (await unit.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text;
        Assert.Contains("已并入 XT-2026-000001", told, StringComparison.Ordinal);
        var acts = (await unit.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/timeline")).Ok().Json.AsArray().Select(e => (string?)e!["act"]).ToList();
        foreach (var act in new[] { "dispatch.matter-adjudicated", "dispatch.matter-merged", "dispatch.matter-escalated", "dispatch.matter-closed" })
            Assert.Single(acts, a => a == act);
    }

    [Fact]
    public async Task What_the_data_do_not_support_comes_back_and_the_pages_take_it_to_its_end()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var unit = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(unit, ProjectType.Filing);
        await city.App.DrainAsync();
        using var browser = await city.App.BrowserOfAsync("li.ming");

        // Three steps: what it is, which kind, details.
        var mine = await browser.GetAsync("/my/difficulties");
        Assert.Contains(code, mine.Html.QuerySelector("#report")!.TextContent, StringComparison.Ordinal);
        var first = await browser.GetAsync($"/dispatch/report?project={code}");
        Assert.Equal("dispatch.text-missing", (await browser.SubmitAsync(first, "form.tb-form")).Refusal);
        var kinds = await browser.SubmitAsync(first, "form.tb-form", ("text", "规划条件一直没有出具，红线图也没有"), ("occurredOn", "2026-03-01"));
        Assert.Equal("XT-07", kinds.Html.QuerySelector("[name=model]:checked")?.GetAttribute("value"));
        var details = await browser.SubmitAsync(kinds, "form.tb-form", ("model", "XT-07"));
        Assert.Contains("5 个工作日", details.Text, StringComparison.Ordinal);
        Assert.Equal("dispatch.text-missing", (await browser.SubmitAsync(details, "form.tb-form", ("contact", ""))).Refusal);
        var sent = await browser.SubmitAsync(details, "form.tb-form", ("contact", "李某 13800000000"));
        // Stage two has not begun, so the item is not overdue: the approvals know that, and say so.
        Assert.Contains("数据不支持", sent.Text, StringComparison.Ordinal);
        Assert.Contains("未开始", sent.Html.QuerySelector("#comparison")!.TextContent, StringComparison.Ordinal);

        Assert.Equal("dispatch.evidence-missing", (await browser.SubmitAsync(sent, "#insist form", ("insist.text", "已于上月提出申请"))).Refusal);
        var insisted = await browser.SubmitAsync(sent, "#insist form", new Dictionary<string, string?> { ["insist.text"] = "已于上月提出申请" }, new Dictionary<string, (string, byte[])> { ["insist.files"] = ("回执.pdf", DemoPaper.Pdf("receipt")) });
        Assert.Contains("待研判", insisted.Text, StringComparison.Ordinal);
        var id = insisted.Address.AbsolutePath;

        await city.OfficerAsync(Office);
        using var office = await city.App.BrowserOfAsync($"fgw.360500.handler");
        Assert.Contains("XT-2026-000001", (await office.GetAsync("/dispatch/office")).Html.QuerySelector("#decide")!.TextContent, StringComparison.Ordinal);
        var decided = await office.SubmitAsync(await office.GetAsync(id), "#decide form", ("decide.accepted", "true"), ("decide.reason", "回执属实"));
        Assert.Contains("已派单", decided.Text, StringComparison.Ordinal);

        await city.OfficerAsync(Land);
        using var land = await city.App.BrowserOfAsync("zrzy.360502.handler");
        Assert.Contains("XT-2026-000001", (await land.GetAsync("/dispatch/work")).Text, StringComparison.Ordinal);
        var answered = await land.SubmitAsync(await land.GetAsync(id), "#task form:has([name='reply.text'])", ("reply.outcome", "Resolved"), ("reply.text", "规划条件已出具"));
        Assert.Contains("待确认", answered.Text, StringComparison.Ordinal);
        Assert.Contains("XT-2026-000001", (await land.GetAsync("/dispatch/matters?state=Answered")).Text, StringComparison.Ordinal);

        var confirmed = await browser.SubmitAsync(await browser.GetAsync(id), "#answer form:has([name='confirm.text'])", ("confirm.text", "谢谢"));
        Assert.Contains("已办结", confirmed.Text, StringComparison.Ordinal);
        Assert.Contains("申报困难", (await browser.GetAsync($"/projects/{code}")).Text, StringComparison.Ordinal);
    }
}
