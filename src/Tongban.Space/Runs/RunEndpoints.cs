using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Space.Export;
using Tongban.Space.Import;

namespace Tongban.Space.Runs;

/// <summary>The batches' part of <c>/api/v1</c>.</summary>
internal static class RunEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/classification-runs").WithTags("space");
        runs.MapGet("/", async (RunQueries queries, CancellationToken ct, string? after = null) => Results.Json(await queries.ListAsync(after, ct)))
            .Require(SpacePermissions.SeeRuns).WithName("ClassificationRuns").WithSummary("Batches of your organ, newest first").Produces<KeyPage<RunListed>>();
        runs.MapPost("/", async (BeginBody body, RunHandlers handlers, RunQueries queries, CancellationToken ct) => await AnswerAsync(handlers.BeginAsync(new(body.Title, body.Kind), ct), queries, StatusCodes.Status202Accepted, ct))
            .Require(SpacePermissions.Classify).WithName("BeginClassification").WithSummary("Hold all sites of a kind against the layers in force").WithDescription("The set of versions is fixed now. Works in the background: ask for the batch to see how far it is.")
            .WithExample("""{"title":"2026年滚动计划空间分类","kind":"project"}""").Produces<RunView>(StatusCodes.Status202Accepted);
        runs.MapPost("/upload", UploadAsync).Require(SpacePermissions.Classify).WithName("BeginClassificationOfFile").WithSummary("Hold the features of a file against the layers in force")
            .WithDescription("multipart/form-data, at most 512 MB and 100,000 features: `title`, `file` (GeoPackage, GeoJSON, zipped Shapefile, CSV with a WKT column), optional `nameField` (attribute with the name of the site), `idField`, `epsg`, `encoding`, `table`.")
            .WithMetadata(new RequestSizeLimitAttribute(ImportLimits.File + (1 << 20))).Produces<RunView>(StatusCodes.Status202Accepted);
        var run = runs.MapGroup("/{run:guid}");
        run.MapGet("/", async (Guid run, RunQueries queries, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(run, ct) is not { } view)
                    return RunErrors.NoSuchRun().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(view.Version);
                return Results.Json(view);
            })
            .Require(SpacePermissions.SeeRuns).WithName("GetClassificationRun").WithSummary("A batch: how far it is, how many of each class, every layer over all sites").Produces<RunView>();
        run.MapGet("/rows", async (Guid run, RunQueries queries, CancellationToken ct, string? @class = null, string? layer = null, string? q = null, string? after = null) => (await queries.RowsAsync(run, Query(@class, layer, q), after, ct)).ToHttp())
            .Require(SpacePermissions.SeeRuns).WithName("ClassificationRows").WithSummary("Sites of a batch with their class and findings").WithDescription("`class` A to D, U (no usable boundary) or N (nothing found, but not everything was looked at); `layer` those that hit it; `q` a part of the title.").Produces<KeyPage<RunRowView>>();
        run.MapGet("/points.geojson", async (Guid run, RunQueries queries, CancellationToken ct, string? @class = null, string? layer = null, string? bbox = null) => (await queries.PlacesAsync(run, Query(@class, layer, null), bbox, ct)).ToHttp(json => Results.Bytes(json, "application/geo+json")))
            .Require(SpacePermissions.SeeRuns).WithName("ClassificationPoints").WithSummary("Sites of a batch as points of their class").WithDescription("At most 5,000, the gravest first; `bbox` west, south, east, north in degrees.").Produces<string>(StatusCodes.Status200OK, "application/geo+json");
        run.MapGet("/result.xlsx", async (Guid run, RunFiles files, CancellationToken ct) => (await files.WorkbookAsync(run, ct)).ToHttp(f => Exports.Once(f.Path, f.Name, Workbook.MediaType)))
            .Require(SpacePermissions.SeeRuns).WithName("ClassificationWorkbook").WithSummary("The result as a spreadsheet").Produces<byte[]>(StatusCodes.Status200OK, Workbook.MediaType);
        run.MapGet("/result.gpkg", async (Guid run, RunFiles files, CancellationToken ct) => (await files.GeoPackageAsync(run, ct)).ToHttp(f => Exports.Once(f.Path, f.Name)))
            .Require(SpacePermissions.SeeRuns).WithName("ClassificationGeoPackage").WithSummary("The result as a GeoPackage").Produces<byte[]>(StatusCodes.Status200OK, GeoPackageWriter.MediaType);
        run.MapPost("/cancellation", async (Guid run, RunHandlers handlers, RunQueries queries, CancellationToken ct) =>
                (await handlers.CancelAsync(new(run), ct)).Error is { } refusal ? refusal.ToHttp() : await queries.FindAsync(run, ct) is { } view ? Results.Json(view) : RunErrors.NoSuchRun().ToHttp())
            .Require(SpacePermissions.Classify).WithName("CancelClassification").WithSummary("Call a batch off").WithDescription("What was answered stays to be read.").Produces<RunView>();
    }

    /// <summary>What the API and the page post alike.</summary>
    public static async Task<Result<Guid>> BeginAsync(IFormCollection form, FileIntake intake, RunHandlers handlers, CancellationToken ct)
    {
        if (form.Files["file"] is not { Length: > 0 } file)
            return LayerErrors.Format("file");
        await using var content = file.OpenReadStream();
        if (!(await intake.ReceiveAsync(content, ct)).TryGet(out var kept, out var refusal))
            return refusal;
        var options = new ImportOptions(Text("epsg"), Text("encoding"), Text("table"), Text("idField"), Text("nameField"));
        return await handlers.BeginAsync(new(Text("title"), null, file.FileName, kept.Digest, options), ct);

        string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 and <= 400 } text ? text : null;
    }

    public static RunRowQuery Query(string? @class, string? layer, string? text) => new(Given(@class), Given(layer), Given(text));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task<IResult> UploadAsync(HttpContext http, FileIntake intake, RunHandlers handlers, RunQueries queries, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType)
            return LayerErrors.Format("file").ToHttp();
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = ImportLimits.File + (1 << 20) }, ct);
        }
        catch (InvalidDataException)
        {
            return LayerErrors.TooLarge("file", ImportLimits.File >> 20).ToHttp();
        }
        return await AnswerAsync(BeginAsync(form, intake, handlers, ct), queries, StatusCodes.Status202Accepted, ct);
    }

    private static async Task<IResult> AnswerAsync(Task<Result<Guid>> begun, RunQueries queries, int status, CancellationToken ct)
    {
        if (!(await begun).TryGet(out var id, out var refusal))
            return refusal.ToHttp();
        return await queries.FindAsync(id, ct) is { } view ? Results.Json(view, statusCode: status) : RunErrors.NoSuchRun().ToHttp();
    }

    /// <summary>What is to be classified.</summary>
    /// <param name="Kind">Kind of subjects, for example <c>project</c>.</param>
    internal sealed record BeginBody(string? Title, string? Kind);
}
