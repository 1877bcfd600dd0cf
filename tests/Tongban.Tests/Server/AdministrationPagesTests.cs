using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Server.City;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

public class AdministrationPagesTests
{
    public static TheoryData<Database> Databases => new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task The_administrators_pages_open_and_a_calendar_is_published(Database database)
    {
        await using var app = await CityAsync(database);
        using var browser = await app.BrowserOfAsync("admin");
        var version = (string)(await (await app.ClientOfAsync("admin")).GetJsonAsync("/api/v1/admin/flow-versions"))[0]!["version"]!;
        foreach (var address in new[] { "/", "/inbox", "/admin/organs", "/admin/organs/FGW@360500", "/admin/people", "/admin/people/new", "/admin/calendars", "/admin/calendars/2025", "/admin/calendars/publish?year=2025", "/admin/catalogue", $"/admin/catalogue/{version}", $"/admin/catalogue/{version}/changes?since={version}" })
        {
            var page = await browser.GetAsync(address);
            Assert.True(page.Status == HttpStatusCode.OK, $"{address}: {page.Status}");
            Assert.Null(page.Refusal);
        }
        Assert.Equal("/admin/organs", (await browser.GetAsync("/work")).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/admin/catalogue/nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/admin/organs/XX@1")).Status);

        var form = await browser.GetAsync("/admin/calendars/publish");
        var refused = await browser.SubmitAsync(form, "form:has([name='Form.RestDays'])", ("Form.Year", "2027"), ("Form.NoticeNumber", "国办发明电〔2026〕9号"), ("Form.RestDays", "春节 2027-02-05 2027-02-16"), ("Form.WorkDays", "春节 2027-02-22"));
        Assert.Equal("calendar.make-up-on-weekday", refused.Refusal);
        var preview = await browser.SubmitAsync(form, "form:has([name='Form.RestDays'])", ("Form.Year", "2027"), ("Form.NoticeNumber", "国办发明电〔2026〕9号"), ("Form.RestDays", "春节 2027-02-05 2027-02-16"), ("Form.WorkDays", "春节 2027-02-20"));
        Assert.Null(preview.Refusal);
        Assert.Contains("2027-02-20", preview.Text, StringComparison.Ordinal);
        var done = await browser.SubmitAsync(preview, "form:has([type=hidden][name='Form.Json'])");
        Assert.Equal("/admin/calendars/2027", done.Address.AbsolutePath);
        Assert.True(app.Services.GetRequiredService<Calendars>().Current.IsWorkingDay(new DateOnly(2027, 2, 20)));
    }

    [Fact]
    public async Task An_account_is_opened_posted_and_ended_on_pages()
    {
        await using var app = await CityAsync(Database.Sqlite);
        using var browser = await app.BrowserOfAsync("admin");
        var opened = await browser.SubmitAsync(await browser.GetAsync("/admin/people/new"), "form:has([name='Form.DisplayName'])", ("Form.UserName", "li.ming"), ("Form.DisplayName", "李明"), ("Form.Password", TestApp.Password));
        Assert.StartsWith("/admin/people/", opened.Address.AbsolutePath, StringComparison.Ordinal);
        var none = await browser.SubmitAsync(opened, "form:has([name='Form.Organ'])", ("Form.Organ", "FGW@360500"));
        Assert.Equal("people.post-needs-role", none.Refusal);
        var granted = await browser.SubmitAsync(opened, "form:has([name='Form.Organ'])", ("Form.Organ", "FGW@360500"), ("Form.Handler", "true"));
        Assert.Contains("done=granted", granted.Address.Query, StringComparison.Ordinal);
        var post = granted.Html.QuerySelector("select[name='Form.PostId'] option[value]:not([value=''])")!.GetAttribute("value");
        var ended = await browser.SubmitAsync(granted, "form:has([name='Form.PostId'])", ("Form.PostId", post));
        Assert.Contains("done=ended", ended.Address.Query, StringComparison.Ordinal);
        // What the administrator typed opens the door to a password of one's own.
        using var officer = app.NewBrowser();
        var asked = await officer.SignInAsync("li.ming", TestApp.Password);
        Assert.Equal("people.own-password-first", asked.Refusal);
        await officer.SubmitAsync(asked, "form:has([name='Form.Next'])", ("Form.Password", TestApp.Password), ("Form.Next", "Better-Horse-88"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync("/admin/organs")).Status);
    }

    [Fact]
    public async Task The_home_page_tells_how_long_it_takes()
    {
        await using var app = await CityAsync(Database.Sqlite);
        using var browser = app.NewBrowser();
        var home = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.Equal(["36", "36", "36"], home.Html.QuerySelectorAll(".tb-span-head b").Select(b => b.TextContent));
        Assert.Equal(["135", "142", "154"], home.Html.QuerySelectorAll(".tb-span-before").Select(b => b.TextContent));
        Assert.Equal(5, home.Html.QuerySelectorAll(".tb-stage-cards li").Length);
        Assert.Contains("45", home.Text, StringComparison.Ordinal);
    }

    private static async Task<TestApp> CityAsync(Database database)
    {
        var app = await TestApp.StartAsync(database);
        Assert.Null(await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default)));
        await app.PersonAsync("admin");
        await app.PostAsync("admin", "FGW@360500", Roles.Administrator);
        return app;
    }
}
