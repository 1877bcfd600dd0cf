using System.Net;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Api;

/// <summary>What pages can do the API can: public progress and a verification of the ledger, on both databases.</summary>
public class PagesInTheApiTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Anyone_asks_how_far_a_project_is_and_learns_no_more_than_that(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing);
        using var stranger = city.App.NewClient();
        var answer = (await stranger.SayAsync(HttpMethod.Get, $"/api/v1/progress/{code}")).Ok();
        Assert.Equal((code, "FILE", 5), ((string?)answer.Json["code"], (string?)answer.Json["type"], answer.Json["steps"]!.AsArray().Count));
        Assert.Equal(["current", "ahead", "ahead", "ahead", "ahead"], answer.Json["steps"]!.AsArray().Select(s => (string)s!["state"]!));
        foreach (var secret in new[] { "13800000000", "李某", CityByHttp.Enterprise, stage })
            Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.SayAsync(HttpMethod.Get, "/api/v1/progress/nonsense")).Status);
        var other = code[..^1] + (code[^1] == '0' ? '1' : '0');
        Assert.True((await stranger.SayAsync(HttpMethod.Get, $"/api/v1/progress/{other}")).Status is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_auditor_verifies_the_ledger_and_reads_the_last_result(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var auditor = await city.OfficerAsync("SZF@360500", Roles.Auditor);
        Assert.Equal((HttpStatusCode.NotFound, "ledger.not-verified"), (await auditor.SayAsync(HttpMethod.Get, "/api/v1/ledger/verifications/latest")).Refusal);
        var run = await auditor.SayAsync(HttpMethod.Post, "/api/v1/ledger/verifications");
        Assert.Equal(HttpStatusCode.Created, run.Status);
        Assert.True((bool)run.Json["sound"]!);
        Assert.True((long)run.Json["entries"]! > 0);
        Assert.Equal((string?)run.Json["id"], (string?)(await auditor.SayAsync(HttpMethod.Get, "/api/v1/ledger/verifications/latest")).Ok().Json["id"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await city.OfficerAsync("FGW@360502")).SayAsync(HttpMethod.Post, "/api/v1/ledger/verifications")).Status);
    }
}
