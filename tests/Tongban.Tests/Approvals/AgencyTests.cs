using System.Net;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>The free agency service: entrusted by the representative, run by the service centre, ended by a mandate that ends with it.</summary>
public class AgencyTests
{
    private const string Centre = "ZSJ@360502";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_agent_named_by_the_centre_acts_for_the_enterprise_until_the_service_is_completed(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        var head = await city.OfficerAsync(Centre, Roles.Head);
        await AgentAsync(city, "agent.one", Centre);

        var asked = (await RequestAsync(applicant, code)).Ok().Json;
        Assert.Equal(0m, (decimal)asked["fee"]!);
        var id = (string)asked["id"]!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.agency-no-such-agent"), (await AcceptAsync(head, id, "nobody")).Refusal);
        (await AcceptAsync(head, id, "agent.one")).Ok();

        // The agent hands the stage in, in the enterprise's name.
        var agent = await city.AsAsync("agent.one", CityByHttp.Enterprise);
        await CityByHttp.SubmitAsync(agent, stage);
        Assert.Equal("preCheck", (string?)(await CityByHttp.StageAsync(applicant, stage))["state"]);

        (await agent.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/entries", new { kind = "handOver", text = "收到方案一份" })).Ok();
        (await agent.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/completion", new { text = "已提交" })).Ok();
        var done = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/agency-services/{id}")).Ok().Json;
        Assert.Equal("completed", (string?)done["state"]);
        Assert.True((bool)Assert.Single(done["entries"]!.AsArray())!["byAgent"]!);
        // With the service the mandate has ended: the same token is good for nothing any more.
        Assert.Equal((HttpStatusCode.Forbidden, "approvals.not-your-project"), (await agent.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/withdrawal", new { reason = "试" })).Refusal);

        var (who, state) = await RateAsync(applicant, "agency", id, 5, null);
        Assert.Equal((Centre, "given"), (who, state));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_representative_takes_the_mandate_back_at_once(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await AgentAsync(city, "agent.one", Centre);
        var id = (string)(await RequestAsync(applicant, code)).Ok().Json["id"]!;
        Assert.Equal((HttpStatusCode.Conflict, "approvals.agency-open"), (await RequestAsync(applicant, code)).Refusal);
        (await AcceptAsync(await city.OfficerAsync(Centre), id, "agent.one")).Ok();
        var agent = await city.AsAsync("agent.one", CityByHttp.Enterprise);
        (await agent.SayAsync(HttpMethod.Get, $"/api/v1/stages/{stage}")).Ok();

        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/termination", new { text = "自行办理" })).Ok();

        Assert.Equal((HttpStatusCode.Forbidden, "approvals.not-your-project"), (await agent.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/withdrawal", new { reason = "试" })).Refusal);
        Assert.Equal((HttpStatusCode.Conflict, "approvals.agency-over"), (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/termination", new { text = "再次" })).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nobody_acts_for_an_enterprise_who_decides_elsewhere_and_other_organs_see_nothing(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        await AgentAsync(city, "two.posts", Centre);
        await city.App.PostAsync("two.posts", "ZRZY@360502", Roles.Handler);
        var id = (string)(await RequestAsync(applicant, code)).Ok().Json["id"]!;

        var centre = await city.OfficerAsync(Centre);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.agency-conflict"), (await AcceptAsync(centre, id, "two.posts")).Refusal);
        Assert.Equal((HttpStatusCode.NotFound, "approvals.no-such-agency"), (await AcceptAsync(await city.OfficerAsync("ZRZY@360502"), id, "two.posts")).Refusal);
        Assert.Equal("approvals.reason-missing", (await centre.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/decline", new { text = " " })).Code);
        (await centre.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/decline", new { text = "本季度代办员已满" })).Ok();
        Assert.Equal("declined", (string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/agency-services/{id}")).Ok().Json["state"]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_bad_rating_is_put_right_in_fifteen_working_days_and_asked_about_again(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        Assert.Equal((HttpStatusCode.Conflict, "approvals.rating-not-over"), (await SendRatingAsync(applicant, "stage", stage, 1, "太慢")).Refusal);
        await CityByHttp.SubmitAsync(applicant, stage);
        var lead = await city.OfficerAsync("FGW@360502");
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/non-acceptance", new { ground = "otherAuthority", reason = "应由市级办理" })).Ok();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.rating-why-bad"), (await SendRatingAsync(applicant, "stage", stage, 1, null)).Refusal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.rating-levels"), (await SendRatingAsync(applicant, "stage", stage, 6, "很好")).Refusal);
        var rating = (await SendRatingAsync(applicant, "stage", stage, 1, "没有说明去哪里办")).Ok().Json;
        Assert.Equal("2026-03-23", (string?)rating["dueOn"]); // fifteen working days from Monday 2 March
        Assert.Equal((HttpStatusCode.Conflict, "approvals.rated-once"), (await SendRatingAsync(applicant, "stage", stage, 5, null)).Refusal);
        var id = (string)rating["id"]!;

        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/ratings/{id}/dispute", new { text = "申请人未看告知书" })).Ok();
        var auditor = await city.OfficerAsync("SZF@360500", Roles.Auditor);
        (await auditor.SayAsync(HttpMethod.Post, $"/api/v1/ratings/{id}/dispute-decision", new { exclude = false, reason = "评价属实" })).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "approvals.rating-disputed-once"), (await lead.SayAsync(HttpMethod.Post, $"/api/v1/ratings/{id}/dispute", new { text = "再次" })).Refusal);
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/ratings/{id}/answer", new { text = "已补充告知并致歉" })).Ok();
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/ratings/{id}/revisit", new { satisfied = true })).Ok();

        using var anyone = city.App.NewClient();
        var figures = Assert.Single((await anyone.SayAsync(HttpMethod.Get, "/api/v1/satisfaction")).Ok().Json.AsArray())!;
        Assert.Equal(("FGW@360502", 1, 1, 1), ((string)figures["organ"]!, (int)figures["count"]!, (int)figures["bad"]!, (int)figures["putRight"]!));
    }

    private static async Task AgentAsync(CityByHttp city, string userName, string organ)
    {
        await city.App.PersonAsync(userName, "代办员");
        await city.App.PostAsync(userName, organ, Roles.Handler);
    }

    private static Task<Said> RequestAsync(HttpClient applicant, string code) =>
        applicant.SayAsync(HttpMethod.Post, $"/api/v1/projects/{code}/agency-services", new { scope = "代为提交立项阶段材料", from = "2026-03-02", to = "2026-12-31" });

    private static Task<Said> AcceptAsync(HttpClient centre, string id, string agent) => centre.SayAsync(HttpMethod.Post, $"/api/v1/agency-services/{id}/acceptance", new { agent });

    private static Task<Said> SendRatingAsync(HttpClient applicant, string subject, string id, int overall, string? comment) =>
        applicant.SayAsync(HttpMethod.Post, "/api/v1/ratings", new JsonObject { ["subject"] = subject, ["subjectId"] = id, ["overall"] = overall, ["comment"] = comment });

    private static async Task<(string?, string?)> RateAsync(HttpClient applicant, string subject, string id, int overall, string? comment)
    {
        var rating = (await SendRatingAsync(applicant, subject, id, overall, comment)).Ok().Json;
        return ((string?)rating["organ"], (string?)rating["state"]);
    }
}
