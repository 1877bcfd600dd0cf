using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Tongban.Drills.Support;

/// <summary>How a client works beyond the usual.</summary>
/// <param name="Mark">The drill's own count, read after an answer came.</param>
/// <param name="LargePaper">Every third paper has so many bytes; 0 for none.</param>
/// <param name="Proofs">Asks for the proof of its last act after each project.</param>
/// <param name="Patience">How long it asks again with the same key while the platform says 503 or is away; <see langword="null"/> gives up at once.</param>
internal sealed record Habits(Func<long>? Mark = null, int LargePaper = 0, bool Proofs = false, TimeSpan? Patience = null);

/// <summary>One enterprise and the lead's officer at work over the API: declares, uploads, hands in, has it accepted, and begins again.</summary>
internal sealed class Client(string enterprise, string name, string journals, IReadOnlyDictionary<string, string> tokens, Habits? habits = null)
{
    private readonly Habits _habits = habits ?? new();
    private Guid _last;

    /// <summary>Acts it was told are done.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Answers that said not now: 503 in a sentence.</summary>
    public int Refusals { get; private set; }

    /// <summary>Answers that no client should get: refusals of what is in order, broken ones, or 503 without a sentence or without saying when to come again.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Works until it is told to stop or the server is gone.</summary>
    public async Task WorkAsync(Uri server, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        using var journal = new Journal(Path.Combine(journals, $"{name}.journal"));
        try
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var declared = await ActAsync(http, journal, enterprise, "POST", "/api/v1/projects", Declaration($"{name}-{n}"), stop: stop);
                var stages = await ReadAsync(http, enterprise, $"/api/v1/projects/{(string?)declared["code"]}/stages", stop);
                var stage = stages.AsArray()[0]!;
                var path = $"/api/v1/stages/{(string?)stage["stageCase"]}";
                var papers = 0;
                foreach (var material in stage["materials"]!.AsArray().Where(m => (string?)m!["necessity"] is "Required" or "required" && (string?)m["source"] is not ("Issued" or "issued")))
                    await ActAsync(http, journal, enterprise, "PUT", $"{path}/materials/{(string?)material!["code"]}?fileName=paper.pdf", Paper($"{name} {n} {material["code"]}", papers++ % 3 == 0 ? _habits.LargePaper : 0), "application/octet-stream", stop);
                await ActAsync(http, journal, enterprise, "POST", $"{path}/submission", "{}", stop: stop);
                await ActAsync(http, journal, Town.Officer, "POST", $"{path}/acceptance", "{}", stop: stop);
                if (_habits.Proofs)
                    await ProveAsync(http, journal);
            }
        }
        catch (HttpRequestException)
        {
            // the server is gone: what was on its way stays unanswered in the journal
        }
        catch (IOException)
        {
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Asks once more with the same key.</summary>
    public static async Task<Answer> AskAgainAsync(Uri server, Intent intent, IReadOnlyDictionary<string, string> tokens, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var answer = await SendAsync(http, intent, tokens, ct);
        return new Answer(intent.Key, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Signs in; the token is good for the whole drill.</summary>
    public static async Task<string> SignInAsync(Uri server, string userName, string? enterprise, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var answer = await http.PostAsJsonAsync("/api/v1/tokens", new { userName, password = Town.Password, enterprise }, ct);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!;
        return (string?)json["token"] ?? throw new InvalidOperationException($"{userName} cannot sign in: {json.ToJsonString()}");
    }

    /// <summary>Signs in the officer and the applicant for each of so many enterprises.</summary>
    public static async Task<Dictionary<string, string>> SignInAllAsync(Uri server, int clients, CancellationToken ct)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal) { [Town.Officer] = await SignInAsync(server, Town.Officer, null, ct) };
        foreach (var enterprise in Town.Enterprises.Take(clients))
            tokens[enterprise] = await SignInAsync(server, Town.Applicant, enterprise, ct);
        return tokens;
    }

    private async Task<JsonNode> ActAsync(HttpClient http, Journal journal, string user, string method, string path, string body, string mediaType = "application/json", CancellationToken stop = default)
    {
        var intent = new Intent(Guid.CreateVersion7(), user, method, path, body, mediaType);
        journal.Write(intent);
        var answer = await AnswerAsync(http, intent, stop);
        journal.Write(answer, _habits.Mark?.Invoke() ?? 0);
        if (answer.IsAcknowledged)
            Acknowledged++;
        _last = user == enterprise ? intent.Key : _last;
        return answer.IsAcknowledged ? JsonNode.Parse(answer.Body)! : throw new OperationCanceledException();
    }

    // A call that was sent is waited for even when the drill stops meanwhile: what it was told counts.
    private async Task<Answer> AnswerAsync(HttpClient http, Intent intent, CancellationToken stop)
    {
        for (var began = DateTimeOffset.UtcNow; ; await Task.Delay(300, stop))
        {
            var again = _habits.Patience is { } patience && DateTimeOffset.UtcNow - began < patience;
            try
            {
                using var sent = await SendAsync(http, intent, tokens, CancellationToken.None);
                var answer = new Answer(intent.Key, (int)sent.StatusCode, await sent.Content.ReadAsStringAsync(CancellationToken.None));
                Judge(sent, answer.Body);
                if (answer.Status < 500 || !again)
                    return answer;
            }
            catch (Exception gone) when (again && gone is HttpRequestException or IOException or TaskCanceledException)
            {
                // away for a moment: asked again with its key
            }
        }
    }

    private void Judge(HttpResponseMessage sent, string body)
    {
        if (sent.IsSuccessStatusCode)
            return;
        if (sent is { StatusCode: System.Net.HttpStatusCode.ServiceUnavailable, Content.Headers.ContentType.MediaType: "application/problem+json" } && sent.Headers.RetryAfter is not null)
            Refusals++;
        else if (Wrong.Count < 20)
            Wrong.Add($"{sent.RequestMessage?.Method} {sent.RequestMessage?.RequestUri?.AbsolutePath}: {(int)sent.StatusCode} {body[..Math.Min(body.Length, 300)]}");
    }

    // The entry of an act has the caller's own key; asking for its proof closes the ledger into a checkpoint.
    private async Task ProveAsync(HttpClient http, Journal journal)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/ledger/entries/{_last}/proof") { Headers = { Authorization = new("Bearer", tokens[enterprise]) } };
        using var proof = await http.SendAsync(ask);
        if (proof.IsSuccessStatusCode)
            journal.WriteProof(await proof.Content.ReadAsStringAsync(), _habits.Mark?.Invoke() ?? 0);
        else
            Wrong.Add($"proof: {(int)proof.StatusCode} {await proof.Content.ReadAsStringAsync()}");
    }

    private async Task<JsonNode> ReadAsync(HttpClient http, string user, string path, CancellationToken stop)
    {
        for (var began = DateTimeOffset.UtcNow; ; await Task.Delay(300, stop))
        {
            var again = _habits.Patience is { } patience && DateTimeOffset.UtcNow - began < patience;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", tokens[user]) } };
                using var answer = await http.SendAsync(request, CancellationToken.None);
                var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                Judge(answer, body);
                if (answer.IsSuccessStatusCode)
                    return JsonNode.Parse(body)!;
                if ((int)answer.StatusCode < 500 || !again)
                    throw new HttpRequestException(body);
            }
            catch (Exception gone) when (again && gone is HttpRequestException or IOException or TaskCanceledException)
            {
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, Intent intent, IReadOnlyDictionary<string, string> tokens, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(intent.Method), intent.Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(intent.Body)) };
        request.Content.Headers.ContentType = new(intent.MediaType);
        request.Headers.Authorization = new("Bearer", tokens[intent.User]);
        request.Headers.Add("Idempotency-Key", intent.Key.ToString());
        return await http.SendAsync(request, ct);
    }

    private static string Declaration(string project) => $$$"""
        {"name":"{{{project}}}","type":"FILE","category":"01","division":"360500","industry":"C39","location":"新余市高新大道1号","scale":"年产2万吨","content":"新建厂房3栋及配套设施","totalInvestment":120000000.50,
        "sources":[{"source":"13","yuan":70000000.50},{"source":"12","yuan":50000000}],"landArea":273050.9,"plannedStart":"2028-06-01","plannedFinish":"2029-12-31","policyDeclared":true,
        "site":"{\"type\":\"Polygon\",\"coordinates\":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}","contactName":"联系人","contactPhone":"0790-6440001",
        "facts":{"annualEnergyTce":"420","annualPowerKWh":"900000","siteLayers":"none"}}
        """;

    private static string Paper(string content, int bytes) => $"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% {content}\n{new string('%', bytes)}\ntrailer<</Root 1 0 R>>\n%%EOF\n";
}
