using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Tongban.Foundation.Files;

/// <summary>Sends files so that no browser runs what is in them.</summary>
public static class Handing
{
    /// <summary>Pictures and PDF open in the browser, in a box without scripts, forms and origin; everything else is saved.</summary>
    /// <param name="name">What it is called where it is saved.</param>
    /// <param name="opensPages">Pages open too: only where the platform made them.</param>
    public static IResult Hand(this HttpContext http, string name, StoredFile file, byte[] content, bool opensPages = false)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(file);
        var opens = file.MediaType is "application/pdf" or "image/png" or "image/jpeg" || (opensPages && file.MediaType is "text/html");
        var disposition = new ContentDispositionHeaderValue(opens ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        // Last of all: what sets headers for every answer comes before.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentDisposition = disposition.ToString();
            headers.CacheControl = "private, no-cache";
            headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
            return Task.CompletedTask;
        });
        return Results.Bytes(content, FileTypes.Sent(file.MediaType), entityTag: new EntityTagHeaderValue($"\"{file.Digest}\""));
    }
}
