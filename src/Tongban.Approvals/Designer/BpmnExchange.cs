using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Designer;

/// <summary>What an import tells: the draft it made, and what could not be represented.</summary>
/// <param name="Draft"><see langword="null"/> when it was only looked at, or when nothing in it can be a flow.</param>
internal sealed record ImportReport(DraftRow? Draft, bool IsOurs, int Stages, int Items, IReadOnlyDictionary<string, string> Taken, IReadOnlyList<BpmnFinding> Findings);

/// <summary>Flows out of the house and into it as BPMN.</summary>
internal sealed class BpmnExchange(TongbanDb db, FlowDrafts drafts, FlowLibrary library)
{
    public async Task<Result<byte[]>> ExportVersionAsync(string version, CancellationToken ct)
    {
        if (await db.Set<FlowVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Version == version, ct) is not { } stored)
            return FlowVersions.NoSuchVersion(version);
        return BpmnExport.Write(CatalogueFile.ReadText<FlowFile>(stored.Files["flow.json"], "flow.json", [])!, library.Of(version).City);
    }

    public async Task<Result<byte[]>> ExportDraftAsync(Guid draft, CancellationToken ct) =>
        (await drafts.FindAsync(draft, ct)).Then(view => (Result<byte[]>)BpmnExport.Write(view.Flow, view.City));

    /// <summary>Reads a model and begins a draft with it.</summary>
    /// <param name="title">Name of the draft; <see langword="null"/> only looks.</param>
    public async Task<Result<ImportReport>> ImportAsync(byte[] content, string? title, CancellationToken ct)
    {
        if (library.Find() is not { } current)
            return DesignerErrors.NoFlowYet();
        var stored = await db.Set<FlowVersion>().AsNoTracking().SingleAsync(v => v.Version == current.Version, ct);
        if (!BpmnImport.Read(content, CatalogueFile.ReadText<FlowFile>(stored.Files["flow.json"], "flow.json", [])!, current.City).TryGet(out var reading, out var refusal))
            return refusal;
        DraftRow? draft = null;
        if (title is not null && reading.Flow is { } flow && !(await drafts.BeginAsync(title, flow, ct)).TryGet(out draft, out refusal))
            return refusal;
        return new ImportReport(draft, reading.IsOurs, reading.Flow?.Stages.Count ?? 0, reading.Flow?.Items.Count ?? 0, reading.Taken, reading.Findings);
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/admin/flow-versions/{version}/bpmn", async (string version, BpmnExchange exchange, CancellationToken ct) => File(await exchange.ExportVersionAsync(version, ct), $"flow-{version}.bpmn")).Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("ExportFlowVersion").WithSummary("A published version as a BPMN 2.0 model with its diagram").WithDescription("What BPMN has no word for stands in extension elements; imported again it is the very same flow.").Produces(200, contentType: Media);

        api.MapGet("/admin/flow-drafts/{flowDraft:guid}/bpmn", async (Guid flowDraft, BpmnExchange exchange, CancellationToken ct) => File(await exchange.ExportDraftAsync(flowDraft, ct), $"draft-{flowDraft:N}.bpmn")).Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("ExportFlowDraft").WithSummary("A draft as a BPMN 2.0 model with its diagram").Produces(200, contentType: Media);

        api.MapPost("/admin/flow-drafts/bpmn", async (string? title, HttpRequest request, BpmnExchange exchange, CancellationToken ct) =>
            {
                if (request.ContentLength > BpmnImport.LargestModel)
                    return BpmnImport.TooLarge().ToHttp();
                using var content = new MemoryStream();
                await request.Body.CopyToAsync(content, ct);
                return (await exchange.ImportAsync(content.ToArray(), title, ct)).ToHttp();
            }).Require(ApprovalPermissions.Design).WithTags("administration")
            .WithName("ImportFlowModel").WithSummary("Read a BPMN 2.0 model and begin a draft with it").WithDescription("The body is the model. Without `title` it is only looked at. What cannot be represented is named: element, id, why.")
            .Accepts<byte[]>("application/xml").Produces<ImportReport>();
    }

    public static void MapDownloads(IEndpointRouteBuilder site)
    {
        site.MapGet("/admin/catalogue/drafts/{flowDraft:guid}/flow.bpmn", async (Guid flowDraft, BpmnExchange exchange, CancellationToken ct) => File(await exchange.ExportDraftAsync(flowDraft, ct), $"draft-{flowDraft:N}.bpmn")).Require(ApprovalPermissions.Design).ExcludeFromDescription();
        site.MapGet("/admin/catalogue/{version}/flow.bpmn", async (string version, BpmnExchange exchange, CancellationToken ct) => File(await exchange.ExportVersionAsync(version, ct), $"flow-{version}.bpmn")).Require(ApprovalPermissions.Design).ExcludeFromDescription();
    }

    private const string Media = "application/xml";

    private static IResult File(Result<byte[]> content, string name) => content.ToHttp(bytes => Results.File(bytes, Media, name));
}
