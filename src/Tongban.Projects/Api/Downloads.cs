using Microsoft.AspNetCore.Http;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.Api;

/// <summary>Sends a document of the archive so that no browser runs what is in it.</summary>
internal static class Downloads
{
    private static readonly Error Gone = new("projects.document-missing", ("文件内容暂时无法读取。", "The content of this file cannot be read at the moment."), ErrorKind.Unavailable)
    { WayOut = ("请稍后重试；仍不行请联系平台管理员。", "Try again later; if it stays so, speak to the administrator.") };

    public static async Task<IResult> SendAsync(HttpContext http, FileStore files, ArchiveEntry document, CancellationToken ct)
    {
        if (await files.ReadAsync(document.Digest, ct) is not ({ } file, { } content))
            return Foundation.Web.Problems.ToHttp(Gone);
        // Letters made by the platform open in the browser too.
        return http.Hand(FileName(document, file.MediaType), file, content, opensPages: true);
    }

    private static string FileName(ArchiveEntry document, string mediaType)
    {
        var stem = document.Number is null ? document.Name.ToString() : $"{document.Name} {document.Number}";
        var safe = string.Concat(stem.Select(c => char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '_' : c));
        return (safe.Length > 120 ? safe[..120] : safe) + FileTypes.Extension(mediaType);
    }
}
