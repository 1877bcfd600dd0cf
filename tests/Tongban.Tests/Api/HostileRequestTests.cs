using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tongban.Tests.Support;

namespace Tongban.Tests.Api;

/// <summary>What <c>drills/hostile</c> found once, each held by the smallest request that shows it.</summary>
public class HostileRequestTests
{
    [Fact]
    public async Task A_refusal_is_a_problem_whatever_the_caller_accepts_and_an_encoding_nobody_knows_is_refused()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        foreach (var accept in new[] { "text/html", "application/xml", "*/*;q=" })
            Assert.Equal((401, "http.401"), await AskAsync(HttpMethod.Get, "/api/v1/me", null, null, accept));
        foreach (var charset in new[] { "nonsense", "utf-7", "utf-16", "gb2312", "" })
            Assert.Equal((415, "http.415"), await AskAsync(HttpMethod.Post, "/api/v1/tokens", """{"userName":"a","password":"x"}""", $"application/json; charset={charset}", null));
        foreach (var type in new[] { "application/json; charset=\"UTF-8\"", "application/json;charset=utf-8", "application/json" })
            Assert.Equal((422, "people.wrong-password"), await AskAsync(HttpMethod.Post, "/api/v1/tokens", """{"userName":"a","password":"x"}""", type, null));

        async Task<(int, string?)> AskAsync(HttpMethod method, string path, string? body, string? type, string? accept)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content?.Headers.TryAddWithoutValidation("Content-Type", type);
            if (accept is not null)
                request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await client.SendAsync(request);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]);
        }
    }

    [Theory]
    [InlineData("/lists/negative/360500-N-FGW-01-0005-00?to=..%5c..")]
    [InlineData("/lists/negative/360500-N-FGW-01-0005-00?from=1&from=zwei")]
    public async Task A_value_in_an_address_that_is_none_of_its_kind_is_named_on_a_page(string address)
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var browser = app.NewBrowser();
        var page = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(address.Split('?', '=')[1], page.Html.QuerySelector(".tb-problem p")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/lists/negative/no-such-entry?to=")).Status);
    }

    [Theory]
    [InlineData("multipart/form-data", "_handler=proof")]
    [InlineData("multipart/form-data; boundary=hostile", "--hostile\r\nContent-Disposition: form-data; name=\"_handler\"\r\n\r\nproof\r\n--hostile\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nend")]
    [InlineData("multipart/form-data; boundary=hostile", "--hostile\r\nContent-Disposition: form-data; name=\"_handler\"")]
    public async Task A_form_that_ends_too_early_is_a_page_that_says_so(string type, string body)
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.PostAsync(new Uri("/ledger", UriKind.Relative), content);
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }
}
