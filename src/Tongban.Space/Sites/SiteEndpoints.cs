using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Model;

namespace Tongban.Space.Sites;

/// <summary>Boundaries and corridors, measured; nothing is kept.</summary>
internal static class SiteEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sites:upload", UploadAsync).Require(FoundationPermissions.SignedIn).WithTags("space").WithName("ReadSiteFile").WithSummary("Check and measure a boundary from a file")
            .WithDescription("The body is the file itself, at most 2 MB: GeoJSON, boundary-point file, zipped Shapefile, GeoPackage, CSV with a WKT column. `fileName` helps to tell them apart, `epsg` names the system where the file does not, `division` is checked where its boundary is known. Nothing is kept.")
            .Accepts<byte[]>("application/octet-stream").Produces<SiteAnswer>();
        api.MapPost("/sites:corridor", (CorridorQuestion question, SitePlacement checks) =>
                Corridor.Read(Encoding.UTF8.GetBytes(question.Line ?? ""), question.Width, "line", new ImportOptions(question.Epsg)).Then(r => (Result<SiteReading>)checks.Place(r, question.Division)).ToHttp(reading => Results.Ok(SiteAnswer.Of(reading))))
            .Require(FoundationPermissions.SignedIn).WithTags("space").WithName("ReadCorridor").WithSummary("Make the area of a road from its centre line and width")
            .WithDescription("`line` is GeoJSON (LineString or MultiLineString, longitude first), `width` the whole width in metres, 0.5 to 500. Ends are cut straight.")
            .WithExample("""{"line":"{\"type\":\"LineString\",\"coordinates\":[[114.9,27.8],[114.91,27.8]]}","width":24.5}""").Produces<SiteAnswer>();
    }

    private static async Task<IResult> UploadAsync(HttpContext http, SitePlacement checks, CancellationToken ct, string? fileName = null, string? epsg = null, string? division = null)
    {
        if (http.Request.ContentLength > Site.MaxBytes)
            return SpaceErrors.TooLarge("file").ToHttp();
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        return SiteFile.Read(body.ToArray(), fileName ?? "", "file", string.IsNullOrWhiteSpace(epsg) ? null : new ImportOptions(epsg)).Then(r => (Result<SiteReading>)checks.Place(r, division)).ToHttp(reading => Results.Ok(SiteAnswer.Of(reading)));
    }

    /// <summary>A centre line and a width.</summary>
    /// <param name="Line">GeoJSON.</param>
    /// <param name="Width">Metres.</param>
    internal sealed record CorridorQuestion(string? Line, decimal? Width, string? Epsg, string? Division);
}
