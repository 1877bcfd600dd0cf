using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Stories;

/// <summary>The initiation stage from declaration to feedback, as an enterprise and four departments live it, through the public API.</summary>
public class InitiationByHttp
{
    private const string Lead = "FGW@360502", City = "FGW@360500", Land = "ZRZY@360502", Ecology = "STHJ@360502", Water = "SLJ@360500";

    public static TheoryData<Database, ProjectType> Stories =>
    [
        (Database.Sqlite, ProjectType.Filing), (Database.Sqlite, ProjectType.Verification), (Database.Sqlite, ProjectType.GovernmentApproval),
        (Database.Postgres, ProjectType.Filing), (Database.Postgres, ProjectType.Verification), (Database.Postgres, ProjectType.GovernmentApproval),
    ];

    [Theory, MemberData(nameof(Stories))]
    public async Task From_declaration_to_feedback(Database database, ProjectType type)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var (code, stage) = await DeclaredAsync(city, type);
        await PreCheckedAsync(city, stage);
        await HandledInParallelAsync(city, stage, type);
        await ConcludedAsync(city, code, stage, type);
        await ProvenAsync(city, code);
    }

    // Monday 2 March: a person, an enterprise, a declaration, its papers.
    private static async Task<(string Code, string Stage)> DeclaredAsync(CityByHttp city, ProjectType type)
    {
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await CityByHttp.DeclareAsync(applicant, type);
        var filed = (await DocumentsAsync(applicant, code)).Where(d => (string?)d!["itemCode"] is "S1-08").ToList();
        if (type is ProjectType.Filing)
        {
            // A record filing is in effect with the declaration (条例第十三条): its certificate is there at once.
            Assert.NotNull((string?)Assert.Single(filed)!["number"]);
            Assert.Equal("2026-03-02", (string?)(await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json["filedOn"]);
        }
        else
        {
            Assert.Empty(filed);
        }
        var early = await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/submission");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.material-missing"), early.Refusal);
        await CityByHttp.SubmitAsync(applicant, stage);
        Assert.Equal("preCheck", (string?)(await CityByHttp.StageAsync(applicant, stage))["state"]);
        return (code, stage);
    }

    // Corrected once, on Wednesday; accepted on Thursday 5 March.
    private static async Task PreCheckedAsync(CityByHttp city, string stage)
    {
        var lead = await city.OfficerAsync(Lead);
        var at = $"/api/v1/stages/{stage}";
        city.App.Clock.Advance(TimeSpan.FromHours(2)); // what is asked for is newer than what was there
        (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"{at}/opinion", new { demands = new[] { new { material = "M10", text = "缺第 4 点" } } })).Ok();
        (await (await city.OfficerAsync(Ecology)).SayAsync(HttpMethod.Post, $"{at}/opinion", new { demands = Array.Empty<object>() })).Ok();
        Assert.Equal((HttpStatusCode.Forbidden, "approvals.not-consulted"), (await (await city.OfficerAsync(Water)).SayAsync(HttpMethod.Post, $"{at}/opinion", new { demands = Array.Empty<object>() })).Refusal);
        Assert.Equal((HttpStatusCode.Forbidden, "approvals.not-the-lead"), (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"{at}/acceptance", new { })).Refusal);
        (await lead.SayAsync(HttpMethod.Post, $"{at}/correction", new { })).Ok();

        GoTo(city, 4);
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var asked = Assert.Single((await CityByHttp.StageAsync(applicant, stage))["demands"]!.AsArray());
        Assert.Equal(("M10", "缺第 4 点"), ((string?)asked!["material"], (string?)asked["text"]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "approvals.correction-unanswered"), (await applicant.SayAsync(HttpMethod.Post, $"{at}/correction-answer")).Refusal);
        await CityByHttp.ProvideAsync(applicant, stage, "M10", "2");
        (await applicant.SayAsync(HttpMethod.Post, $"{at}/correction-answer")).Ok();
        lead = await city.OfficerAsync(Lead);
        Assert.Equal((HttpStatusCode.Conflict, "approvals.second-correction"), (await lead.SayAsync(HttpMethod.Post, $"{at}/correction", new { demands = new[] { new { material = "M12", text = "缺附图" } } })).Refusal);

        GoTo(city, 5);
        lead = await city.OfficerAsync(Lead);
        (await lead.SayAsync(HttpMethod.Post, $"{at}/acceptance", new { remark = "材料齐全" })).Ok();
    }

    private static async Task HandledInParallelAsync(CityByHttp city, string stage, ProjectType type)
    {
        var at = $"/api/v1/stages/{stage}";
        var plane = await CityByHttp.StageAsync(await city.OfficerAsync(Lead), stage);
        var items = plane["items"]!.AsArray().Where(i => (string?)i!["role"] is "parallel").ToList();
        Assert.Equal(["S1-03", "S1-04", "S1-05", "S1-06", "S1-07", .. type is ProjectType.GovernmentApproval ? ["S1-10"] : Array.Empty<string>()], items.Select(i => (string)i!["code"]!));
        Assert.Equal(["FGW", "SLJ", "STHJ", "ZRZY"], items.Select(i => ((string)i!["organ"]!).Split('@')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(items, i => Assert.Equal("open", (string?)i!["state"]));
        Assert.Single(items.Select(i => (string?)i!["openedAt"]).Distinct());
        // Four working days from Thursday 5 March; the stage has 45, over the three days of Qingming and the five of May Day.
        Assert.All(items.Where(i => (string?)i!["code"] is not "S1-10"), i => Assert.Equal("2026-03-11", (string?)i!["dueOn"]));
        Assert.Equal((45, 0), ((int)plane["daysLeft"]!, (int)plane["daysUsed"]!));
        Assert.Equal("2026-03-05", (string?)plane["acceptedOn"]);

        GoTo(city, 6); // Friday: water needs experts; who asks does not grant, even when he is a head himself
        var water = await city.OfficerAsync(Water, Roles.Handler | Roles.Head);
        (await water.SayAsync(HttpMethod.Post, $"{at}/items/S1-07/special-procedure", new { type = "expert-review", plannedTo = "2026-03-20", reason = "组织专家评审" })).Ok();
        Assert.Equal((HttpStatusCode.Forbidden, "approvals.own-request"), (await water.SayAsync(HttpMethod.Post, $"{at}/items/S1-07/request-answer", new { grant = true })).Refusal);
        (await (await city.OfficerAsync(Water, Roles.Head)).SayAsync(HttpMethod.Post, $"{at}/items/S1-07/request-answer", new { grant = true })).Ok();
        Assert.Equal("paused", (string?)(await CityByHttp.ItemAsync(water, stage, "S1-07"))["state"]);

        GoTo(city, 9); // Monday: land decides one of its two items and asks for more time on the other
        var land = await city.OfficerAsync(Land);
        await DecideAsync(land, stage, "S1-04", used: 2);
        await DecideAsync(await city.OfficerAsync(City), stage, "S1-06", used: 2);
        if (type is ProjectType.GovernmentApproval)
            await DecideAsync(await city.OfficerAsync(City), stage, "S1-10", used: 2);
        (await land.SayAsync(HttpMethod.Post, $"{at}/items/S1-03/extension", new { reason = "界址复核" })).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, (await land.SayAsync(HttpMethod.Post, $"{at}/items/S1-03/request-answer", new { grant = true })).Status);
        (await (await city.OfficerAsync(Land, Roles.Head)).SayAsync(HttpMethod.Post, $"{at}/items/S1-03/request-answer", new { grant = true })).Ok();
        // Ten working days more than 11 March.
        Assert.Equal("2026-03-25", (string?)(await CityByHttp.ItemAsync(land, stage, "S1-03"))["dueOn"]);
        Assert.Equal((HttpStatusCode.Conflict, "approvals.already-extended"), (await land.SayAsync(HttpMethod.Post, $"{at}/items/S1-03/extension", new { reason = "再延" })).Refusal);

        GoTo(city, 10);
        var ecology = await city.OfficerAsync(Ecology);
        Assert.Equal(HttpStatusCode.Forbidden, (await ecology.SayAsync(HttpMethod.Post, $"{at}/items/S1-03/decision", Approval)).Status);
        await DecideAsync(ecology, stage, "S1-05", used: 3);
        GoTo(city, 11); // the day between decision and return is nobody's
        (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Post, $"{at}/items/S1-05/return", new { reason = "请补充结论依据" })).Ok();
        Assert.Equal(("open", 3), await StateAsync(await city.OfficerAsync(Ecology), stage, "S1-05"));
        GoTo(city, 12);
        await DecideAsync(await city.OfficerAsync(Ecology), stage, "S1-05", used: 4);
        await DecideAsync(await city.OfficerAsync(Land), stage, "S1-03", used: 5);

        GoTo(city, 13); // Friday: the experts are through; five working days of waiting are not charged
        water = await city.OfficerAsync(Water, Roles.Head); // who granted it may end it too
        (await water.SayAsync(HttpMethod.Post, $"{at}/items/S1-07/resumption")).Ok();
        var resumed = await CityByHttp.ItemAsync(water, stage, "S1-07");
        Assert.Equal(("open", 1, 3, "2026-03-18"), ((string?)resumed["state"], (int)resumed["daysUsed"]!, (int)resumed["daysLeft"]!, (string?)resumed["dueOn"]));
        GoTo(city, 16);
        Assert.Equal("waiting", (await StateAsync(await city.OfficerAsync(Lead), stage, Closing(type))).State);
        await DecideAsync(await city.OfficerAsync(Water), stage, "S1-07", used: 2);
    }

    // Tuesday 17 March: the lead concludes, the enterprise gets its paper, the next stage is open.
    private static async Task ConcludedAsync(CityByHttp city, string code, string stage, ProjectType type)
    {
        GoTo(city, 17);
        var lead = await city.OfficerAsync(ConclusionOrgan(type));
        await DecideAsync(lead, stage, Closing(type), used: 1);
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        Assert.Equal([(1, "concluded"), (2, "preparing")], stages.Select(s => ((int)s!["stage"]!, (string?)s["state"])));
        // 6, 9 to 13, 16 and 17 March: the stage's own clock runs on while an item's stands still.
        Assert.Equal(8, (int)stages[0]!["daysUsed"]!);
        var result = stages[0]!["items"]!.AsArray().Single(i => (string?)i!["code"] == Closing(type))!;
        var number = (string?)result["resultNumber"];
        Assert.False(string.IsNullOrEmpty(number));

        var documents = await DocumentsAsync(applicant, code);
        Assert.Contains(documents, d => (string?)d!["number"] == number);
        foreach (var document in documents)
        {
            using var download = await applicant.GetAsync(new Uri((string)document!["url"]!, UriKind.Relative));
            Assert.Equal((string?)document["digest"], Convert.ToHexStringLower(SHA256.HashData(await download.Content.ReadAsByteArrayAsync())));
        }
        using var anyone = city.App.NewBrowser();
        var progress = await anyone.GetAsync($"/progress?code={code}");
        Assert.Equal(HttpStatusCode.OK, progress.Status);
        Assert.Contains("2026-03-17", progress.Html.QuerySelector("table")!.InnerHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("李某", progress.Text, StringComparison.Ordinal);
        await city.App.DrainAsync();
        var notices = (await applicant.SayAsync(HttpMethod.Get, "/api/v1/notices")).Ok().Json["items"]!.AsArray();
        Assert.NotEmpty(notices);
    }

    private static async Task ProvenAsync(CityByHttp city, string code)
    {
        var applicant = await city.AsAsync("li.ming", CityByHttp.Enterprise);
        var project = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok().Json;
        var entries = await AllAsync(applicant, $"/api/v1/ledger/matters/project:{(string)project["id"]!}/entries");
        Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(e => (int)e["sequence"]!));
        Assert.Equal([new string('0', 64), .. entries.Select(e => (string)e["hash"]!).SkipLast(1)], entries.Select(e => (string)e["previous"]!));
        string[] told =
        [
            "projects.declared", "approvals.stage-opened", "approvals.material-provided", "approvals.stage-submitted", "approvals.pre-check-opinion-given", "approvals.correction-requested", "approvals.correction-answered",
            "approvals.stage-accepted", "approvals.items-opened", "approvals.special-procedure-requested", "approvals.special-procedure-begun", "approvals.special-procedure-ended", "approvals.extension-requested",
            "approvals.limit-extended", "approvals.item-decided", "approvals.item-returned", "approvals.result-issued", "approvals.stage-concluded",
        ];
        Assert.Empty(told.Except(entries.Select(e => (string)e["act"]!)));

        // Proofs as the applicant downloads them, verified with the published key alone.
        List<LedgerProof> proofs = [];
        foreach (var entry in entries)
            proofs.Add(LedgerProof.FromJson((await applicant.SayAsync(HttpMethod.Get, $"/api/v1/ledger/entries/{(string)entry["id"]!}/proof")).Ok().Text));
        var keys = (await applicant.SayAsync(HttpMethod.Get, "/api/v1/ledger/keys")).Ok().Json.AsArray();
        Assert.True(LedgerPublicKey.TryParse((string?)Assert.Single(keys)!["key"], out var published));
        Assert.All(proofs, p => Assert.True(p.Verify(published).Sound, p.Verify(published).Explanation.En));
        Assert.Equal(entries.Select(e => (string)e["hash"]!), proofs.Select(p => Convert.ToHexStringLower(p.Entry.Hash)));
        var report = await city.App.InScopeAsync(s => s.GetRequiredService<LedgerReader>().VerifyAsync());
        Assert.True(report.Sound);
    }

    private static readonly object Approval = new { decision = "approved", opinion = "经审查，同意。" };

    private static async Task DecideAsync(HttpClient officer, string stage, string item, int used)
    {
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{item}/decision", Approval)).Ok();
        Assert.Equal(("decided", used), await StateAsync(officer, stage, item));
    }

    private static async Task<(string? State, int Used)> StateAsync(HttpClient reader, string stage, string item)
    {
        var found = await CityByHttp.ItemAsync(reader, stage, item);
        return ((string?)found["state"], (int?)found["daysUsed"] ?? 0);
    }

    private static async Task<JsonArray> DocumentsAsync(HttpClient reader, string code) => (await reader.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/documents")).Ok().Json.AsArray();

    private static async Task<List<JsonNode>> AllAsync(HttpClient reader, string address)
    {
        List<JsonNode> all = [];
        for (string? after = null; ;)
        {
            var page = (await reader.SayAsync(HttpMethod.Get, $"{address}?limit=7{(after is null ? "" : $"&after={after}")}")).Ok().Json;
            all.AddRange(page["items"]!.AsArray().Select(i => i!.DeepClone()));
            if ((after = (string?)page["next"]) is null)
                return all;
        }
    }

    private static string Closing(ProjectType type) => type switch { ProjectType.Filing => "S1-12", ProjectType.Verification => "S1-09", _ => "S1-11" };

    private static string ConclusionOrgan(ProjectType type) => type is ProjectType.Filing ? Lead : City;

    // 9:30 of a day in March 2026.
    private static void GoTo(CityByHttp city, int day) => city.App.Clock.Now = new DateTimeOffset(2026, 3, day, 1, 30, 0, TimeSpan.Zero);
}
