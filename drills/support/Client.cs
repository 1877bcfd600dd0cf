using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Tongban.Drills.Kill;

/// <summary>One enterprise and the lead's officer at work over the API: declares, uploads, hands in, has it accepted, and begins again.</summary>
internal sealed class Client(string enterprise, string name, string journals, IReadOnlyDictionary<string, string> tokens)
{
    /// <summary>Works until the server is gone.</summary>
    public async Task WorkAsync(Uri server, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        using var journal = new Journal(Path.Combine(journals, $"{name}.journal"));
        try
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var declared = await ActAsync(http, journal, enterprise, "POST", "/api/v1/projects", Declaration($"{name}-{n}"));
                var stages = await ReadAsync(http, enterprise, $"/api/v1/projects/{(string?)declared["code"]}/stages");
                var stage = stages.AsArray()[0]!;
                var path = $"/api/v1/stages/{(string?)stage["stageCase"]}";
                foreach (var material in stage["materials"]!.AsArray().Where(m => (string?)m!["necessity"] is "Required" or "required" && (string?)m["source"] is not ("Issued" or "issued")))
                    await ActAsync(http, journal, enterprise, "PUT", $"{path}/materials/{(string?)material!["code"]}?fileName=paper.pdf", Paper($"{name} {n} {material["code"]}"), "application/octet-stream");
                await ActAsync(http, journal, enterprise, "POST", $"{path}/submission", "{}");
                await ActAsync(http, journal, Town.Officer, "POST", $"{path}/acceptance", "{}");
            }
        }
        catch (HttpRequestException)
        {
            // the server is gone: what was on its way stays unanswered in the journal
        }
        catch (IOException)
        {
        }
        catch (TaskCanceledException)
        {
        }
    }

    /// <summary>Asks once more with the same key.</summary>
    public static async Task<Answer> AskAgainAsync(Uri server, Intent intent, IReadOnlyDictionary<string, string> tokens, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server };
        return await SendAsync(http, intent, tokens, ct);
    }

    /// <summary>Signs in; the token is good for the whole drill.</summary>
    public static async Task<string> SignInAsync(Uri server, string userName, string? enterprise, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var answer = await http.PostAsJsonAsync("/api/v1/tokens", new { userName, password = Town.Password, enterprise }, ct);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!;
        return (string?)json["token"] ?? throw new InvalidOperationException($"{userName} cannot sign in: {json.ToJsonString()}");
    }

    private async Task<JsonNode> ActAsync(HttpClient http, Journal journal, string user, string method, string path, string body, string mediaType = "application/json")
    {
        var intent = new Intent(Guid.CreateVersion7(), user, method, path, body, mediaType);
        journal.Write(intent);
        var answer = await SendAsync(http, intent, tokens, CancellationToken.None);
        journal.Write(answer);
        return answer.Status < 300 ? JsonNode.Parse(answer.Body)! : throw new InvalidOperationException($"{method} {path}: {answer.Status} {answer.Body}");
    }

    private async Task<JsonNode> ReadAsync(HttpClient http, string user, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", tokens[user]) } };
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<Answer> SendAsync(HttpClient http, Intent intent, IReadOnlyDictionary<string, string> tokens, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(intent.Method), intent.Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(intent.Body)) };
        request.Content.Headers.ContentType = new(intent.MediaType);
        request.Headers.Authorization = new("Bearer", tokens[intent.User]);
        request.Headers.Add("Idempotency-Key", intent.Key.ToString());
        using var answer = await http.SendAsync(request, ct);
        return new Answer(intent.Key, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    private static string Declaration(string project) => $$$"""
        {"name":"{{{project}}}","type":"FILE","category":"01","division":"360500","industry":"C39","location":"新余市高新大道1号","scale":"年产2万吨","content":"新建厂房3栋及配套设施","totalInvestment":120000000.50,
        "sources":[{"source":"13","yuan":70000000.50},{"source":"12","yuan":50000000}],"landArea":273050.9,"plannedStart":"2028-06-01","plannedFinish":"2029-12-31","policyDeclared":true,
        "site":"{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}","contactName":"联系人","contactPhone":"0790-6440001",
        "facts":{"annualEnergyTce":"420","annualPowerKWh":"900000","siteLayers":"none"}}
        """;

    private static string Paper(string content) => $"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% {content}\ntrailer<</Root 1 0 R>>\n%%EOF\n";
}
