using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Tongban.Server.Security;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

public class SignInTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_person_signs_in_sees_the_account_and_signs_out(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.PersonAsync("zhang.san");
        using var browser = app.NewBrowser();
        var refused = await browser.GetAsync("/account");
        Assert.Equal("/login", refused.Address.AbsolutePath);

        var account = await browser.SignInAsync("Zhang.San", TestApp.Password, "/account");
        Assert.Equal(("/account", HttpStatusCode.OK), (account.Address.AbsolutePath, account.Status));
        Assert.Contains("张三", account.Text, StringComparison.Ordinal);
        Assert.Contains("登录", account.Html.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);

        var left = await browser.SubmitAsync(account, "form[action='/logout']");
        Assert.Equal("/login", left.Address.AbsolutePath);
        Assert.Equal("/login", (await browser.GetAsync("/account")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_visitor_registers_and_weak_passwords_are_refused_on_the_page()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/register");
        var weak = await browser.SubmitAsync(form, "form:has([name='Form.Password'])", ("Form.UserName", "li.si"), ("Form.DisplayName", "李四"), ("Form.Password", "short"));
        Assert.Equal("people.password-weak", weak.Refusal);
        var done = await browser.SubmitAsync(weak, "form:has([name='Form.Password'])", ("Form.Password", TestApp.Password));
        Assert.Equal("/work", done.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Five_wrong_passwords_lock_the_account_for_thirty_minutes(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.PersonAsync("zhang.san");
        using var browser = app.NewBrowser();
        for (var i = 0; i < Person.AttemptsBeforeLock; i++)
            Assert.Equal("people.wrong-password", (await browser.SignInAsync("zhang.san", "Wrong-Horse-77")).Refusal);
        // The right password does not help, and nobody is told that it was right.
        Assert.Equal("people.wrong-password", (await browser.SignInAsync("zhang.san", TestApp.Password)).Refusal);
        using (var client = app.NewClient())
        using (var answer = await client.PostAsync("/api/v1/tokens", new { userName = "zhang.san", password = TestApp.Password }))
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "people.wrong-password"), (answer.StatusCode, (string?)(await answer.JsonAsync())["code"]));

        app.Clock.Advance(Person.LockedFor + TimeSpan.FromSeconds(1));
        Assert.Equal("/work", (await browser.SignInAsync("zhang.san", TestApp.Password)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Activity_keeps_a_session_and_idleness_ends_it_sooner_for_officers()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        await app.OrganAsync("FGW", "360500", "市发展改革委");
        await app.PersonAsync("officer");
        await app.PostAsync("officer", "FGW@360500", Roles.Handler);
        await app.PersonAsync("citizen");
        using var officer = await app.BrowserOfAsync("officer");
        using var citizen = await app.BrowserOfAsync("citizen");
        for (var i = 0; i < 6; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(13));
            Assert.Equal("/account", (await officer.GetAsync("/account")).Address.AbsolutePath);
            Assert.Equal("/account", (await citizen.GetAsync("/account")).Address.AbsolutePath);
        }
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("/login", (await officer.GetAsync("/account")).Address.AbsolutePath);
        Assert.Equal("/account", (await citizen.GetAsync("/account")).Address.AbsolutePath);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("/login", (await citizen.GetAsync("/account")).Address.AbsolutePath);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Roles_of_two_organs_are_kept_apart_and_a_session_switches_between_them(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.OrganAsync("FGW", "360500", "市发展改革委");
        await app.OrganAsync("ZRZY", "360500", "市自然资源局");
        await app.PersonAsync("officer");
        var first = await app.PostAsync("officer", "FGW@360500", Roles.Handler);
        var second = await app.PostAsync("officer", "ZRZY@360500", Roles.Auditor);

        using var browser = app.NewBrowser();
        var choice = await browser.SignInAsync("officer", TestApp.Password, "/account");
        Assert.Equal("/capacity", choice.Address.AbsolutePath);
        var inFirst = await browser.SubmitAsync(choice, "#capacity", ("post", $"post:{first}"));
        Assert.Contains("市发展改革委（经办人）", inFirst.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("市自然资源局（审计管理员）", inFirst.Text, StringComparison.Ordinal);
        var inSecond = await browser.SubmitAsync(inFirst, "form[action='/capacity/switch']", ("post", $"post:{second}"), ("returnUrl", "/account"));
        Assert.Contains("市自然资源局（审计管理员）", inSecond.Text, StringComparison.Ordinal);
        var foreign = await browser.SubmitAsync(inSecond, "form[action='/capacity/switch']", ("post", $"post:{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);

        using var client = app.NewClient();
        using var unclear = await client.PostAsync("/api/v1/tokens", new { userName = "officer", password = TestApp.Password });
        var problem = await unclear.JsonAsync();
        Assert.Equal(("people.capacity-unclear", 2), ((string?)problem["code"], problem["capacities"]!.AsArray().Count));
        using var handler = await app.ClientOfAsync("officer", first);
        var me = await handler.GetJsonAsync("/api/v1/me");
        Assert.Equal(("FGW@360500", "[\"handler\"]"), ((string?)me["capacity"]!["organ"], me["capacity"]!["roles"]!.ToJsonString()));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_ended_post_or_a_disabled_account_loses_access_within_a_minute(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.OrganAsync("FGW", "360500", "市发展改革委");
        var person = await app.PersonAsync("officer");
        var post = await app.PostAsync("officer", "FGW@360500", Roles.Handler);
        using var browser = await app.BrowserOfAsync("officer");
        using var client = await app.ClientOfAsync("officer");
        Assert.Equal("/account", (await browser.GetAsync("/account")).Address.AbsolutePath);

        var caller = new Caller { Actor = Actor.System };
        Assert.Null((await app.InScopeAsync(s => s.GetRequiredService<Accounts>().DisableAsync(person, caller, default))).Error);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("/login", (await browser.GetAsync("/account")).Address.AbsolutePath);
        using var answer = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_changed_password_ends_every_other_session_and_token()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        await app.PersonAsync("zhang.san");
        using var here = await app.BrowserOfAsync("zhang.san");
        using var elsewhere = await app.BrowserOfAsync("zhang.san");
        var account = await here.GetAsync("/account");
        var wrong = await here.SubmitAsync(account, "form:has([name='Form.Next'])", ("Form.Current", "Wrong-Horse-77"), ("Form.Next", "Better-Horse-88"));
        Assert.Equal("people.wrong-password", wrong.Refusal);
        var changed = await here.SubmitAsync(wrong, "form:has([name='Form.Next'])", ("Form.Current", TestApp.Password), ("Form.Next", "Better-Horse-88"));
        Assert.Contains("密码已修改", changed.Text, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("/account", (await here.GetAsync("/account")).Address.AbsolutePath);
        Assert.Equal("/login", (await elsewhere.GetAsync("/account")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_are_turned_away()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite, options: o => o with { SignInsPerMinute = 2 });
        using var client = app.NewClient();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.PostAsync("/api/v1/tokens", new { userName = $"nobody{i}", password = "x" });
            Assert.Equal(i < 2 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.TooManyRequests, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Who_asks_too_fast_is_told_when_to_come_again_and_holds_up_nobody_else()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite, options: o => o with { RequestsPerMinute = 60 });
        await app.PersonAsync("zhang.san");
        await app.PersonAsync("li.si");
        using var hasty = await app.ClientOfAsync("zhang.san");
        using var other = await app.ClientOfAsync("li.si");
        HttpResponseMessage answer;
        var asked = 0;
        do
            answer = await hasty.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        while (answer.IsSuccessStatusCode && ++asked < 50);
        Assert.InRange(asked, 10, 20);
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode);

        using var browser = await app.BrowserOfAsync("zhang.san");
        Page page;
        do
            page = await browser.GetAsync("/account");
        while (page.Status is HttpStatusCode.OK && ++asked < 100);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("操作过于频繁", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_may_ask_for_ten_people_and_the_machine_itself_for_all()
    {
        using var limit = CallerLimits.OfAddresses(new ServerOptions { DataFolder = "", CatalogFolder = "", RequestsPerMinute = 60 })!;
        int Granted(string from)
        {
            var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
            return Enumerable.Range(0, 500).Count(_ => limit.AttemptAcquire(http).IsAcquired);
        }
        Assert.InRange(Granted("203.0.113.7"), 100, 130);
        Assert.InRange(Granted("203.0.113.8"), 100, 130);
        Assert.Equal(500, Granted("127.0.0.1"));
        Assert.Null(CallerLimits.OfAddresses(new ServerOptions { DataFolder = "", CatalogFolder = "", RequestsPerMinute = 0 }));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_and_a_link_elsewhere_is_not_followed()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        await app.PersonAsync("zhang.san");
        using var browser = app.NewBrowser();
        var page = await browser.GetAsync("/login");
        var refused = await browser.SubmitAsync(page, "form:has([name='Form.Password'])", ("__RequestVerificationToken", null), ("Form.UserName", "zhang.san"), ("Form.Password", TestApp.Password));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var home = await browser.SignInAsync("zhang.san", TestApp.Password, "//evil.example/");
        Assert.Equal(("localhost", "/work"), (home.Address.Host, home.Address.AbsolutePath));
    }

    [Fact]
    public async Task A_stranger_is_sent_away_before_his_form_is_read()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var stranger = app.NewClient();
        using var upload = new Unread();
        using var form = new MultipartFormDataContent { { new StreamContent(upload), "Form.File", "layer.gpkg" } };
        using var answer = await stranger.PostAsync(new Uri("/space/layers/L01/import", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Redirect, HttpStatusCode.Found]);
        Assert.True(upload.Taken < 2_000_000, $"{upload.Taken} bytes were taken from a stranger");
    }

    /// <summary>A file of 200 MB of which one sees how much was taken.</summary>
    private sealed class Unread : Stream
    {
        private const long Size = 200_000_000;

        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, Size - Taken);
            Taken += given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
