using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>What an attempt to sign in leaves behind, and what the one who tries is not told, on both databases.</summary>
public class SignInLogTests
{
    private const string Peer = "203.0.113.7", Wrong = "Wrong-Horse-77";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Whoever_may_not_come_in_is_answered_alike_and_the_log_says_why(Database database)
    {
        await using var app = await StartAsync(database);
        await app.PersonAsync("auditor");
        await app.PostAsync("auditor", TestOffice.Organ, Roles.Auditor);
        var gone = await app.PersonAsync("gone");
        await app.InScopeAsync(s => s.GetRequiredService<Accounts>().DisableAsync(gone, new Caller { Actor = Actor.System }, default));
        await app.PersonAsync("locked");
        using var stranger = From(app, Peer);
        for (var i = 0; i < Person.AttemptsBeforeLock; i++)
            await TokenAsync(stranger, "locked", Wrong);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var (name, password) in new[] { ("citizen", Wrong), ("nobody-has-this", Wrong), ("locked", TestApp.Password), ("gone", TestApp.Password), ("gone", Wrong) })
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            var answer = await TokenAsync(stranger, name, password);
            var problem = answer.Json.AsObject();
            problem.Remove("traceId");
            answers.Add((answer.Status, problem.ToJsonString()));
        }
        Assert.Single(answers.Distinct());
        Assert.Contains("people.wrong-password", answers[0].Item2, StringComparison.Ordinal);

        using var auditor = await app.ClientOfAsync("auditor");
        var log = await LogAsync(auditor, $"?address={Peer}");
        Assert.Equal(
            ["disabled gone", "disabled gone", "locked locked", "unknownName ", "wrongPassword citizen", .. Enumerable.Repeat("wrongPassword locked", Person.AttemptsBeforeLock)],
            log.Select(r => $"{r["outcome"]} {r["userName"]}"));
        Assert.All(log, r => Assert.Equal((Peer, "api"), ((string?)r["address"], (string?)r["channel"])));
        Assert.DoesNotContain("nobody-has-this", string.Concat(await AllTextAsync(app)), StringComparison.Ordinal);

        using var admin = await app.BrowserOfAsync("admin");
        var page = await admin.GetAsync("/admin/sign-ins?refused=true");
        Assert.Contains(page.Html.QuerySelectorAll("tbody tr"), r => r.TextContent.Contains("没有这个用户名", StringComparison.Ordinal));
        Assert.Equal($"{Peer} 10 3", string.Join(' ', page.Html.QuerySelector("tbody tr")!.QuerySelectorAll("td").Select(d => d.TextContent.Trim())));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_person_sees_the_own_attempts_and_after_190_days_nobody_does(Database database)
    {
        await using var app = await StartAsync(database);
        using var stranger = From(app, Peer);
        await TokenAsync(stranger, "citizen", Wrong);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        using var browser = await app.BrowserOfAsync("citizen");
        var account = await browser.GetAsync("/account");
        Assert.Equal(["登录成功", "密码错误"], account.Html.QuerySelectorAll("table")[0].QuerySelectorAll("tbody .tb-state").Select(b => b.TextContent.Trim()));
        Assert.Contains(Peer, account.Text, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.SubmitAsync(account, "form:has([name='Form.Next'])", ("Form.Current", Wrong), ("Form.Next", "Better-Horse-88"));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        using var client = await app.ClientOfAsync("citizen");
        var own = (await client.GetJsonAsync("/api/v1/me/sign-ins")).AsArray();
        Assert.Equal(["api signedIn", "account wrongPassword", "page signedIn", "api wrongPassword"], own.Select(r => $"{r!["channel"]} {r["outcome"]}"));
        using var officer = await app.ClientOfAsync("officer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.SayAsync(HttpMethod.Get, "/api/v1/admin/sign-ins")).Status);

        app.Clock.Advance(SignInAttempt.Kept - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await TidyAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(5, await TidyAsync(app));
        Assert.Empty(await AllTextAsync(app));
    }

    private static Task<TestApp> StartAsync(Database database) => TestOffice.StartAsync(database, services: s => s.AddSingleton<IStartupFilter, Peers>());

    private static HttpClient From(TestApp app, string peer)
    {
        var client = app.NewClient();
        client.DefaultRequestHeaders.Add(Peers.Header, peer);
        return client;
    }

    private static Task<Said> TokenAsync(HttpClient client, string userName, string password) => client.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName, password });

    private static async Task<IReadOnlyList<JsonNode>> LogAsync(HttpClient client, string query) => [.. (await client.GetJsonAsync("/api/v1/admin/sign-ins" + query))["items"]!.AsArray().Select(r => r!)];

    private static Task<int> TidyAsync(TestApp app) => app.InScopeAsync(s => s.GetServices<IHousekeeping>().Single(h => h.Name == "foundation.sign-ins").TidyAsync(default));

    private static Task<List<string>> AllTextAsync(TestApp app) => app.InScopeAsync(async s =>
        (await s.GetRequiredService<TongbanDb>().Set<SignInAttempt>().AsNoTracking().ToListAsync()).ConvertAll(a => System.Text.Json.JsonSerializer.Serialize(a)));
}
