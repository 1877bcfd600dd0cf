using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Tests.Support;

namespace Tongban.Tests.Stories;

/// <summary>What happens when two people press at the same moment: one decides, the other is told; nobody's work is lost.</summary>
public class TwoOfficersAtOnce
{
    private const string Land = "ZRZY@360502", Ecology = "STHJ@360502";

    private static readonly object Approval = new { decision = "approved", opinion = "经审查，同意。" };

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task One_decides_and_the_other_is_told(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (first, second) = (await city.OfficerAsync(Land, who: "1"), await city.OfficerAsync(Land, who: "2"));
        var (_, stage) = await city.AcceptedAsync(applicant);

        // Without a version: the second meets a decided item.
        var answers = await Task.WhenAll(DecideAsync(first, stage, "S1-03"), DecideAsync(second, stage, "S1-03"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.Status).Order());
        Assert.Equal("approvals.item-closed", answers.Single(a => a.Status is HttpStatusCode.Conflict).Code);

        // With the version both saw: the second is told that it has changed.
        var seen = (await first.SayAsync(HttpMethod.Get, $"/api/v1/stages/{stage}/items/S1-04")).Ok().Headers.ETag!.ToString();
        answers = await Task.WhenAll(DecideAsync(first, stage, "S1-04", ("If-Match", seen)), DecideAsync(second, stage, "S1-04", ("If-Match", seen)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.Status).Order());
        var told = answers.Single(a => a.Status is HttpStatusCode.PreconditionFailed);
        Assert.Equal("approvals.item-changed", told.Code);
        Assert.NotNull((string?)told.Json["wayOut"]);

        // A stage's version guards the acts on the stage.
        var stale = await (await city.OfficerAsync("FGW@360502")).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/extension", new { reason = "情况复杂" }, ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "storage.stale"), stale.Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_repeat_with_the_same_key_gets_the_first_answer_and_acts_once(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var land = await city.OfficerAsync(Land);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var together = await Task.WhenAll(DecideAsync(land, stage, "S1-03", key), DecideAsync(land, stage, "S1-03", key));
        var later = await DecideAsync(land, stage, "S1-03", key);
        Assert.All(together, a => Assert.Equal(later.Text, a.Ok().Text));
        Assert.Equal(1, await DecisionsAsync(applicant, stage, "S1-03"));

        var other = await DecideAsync(land, stage, "S1-04", key);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "storage.key-reused"), other.Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Two_departments_at_the_same_moment_both_succeed_twenty_times(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (land, ecology) = (await city.OfficerAsync(Land), await city.OfficerAsync(Ecology));
        for (var round = 1; round <= 20; round++)
        {
            var (_, stage) = await city.AcceptedAsync(applicant, string.Create(CultureInfo.InvariantCulture, $"第{round}条生产线项目"));
            var answers = await Task.WhenAll(DecideAsync(land, stage, "S1-03"), DecideAsync(ecology, stage, "S1-05"), DecideAsync(land, stage, "S1-04"));
            Assert.All(answers, a => a.Ok());
            Assert.Equal(3, answers.Select(a => (long)a.Json["version"]!).Distinct().Count());
            var items = (await CityByHttp.StageAsync(applicant, stage))["items"]!.AsArray();
            Assert.All(items.Where(i => (string?)i!["code"] is "S1-03" or "S1-04" or "S1-05"), i => Assert.Equal(("decided", "approved"), ((string?)i!["state"], (string?)i["decision"])));
        }
        Assert.True((await city.App.InScopeAsync(s => s.GetRequiredService<LedgerReader>().VerifyAsync())).Sound);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Paging_shows_every_item_once_while_others_decide(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        List<string> stages = [];
        for (var i = 0; i < 23; i++)
            stages.Add((await city.AcceptedAsync(applicant, string.Create(CultureInfo.InvariantCulture, $"第{i}号厂房项目"))).Stage);
        var land = await city.OfficerAsync(Land);
        var colleague = await city.OfficerAsync(Land, who: "2");

        // Two items a stage, 46 in all. Between two pages a colleague decides one item of each page and one that comes later.
        List<JsonNode> shown = [];
        HashSet<string> decided = [];
        for (string? after = null; ;)
        {
            var page = (await land.SayAsync(HttpMethod.Get, $"/api/v1/worklist{(after is null ? "" : $"?after={after}")}")).Ok().Json;
            shown.AddRange(page["items"]!.AsArray().Select(i => i!.DeepClone()));
            if ((after = (string?)page["next"]) is null)
                break;
            foreach (var (stage, item) in new[] { ((string)shown[^1]["stageCase"]!, (string)shown[^1]["item"]!), (stages[^(1 + decided.Count)], "S1-04") })
            {
                if (decided.Add($"{stage} {item}"))
                    (await DecideAsync(colleague, stage, item)).Ok();
            }
        }
        var seen = shown.Select(i => $"{i["stageCase"]} {i["item"]}").ToList();
        Assert.Equal(seen.Count, seen.Distinct().Count());
        var all = stages.SelectMany(s => new[] { $"{s} S1-03", $"{s} S1-04" }).ToList();
        Assert.Empty(all.Except(decided).Except(seen));
        Assert.Empty(seen.Except(all));
    }

    private static Task<Said> DecideAsync(HttpClient officer, string stage, string item, params (string, string)[] headers) =>
        officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", Approval, headers);

    private static async Task<int> DecisionsAsync(HttpClient applicant, string stage, string item)
    {
        var project = (string)(await CityByHttp.StageAsync(applicant, stage))["projectId"]!;
        var entries = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/project:{project}/entries?limit=500")).Ok().Json["items"]!.AsArray();
        return entries.Count(e => (string?)e!["act"] is "approvals.item-decided" && ((string)e["payload"]!).Contains($"\"{item}\"", StringComparison.Ordinal));
    }
}
