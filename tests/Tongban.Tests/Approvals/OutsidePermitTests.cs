using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tongban.Approvals.OutsidePermits;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>Permits of other systems: by their project code into the archive, otherwise in front of a person.</summary>
public class OutsidePermitTests
{
    private const string Land = "ZRZY@360502", Lead = "FGW@360502", At = "/api/v1/outside-permits";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_permit_with_a_project_code_joins_the_archive_once_and_the_enterprise_is_told(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var land = await city.OfficerAsync(Land);

        var sent = (await land.SayAsync(HttpMethod.Post, At, Permit("赣预审〔2026〕15号", projectCode: code))).Ok().Json;
        Assert.Equal(("attached", code, false), ((string)sent["state"]!, (string)sent["projectCode"]!, (bool)sent["already"]!));
        Assert.True((bool)(await land.SayAsync(HttpMethod.Post, At, Permit("赣预审〔2026〕15号", projectCode: code))).Ok().Json["already"]!);
        Assert.Equal((HttpStatusCode.Conflict, "permits.number-taken"), (await land.SayAsync(HttpMethod.Post, At, Permit("赣预审〔2026〕15号", projectCode: code, issuedOn: "2026-03-01"))).Refusal);

        var document = Assert.Single((await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Json.AsArray(), d => (string?)d!["number"] is "赣预审〔2026〕15号")!;
        var sheet = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/documents/{document["id"]}")).Ok();
        Assert.Contains("外部系统证照登记", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("已归入项目档案", (await applicant.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);
        var project = (string)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!;
        Assert.Contains("approvals.outside-permit-attached", (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/project:{project}/entries")).Ok().Text, StringComparison.Ordinal);

        // Nobody states another organ's permits, and nobody else sees them.
        var water = await city.OfficerAsync("SLJ@360502");
        Assert.Equal((HttpStatusCode.Forbidden, "permits.not-your-issuer"), (await water.SayAsync(HttpMethod.Post, At, Permit("赣预审〔2026〕16号", projectCode: code))).Refusal);
        Assert.Equal((HttpStatusCode.NotFound, "permits.not-found"), (await water.SayAsync(HttpMethod.Get, $"{At}/{sent["id"]}")).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Without_a_code_the_best_fit_is_proposed_and_a_person_decides(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var (other, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "光伏组件回收中心");
        var (land, lead) = (await city.OfficerAsync(Land), await city.OfficerAsync(Lead));

        // The code belongs to nobody here; unit, name (in full width), place and day say which project it is.
        var sent = (await land.SayAsync(HttpMethod.Post, At, Permit("甲1号", projectCode: "2603-360502-04-01-999990", name: "年产２万吨锂电材料（项目）"))).Ok().Json;
        Assert.Equal(("waiting", code), ((string)sent["state"]!, (string)sent["proposed"]!));
        var id = (string)sent["id"]!;
        var shown = (await lead.SayAsync(HttpMethod.Get, $"{At}/{id}")).Ok().Json;
        Assert.Equal((100, true), ((int)shown["candidates"]![0]!["score"]!, (bool)shown["mayDecide"]!));
        Assert.DoesNotContain("甲1号", (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Text, StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "permits.say-why"), (await lead.SayAsync(HttpMethod.Post, $"{At}/{id}/attachment", new { projectCode = other })).Refusal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "permits.no-such-project"), (await lead.SayAsync(HttpMethod.Post, $"{At}/{id}/attachment", new { projectCode = "2603-360502-04-01-000000" })).Refusal);
        (await lead.SayAsync(HttpMethod.Post, $"{At}/{id}/attachment", new { })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "permits.not-waiting"), (await lead.SayAsync(HttpMethod.Post, $"{At}/{id}/rejection", new { reason = "不对" })).Refusal);
        Assert.Contains("甲1号", (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Text, StringComparison.Ordinal);

        // A code and a unit that contradict each other are looked at by a person too; two projects of one name are no proposal.
        await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "光伏组件回收中心");
        var doubtful = (await land.SayAsync(HttpMethod.Post, At, Permit("甲2号", name: "光伏组件回收中心"))).Ok().Json;
        Assert.Null(doubtful["proposed"]);
        var foreign = (await land.SayAsync(HttpMethod.Post, At, Permit("甲3号", projectCode: code, unit: CityByHttp.OtherEnterprise))).Ok().Json;
        Assert.Equal("waiting", (string?)foreign["state"]);
        (await land.SayAsync(HttpMethod.Post, $"{At}/{foreign["id"]}/rejection", new { reason = "单位不符" })).Ok();
        var page = (await lead.SayAsync(HttpMethod.Get, $"{At}?state=waiting")).Ok().Json["items"]!.AsArray();
        Assert.Equal("甲2号", (string?)Assert.Single(page)!["number"]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_officer_rests_his_item_on_a_permit_of_another_system(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        var (land, lead, water) = (await city.OfficerAsync(Land), await city.OfficerAsync(Lead), await city.OfficerAsync("SLJ@360502"));
        var permit = (string)(await land.SayAsync(HttpMethod.Post, At, Permit("赣预审〔2026〕15号", projectCode: code))).Ok().Json["id"]!;
        Assert.Contains("可以据此办结", (await land.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);

        var at = $"/api/v1/stages/{stage}/items/S1-03/outside-permit";
        Assert.Equal(HttpStatusCode.Forbidden, (await water.SayAsync(HttpMethod.Post, at, new { permit })).Status);
        Assert.Equal((HttpStatusCode.Conflict, "permits.not-of-this-project"), (await land.SayAsync(HttpMethod.Post, at, new { permit = Guid.CreateVersion7() })).Refusal);
        (await land.SayAsync(HttpMethod.Post, at, new { permit, opinion = "与申请内容一致" })).Ok();
        var item = await CityByHttp.ItemAsync(applicant, stage, "S1-03");
        Assert.Equal(("decided", "approved", "赣预审〔2026〕15号", permit), ((string?)item["state"], (string?)item["decision"], (string?)item["resultNumber"], (string?)item["outsidePermit"]));
        Assert.Contains("以外部证照 赣预审〔2026〕15号 为据办结", (await applicant.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Text, StringComparison.Ordinal);
        Assert.Equal("S1-03", (string?)(await land.SayAsync(HttpMethod.Get, $"{At}/{permit}")).Ok().Json["usedForItem"]);

        // One document of that number is in the archive, and no paper of our own was made out beside it.
        Assert.Single((await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Json.AsArray(), d => (string?)d!["itemCode"] is "S1-03");
        var project = (string)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["id"]!;
        var acts = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/project:{project}/entries")).Ok().Text;
        Assert.Contains("approvals.outside-permit-accepted", acts, StringComparison.Ordinal);

        // Sent back by the lead, the permit is free again; this time the officer uses the page.
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-03/return", new { reason = "附图与申请不一致" })).Ok();
        Assert.Null((await land.SayAsync(HttpMethod.Get, $"{At}/{permit}")).Ok().Json["usedForItem"]);
        await city.App.PersonAsync("land.one", "经办员");
        await city.App.PostAsync("land.one", Land, Roles.Handler);
        using var browser = await city.App.BrowserOfAsync("land.one");
        var page = await browser.GetAsync($"/approvals/stages/{stage}/items/S1-03");
        var done = await browser.SubmitAsync(page, "form:has([name='Outside.permit'])", ("Outside.permit", permit), ("Outside.opinion", "已重新核对"));
        Assert.Contains("已以外部证照为据办结", done.Text, StringComparison.Ordinal);
        Assert.Contains($"/approvals/outside-permits/{permit}", done.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains($"/approvals/stages/{stage}/items/S1-03", (await browser.GetAsync($"/approvals/outside-permits/{permit}")).Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_file_is_taken_row_by_row_and_every_faulty_row_is_named(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var lead = await city.OfficerAsync(Lead);
        var csv = $"""
            文号,证照名称,发证机关,统一社会信用代码,项目代码,项目名称,行政区划,发证日期,有效期至
            乙1号,S1-03,{Land},{CityByHttp.Enterprise},{code},,360502,2026-03-02,2029-03-01
            乙2号,取水许可,江西省水利厅,{CityByHttp.Enterprise},,年产2万吨锂电材料项目,360502,2026/3/2,
            乙3号,取水许可,江西省水利厅,91360502MA0001018X,,,360502,2027-01-01,
            乙1号,S1-03,{Land},{CityByHttp.Enterprise},{code},,360502,2026-03-02,2029-03-01
            ,取水许可,江西省水利厅,,,,110000,昨天,
            """;
        var report = (await SendAsync(lead, csv)).Ok().Json;
        Assert.Equal((5, 1, 1, 1), ((int)report["rows"]!, (int)report["attached"]!, (int)report["waiting"]!, (int)report["already"]!));
        var rejected = report["rejected"]!.AsArray().Select(r => ((int)r!["row"]!, (string)r["field"]!, (string)r["rule"]!)).ToList();
        Assert.Equal(
            [(4, "creditCode", "permits.credit-code"), (4, "issuedOn", "permits.in-the-future"), (6, "number", "permits.missing"), (6, "projectName", "permits.nothing-to-go-by"), (6, "division", "permits.division"), (6, "issuedOn", "permits.unreadable")], rejected);
        Assert.All(report["rejected"]!.AsArray(), r => Assert.NotNull(r!["wayOut"]));
        Assert.Equal(2, (int)(await SendAsync(lead, string.Join('\n', csv.Split('\n').Take(3)))).Ok().Json["already"]!);
        Assert.Equal("permits.columns", (await SendAsync(lead, "文号,发证机关\n1,2")).Code);
        Assert.Equal("permits.file", (await SendAsync(lead, "\"文号")).Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_queue_is_worked_off_on_its_pages(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await city.App.PersonAsync("lead.one", "经办员");
        await city.App.PostAsync("lead.one", Lead, Roles.Handler);
        var id = (string)(await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, At, Permit("丙1号"))).Ok().Json["id"]!;

        using var browser = await city.App.BrowserOfAsync("lead.one");
        var queue = await browser.GetAsync("/approvals/outside-permits?state=Waiting");
        Assert.Contains("丙1号", queue.Text, StringComparison.Ordinal);
        Assert.Contains(code, queue.Text, StringComparison.Ordinal);
        var page = await browser.GetAsync($"/approvals/outside-permits/{id}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("50 / 50", page.Text, StringComparison.Ordinal);
        var done = await browser.SubmitAsync(page, "form:has([name='Attach.ProjectCode'])");
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal("attached", (string?)(await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Get, $"{At}/{id}")).Ok().Json["state"]);
    }

    [Fact]
    public void Names_are_compared_by_their_pairs_of_characters_however_they_are_written()
    {
        Assert.Equal(1, PermitMatching.Similarity("年产２万吨（锂电）材料项目", "年产2万吨锂电材料项目"));
        Assert.Equal(0, PermitMatching.Similarity("污水处理厂", "光伏组件回收中心"));
        Assert.Equal(0.5, PermitMatching.Similarity("甲乙丙", "甲乙丁"));
        Assert.Equal(0, PermitMatching.Similarity("——", "甲"));
    }

    private static JsonObject Permit(string number, string? projectCode = null, string name = "年产2万吨锂电材料项目", string unit = CityByHttp.Enterprise, string issuedOn = "2026-03-02") => new()
    {
        ["number"] = number,
        ["name"] = "S1-03",
        ["issuer"] = Land,
        ["creditCode"] = unit,
        ["projectCode"] = projectCode,
        ["projectName"] = name,
        ["division"] = CityByHttp.Division,
        ["issuedOn"] = issuedOn,
    };

    private static Task<Said> SendAsync(HttpClient client, string csv)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new("text/csv") } };
        return client.SayAsync(HttpMethod.Post, $"{At}/batch", content);
    }
}
