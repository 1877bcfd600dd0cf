using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Space.Layers;

namespace Tongban.Space.Features;

/// <summary>OGC API Features at <c>/ogc</c>: published layers for everyone, sites for those who may see them. Reading only.</summary>
/// <remarks>Parts 1 (17-069r4), 2 (18-058r1) and 3 (19-079r2) with CQL2 text (21-065r2), as far as <see cref="Conformance"/> says. What cannot be used in a question is refused with 400, as the standard has it.</remarks>
internal sealed class OgcEndpoints(LayerDirectory layers, IEnumerable<IFeatureSource> sources, CityClock clock)
{
    private const string Json = "application/json", GeoJson = "application/geo+json", Html = "text/html", Schema = "application/schema+json", OpenApi = "application/vnd.oai.openapi+json;version=3.0";
    private const string Parts = "http://www.opengis.net/spec/ogcapi-features-";

    /// <summary>What is kept of the standards, and no more.</summary>
    public static IReadOnlyList<string> Conformance { get; } =
    [
        Parts + "1/1.0/conf/core", Parts + "1/1.0/conf/geojson", Parts + "1/1.0/conf/html", Parts + "2/1.0/conf/crs", Parts + "3/1.0/conf/queryables", Parts + "3/1.0/conf/queryables-query-parameters",
        Parts + "3/1.0/conf/filter", Parts + "3/1.0/conf/features-filter", "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text", "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
        "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators", "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions", "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    ];

    private IReadOnlyList<FeatureCrs> Systems => FeatureCrs.Of(layers.Plane);

    public static void Map(IEndpointRouteBuilder site)
    {
        var ogc = site.MapGroup("/ogc");
        ogc.MapGet("/", (HttpContext http) => Landing(http)).Public();
        ogc.MapGet("/api", (OgcEndpoints api, HttpContext http) => api.Description(http)).Public();
        ogc.MapGet("/conformance", (HttpContext http) => Conforms(http)).Public();
        ogc.MapGet("/collections", (OgcEndpoints api, HttpContext http) => api.CollectionsAsync(http)).Public();
        ogc.MapGet("/collections/{collection}", (string collection, OgcEndpoints api, HttpContext http) => api.CollectionAsync(collection, http)).Public();
        ogc.MapGet("/collections/{collection}/queryables", (string collection, OgcEndpoints api, HttpContext http) => api.QueryablesAsync(collection, http)).Public();
        ogc.MapGet("/collections/{collection}/items", (string collection, OgcEndpoints api, HttpContext http) => api.ItemsAsync(collection, http)).Public();
        ogc.MapGet("/collections/{collection}/items/{feature}", (string collection, string feature, OgcEndpoints api, HttpContext http) => api.ItemAsync(collection, feature, http)).Public();
    }

    private static IResult Landing(HttpContext http)
    {
        if (Only(http, "f") is { } refusal)
            return Refuse(refusal);
        var (title, lead) = (Words.T("空间要素接口", "Spatial features"), Words.T("管控图层和项目用地，按 OGC API Features 提供。", "Control layers and sites, as OGC API Features."));
        if (WantsHtml(http))
        {
            return Page(new OgcHtml(title, lead, [])
                .Links([(Words.T("要素集", "Collections"), At(http, "collections?f=html")), (Words.T("符合的标准", "Conformance"), At(http, "conformance?f=html")), (Words.T("接口说明（OpenAPI）", "Description (OpenAPI)"), At(http, "api")), (Words.T("管控图层", "Control layers"), "/space/layers")]));
        }
        return Answer(new JsonObject
        {
            ["title"] = title,
            ["description"] = lead,
            ["links"] = Links(
                new(At(http, ""), "self", Json, "JSON"), new(At(http, "?f=html"), "alternate", Html, "HTML"), new(At(http, "api"), "service-desc", OpenApi, Words.T("接口说明", "Description")),
                new(At(http, "?f=html"), "service-doc", Html, Words.T("接口说明", "Description")), new(At(http, "conformance"), "conformance", Json, Words.T("符合的标准", "Conformance")),
                new(At(http, "collections"), "data", Json, Words.T("要素集", "Collections"))),
        });
    }

    private static IResult Conforms(HttpContext http)
    {
        if (Only(http, "f") is { } refusal)
            return Refuse(refusal);
        if (WantsHtml(http))
            return Page(new OgcHtml(Words.T("符合的标准", "Conformance"), null, Way(http)).Table(Words.T("符合的标准", "Conformance"), [Words.T("一致性类", "Class")], Conformance.Select(c => (IReadOnlyList<OgcHtml.Cell>)[new(c)])));
        return Answer(new JsonObject { ["conformsTo"] = new JsonArray([.. Conformance.Select(c => (JsonNode)c)]) });
    }

    private async Task<IResult> CollectionsAsync(HttpContext http)
    {
        if (Only(http, "f") is { } refusal)
            return Refuse(refusal);
        List<FeatureSet> sets = [];
        foreach (var source in sources)
            sets.AddRange(await source.ListAsync(http.RequestAborted));
        if (WantsHtml(http))
        {
            return Page(new OgcHtml(Words.T("要素集", "Collections"), null, Way(http)).Table(Words.T("要素集", "Collections"), [Words.T("编码", "Code"), Words.T("名称", "Name"), Words.T("说明", "Description")],
                sets.Select(s => (IReadOnlyList<OgcHtml.Cell>)[new(s.Id, At(http, $"collections/{s.Id}?f=html")), new(s.Title.ToString()), new(s.Description.ToString())])));
        }
        return Answer(new JsonObject
        {
            ["links"] = Links(new(At(http, "collections"), "self", Json, "JSON"), new(At(http, "collections?f=html"), "alternate", Html, "HTML")),
            ["crs"] = new JsonArray([.. Systems.Select(s => (JsonNode)s.Uri)]),
            ["collections"] = new JsonArray([.. sets.Select(s => CollectionOf(http, s, listed: true))]),
        });
    }

    private async Task<IResult> CollectionAsync(string collection, HttpContext http)
    {
        if (Only(http, "f") is { } refusal)
            return Refuse(refusal);
        if (await FindAsync(collection, http) is not var (_, set))
            return Refuse(FeatureErrors.NoSuchCollection(collection));
        if (!WantsHtml(http))
            return Answer(CollectionOf(http, set, listed: false));
        List<(string, string)> links = [(Words.T("要素", "Features"), At(http, $"collections/{set.Id}/items?f=html")), (Words.T("可查询的属性", "Queryables"), At(http, $"collections/{set.Id}/queryables?f=html"))];
        if (set.Download is not null)
            links.Add(("GeoPackage", set.Download));
        return Page(new OgcHtml(set.Title.ToString(), set.Description.ToString(), Way(http, "collections")).Links(links));
    }

    private async Task<IResult> QueryablesAsync(string collection, HttpContext http)
    {
        if (Only(http, "f") is { } refusal)
            return Refuse(refusal);
        if (await FindAsync(collection, http) is not var (_, set))
            return Refuse(FeatureErrors.NoSuchCollection(collection));
        if (WantsHtml(http))
        {
            return Page(new OgcHtml(Words.T("可查询的属性", "Queryables"), set.Title.ToString(), Way(http, "collections", $"collections/{set.Id}")).Table(Words.T("可查询的属性", "Queryables"), [Words.T("属性", "Property"), Words.T("类型", "Type"), Words.T("说明", "Meaning")],
                set.Queryables.Select(q => (IReadOnlyList<OgcHtml.Cell>)[new(q.Name), new(TypeOf(q.Kind)), new(q.Title.ToString())]).Prepend([new(Cql2Parser.Geometry), new("geometry"), new(Words.T("图形，用于 S_INTERSECTS", "shape, for S_INTERSECTS"))])));
        }
        var properties = new JsonObject { [Cql2Parser.Geometry] = new JsonObject { ["title"] = Words.T("图形", "shape"), ["format"] = "geometry-multipolygon", ["x-ogc-role"] = "primary-geometry" } };
        foreach (var queryable in set.Queryables)
        {
            var property = new JsonObject { ["title"] = queryable.Title.ToString(), ["type"] = TypeOf(queryable.Kind) };
            if (queryable.Values is { } values)
                property["enum"] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
            properties[queryable.Name] = property;
        }
        return Answer(new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = At(http, $"collections/{set.Id}/queryables"),
            ["type"] = "object",
            ["title"] = set.Title.ToString(),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        }, Schema);
    }

    private async Task<IResult> ItemsAsync(string collection, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (await FindAsync(collection, http) is not var (source, set))
            return Refuse(FeatureErrors.NoSuchCollection(collection));
        if (!FeatureQuery.Read(http.Request.Query, set.Queryables, Systems).TryGet(out var query, out var refusal) || Format(http, out refusal) is null)
            return Refuse(refusal!);
        if (!(await source.PageAsync(set, query, ct)).TryGet(out var page, out refusal))
            return Refuse(refusal);
        var items = $"collections/{set.Id}/items";
        var next = page.Next is { } cursor ? Items(query, "f", "cursor", PageKey.Write(cursor)) : null;
        if (WantsHtml(http))
        {
            var names = set.Queryables.Take(6).ToList();
            var html = new OgcHtml(set.Title.ToString(), Words.T($"{page.Features.Count} 个要素", $"{page.Features.Count} features"), Way(http, "collections", $"collections/{set.Id}"))
                .Table(set.Title.ToString(), [Words.T("要素", "Feature"), .. names.Select(n => n.Title.ToString())],
                    page.Features.Select(f => (IReadOnlyList<OgcHtml.Cell>)[new(f.Id, At(http, $"{items}/{Uri.EscapeDataString(f.Id)}?f=html")), .. names.Select(n => new OgcHtml.Cell(Shown(f.Properties.FirstOrDefault(p => p.Key == n.Name).Value)))]));
            return Page(next is null ? html : html.Links([(Words.T("下一页", "Next"), At(http, $"{items}{next}&f=html"))]));
        }
        List<OgcLink> links = [new(http.Request.GetDisplayUrl(), "self", GeoJson, "GeoJSON"), new(At(http, items + Items(query, "f", "f", "html")), "alternate", Html, "HTML"), new(At(http, $"collections/{set.Id}"), "collection", Json, set.Title.ToString())];
        if (next is not null)
            links.Add(new(At(http, items + next), "next", GeoJson, Words.T("下一页", "Next")));
        ContentCrs(http, query.Crs);
        return Results.Stream(body => FeatureJson.WriteAsync(body, page, query.Crs, clock.Now, links, ct), GeoJson);
    }

    private async Task<IResult> ItemAsync(string collection, string feature, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (Only(http, "f", "crs") is { } unknown)
            return Refuse(unknown);
        var crs = Systems[0];
        if (http.Request.Query["crs"] is [{ } named] && (crs = Systems.FirstOrDefault(s => s.IsCalled(named))) is null)
            return Refuse(FeatureErrors.UnknownSystem("crs", named, Systems.Select(s => s.Uri)));
        if (await FindAsync(collection, http) is not var (source, set))
            return Refuse(FeatureErrors.NoSuchCollection(collection));
        if (!(await source.OneAsync(set, feature, ct)).TryGet(out var found, out var refusal))
            return Refuse(refusal);
        var self = $"collections/{set.Id}/items/{Uri.EscapeDataString(found.Id)}";
        if (WantsHtml(http))
        {
            return Page(new OgcHtml(found.Id, set.Title.ToString(), Way(http, "collections", $"collections/{set.Id}", $"collections/{set.Id}/items")).Table(found.Id, [Words.T("属性", "Property"), Words.T("值", "Value")],
                found.Properties.Select(p => (IReadOnlyList<OgcHtml.Cell>)[new(p.Key), new(Shown(p.Value))])));
        }
        ContentCrs(http, crs);
        return Results.Stream(body => FeatureJson.WriteAsync(body, found, crs,
            [new(At(http, self), "self", GeoJson, "GeoJSON"), new(At(http, self + "?f=html"), "alternate", Html, "HTML"), new(At(http, $"collections/{set.Id}"), "collection", Json, set.Title.ToString())], ct), GeoJson);
    }

    private JsonObject CollectionOf(HttpContext http, FeatureSet set, bool listed)
    {
        var at = $"collections/{set.Id}";
        var extent = new JsonObject();
        if (set.Bounds is { } b)
            extent["spatial"] = new JsonObject { ["bbox"] = new JsonArray(new JsonArray(b.West, b.South, b.East, b.North)), ["crs"] = FeatureCrs.Crs84 };
        if (set.Since is { } since)
            extent["temporal"] = new JsonObject { ["interval"] = new JsonArray(new JsonArray(since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), null)) };
        List<OgcLink> links =
        [
            new(At(http, at), listed ? "collection" : "self", Json, set.Title.ToString()), new(At(http, at + "?f=html"), "alternate", Html, set.Title.ToString()), new(At(http, at + "/items"), "items", GeoJson, Words.T("要素", "Features")),
            new(At(http, at + "/items?f=html"), "items", Html, Words.T("要素", "Features")), new(At(http, at + "/queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", Schema, Words.T("可查询的属性", "Queryables")),
        ];
        if (set.Download is { } download)
            links.Add(new($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{download}", "enclosure", "application/geopackage+sqlite3", "GeoPackage"));
        return new()
        {
            ["id"] = set.Id,
            ["title"] = set.Title.ToString(),
            ["description"] = set.Description.ToString(),
            ["extent"] = extent,
            ["itemType"] = "feature",
            ["crs"] = listed ? new JsonArray("#/crs") : new JsonArray([.. Systems.Select(s => (JsonNode)s.Uri)]),
            ["storageCrs"] = Systems[^1].Uri,
            ["links"] = Links([.. links]),
        };
    }

    private IResult Description(HttpContext http) => Only(http) is { } refusal ? Refuse(refusal) : Answer(OgcDescription.Of(At(http, ""), Systems), OpenApi);

    private async Task<(IFeatureSource Source, FeatureSet Set)?> FindAsync(string collection, HttpContext http)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(collection, http.RequestAborted) is { } set)
                return (source, set);
        }
        return null;
    }

    /// <summary>Refuses parameters that mean nothing here.</summary>
    private static Error? Only(HttpContext http, params string[] known)
    {
        foreach (var (name, values) in http.Request.Query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                return FeatureErrors.UnknownParameter(name, known);
            if (values.Count != 1)
                return FeatureErrors.Parameter(name, ("只能给出一次", "it may be given once"));
        }
        _ = Format(http, out var refusal);
        return refusal;
    }

    private static string? Format(HttpContext http, out Error? refusal)
    {
        refusal = null;
        if (http.Request.Query["f"] is [var named])
        {
            if (named is "json" or "html")
                return named;
            refusal = FeatureErrors.Parameter("f", ("应为 json 或 html", "it is json or html"));
            return null;
        }
        // A browser asks for HTML first and names JSON not at all.
        var accept = http.Request.Headers.Accept.ToString();
        var (html, json) = (accept.IndexOf(Html, StringComparison.OrdinalIgnoreCase), accept.IndexOf("json", StringComparison.OrdinalIgnoreCase));
        return html >= 0 && (json < 0 || html < json) ? "html" : "json";
    }

    private static bool WantsHtml(HttpContext http) => Format(http, out _) is "html";

    private static string At(HttpContext http, string path) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/ogc{(path.Length == 0 || path[0] is '?' ? path : "/" + path)}";

    private static string Items(FeatureQuery query, string without, string name, string value) =>
        "?" + string.Join('&', query.Parameters.Where(p => p.Key != without).Append(new(name, value)).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    private static List<(string, string)> Way(HttpContext http, params string[] steps) =>
        [(Words.T("空间要素接口", "Spatial features"), At(http, "?f=html")), .. steps.Select(s => (s[(s.LastIndexOf('/') + 1)..], At(http, s + "?f=html")))];

    private static JsonArray Links(params OgcLink[] links) =>
        new([.. links.Select(l => (JsonNode)(l.Type is null ? new JsonObject { ["href"] = l.Href, ["rel"] = l.Rel, ["title"] = l.Title } : new JsonObject { ["href"] = l.Href, ["rel"] = l.Rel, ["type"] = l.Type, ["title"] = l.Title }))]);

    private static void ContentCrs(HttpContext http, FeatureCrs crs) => http.Response.Headers["Content-Crs"] = $"<{crs.Uri}>";

    private static IResult Answer(JsonNode json, string type = Json) => Results.Text(json.ToJsonString(LayerColumns.Json), type);

    private static IResult Page(OgcHtml page) => Results.Text(page.ToString(), "text/html; charset=utf-8");

    private static string TypeOf(ValueKind kind) => kind switch { ValueKind.Number => "number", ValueKind.Boolean => "boolean", _ => "string" };

    private static string Shown(object? value) => value switch { double number => number.ToString("#,0.###", CultureInfo.InvariantCulture), bool yes => yes ? "true" : "false", string text => text, _ => "–" };

    private static IResult Refuse(Error error)
    {
        var status = error.Kind is ErrorKind.Invalid ? StatusCodes.Status400BadRequest : Problems.StatusOf(error.Kind);
        return Results.Json(new ProblemBody(error, status), contentType: "application/problem+json", statusCode: status);
    }
}
