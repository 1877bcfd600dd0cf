using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Identifiers;

/// <summary>A number with rules, as a type that cannot hold a wrong one.</summary>
public interface IIdentifier<TSelf> : IParsable<TSelf>
    where TSelf : class, IIdentifier<TSelf>
{
    /// <summary>The number as stored and compared: normalised, without spaces, upper case.</summary>
    string Value { get; }

    /// <summary>Reads what a person typed; refuses with the rule that was broken.</summary>
    /// <param name="field">The input field the refusal is shown at.</param>
    static abstract Result<TSelf> Parse(string? text, string field);
}

/// <summary>Writes the number as a JSON string and reads only valid ones.</summary>
/// <remarks>Stored historic values that break a rule are read by the type's <c>FromStored</c>, not from JSON.</remarks>
public sealed class IdentifierJsonConverter<T> : JsonConverter<T>
    where T : class, IIdentifier<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException($"{typeof(T).Name}: a string is expected.");
        return T.Parse(reader.GetString(), "").TryGet(out var value, out var error) ? value : throw new JsonException($"{typeof(T).Name}: {error.Text.En}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>What the identifiers share.</summary>
internal static class Identifier
{
    /// <summary>Trims, turns full-width letters and digits into half-width ones, and raises letters.</summary>
    public static string Normalise(string? text) => string.Create((text ?? "").Trim().Length, (text ?? "").Trim(), static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var c = from[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(from[i] - 0xFEE0) : from[i];
            to[i] = c is >= 'a' and <= 'z' ? (char)(c - 32) : c;
        }
    });

    public static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    public static bool Try<T>(string? text, [NotNullWhen(true)] out T? value)
        where T : class, IIdentifier<T> => T.Parse(text, "").TryGet(out value, out _);

    public static T Demand<T>(string text)
        where T : class, IIdentifier<T> => T.Parse(text, "").TryGet(out var value, out var error) ? value : throw new FormatException(error.Text.En);
}
