using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tongban.Foundation.Catalogue;

/// <summary>Reads one JSON file of a city's folder into a record and names every member that does not fit.</summary>
/// <remarks>
/// The records are the format: a member they do not have, a constructor parameter that is missing, a value of another type and a null where none is allowed are
/// faults with their place. The serializer alone would stop at the first of them.
/// </remarks>
public static class CatalogueFile
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowTrailingCommas = false,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 16,
    };

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonSerializerOptions Writing = new(Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content of the file, or <see langword="null"/> with the faults added to <paramref name="faults"/>.</summary>
    public static T? Read<T>(string folder, string file, List<CatalogueFault> faults)
        where T : class
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            faults.Add(new("missing-file", file, "", ("缺少文件", "the file is missing")));
            return null;
        }

        try
        {
            return Parse<T>(File.ReadAllBytes(path), file, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new("unreadable-file", file, "", ($"无法读取：{e.Message}", $"cannot be read: {e.Message}")));
            return null;
        }
    }

    /// <summary>The same of a text that is not (yet) a file; <paramref name="file"/> is the name under which its faults are reported.</summary>
    public static T? ReadText<T>(string text, string file, List<CatalogueFault> faults)
        where T : class => Parse<T>(Encoding.UTF8.GetBytes(text), file, faults);

    /// <summary>The record as the file's text: read again it is the same record, and an unchanged record gives the same <see cref="Version"/>.</summary>
    public static string Write<T>(T value)
        where T : class => JsonSerializer.Serialize(value, Writing);

    private static T? Parse<T>(byte[] content, string file, List<CatalogueFault> faults)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            var before = faults.Count;
            new Shape(file, faults).Check(document.RootElement, Options.GetTypeInfo(typeof(T)), nullable: false, "");
            return faults.Count > before ? null : document.RootElement.Deserialize<T>(Options);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}" : "";
            faults.Add(new("not-json", file, place, ($"不是合格的 JSON：{e.Message}", $"not well-formed JSON: {e.Message}")));
            return null;
        }
        catch (InvalidOperationException e)
        {
            // A string with half a surrogate pair is well-formed JSON and still no text.
            faults.Add(new("not-json", file, "", ($"含有不是文字的字符串：{e.Message}", $"a string in it is not text: {e.Message}")));
            return null;
        }
    }

    /// <summary>Short hash of the files' content; blanks, line ends and the order of members do not count. Twelve hexadecimal digits.</summary>
    public static string Version(string folder, params ReadOnlySpan<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)), Strict);
            using var compact = new MemoryStream();
            using (var writer = new Utf8JsonWriter(compact))
                WriteSorted(document.RootElement, writer);
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData([0]);
            hash.AppendData(compact.ToArray());
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    // The order in which members are written says nothing: a file that went through a form or a modelling tool keeps its version.
    private static void WriteSorted(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var entry in element.EnumerateArray())
                    WriteSorted(entry, writer);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private sealed class Shape(string file, List<CatalogueFault> faults)
    {
        public void Check(JsonElement element, JsonTypeInfo type, bool nullable, string path)
        {
            if (element.ValueKind == JsonValueKind.Null)
            {
                if (!nullable && Nullable.GetUnderlyingType(type.Type) is null)
                    Add("wrong-type", path, ("不能为空值", "null is not allowed"));
                return;
            }

            switch (type.Kind)
            {
                case JsonTypeInfoKind.Object:
                    CheckObject(element, type, path);
                    break;
                case JsonTypeInfoKind.Enumerable:
                    CheckList(element, type, path);
                    break;
                default:
                    CheckScalar(element, type, path);
                    break;
            }
        }

        private void CheckObject(JsonElement element, JsonTypeInfo type, string path)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                Add("wrong-type", path, ("应为对象 {…}", "an object {…} is expected"));
                return;
            }

            var known = type.Properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                if (known.TryGetValue(member.Name, out var property))
                    Check(member.Value, Options.GetTypeInfo(property.PropertyType), property.AssociatedParameter?.IsNullable ?? property.IsSetNullable, place);
                else
                    Add("unknown-member", place, ($"没有名为“{member.Name}”的字段", $"there is no member “{member.Name}”"));
            }

            foreach (var property in type.Properties.Where(p => p.IsRequired && !element.TryGetProperty(p.Name, out _)))
                Add("missing-member", path, ($"缺少字段“{property.Name}”", $"member “{property.Name}” is missing"));
        }

        private void CheckList(JsonElement element, JsonTypeInfo type, string path)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                Add("wrong-type", path, ("应为列表 […]", "a list […] is expected"));
                return;
            }

            var index = 0;
            var inner = Options.GetTypeInfo(type.ElementType!);
            foreach (var entry in element.EnumerateArray())
                Check(entry, inner, nullable: false, $"{path}[{index++}]");
        }

        private void CheckScalar(JsonElement element, JsonTypeInfo type, string path)
        {
            try
            {
                element.Deserialize(type);
            }
            catch (JsonException)
            {
                var target = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
                var choices = target.IsEnum ? string.Join(", ", Enum.GetNames(target).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)) : target.Name;
                Add("wrong-type", path, ($"值 {element.GetRawText()} 不合适，应为：{choices}", $"{element.GetRawText()} does not fit, expected: {choices}"));
            }
        }

        private void Add(string code, string path, Words text) => faults.Add(new(code, file, path, text));
    }
}
