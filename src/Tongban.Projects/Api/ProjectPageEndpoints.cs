using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Files;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Web;
using Tongban.Projects.Archive;
using Tongban.Projects.Declare;
using Tongban.Projects.Drafts;

namespace Tongban.Projects.Api;

/// <summary>What the project pages need besides pages: downloads, and the target of the automatic saving.</summary>
internal static class ProjectPageEndpoints
{
    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/projects/{code}/documents/{id:guid}", DocumentAsync).Require(ProjectPermissions.Read).ExcludeFromDescription();
        site.MapPost("/projects/drafts/{id:guid}/autosave", AutosaveAsync).Require(ProjectPermissions.Declare).ExcludeFromDescription();
    }

    private static async Task<IResult> DocumentAsync(string code, Guid id, HttpContext http, ProjectQueries queries, ProjectArchive archive, FileStore files, ReadLog reads, CancellationToken ct)
    {
        if (await queries.FindAsync(code, ct) is not ({ } project, { } scope) || await archive.FindAsync(project.Id, id, scope.Audience, ct) is not { } document)
            return Results.NotFound();
        await reads.NoteAsync(project.DeclaredBy, ReadKinds.Archive, project.Code, ct, unmasked: true);
        return await Downloads.SendAsync(http, files, document, ct);
    }

    private static async Task<IResult> AutosaveAsync(Guid id, HttpContext http, IAntiforgery antiforgery, DraftHandlers drafts, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var form = await http.Request.ReadFormAsync(ct);
        return (await drafts.SaveAsync(new SaveDraft(DeclarationFields.Seen(id, form), DeclarationFields.Of(form)), ct)).ToHttp(d => Results.Ok(new SavedDraftBody(d.Id, d.Revision, d.SavedAt)));
    }
}
