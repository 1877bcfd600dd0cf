using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Tongban.Space.Engine;

namespace Tongban.Space.Features;

/// <summary>Writes features as GeoJSON (RFC 7946; in another system than CRS84 in that system's order of axes, as part 2 of the standard has it).</summary>
internal static class FeatureJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static async Task WriteAsync(Stream to, FeaturePage page, FeatureCrs crs, DateTimeOffset now, IReadOnlyList<OgcLink> links, CancellationToken ct)
    {
        await using var writer = new Utf8JsonWriter(to, Options);
        writer.WriteStartObject();
        writer.WriteString("type", "FeatureCollection");
        writer.WriteString("timeStamp", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteNumber("numberReturned", page.Features.Count);
        Links(writer, links);
        writer.WriteStartArray("features");
        foreach (var feature in page.Features)
        {
            Write(writer, feature, crs, []);
            if (writer.BytesPending > 65_536)
                await writer.FlushAsync(ct);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(ct);
    }

    public static async Task WriteAsync(Stream to, Feature feature, FeatureCrs crs, IReadOnlyList<OgcLink> links, CancellationToken ct)
    {
        await using var writer = new Utf8JsonWriter(to, Options);
        Write(writer, feature, crs, links);
        await writer.FlushAsync(ct);
    }

    private static void Write(Utf8JsonWriter writer, Feature feature, FeatureCrs crs, IReadOnlyList<OgcLink> links)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Feature");
        writer.WriteString("id", feature.Id);
        if (links.Count > 0)
            Links(writer, links);
        writer.WriteStartObject("geometry");
        writer.WriteString("type", feature.Parts.Count == 1 ? "Polygon" : "MultiPolygon");
        writer.WriteStartArray("coordinates");
        foreach (var part in feature.Parts)
        {
            if (feature.Parts.Count > 1)
                writer.WriteStartArray();
            foreach (var ring in part.Rings)
                Ring(writer, ring, crs);
            if (feature.Parts.Count > 1)
                writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        foreach (var (name, value) in feature.Properties)
        {
            switch (value)
            {
                case string text:
                    writer.WriteString(name, text);
                    break;
                case double number:
                    writer.WriteNumber(name, number);
                    break;
                case bool yes:
                    writer.WriteBoolean(name, yes);
                    break;
                default:
                    writer.WriteNull(name);
                    break;
            }
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Ring(Utf8JsonWriter writer, double[] ring, FeatureCrs crs)
    {
        writer.WriteStartArray();
        for (var i = 0; i + 1 < ring.Length; i += 2)
            Position(i);
        if (ring.Length >= 2 && (ring[0] != ring[^2] || ring[1] != ring[^1]))
            Position(0);
        writer.WriteEndArray();

        void Position(int at)
        {
            var (first, second) = crs.FromPlane(ring[at], ring[at + 1]);
            writer.WriteStartArray();
            writer.WriteNumberValue(first);
            writer.WriteNumberValue(second);
            writer.WriteEndArray();
        }
    }

    private static void Links(Utf8JsonWriter writer, IReadOnlyList<OgcLink> links)
    {
        writer.WriteStartArray("links");
        foreach (var link in links)
        {
            writer.WriteStartObject();
            writer.WriteString("href", link.Href);
            writer.WriteString("rel", link.Rel);
            if (link.Type is not null)
                writer.WriteString("type", link.Type);
            writer.WriteString("title", link.Title);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}

/// <summary>A link as the standard writes it.</summary>
internal sealed record OgcLink(string Href, string Rel, string? Type, string Title);
