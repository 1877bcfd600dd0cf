using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

internal sealed record DraftTitleBody(string? Title);

internal sealed record NewItemBody(string? Code, string? NameZh, string? NameEn, string? Department);

/// <summary>A draft with what the compiler says of it.</summary>
/// <param name="Faults">Empty when it can be published.</param>
/// <param name="Types">Its days; nothing while faults stand in the way of computing.</param>
internal sealed record DraftAnswer(Guid Id, string Title, string BasedOn, DraftState State, string? PublishedAs, DateTimeOffset ChangedAt, IReadOnlyList<FaultAnswer> Faults, IReadOnlyList<TypeDaysAnswer> Types);

internal sealed record FaultAnswer(string Code, string File, string Path, string Text);

internal sealed record GanttBarAnswer(string Item, int Start, int Finish, int Slack, bool Critical, bool Conditional);

internal sealed record GanttStageAnswer(int Stage, int Offset, int Days, int DaysInForce, int SerialDays, IReadOnlyList<GanttBarAnswer> Items);

internal sealed record GanttAnswer(string Type, int Days, int DaysInForce, int SerialDays, IReadOnlyList<GanttStageAnswer> Stages);

internal sealed record SimulatedStageAnswer(int Stage, Spread Days);

/// <param name="CriticalShare">In which share of the runs it stood on the longest chain.</param>
/// <param name="Observations">Closed cases there are.</param>
internal sealed record SimulatedItemAnswer(string Item, double CriticalShare, DurationSource Source, int Observations);

internal sealed record SimulationAnswer(string Type, long Seed, int Runs, Spread Total, IReadOnlyList<SimulatedStageAnswer> Stages, IReadOnlyList<SimulatedItemAnswer> Items, IReadOnlyList<Column> Histogram);

/// <summary>The flow designer in the API; everything is the administrator's.</summary>
internal static class DesignerEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/admin/flow-drafts").WithTags("administration");
        MapDrafts(drafts);
        MapComputing(api, drafts);
        MapSimulation(api, drafts);
        BpmnExchange.Map(api);
        CaseMoves.Map(api);
    }

    private static void MapDrafts(RouteGroupBuilder drafts)
    {
        drafts.MapGet("", (FlowDrafts all, CancellationToken ct) => all.ListAsync(ct)).Require(ApprovalPermissions.Design)
            .WithName("ListFlowDrafts").WithSummary("Drafts of the flow, last changed first");

        drafts.MapPost("", async (DraftTitleBody body, FlowDrafts all, HttpContext http, CancellationToken ct) => Changed(await all.BeginAsync(new BeginDraft(body.Title ?? ""), ct), http)).Require(ApprovalPermissions.Design)
            .WithName("BeginFlowDraft").WithSummary("Begin a draft from the version in force").WithDescription("Body: `{ \"title\": \"提速方案\" }`.").Produces<DraftRow>();

        drafts.MapGet("/{flowDraft:guid}", async (Guid flowDraft, FlowDrafts all, HttpContext http, CancellationToken ct) => (await all.FindAsync(flowDraft, ct)).ToHttp(view =>
            {
                http.Response.Headers.ETag = Problems.ETag(view.Row.Version);
                return Results.Json(Answer(view));
            })).Require(ApprovalPermissions.Design)
            .WithName("GetFlowDraft").WithSummary("A draft as the compiler sees it today: every fault with its place, and its days").WithDescription("The ETag is what `If-Match` of the next change refers to.").Produces<DraftAnswer>();

        drafts.MapGet("/{flowDraft:guid}/flow", async (Guid flowDraft, FlowDrafts all, HttpContext http, CancellationToken ct) => (await all.FindAsync(flowDraft, ct)).ToHttp(view =>
            {
                http.Response.Headers.ETag = Problems.ETag(view.Row.Version);
                return Results.Text(CatalogueFile.Write(view.Flow), "application/json", Encoding.UTF8);
            })).Require(ApprovalPermissions.Design)
            .WithName("GetFlowDraftContent").WithSummary("The content of a draft in the format of flow.json");

        drafts.MapPut("/{flowDraft:guid}/flow", async (Guid flowDraft, HttpRequest request, FlowDrafts all, HttpContext http, CancellationToken ct) =>
                (await ReadAsync<FlowFile>(request, ct)).TryGet(out var flow, out var refusal) ? Changed(await all.ReplaceAsync(flowDraft, flow, ct), http) : refusal.ToHttp()).Require(ApprovalPermissions.Design)
            .WithName("ReplaceFlowDraft").WithSummary("Replace the whole content of a draft").WithDescription("The body has the format of `flow.json`. A broken flow is saved all the same; the answer says how many faults it has.")
            .Accepts<byte[]>("application/json").Produces<DraftRow>();

        drafts.MapPost("/{flowDraft:guid}/items", async (Guid flowDraft, NewItemBody body, FlowDrafts all, HttpContext http, CancellationToken ct) =>
                Changed(await all.AddItemAsync(new(flowDraft, body.Code ?? "", body.NameZh ?? "", body.NameEn ?? "", body.Department ?? ""), ct), http)).Require(ApprovalPermissions.Design)
            .WithName("AddFlowDraftItem").WithSummary("Add an item to a draft").WithDescription("Body: `{ \"code\": \"S1-13\", \"nameZh\": \"…\", \"nameEn\": \"…\", \"department\": \"FGW\" }`.").Produces<DraftRow>();

        drafts.MapPut("/{flowDraft:guid}/items/{item}", async (Guid flowDraft, string item, HttpRequest request, FlowDrafts all, HttpContext http, CancellationToken ct) =>
                (await ReadAsync<ItemRow>(request, ct)).TryGet(out var row, out var refusal) ? Changed(await all.SaveItemAsync(flowDraft, item, row, ct), http) : refusal.ToHttp()).Require(ApprovalPermissions.Design)
            .WithName("SaveFlowDraftItem").WithSummary("Save one item of a draft").WithDescription("The body has the format of an item in `flow.json`.").Accepts<byte[]>("application/json").Produces<DraftRow>();

        drafts.MapDelete("/{flowDraft:guid}/items/{item}", async (Guid flowDraft, string item, FlowDrafts all, HttpContext http, CancellationToken ct) => Changed(await all.RemoveItemAsync(flowDraft, item, ct), http)).Require(ApprovalPermissions.Design)
            .WithName("RemoveFlowDraftItem").WithSummary("Remove an item from a draft").Produces<DraftRow>();

        drafts.MapPut("/{flowDraft:guid}/stages/{stage:int}", async (Guid flowDraft, int stage, HttpRequest request, FlowDrafts all, HttpContext http, CancellationToken ct) =>
                (await ReadAsync<StageRow>(request, ct)).TryGet(out var row, out var refusal) ? Changed(await all.SaveStageAsync(flowDraft, row with { No = stage }, ct), http) : refusal.ToHttp()).Require(ApprovalPermissions.Design)
            .WithName("SaveFlowDraftStage").WithSummary("Save a stage of a draft: its names and its lead").Accepts<byte[]>("application/json").Produces<DraftRow>();

        drafts.MapPost("/{flowDraft:guid}/publication", async (Guid flowDraft, FlowDrafts all, HttpContext http, CancellationToken ct) => Changed(await all.PublishAsync(flowDraft, ct), http)).Require(ApprovalPermissions.Design)
            .WithName("PublishFlowDraft").WithSummary("Publish a sound draft").WithDescription("Refused with every fault named while it is broken. New projects run under the new version; running cases keep theirs.").Produces<DraftRow>();

        drafts.MapPost("/{flowDraft:guid}/discarding", async (Guid flowDraft, FlowDrafts all, HttpContext http, CancellationToken ct) => Changed(await all.DiscardAsync(flowDraft, ct), http)).Require(ApprovalPermissions.Design)
            .WithName("DiscardFlowDraft").WithSummary("Discard a draft").Produces<DraftRow>();
    }

    private static void MapComputing(IEndpointRouteBuilder api, RouteGroupBuilder drafts)
    {
        drafts.MapGet("/{flowDraft:guid}/gantt", async (Guid flowDraft, string? type, bool? conditional, FlowDrafts all, CancellationToken ct) => (await all.FindAsync(flowDraft, ct)).ToHttp(view =>
                view.Sketch is { } flow ? Results.Json(Chart(flow, view.Against, type, conditional)) : DesignerErrors.NothingToCompute().ToHttp())).Require(ApprovalPermissions.Design)
            .WithName("ChartFlowDraft").WithSummary("Begin, end and slack of every item of a draft, compared with the version in force").WithDescription("`type`: FILE, APPR or GOV. `conditional=true` counts items that apply only under a condition.").Produces<GanttAnswer>();

        api.MapGet("/admin/flow-versions/{version}/gantt", async (string version, string? type, bool? conditional, FlowVersions flows, FlowLibrary library, CancellationToken ct) => (await flows.FindAsync(version, ct)).ToHttp(flow =>
                Results.Json(Chart(flow, library.Current, type, conditional)))).Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("ChartFlowVersion").WithSummary("Begin, end and slack of every item of a published version").Produces<GanttAnswer>();
    }

    private static void MapSimulation(IEndpointRouteBuilder api, RouteGroupBuilder drafts)
    {
        const string how = "`type`: FILE, APPR or GOV; `seed` (the same seed, the same answer), `runs` up to 50000, `least`: closed cases below which days between promise and law are taken; `conditional=true` counts items that apply only under a condition.";
        drafts.MapGet("/{flowDraft:guid}/simulation", async (Guid flowDraft, string? type, long? seed, int? runs, int? least, bool? conditional, FlowDrafts all, PastDurations past, CancellationToken ct) =>
            {
                if (!(await all.FindAsync(flowDraft, ct)).TryGet(out var view, out var refusal))
                    return refusal.ToHttp();
                return view.Sketch is { } flow ? Results.Json(Answer(await past.SimulateAsync(flow, SimulationQuestion.Of(type, seed, runs, least, conditional), ct))) : DesignerErrors.NothingToCompute().ToHttp();
            }).Require(ApprovalPermissions.Design)
            .WithName("SimulateFlowDraft").WithSummary("Simulate a draft with the days that closed cases took: P50 and P90 of the whole and of each stage").WithDescription(how).Produces<SimulationAnswer>();

        api.MapGet("/admin/flow-versions/{version}/simulation", async (string version, string? type, long? seed, int? runs, int? least, bool? conditional, FlowVersions flows, PastDurations past, CancellationToken ct) =>
                (await flows.FindAsync(version, ct)).TryGet(out var flow, out var refusal) ? Results.Json(Answer(await past.SimulateAsync(flow, SimulationQuestion.Of(type, seed, runs, least, conditional), ct))) : refusal.ToHttp())
            .Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("SimulateFlowVersion").WithSummary("Simulate a published version with the days that closed cases took").WithDescription(how).Produces<SimulationAnswer>();
    }

    private static SimulationAnswer Answer(Simulation s) => new(
        s.Type.Code(), s.Seed, s.Runs, s.Total, [.. s.Stages.Select(g => new SimulatedStageAnswer(g.Stage.No, g.Spread))],
        [.. s.Items.Select(i => new SimulatedItemAnswer(i.Item.Code, i.CriticalShare, i.Durations.Source, i.Durations.Observations))], s.Histogram);

    private static GanttAnswer Chart(FlowCatalogue flow, FlowCatalogue against, string? code, bool? conditional)
    {
        var type = ProjectTypes.TryParse(code, out var chosen) ? chosen : ProjectType.Filing;
        var (chart, before) = (Gantt.Of(flow, type, FactSheet.Empty, conditional ?? false), Gantt.Of(against, type, FactSheet.Empty, conditional ?? false));
        return new(type.Code(), chart.Days, before.Days, chart.SerialDays,
        [
            .. chart.Stages.Select(s => new GanttStageAnswer(s.Stage.No, s.Offset, s.Days, before.Stages.FirstOrDefault(b => b.Stage.No == s.Stage.No)?.Days ?? 0, s.SerialDays,
                [.. s.Bars.Select(b => new GanttBarAnswer(b.Item.Code, b.Start, b.Finish, b.Slack, b.IsCritical, b.IsConditional))])),
        ]);
    }

    private static DraftAnswer Answer(DraftView v) => new(
        v.Row.Id, v.Row.Title, v.Row.BasedOn, v.Row.State, v.Row.PublishedAs, v.Row.ChangedAt, [.. v.Faults.Select(f => new FaultAnswer(f.Code, f.File, f.Path, f.Text.ToString()))],
        v.Sketch is null ? [] : [.. PublishedFlowFacts.Of(v.Sketch).Types.Select(t => new TypeDaysAnswer(t.Type.Code(), t.Days, t.SerialDays, t.StageDays))]);

    private static IResult Changed(Result<DraftRow> result, HttpContext http) => result.ToHttp(row =>
    {
        http.Response.Headers.ETag = Problems.ETag(row.Version);
        return Results.Json(row);
    });

    /// <summary>Reads a body in the format of the catalogue files: unknown members, missing members and wrong types are all named with their place.</summary>
    private static async Task<Result<T>> ReadAsync<T>(HttpRequest request, CancellationToken ct) where T : class
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var faults = new List<CatalogueFault>();
        return CatalogueFile.ReadText<T>(await reader.ReadToEndAsync(ct), "flow.json", faults) is { } value ? value : DesignerErrors.NotAFlowFile(faults);
    }
}
