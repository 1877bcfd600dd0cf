using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Storage;

/// <summary>SQLite keeps instants as UTC ticks, so that order and comparison work in SQL.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));

/// <summary>PostgreSQL refuses offsets other than zero.</summary>
internal sealed class ToUtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(v => v.ToUniversalTime(), v => v);

/// <summary>A time limit is stored as JSON text; modules keep its due day in a column of its own where they search by it.</summary>
internal sealed class TimeLimitConverter() : ValueConverter<TimeLimit, string>(v => JsonSerializer.Serialize(v, TimeLimitJson.Default.TimeLimit), v => JsonSerializer.Deserialize(v, TimeLimitJson.Default.TimeLimit)!);

/// <summary>Compares immutable values by instance: a change is a new instance, and only that is noticed.</summary>
internal sealed class ImmutableComparer<T>() : ValueComparer<T>((a, b) => ReferenceEquals(a, b), v => v == null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(v), v => v)
    where T : class?;

/// <summary>Maps values that are stored as text of their own making.</summary>
public static class PropertyMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Keeps an immutable value as JSON text. Immutable is the contract: a change is a new instance, and only that is noticed.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property, JsonSerializerOptions? options = null) where T : class?
    {
        var json = options ?? Json;
        property.HasConversion(
            new ValueConverter<T, string>(v => JsonSerializer.Serialize(v, json), v => JsonSerializer.Deserialize<T>(v, json)!),
            new ImmutableComparer<T>());
        return property;
    }
}
