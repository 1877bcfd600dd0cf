using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Sites;

namespace Tongban.Space.Layers;

/// <summary>The layers' part of <c>/api/v1</c>.</summary>
internal static class LayerEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var layers = api.MapGroup("/layers").WithTags("layers");
        layers.MapGet("/", async (LayerQueries queries, CancellationToken ct) => Results.Json(await queries.LayersAsync(ct)))
            .Public().WithName("Layers").WithSummary("The control layers of the city with what is in force").WithDescription("Level, rule, legal basis and authority as the catalogue states them. `inForce` is null where nothing was published: checks then answer `not checked`.")
            .Produces<IReadOnlyList<LayerRow>>();
        layers.MapGet("/current", async (DateTimeOffset? at, ILayers current, CancellationToken ct) => Results.Json(await current.CurrentAsync(at, ct)))
            .Public().WithName("CurrentLayers").WithSummary("The versions in force at a moment").WithDescription("`at` is an instant, now when left out. The digest names the set for ever; `missing` are layers without a version. Example: `?at=2026-03-02T09:00:00+08:00`.")
            .Produces<PinnedSet>();
        layers.MapGet("/{code}", async (string code, LayerQueries queries, CancellationToken ct) => await queries.LayerAsync(code, ct) is { } layer ? Results.Json(layer) : LayerErrors.NoSuchLayer(code).ToHttp())
            .Public().WithName("GetLayer").WithSummary("One layer with its versions, newest first").Produces<LayerView>();
        layers.MapPost("/{code}/imports", ImportAsync).Require(SpacePermissions.Prepare).WithName("ImportLayer").WithSummary("Hand in a file for a new version of a layer")
            .WithDescription("multipart/form-data, at most 512 MB: `file` (GeoPackage, zipped Shapefile, GeoJSON, CSV with a WKT column), `coverage` (GeoJSON of the area in which the layer is complete) or `division` (a code whose boundary the city has), "
                + "optional `epsg`, `encoding`, `table`, `idField`, `nameField`, `zoneField`. The file is read in the background: ask for the version to see how far it is.")
            .WithMetadata(new RequestSizeLimitAttribute(ImportLimits.File + (16 << 20))).Produces<VersionView>(StatusCodes.Status202Accepted);

        var versions = api.MapGroup("/layer-versions/{version:guid}").WithTags("layers");
        versions.MapGet("/", (Guid version, LayerQueries queries, HttpContext http, CancellationToken ct) => VersionAsync(version, queries, http, ct))
            .Public().WithName("GetLayerVersion").WithSummary("One version: progress of its import, counts, what stands in the way of publication").WithDescription("Drafts are shown to officers of the layer's authority, administrators and auditors.").Produces<VersionView>();
        versions.MapGet("/report.csv", async (Guid version, LayerQueries queries, CancellationToken ct) => await queries.ReportAsync(version, ct) is { } csv ? Results.File(csv, "text/csv; charset=utf-8", $"layer-report-{version:N}.csv") : LayerErrors.NoSuchVersion().ToHttp())
            .Public().WithName("LayerReport").WithSummary("Every feature that was rejected, repaired or remarked on, as a table").Produces<string>(StatusCodes.Status200OK, "text/csv");
        versions.MapGet("/preview.geojson", async (Guid version, LayerQueries queries, CancellationToken ct) => await queries.PreviewAsync(version, ct) is { } json ? Results.File(json, "application/geo+json") : LayerErrors.NoSuchVersion().ToHttp())
            .Public().WithName("LayerPreview").WithSummary("The first entities of a version, simplified, for a map").Produces<string>(StatusCodes.Status200OK, "application/geo+json");
        versions.MapPost("/repairs-confirmation", (Guid version, LayerHandlers handlers, LayerQueries queries, HttpContext http, CancellationToken ct) => AfterAsync(version, handlers.ConfirmAsync(new(version), ct), queries, http, ct))
            .Require(SpacePermissions.Prepare).WithName("ConfirmLayerRepairs").WithSummary("Confirm repaired shapes whose area changed").Produces<VersionView>();
        versions.MapPost("/rejections-acknowledgement", (Guid version, ReasonBody body, LayerHandlers handlers, LayerQueries queries, HttpContext http, CancellationToken ct) => AfterAsync(version, handlers.AcknowledgeAsync(new(version, body.Reason), ct), queries, http, ct))
            .Require(SpacePermissions.Prepare).WithName("AcknowledgeLayerRejections").WithSummary("Take responsibility for a layer without the rejected features").WithDescription("Where they lie the answer will be `not checked`.")
            .WithExample("""{"reason":"源数据中为废弃图斑，已与编制单位核实"}""").Produces<VersionView>();
        versions.MapPost("/publication", (Guid version, LayerHandlers handlers, LayerQueries queries, HttpContext http, CancellationToken ct) => AfterAsync(version, handlers.PublishAsync(new(version), ct), queries, http, ct))
            .Require(SpacePermissions.Publish).WithName("PublishLayer").WithSummary("Put a draft in force").WithDescription("The version before it ends in the same moment. A published version never changes.").Produces<VersionView>();
        versions.MapPost("/retirement", (Guid version, ReasonBody body, LayerHandlers handlers, LayerQueries queries, HttpContext http, CancellationToken ct) => AfterAsync(version, handlers.RetireAsync(new(version, body.Reason), ct), queries, http, ct))
            .Require(SpacePermissions.Publish).WithName("RetireLayer").WithSummary("End the version in force without a successor").WithDescription("From then on the layer is `not checked`.").WithExample("""{"reason":"规划已废止，余府发〔2026〕7号"}""").Produces<VersionView>();
        versions.MapPost("/discard", (Guid version, LayerHandlers handlers, LayerQueries queries, HttpContext http, CancellationToken ct) => AfterAsync(version, handlers.DiscardAsync(new(version), ct), queries, http, ct))
            .Require(SpacePermissions.Prepare).WithName("DiscardLayerDraft").WithSummary("Throw a draft or a running import away").Produces<VersionView>();
    }

    private static async Task<IResult> ImportAsync(string code, HttpContext http, BeginImportHandler begin, LayerQueries queries, CancellationToken ct)
    {
        if (begin.Mine(code).Error is { } refusal)
            return refusal.ToHttp();
        if (!http.Request.HasFormContentType)
            return LayerErrors.Format("file").ToHttp();
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = ImportLimits.File + (16 << 20), ValueLengthLimit = Site.MaxBytes }, ct);
        }
        catch (InvalidDataException)
        {
            return LayerErrors.TooLarge("file", ImportLimits.File >> 20).ToHttp();
        }
        var began = await BeginAsync(code, form, begin, ct);
        if (!began.TryGet(out var id, out refusal))
            return refusal.ToHttp();
        return await queries.VersionAsync(id, ct) is { } version ? Results.Json(version, statusCode: StatusCodes.Status202Accepted) : LayerErrors.NoSuchVersion().ToHttp();
    }

    /// <summary>What the API and the page post alike.</summary>
    public static async Task<Result<Guid>> BeginAsync(string code, IFormCollection form, BeginImportHandler begin, CancellationToken ct)
    {
        if (form.Files["file"] is not { Length: > 0 } file)
            return LayerErrors.Format("file");
        var coverage = form["coverage"].ToString();
        if (form.Files["coverageFile"] is { Length: > 0 and <= Site.MaxBytes } area)
        {
            using var bytes = new MemoryStream();
            await area.CopyToAsync(bytes, ct);
            if (!SiteFile.Read(bytes.ToArray(), area.FileName, "coverage").TryGet(out var reading, out var unreadable))
                return unreadable;
            coverage = reading.Site.GeoJson;
        }
        await using var content = file.OpenReadStream();
        if (!(await begin.ReceiveAsync(code, content, ct)).TryGet(out var kept, out var refusal))
            return refusal;
        var options = new ImportOptions(Text("epsg"), Text("encoding"), Text("table"), Text("idField"), Text("nameField"), Text("zoneField"));
        return await begin.HandleAsync(new(code, file.FileName, kept.Digest, kept.Bytes, options, string.IsNullOrWhiteSpace(coverage) ? null : coverage, Text("division")), ct);

        string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 and <= 400 } text ? text : null;
    }

    private static async Task<IResult> AfterAsync(Guid version, Task<Result<int>> act, LayerQueries queries, HttpContext http, CancellationToken ct) =>
        (await act).Error is { } refusal ? refusal.ToHttp() : await VersionAsync(version, queries, http, ct);

    private static async Task<IResult> VersionAsync(Guid version, LayerQueries queries, HttpContext http, CancellationToken ct)
    {
        if (await queries.VersionAsync(version, ct) is not { } view)
            return LayerErrors.NoSuchVersion().ToHttp();
        http.Response.Headers.ETag = Problems.ETag(view.Version);
        return Results.Json(view);
    }

    internal sealed record ReasonBody(string? Reason);
}
