using System.Text.Json.Nodes;
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

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> OperationsOf(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "delete" or "patch"
        select (path.Key, operation.Key, operation.Value!);
}
