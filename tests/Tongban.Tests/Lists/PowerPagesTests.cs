using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Lists;
using Tongban.Lists.LoadPowers;
using Tongban.Registers;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Lists;

/// <summary>The power list over HTTP: public to read, the administrator's to change.</summary>
public class PowerPagesTests
{
    private const string Organ = "CGJ@360500", Code = "360500-Q-CGJ-01-0002-00";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Anyone_reads_the_list_searches_and_downloads_it(Database database)
    {
        await using var app = await StartAsync(database);
        using var anyone = app.NewBrowser();
        var first = await anyone.GetAsync("/lists/powers");
        Assert.Equal(50, first.Html.QuerySelectorAll("tbody tr").Length);
        var next = await anyone.GetAsync(first.Html.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(50, next.Html.QuerySelectorAll("tbody tr").Length);
        Assert.NotEqual(first.Html.QuerySelector("tbody tr")!.TextContent, next.Html.QuerySelector("tbody tr")!.TextContent);

        var found = await anyone.GetAsync("/lists/powers?organ=CGJ%40360500&item=S4-08&q=道路");
        Assert.Contains(Code, Assert.Single(found.Html.QuerySelectorAll("tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Contains("没有这样的条目", (await anyone.GetAsync("/lists/powers?q=%25")).Text, StringComparison.Ordinal);
        var entry = await anyone.GetAsync($"/lists/powers/{Code}");
        Assert.Contains("城市道路管理条例", entry.Text, StringComparison.Ordinal);
        Assert.Contains("公布权力事项", entry.Text, StringComparison.Ordinal);
        Assert.Null(entry.Html.QuerySelector($"a[href='/lists/powers/{Code}/suspend']"));
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync("/lists/powers/none")).Status);
        Assert.Equal("/login", (await anyone.GetAsync($"/lists/powers/{Code}/suspend")).Address.AbsolutePath);

        using var client = app.NewClient();
        using var file = await client.GetAsync(new Uri(found.Html.QuerySelector("a[download]")!.GetAttribute("href")!, UriKind.Relative));
        Assert.Equal("text/csv", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal(3, (await file.Content.ReadAsStringAsync()).Split("\r\n").Length);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_administrator_suspends_reinstates_and_ends_a_power(Database database)
    {
        await using var app = await StartAsync(database);
        using var administrator = await app.BrowserOfAsync("admin");
        var page = await administrator.GetAsync($"/lists/powers/{Code}/suspend");
        var refused = await administrator.SubmitAsync(page, "form.tb-form", ("Form.Reason", "停"));
        Assert.Equal("lists.reason-missing", refused.Refusal);
        Assert.Equal("停", refused.Html.QuerySelector("[name='Form.Reason']")?.TextContent);
        page = await administrator.SubmitAsync(refused, "form.tb-form", ("Form.Reason", "法规修订期间暂停"));
        Assert.Equal($"/lists/powers/{Code}", page.Address.AbsolutePath);
        Assert.Contains("已暂停", page.Text, StringComparison.Ordinal);
        Assert.Equal("authority.no-power", Check(app)?.Code);

        page = await administrator.SubmitAsync(await administrator.GetAsync($"/lists/powers/{Code}/reinstate"), "form.tb-form", ("Form.Reason", "修订完成"));
        Assert.Contains("有效", page.Text, StringComparison.Ordinal);
        Assert.Null(Check(app));

        var form = await administrator.GetAsync($"/lists/powers/{Code}/end");
        Assert.Equal("lists.last-day-missing", (await administrator.SubmitAsync(form, "form.tb-form", ("Form.Reason", "取消"))).Refusal);
        Assert.Equal("storage.stale", (await administrator.SubmitAsync(form, "form.tb-form", ("Form.Reason", "取消"), ("Form.LastDay", "2026-03-01"), ("Form.Version", "1"))).Refusal);
        page = await administrator.SubmitAsync(form, "form.tb-form", ("Form.Reason", "取消"), ("Form.LastDay", "2026-03-01"), ("act", Guid.CreateVersion7().ToString()));
        Assert.Contains("已终止", page.Text, StringComparison.Ordinal);
        Assert.Contains("取消权力事项", page.Text, StringComparison.Ordinal);
        Assert.Equal("authority.no-power", Check(app)?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_the_administrator_changes_the_list_through_the_api(Database database)
    {
        await using var app = await StartAsync(database);
        using var officer = await app.ClientOfAsync("chen.jie");
        using var administrator = await app.ClientOfAsync("admin");
        foreach (var change in new[] { "suspension", "reinstatement", "end" })
        {
            using var no = await officer.PostAsync($"/api/v1/powers/{Code}/{change}", new { reason = "试试看", lastDay = "2026-03-02" });
            Assert.Equal(HttpStatusCode.Forbidden, no.StatusCode);
        }
        using var yes = await administrator.PostAsync($"/api/v1/powers/{Code}/suspension", new { reason = "法规修订期间暂停" });
        var power = await yes.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, "suspended", false, "\"2\""), (yes.StatusCode, (string?)power["state"], (bool)power["inForce"]!, yes.Headers.ETag?.Tag));
        using var anyone = app.NewClient();
        Assert.Equal("suspended", (string?)(await anyone.GetJsonAsync($"/api/v1/powers/{Code}"))["state"]);
        Assert.Single((await anyone.GetJsonAsync("/api/v1/powers?organ=CGJ@360500&item=S4-08"))["items"]!.AsArray());
    }

    private static Error? Check(TestApp app)
    {
        using var scope = app.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<Authority>().Power(Organ, "S4-08").Error;
    }

    private static async Task<TestApp> StartAsync(Database database)
    {
        var app = await TestApp.StartAsync(database, new ModuleSet([new FoundationModule(), new ListsModule(), new RegistersModule()]));
        await app.OrganAsync("CGJ", "360500", "新余市城市管理局");
        await app.PersonAsync("admin", "管理员");
        await app.PersonAsync("chen.jie", "陈杰");
        await app.PostAsync("admin", Organ, Roles.Administrator);
        await app.PostAsync("chen.jie", Organ, Roles.Handler);
        await app.InScopeAsync(s => s.GetRequiredService<LoadPowersHandler>().HandleAsync(new(Path.Combine(Repository.Root, "catalog", "xinyu")), default));
        return app;
    }
}
