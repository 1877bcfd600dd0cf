using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Server.Security;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>What a browser is told with every answer, what its cookies may, and whose word about addresses and names is believed.</summary>
public class OuterShellTests
{
    private const string Proxy = "10.0.0.1", Elsewhere = "10.0.0.9";

    [Fact]
    public async Task Every_answer_carries_the_headers_whatever_it_is()
    {
        await using var app = await BehindProxyAsync();
        await app.PersonAsync("zhang.san");
        using var client = From(app, Proxy, ("X-Forwarded-Proto", "https"));
        using var token = await app.ClientOfAsync("zhang.san");
        var style = new Uri((await app.NewBrowser().GetAsync("/login")).Html.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!, UriKind.Relative).OriginalString;
        foreach (var (path, status) in new[] { ("/", 200), ("/login", 200), ("/account", 302), ("/no-such-page", 404), (style, 200), ("/api/v1/me", 401), ("/api/v1/openapi.json", 200), ("/api/v1/no-such-thing", 404), ("/health/live", 200), ("/ogc", 200) })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((path, status), (path, (int)answer.StatusCode));
            AssertHeaders(answer, path);
            Assert.Equal("max-age=31536000; includeSubDomains", Header(answer, "Strict-Transport-Security"));
        }
        using (var refused = await client.PostAsync("/api/v1/tokens", new { userName = "x", password = "x" }))
            AssertHeaders(refused, "a refused post");
        // Whatever is told one caller is kept by nobody on the way.
        using (var me = await token.GetAsync(new Uri("/api/v1/me", UriKind.Relative)))
        {
            AssertHeaders(me, "me");
            Assert.Equal("no-store", Header(me, "Cache-Control"));
            Assert.Null(Header(me, "Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task Cookies_are_bound_to_the_host_and_to_https_where_there_is_https()
    {
        await using (var app = await BehindProxyAsync())
        {
            await app.PersonAsync("zhang.san");
            Assert.Equal(
                ["__Host-tb-af httponly secure Strict /", "__Host-tb-lang httponly secure Lax /", "__Host-tongban httponly secure Lax /"],
                await CookiesAsync(app, ("X-Forwarded-Proto", "https")));
        }
        await using (var plain = await TestApp.StartAsync(Database.Sqlite, services: s => s.AddSingleton<IStartupFilter, Peers>()))
        {
            await plain.PersonAsync("zhang.san");
            Assert.Equal(["tb-af httponly  Strict /", "tb-lang httponly  Lax /", "tongban httponly  Lax /"], await CookiesAsync(plain));
        }
    }

    [Fact]
    public async Task Only_a_trusted_proxy_says_where_a_caller_comes_from()
    {
        await using var app = await BehindProxyAsync();
        async Task<string?> SeenAsync(string peer, string forwarded)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            using var client = From(app, peer, ("X-Forwarded-For", forwarded));
            using var answer = await client.PostAsync("/api/v1/tokens", new { userName = "nobody", password = "x" });
            return await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<SignInAttempt>().AsNoTracking().OrderByDescending(a => a.Id).Select(a => a.Address).FirstAsync());
        }
        Assert.Equal("198.51.100.1", await SeenAsync(Proxy, "198.51.100.1"));
        // What the caller wrote before the proxy added its line is not believed.
        Assert.Equal("198.51.100.1", await SeenAsync(Proxy, "6.6.6.6, 198.51.100.1"));
        Assert.Equal(Elsewhere, await SeenAsync(Elsewhere, "6.6.6.6"));

        await using var trusting = await TestApp.StartAsync(Database.Sqlite, services: s => s.AddSingleton<IStartupFilter, Peers>());
        using var forger = From(trusting, Elsewhere, ("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));
        using var told = await forger.GetAsync(new Uri("/ogc", UriKind.Relative));
        Assert.DoesNotContain("evil.example", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(Header(told, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task Only_names_that_are_ours_are_answered_to()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite, options: o => o with { TrustedProxies = [IPAddress.Parse(Proxy)], Hosts = ["tongban.example", "*.inner.example"] }, services: s => s.AddSingleton<IStartupFilter, Peers>());
        foreach (var (host, forwarded, path, status) in new[]
        {
            ("tongban.example", null, "/login", 200), ("TONGBAN.example:8443", null, "/login", 200), ("a.inner.example", null, "/login", 200),
            ("evil.example", null, "/login", 421), ("tongban.example.evil.example", null, "/api/v1/openapi.json", 421), ("10.0.0.5", null, "/health/live", 200),
            ("10.0.0.5", "tongban.example", "/login", 200), ("tongban.example", "evil.example", "/login", 421),
        })
        {
            using var client = From(app, Proxy);
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            if (forwarded is not null)
                request.Headers.Add("X-Forwarded-Host", forwarded);
            using var answer = await client.SendAsync(request);
            Assert.Equal((host, forwarded, status), (host, forwarded, (int)answer.StatusCode));
            AssertHeaders(answer, host);
        }
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7"), InlineData("::ffff:192.0.2.7", "192.0.2.7"), InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002"), InlineData("2001:db8:1:2:ffff::1", "20010db800010002")]
    public void Whoever_has_one_address_of_a_network_counts_as_one(string address, string counted) => Assert.Equal(counted, SignInLimits.PartitionOf(IPAddress.Parse(address)));

    private static void AssertHeaders(HttpResponseMessage answer, string what)
    {
        var policy = Header(answer, "Content-Security-Policy") ?? "";
        Assert.True(policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) && policy.Contains("default-src", StringComparison.Ordinal) && !policy.Contains("script-src 'self' 'unsafe", StringComparison.Ordinal), $"{what}: {policy}");
        Assert.Equal((what, "nosniff", "DENY", "same-origin"), (what, Header(answer, "X-Content-Type-Options"), Header(answer, "X-Frame-Options"), Header(answer, "Referrer-Policy")));
        Assert.Null(Header(answer, "Server"));
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>Every cookie of a visit: the form's, the language's, the session's.</summary>
    private static async Task<IReadOnlyList<string>> CookiesAsync(TestApp app, params (string Name, string Value)[] headers)
    {
        using var client = From(app, Proxy, headers);
        var set = new List<SetCookieHeaderValue>();
        async Task<string> TakeAsync(HttpResponseMessage answer)
        {
            using var _ = answer;
            if (answer.Headers.TryGetValues("Set-Cookie", out var values))
                set.AddRange(values.Select(v => SetCookieHeaderValue.Parse(v)));
            return await answer.Content.ReadAsStringAsync();
        }
        await TakeAsync(await client.GetAsync(new Uri("/culture?c=en&returnUrl=/", UriKind.Relative)));
        var page = await TakeAsync(await client.GetAsync(new Uri("/login", UriKind.Relative)));
        string Field(string name) => System.Text.RegularExpressions.Regex.Match(page, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("_handler", "login"), new("__RequestVerificationToken", Field("__RequestVerificationToken")), new("Form.UserName", "zhang.san"), new("Form.Password", TestApp.Password)]);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = form };
        post.Headers.Add("Cookie", set.Where(c => c.Name.ToString().Contains("tb-af", StringComparison.Ordinal)).Select(c => $"{c.Name}={c.Value}"));
        await TakeAsync(await client.SendAsync(post));
        return [.. set.Where(c => c.Value.Length > 0).Select(c => $"{c.Name} {(c.HttpOnly ? "httponly" : "")} {(c.Secure ? "secure" : "")} {c.SameSite} {c.Path}").Distinct().Order(StringComparer.Ordinal)];
    }

    private static Task<TestApp> BehindProxyAsync() =>
        TestApp.StartAsync(Database.Sqlite, options: o => o with { TrustedProxies = [IPAddress.Parse(Proxy)] }, services: s => s.AddSingleton<IStartupFilter, Peers>());

    private static HttpClient From(TestApp app, string peer, params (string Name, string Value)[] headers)
    {
        var client = app.NewClient();
        client.DefaultRequestHeaders.Add(Peers.Header, peer);
        foreach (var (name, value) in headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
