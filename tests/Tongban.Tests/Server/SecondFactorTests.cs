using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>Something one has besides what one knows, on both databases.</summary>
public partial class SecondFactorTests
{
    private const string Proofs = "form:has([name='Form.Current'])";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_person_sets_it_up_on_the_page_and_needs_it_from_then_on(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        using var token = await app.ClientOfAsync("citizen");
        using var browser = await app.BrowserOfAsync("citizen");
        var page = await browser.GetAsync("/account/second-factor");
        Assert.Equal("people.wrong-password", (await browser.SubmitAsync(page, Proofs, ("Form.Current", "Wrong-Horse-77"))).Refusal);
        page = await browser.SubmitAsync(page, Proofs, ("Form.Current", TestApp.Password));
        var app1 = new Authenticator(app, page.Html.QuerySelector("#secret")!.TextContent);
        Assert.Contains($"secret={app1.Secret}&issuer=Tongban", page.Text, StringComparison.Ordinal);
        Assert.Equal("people.wrong-code", (await browser.SubmitAsync(page, "form:has([name='Form.Sealed'])", ("Form.Code", "000000"))).Refusal);
        var done = await browser.SubmitAsync(page, "form:has([name='Form.Sealed'])", ("Form.Code", app1.Now()));
        var recovery = done.Html.QuerySelectorAll("#recovery-codes code").Select(c => c.TextContent).ToList();
        Assert.Equal(10, recovery.Count);
        Assert.Equal("/account", (await browser.GetAsync("/account")).Address.AbsolutePath);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Unauthorized, (await token.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);

        // At the door: the password, then the code, which counts once.
        using var again = app.NewBrowser();
        var asked = await again.SignInAsync("citizen", TestApp.Password, "/account");
        Assert.Equal(("people.code-needed", "/login"), (asked.Refusal, (await again.GetAsync("/account")).Address.AbsolutePath));
        Assert.Null(asked.Html.QuerySelector("[name='Form.Password']"));
        var code = app1.Now();
        Assert.Equal("/account", (await again.SubmitAsync(asked, "form:has([name='Form.Code'])", ("Form.Code", code))).Address.AbsolutePath);
        using var third = app.NewBrowser();
        asked = await third.SignInAsync("citizen", TestApp.Password, "/account");
        var used = await third.SubmitAsync(asked, "form:has([name='Form.Code'])", ("Form.Code", code));
        Assert.Equal("people.wrong-code", used.Refusal);
        Assert.Equal("/account", (await third.SubmitAsync(used, "form:has([name='Form.Code'])", ("Form.Code", recovery[0]))).Address.AbsolutePath);

        // A ticket stands for the password for five minutes.
        using var late = app.NewBrowser();
        asked = await late.SignInAsync("citizen", TestApp.Password);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("people.sign-in-again", (await late.SubmitAsync(asked, "form:has([name='Form.Code'])", ("Form.Code", app1.Now()))).Refusal);

        // What is kept opens nothing by itself, and the ledger knows neither secret nor codes.
        var kept = await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<SecondFactor>().AsNoTracking().SingleAsync());
        Assert.DoesNotContain(app1.Secret, kept.Secret, StringComparison.Ordinal);
        var acts = await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == kept.Matter).OrderBy(e => e.Sequence).Select(e => e.Act).ToListAsync());
        Assert.Equal(["people.second-factor-enrolled", "people.recovery-code-used"], acts.Where(a => a.Contains("factor", StringComparison.Ordinal) || a.Contains("recovery", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_api_asks_for_the_code_counts_wrong_ones_and_changes_it_for_password_and_code(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        using var stranger = app.NewClient();
        Task<Said> TokenAsync(string? code) => stranger.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName = "citizen", password = TestApp.Password, code });
        using var client = await app.ClientOfAsync("citizen");
        var (authenticator, recovery) = await SetUpAsync(app, client);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "people.code-needed"), (await TokenAsync(null)).Refusal);
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string?)(await TokenAsync(authenticator.Now())).Ok().Json["token"]);
        Assert.Equal(10, (int)(await client.GetJsonAsync("/api/v1/me/second-factor"))["recoveryCodesLeft"]!);

        // New recovery codes for password and code; the old ones are gone.
        var renewed = (await client.SayAsync(HttpMethod.Post, "/api/v1/me/second-factor/recovery-codes", new { password = TestApp.Password, code = recovery[0] })).Ok();
        Assert.Equal("people.wrong-code", (await TokenAsync(recovery[1])).Code);
        (await TokenAsync((string)renewed.Json["recoveryCodes"]![0]!)).Ok();

        // Guessing codes locks the account like guessing passwords.
        for (var i = 0; i < Person.AttemptsBeforeLock; i++)
            Assert.Equal("people.wrong-code", (await TokenAsync("000000")).Code);
        Assert.Equal("people.wrong-password", (await TokenAsync(authenticator.Now())).Code);
        app.Clock.Advance(Person.LockedFor + TimeSpan.FromSeconds(1));
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string?)(await TokenAsync(authenticator.Now())).Ok().Json["token"]);

        Assert.Equal("people.wrong-code", (await client.SayAsync(HttpMethod.Post, "/api/v1/me/second-factor/removal", new { password = TestApp.Password, code = "000000" })).Code);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        (await client.SayAsync(HttpMethod.Post, "/api/v1/me/second-factor/removal", new { password = TestApp.Password, code = authenticator.Now() })).Ok();
        (await TokenAsync(null)).Ok();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Where_it_is_demanded_nobody_comes_in_or_switches_to_a_post_without(Database database)
    {
        await using var app = await TestOffice.StartAsync(database, o => o with { SecondFactors = new(SecondFactorDemand.Officers) });
        using var stranger = app.NewClient();
        Assert.Equal((HttpStatusCode.Forbidden, "people.second-factor-first"), (await stranger.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName = "officer", password = TestApp.Password })).Refusal);
        using var browser = app.NewBrowser();
        var asked = await browser.SignInAsync("officer", TestApp.Password, "/account");
        Assert.Equal("people.second-factor-first", asked.Refusal);
        Assert.Equal("/login", (await browser.GetAsync("/account")).Address.AbsolutePath);
        var authenticator = new Authenticator(app, asked.Html.QuerySelector("#secret")!.TextContent);
        var wrong = await browser.SubmitAsync(asked, "form:has([name='Form.Code'])", ("Form.Code", "000000"));
        Assert.Equal(("people.wrong-code", authenticator.Secret), (wrong.Refusal, wrong.Html.QuerySelector("#secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal)));
        var done = await browser.SubmitAsync(wrong, "form:has([name='Form.Code'])", ("Form.Code", authenticator.Now()));
        Assert.Equal(10, done.Html.QuerySelectorAll("#recovery-codes code").Length);
        var account = await browser.GetAsync("/account/second-factor");
        Assert.Equal("/account/second-factor", account.Address.AbsolutePath);
        Assert.Null(account.Html.QuerySelector("form[id=remove], .btn-danger"));

        // Who has no post is not asked; once there is one, it is not entered without.
        using var citizen = await app.BrowserOfAsync("citizen");
        Assert.Equal("/account", (await citizen.GetAsync("/account")).Address.AbsolutePath);
        var post = await app.PostAsync("citizen", TestOffice.Organ, Roles.Handler);
        var choice = await citizen.GetAsync("/capacity");
        var led = await citizen.SubmitAsync(choice, "#capacity", ("post", $"post:{post}"));
        Assert.Equal("/account/second-factor", led.Address.AbsolutePath);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_administrator_resets_it_and_a_secret_whose_keys_are_lost_leaves_the_recovery_codes(Database database)
    {
        await using var app = await TestOffice.StartAsync(database);
        var officer = await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Person>().Where(p => p.UserName == "officer").Select(p => p.Id).SingleAsync());
        using var client = await app.ClientOfAsync("officer");
        var (authenticator, recovery) = await SetUpAsync(app, client);
        using var stranger = app.NewClient();
        Task<Said> TokenAsync(string? code) => stranger.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName = "officer", password = TestApp.Password, code });

        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            return await db.ActAsync("other keys", new Caller { Actor = Actor.System }, async () =>
            {
                var factor = await db.Set<SecondFactor>().SingleAsync();
                db.Entry(factor).Property(f => f.Secret).CurrentValue = "written by keys that nobody has";
                return (Tongban.Foundation.Result<bool>)true;
            });
        });
        Assert.Equal("people.wrong-code", (await TokenAsync(authenticator.Now())).Code);
        (await TokenAsync(recovery[0])).Ok();

        using var admin = await app.BrowserOfAsync("admin");
        var page = await admin.GetAsync($"/admin/people/{officer}");
        Assert.Contains("两步验证", page.Text, StringComparison.Ordinal);
        page = await admin.SubmitAsync(page, "#second-factor form");
        Assert.Contains("两步验证已重置", page.Text, StringComparison.Ordinal);
        (await TokenAsync(null)).Ok();
        Assert.Equal("people.no-second-factor", (await (await app.ClientOfAsync("admin")).SayAsync(HttpMethod.Post, $"/api/v1/admin/people/{officer}/second-factor-reset")).Code);
    }

    [Fact]
    public async Task One_code_sent_twice_at_the_same_moment_opens_once()
    {
        await using var app = await TestOffice.StartAsync(Database.Sqlite);
        using var client = await app.ClientOfAsync("citizen");
        var (authenticator, _) = await SetUpAsync(app, client);
        var code = authenticator.Now();
        using var stranger = app.NewClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stranger.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName = "citizen", password = TestApp.Password, code })));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
    }

    /// <summary>Sets it up by the API and moves on by half a minute, so that the next code is a fresh one.</summary>
    private static async Task<(Authenticator Authenticator, IReadOnlyList<string> Recovery)> SetUpAsync(TestApp app, HttpClient client)
    {
        var setup = (await client.SayAsync(HttpMethod.Post, "/api/v1/me/second-factor/setup", new { password = TestApp.Password })).Ok().Json;
        var authenticator = new Authenticator(app, (string)setup["secret"]!);
        var recovery = (await client.SayAsync(HttpMethod.Put, "/api/v1/me/second-factor", new { @sealed = (string)setup["sealed"]!, code = authenticator.Now() })).Ok().Json["recoveryCodes"]!.AsArray();
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        return (authenticator, [.. recovery.Select(c => (string)c!)]);
    }

    /// <summary>The app on the telephone: it knows the secret as it was typed, and the time.</summary>
    private sealed class Authenticator(TestApp app, string typed)
    {
        public string Secret { get; } = Blank().Replace(typed, "");

        public string Now() => Totp.CodeAt(Bytes(), Totp.StepAt(app.Clock.Now));

        private byte[] Bytes()
        {
            var bits = string.Concat(Secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
            return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
