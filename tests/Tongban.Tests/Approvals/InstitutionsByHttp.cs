using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Institutions;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>What stands around a decision, as enterprise and departments live it: over HTTP, on both databases.</summary>
public class InstitutionsByHttp
{
    private const string Lead = "FGW@360502", Land = "ZRZY@360502", Ecology = "STHJ@360502", Applicant = "li.ming";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_result_is_served_found_in_public_renewed_by_silence_and_revoked(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        await DecideAsync(await city.OfficerAsync(Land), stage, "S1-03");

        var waiting = (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Get, "/api/v1/certificates?tab=toServe")).Ok().Json["items"]!.AsArray();
        var row = Assert.Single(waiting)!;
        var (id, number) = ((string)row["id"]!, (string)row["number"]!);
        // Ten working days after Monday 2 March.
        Assert.Equal(("2026-03-16", "green"), ((string?)row["serviceDueOn"], (string?)row["light"]));
        Assert.Empty(await PublicAsync(city, number));

        // Another enterprise does not even learn that it exists.
        var stranger = await city.RegisterAsync("other", CityByHttp.OtherEnterprise, "别的企业");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/acknowledgement")).Status);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "certificates.receipt-missing"), (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/hand-over", new { })).Refusal);
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/acknowledgement")).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "certificates.already-served"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/acknowledgement")).Refusal);
        var open = Assert.Single(await PublicAsync(city, number))!;
        Assert.Equal((true, code, "2029-03-02"), ((bool)open["inForce"]!, (string)open["projectCode"]!, (string)open["validTo"]!));

        // Sixty days before the expiry the holder is reminded; he asks for a renewal in time; nobody answers.
        city.App.Clock.Now = new(2029, 1, 10, 1, 30, 0, TimeSpan.Zero);
        await SweepAsync(city);
        applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
        Assert.Contains((await applicant.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Json["items"]!.AsArray(), n => n!.ToJsonString().Contains("2029-01-31", StringComparison.Ordinal));
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/requests", new { kind = "renewal", reason = "项目继续建设" })).Ok();
        city.App.Clock.Now = new(2029, 3, 3, 1, 30, 0, TimeSpan.Zero);
        await SweepAsync(city);
        await SweepAsync(city);
        var renewed = Assert.Single(await PublicAsync(city, number))!;
        Assert.Equal((true, "2032-03-02"), ((bool)renewed["inForce"]!, (string)renewed["validTo"]!));

        // Only the head revokes.
        var end = new { ground = "obtainedByFraud", reason = "经查以虚假材料取得" };
        Assert.Equal(HttpStatusCode.Forbidden, (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/end", end)).Status);
        (await (await city.OfficerAsync(Land, Roles.Head)).SayAsync(HttpMethod.Post, $"/api/v1/certificates/{id}/end", end)).Ok();
        var gone = Assert.Single(await PublicAsync(city, number))!;
        Assert.Equal((false, "revoked", "行政许可法第六十九条第二款"), ((bool)gone["inForce"]!, (string)gone["state"]!, (string)gone["endBasis"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_paper_may_follow_twice_late_and_then_no_more(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        for (var n = 1; n <= 2; n++)
        {
            applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
            var (_, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, $"第{n}个项目");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "tolerance.not-agreed"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/materials/M11/promise", new { workingDays = 2, agreed = false })).Refusal);
            (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/materials/M11/promise", new { workingDays = 2, agreed = true })).Ok();
            await CityByHttp.SubmitAsync(applicant, stage);
            (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/acceptance", new { })).Ok();
            Assert.Equal((HttpStatusCode.Conflict, "tolerance.paper-awaited"), (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-03/decision", new { decision = "approved", opinion = "同意" })).Refusal);
            city.App.Clock.Advance(TimeSpan.FromDays(7));
            await SweepAsync(city);
            applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
            Assert.True((bool)(await CityByHttp.StageAsync(applicant, stage))["promises"]![0]!["isBroken"]!);
            await CityByHttp.ProvideAsync(applicant, stage, "M11");
            await DecideAsync(await city.OfficerAsync(Land), stage, "S1-03");
        }
        var (_, third) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "第三个项目");
        var refused = await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{third}/materials/M11/promise", new { workingDays = 2, agreed = true });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "tolerance.lost"), refused.Refusal);
        Assert.Contains("2027-03-16", refused.Text, StringComparison.Ordinal);
        Assert.Equal("toleranceLost", (string?)Assert.Single((await applicant.SayAsync(HttpMethod.Get, "/api/v1/restrictions")).Ok().Json.AsArray())!["kind"]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_false_commitment_revokes_the_decision_and_no_other_is_taken(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-05/commitment", new { agreed = true })).Ok();
        var ecology = await city.OfficerAsync(Ecology);
        (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-05/decision", new { decision = "approvedOnCommitment", opinion = "凭承诺同意" })).Ok();
        var check = Assert.Single((await ecology.SayAsync(HttpMethod.Get, "/api/v1/commitment-checks")).Ok().Json.AsArray())!;
        var id = (string)check["id"]!;
        Assert.Equal(("S1-05", "due"), ((string?)check["item"], (string?)check["state"]));

        city.App.Clock.Advance(TimeSpan.FromDays(30));
        var report = new { outcome = "false", findings = "现场无任何治理设施" };
        Assert.Equal(HttpStatusCode.Forbidden, (await (await city.OfficerAsync(Ecology)).SayAsync(HttpMethod.Post, $"/api/v1/commitment-checks/{id}/report", report)).Status);
        (await (await city.OfficerAsync(Ecology, Roles.Head)).SayAsync(HttpMethod.Post, $"/api/v1/commitment-checks/{id}/report", report)).Ok();
        applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
        var result = Assert.Single((await applicant.SayAsync(HttpMethod.Get, "/api/v1/certificates/mine")).Ok().Json["items"]!.AsArray())!;
        Assert.Equal("revoked", (string?)result["state"]);
        var (_, next) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "下一个项目");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "commitments.lost"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{next}/items/S1-05/commitment", new { agreed = true })).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_second_demand_is_blocked_and_stays_on_record_with_the_first(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await CityByHttp.SubmitAsync(applicant, stage);
        var (lead, at) = (await city.OfficerAsync(Lead), $"/api/v1/stages/{stage}");
        city.App.Clock.Advance(TimeSpan.FromHours(1));
        (await lead.SayAsync(HttpMethod.Post, $"{at}/correction", new { demands = new[] { new { material = "M10", text = "缺第 4 点" } } })).Ok();
        city.App.Clock.Advance(TimeSpan.FromHours(1));
        await CityByHttp.ProvideAsync(applicant, stage, "M10", "2");
        (await applicant.SayAsync(HttpMethod.Post, $"{at}/correction-answer")).Ok();

        var body = new { demands = new[] { new { material = "M12", text = "缺附图" } } };
        for (var again = 0; again < 2; again++)
        {
            var refused = await lead.SayAsync(HttpMethod.Post, $"{at}/correction", body, ("Idempotency-Key", "019a0000-0000-7000-8000-00000000000" + again));
            Assert.Equal((HttpStatusCode.Conflict, "approvals.second-correction"), refused.Refusal);
            Assert.Contains("2026-03-02 已一次性告知补正 1 项", (string)refused.Json["title"]!, StringComparison.Ordinal);
        }
        Assert.Equal((HttpStatusCode.Conflict, "approvals.second-correction"), (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"{at}/opinion", body)).Refusal);
        var seen = (await CityByHttp.StageAsync(lead, stage))["laterDemands"]!.AsArray();
        Assert.Equal([Lead, Land], seen.Select(d => (string)d!["organ"]!));
        Assert.Empty((await CityByHttp.StageAsync(applicant, stage))["laterDemands"]!.AsArray());

        // After the acceptance no more than before it.
        (await lead.SayAsync(HttpMethod.Post, $"{at}/acceptance", new { })).Ok();
        Assert.Equal("approvals.second-correction", (await lead.SayAsync(HttpMethod.Post, $"{at}/correction", new { demands = new[] { new { material = "M10", text = "再补一次" } } })).Code);
        var project = (string)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!;
        var entries = (await lead.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/project:{project}/entries")).Ok().Text;
        Assert.Contains("approvals.later-demand-blocked", entries, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_refusal_waits_for_the_hearing_and_a_false_application_bars_the_next(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var (ecology, item) = (await city.OfficerAsync(Ecology), $"/api/v1/stages/{stage}/items/S1-05");
        var refusal = new { decision = "refused", opinion = "监测数据虚假" };
        Assert.Equal((HttpStatusCode.Conflict, "hearings.right-not-announced"), (await ecology.SayAsync(HttpMethod.Post, $"{item}/decision", refusal)).Refusal);
        (await ecology.SayAsync(HttpMethod.Post, $"{item}/hearing", new { cause = "refusal", reason = "拟不予批准：监测数据虚假" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "hearings.already-pending"), (await ecology.SayAsync(HttpMethod.Post, $"{item}/hearing", new { cause = "refusal", reason = "再次" })).Refusal);
        Assert.Equal((HttpStatusCode.Conflict, "hearings.period-open"), (await ecology.SayAsync(HttpMethod.Post, $"{item}/decision", refusal)).Refusal);
        Assert.Equal("paused", (string?)(await CityByHttp.ItemAsync(ecology, stage, "S1-05"))["state"]);

        var hearing = (string)Assert.Single((await applicant.SayAsync(HttpMethod.Get, "/api/v1/hearings")).Ok().Json.AsArray())!["id"]!;
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/hearings/{hearing}/request", new { text = "对事实有异议" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "hearings.not-held"), (await ecology.SayAsync(HttpMethod.Post, $"{item}/decision", refusal)).Refusal);
        await city.OfficerAsync(Ecology, Roles.Head);
        var presider = $"{Ecology}.Head".Replace('@', '.').ToLowerInvariant();
        var place = "市政务服务中心三楼听证室";
        Assert.Equal("hearings.notice-too-short", (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/hearings/{hearing}/notice", new { at = "2026-03-06T09:00:00+08:00", place, presider })).Code);
        (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/hearings/{hearing}/notice", new { at = "2026-03-10T09:00:00+08:00", place, presider })).Ok();
        using (var anyone = city.App.NewClient())
            Assert.Contains(place, (await anyone.SayAsync(HttpMethod.Get, "/api/v1/hearings/public")).Ok().Text, StringComparison.Ordinal);
        city.App.Clock.Now = new(2026, 3, 10, 3, 0, 0, TimeSpan.Zero);
        ecology = await city.OfficerAsync(Ecology);
        (await ecology.SayAsync(HttpMethod.Post, $"/api/v1/hearings/{hearing}/minutes", new { on = "2026-03-10", minutes = "双方陈述、质证，参加人签字。" })).Ok();
        Assert.Equal(("open", 0), ((string?)(await CityByHttp.ItemAsync(ecology, stage, "S1-05"))["state"], (int)(await CityByHttp.ItemAsync(ecology, stage, "S1-05"))["daysUsed"]!));
        (await ecology.SayAsync(HttpMethod.Post, $"{item}/decision", refusal)).Ok();

        // The refusal is served like a permit, and the head finds the application false.
        var head = await city.OfficerAsync(Ecology, Roles.Head);
        (await head.SayAsync(HttpMethod.Post, $"{item}/false-application", new { reason = "监测报告系伪造" })).Ok();
        applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
        Assert.Equal("refusal", (string?)Assert.Single((await applicant.SayAsync(HttpMethod.Get, "/api/v1/certificates/mine")).Ok().Json["items"]!.AsArray())!["kind"]);
        var (_, next) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "再次申报的项目");
        var barred = await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{next}/submission");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "certificates.applicant-barred"), barred.Refusal);
        Assert.Contains("2027-03-10", (string)barred.Json["title"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_held_is_shown_and_a_paper_of_an_earlier_stage_is_taken_over(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        while ((await CityByHttp.StageAsync(applicant, stage))["items"]!.AsArray().FirstOrDefault(i => (string?)i!["state"] is "open") is { } open)
            await DecideAsync(await city.OfficerAsync((string)open["organ"]!), stage, (string)open["code"]!);
        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        var second = (string)stages.Single(s => (int)s!["stage"]! == 2)!["stageCase"]!;
        var reusable = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/stages/{second}/held")).Ok().Json;
        var filing = reusable["held"]!.AsArray().Single(h => (string?)h!["material"] is "M18")!;
        Assert.Equal("projectArchive", (string?)filing["in"]);
        Assert.NotNull((string?)filing["number"]);
        Assert.Equal(64, ((string)filing["digest"]!).Length);
        Assert.Contains(reusable["held"]!.AsArray(), h => (string?)h!["in"] is "awaited");
        Assert.Contains(reusable["earlier"]!.AsArray(), e => (string?)e!["material"] is "M10");

        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{second}/materials/M10/reuse")).Ok();
        Assert.Equal("M10-1.pdf", (string?)(await CityByHttp.StageAsync(applicant, second))["materials"]!.AsArray().Single(m => (string?)m!["code"] is "M10")!["fileName"]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "reuse.nothing-to-reuse"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{second}/materials/M19/reuse")).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Every_page_is_there_in_both_languages_and_its_forms_act(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-05/commitment", new { agreed = true })).Ok();
        (await (await city.OfficerAsync(Ecology)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-05/decision", new { decision = "approvedOnCommitment" })).Ok();
        await city.OfficerAsync(Land);
        using var land = await city.App.BrowserOfAsync($"{Land}.Handler".Replace('@', '.').ToLowerInvariant());
        using var ecology = await city.App.BrowserOfAsync($"{Ecology}.Handler".Replace('@', '.').ToLowerInvariant());
        using var owner = await city.App.BrowserOfAsync(Applicant);

        // The organ announces the right to a hearing on its item's page; the owner waives it.
        var page = await land.GetAsync($"/approvals/stages/{stage}/items/S1-03/hearing");
        page = await land.SubmitAsync(page, "form:has([name='Hearing.cause'])", ("Hearing.reason", "拟不予许可"));
        Assert.Equal("hearings.cause-missing", page.Refusal);
        page = await land.SubmitAsync(page, "form:has([name='Hearing.cause'])", ("Hearing.cause", "Refusal"), ("Hearing.reason", "拟不予许可"));
        Assert.Contains("听证权利已告知", page.Text, StringComparison.Ordinal);
        var hearings = await owner.GetAsync("/approvals/hearings");
        var hearing = hearings.Html.QuerySelector("a[href^='/approvals/hearings/']")!.GetAttribute("href")!;
        page = await owner.GetAsync(hearing);
        page = await owner.SubmitAsync(page, "form:has(button[data-confirm])");
        Assert.Contains("已放弃", page.Text, StringComparison.Ordinal);

        // The owner acknowledges the result; the check of the commitment is reported.
        page = await owner.GetAsync("/my/certificates");
        page = await owner.GetAsync(page.Html.QuerySelector("a[href^='/certificates/']:not([href='/certificates'])")!.GetAttribute("href")!);
        // It is one of the unit's own, not a page of the public register.
        Assert.Equal("/my/certificates", page.Html.QuerySelector(".tb-nav [aria-current=page]")?.GetAttribute("href"));
        var certificate = page.Address.PathAndQuery;
        page = await owner.SubmitAsync(page, "#acknowledge form");
        Assert.Contains("送达完成", page.Text, StringComparison.Ordinal);
        page = await ecology.GetAsync("/approvals/commitment-checks");
        page = await ecology.GetAsync(page.Html.QuerySelector("a[href^='/approvals/commitment-checks/']")!.GetAttribute("href")!);
        var check = page.Address.PathAndQuery;
        page = await ecology.SubmitAsync(page, "#report form", ("Report.outcome", "Kept"), ("Report.findings", "现场核查属实"));
        Assert.Contains("核查结论已记录", page.Text, StringComparison.Ordinal);

        using var anyone = city.App.NewBrowser();
        foreach (var (browser, address, zh, en) in new[]
        {
            (anyone, "/certificates", "许可证照公开", "Permits in force"), (anyone, "/hearings", "听证公告", "Hearings to come"),
            (owner, "/my/certificates", "我的证照", "My certificates"), (owner, certificate, "送达时限", "The clock of the service"), (owner, hearing, "听证", "Hearing"), (owner, check, "承诺核查", "Check of the commitment"),
            (owner, $"/my/stages/{stage}", "证照与签收", "Results to acknowledge"),
            (ecology, "/approvals/certificates?tab=All", "证照与送达", "Results and service"), (ecology, "/approvals/commitment-checks?closed=true", "承诺属实", "Kept"), (ecology, certificate, "撤销、撤回、注销", "Revoke, withdraw, cancel"),
            (land, "/approvals/hearings", "听证", "Hearings"), (land, $"/approvals/stages/{stage}/items/S1-03/inspection", "指派人员", "Appoint staff"), (land, $"/approvals/stages/{stage}/items/S1-03", "告知听证权利", "Announce the right to a hearing"),
        })
        {
            page = await browser.GetAsync(address);
            Assert.Equal((HttpStatusCode.OK, address), (page.Status, page.Address.PathAndQuery));
            Assert.Contains(zh, page.Text, StringComparison.Ordinal);
            page = await browser.GetAsync($"/culture?c=en&returnUrl={Uri.EscapeDataString(address)}");
            Assert.Contains(en, page.Text, StringComparison.Ordinal);
            await browser.GetAsync("/culture?c=zh-CN&returnUrl=/");
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_project_that_is_not_begun_lapses_with_its_code(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        var (begun, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "按时开工的项目");
        var term = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/term")).Ok().Json;
        Assert.Equal(("2028-03-02", "running"), ((string?)term["startBy"], (string?)term["state"]));
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{begun}/start", new { on = "2026-03-02" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "terms.not-running"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{begun}/term-extension", new { reason = "继续" })).Refusal);

        city.App.Clock.Now = new(2028, 3, 3, 1, 30, 0, TimeSpan.Zero);
        await SweepAsync(city);
        await city.App.DrainAsync();
        applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
        Assert.Equal("lapsed", (string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["status"]);
        Assert.Equal("projectEnded", (string?)(await CityByHttp.StageAsync(applicant, stage))["state"]);
        Assert.NotEqual("lapsed", (string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{begun}")).Ok().Json["status"]);
        using var owner = await city.App.BrowserOfAsync(Applicant);
        Assert.Contains("已失效", (await owner.GetAsync($"/projects/{code}/term")).Text, StringComparison.Ordinal);
        await owner.GetAsync("/culture?c=en&returnUrl=/");
        Assert.Contains("Lapsed", (await owner.GetAsync($"/projects/{code}/term")).Text, StringComparison.Ordinal);
    }

    private static async Task DecideAsync(HttpClient officer, string stage, string item) =>
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", new { decision = "approved", opinion = "同意" })).Ok();

    private static async Task<JsonArray> PublicAsync(CityByHttp city, string number)
    {
        using var anyone = city.App.NewClient();
        return (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/certificates/public?q={Uri.EscapeDataString(number)}")).Ok().Json["items"]!.AsArray();
    }

    private static Task SweepAsync(CityByHttp city) => city.App.Services.GetRequiredService<InstitutionSweep>().RunAsync(default);
}
