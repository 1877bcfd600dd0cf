using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tongban.Server.Api;

/// <summary>How the API reads and writes JSON: camel case, names of enum values, nothing unknown, nothing twice.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.MaxDepth = 32;
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        json.Converters.Add(new PlainText());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.TypeInfoResolverChain.Clear();
        json.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull, RefuseNullElements } });
    }

    // Nullable annotations are looked at for members only: a null in a list would pass for an element.
    private static void RefuseNullElements(JsonTypeInfo type)
    {
        var lists = type.Kind is JsonTypeInfoKind.Object ? type.Properties.Where(p => p.Get is not null && p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable))).ToList() : [];
        if (lists.Count == 0)
            return;
        type.OnDeserialized = read =>
        {
            foreach (var list in lists)
            {
                if (list.Get!(read) is IEnumerable elements && (elements is IDictionary named ? named.Values : elements).Cast<object?>().Contains(null))
                    throw new JsonException("a null among the elements", $"$.{list.Name}", null, null);
            }
        };
    }

    /// <summary>Text without control characters but tabs and line breaks: nobody types the others, and one of the two databases cannot keep NUL.</summary>
    private sealed class PlainText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.String)
                throw new JsonException();
            var text = reader.GetString();
            return text is not null && text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')) ? throw new JsonException() : text;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        // A dictionary's keys are text too.
        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var name = reader.GetString()!;
            return name.Any(char.IsControl) ? throw new JsonException() : name;
        }

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }

    // A body without an amount is refused rather than read as 0; what may be null may also be left out.
    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false })
                property.IsRequired = true;
        }
    }
}
