using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Ledger;

/// <summary>The one way to write an act as JSON (RFC 8785): the same fact gives the same bytes on every machine and in every version of the library.</summary>
/// <remarks>
/// Names are camelCase and ordered by UTF-16 unit at every level; absent values are left out; enumerations are their names; decimals are
/// strings without trailing zeros; days are <c>2026-03-01</c>; instants are UTC with as many digits of the second as needed; nothing is
/// escaped that need not be. An integer beyond ±(2⁵³−1) is refused, because a reader with doubles would see another number.
/// </remarks>
public static class CanonicalJson
{
    private const long Safe = (1L << 53) - 1;

    private static readonly ConcurrentDictionary<Type, Action<CanonicalWriter, object>> Writers = new();

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new JsonStringEnumConverter(), new ParsableReader() },
    };

    /// <summary>The act as canonical UTF-8.</summary>
    public static byte[] Serialize(IAct act) => Using(act, static writer => writer.Written.ToArray());

    /// <summary>The act as canonical text: the payload of its ledger entry.</summary>
    public static string Write(IAct act) => Using(act, static writer => Encoding.UTF8.GetString(writer.Written));

    /// <summary>Any value as canonical text, by the same rules as an act.</summary>
    public static string WriteValue(object value) => Using(value, static writer => Encoding.UTF8.GetString(writer.Written));

    /// <summary>Reads back what <see cref="Write"/> wrote. Names the type does not know are skipped, so an older reader bears a newer act.</summary>
    /// <exception cref="JsonException">The text is not such a payload.</exception>
    public static object Read(string json, Type type) =>
        JsonSerializer.Deserialize(json, type, Reading) ?? throw new JsonException("null is no act");

    /// <inheritdoc cref="Read(string, Type)"/>
    public static T Read<T>(string json) where T : notnull => (T)Read(json, typeof(T));

    /// <summary>Any JSON text in canonical form. The canonical form of a canonical text is that text.</summary>
    /// <exception cref="JsonException">Not JSON, or an object names a member twice.</exception>
    public static byte[] Normalize(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Using(document.RootElement, static writer => writer.Written.ToArray());
    }

    /// <inheritdoc cref="Normalize(ReadOnlyMemory{byte})"/>
    public static string Normalize(string json) => Encoding.UTF8.GetString(Normalize(Encoding.UTF8.GetBytes(json)));

    private static T Using<T>(object value, Func<CanonicalWriter, T> take)
    {
        var writer = CanonicalWriter.Rent();
        Value(writer, value);
        var result = take(writer);
        writer.Return();
        return result;
    }

    private static void Value(CanonicalWriter writer, object? value)
    {
        if (value is null)
            writer.Raw("null"u8);
        else
            Writers.GetOrAdd(value.GetType(), WriterOf)(writer, value);
    }

    private static Action<CanonicalWriter, object> WriterOf(Type type)
    {
        if (type == typeof(string))
            return static (w, v) => w.String((string)v);
        if (type == typeof(bool))
            return static (w, v) => w.Raw((bool)v ? "true"u8 : "false"u8);
        if (type.IsEnum)
            return EnumWriter(type);
        if (type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte) || type == typeof(sbyte)
            || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong))
            return static (w, v) => Integer(w, v);
        if (type == typeof(decimal))
            return static (w, v) => w.Decimal((decimal)v);
        if (type == typeof(double))
            return static (w, v) => w.Double((double)v);
        if (type == typeof(float))
            return static (w, v) => w.Double((float)v);
        if (type == typeof(Guid))
            return static (w, v) => w.Guid((Guid)v);
        if (type == typeof(DateOnly))
            return static (w, v) => w.Quoted((DateOnly)v, "yyyy-MM-dd");
        if (type == typeof(TimeOnly))
            return static (w, v) => w.Quoted((TimeOnly)v, "HH:mm:ss.FFFFFFF");
        if (type == typeof(DateTimeOffset))
            return static (w, v) => w.Quoted(((DateTimeOffset)v).UtcDateTime, "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ");
        if (type == typeof(TimeSpan))
            return static (w, v) => w.Quoted((TimeSpan)v, "c");
        if (type == typeof(byte[]))
            return static (w, v) => w.String(Convert.ToBase64String((byte[])v));
        if (type == typeof(JsonElement))
            return static (w, v) => Element(w, (JsonElement)v);
        if (type == typeof(DateTime))
            throw new NotSupportedException("A DateTime does not say where its clock hangs; use DateTimeOffset or DateOnly.");
        if (type.GetCustomAttribute<JsonConverterAttribute>() is not null)
            return (w, v) => Element(w, JsonSerializer.SerializeToElement(v, type, Reading));
        if (ParsableReader.Knows(type))
            return static (w, v) => w.String(v is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : v.ToString());
        if (type.IsAssignableTo(typeof(IDictionary)))
            return static (w, v) => Map(w, (IDictionary)v);
        if (type.IsAssignableTo(typeof(IEnumerable)))
            return static (w, v) => List(w, (IEnumerable)v);
        return ObjectWriter(type);
    }

    private static Action<CanonicalWriter, object> EnumWriter(Type type)
    {
        var names = new ConcurrentDictionary<object, string>();
        return (w, v) => w.String(names.GetOrAdd(v, static (value, enumType) =>
        {
            var name = value.ToString()!;
            return char.IsAsciiDigit(name[0]) || name[0] == '-' ? throw new ArgumentException($"{enumType} has no member {name}.", nameof(value)) : name;
        }, type));
    }

    private static Action<CanonicalWriter, object> ObjectWriter(Type type)
    {
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters() is [] && p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(p => (Name: p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(p.Name), Get: Getter(type, p)))
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => (First: Label(m.Name), Next: (byte[])[(byte)',', .. Label(m.Name)], m.Get))
            .ToArray();

        return (writer, value) =>
        {
            writer.Raw((byte)'{');
            var first = true;
            foreach (var member in members)
            {
                if (member.Get(value) is not { } content)
                    continue;

                writer.Raw(first ? member.First : member.Next);
                first = false;
                Value(writer, content);
            }

            writer.Raw((byte)'}');
        };
    }

    private static Func<object, object?> Getter(Type type, PropertyInfo property)
    {
        var instance = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object?>>(
            Expression.Convert(Expression.Property(Expression.Convert(instance, type), property), typeof(object)), instance).Compile();
    }

    private static byte[] Label(string name)
    {
        var writer = new CanonicalWriter();
        writer.String(name);
        writer.Raw((byte)':');
        return writer.Written.ToArray();
    }

    private static void Integer(CanonicalWriter writer, object value)
    {
        if (value is ulong and > Safe)
            throw new ArgumentException($"{value} cannot be read exactly by every JSON reader; write it as text.", nameof(value));

        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        if (number is > Safe or < -Safe)
            throw new ArgumentException($"{number} cannot be read exactly by every JSON reader; write it as text.", nameof(value));

        writer.Integer(number);
    }

    private static void Map(CanonicalWriter writer, IDictionary map)
    {
        var members = new List<(string Key, object Value)>(map.Count);
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Value is { } value)
                members.Add((entry.Key as string ?? string.Format(CultureInfo.InvariantCulture, "{0}", entry.Key), value));
        }

        members.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        writer.Raw((byte)'{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
                writer.Raw((byte)',');
            writer.String(members[i].Key);
            writer.Raw((byte)':');
            Value(writer, members[i].Value);
        }

        writer.Raw((byte)'}');
    }

    private static void List(CanonicalWriter writer, IEnumerable list)
    {
        writer.Raw((byte)'[');
        var first = true;
        foreach (var item in list)
        {
            if (!first)
                writer.Raw((byte)',');
            first = false;
            Value(writer, item);
        }

        writer.Raw((byte)']');
    }

    private static void Element(CanonicalWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = element.EnumerateObject().ToList();
                members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
                writer.Raw((byte)'{');
                for (var i = 0; i < members.Count; i++)
                {
                    if (i > 0)
                    {
                        if (members[i].Name == members[i - 1].Name)
                            throw new JsonException($"The member {members[i].Name} stands twice.");
                        writer.Raw((byte)',');
                    }

                    writer.String(members[i].Name);
                    writer.Raw((byte)':');
                    Element(writer, members[i].Value);
                }

                writer.Raw((byte)'}');
                break;
            case JsonValueKind.Array:
                writer.Raw((byte)'[');
                var first = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!first)
                        writer.Raw((byte)',');
                    first = false;
                    Element(writer, item);
                }

                writer.Raw((byte)']');
                break;
            case JsonValueKind.String:
                writer.String(element.GetString());
                break;
            case JsonValueKind.Number:
                writer.Double(element.GetDouble());
                break;
            case JsonValueKind.True:
                writer.Raw("true"u8);
                break;
            case JsonValueKind.False:
                writer.Raw("false"u8);
                break;
            default:
                writer.Raw("null"u8);
                break;
        }
    }

    /// <summary>Identifiers (types that parse themselves) stand in a payload as their text.</summary>
    private sealed class ParsableReader : JsonConverterFactory
    {
        public static bool Knows(Type type) =>
            !type.IsPrimitive && type.Assembly != typeof(object).Assembly
            && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>) && i.GenericTypeArguments[0] == type);

        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.GetCustomAttribute<JsonConverterAttribute>() is null && Knows(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T> where T : IParsable<T>
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                T.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException($"not a {typeof(T).Name}");

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
        }
    }
}
