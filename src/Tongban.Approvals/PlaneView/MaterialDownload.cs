using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation.Files;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.PlaneView;

/// <summary>Hands out a paper of a stage to those who see the stage, so that no browser runs what is in it.</summary>
internal static class MaterialDownload
{
    public static void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/approvals/materials/{stageCase:guid}/{material}/{edition:int}", SendAsync).Require(ApprovalPermissions.Read).ExcludeFromDescription();

    private static async Task<IResult> SendAsync(Guid stageCase, string material, int edition, HttpContext http, TongbanDb db, Caller caller, FileStore files, ReadLog reads, CancellationToken ct)
    {
        var paper = await db.Set<StageCase>().AsNoTracking().Where(s => s.Id == stageCase).VisibleTo(caller.Actor).SelectMany(s => s.Materials, (s, m) => new { s.ProjectCode, m.Material, m.Edition, m.FileName, m.FileDigest, m.ProvidedBy })
            .Where(m => m.Material == material && m.Edition == edition).SingleOrDefaultAsync(ct);
        if (paper is null || await files.ReadAsync(paper.FileDigest, ct) is not ({ } file, { } content))
            return Results.NotFound();
        await reads.NoteAsync(paper.ProvidedBy, ReadKinds.Paper, paper.ProjectCode, ct, unmasked: true);
        return http.Hand(paper.FileName, file, content);
    }
}
