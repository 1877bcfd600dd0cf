using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;
using Tongban.Server.City;

namespace Tongban.Tests.Support;

/// <summary>What the API said.</summary>
internal sealed record Said(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException("no JSON");

    /// <summary>Stable code of the refusal.</summary>
    public string? Code => MediaType is "application/problem+json" ? (string?)Json["code"] : null;

    public (HttpStatusCode Status, string? Code) Refusal => (Status, Code);

    public Said Ok()
    {
        Assert.True((int)Status is >= 200 and < 300, $"{(int)Status}: {Text}");
        return this;
    }
}

/// <summary>The repository's city, spoken to through its public API and nothing else; only officers' posts are given beforehand.</summary>
internal sealed class CityByHttp : IAsyncDisposable
{
    public const string Enterprise = "91360502MA0001018B", OtherEnterprise = "91360502MA00010266", Division = "360502";

    public const string Site = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}""";

    private readonly Dictionary<string, (HttpClient Client, DateTimeOffset Until)> _clients = new(StringComparer.Ordinal);
    private readonly HashSet<string> _officers = new(StringComparer.Ordinal);

    private CityByHttp(TestApp app) => App = app;

    public TestApp App { get; }

    public static async Task<CityByHttp> StartAsync(Database database, Func<Tongban.Server.ServerOptions, Tongban.Server.ServerOptions>? options = null)
    {
        var app = await TestApp.StartAsync(database, options: options);
        var refusal = await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default));
        Assert.True(refusal is null, refusal?.Text.En);
        return new CityByHttp(app);
    }

    /// <summary>A client with a token of the person that still holds for an hour; a person has one capacity unless an enterprise is named.</summary>
    public async Task<HttpClient> AsAsync(string userName, string? enterprise = null)
    {
        var key = $"{userName} {enterprise}";
        if (_clients.TryGetValue(key, out var known) && App.Clock.Now < known.Until)
            return known.Client;
        var client = await App.ClientOfAsync(userName, enterprise: enterprise);
        _clients[key] = (client, App.Clock.Now.AddHours(7));
        return client;
    }

    /// <summary>A client of an officer of the organ, who is appointed when first asked for.</summary>
    public async Task<HttpClient> OfficerAsync(string organ, Roles roles = Roles.Handler, string who = "")
    {
        var userName = $"{organ}.{roles}{who}".Replace('@', '.').Replace(", ", "-", StringComparison.Ordinal).ToLowerInvariant();
        if (_officers.Add(userName))
        {
            await App.PersonAsync(userName, "经办员");
            await App.PostAsync(userName, organ, roles);
        }
        return await AsAsync(userName);
    }

    /// <summary>Registers a person and, for him, an enterprise.</summary>
    /// <returns>A client that acts for the enterprise.</returns>
    public async Task<HttpClient> RegisterAsync(string userName, string enterprise, string name = "新余测试锂电材料有限公司")
    {
        using (var stranger = App.NewClient())
            (await stranger.SayAsync(HttpMethod.Post, "/api/v1/accounts", new { userName, displayName = "申报员", phone = "13800000000", password = TestApp.Password })).Ok();
        using (var person = await App.ClientOfAsync(userName))
        {
            (await person.SayAsync(HttpMethod.Post, "/api/v1/enterprises", new
            {
                creditCode = enterprise, name, kind = "enterprise", representative = "测试代表人", address = "新余市测试路1号", division = Division, phone = "0790-6440001", industry = "C38",
            })).Ok();
        }
        return await AsAsync(userName, enterprise);
    }

    /// <summary>A declaration on which four departments have something to say.</summary>
    public static JsonObject Declaration(ProjectType type, string name = "年产2万吨锂电材料项目") => new()
    {
        ["name"] = name,
        ["type"] = type.Code(),
        ["category"] = "01",
        ["division"] = Division,
        ["industry"] = "C39",
        ["location"] = "新余市渝水区高新大道1号",
        ["scale"] = "年产2万吨",
        ["content"] = "新建厂房3栋及配套设施",
        ["totalInvestment"] = 120_000_000.50m,
        ["sources"] = type is ProjectType.GovernmentApproval
            ? new JsonArray(new JsonObject { ["source"] = "05", ["yuan"] = 40_000_000m }, new JsonObject { ["source"] = "09", ["yuan"] = 80_000_000.50m })
            : new JsonArray(new JsonObject { ["source"] = "13", ["yuan"] = 70_000_000.50m }, new JsonObject { ["source"] = "12", ["yuan"] = 50_000_000m }),
        ["landArea"] = 273_050.9m,
        ["plannedStart"] = "2026-06-01",
        ["plannedFinish"] = "2027-12-31",
        ["policyDeclared"] = true,
        ["site"] = Site,
        ["contactName"] = "李某",
        ["contactPhone"] = "13800000000",
        ["facts"] = new JsonObject { ["annualEnergyTce"] = "5200", ["annualPowerKWh"] = "1000", ["siteLayers"] = "L23" },
    };

    /// <returns>Code of the project and its first stage.</returns>
    public static async Task<(string Code, string Stage)> DeclareAsync(HttpClient applicant, ProjectType type, string name = "年产2万吨锂电材料项目")
    {
        var declared = (await applicant.SayAsync(HttpMethod.Post, "/api/v1/projects", Declaration(type, name))).Ok();
        var code = (string)declared.Json["code"]!;
        var stages = (await applicant.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/stages")).Ok().Json.AsArray();
        return (code, (string)Assert.Single(stages)!["stageCase"]!);
    }

    /// <summary>Puts every required paper in that no authority issued, and hands the stage in.</summary>
    public static async Task SubmitAsync(HttpClient applicant, string stage)
    {
        foreach (var material in (await StageAsync(applicant, stage))["materials"]!.AsArray().Where(m => (string?)m!["necessity"] is "required" && (string?)m["source"] is not "issued"))
            await ProvideAsync(applicant, stage, (string)material!["code"]!);
        (await applicant.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/submission")).Ok();
    }

    public static async Task ProvideAsync(HttpClient applicant, string stage, string material, string edition = "1")
    {
        using var content = new ByteArrayContent(DemoPaper.Pdf($"{material} {edition} {stage}"));
        content.Headers.ContentType = new("application/octet-stream");
        using var answer = await applicant.PutAsync(new Uri($"/api/v1/stages/{stage}/materials/{material}?fileName={material}-{edition}.pdf", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, $"{material}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A stage on which all departments work.</summary>
    public async Task<(string Code, string Stage)> AcceptedAsync(HttpClient applicant, string name = "年产2万吨锂电材料项目")
    {
        var (code, stage) = await DeclareAsync(applicant, ProjectType.Filing, name);
        await SubmitAsync(applicant, stage);
        (await (await OfficerAsync($"FGW@{Division}")).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/acceptance", new { })).Ok();
        return (code, stage);
    }

    public static async Task<JsonNode> StageAsync(HttpClient reader, string stage) => (await reader.SayAsync(HttpMethod.Get, $"/api/v1/stages/{stage}")).Ok().Json;

    public static async Task<JsonNode> ItemAsync(HttpClient reader, string stage, string item) => (await reader.SayAsync(HttpMethod.Get, $"/api/v1/stages/{stage}/items/{item}")).Ok().Json;

    public async ValueTask DisposeAsync()
    {
        foreach (var (client, _) in _clients.Values)
            client.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>One call of the API.</summary>
internal static class Saying
{
    public static async Task<Said> SayAsync(this HttpClient client, HttpMethod method, string address, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            JsonNode json => new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        return new Said(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers.ContentType?.MediaType);
    }
}
