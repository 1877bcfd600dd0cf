using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>One session an officer, and a password that an administrator resets, on both databases.</summary>
public class OfficerSessionTests
{
    private const string Own = "Another-Horse-8";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_new_sign_in_of_an_officer_ends_the_earlier_session_and_says_why(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        using var first = await app.BrowserOfAsync("officer");
        Assert.Equal("/account", (await first.GetAsync("/account")).Address.AbsolutePath);
        using var second = await app.BrowserOfAsync("officer");

        var ended = await first.GetAsync("/account");
        Assert.Equal("/login", ended.Address.AbsolutePath);
        Assert.Contains("您已在别处登录", ended.Text, StringComparison.Ordinal);
        Assert.Equal("/account", (await second.GetAsync("/account")).Address.AbsolutePath);
        // Said once: whoever comes again is a stranger like any other.
        Assert.DoesNotContain("您已在别处登录", (await first.GetAsync("/account")).Text, StringComparison.Ordinal);

        // Also in the middle of a form; and the token of a program is no session of pages.
        using var program = await app.ClientOfAsync("officer");
        var page = await second.GetAsync("/account");
        using var third = await app.BrowserOfAsync("officer");
        page = await second.SubmitAsync(page, "form:has([name='Form.Current'])", ("Form.Current", TestApp.Password), ("Form.Next", Own));
        Assert.Equal("/login", page.Address.AbsolutePath);
        Assert.Contains("您已在别处登录", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await program.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        Assert.Equal("/account", (await third.GetAsync("/account")).Address.AbsolutePath);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Signing_out_ends_the_session_for_every_copy_of_its_cookie_and_twelve_hours_end_any(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        using var citizen = await app.BrowserOfAsync("citizen");
        using var thief = app.NewBrowser();
        thief.Cookies.Add(citizen.Cookies.GetAllCookies());
        using var elsewhere = await app.BrowserOfAsync("citizen");
        Assert.Equal("/account", (await thief.GetAsync("/account")).Address.AbsolutePath);
        await citizen.PostAsync("/logout", "/account");
        Assert.Equal("/login", (await thief.GetAsync("/account")).Address.AbsolutePath);
        Assert.Equal("/account", (await elsewhere.GetAsync("/account")).Address.AbsolutePath);

        for (var hour = 0; hour < 24; hour++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(29.5));
            Assert.Equal("/account", (await elsewhere.GetAsync("/account")).Address.AbsolutePath);
        }
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("/login", (await elsewhere.GetAsync("/account")).Address.AbsolutePath);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Applicants_keep_several_sessions_unless_everyone_is_to_have_one(Database database)
    {
        await using (var app = await TestOffice.StartAsync(database))
        {
            using var first = await app.BrowserOfAsync("citizen");
            using var second = await app.BrowserOfAsync("citizen");
            Assert.Equal("/account", (await first.GetAsync("/account")).Address.AbsolutePath);
        }
        await using (var app = await TestOffice.StartAsync(database, o => o with { Sessions = new(true, true) }))
        {
            using var first = await app.BrowserOfAsync("citizen");
            using var second = await app.BrowserOfAsync("citizen");
            Assert.Equal("/login", (await first.GetAsync("/account")).Address.AbsolutePath);
        }
        await using (var app = await TestOffice.StartAsync(database, o => o with { Sessions = new(false) }))
        {
            using var first = await app.BrowserOfAsync("officer");
            using var second = await app.BrowserOfAsync("officer");
            Assert.Equal("/account", (await first.GetAsync("/account")).Address.AbsolutePath);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_administrator_resets_a_password_and_the_officer_sets_his_own_at_the_first_sign_in(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        var officer = await IdAsync(app, "officer");
        using var before = await app.BrowserOfAsync("officer");
        using var token = await app.ClientOfAsync("officer");
        using var admin = await app.BrowserOfAsync("admin");
        var page = await admin.GetAsync($"/admin/people/{officer}");
        page = await admin.SubmitAsync(page, "#reset form");
        var once = page.Html.QuerySelector("#one-time")!.TextContent;
        Assert.Equal(19, once.Length);
        Assert.DoesNotContain(once, (await admin.GetAsync($"/admin/people/{officer}")).Text, StringComparison.Ordinal);

        // Everything from before has ended.
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("/login", (await before.GetAsync("/account")).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, (await token.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        using var browser = app.NewBrowser();
        Assert.Equal("people.wrong-password", (await browser.SignInAsync("officer", TestApp.Password)).Refusal);

        var asked = await browser.SignInAsync("officer", once);
        Assert.Equal("people.own-password-first", asked.Refusal);
        Assert.Equal("/login", (await browser.GetAsync("/account")).Address.AbsolutePath);
        const string form = "form:has([name='Form.Next'])";
        Assert.Equal("people.password-weak", (await browser.SubmitAsync(asked, form, ("Form.Password", once), ("Form.Next", "short"))).Refusal);
        Assert.Equal("people.same-password", (await browser.SubmitAsync(asked, form, ("Form.Password", once), ("Form.Next", once))).Refusal);
        Assert.Equal("people.wrong-password", (await browser.SubmitAsync(asked, form, ("Form.Password", "Wrong-Horse-77"), ("Form.Next", Own))).Refusal);
        Assert.NotEqual("/login", (await browser.SubmitAsync(asked, form, ("Form.Password", once), ("Form.Next", Own))).Address.AbsolutePath);
        using var again = app.NewBrowser();
        Assert.Equal("people.wrong-password", (await again.SignInAsync("officer", once)).Refusal);
        Assert.NotEqual("/login", (await again.SignInAsync("officer", Own)).Address.AbsolutePath);

        var acts = await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == $"person:{officer}").OrderBy(e => e.Sequence).ToListAsync());
        Assert.Contains(acts, e => e.Act == "people.password-reset");
        Assert.All(acts, e => Assert.DoesNotContain(once, e.Payload, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_api_resets_and_changes_passwords_and_refuses_what_may_not_be(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        var (officer, citizen, self) = (await IdAsync(app, "officer"), await IdAsync(app, "citizen"), await IdAsync(app, "admin"));
        using var admin = await app.ClientOfAsync("admin");
        Task<Said> ResetAsync(Guid person, params (string, string)[] headers) => admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/people/{person}/password-reset", null, headers);
        Assert.Equal((HttpStatusCode.Conflict, "people.not-an-officer"), (await ResetAsync(citizen)).Refusal);
        Assert.Equal((HttpStatusCode.Forbidden, "people.not-oneself"), (await ResetAsync(self)).Refusal);
        Assert.Equal((HttpStatusCode.NotFound, "people.no-such-person"), (await ResetAsync(Guid.NewGuid())).Refusal);

        // A repeat is a new password, and none is kept anywhere.
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var (first, once) = ((string)(await ResetAsync(officer, key)).Ok().Json["password"]!, (string)(await ResetAsync(officer, key)).Ok().Json["password"]!);
        Assert.NotEqual(first, once);
        Assert.Equal(0, await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Answer>().CountAsync()));

        using var stranger = app.NewClient();
        Task<Said> TokenAsync(string password, string? newPassword = null) => stranger.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName = "officer", password, newPassword });
        Assert.Equal("people.wrong-password", (await TokenAsync(first)).Code);
        var refused = await TokenAsync(once);
        Assert.Equal(("people.own-password-first", "newPassword"), (refused.Code, (string?)refused.Json["field"]));
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", (string?)(await TokenAsync(once, Own)).Ok().Json["token"]);

        // One's own password, by the API.
        Assert.Equal("people.wrong-password", (await stranger.SayAsync(HttpMethod.Put, "/api/v1/me/password", new { current = "Wrong-Horse-77", next = TestApp.Password })).Code);
        Assert.Equal("people.password-weak", (await stranger.SayAsync(HttpMethod.Put, "/api/v1/me/password", new { current = Own, next = "short" })).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.SayAsync(HttpMethod.Put, "/api/v1/me/password", new { current = Own, next = "Third-Horse-99" })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        (await TokenAsync("Third-Horse-99")).Ok();

        // Three days, then it opens nothing.
        once = (string)(await ResetAsync(officer)).Ok().Json["password"]!;
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal((HttpStatusCode.Forbidden, "people.one-time-password-ended"), (await TokenAsync(once, Own)).Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Tokens_are_seen_and_ended_by_their_owner_and_all_sessions_by_him_or_an_administrator(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        using var first = await app.ClientOfAsync("citizen");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await app.ClientOfAsync("citizen");
        var tokens = (await second.GetJsonAsync("/api/v1/me/tokens")).AsArray().Select(t => (string)t!["id"]!).ToList();
        Assert.Equal(2, tokens.Count);
        using var admin = await app.ClientOfAsync("admin");
        Assert.Equal((HttpStatusCode.NotFound, "people.no-such-token"), (await admin.SayAsync(HttpMethod.Delete, $"/api/v1/me/tokens/{tokens[1]}")).Refusal);
        (await second.SayAsync(HttpMethod.Delete, $"/api/v1/me/tokens/{tokens[1]}")).Ok();
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);

        // On the page: the other token, then whatever runs elsewhere.
        using var here = await app.BrowserOfAsync("citizen");
        using var elsewhere = await app.BrowserOfAsync("citizen");
        var page = await here.SubmitAsync(await here.GetAsync("/account"), "form:has([name=token])", ("token", tokens[0]));
        Assert.Null(page.Html.QuerySelector("[name=token]"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        const string others = "form:has([name='Others.Current'])";
        Assert.Equal("people.wrong-password", (await here.SubmitAsync(page, others, ("Others.Current", "Wrong-Horse-77"))).Refusal);
        Assert.Contains("ended=1", (await here.SubmitAsync(page, others, ("Others.Current", TestApp.Password))).Address.Query, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(("/login", "/account"), ((await elsewhere.GetAsync("/account")).Address.AbsolutePath, (await here.GetAsync("/account")).Address.AbsolutePath));

        (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/people/{await IdAsync(app, "citizen")}/sessions-end")).Ok();
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("/login", (await here.GetAsync("/account")).Address.AbsolutePath);
    }

    private static Task<Guid> IdAsync(TestApp app, string userName) => app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Person>().Where(p => p.UserName == userName).Select(p => p.Id).SingleAsync());
}
