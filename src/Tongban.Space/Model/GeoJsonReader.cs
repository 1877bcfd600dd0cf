using System.Text.Json;
using Tongban.Foundation;
using Tongban.Space.Contracts;

namespace Tongban.Space.Model;

/// <summary>GeoJSON (RFC 7946) into areas. Size, depth and counts are settled before anything is built; attributes are ignored.</summary>
internal sealed class GeoJsonReader
{
    private const int MaxDepth = 8;
    private readonly string _field;
    private readonly List<SiteWarning> _warnings = [];
    private readonly List<RawPart> _parts = [];
    private int _points;
    private int _rings;
    private bool _heights;
    private int _open;

    private GeoJsonReader(string field) => _field = field;

    public static Result<SiteReading> Read(ReadOnlyMemory<byte> utf8, string field)
    {
        if (utf8.Length > Site.MaxBytes)
            return SpaceErrors.TooLarge(field);
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
            return SpaceErrors.Empty(field);
        try
        {
            if (Scan(text.Span, field) is { } error)
                return error;
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return new GeoJsonReader(field).Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return SpaceErrors.NotJson(field, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
        }
    }

    /// <summary>One pass without building anything: depth, and as many numbers as the points allowed may have.</summary>
    private static Error? Scan(ReadOnlySpan<byte> text, string field)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 64 });
        var positions = 0;
        var inPosition = false;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= MaxDepth)
                return SpaceErrors.TooDeep(field);
            var number = reader.TokenType is JsonTokenType.Number;
            positions += number && !inPosition ? 1 : 0;
            inPosition = number;
            // Attributes may hold numbers too: leave them room, the exact count of points is taken while reading.
            if (positions > 2 * Site.MaxPoints)
                return SpaceErrors.TooManyPoints(field);
        }

        return null;
    }

    private Result<SiteReading> Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            return SpaceErrors.Structure(_field, "最外层应为对象", "the outermost value must be an object");
        if (CheckSystem(root) is { } system)
            return system;

        var error = Type(root) switch
        {
            null => SpaceErrors.Structure(_field, "缺少文字成员“type”", "the text member 'type' is missing"),
            "FeatureCollection" => Features(root),
            "Feature" => Feature(root),
            _ => Geometry(root),
        };
        if (error is not null)
            return error;
        if (_parts.Count == 0)
            return SpaceErrors.Empty(_field);
        if (_heights)
            _warnings.Add(new("space.heights-dropped", ("坐标中的高程等第三个及以后的数值已忽略。", "Heights and further values of the positions were ignored.")));
        if (_open > 0)
            _warnings.Add(new("space.rings-closed", new Words("有{0}个圈首尾不相接，已自动闭合。", "{0} rings did not end where they began and were closed.").With(_open)));
        return SiteBuilder.Build(_parts, _field, _warnings);
    }

    private Error? CheckSystem(JsonElement root)
    {
        if (!root.TryGetProperty("crs", out var crs) || crs.ValueKind is JsonValueKind.Null)
            return null;
        var name = crs.ValueKind is JsonValueKind.Object && crs.TryGetProperty("properties", out var p) && p.ValueKind is JsonValueKind.Object
            && p.TryGetProperty("name", out var n) ? Text(n) : null;
        if (name is null)
            return SpaceErrors.CoordinateSystem(_field, "?");
        if (name.EndsWith(":4490", StringComparison.Ordinal))
            return null;
        if (!name.EndsWith(":CRS84", StringComparison.Ordinal) && !name.EndsWith(":4326", StringComparison.Ordinal))
            return SpaceErrors.CoordinateSystem(_field, name);
        _warnings.Add(new("space.wgs84", ("文件注明WGS 84,已按CGCS2000使用(两者相差通常不到1米)。", "The file says WGS 84; it is used as CGCS2000 (usually less than 1 m apart).")));
        return null;
    }

    private Error? Features(JsonElement collection)
    {
        if (!collection.TryGetProperty("features", out var features) || features.ValueKind is not JsonValueKind.Array)
            return SpaceErrors.Structure(_field, "FeatureCollection缺少数组“features”", "a FeatureCollection needs the array 'features'");
        foreach (var feature in features.EnumerateArray())
        {
            if (feature.ValueKind is not JsonValueKind.Object || Type(feature) is not "Feature")
                return SpaceErrors.Structure(_field, "“features”中的每一项应为Feature", "every member of 'features' must be a Feature");
            if (Feature(feature) is { } error)
                return error;
        }

        return null;
    }

    private Error? Feature(JsonElement feature)
    {
        if (!feature.TryGetProperty("geometry", out var geometry))
            return SpaceErrors.Structure(_field, "Feature缺少“geometry”", "a Feature needs 'geometry'");
        return geometry.ValueKind switch
        {
            JsonValueKind.Object => Geometry(geometry),
            JsonValueKind.Null => SpaceErrors.Empty(_field),
            _ => SpaceErrors.Structure(_field, "“geometry”应为对象", "'geometry' must be an object"),
        };
    }

    private Error? Geometry(JsonElement geometry)
    {
        if (Type(geometry) is not { } type)
            return SpaceErrors.Structure(_field, "几何缺少文字成员“type”", "the geometry has no text member 'type'");
        if (type is not ("Polygon" or "MultiPolygon"))
            return SpaceErrors.NotAnArea(_field, type);
        if (!geometry.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind is not JsonValueKind.Array)
            return SpaceErrors.Structure(_field, "几何缺少数组“coordinates”", "the geometry needs the array 'coordinates'");
        if (type is "Polygon")
            return Polygon(coordinates);
        foreach (var polygon in coordinates.EnumerateArray())
        {
            if (Polygon(polygon) is { } error)
                return error;
        }

        return null;
    }

    private Error? Polygon(JsonElement rings)
    {
        if (rings.ValueKind is not JsonValueKind.Array || rings.GetArrayLength() == 0)
            return SpaceErrors.Structure(_field, "多边形应为由圈组成的数组", "a polygon must be an array of rings");
        List<IReadOnlyList<SitePoint>> read = [];
        foreach (var ring in rings.EnumerateArray())
        {
            if (++_rings > Site.MaxRings)
                return SpaceErrors.TooManyRings(_field);
            if (ring.ValueKind is not JsonValueKind.Array)
                return SpaceErrors.Structure(_field, "圈应为由坐标组成的数组", "a ring must be an array of positions");
            List<SitePoint> points = new(ring.GetArrayLength());
            foreach (var position in ring.EnumerateArray())
            {
                if (++_points > Site.MaxPoints)
                    return SpaceErrors.TooManyPoints(_field);
                if (!Position(position).TryGet(out var point, out var error))
                    return error;
                points.Add(point);
            }

            if (points.Count > 1 && points[0] == points[^1])
                points.RemoveAt(points.Count - 1);
            else
                _open++;
            read.Add(points);
        }

        _parts.Add(new(read[0], read[1..]));
        return null;
    }

    private Result<SitePoint> Position(JsonElement position)
    {
        if (position.ValueKind is not JsonValueKind.Array || position.GetArrayLength() < 2)
            return SpaceErrors.Structure(_field, $"第{_points}个坐标应为“[经度, 纬度]”", $"position {_points} must be [longitude, latitude]");
        _heights |= position.GetArrayLength() > 2;
        if (!Number(position[0], out var longitude) || !Number(position[1], out var latitude))
            return SpaceErrors.BadNumber(_field, $"#{_points}");
        var where = $"#{_points} [{position[0].GetRawText()}, {position[1].GetRawText()}]";
        var point = new SitePoint(Math.Round(longitude, 8), Math.Round(latitude, 8));
        if (SiteBuilder.InRange(point))
            return point;
        if (SiteBuilder.InRange(new(latitude, longitude)) || (IsNorth(longitude) && IsEast(latitude)))
            return SpaceErrors.AxesSwapped(_field, SpaceErrors.Quote(where));
        return Math.Abs(longitude) > 180 || Math.Abs(latitude) > 90
            ? SpaceErrors.Projected(_field, SpaceErrors.Quote(where))
            : SpaceErrors.OutsideChina(_field, point);
    }

    private static bool IsNorth(double value) => value is > 1_000_000 and < 6_500_000;

    private static bool IsEast(double value) => value is > 13_000_000 and < 46_000_000;

    private static bool Number(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out number) && double.IsFinite(number);
    }

    private static string? Type(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("type", out var type) ? Text(type) : null;

    /// <summary>A text, or nothing when it holds half a surrogate pair: such JSON parses, but its text cannot be had.</summary>
    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
