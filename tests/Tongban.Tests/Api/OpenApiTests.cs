using System.Net;
using System.Text.Json.Nodes;
using Tongban.Foundation.People;
using Tongban.Tests.Support;

namespace Tongban.Tests.Api;

/// <summary>What the API promises to those who program against it.</summary>
public class OpenApiTests
{
    /// <summary>Calls that need no token.</summary>
    private static readonly string[] Open =
    [
        "DownloadLedgerCheckpoint", "DownloadLedgerKey", "DownloadPowers", "GetLatestLedgerCheckpoint", "IssueToken", "ListLedgerCheckpoints", "ListLedgerKeys", "ListPowers", "GetPower", "ProveLedgerConsistency", "ListLedgerWitnesses", "CountersignLedgerCheckpoint", "ReportText", "TakeInText", "Register",
        "CheckNegativeList", "CompareListVersions", "ExportListCsv", "ExportListJson", "GetListEntry", "ListChangeFeed", "ListChanges", "ListDifferences", "ListSummaries", "PublishOc4ids", "SearchList",
        "Layers", "CurrentLayers", "GetLayer", "GetLayerVersion", "LayerReport", "LayerPreview", "LayerReportPlaces", "IdentifyLayers", "CompareLayerVersions",
        "SearchPublicCertificates", "GetPublicHearings", "GetSatisfaction", "DownloadEfficiency", "GetEfficiency", "GetSupervisionBoard", "ListSupervisionRules", "GetProgress", "ListPublishedConsultations", "ListAreaAssessments", "GetAreaAssessment", "ListServiceRequests", "GetServiceRequest", "GetServiceRequestFigures",
    ];

    [Fact]
    public async Task Every_operation_says_what_it_does_who_may_and_how_it_refuses()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        var document = await client.GetJsonAsync("/api/v1/openapi.json");
        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        List<string> wrong = [];
        foreach (var (path, method, operation) in OperationsOf(document))
        {
            var id = (string?)operation["operationId"];
            var statuses = operation["responses"]!.AsObject().Select(r => r.Key).ToHashSet();
            var isOpen = operation["security"] is not JsonArray { Count: > 0 };
            if (string.IsNullOrWhiteSpace((string?)operation["summary"]))
                wrong.Add($"{id} has no summary");
            if (isOpen && !Open.Contains(id))
                wrong.Add($"{id} needs no token");
            if (!isOpen && !(statuses.Contains("401") && statuses.Contains("403")))
                wrong.Add($"{id} does not name 401 and 403");
            if (!statuses.Any(s => s.StartsWith('2')) || !statuses.Overlaps(["404", "409", "422"]))
                wrong.Add($"{id} names no answer or no refusal: {string.Join(' ', statuses)}");
            if (operation["responses"]!.AsObject().Any(r => r.Key.StartsWith('4') && r.Value!["content"]?["application/problem+json"] is null))
                wrong.Add($"{id} refuses with something else than a problem document");
            foreach (var part in path.Split('/').Where(p => p.StartsWith('{')))
            {
                if (!(operation["parameters"]?.AsArray() ?? []).Any(p => (string?)p!["in"] is "path" && part.Trim('{', '}') == (string?)p["name"]))
                    wrong.Add($"{id} does not describe {part} of {method} {path}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_operation_comes_or_goes_unnoticed()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        var present = OperationsOf(await client.GetJsonAsync("/api/v1/openapi.json")).Select(o => $"{(string?)o.Operation["operationId"]} {o.Method.ToUpperInvariant()} {o.Path}").Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("TONGBAN_OPERATIONS_OUT") is { Length: > 0 } file)
            await File.WriteAllLinesAsync(file, present);
        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Api", "operations.txt")), present);
    }

    [Fact]
    public async Task Every_value_has_a_type()
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var client = app.NewClient();
        var document = await client.GetJsonAsync("/api/v1/openapi.json");
        var untyped = (from schema in document["components"]!["schemas"]!.AsObject()
                       from property in schema.Value!["properties"]?.AsObject() ?? []
                       where property.Value is JsonObject { Count: 0 }
                       select $"{schema.Key}.{property.Key}")
            .Concat(from operation in OperationsOf(document)
                    from parameter in operation.Operation["parameters"]?.AsArray() ?? []
                    where parameter!["schema"] is null or JsonObject { Count: 0 }
                    select $"{(string?)operation.Operation["operationId"]}.{(string?)parameter["name"]}");
        Assert.Empty(untyped);
    }

    /// <summary>What a list says of its rows it can be asked for by the same word.</summary>
    [Fact]
    public async Task Every_name_in_an_address_is_taken_as_the_description_spells_it_and_a_number_is_none()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        HttpClient[] callers = [await city.OfficerAsync("SZF@360500", Roles.Administrator), await city.OfficerAsync("FGW@360500", Roles.Head), await city.OfficerAsync("ZRZY@360500", Roles.Head), await city.OfficerAsync("FGW@360500")];
        List<string> seen = [], wrong = [];
        foreach (var (path, method, operation) in OperationsOf(await callers[0].GetJsonAsync("/api/v1/openapi.json")))
        {
            foreach (var named in (operation["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] is "query" && p["schema"]?["enum"] is not null))
            {
                Assert.Equal("get", method);
                var parameter = $"{(string?)operation["operationId"]}.{(string?)named!["name"]}";
                seen.Add(parameter);
                foreach (var (value, expected) in named["schema"]!["enum"]!.AsArray().Select(v => ((string)v!, true)).Append(("0", false)).Append(("no-such", false)))
                {
                    var status = HttpStatusCode.Forbidden;
                    foreach (var caller in callers)
                    {
                        if (status is HttpStatusCode.Forbidden)
                            status = (await caller.SayAsync(HttpMethod.Get, $"{path.Replace("{webhook}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)}?{(string?)named["name"]}={value}")).Status;
                    }
                    if (expected ? status is not (HttpStatusCode.OK or HttpStatusCode.NotFound) : status is not HttpStatusCode.BadRequest)
                        wrong.Add($"{parameter}={value}: {status}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(seen.Count >= 12, string.Join('\n', seen));
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> OperationsOf(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "delete" or "patch"
        select (path.Key, operation.Key, operation.Value!);
}
