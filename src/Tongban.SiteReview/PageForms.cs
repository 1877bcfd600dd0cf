using Microsoft.AspNetCore.Http;
using Tongban.Foundation.Web;

namespace Tongban.SiteReview;

/// <summary>What the pages of a review read of a form besides texts.</summary>
internal static class PageForms
{
    public static T? PostedOne<T>(this HttpContext http, string name) where T : struct, Enum => Enum.TryParse<T>(http.Posted(name), out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>The files of a field.</summary>
    public static async Task<IReadOnlyList<IncomingFile>> FilesAsync(this HttpContext http, string name)
    {
        List<IncomingFile> files = [];
        foreach (var file in http.Request.Form.Files.GetFiles(name).Where(f => f.Length > 0).Take(ReviewDesk.MostFiles + 1))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, http.RequestAborted);
            files.Add(new(file.FileName, content.ToArray()));
        }
        return files;
    }
}
