using System.Text.Json.Nodes;

namespace Tongban.Drills.Hostile;

/// <summary>A parameter of an operation.</summary>
internal sealed record Parameter(string Name, string In, JsonNode? Schema, bool Required);

/// <summary>One operation as the server describes it.</summary>
/// <param name="MediaTypes">What its body may be; empty where it takes none.</param>
internal sealed record Operation(string Id, string Method, string Path, IReadOnlyList<Parameter> Parameters, JsonNode? Body, JsonNode? Example, IReadOnlyList<string> MediaTypes)
{
    /// <summary>Its body is a file and no JSON that the description knows the members of.</summary>
    public bool TakesFile => MediaTypes.Count > 0 && (MediaTypes.Any(m => m is not "application/json") || (string?)Body?["format"] is "byte" or "binary");

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The OpenAPI document of the running server.</summary>
internal sealed class Description(JsonNode document)
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key is "get" or "post" or "put" or "delete" or "patch"
           let described = operation.Value!
           let content = described["requestBody"]?["content"]?.AsObject()
           let json = content?["application/json"] ?? content?.FirstOrDefault().Value
           select new Operation(
               (string?)described["operationId"] ?? path.Key, operation.Key.ToUpperInvariant(), path.Key,
               [.. (described["parameters"]?.AsArray() ?? []).Select(p => new Parameter((string)p!["name"]!, (string)p["in"]!, p["schema"], (bool?)p["required"] ?? false))],
               json?["schema"], json?["example"], content is null ? [] : [.. content.Select(c => c.Key)]),
    ];

    /// <summary>The schema that is meant: references followed, the one that is not null of several.</summary>
    public JsonNode? Resolve(JsonNode? schema, Random random)
    {
        for (var steps = 0; schema is not null && steps < 20; steps++)
        {
            if ((string?)schema["$ref"] is { } reference)
                schema = document["components"]?["schemas"]?[reference[(reference.LastIndexOf('/') + 1)..]];
            else if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray { Count: > 0 } several)
                schema = several.Where(s => (s!["type"] as JsonValue)?.ToString() is not "null").ToList() is { Count: > 0 } real ? real[random.Next(real.Count)] : several[0];
            else
                break;
        }
        return schema;
    }

    /// <summary>Whether the schema allows null.</summary>
    public static bool MayBeNull(JsonNode? schema) =>
        (schema?["type"] as JsonArray)?.Any(t => (string?)t is "null") is true || ((schema?["oneOf"] ?? schema?["anyOf"]) as JsonArray)?.Any(s => (s!["type"] as JsonValue)?.ToString() is "null") is true;

    public static string? TypeOf(JsonNode? schema) => schema?["type"] switch
    {
        JsonArray several => several.Select(t => (string?)t).FirstOrDefault(t => t is not "null"),
        JsonValue one => (string?)one,
        _ => schema?["properties"] is not null ? "object" : null,
    };
}
