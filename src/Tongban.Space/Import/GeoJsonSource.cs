using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;
using Tongban.Foundation;

namespace Tongban.Space.Import;

/// <summary>GeoJSON (RFC 7946), feature by feature: only one is ever held as objects. One pass over the text counts depth and numbers first.</summary>
internal sealed class GeoJsonSource : LayerSource
{
    private const int MaxDepth = 24;
    private static readonly GeometryFactory Factory = new(PrecisionModel.Floating.Value);
    private readonly byte[] _text;
    private readonly int _start;
    private readonly string? _idField;

    private GeoJsonSource(byte[] text, int start, string? idField) => (_text, _start, _idField) = (text, start, idField);

    public override LayerFormat Format => LayerFormat.GeoJson;

    private static JsonReaderOptions Options => new() { MaxDepth = MaxDepth };

    public static Result<LayerSource> From(string path, ImportOptions options, string field)
    {
        var text = File.ReadAllBytes(path);
        var start = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        try
        {
            if (Scan(text.AsSpan(start), field).TryGet(out var found, out var refusal) is false)
                return refusal;
            // Without a declaration RFC 7946 coordinates are WGS 84.
            if (!SystemOf(options, found.Crs, field, ReferenceSystem.OfEpsg(4326, field).Value).TryGet(out var system, out var noSystem))
                return noSystem;
            if (FieldsExist(options, found.Fields) is { } noField)
                return noField;
            return new GeoJsonSource(text, start, options.IdField) { System = system, Count = found.Features, Fields = found.Fields, Collection = found.IsCollection };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var line = (e as JsonException)?.LineNumber + 1;
            return LayerErrors.Damaged(field, $"第 {line ?? 1} 行不是有效的 JSON", $"line {line ?? 1} is not valid JSON");
        }
    }

    public override IEnumerable<RawFeature> Read(CancellationToken ct)
    {
        var at = _start;
        var state = default(JsonReaderState);
        var inFeatures = false;
        for (var row = 1L; ; row++)
        {
            ct.ThrowIfCancellationRequested();
            if (Next(ref at, ref state, ref inFeatures) is not { } document)
                yield break;
            using (document)
                yield return Feature(document.RootElement, row);
        }
    }

    public override void Dispose()
    {
    }

    /// <summary>The next element of "features", or the whole text when it is one feature or one geometry.</summary>
    private JsonDocument? Next(ref int at, ref JsonReaderState state, ref bool inFeatures)
    {
        if (at >= _text.Length)
            return null;
        var reader = inFeatures ? new Utf8JsonReader(_text.AsSpan(at), isFinalBlock: true, state) : new Utf8JsonReader(_text.AsSpan(at), Options);
        if (!inFeatures)
        {
            if (!Collection)
            {
                at = _text.Length;
                return JsonDocument.ParseValue(ref reader);
            }
            while (reader.Read() && !(reader.CurrentDepth == 1 && reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals("features"u8)))
            {
            }
            reader.Read();
            inFeatures = true;
        }
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            if (reader.TokenType is JsonTokenType.EndArray || reader.BytesConsumed == 0)
            {
                at = _text.Length;
                return null;
            }
        }
        var document = JsonDocument.ParseValue(ref reader);
        (at, state) = (at + (int)reader.BytesConsumed, reader.CurrentState);
        return document;
    }

    private bool Collection { get; init; } = true;

    private RawFeature Feature(JsonElement element, long row)
    {
        var attributes = new List<KeyValuePair<string, string?>>();
        if (element.ValueKind is not JsonValueKind.Object)
            return new(row, null, attributes, null, Fault("bad-structure", "不是要素对象", "it is not a feature object"));
        var isFeature = element.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String && type.ValueEquals("Feature");
        string? id = null;
        if (isFeature)
        {
            if (element.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object)
            {
                foreach (var property in properties.EnumerateObject().Take(ImportLimits.Fields))
                {
                    if (property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array))
                        attributes.Add(new(property.Name, Clean(property.Value.ToString())));
                }
            }
            id = _idField is null && element.TryGetProperty("id", out var own) && own.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Clean(own.ToString()) : null;
            id ??= attributes.FirstOrDefault(a => string.Equals(a.Key, _idField, StringComparison.OrdinalIgnoreCase)).Value;
        }
        if (isFeature && (!element.TryGetProperty("geometry", out element) || element.ValueKind is JsonValueKind.Null))
            return new(row, id, attributes, null, GeometryFaults.Of("no-geometry"));
        var budget = new Budget();
        var (geometry, fault) = Shape(element, budget, 0);
        return new(row, id, attributes, fault is null ? geometry : null, fault);
    }

    private static (Geometry?, FeatureFault?) Shape(JsonElement element, Budget budget, int depth)
    {
        if (depth > 3)
            return (null, GeometryFaults.Of("too-deep"));
        if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String)
            return (null, Fault("bad-structure", "图形缺少 type", "the geometry has no type"));
        if (type.ValueEquals("GeometryCollection"))
        {
            if (!element.TryGetProperty("geometries", out var inner) || inner.ValueKind is not JsonValueKind.Array)
                return (null, Fault("bad-structure", "图形集合缺少 geometries", "the collection has no geometries"));
            List<Geometry> all = [];
            foreach (var one in inner.EnumerateArray())
            {
                var (geometry, fault) = Shape(one, budget, depth + 1);
                if (fault is not null)
                    return (null, fault);
                all.Add(geometry!);
            }
            return (Factory.CreateGeometryCollection([.. all]), null);
        }
        if (!element.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind is not JsonValueKind.Array)
            return (null, Fault("bad-structure", "图形缺少 coordinates", "the geometry has no coordinates"));
        try
        {
            Geometry? geometry = type.GetString() switch
            {
                "Point" => Factory.CreatePoint(Position(coordinates, budget)),
                "MultiPoint" => Factory.CreateMultiPointFromCoords(Positions(coordinates, budget)),
                "LineString" => Factory.CreateLineString(Positions(coordinates, budget)),
                "MultiLineString" => Factory.CreateMultiLineString([.. Arrays(coordinates).Select(l => Factory.CreateLineString(Positions(l, budget)))]),
                "Polygon" => Polygon(coordinates, budget),
                "MultiPolygon" => Factory.CreateMultiPolygon([.. Arrays(coordinates).Select(p => Polygon(p, budget))]),
                _ => null,
            };
            return geometry is null ? (null, GeometryFaults.Of("curved-or-unknown")) : (geometry, null);
        }
        catch (ShapeException e)
        {
            return (null, GeometryFaults.Of(e.Code) with { Text = e.Code == "bad-structure" ? ("坐标数组的层次不合规", "the arrays of coordinates are not nested as RFC 7946 says") : GeometryFaults.Of(e.Code).Text });
        }
        catch (ArgumentException)
        {
            return (null, GeometryFaults.Of("too-few-points"));
        }
    }

    private static Polygon Polygon(JsonElement rings, Budget budget)
    {
        List<LinearRing> all = [];
        foreach (var ring in Arrays(rings))
        {
            if (++budget.Rings > ImportLimits.RingsOfFeature)
                throw new ShapeException("too-many-rings");
            var points = Positions(ring, budget);
            if (points.Length > 0 && !points[0].Equals2D(points[^1]))
                points = [.. points, points[0].Copy()];
            if (points.Length is > 0 and < 4)
                throw new ShapeException("too-few-points");
            all.Add(Factory.CreateLinearRing(points));
        }
        return all.Count == 0 ? Factory.CreatePolygon() : Factory.CreatePolygon(all[0], [.. all.Skip(1)]);
    }

    private static JsonElement.ArrayEnumerator Arrays(JsonElement element) => element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : throw new ShapeException("bad-structure");

    private static Coordinate[] Positions(JsonElement element, Budget budget)
    {
        var points = new Coordinate[element.ValueKind is JsonValueKind.Array ? element.GetArrayLength() : throw new ShapeException("bad-structure")];
        var i = 0;
        foreach (var position in element.EnumerateArray())
            points[i++] = Position(position, budget);
        return points;
    }

    private static Coordinate Position(JsonElement element, Budget budget)
    {
        if (++budget.Points > ImportLimits.PointsOfFeature)
            throw new ShapeException("too-many-points");
        if (element.ValueKind is not JsonValueKind.Array || element.GetArrayLength() is < 2 or > 4)
            throw new ShapeException("bad-structure");
        var (first, second) = (element[0], element[1]);
        if (first.ValueKind is not JsonValueKind.Number || second.ValueKind is not JsonValueKind.Number)
            throw new ShapeException("bad-structure");
        var (x, y) = (first.GetDouble(), second.GetDouble());
        return double.IsFinite(x) && double.IsFinite(y) ? new(x, y) : throw new ShapeException("bad-number");
    }

    /// <summary>Depth, counts, the declared system and the names of attributes, without building anything.</summary>
    private static Result<Found> Scan(ReadOnlySpan<byte> text, string field)
    {
        var reader = new Utf8JsonReader(text, Options);
        long numbers = 0, features = 0;
        string? crs = null, type = null;
        List<string> fields = [];
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (inCrs, inFeatures, propertiesDepth) = (false, false, -1);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.Number:
                        if (++numbers > ImportLimits.PointsOfLayer * 3)
                            return LayerErrors.Limit(field, "坐标点过多", "There are too many points");
                        break;
                    case JsonTokenType.StartObject when inFeatures && reader.CurrentDepth == 2:
                        if (++features > ImportLimits.Features)
                            return LayerErrors.Limit(field, $"要素超过 {ImportLimits.Features} 个", $"There are more than {ImportLimits.Features} features");
                        break;
                    case JsonTokenType.EndObject when reader.CurrentDepth == propertiesDepth:
                        propertiesDepth = -1;
                        break;
                    case JsonTokenType.PropertyName when propertiesDepth >= 0 && reader.CurrentDepth == propertiesDepth + 1:
                        if (known.Count < ImportLimits.Fields && reader.GetString() is { Length: <= 200 } name && known.Add(name))
                            fields.Add(name);
                        break;
                    case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                        inCrs = reader.ValueTextEquals("crs"u8);
                        inFeatures = reader.ValueTextEquals("features"u8);
                        if (reader.ValueTextEquals("type"u8) && reader.Read() && reader.TokenType is JsonTokenType.String)
                            type ??= reader.GetString();
                        else if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals("properties"u8))
                            propertiesDepth = 1;
                        break;
                    case JsonTokenType.PropertyName when inFeatures && reader.CurrentDepth == 3 && reader.ValueTextEquals("properties"u8):
                        propertiesDepth = 3;
                        break;
                    case JsonTokenType.String when inCrs && crs is null && reader.GetString() is { Length: > 0 and <= 200 } value && value is not ("name" or "link"):
                        crs = value;
                        break;
                }
            }
        }
        catch (JsonException e) when (e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase))
        {
            return LayerErrors.Limit(field, "JSON 嵌套过深", "The JSON is nested too deep");
        }
        return type switch
        {
            "FeatureCollection" when features == 0 => LayerErrors.NoFeatures(field),
            "FeatureCollection" => new Found(crs, features, fields, true),
            null => LayerErrors.Damaged(field, "缺少 type", "'type' is missing"),
            _ => new Found(crs, 1, fields, false),
        };
    }

    private sealed record Found(string? Crs, long Features, IReadOnlyList<string> Fields, bool IsCollection);

    private sealed class Budget
    {
        public int Points { get; set; }

        public int Rings { get; set; }
    }

#pragma warning disable CA1032, CA1064 // thrown and caught inside this class
    private sealed class ShapeException(string code) : Exception
    {
        public string Code { get; } = code;
    }
#pragma warning restore CA1032, CA1064
}
