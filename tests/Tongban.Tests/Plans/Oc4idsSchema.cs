using System.Globalization;
using System.Text.Json.Nodes;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Plans;

/// <summary>Holds a project against the JSON schema of OC4IDS (draft 4). A keyword it does not know fails, so that nothing passes unread.</summary>
internal sealed class Oc4idsSchema(JsonObject schema)
{
    private static readonly HashSet<string> Silent = ["$schema", "id", "title", "description", "codelist", "openCodelist", "default", "versionId", "definitions"];

    /// <returns><see langword="null"/> when the shared data is not there.</returns>
    public static Oc4idsSchema? Find()
    {
        for (var at = new DirectoryInfo(Repository.Root); at is not null; at = at.Parent)
        {
            foreach (var shared in (string[])["shared", "../shared"])
            {
                if (Path.Combine(at.FullName, shared, "data", "procurement-ocds", "oc4ids-project-schema.json") is var file && File.Exists(file))
                    return new Oc4idsSchema(JsonNode.Parse(File.ReadAllText(file))!.AsObject());
            }
        }
        return null;
    }

    public IReadOnlyList<string> Faults(JsonNode project)
    {
        List<string> faults = [];
        Check(schema, project, "$", faults);
        return faults;
    }

    private void Check(JsonObject rule, JsonNode? value, string path, List<string> faults)
    {
        foreach (var (keyword, term) in rule)
        {
            switch (keyword)
            {
                case "$ref":
                    Check(schema["definitions"]![((string)term!)["#/definitions/".Length..]]!.AsObject(), value, path, faults);
                    break;
                case "type":
                    if (!(term is JsonArray types ? types.Select(t => (string)t!) : [(string)term!]).Any(t => Is(t, value)))
                        faults.Add($"{path}: not {term!.ToJsonString()}");
                    break;
                case "enum" when value is not null && !term!.AsArray().Any(e => JsonNode.DeepEquals(e, value)):
                    faults.Add($"{path}: {value.ToJsonString()} is not in the list");
                    break;
                case "required" when value is JsonObject o:
                    faults.AddRange(term!.AsArray().Select(t => (string)t!).Where(t => !o.ContainsKey(t)).Select(t => $"{path}.{t}: missing"));
                    break;
                case "properties" when value is JsonObject o:
                    foreach (var (name, part) in o)
                    {
                        if (term![name] is JsonObject known)
                            Check(known, part, $"{path}.{name}", faults);
                        else
                            faults.Add($"{path}.{name}: no such field");
                    }
                    break;
                case "items" when value is JsonArray a:
                    for (var i = 0; i < a.Count; i++)
                        Check(term!.AsObject(), a[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), faults);
                    break;
                case "minItems" when value is JsonArray a && a.Count < (int)term!:
                case "minProperties" when value is JsonObject p && p.Count < (int)term!:
                case "minLength" when value is JsonValue v && v.TryGetValue<string>(out var text) && text.Length < (int)term!:
                case "minimum" when value is JsonValue n && n.TryGetValue<decimal>(out var number) && number < (decimal)term!:
                    faults.Add($"{path}: {keyword}");
                    break;
                case "uniqueItems" when value is JsonArray a && a.Select(x => x?.ToJsonString()).Distinct().Count() != a.Count:
                    faults.Add($"{path}: twice");
                    break;
                case "format" when value is JsonValue v && v.TryGetValue<string>(out var text):
                    if ((string)term! is "date-time" ? !DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) : !Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _))
                        faults.Add($"{path}: {text} is no {term}");
                    break;
                case "enum" or "required" or "properties" or "items" or "minItems" or "minProperties" or "minLength" or "minimum" or "uniqueItems" or "format":
                    break;
                default:
                    if (!Silent.Contains(keyword))
                        faults.Add($"{path}: unknown keyword {keyword}");
                    break;
            }
        }
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value?.GetValueKind() is System.Text.Json.JsonValueKind.String,
        "number" => value?.GetValueKind() is System.Text.Json.JsonValueKind.Number,
        "integer" => value?.GetValueKind() is System.Text.Json.JsonValueKind.Number && value.AsValue().TryGetValue<long>(out _),
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => false,
    };
}
