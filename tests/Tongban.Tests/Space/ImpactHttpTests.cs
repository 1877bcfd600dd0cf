using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;
using Tongban.Space.Impacts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space;

/// <summary>What a layer's change does to sites that were checked before.</summary>
public class ImpactHttpTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_new_version_is_previewed_and_then_changes_the_answers_it_changes(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        // Its corner is at about 588 690, 3 076 603; the layer ends short of it at first.
        await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(587_000, 3_076_000, 1_000));
        var owner = await city.RegisterAsync("owner", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing);
        var subject = $"project:{code}";
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await CheckAsync(city, subject);
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));

        // A version that says the same of the site stores nothing new.
        await PublishAsync(city, LayerFiles.Square(587_000, 3_076_000, 900));
        var none = await ImpactAsync(city);
        Assert.Equal((1, 0, before), ((int)none["done"]!, (int)none["changed"]!, await LatestAsync(city, subject)));

        // Before the next one is published its draft says whom it would affect, and changes nothing.
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        var draft = (string)(await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("1", "", LayerFiles.Square(588_000, 3_076_000, 1_000))), ("epsg", "4547")))["id"]!;
        var water = await city.OfficerAsync("SLJ@360500", Roles.Handler | Roles.Head);
        Assert.Equal("space.no-such-version", (await water.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{draft}/impact")).Code);
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{draft}/impact")).Ok();
        var preview = await ImpactAsync(city, draft);
        var row = Assert.Single(preview["rows"]!.AsArray())!;
        Assert.Equal(("preview", subject, "D", "clear", "hit"), ((string)preview["cause"]!, (string)row["subject"]!, (string)row["classAfter"]!, (string)row["verdictBefore"]!, (string)row["verdictAfter"]!));
        Assert.Null(row["checkAfter"]);
        Assert.Equal(before, await LatestAsync(city, subject));

        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{draft}/publication")).Ok();
        var impact = await ImpactAsync(city, draft, "publication");
        var changed = Assert.Single(impact["rows"]!.AsArray())!;
        var after = Guid.Parse((string)changed["checkAfter"]!);
        Assert.Equal((1, after), ((int)impact["changed"]!, await LatestAsync(city, subject)));
        Assert.Equal(HttpStatusCode.OK, (await owner.SayAsync(HttpMethod.Get, $"/api/v1/site-checks/{after}")).Status);
        await city.App.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            Assert.Equal(1, await db.Set<LedgerEntry>().CountAsync(e => e.Act == "space.subject-check-changed"));
            Assert.Equal(1, await db.Set<Notice>().CountAsync(n => n.Recipient == Notice.Enterprise(CityByHttp.Enterprise) && n.Occasion == $"site-check-changed:{after}"));
            Assert.Equal(2, await db.Set<Notice>().CountAsync(n => n.Link == $"/space/versions/{draft}" && n.Occasion.StartsWith("layer-impact:")));
            return true;
        });

        // Each sees the rows of what he may see; the pages say it.
        var other = await city.RegisterAsync("other", CityByHttp.OtherEnterprise, "新余示范光伏科技有限公司");
        Assert.Empty((await other.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{draft}/impact")).Ok().Json["rows"]!.AsArray());
        using var browser = await city.App.BrowserOfAsync("owner");
        Assert.Contains("影响了哪些用地", (await browser.GetAsync($"/space/versions/{draft}")).Text, StringComparison.Ordinal);
        Assert.Contains("结果不再有效", (await browser.GetAsync($"/space/checks/{before}")).Text, StringComparison.Ordinal);
        Assert.Contains("届时平台会重新核对", (await browser.GetAsync($"/space/checks/{after}")).Text, StringComparison.Ordinal);

        // Without the layer nothing can be said any more, and that is another answer too.
        city.App.Clock.Advance(TimeSpan.FromMinutes(1));
        officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{draft}/retirement", new { reason = "规划已废止" })).Ok();
        Assert.Equal(1, (int)(await ImpactAsync(city, draft, "retirement"))["changed"]!);
        Assert.NotEqual(after, await LatestAsync(city, subject));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_change_nobody_has_begun_with_gives_way_to_the_next_one_of_its_layer(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(587_000, 3_076_000, 1_000));
        await ImpactAsync(city);
        Guid[] waiting = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        await city.App.InScopeAsync(async s =>
        {
            var (db, now) = (s.GetRequiredService<TongbanDb>(), city.App.Clock.Now);
            return (await db.ActAsync("waiting", new Caller { Actor = Actor.System }, () =>
            {
                foreach (var (version, layer) in waiting.Zip(["L01", "L02"]))
                {
                    var impact = LayerImpact.Begin(version, layer, 1, ImpactCause.Publication, now);
                    db.Add(impact);
                    // Nobody takes it on during the test.
                    db.Entry(impact).Property(i => i.LeaseUntil).CurrentValue = now.AddDays(1);
                }
                return Task.FromResult((Result<bool>)true);
            })).Error;
        });
        var next = await PublishAsync(city, LayerFiles.Square(587_000, 3_076_000, 900));
        Assert.NotNull((await ImpactAsync(city, next))["endedAt"]);
        await city.App.InScopeAsync(async s =>
        {
            var impacts = await s.GetRequiredService<TongbanDb>().Set<LayerImpact>().AsNoTracking().Where(i => waiting.Contains(i.LayerVersionId)).ToDictionaryAsync(i => i.Layer);
            Assert.Equal(Guid.Parse(next), impacts["L01"].SupersededBy);
            Assert.NotNull(impacts["L01"].EndedAt);
            Assert.Equal(((Guid?)null, (DateTimeOffset?)null), (impacts["L02"].SupersededBy, impacts["L02"].EndedAt));
            Assert.Equal(1, await s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().CountAsync(e => e.Act == "space.layer-impact-superseded"));
            return true;
        });
    }

    [Fact]
    public void What_is_under_way_a_preview_and_another_layer_give_way_to_nothing()
    {
        var now = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        LayerImpact Of(string layer, int number, ImpactCause cause = ImpactCause.Publication) => LayerImpact.Begin(Guid.CreateVersion7(), layer, number, cause, now);
        var newer = Of("L01", 3);
        Assert.True(Of("L01", 2).GiveWayTo(newer, now));
        Assert.True(Of("L01", 3, ImpactCause.Retirement).GiveWayTo(newer, now));
        Assert.False(Of("L02", 2).GiveWayTo(newer, now));
        Assert.False(Of("L01", 4).GiveWayTo(newer, now));
        Assert.False(Of("L01", 2, ImpactCause.Preview).GiveWayTo(newer, now));
        var begun = Of("L01", 2);
        begun.Claim(new PinnedSet(now, 4547, "x", [], []), now, now.AddMinutes(2));
        Assert.False(begun.GiveWayTo(newer, now));
        var superseded = Of("L01", 2);
        superseded.GiveWayTo(newer, now);
        Assert.False(superseded.Claim(new PinnedSet(now, 4547, "x", [], []), now, now.AddMinutes(2)));
    }

    private static async Task<Guid> CheckAsync(CityByHttp city, string subject) => await city.App.InScopeAsync(async s =>
    {
        var (db, register) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<ISiteCheckRegister>());
        var site = Site.FromGeoJson(CityByHttp.Site, "site").Value.Site;
        var set = await s.GetRequiredService<ILayers>().CurrentAsync(null, default);
        var result = await s.GetRequiredService<ISiteChecks>().CheckAsync(site, set, default);
        return (await db.ActAsync("check", new Caller { Actor = Actor.System }, () => Task.FromResult((Result<Guid>)register.Keep(site, result, set, subject, "一期", Actor.System)))).Value;
    });

    private static async Task<Guid> LatestAsync(CityByHttp city, string subject) => await city.App.InScopeAsync(async s => (await s.GetRequiredService<ISiteCheckRegister>().LatestAsync(subject, default))!.Id);

    private static async Task<string> PublishAsync(CityByHttp city, string wkt) => await LayersByHttp.PublishedAsync(city, "L01", wkt);

    /// <summary>Waits until the impact of a version, the current one if none is named, is known.</summary>
    private static async Task<JsonNode> ImpactAsync(CityByHttp city, string? version = null, string? cause = null)
    {
        var officer = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        version ??= (string)(await officer.SayAsync(HttpMethod.Get, "/api/v1/layers/current")).Ok().Json["versions"]![0]!["versionId"]!;
        for (var i = 0; i < 400; i++)
        {
            await city.App.DrainAsync();
            var said = await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{version}/impact");
            if (said.Status is HttpStatusCode.OK && said.Json["endedAt"] is not null && (cause is null || (string)said.Json["cause"]! == cause))
                return said.Json;
            await Task.Delay(25);
        }
        throw new TimeoutException("the impact is not found");
    }
}
