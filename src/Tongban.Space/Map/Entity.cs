using System.Text.Json;

namespace Tongban.Space.Map;

/// <summary>Reads the attributes that an import keeps of an entity: <c>zone</c>, <c>name</c> and what the source said.</summary>
internal static class Entity
{
    /// <summary>Fields shown of one entity.</summary>
    private const int Fields = 40;

    public static string? ZoneOf(ReadOnlySpan<byte> json) => Text(json, "zone"u8);

    public static string? NameOf(ReadOnlySpan<byte> json) => Text(json, "name"u8);

    /// <summary>The source's fields in its order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> SourceOf(ReadOnlySpan<byte> json)
    {
        List<KeyValuePair<string, string>> fields = [];
        if (json.IsEmpty)
            return fields;
        using var document = JsonDocument.Parse(json.ToArray());
        if (document.RootElement.TryGetProperty("source", out var source) && source.ValueKind is JsonValueKind.Object)
        {
            foreach (var field in source.EnumerateObject().Take(Fields))
                fields.Add(KeyValuePair.Create(field.Name, field.Value.ToString()));
        }
        return fields;
    }

    private static string? Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (json.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals(name))
                return reader.Read() && reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
            // Zone and name stand before the source's own fields, which may be called the same.
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                return null;
        }
        return null;
    }
}
