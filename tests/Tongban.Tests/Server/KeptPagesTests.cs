using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.PassPreCheck;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Approvals.Pages;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>A page that is shown again as it was is never older than the records, and never another reader's (decision 0015).</summary>
public class KeptPagesTests
{
    private const string Worklist = "/approvals/worklist", Item = "S1-03", Take = "form:has([name='Items'])";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_page_is_shown_again_until_anybody_acts_and_its_forms_still_work(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var stage = await city.AcceptedAsync("甲厂年产一万吨项目");
        var organ = (await city.StageAsync(stage)).Items.Single(i => i.Code == Item).Organ;
        using var officer = await city.OfficerAsync("land", organ);
        using var colleague = await city.OfficerAsync("land2", organ, name: "赵某");
        await city.App.DrainAsync();

        var (first, again) = await TwiceAsync(officer, Worklist);
        Assert.NotEqual(ActOf(first), ActOf(again));
        var others = await colleague.GetAsync(Worklist);
        Assert.NotEqual(TokenOf(again), TokenOf(others));
        Assert.Contains("赵某", others.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("赵某", again.Text, StringComparison.Ordinal);

        await colleague.SubmitAsync(others, Take, ("Items", $"{stage}/{Item}"));
        var after = await officer.GetAsync(Worklist);
        Assert.Contains("赵某", after.Text, StringComparison.Ordinal);

        await city.App.DrainAsync();
        var plane = $"/approvals/stages/{stage}";
        await TwiceAsync(officer, plane);
        (_, again) = await TwiceAsync(officer, Worklist);
        var taken = await officer.SubmitAsync(again, Take, ("Items", $"{stage}/{Item}"));
        Assert.Contains("已认领 1 件", taken.Text, StringComparison.Ordinal);
        Assert.Contains("王某", (await officer.GetAsync(plane)).Text, StringComparison.Ordinal);
        Assert.Contains("王某", (await colleague.GetAsync(Worklist)).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Language_post_and_sign_out_count_at_once(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var stage = await city.AcceptedAsync("甲厂年产一万吨项目");
        var items = (await city.StageAsync(stage)).Items;
        var (land, other) = (items.Single(i => i.Code == Item).Organ, items.Select(i => i.Organ).First(o => o != items.Single(i => i.Code == Item).Organ));
        using var officer = await city.OfficerAsync("land", land);
        var second = await city.App.PostAsync("land", other, Roles.Handler);
        await city.App.DrainAsync();

        var (_, chinese) = await TwiceAsync(officer, Worklist);
        Assert.Contains("待办事项", chinese.Text, StringComparison.Ordinal);
        var english = await officer.GetAsync($"/culture?c=en&returnUrl={Worklist}");
        Assert.Contains("Worklist", english.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("待办事项", english.Text, StringComparison.Ordinal);
        var back = await officer.GetAsync($"/culture?c=zh-CN&returnUrl={Worklist}");
        Assert.Contains("待办事项", back.Text, StringComparison.Ordinal);

        var switched = await officer.SubmitAsync(back, "form[action='/capacity/switch']", ("post", $"post:{second}"), ("returnUrl", Worklist));
        Assert.NotEqual(PostOf(back), PostOf(switched));
        Assert.Equal(PostOf(switched), PostOf(await officer.GetAsync(Worklist)));

        var (_, last) = await TwiceAsync(officer, Worklist);
        await officer.SubmitAsync(last, "form[action='/logout']");
        Assert.Equal("/login", (await officer.GetAsync(Worklist)).Address.AbsolutePath);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_public_page_is_not_sent_twice_while_it_is_the_same(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var stage = await city.SubmittedAsync("甲厂年产一万吨项目");
        await city.App.DrainAsync();
        var (code, lead) = ((await city.StageAsync(stage)).ProjectCode, (await city.StageAsync(stage)).Lead);
        using var client = city.App.NewClient();
        var first = await client.SayAsync(HttpMethod.Get, $"/progress?code={code}");
        var tag = first.Headers.ETag!.ToString();
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());
        var same = await client.SayAsync(HttpMethod.Get, $"/progress?code={code}", null, ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.Status, same.Text));

        Assert.Null((await city.AsAsync(new Actor(Guid.CreateVersion7(), "预审员", Roles.Handler, lead), s => s.GetRequiredService<PassPreCheckHandler>().HandleAsync(new(stage, [], null), default))).Error);
        var changed = await client.SayAsync(HttpMethod.Get, $"/progress?code={code}", null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.NotEqual(first.Text, changed.Text);

        // What belongs to an account stays in no browser.
        using var officer = await city.OfficerAsync("lead", lead);
        Assert.Equal("/login", (await city.App.NewBrowser().GetAsync(Worklist)).Address.AbsolutePath);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_generation_changes_with_every_commit_and_only_then(Database database)
    {
        await using var city = await OfficeCity.StartAsync(database);
        var generation = city.App.Services.GetRequiredService<IGeneration>();
        for (var i = 0; i < 20; i++)
        {
            var before = await generation.NowAsync();
            await city.App.PersonAsync($"person{i}");
            Assert.NotEqual(before, await generation.NowAsync());
        }
        if (database is Database.Sqlite)
        {
            await city.App.DrainAsync();
            Assert.Equal(await generation.NowAsync(), await generation.NowAsync());
        }
    }

    // Two views of which the second was kept: its token is that of the first. Tests beside this one commit to the same PostgreSQL.
    private static async Task<(Page First, Page Again)> TwiceAsync(Browser browser, string address)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var (first, again) = (await browser.GetAsync(address), await browser.GetAsync(address));
            if (TokenOf(first) == TokenOf(again))
                return (first, again);
        }
        throw new InvalidOperationException($"{address} is rendered anew each time");
    }

    private static string? TokenOf(Page page) => page.Html.QuerySelector("form[action='/logout'] [name='__RequestVerificationToken']")?.GetAttribute("value");

    private static string? ActOf(Page page) => page.Html.QuerySelector($"{Take} [name='act']")?.GetAttribute("value");

    private static string? PostOf(Page page) => page.Html.QuerySelector(".tb-user-post")?.TextContent;
}
