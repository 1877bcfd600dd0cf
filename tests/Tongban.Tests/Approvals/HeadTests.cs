using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Worklist;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Server.Web;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>What heads of organs are told of, see and do, on both databases.</summary>
public class HeadTests
{
    private const string Land = "ZRZY@360502", Lead = "FGW@360502", Item = "S1-04";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Every_request_reaches_the_head_and_is_counted_until_it_is_answered(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var (landHead, leadHead) = (await city.OfficerAsync(Land, Roles.Head), await city.OfficerAsync(Lead, Roles.Head));
        var (land, lead) = (await city.OfficerAsync(Land), await city.OfficerAsync(Lead));
        var (atLand, atLead) = (await HeadAsync(city, Land), await HeadAsync(city, Lead));
        Assert.Equal(0, await BadgeAsync(city, atLand));

        (await land.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{Item}/extension", new { reason = "情况复杂" })).Ok();
        (await lead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/extension", new { reason = "部门较多" })).Ok();

        Assert.Equal((1, 1), (await BadgeAsync(city, atLand), (await CountsAsync(city, atLand)).Requests));
        Assert.Equal((1, 1), (await BadgeAsync(city, atLead), (await CountsAsync(city, atLead)).Requests));
        // An officer who is no head has no such number beside his worklist.
        Assert.Equal(0, await BadgeAsync(city, atLand with { Roles = Roles.Handler }));
        var told = await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Notice>().AsNoTracking().Where(n => n.TextZh.Contains("延期")).ToListAsync());
        Assert.Equal([$"/approvals/stages/{stage}/items/{Item}"], told.Where(n => n.Recipient == Notice.Person(atLand.PersonId)).Select(n => n.Link));
        Assert.Equal([$"/approvals/stages/{stage}"], told.Where(n => n.Recipient == Notice.Person(atLead.PersonId)).Select(n => n.Link));
        Assert.Equal(2, told.Count);

        (await landHead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{Item}/request-answer", new { grant = false, reason = "理由不充分" })).Ok();
        (await leadHead.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/request-answer", new { grant = true })).Ok();
        Assert.Equal(0, await BadgeAsync(city, atLand));
        Assert.Equal(0, await BadgeAsync(city, atLead));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_head_ends_a_special_procedure_as_the_officer_does_and_another_organs_head_does_not(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var (head, land) = (await city.OfficerAsync(Land, Roles.Head), await city.OfficerAsync(Land));
        var address = $"/api/v1/stages/{stage}/items/{Item}";

        foreach (var ends in new[] { head, land })
        {
            (await land.SayAsync(HttpMethod.Post, $"{address}/special-procedure", new { type = "expert-review", plannedTo = "2026-04-30", reason = "需要专家评审" })).Ok();
            (await head.SayAsync(HttpMethod.Post, $"{address}/request-answer", new { grant = true })).Ok();
            Assert.Equal("paused", (string?)(await CityByHttp.ItemAsync(land, stage, Item))["state"]);
            var other = await city.OfficerAsync("STHJ@360502", Roles.Head);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.SayAsync(HttpMethod.Post, $"{address}/resumption")).Status);
            city.App.Clock.Advance(TimeSpan.FromMinutes(30));
            (await ends.SayAsync(HttpMethod.Post, $"{address}/resumption")).Ok();
            Assert.Equal("open", (string?)(await CityByHttp.ItemAsync(land, stage, Item))["state"]);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_items_page_offers_the_head_to_resume(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var (head, land) = (await city.OfficerAsync(Land, Roles.Head), await city.OfficerAsync(Land));
        (await land.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{Item}/special-procedure", new { type = "expert-review", plannedTo = "2026-04-30", reason = "需要专家评审" })).Ok();
        (await head.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/{Item}/request-answer", new { grant = true })).Ok();

        using var browser = await city.App.BrowserOfAsync("zrzy.360502.head");
        var page = await browser.GetAsync($"/approvals/stages/{stage}/items/{Item}");
        page = await browser.SubmitAsync(page, "form:has([name='Resume.Revision'])");
        Assert.Null(page.Refusal);
        Assert.Equal("open", (string?)(await CityByHttp.ItemAsync(land, stage, Item))["state"]);
    }

    // The number beside the worklist, as the frame asks for it.
    private static Task<int> BadgeAsync(CityByHttp city, Actor actor) => city.App.InScopeAsync(async s =>
    {
        var badge = s.GetServices<INavigationSource>().SelectMany(n => n.Items).Single(i => i.Href == "/approvals/worklist").Badge!;
        return (await new WaitingCounts([badge], actor.Roles).AskAsync(s.GetRequiredService<TongbanDb>(), actor, s.GetRequiredService<CityClock>().Today)).Single();
    });

    private static Task<WorkCounts> CountsAsync(CityByHttp city, Actor actor) => city.App.InScopeAsync(s => s.GetRequiredService<WorklistQuery>().CountsAsync(actor, default));

    private static Task<Actor> HeadAsync(CityByHttp city, string organ) => city.App.InScopeAsync(async s =>
        new Actor(await s.GetRequiredService<TongbanDb>().Set<Post>().Where(p => p.Organ == organ && p.Roles == Roles.Head).Select(p => p.PersonId).SingleAsync(), "", Roles.Head, organ));
}
