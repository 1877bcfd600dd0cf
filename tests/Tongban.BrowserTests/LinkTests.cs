using System.Text.RegularExpressions;
using Tongban.Bench;
using Tongban.BrowserTests.Support;

namespace Tongban.BrowserTests;

/// <summary>Readers of several roles follow what their pages offer them: every link leads somewhere, and nowhere they are sent away from.</summary>
public partial class LinkTests(DemoServer server)
{
    [Theory]
    [InlineData(null)]
    [InlineData("ent01")]
    [InlineData("fgw")]
    [InlineData("zrzy.head")]
    [InlineData("jcs")]
    [InlineData("admin")]
    [InlineData("auditor")]
    public async Task No_page_offers_a_link_that_its_reader_cannot_follow(string? reader)
    {
        var address = new Uri(server.Address);
        using var handler = new HttpClientHandler { AllowAutoRedirect = true };
        if (reader is not null)
            handler.CookieContainer = await PageSession.SignInAsync(address, reader, Reader.Password);
        using var http = new HttpClient(handler) { BaseAddress = address };
        var waiting = new Queue<(string Link, string Page)>([(reader is null ? "/" : "/work", "")]);
        var (seen, kinds, dead) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        while (waiting.TryDequeue(out var next))
        {
            var (link, page) = next;
            // A few of a kind are enough: the fourth project has the same links.
            var kind = Variable().Replace(link.Split('?')[0], "*");
            if (!seen.Add(link) || (kinds[kind] = kinds.GetValueOrDefault(kind) + 1) > 3)
                continue;
            using var answer = await http.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                dead.Add($"{(int)answer.StatusCode} {link} on {page}");
                continue;
            }
            if (answer.Content.Headers.ContentType?.MediaType is not "text/html")
                continue;
            foreach (Match found in Link().Matches(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
            {
                var to = System.Net.WebUtility.HtmlDecode(found.Groups["to"].Value).Split('#')[0];
                if (to is ['/', not '/', ..] && !to.StartsWith("/culture", StringComparison.Ordinal))
                    waiting.Enqueue((to, link));
            }
        }
        Assert.True(dead.Count == 0, string.Join('\n', dead));
        Assert.True(seen.Count > 60, $"only {seen.Count} pages");
    }

    [GeneratedRegex("<a\\b[^>]*href=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d{6}-\d{2}-\d{2}-\d{6}|91\w{16}|[A-Z]+@\d{6}|\d{4,}(?:-[\w-]+)?|(?<=/)S\d-\d+|(?<=layers/)L\d+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variable();
}
