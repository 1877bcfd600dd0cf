using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

public class ApiTests
{
    [Theory]
    [InlineData("POST", "/api/v1/tokens", "{", 400, "http.body-unreadable", null)]
    [InlineData("POST", "/api/v1/tokens", "", 400, "http.body-missing", "body")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":1,"password":"x"}""", 400, "http.member-unreadable", "userName")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":null,"password":"x"}""", 400, "http.member-unreadable", "userName")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":"a","password":"x","extra":1}""", 400, "http.member-unreadable", "extra")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":"a","userName":"b","password":"x"}""", 400, "http.member-unreadable", "userName")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":"a"}""", 400, "http.member-missing", "password")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":"a","password":"x","post":"no"}""", 400, "http.member-unreadable", "post")]
    [InlineData("POST", "/api/v1/tokens", """{"userName":"a","password":"x"}""", 422, "people.wrong-password", "password")]
    [InlineData("GET", "/api/v1/me", null, 401, "http.401", null)]
    [InlineData("GET", "/api/v1/no-such-thing", null, 404, "http.404", null)]
    [InlineData("PUT", "/api/v1/me", null, 405, "http.405", null)]
    public async Task Whatever_is_wrong_is_answered_by_a_problem_that_names_it(string method, string path, string? body, int status, string code, string? field)
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((status, code, field), ((int)answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Idempotency-Key", "seven", "http.idempotency-key")]
    [InlineData("If-Match", "seven", "http.if-match")]
    [InlineData("If-Match", "\"x\"", "http.if-match")]
    public async Task A_header_that_cannot_be_understood_is_refused(string header, string value, string code)
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        using var answer = await client.PostAsync("/api/v1/tokens", new { userName = "a", password = "b" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (answer.StatusCode, (string?)(await answer.JsonAsync())["code"]));
    }

    [Fact]
    public async Task A_token_is_good_until_it_is_revoked_or_eight_hours_old()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        await app.PersonAsync("zhang.san");
        using var first = await app.ClientOfAsync("zhang.san");
        using var second = await app.ClientOfAsync("zhang.san");
        Assert.Equal("张三", (string?)(await first.GetJsonAsync("/api/v1/me"))["name"]);
        using (var revoked = await first.DeleteAsync(new Uri("/api/v1/tokens/current", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using (var after = await first.GetAsync(new Uri("/api/v1/me", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        app.Clock.Advance(TimeSpan.FromHours(7));
        await second.GetJsonAsync("/api/v1/me");
        app.Clock.Advance(TimeSpan.FromHours(1.1));
        using var late = await second.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task Problems_speak_the_callers_language()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var answer = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        Assert.Equal("Sign in first", (string?)(await answer.JsonAsync())["title"]);
    }

    [Fact]
    public async Task The_description_is_openapi_3_1_and_every_operation_has_a_name_a_summary_and_its_problems()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        var description = await client.GetJsonAsync("/api/v1/openapi.json");
        Assert.StartsWith("3.1", (string?)description["openapi"], StringComparison.Ordinal);
        Assert.NotNull(description["components"]!["securitySchemes"]!["bearer"]);
        foreach (var (path, operations) in description["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(o => o.Key is "get" or "post" or "put" or "delete" or "patch"))
            {
                Assert.True(operation!["operationId"] is not null && operation["summary"] is not null, $"{method} {path} has no name or no summary");
                Assert.True(operation["responses"]!.AsObject().Any(r => r.Key.StartsWith('4')), $"{method} {path} names no refusal");
                if (method is not "get")
                    Assert.Contains(operation["parameters"]!.AsArray(), p => (string?)p!["name"] == "Idempotency-Key");
            }
        }
        using var browser = app.NewBrowser();
        Assert.NotNull((await browser.GetAsync("/api/docs")).Html.QuerySelector("#api-docs[data-src='/api/v1/openapi.json']"));
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_use_it()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(endpoints);
        // The framework maps this one for its own script, which we do not load; saying nothing, it is denied to everyone.
        var silent = endpoints.Where(e => e.RoutePattern.RawText is not "/_framework/opaque-redirect" && e.Metadata.GetMetadata<IAllowAnonymous>() is null && !e.Metadata.OfType<IAuthorizeData>().Any(a => a.Policy is not null))
            .Select(e => $"{string.Join('|', e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {e.RoutePattern.RawText}").ToList();
        Assert.True(silent.Count == 0, "neither a permission nor open to everyone:\n" + string.Join('\n', silent));
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_denied_even_to_those_signed_in()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        await app.PersonAsync("zhang.san");
        using var browser = await app.BrowserOfAsync("zhang.san");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/_framework/opaque-redirect")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.NewBrowser().GetAsync("/no-such-file.png")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.NewBrowser().GetAsync("/no-such-page")).Status);
    }

    [Fact]
    public async Task Liveness_and_readiness_are_told()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
    }
}
