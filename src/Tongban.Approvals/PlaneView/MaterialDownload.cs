using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Tongban.Approvals.Model;
using Tongban.Foundation.Files;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.PlaneView;

/// <summary>Hands out a paper of a stage to those who see the stage, so that no browser runs what is in it.</summary>
internal static class MaterialDownload
{
    public static void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/approvals/materials/{stageCase:guid}/{material}/{edition:int}", SendAsync).Require(ApprovalPermissions.Read).ExcludeFromDescription();

    private static async Task<IResult> SendAsync(Guid stageCase, string material, int edition, HttpContext http, TongbanDb db, Caller caller, FileStore files, CancellationToken ct)
    {
        var paper = await db.Set<StageCase>().AsNoTracking().Where(s => s.Id == stageCase).VisibleTo(caller.Actor).SelectMany(s => s.Materials)
            .Where(m => m.Material == material && m.Edition == edition).Select(m => new { m.FileName, m.FileDigest }).SingleOrDefaultAsync(ct);
        if (paper is null || await files.ReadAsync(paper.FileDigest, ct) is not ({ } file, { } content))
            return Results.NotFound();
        return Hand(http, paper.FileName, paper.FileDigest, file.MediaType, content);
    }

    /// <summary>Sends a file so that no browser runs what is in it.</summary>
    internal static IResult Hand(HttpContext http, string name, string digest, string mediaType, byte[] content)
    {
        // Pictures and PDF open in the browser, in a box without scripts and origin; everything else is saved.
        var disposition = new ContentDispositionHeaderValue(mediaType is "application/pdf" or "image/png" or "image/jpeg" ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentDisposition = disposition.ToString();
            headers.CacheControl = "private, no-cache";
            headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
            return Task.CompletedTask;
        });
        return Results.Bytes(content, FileTypes.Sent(mediaType), entityTag: new EntityTagHeaderValue($"\"{digest}\""));
    }
}
