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
        foreach (var charset in new[] { "nonsense", "utf-7", "utf-16", "gb2312" })
            Assert.Equal((415, "http.415"), await AskAsync(HttpMethod.Post, "/api/v1/tokens", """{"userName":"a","password":"x"}""", $"application/json; charset={charset}", null));
        foreach (var type in new[] { "application/json; charset=\"UTF-8\"", "application/json;charset=utf-8", "application/json", "application/json; charset=" })
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
}
