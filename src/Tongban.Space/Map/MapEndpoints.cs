using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Space.Checks;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Map;

/// <summary>What maps fetch: tiles and the ground beneath as page endpoints, answers about places and versions as API.</summary>
internal static class MapEndpoints
{
    private const string TileType = "application/vnd.mapbox-vector-tile";

    public static void MapPages(IEndpointRouteBuilder site)
    {
        site.MapGet("/space/tiles/{content}/{z:int}/{x:int}/{y:int}.mvt", TileAsync).Public();
        site.MapGet("/space/map/ground.json", async (MapLayers layers, HttpContext http, CancellationToken ct) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Json(await layers.GroundAsync(ct), LayerColumns.Json);
        }).Public();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/layers:identify", async (PointQueries points, CancellationToken ct, double? lon = null, double? lat = null, string? layers = null, Guid? version = null) =>
                (await points.AtAsync(lon ?? double.NaN, lat ?? double.NaN, Codes(layers), version, ct)).ToHttp(view => Results.Json(view)))
            .Public().WithTags("layers").WithName("IdentifyLayers").WithSummary("What every layer says of one place")
            .WithDescription("`lon` and `lat` are degrees in CGCS2000; `layers` names codes, separated by commas; `version` asks one version, draft or ended, instead of those in force. Per layer `hit`, `inside`, `clear` or `notChecked`, and whether the layer "
                + "is complete at the place: where it is not, finding nothing does not mean that nothing is there. Example: `?lon=114.93&lat=27.82&layers=L01,L02`.")
            .Produces<PointView>();
        api.MapGet("/layers/{code}/differences", async (string code, Guid from, Guid to, VersionComparison comparison, CancellationToken ct) => (await comparison.CompareAsync(code, from, to, ct)).ToHttp(d => Results.Json(d)))
            .Public().WithTags("layers").WithName("CompareLayerVersions").WithSummary("Entities added, removed and changed between two versions of a layer")
            .WithDescription($"`from` and `to` are versions. All are counted, the {VersionComparison.Listed} largest differences listed. Versions of up to {VersionComparison.Most} entities.").Produces<LayerDifferences>();
        api.MapGet("/layer-versions/{version:guid}/places.geojson", async (Guid version, LayerQueries queries, CancellationToken ct) => await queries.ReportAsync(version, ct) is { } report ? Results.File(Places(report), "application/geo+json") : LayerErrors.NoSuchVersion().ToHttp())
            .Public().WithTags("layers").WithName("LayerReportPlaces").WithSummary("Where features were rejected or repaired with another area, as points").Produces<string>(StatusCodes.Status200OK, "application/geo+json");
        api.MapGet("/site-checks/{siteCheck:guid}/parts.geojson", async (Guid siteCheck, CheckParts parts, CancellationToken ct) =>
                await parts.AsGeoJsonAsync(siteCheck, ct) is { } json ? Results.File(json, "application/geo+json") : CheckHandlers.NoSuchCheck().ToHttp())
            .Require(FoundationPermissions.SignedIn).WithTags("space").WithName("SiteCheckParts").WithSummary("The common ground of a check as GeoJSON, one feature a layer, with its level")
            .WithDescription("Worked out again against the versions that were used. Of a layer that binds what lies beyond it, the part beyond.").Produces<string>(StatusCodes.Status200OK, "application/geo+json");
    }

    /// <summary>The lines of a report that have a place, the first of them.</summary>
    private static byte[] Places(byte[] report)
    {
        const int Most = 500;
        var bad = ImportRunner.KindName(FindingKind.Rejected).Zh;
        var changed = ImportRunner.KindName(FindingKind.RepairedChanged).Zh;
        var features = Csv.Read(report).Skip(1).Where(r => r.Count > 7 && r[6].Length > 0 && (r[2].StartsWith(bad, StringComparison.Ordinal) || r[2].StartsWith(changed, StringComparison.Ordinal))).Take(Most).Select(r => new
        {
            type = "Feature",
            properties = new { name = r[1], code = r[3], tone = r[2].StartsWith(bad, StringComparison.Ordinal) ? "bad" : "warn" },
            geometry = new { type = "Point", coordinates = new[] { double.Parse(r[6], CultureInfo.InvariantCulture), double.Parse(r[7], CultureInfo.InvariantCulture) } },
        });
        return JsonSerializer.SerializeToUtf8Bytes(new { type = "FeatureCollection", features });
    }

    /// <summary>Codes separated by commas; nothing for all.</summary>
    internal static IReadOnlyCollection<string>? Codes(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(100).ToHashSet(StringComparer.Ordinal);

    private static async Task<IResult> TileAsync(string content, int z, int x, int y, LayerTiles tiles, HttpContext http, CancellationToken ct)
    {
        if (await tiles.DrawAsync(content, new(z, x, y), ct) is not { } tile)
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.NotFound();
        }
        // What is behind the address never changes; of a draft only the browser of whoever may see it keeps a copy.
        http.Response.Headers.CacheControl = tile.Public ? "public, max-age=31536000, immutable" : "private, max-age=86400, immutable";
        return Results.Bytes(tile.Content, TileType);
    }
}
