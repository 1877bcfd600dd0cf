using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Matters.Pages;

/// <summary>What the pages of a matter read of a form besides texts.</summary>
internal static class PageForms
{
    public static T? PostedOne<T>(this HttpContext http, string name) where T : struct, Enum => Enum.TryParse<T>(http.Posted(name), out var value) && Enum.IsDefined(value) ? value : null;

    public static DateOnly? PostedDay(this HttpContext http, string name) => DateOnly.TryParseExact(http.Posted(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The files of a field.</summary>
    public static async Task<IReadOnlyList<IncomingFile>> FilesAsync(this HttpContext http, string name)
    {
        List<IncomingFile> files = [];
        foreach (var file in http.Request.Form.Files.GetFiles(name).Where(f => f.Length > 0).Take(MatterRules.MostFiles + 1))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, http.RequestAborted);
            files.Add(new(file.FileName, content.ToArray()));
        }
        return files;
    }
}
