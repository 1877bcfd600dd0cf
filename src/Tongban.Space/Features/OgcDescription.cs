using System.Text.Json.Nodes;
using Tongban.Foundation;

namespace Tongban.Space.Features;

/// <summary>The features API in OpenAPI 3.0, for clients that read it before they ask.</summary>
internal static class OgcDescription
{
    public static JsonNode Of(string server, IReadOnlyList<FeatureCrs> systems)
    {
        var uris = new JsonArray([.. systems.Select(s => (JsonNode)s.Uri)]);
        JsonObject Parameter(string name, string text, JsonNode schema, string place = "query") => new() { ["name"] = name, ["in"] = place, ["required"] = place is "path", ["description"] = text, ["schema"] = schema };
        JsonObject Crs() => new() { ["type"] = "string", ["enum"] = uris.DeepClone(), ["default"] = FeatureCrs.Crs84 };
        var parameters = new JsonObject
        {
            ["f"] = Parameter("f", Words.T("格式", "format"), new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json", "html") }),
            ["collection"] = Parameter("collection", Words.T("图层编码，或 sites", "code of a layer, or sites"), Text(), "path"),
            ["feature"] = Parameter("feature", Words.T("要素", "feature"), Text(), "path"),
            ["limit"] = Parameter("limit", Words.T("一页的要素数", "features of a page"), new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = FeatureQuery.Most, ["default"] = FeatureQuery.Usual }),
            ["bbox"] = Parameter("bbox", Words.T("范围：最小值、最大值", "box: least values, greatest values"), new JsonObject { ["type"] = "array", ["minItems"] = 4, ["maxItems"] = 6, ["items"] = new JsonObject { ["type"] = "number" } }),
            ["bboxCrs"] = Parameter("bbox-crs", Words.T("bbox 的坐标系", "system of bbox"), Crs()),
            ["crs"] = Parameter("crs", Words.T("答复的坐标系", "system of the answer"), Crs()),
            ["datetime"] = Parameter("datetime", Words.T("时刻或区间：以当时有效的版本答复，区间取其中最后的", "instant or interval: the version in force then, of an interval the last"), Text()),
            ["filter"] = Parameter("filter", "CQL2 text: = <> < <= > >= AND OR NOT LIKE BETWEEN IN, IS NULL, S_INTERSECTS(geometry, …)", new JsonObject { ["type"] = "string", ["maxLength"] = Cql2Parser.Length }),
            ["filterLang"] = Parameter("filter-lang", "cql2-text", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("cql2-text"), ["default"] = "cql2-text" }),
            ["filterCrs"] = Parameter("filter-crs", Words.T("过滤条件中图形的坐标系", "system of shapes in the filter"), Crs()),
            ["cursor"] = Parameter("cursor", Words.T("从 next 链接取得", "taken from a next link"), Text()),
        };
        JsonObject Get(string summary, string type, params string[] names) => new()
        {
            ["get"] = new JsonObject
            {
                ["summary"] = summary,
                ["parameters"] = new JsonArray([.. names.Select(n => (JsonNode)new JsonObject { ["$ref"] = $"#/components/parameters/{n}" })]),
                ["responses"] = new JsonObject
                {
                    ["200"] = new JsonObject { ["description"] = summary, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } }, ["text/html"] = new JsonObject { ["schema"] = Text() } } },
                    ["400"] = new JsonObject { ["$ref"] = "#/components/responses/problem" },
                    ["404"] = new JsonObject { ["$ref"] = "#/components/responses/problem" },
                },
            },
        };
        return new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject { ["title"] = Words.T("空间要素接口", "Spatial features"), ["version"] = "1" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server }),
            ["paths"] = new JsonObject
            {
                ["/"] = Get(Words.T("首页", "Landing page"), "application/json", "f"),
                ["/conformance"] = Get(Words.T("符合的标准", "Conformance"), "application/json", "f"),
                ["/collections"] = Get(Words.T("要素集", "Collections"), "application/json", "f"),
                ["/collections/{collection}"] = Get(Words.T("一个要素集", "One collection"), "application/json", "collection", "f"),
                ["/collections/{collection}/queryables"] = Get(Words.T("可查询的属性", "Queryables"), "application/schema+json", "collection", "f"),
                ["/collections/{collection}/items"] = Get(Words.T("要素", "Features"), "application/geo+json", "collection", "limit", "bbox", "bboxCrs", "crs", "datetime", "filter", "filterLang", "filterCrs", "cursor", "f"),
                ["/collections/{collection}/items/{feature}"] = Get(Words.T("一个要素", "One feature"), "application/geo+json", "collection", "feature", "crs", "f"),
            },
            ["components"] = new JsonObject
            {
                ["parameters"] = parameters,
                ["responses"] = new JsonObject { ["problem"] = new JsonObject { ["description"] = "RFC 9457", ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } } },
            },
        };
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
