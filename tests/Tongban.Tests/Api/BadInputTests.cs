using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Api;

/// <summary>Whatever is sent, the answer names what is wrong with it; nothing breaks and nothing is echoed as markup.</summary>
public class BadInputTests
{
    private const string Markup = "<script>alert(1)</script>";

    /// <summary>Values as raw JSON; must the field be refused with it, whatever it is?</summary>
    private static readonly (string Json, bool Refused)[] Values =
    [
        ("{}", false), ("[null]", true), ("[[]]", true), ("\"\\ud800\"", true), ("\"a\\u0000b\"", true), ("\"a\\u0007b\"", true), ("1e999", true), ("-99999999999999999999999999999", true),
        ("null", false), ("true", false), ("\"\"", false), ("\"   \"", false), ("\"\\ud83d\\ude00\"", false), ("\"' OR 1=1; DROP TABLE x --\"", false), ($"\"{Markup}\"", false), ($"\"{new string('长', 20_000)}\"", false),
    ];

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Every_field_is_refused_by_name_or_taken_as_text(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (_, stage) = await city.AcceptedAsync(applicant);
        var (_, checking) = await CityByHttp.DeclareAsync(applicant, ProjectType.Filing, "年产1万吨电解液项目");
        await CityByHttp.SubmitAsync(applicant, checking);
        var (land, lead, head, admin) = (await city.OfficerAsync("ZRZY@360502"), await city.OfficerAsync("FGW@360502"), await city.OfficerAsync("ZRZY@360502", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator));
        (HttpClient Caller, string Address, string Body)[] calls =
        [
            (applicant, "/api/v1/projects", CityByHttp.Declaration(ProjectType.Verification).ToJsonString()),
            (applicant, "/api/v1/projects/drafts", """{"fields":{"name":"x"},"revision":1}"""),
            (applicant, "/api/v1/enterprises", """{"creditCode":"91360502MA00010341","name":"渝水示范能源有限公司","kind":"enterprise","representative":"某某","address":"新余市","division":"360502","phone":"0790-6440003","industry":"D44"}"""),
            (applicant, $"/api/v1/enterprises/{CityByHttp.Enterprise}/agents", """{"userName":"nobody.here","scope":"all","projectId":null,"from":"2026-03-02","to":"2026-12-31"}"""),
            (applicant, $"/api/v1/stages/{stage}/items/S1-05/commitment", """{"agreed":false}"""),
            (applicant, "/api/v1/sites:read", """{"text":"x"}"""),
            (applicant, "/api/v1/tokens", """{"userName":"nobody.here","password":"x","post":null,"enterprise":null,"newPassword":null}"""),
            (applicant, "/api/v1/accounts", """{"userName":"x","displayName":"x","phone":"13800000000","password":"x"}"""),
            (land, $"/api/v1/stages/{checking}/opinion", """{"demands":[{"material":"M99","text":"缺"}]}"""),
            (lead, $"/api/v1/stages/{checking}/correction", """{"demands":[{"material":"M99","text":"缺"}]}"""),
            (lead, $"/api/v1/stages/{checking}/non-acceptance", """{"ground":"stillIncomplete","reason":"x"}"""),
            (lead, $"/api/v1/stages/{checking}/acceptance", """{"dropped":["S1-99"],"remark":"x"}"""),
            (land, $"/api/v1/stages/{stage}/items/S1-03/decision", """{"decision":"approvedOnCommitment","opinion":"x"}"""),
            (land, $"/api/v1/stages/{stage}/items/S1-03/special-procedure", """{"type":"no-such","plannedTo":"2026-03-20","reason":"x"}"""),
            (head, $"/api/v1/stages/{stage}/items/S1-03/request-answer", """{"grant":false,"reason":""}"""),
            (admin, "/api/v1/admin/people", """{"userName":"x","displayName":"x","phone":"13800000000","password":"x"}"""),
            (admin, $"/api/v1/admin/people/{Guid.NewGuid()}/posts", """{"organ":"FGW@360500","roles":["handler"],"from":"2026-03-02","to":null}"""),
            (admin, "/api/v1/admin/calendars", """{"year":2027,"noticeNumber":"x","days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"""),
            (admin, "/api/v1/admin/calendars/preview", """{"year":2027,"noticeNumber":"x","days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"""),
        ];
        List<string> wrong = [];
        foreach (var (caller, address, body) in calls)
        {
            foreach (var (field, sent) in Spoilt(JsonNode.Parse(body)!.AsObject()))
            {
                foreach (var (value, refused) in Values)
                {
                    // Passwords are hashed before anything else is looked at: one long text is enough there.
                    if (field is "password" && value.Length < 100 && !refused)
                        continue;
                    Check(wrong, $"{address} {field}={value[..Math.Min(40, value.Length)]}", await caller.SayAsync(HttpMethod.Post, address, Json(sent.Replace("\"@@@\"", value, StringComparison.Ordinal))), refused);
                }
                Check(wrong, $"{address} without {field}", await caller.SayAsync(HttpMethod.Post, address, Json(sent.Replace("\"@@@\"", "null", StringComparison.Ordinal))), false);
            }
            Check(wrong, $"{address} unknown member", await caller.SayAsync(HttpMethod.Post, address, Json(body[..^1] + ",\"noSuchMember\":1}")), true);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_request_that_cannot_be_read_is_refused_and_nothing_breaks(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var land = await city.OfficerAsync("ZRZY@360502");
        List<string> wrong = [];
        var deep = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        foreach (var (what, content) in new (string, HttpContent)[]
        {
            ("deep", Json($"{{\"name\":{deep}}}")), ("oversized", Json($"{{\"name\":\"{new string('x', 2 * 1024 * 1024)}\"}}")), ("broken", Json("{\"name\":")), ("empty", Json("")), ("twice", Json("{\"name\":\"a\",\"name\":\"b\"}")),
            ("text", new StringContent("{}", Encoding.UTF8, "text/plain")), ("form", new FormUrlEncodedContent([KeyValuePair.Create("name", "x")])), ("not UTF-8", new ByteArrayContent([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }),
        })
        {
            Check(wrong, what, await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", content), true);
        }
        foreach (var address in new[] { "/api/v1/stages/not-a-guid", "/api/v1/projects/documents/%27", "/api/v1/projects/%3Cscript%3E", "/api/v1/projects/2603-360502-04-01-123454", "/api/v1/enterprises/%0A", "/api/v1/powers/..%2f..%2fetc" })
            Check(wrong, address, await applicant.SayAsync(HttpMethod.Get, address), true);
        // A mangled key shows the first page; everything else about a list is refused or ignored, and never breaks it.
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"DueOn\":\"9999-99-99\",\"Id\":1}"));
        foreach (var key in new[] { "x", "%00", "%F0%9F%98%80", text, "null", "bnVsbA", "e30", new string('A', 3000), "-1", Uri.EscapeDataString(Markup) })
        {
            foreach (var list in new[] { "/api/v1/worklist", "/api/v1/worklist?tab=decided", "/api/v1/projects", "/api/v1/notices", "/api/v1/powers", "/api/v1/ledger/checkpoints", "/api/v1/worklist?q=x" })
                Check(wrong, $"{list} after={key}", await land.SayAsync(HttpMethod.Get, $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={key}"), false);
            foreach (var query in new[] { "/api/v1/worklist?q=", "/api/v1/worklist?tab=", "/api/v1/projects?q=", "/api/v1/projects?status=", "/api/v1/projects?division=", "/api/v1/powers?q=" })
                Check(wrong, query + key, await land.SayAsync(HttpMethod.Get, query + key), false);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    [Fact]
    public async Task Fifteen_hundred_generated_requests_break_nothing()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var applicant = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        HttpClient[] callers = [applicant, await city.OfficerAsync("ZRZY@360502"), await city.OfficerAsync("FGW@360502"), await city.OfficerAsync("ZRZY@360502", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Administrator), await city.OfficerAsync("SZF@360500", Roles.Auditor)];
        var paths = (await applicant.GetJsonAsync("/api/v1/openapi.json"))["paths"]!.AsObject();
        var operations = (from path in paths from operation in path.Value!.AsObject() where operation.Key is "get" or "post" or "put" or "delete" select (Path: path.Key, Method: operation.Key, Body: operation.Value!)).ToList();
        var random = new Random(20260302);
        string[] odd = ["0", "-1", "x", "S1-03", "M10", "%F0%9F%98%80", "%27", Guid.Empty.ToString(), stage, code, CityByHttp.Enterprise, "ZRZY@360502", "9223372036854775808", "2026", new string('9', 300), "true", Uri.EscapeDataString(Markup)];
        string[] json = ["null", "0", "-1", "1e30", "\"\"", "\"x\"", "true", "[]", "{}", "[null]", "\"2026-02-30\"", "\"2026-03-20\"", $"\"{stage}\"", "\"approved\"", "\"\\ud83d\\ude00\"", $"\"{Markup}\""];
        List<string> wrong = [];
        for (var i = 0; i < 1500; i++)
        {
            var (path, method, described) = operations[random.Next(operations.Count)];
            // Passwords cost a third of a second each; the last one ends its own caller.
            if (path is "/api/v1/tokens/current" || (path is "/api/v1/tokens" or "/api/v1/accounts" && random.Next(20) > 0))
                continue;
            var address = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", _ => odd[random.Next(odd.Length)]);
            var query = (described["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] is "query" && random.Next(2) == 0).Select(p => $"{(string?)p!["name"]}={odd[random.Next(odd.Length)]}").ToList();
            var body = method is "get" or "delete" ? null : Json(Generated(described["requestBody"]?["content"]?["application/json"]?["example"] as JsonObject, json, random));
            var said = await callers[random.Next(callers.Length)].SayAsync(new HttpMethod(method.ToUpperInvariant()), address + (query.Count == 0 ? "" : "?" + string.Join('&', query)), body);
            Check(wrong, string.Create(CultureInfo.InvariantCulture, $"{i} {method} {address}?{string.Join('&', query)}"), said, false);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    private static string Generated(JsonObject? example, string[] values, Random random)
    {
        var names = example?.Select(p => p.Key).ToList() ?? ["reason", "decision", "opinion", "demands", "type", "plannedTo", "grant", "agreed"];
        return "{" + string.Join(',', names.Where(_ => random.Next(3) > 0).Select(n => $"\"{n}\":{(example is not null && random.Next(2) == 0 ? example[n]?.ToJsonString() ?? "null" : values[random.Next(values.Length)])}")) + "}";
    }

    // Every member at every depth once replaced by a mark.
    private static IEnumerable<(string Field, string Json)> Spoilt(JsonObject body)
    {
        foreach (var name in body.Select(p => p.Key).ToList())
        {
            var whole = (JsonObject)body.DeepClone();
            whole[name] = "@@@";
            yield return (name, whole.ToJsonString());
            if (body[name] is JsonObject or JsonArray)
            {
                var inner = body[name] as JsonObject ?? body[name]!.AsArray().FirstOrDefault() as JsonObject;
                foreach (var part in inner?.Select(p => p.Key).ToList() ?? [])
                {
                    whole = (JsonObject)body.DeepClone();
                    (whole[name] as JsonObject ?? (JsonObject)whole[name]![0]!)[part] = "@@@";
                    yield return ($"{name}.{part}", whole.ToJsonString());
                }
            }
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static void Check(List<string> wrong, string what, Said said, bool mustRefuse)
    {
        var status = (int)said.Status;
        if (status >= 500)
            wrong.Add($"{what}: {status} {said.Text[..Math.Min(300, said.Text.Length)]}");
        else if (status >= 400 && (said.MediaType is not "application/problem+json" || string.IsNullOrEmpty(said.Code)))
            wrong.Add($"{what}: {status} is no problem with a code but {said.MediaType} {said.Text[..Math.Min(300, said.Text.Length)]}");
        else if (mustRefuse && status < 400)
            wrong.Add($"{what}: {status} although it cannot be");
        if (said.Text.Contains(Markup, StringComparison.Ordinal))
            wrong.Add($"{what}: echoes markup");
    }
}
